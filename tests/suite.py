"""The official suite of JSON Schema 2020-12, each schema as the only question of a form.

Run as a program, it prints three figures with every exception: verdicts, formats, round trips.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from formkit import check, load, render, submit
from formkit.definition.form import Form
from formkit.filling.encode import can_be_key
from formkit.filling.submission import Submission
from formkit.pointer import parse_name
from formkit.testing import submitted_pairs
from formkit.testing.answering import same_answers

MAIN = "tests/draft2020-12"
FORMATS = "tests/draft2020-12/optional/format"
_REMOTE = "http://localhost:1234/"
_OWN = "urn:formkit:wrapped"

_NO_SUITE = (
    "dev: the official suite isn't in {}: put json-schema-org/JSON-Schema-Test-Suite there, "
    "or name the folder that holds it in FORMKIT_CORPORA"
)

# What a page can't bring back, by test and reason.
PRUNED = "a property that only a branch declares goes when the branch isn't asked"
UNREACHED = {
    "dependentSchemas: single dependency: no dependency": PRUNED,
    "dependentSchemas: dependent subschema incompatible with root: matches dependency": PRUNED,
}


@frozen
class Case:
    """One test of the suite; `form` asks for its instance as `value`."""

    name: str
    form: Form
    instance: Any
    valid: bool

    @property
    def answers(self) -> dict[str, Any]:
        return {"value": self.instance}


@define
class Figure:
    """How many of all hold, and which don't."""

    title: str
    count: int = 0
    missed: list[str] = field(factory=list)

    def __str__(self) -> str:
        return f"{self.title}: {self.count - len(self.missed):,} of {self.count:,}"


def suite_folder(corpora: Path) -> Path:
    """The folder of the suite among the corpora."""
    return corpora / "JSON-Schema-Test-Suite"


def wrapped(schema: Any) -> dict[str, Any]:
    """A form's definition whose only question has this schema, under an address of its own."""
    inside = dict(schema) if isinstance(schema, dict) else {"allOf": [schema]}
    address = inside.setdefault("$id", _OWN)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:formkit:suite",
        "type": "object",
        "properties": {"value": {"$ref": address}},
        "required": ["value"],
        "$defs": {"value": inside},
    }


@cache
def remotes(suite: Path) -> dict[str, Any]:
    """The documents that the suite's references lead to, by their addresses."""
    folder = suite / "remotes"
    return {
        _REMOTE + path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }


def cases(suite: Path, folder: str) -> Iterator[Case]:
    """Every test of a folder."""
    for path in sorted((suite / folder).glob("*.json")):
        for group in json.loads(path.read_text("utf-8")):
            form = load(wrapped(group["schema"]), resources=remotes(suite))
            for test in group["tests"]:
                name = f"{path.stem}: {group['description']}: {test['description']}"
                yield Case(name, form, test["data"], test["valid"])


def verdicts(suite: Path, folder: str, *, formats: bool) -> Figure:
    """On how many tests formkit's verdict is the suite's."""
    figure = Figure("formats" if formats else "verdicts")
    for case in cases(suite, folder):
        figure.count += 1
        if (not check(case.form, case.answers, formats=formats)) is not case.valid:
            figure.missed.append(case.name)
    return figure


def sent_back(case: Case) -> tuple[Submission, list[tuple[str, str]]]:
    """What comes back when a browser sends the page that shows an instance, and what it sent."""
    pairs = submitted_pairs(render(case.form, case.answers))
    return submit(case.form, pairs, base=case.answers), pairs


def round_trips(suite: Path) -> Figure:
    """How many valid instances come back from a page as they were, each from its own controls."""
    figure = Figure("round trips")
    for case in cases(suite, MAIN):
        if case.valid:
            figure.count += 1
            back, pairs = sent_back(case)
            if not same_answers(back.answers, case.answers) or any(map(_is_miss, pairs)):
                figure.missed.append(case.name)
    return figure


def _is_miss(pair: tuple[str, str]) -> bool:
    """Whether JSON text was sent for what a control could have carried."""
    name = parse_name(pair[0])
    if name is None or name.mark != "~v" or pair[1] in ('""', "null"):
        return False
    return can_be_key(name.segments[-1])


def main() -> None:
    """Print the figures."""
    suite = suite_folder(Path(os.environ.get("FORMKIT_CORPORA") or "../shared/corpora"))
    if not (suite / MAIN).is_dir():
        raise SystemExit(_NO_SUITE.format(suite))
    for figure in (
        verdicts(suite, MAIN, formats=False),
        verdicts(suite, FORMATS, formats=True),
        round_trips(suite),
    ):
        print(figure)
        for name in figure.missed:
            print(f"  {name}" + (f" ({UNREACHED[name]})" if name in UNREACHED else ""))


if __name__ == "__main__":
    main()
