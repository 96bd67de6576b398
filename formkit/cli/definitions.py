"""Commands about definitions: `formkit check` judges them, `formkit render` shows one as a page."""

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from formkit.cli.command import DONE, FAULTY, Wrong, app, existing_file
from formkit.definition.faults import sentence_with_place
from formkit.definition.lint import lint
from formkit.definition.load import load
from formkit.definition.source import UnreadableError, read
from formkit.errors import DefinitionError
from formkit.language import find
from formkit.page.assets import asset
from formkit.page.render import Renderer

# What marks a form among the files of a folder.
ENDING = ".schema.json"
# A document with `$defs` and none of these holds what others refer to, and asks nothing.
_ASKING = frozenset(("$ref", "allOf", "properties", "type", "x-form"))


@app.command(usage="Usage: formkit check [OPTIONS] PATH...")
def check(
    *paths: Annotated[Path, Parameter(name="PATH")], language: Literal["en", "vi"] = "en"
) -> int:
    """Judge forms: one line for each fault, file:line: pointer: sentence.

    It prints nothing for forms without faults. Warnings are told too, but only
    errors make it end with 1. Of a folder it judges all files in it and below it
    that end in .schema.json, but those that only hold $defs for others.

    Examples:

        formkit check schemas/household-visit.schema.json

        formkit check schemas --language vi

    Parameters
    ----------
    paths
        Files of forms, or folders.
    language
        That of the sentences.
    """
    if not paths:
        raise Wrong("check needs a file or a folder, such as: formkit check schemas")
    status = DONE
    for file in dict.fromkeys(file for path in paths for file in form_files(path)):
        for problem in lint(file):
            print(sentence_with_place(problem, language))
            if problem.severity == "error":
                status = FAULTY
    return status


def form_files(path: Path) -> Iterator[Path]:
    """The file itself, or the forms of a folder; raises Wrong where there is none."""
    if not path.is_dir():
        yield existing_file(path)
        return
    files = [
        file
        for file in sorted(path.rglob(f"*{ENDING}"))
        if not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    if not files:
        raise Wrong(f"{path}: no file in this folder ends in {ENDING}")
    yield from (file for file in files if not _is_shelf(file))


def _is_shelf(file: Path) -> bool:
    """Whether a file holds nothing but definitions that others refer to."""
    try:
        document = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        # what is wrong with it, the judge tells
        return False
    return (
        isinstance(document, dict) and "$defs" in document and _ASKING.isdisjoint(document.keys())
    )


@app.command
def render(form: Path, /, *, language: str | None = None, answers: Path | None = None) -> int:
    """Print a form as a page of HTML that can be opened as a file.

    The page needs nothing beside it: its stylesheet and its script are inside.
    It is to be looked at; to be sent, a page has to come from a server.

    Examples:

        formkit render schemas/one-minute-survey.schema.json > survey.html

        formkit render visit.schema.json --language en > visit.html

        formkit render visit.schema.json --answers visit.json > filled.html

    Parameters
    ----------
    form
        The file of the form.
    language
        A language of the form, such as vi; else its first.
    answers
        A JSON file: an object with the answers to show.
    """
    try:
        found = load(existing_file(form))
    except DefinitionError as error:
        print(error, file=sys.stderr)
        return FAULTY
    spoken = found.languages or (found.language,)
    if language is not None and find(language, spoken) is None:
        raise Wrong(f"{form}: the form has no language {language!r}, only {', '.join(spoken)}")
    given = None if answers is None else _answers(existing_file(answers))
    print(_SelfContained().render_page(found, given, language=language))
    return DONE


def _answers(file: Path) -> dict[str, Any]:
    try:
        document = read(file)[0].document
    except UnreadableError as error:
        raise Wrong("\n".join(map(sentence_with_place, error.faults))) from None
    if not isinstance(document, dict):
        raise Wrong(f"{file}: answers are one JSON object, by the names of the questions")
    return document


class _SelfContained(Renderer):
    """Puts the script into the page: beside a file that somebody keeps nothing is served."""

    def _script(self, static: str) -> str:
        content = base64.b64encode(asset("formkit.js").content).decode("ascii")
        return f"data:text/javascript;base64,{content}"
