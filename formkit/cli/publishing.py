"""Which forms the server publishes: those that are named, or the ready ones."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from formkit.cli.command import FAULTY, Wrong
from formkit.cli.definitions import ENDING, form_files
from formkit.definition.faults import sentence_with_place
from formkit.definition.form import Form
from formkit.definition.lint import lint
from formkit.definition.load import load

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from formkit.store.forms import Published

# The kind of event that tells what was published; its subject is the version's SHA-256.
EVENT: Final = "published"
# Whose ready forms are: a later release may bring their next version.
READY = "formkit"
# Whose the forms are that somebody named.
OWNER = "owner"


@frozen
class Candidate:
    """A form that may be published, and the address that its file's name gives it."""

    slug: str
    form: Form


@frozen
class Outcome:
    """What publishing came to: what is new, and what was already there."""

    new: "tuple[Published, ...]"
    known: "tuple[Published, ...]"


def ready_folder() -> Path:
    """The folder of the ready forms: in the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


def ready() -> list[Candidate]:
    """The ready forms; a test holds that they have no faults."""
    return [Candidate(slug_of(file), load(file)) for file in form_files(ready_folder())]


def named(paths: Iterable[Path]) -> list[Candidate] | int:
    """The forms of these files and folders; where they have errors, prints them: the status."""
    files = dict.fromkeys(file for path in paths for file in form_files(path))
    problems = [problem for file in files for problem in lint(file)]
    errors = [problem for problem in problems if problem.severity == "error"]
    for problem in errors:
        print(sentence_with_place(problem), file=sys.stderr)
    if errors:
        return FAULTY
    found = [Candidate(slug_of(file), load(file)) for file in files]
    _each_once(found, list(files))
    return found


def _each_once(found: Sequence[Candidate], files: Sequence[Path]) -> None:
    seen: dict[str, Path] = {}
    for each, file in zip(found, files, strict=True):
        if each.slug in seen:
            raise Wrong(
                f"{seen[each.slug]} and {file} would both be /f/{each.slug}: give one another name"
            )
        seen[each.slug] = file


def slug_of(file: Path) -> str:
    """The address that a file's name gives a form: `Phieu_Moi.schema.json` → `phieu-moi`."""
    name = file.name.removesuffix(ENDING).removesuffix(".json").lower()
    return re.sub(r"[\s_.-]+", "-", name).strip("-")


def publish_named(connection: "Connection", found: Iterable[Candidate], at: "datetime") -> Outcome:
    """Publish forms that somebody named: each a new form, or the next version of one."""
    return _publish(connection, found, OWNER, at)


def publish_ready(connection: "Connection", found: Sequence[Candidate], at: "datetime") -> Outcome:
    """Publish the ready forms, but never over what somebody has made their own.

    A store that holds other forms gets no more of them, and a form whose newest version was
    published by somebody stays as that is.
    """
    from formkit.store.events import events
    from formkit.store.forms import published

    ours = {each.subject for each in events(connection, kind=EVENT) if each.actor == READY}
    there = {each.slug: each for each in published(connection)}
    untouched = all(each.sha256 in ours for each in there.values())
    chosen = [
        each
        for each in found
        if (there[each.slug].sha256 in ours if each.slug in there else untouched)
    ]
    done = _publish(connection, chosen, READY, at)
    mine = {each.slug for each in chosen}
    rest = tuple(each for each in there.values() if each.slug not in mine)
    return Outcome(done.new, (*done.known, *rest))


def _publish(
    connection: "Connection", found: Iterable[Candidate], actor: str, at: "datetime"
) -> Outcome:
    from formkit.store.events import record
    from formkit.store.forms import publish, version

    new: list[Published] = []
    known: list[Published] = []
    for each in found:
        before = version(connection, each.form.sha256)
        done = publish(connection, each.slug, each.form, at=at)
        if before is None:
            record(connection, EVENT, each.form.sha256, actor=actor, at=at)
        (known if before else new).append(done)
    return Outcome(tuple(new), tuple(known))
