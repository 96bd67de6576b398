"""Taking answers out: as a workbook, as CSV, or as JSON Lines, in one pass however many there are.

A file has its name only once it is whole.
"""

import os
import secrets
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal, cast

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from formkit.errors import ExportError
from formkit.report import csv, jsonl, xlsx
from formkit.report.columns import Layout, layout
from formkit.report.lines import Openly
from formkit.store import forms
from formkit.store import responses as kept
from formkit.store.forms import Published
from formkit.store.responses import Response

Format = Literal["xlsx", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "jsonl")
MEDIA_TYPES: Mapping[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}
# How many responses go by between two reports of progress.
STEP = 200

Progress = Callable[[int], None]


@frozen
class Exported:
    """What was taken out.

    `responses` is how many, `lines` how many lines each table has (the answers' is named ``), of
    those that were written. `elsewhere` names the tables of rows that a CSV of the answers only
    counts, `left_out` the personal questions that weren't asked for. `sheets` are the sheets of a
    workbook for each table, more than one where one couldn't hold it; `long_texts` counts the
    texts that no cell can hold.
    """

    responses: int
    lines: Mapping[str, int] = field(factory=dict)
    elsewhere: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    sheets: Mapping[str, tuple[str, ...]] = field(factory=dict)
    long_texts: int = 0


def export(
    connection: Connection,
    slug: str,
    format: Format,  # noqa: A002 it is what everybody calls it
    out: Path | IO[bytes],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    personal: bool = False,
    language: str | None = None,
    separator: str = csv.SEPARATOR,
    rows: str = "",
    progress: Progress | None = None,
) -> Exported:
    """Take out the responses to a form from `since` to before `until`, the oldest first.

    The rest is as for `write`. ExportError where there is no such form. Who takes out personal
    answers has to be recorded by the caller.
    """
    versions = forms.versions(connection, slug)
    if not versions:
        raise ExportError(forms.no_such_form(connection, slug))
    found = kept.responses(connection, slug, since=since, until=until, personal=personal)
    # where it ends early, the connection is whole again
    with closing(cast("Generator[Response]", found)):
        return write(
            format,
            out,
            versions,
            found,
            personal=personal,
            language=language,
            separator=separator,
            rows=rows,
            progress=progress,
        )


def write(
    format: Format,  # noqa: A002 as above
    out: Path | IO[bytes],
    versions: Sequence[Published],
    responses: Iterable[Response],
    *,
    personal: bool = False,
    language: str | None = None,
    separator: str = csv.SEPARATOR,
    rows: str = "",
    progress: Progress | None = None,
) -> Exported:
    """Write responses to a form of these versions, the oldest version first.

    `out` is a file that is open for bytes, or the path of one: that appears when it is whole, and
    only for its owner to read where it holds `personal` answers. `language` is that of the
    questions and titles in a workbook, else the form's. `separator` and `rows`, the name of the
    list whose rows are written in place of the answers, are for CSV. `progress` is told now and
    then, and at the end, how many responses are written. ExportError tells what can't be.
    """
    if separator not in csv.SEPARATORS:
        raise ExportError(f"{separator!r} can't separate cells: it is one of ; , | or a tab.")
    tables = layout(versions, personal=personal, options=format == "xlsx")
    if tables.table(rows) is None:
        known = ", ".join(table.name for table in tables.rows) or "none"
        raise ExportError(f"There are no rows {rows!r}; the lists of this form are: {known}.")
    counted = _Counted(responses, None if personal else Openly(versions), progress)
    if isinstance(out, Path):
        with _whole(out, private=personal) as file:
            done = _write(format, file, tables, counted, language, separator, rows, out.parent)
    else:
        done = _write(format, out, tables, counted, language, separator, rows, None)
    counted.tell()
    left_out = tuple(name for name, _ in tables.left_out)
    return evolve(done, responses=counted.count, left_out=left_out)


def _write(
    format: Format,  # noqa: A002 as above
    file: IO[bytes],
    tables: Layout,
    responses: Iterable[Response],
    language: str | None,
    separator: str,
    rows: str,
    folder: Path | None,
) -> Exported:
    if format == "jsonl":
        jsonl.write(file, responses)
        return Exported(0)
    if format == "csv":
        table = tables.table(rows)
        assert table is not None  # noqa: S101 it was looked for before
        count = csv.write(file, tables, table, responses, separator)
        others = tuple(other.name for other in tables.tables if other is not table)
        return Exported(0, {rows: count}, others)
    spoken = language or tables.versions[0].form.language
    sheets = xlsx.write(file, tables, responses, spoken, folder)
    return Exported(0, sheets.lines, sheets=sheets.sheets, long_texts=sheets.long_texts)


class _Counted:
    """Responses on their way, openly and counted."""

    def __init__(
        self, responses: Iterable[Response], openly: Openly | None, progress: Progress | None
    ) -> None:
        self._responses = responses
        self._openly = openly
        self._progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[Response]:
        for response in self._responses:
            yield response if self._openly is None else self._openly.response(response)
            self.count += 1
            if self.count % STEP == 0:
                self.tell()

    def tell(self) -> None:
        if self._progress is not None:
            self._progress(self.count)


@contextmanager
def _whole(path: Path, *, private: bool) -> Iterator[IO[bytes]]:
    """A file to write to, which stands at the path once it is whole, or never."""
    if path.exists() and not path.is_file():
        # a pipe, a terminal: what is there is written to
        with path.open("wb") as file:
            yield file
        return
    path = path.resolve()
    partial = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    mode = 0o600 if private else 0o666
    try:
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        with os.fdopen(opened, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


# Windows would change line ends
_BINARY: int = getattr(os, "O_BINARY", 0)
