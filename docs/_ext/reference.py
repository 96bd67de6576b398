"""Parts of the reference that the code writes itself, so that they can't be wrong.

Each function gives lines of Markdown; in a page, `{told}` with its name puts them there.
"""

import contextlib
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import fields
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from formkit.cli import app as command_line
from formkit.definition import ecma
from formkit.definition.gather import MAX_PARTS, MAX_SHOWN_BRANCHES
from formkit.definition.jsontext import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from formkit.definition.nodes import MAX_QUESTIONS
from formkit.definition.patterns import TIME_LIMIT
from formkit.definition.remarks import FINDINGS, REASON
from formkit.definition.vocabulary import KEYWORDS, RESERVED
from formkit.definition.words import WORDS, Words
from formkit.definition.worlds import MAX_WORLDS
from formkit.filling import numbers
from formkit.filling.codec import MAX_OPENED
from formkit.filling.judge import STEPS, STEPS_FOR_EACH
from formkit.filling.pairs import MAX_PAIRS, MAX_PLACES
from formkit.pointer import MAX_SEGMENTS
from formkit.web.settings import PREFIX, Settings

Lines = Iterator[str]

_WHERE = {
    "root": "the root of a form",
    "question": "a question",
    "words": "whatever has words: the form, a group, a question, an option",
    "string": "a question of the type string",
    "number": "a number",
    "date": "a date",
    "option": "an option of a question (`oneOf` with `const`)",
}

_SHAPES = {
    "string": "a text.",
    "number": "a number above 0.",
    "tag": "a language tag.",
    "pointer": "a JSON Pointer such as `/phone`.",
    "relative": "a relative JSON Pointer: `1/n_helped` is the question `n_helped` beside this one.",
    "days": "a whole number, 1 or more.",
    "messages": "an object: for each keyword of JSON Schema that may fail, a sentence.",
}


def vocabulary() -> Lines:
    """Each of formkit's own keywords: where it stands, what it takes, one example."""
    for keyword, schema in KEYWORDS.items():
        yield from (f"## `{keyword}`", "", f"{schema['title']}. {schema['description']}", "")
        where = " or ".join(_WHERE[place] for place in schema["where"])
        if keyword in RESERVED:
            yield from (f"Reserved for {where}. `lint` warns of it.", "")
            continue
        yield from (f"Stands at {where}. Takes {_value(schema)}", "")
        text = json.dumps({keyword: schema["examples"][0]}, ensure_ascii=False, indent=2)
        yield from ("```json", *text.splitlines(), "```", "")


def _value(schema: Mapping[str, Any], indent: str = "") -> str:
    """What a keyword, or a part of its value, takes; the parts of an object as a list."""
    if "$ref" in schema:
        return _SHAPES[schema["$ref"].rpartition("/")[2]]
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`."
    if "enum" in schema:
        return f"one of {', '.join(f'`{option}`' for option in schema['enum'])}."
    if "anyOf" in schema:
        return _value(schema["anyOf"][0])[:-1] + ", or the name of a control of the host's own."
    if schema["type"] == "array":
        return "a list; each of it is " + _value(schema["items"], indent)
    if schema["type"] != "object":
        return _SHAPES[schema["type"]]
    if "properties" not in schema:
        names = ", ".join(f"`{name}`" for name in schema["additionalProperties"]["properties"])
        return f"an object: for each language tag an object with {names}."
    lines = ["an object with", ""]
    for name, each in schema["properties"].items():
        needed = " (has to be there)" if name in schema.get("required", ()) else ""
        said = _value(each, indent + "  ")
        if "description" in each:
            said = f"{each['description']} {said[:1].upper()}{said[1:]}"
        lines.append(f"{indent}- `{name}`{needed}: {said}")
    return "\n".join(lines)


def commands() -> Lines:
    """What `--help` prints for the command and each of its commands."""
    for name in ("", *command_names()):
        yield from (f"## `formkit {name}`" if name else "## `formkit`", "")
        yield from ("```text", *help_of(name).splitlines(), "```", "")


def command_names() -> tuple[str, ...]:
    """The names of all commands."""
    return tuple(name for name in command_line if not name.startswith("-"))


def help_of(name: str) -> str:
    """The help of one command, as a terminal of 80 columns shows it."""
    told = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with contextlib.redirect_stdout(told):
            command_line([*name.split(), "--help"])
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return told.getvalue().strip()


def settings() -> Lines:
    """What each setting is for, where it can be set, and what it is if nobody sets it."""
    for setting in fields(Settings):
        name = setting.name
        yield from (f"## `{name}`", "", setting.metadata["told"], "")
        option = f"`--{name.replace('_', '-')}`, " if setting.metadata["option"] else ""
        default = "none" if setting.default is None else f"`{_toml(setting.default)}`"
        yield from (f"{option}`{PREFIX}{name.upper()}`. Default: {default}.", "")


def _toml(value: Any) -> str:
    """A value as a file of settings has it."""
    return json.dumps(str(value) if isinstance(value, Path) else value)


def definition_limits() -> Lines:
    """What a definition may have at most."""
    yield from _limits(
        ("size of the JSON text", f"{MAX_BYTES:,} bytes"),
        ("values", f"{MAX_VALUES:,}"),
        ("depth of brackets", f"{MAX_DEPTH:,}"),
        ("digits of an integer", f"{MAX_DIGITS:,}"),
        ("questions on the page", f"{MAX_QUESTIONS:,}"),
        ("levels of questions", f"{MAX_SEGMENTS:,}"),
        ("ways to choose for one question", f"{MAX_WORLDS:,}; more get a field for JSON text"),
        ("branches that a page shows", f"{MAX_SHOWN_BRANCHES:,}; of more, those that are chosen"),
        ("schemas that speak of one question", f"{MAX_PARTS:,}"),
        ("length of a pattern", f"{ecma.MAX_LENGTH:,} characters"),
        ("groups of a pattern in each other", f"{ecma.MAX_DEPTH:,}"),
    )


def pair_limits() -> Lines:
    """What of posted pairs is read at most."""
    yield from _limits(
        ("pairs that are read", f"{MAX_PAIRS:,}"),
        ("places that they name", f"{MAX_PLACES:,}"),
        ("places that stand within themselves and are opened", f"{MAX_OPENED:,}"),
        ("segments of a name", f"{MAX_SEGMENTS:,}"),
        ("digits of a row key", "6"),
        ("levels of a `~v`", f"{MAX_SEGMENTS:,}"),
        ("digits of an integer", f"{numbers.MAX_DIGITS:,}"),
    )


def answer_limits() -> Lines:
    """What is judged at most."""
    yield from _limits(
        ("levels of answers", f"{MAX_SEGMENTS:,}"),
        (
            "steps of one judgement",
            f"{STEPS:,}, and {STEPS_FOR_EACH:,} more for each value of the answers",
        ),
        (
            "time for patterns that look around or back, in one judgement",
            f"{TIME_LIMIT * 1000:.0f} ms",
        ),
    )


def _limits(*rows: tuple[str, str]) -> Lines:
    yield from ("| What | Limit |", "|---|---|")
    yield from (f"| {label} | {limit} |" for label, limit in rows)


def faults() -> Lines:
    """Every code for which `load` refuses a definition, with its sentence."""
    yield from _table({code: words for code, words in WORDS.items() if code not in FINDINGS})


def findings() -> Lines:
    """Every code that only `lint` gives, with its sentence."""
    yield from _table(FINDINGS)


def _table(words: Mapping[str, Words]) -> Lines:
    yield from ("| Code | What is said |", "|---|---|")
    for code, (english, _) in words.items():
        text = english.replace("{{", "{").replace("}}", "}").replace("|", "\\|")
        yield f"| `{code.partition(' ')[0]}` | {text} |"


def reasons() -> Lines:
    """Every reason for which a question isn't shown, or is a field for JSON text."""
    for reason in REASON:
        yield f"- {reason.rstrip(': ')}"


TOLD: Mapping[str, Callable[[], Lines]] = {
    each.__name__: each
    for each in (
        vocabulary,
        commands,
        settings,
        definition_limits,
        pair_limits,
        answer_limits,
        faults,
        findings,
        reasons,
    )
}


class Told(SphinxDirective):
    """Puts what one of the functions gives into the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        text = "\n".join(TOLD[self.arguments[0]]())
        lines = StringList(text.splitlines(), source=__file__)
        holder = nodes.Element()
        self.state.nested_parse(lines, self.content_offset, holder, match_titles=True)
        return holder.children


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("told", Told)
    return {"parallel_read_safe": True}
