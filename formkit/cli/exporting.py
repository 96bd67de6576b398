"""The command that takes answers out: `formkit export`."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from cyclopts import Parameter

from formkit.cli.command import DONE, Wrong, app
from formkit.cli.stores import HERE, Store, opened
from formkit.definition.faults import printable

if TYPE_CHECKING:
    from formkit.report.export import Exported
    from formkit.store.database import Database

Format = Literal["xlsx", "csv", "jsonl"]

# The kind of event that tells that somebody took personal answers out.
EVENT: Final = "exported"
_DAY = timedelta(days=1)
_TYPED_DAY = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)
_ENDINGS: Mapping[str, Format] = {".xlsx": "xlsx", ".csv": "csv", ".jsonl": "jsonl"}


@app.command
def export(
    form: str,
    /,
    *,
    format: Format | None = None,  # noqa: A002 it is what everybody calls it
    output: Annotated[Path | None, Parameter(alias="-o")] = None,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    to: str | None = None,
    personal: Annotated[bool, Parameter(negative=())] = False,
    rows: str | None = None,
    separator: str | None = None,
    language: str | None = None,
    store: Store = HERE,
) -> int:
    """Take the answers to a form out: for a spreadsheet, or for a program.

    A workbook (xlsx) has everything: a sheet of answers, one of what the columns
    mean, one for each list of rows. A CSV has one table. JSON Lines (jsonl) has
    each response exactly as it was answered, for programs. For officers the
    workbook is best: a spreadsheet that opens a CSV drops the zero of 0912345678.

    For example:

        formkit export household-visit

        formkit export household-visit -o november.xlsx --from 2026-11-01

        formkit export household-visit --format csv --rows people > people.csv

    Parameters
    ----------
    form
        The end of the form's address: household-visit for /f/household-visit
    format
        xlsx, csv or jsonl; else what the output's name ends in, else xlsx.
    output
        The file to write; else the standard output, and for xlsx a file here, named
        by the form and the day.
    from_
        The first day: 2026-11-01 or 1/11/2026
    to
        The last day.
    personal
        Take personal answers along. That somebody did is recorded.
    rows
        For csv: the list whose rows to write, in place of the answers.
    separator
        For csv: what stands between cells: ; (if nothing is said) , | or tab
    language
        That of the questions and titles in a workbook; else the form's.
    """
    chosen = _format(format, output)
    if chosen != "csv" and (rows is not None or separator is not None):
        raise Wrong("--rows and --separator are for --format csv; the other formats have all rows")
    since, until = _days(_day("--from", from_), _day("--to", to))
    now = datetime.now().astimezone()
    if output is None and chosen == "xlsx":
        output = Path(f"{form}-{now.date()}.xlsx")
    with opened(store.settings) as kept:
        from formkit.report.export import export as take_out
        from formkit.store.responses import count

        if personal:
            _record(kept, form, now)
        with kept.reading() as connection:
            progress = _progress(lambda: count(connection, form, since, until))
            try:
                done = take_out(
                    connection,
                    form,
                    chosen,
                    sys.stdout.buffer if output is None else output,
                    since=since,
                    until=until,
                    personal=personal,
                    language=language,
                    separator=_separator(separator),
                    rows=rows or "",
                    progress=progress,
                )
            except OSError as error:
                if output is None:
                    raise
                raise Wrong(f"{output}: it can't be written: {error.strerror}") from error
    if output is not None or sys.stderr.isatty():
        for line in _told(done, chosen, output, rows):
            print(line, file=sys.stderr)
    return DONE


def _format(said: Format | None, output: Path | None) -> Format:
    if said is not None:
        return said
    ending = ".xlsx" if output is None else output.suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    raise Wrong(f"{output}: the name doesn't tell which format is meant; --format does")


def _separator(said: str | None) -> str:
    return {None: ";", "tab": "\t", "\\t": "\t"}.get(said, said or "")


def _days(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """From when to before when, for days of this machine's clock, both included."""
    if first is not None and last is not None and last < first:
        raise Wrong(f"--from {first} is later than --to {last}")
    try:
        return (
            None if first is None else datetime.combine(first, time()).astimezone(),
            None if last is None else datetime.combine(last + _DAY, time()).astimezone(),
        )
    except (OverflowError, ValueError):
        raise Wrong("no clock reaches as far as these days") from None


def _day(name: str, said: str | None) -> date | None:
    """The day that was typed, as files write it or as people do."""
    if said is None:
        return None
    written = _TYPED_DAY.fullmatch(said)
    try:
        if written is not None:
            return date(int(written["year"]), int(written["month"]), int(written["day"]))
        return date.fromisoformat(said)
    except ValueError:
        raise Wrong(f"{name} {said}: a day is needed, as 2026-11-01 or 1/11/2026") from None


def _record(store: "Database", form: str, at: datetime) -> None:
    """Keep that personal answers are taken out, and of which questions, before it is done."""
    from formkit.store.events import record
    from formkit.store.forms import versions
    from formkit.store.personal import personal_questions

    with store.writing() as connection:
        known = versions(connection, form)
        marked = {
            question.pointer: None
            for version in known
            for question in personal_questions(version.form)
        }
        if marked:
            record(connection, EVENT, form, actor="command", at=at, pointers=list(marked))


def _progress(count: Callable[[], int]) -> Callable[[int], None] | None:
    """Shows on a terminal how far it is; elsewhere nothing."""
    if not sys.stderr.isatty():
        return None
    total = count()

    def show(done: int) -> None:
        end = "\r" if done < total else "\n"
        print(f"{done} of {total} responses", end=end, file=sys.stderr, flush=True)

    return show


def _told(done: "Exported", chosen: Format, output: Path | None, rows: str | None) -> list[str]:
    """What became of it, and where what isn't in it can be had."""
    responses = "1 response" if done.responses == 1 else f"{done.responses} responses"
    lines = [] if output is None else [f"{output}: {responses}"]
    if rows and chosen == "csv":
        count = done.lines[rows]
        lines[:1] = [f"{output}: {'1 row' if count == 1 else f'{count} rows'} of {responses}"]
    if done.elsewhere and not rows:
        lines.append(
            "Rows are only counted in this table. Each list has one of its own: "
            + _listed(f"--rows {name}" for name in done.elsewhere)
        )
    if done.left_out:
        lines.append(
            "Personal questions are left out, --personal takes them along: "
            + _listed(done.left_out)
        )
    for name, sheets in done.sheets.items():
        if len(sheets) > 1:
            what = f"the rows of {name}" if name else "the answers"
            lines.append(f"More than one sheet holds {what}: {_listed(sheets)}")
    if done.long_texts:
        lines.append(f"Texts that no cell can hold, in a sheet of their own: {done.long_texts}")
    return lines


def _listed(names: Iterable[str]) -> str:
    return ", ".join(printable(name) for name in names)
