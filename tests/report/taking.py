"""Forms, responses and files of them, made for a test and read back by other programs' readers."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from python_calamine import CalamineWorkbook

import formkit
from formkit.pointer import join, split
from formkit.report.cells import Cell, cell
from formkit.report.columns import Layout, layout
from formkit.report.export import Format, write
from formkit.report.lines import Openly, lines
from formkit.store.forms import Published
from formkit.store.responses import Response

# An apostrophe that was put before what programs compute.
GUARD = re.compile("'+[=+\\-@\t\n＝＋－＠]")

Json = Any


def published(*documents: Mapping[str, Json]) -> list[Published]:
    """These documents as the versions of one form, the oldest first."""
    loaded = [formkit.load(dict(document)) for document in documents]
    at = "2026-11-25T03:51:49.123456Z"
    return [
        Published("f1", "visit", "open", number, form.sha256, at, form)
        for number, form in enumerate(loaded, start=1)
    ]


def response(version: Published, answers: Mapping[str, Json], number: int = 1) -> Response:
    """A response that was given to a version."""
    return Response(
        id=f"019a0000-0000-7000-8000-{number:012}",
        slug=version.slug,
        version_sha256=version.sha256,
        number=version.number,
        received_at="2026-11-25T03:51:49.123456Z",
        utc_offset="+07:00",
        place="26740",
        team="Đội 1",
        channel=None,
        language="vi",
        helper_kind=None,
        filled_by=None,
        trial=False,
        state="kept",
        code="ABCD2345",
        receipt="r",
        answers=dict(answers),
    )


def responses(version: Published, *all_answers: Mapping[str, Json]) -> list[Response]:
    """Responses to one version, with ids that count."""
    return [response(version, each, number) for number, each in enumerate(all_answers, start=1)]


def taken(
    format: Format,  # noqa: A002 as in what is tested
    versions: Sequence[Published],
    given: Iterable[Response],
    **options: Any,
) -> bytes:
    """What an export writes."""
    out = io.BytesIO()
    write(format, out, versions, given, **options)
    return out.getvalue()


def sheets(workbook: bytes) -> dict[str, list[list[Cell]]]:
    """The sheets of a workbook, as calamine reads them; a blank cell is None."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return {
        name: [
            [None if each == "" else each for each in row]
            for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in book.sheet_names
    }


def csv_rows(text: bytes, separator: str = ";") -> list[list[str]]:
    """The rows of a CSV, as Python reads them, without the apostrophes of what isn't computed."""
    before = csv.field_size_limit(10_000_000)
    try:
        plain = io.StringIO(text.decode("utf-8-sig"), newline="")
        return [
            [each[1:] if GUARD.match(each) else each for each in row]
            for row in csv.reader(plain, delimiter=separator, strict=True)
        ]
    finally:
        csv.field_size_limit(before)


def as_csv(value: Cell, *, comma: bool = True) -> str:
    """A cell as a reader of CSV sees it: everything is text."""
    if value is None or isinstance(value, str):
        return value or ""
    return repr(value).replace(".", ",") if comma else repr(value)


def tables(
    versions: Sequence[Published], given: Iterable[Response], **options: Any
) -> tuple[Layout, dict[str, list[list[Cell]]]]:
    """The layout, and the lines of each table by its name."""
    laid = layout(versions, **{"personal": False, "options": True, **options})
    found: dict[str, list[list[Cell]]] = {table.name: [] for table in laid.tables}
    openly = Openly(versions)
    for each in given:
        whole = each if options.get("personal") else openly.response(each)
        for line in lines(laid, whole):
            found[line.table.name].append(line.cells)
    return laid, found


# ---- the same answers, spread out: from the answers themselves, and from the tables


def spread(answers: Json, at: tuple[str, ...] = ()) -> dict[str, Cell]:
    """Every value that holds no other, by its pointer, as a cell."""
    members: Iterable[tuple[str, Json]]
    if isinstance(answers, dict) and answers:
        members = answers.items()
    elif isinstance(answers, list) and answers:
        members = ((str(index), each) for index, each in enumerate(answers))
    else:
        return {join(at): cell(answers)}
    return {
        pointer: value
        for key, each in members
        for pointer, value in spread(each, (*at, key)).items()
    }


def gathered(laid: Layout, found: Mapping[str, list[list[Cell]]], answers: Json) -> dict[str, Cell]:
    """The same, from the lines of one response.

    Of `answers` it sees only what is a list: `a` alone may be a text or a multiple choice.
    """
    values: dict[str, Cell] = {}
    for table in laid.tables:
        for cells in found[table.name]:
            rows = list(cells[1 : len(table.links)])
            for column, value in zip(table.columns, cells, strict=True):
                if column.name == "~rest" and value is not None:
                    above = _pointer(table.spot.path, rows)
                    for pointer, rest in json.loads(str(value)).items():
                        whole = above + pointer
                        for inside, each in spread(rest).items():
                            values[whole + inside] = each
                elif column.spot is not None and column.option is None and value is not None:
                    pointer = _pointer(column.spot.path, rows)
                    values |= _read(pointer, value, is_list=_is_list(answers, pointer))
    return values


def _is_list(answers: Json, pointer: str) -> bool:
    for key in split(pointer):
        answers = answers[int(key) if isinstance(answers, list) else key]
    return isinstance(answers, list)


def _read(pointer: str, value: Cell, *, is_list: bool) -> dict[str, Cell]:
    if is_list and isinstance(value, int):
        return {pointer: "[]"} if value == 0 else {}
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return {pointer + inside: each for inside, each in spread(json.loads(value)).items()}
    if is_list and isinstance(value, str):
        return {f"{pointer}/{index}": each for index, each in enumerate(value.split("; "))}
    return {pointer: value}


def _pointer(path: Sequence[str | None], rows: Sequence[Cell]) -> str:
    numbers = iter(rows)
    return join(str(int(next(numbers)) - 1) if key is None else key for key in path)  # type: ignore[arg-type] # numbers of rows
