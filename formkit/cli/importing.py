"""The command that takes fills in from a phone's file: `formkit import`."""

import shutil
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from attrs import define, field, frozen
from cyclopts import Parameter

from formkit.cli.command import DONE, FAULTY, Wrong, app, existing_file
from formkit.cli.phonefile import STDIN, Saved, items_of, saved
from formkit.cli.stores import HERE, Store, opened
from formkit.definition.faults import printable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from formkit.filling.submission import Submission
    from formkit.store.database import Database
    from formkit.store.forms import Published
    from formkit.store.receipts import Fill, Receipt
    from formkit.store.writer import Writer

Outcome = Literal["stored", "would be stored", "stored before", "erased", "not stored"]

# The kind of event that tells that a response came from a file; its subject is the response's id.
EVENT: Final = "imported"
# In this order they are counted.
_OUTCOMES: tuple[Outcome, ...] = (
    "stored", "would be stored", "stored before", "erased", "not stored",
)  # fmt: skip


@app.command(name="import", usage="Usage: formkit import [OPTIONS] FILE...")
def import_(
    *files: Annotated[Path, Parameter(name="FILE", allow_leading_hyphen=True)],
    dry_run: Annotated[bool, Parameter(negative=())] = False,
    store: Store = HERE,
) -> int:
    """Take in forms from a file that a phone saved, since it couldn't send them.

    Each fill is judged and stored as if the phone had sent it, also while the
    server runs. What is stored already, by an earlier import or because it did
    get through, isn't stored twice, and its first code is told. A form that is
    stopped takes fills in this way. The files stay as they are.

    It prints one line for each fill, without answers, and why one isn't stored
    on the standard error. It ends with 1 when some aren't stored.

    For example:

        formkit import formkit-2026-11-30.json

        formkit import formkit-2026-11-30.json --dry-run

    Parameters
    ----------
    files
        Files that phones saved; - is the standard input.
    dry_run
        Tell what would be stored, and store nothing.
    """
    from formkit.store.writer import Writer

    if not files:
        raise Wrong("import needs a file, such as: formkit import formkit-2026-11-30.json")
    paths = [path if path == STDIN else existing_file(path) for path in dict.fromkeys(files)]
    settings = store.settings
    with opened(settings) as database, closing(Writer(database)) as writer:
        intake = Intake(database, writer, settings.free_disk, dry_run)
        try:
            for path in paths:
                intake.take(path)
        finally:
            # also where the store fails half-way: what was told until then is safe
            print(intake.summary)
    return DONE if intake.whole else FAULTY


@frozen
class Told:
    """What became of one fill, without anything that was answered."""

    outcome: Outcome
    code: str = ""
    form: str = ""
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        words: str = self.outcome
        if self.outcome == "erased":
            words = f"stored before as {self.code}, and erased since"
        elif self.code:
            words = f"{words} as {self.code}"
        return f"{words}: {self.form}" if self.form else words


@define(eq=False)
class Intake:
    """Takes fills in, one after the other, and counts what becomes of them."""

    database: "Database"
    writer: "Writer"
    free_disk: int
    dry_run: bool
    _counts: Counter[str] = field(init=False, factory=Counter)
    _refused_files: int = field(init=False, default=0)
    _stopped: set[str] = field(init=False, factory=set)
    # the fills that a dry run would have stored: to which form, with which hash
    _pretended: dict[str, tuple[str, str]] = field(init=False, factory=dict)

    @property
    def whole(self) -> bool:
        """Whether all is stored that was in the files."""
        return not self._refused_files and not self._counts["not stored"]

    @property
    def summary(self) -> str:
        """The counts, in a sentence."""
        total = self._counts.total()
        parts = [f"{self._counts[each]} {each}" for each in _OUTCOMES if self._counts[each]]
        line = ("1 fill" if total == 1 else f"{total} fills") + (": " if parts else "")
        line += ", ".join(parts)
        if self._refused_files:
            count = self._refused_files
            line += f"; {'1 file' if count == 1 else f'{count} files'} not taken in"
        return f"{line}."

    def take(self, file: Path) -> None:
        """Take in what a file holds, and tell of each fill."""
        name = printable(str(file))
        try:
            items = items_of(file)
        except Wrong as wrong:
            self._refused_files += 1
            print(f"{name}: {wrong}", file=sys.stderr)
            return
        for number, item in enumerate(items, 1):
            told = self._take(item)
            self._counts[told.outcome] += 1
            print(f"{name}: {number}: {told}", flush=True)
            for reason in told.reasons:
                print(f"{name}: {number}: {reason}", file=sys.stderr, flush=True)

    def _take(self, item: Any) -> Told:
        try:
            fill = saved(item)
        except Wrong as wrong:
            return _not_stored("", str(wrong))
        with self.database.reading() as connection:
            told = self._known(connection, fill)
            if told is not None:
                return told
            try:
                found = version_of(connection, fill)
            except Wrong as wrong:
                return _not_stored(fill.slug, str(wrong))
        return self._new(fill, found)

    def _known(self, connection: "Connection", fill: Saved) -> Told | None:
        """What is told of a fill that is stored; it is looked up before anything is checked."""
        from formkit.store.receipts import by_fill

        first = by_fill(connection, fill.id)
        if first is not None:
            return _stored_before(connection, fill, first)
        pretended = self._pretended.get(fill.id)
        if pretended is None:
            return None
        if pretended == (fill.slug, fill.posted.pairs_sha256):
            return Told("stored before", form=fill.slug)
        return _not_stored(fill.slug, "an earlier fill has the same id, with other answers")

    def _new(self, fill: Saved, found: "Published") -> Told:
        """A fill that nobody has stored: judged as the server does, and stored if it can be."""
        from formkit.filling.submission import submit

        submission = submit(found.form, fill.posted.pairs)
        name = _name(found)
        if not submission.ok:
            return _not_stored(name, *_reasons(found, submission))
        if found.state != "open" and found.slug not in self._stopped:
            self._stopped.add(found.slug)
            print(f"{found.slug} is stopped, and takes fills from files.", file=sys.stderr)
        if self.dry_run:
            self._pretended[fill.id] = (fill.slug, fill.posted.pairs_sha256)
            return Told("would be stored", form=name)
        self._room()
        return self._keep(fill, found, submission)

    def _keep(self, fill: Saved, found: "Published", submission: "Submission") -> Told:
        from formkit.language import negotiate
        from formkit.store.receipts import Fill
        from formkit.store.times import moment
        from formkit.web.host import local_now

        form, state = found.form, submission.state
        kept = Fill(
            form_id=found.form_id,
            form=form,
            fill_id=fill.id,
            pairs_sha256=fill.posted.pairs_sha256,
            answers=submission.answers,
            language=negotiate(state.language, form.languages or (form.language,), form.language),
            started_at=state.begun,
            received=local_now(),
        )
        receipt = self.writer.put(_keeping(kept)).result()
        if receipt.received_at == moment(kept.received):
            return Told("stored", receipt.code, _name(found))
        # somebody sent it in the meantime
        with self.database.reading() as connection:
            return _stored_before(connection, fill, receipt)

    def _room(self) -> None:
        """Raises Wrong where the server would take nothing more, either."""
        if shutil.disk_usage(self.database.folder).free < self.free_disk:
            raise Wrong(
                f"Less than {self.free_disk:,} bytes are free on the disk (free_disk), so that "
                "nothing more is stored. Make room, then import the same files again."
            )


def _keeping(fill: "Fill") -> "Callable[[Connection], Receipt]":
    """The work of keeping a fill; that it came from a file is recorded if it is new."""
    from formkit.store.events import record
    from formkit.store.receipts import keep
    from formkit.store.times import moment

    def work(connection: "Connection") -> "Receipt":
        receipt = keep(connection, fill)
        if receipt.received_at == moment(fill.received):
            record(connection, EVENT, receipt.id, actor="command", at=fill.received)
        return receipt

    return work


def version_of(connection: "Connection", fill: Saved) -> "Published":
    """The version of a form that a fill was made on; raises Wrong where it isn't published here."""
    from formkit.store.forms import version, versions

    own = version(connection, fill.version)
    if own is not None and own.slug == fill.slug:
        return own
    known = versions(connection, fill.slug)
    elsewhere = "" if own is None else f"; its version is published as {own.slug}"
    if not known:
        raise Wrong(f"there is no form {fill.slug} in this store{elsewhere}")
    if fill.version:
        raise Wrong(f"it was made on a version of {fill.slug} that this store hasn't{elsewhere}")
    return known[-1]


def _stored_before(connection: "Connection", fill: Saved, first: "Receipt") -> Told:
    from formkit.store.forms import version

    own = version(connection, first.version_sha256)
    name = first.slug if own is None else _name(own)
    if first.slug == fill.slug:
        if first.state == "erased":
            return Told("erased", first.code, name)
        if first.pairs_sha256 == fill.posted.pairs_sha256:
            return Told("stored before", first.code, name)
        if first.pairs_sha256 is None:
            return _not_stored(
                name,
                f"its id is stored as {first.code}; whether with the same answers isn't known any "
                "more, since personal ones among them were deleted when their time was over",
            )
    return _not_stored(
        name,
        f"its id is stored as {first.code} with other answers, and those stay as they are",
    )


def _reasons(found: "Published", submission: "Submission") -> list[str]:
    """Why a fill can't be stored: each problem with its pointer and its sentence."""
    from formkit.filling.messages import sentence

    if submission.state.button is not None:
        return ["a button in the form was pressed (~do), and the form wasn't sent"]
    return [
        f"{printable(problem.pointer) or '(root)'}: {printable(sentence(found.form, problem))}"
        for problem in submission.problems
        if problem.severity == "error"
    ]


def _not_stored(form: str, *reasons: str) -> Told:
    return Told("not stored", form=form, reasons=reasons)


def _name(each: "Published") -> str:
    title = each.form.title
    return f"{each.slug} ({printable(title)})" if title else each.slug
