"""CSV, as a Vietnamese Excel opens it: a byte order mark, `;`, CRLF, and nothing that it computes.

Texts stand in quotes, numbers and blanks don't. A text that a program might take for a formula has
an apostrophe before it, as has a text that begins with apostrophes before such a sign: what is read
back is exact when one apostrophe goes.
"""

import re
from collections.abc import Iterable
from typing import IO

from formkit.report.cells import Cell
from formkit.report.columns import Layout, Table
from formkit.report.lines import lines
from formkit.store.responses import Response

MARK = "\ufeff"
LINE_END = "\r\n"
# Where numbers have a decimal comma, lists have semicolons.
SEPARATOR = ";"
SEPARATORS = (";", ",", "\t", "|")

# Programs compute what begins with these; the wide ones are read as the others in some countries.
_COMPUTED = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def write(
    out: IO[bytes],
    layout: Layout,
    table: Table,
    responses: Iterable[Response],
    separator: str = SEPARATOR,
) -> int:
    """Write one of the tables, its column names first; says how many lines follow them."""
    count = 0
    names = [column.name for column in table.columns]
    out.write((MARK + _line(names, separator)).encode("utf-8"))
    for response in responses:
        for line in lines(layout, response):
            if line.table is table:
                count += 1
                out.write(_line(line.cells, separator).encode("utf-8"))
    return count


def _line(cells: Iterable[Cell], separator: str) -> str:
    comma = separator == SEPARATOR
    return separator.join([_cell(each, comma=comma) for each in cells]) + LINE_END


def _cell(value: Cell, *, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + guarded(value).replace('"', '""') + '"'
    text = repr(value)
    return text.replace(".", ",") if comma else text


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a program might compute it.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return "'" + text if _COMPUTED.match(text) else text
