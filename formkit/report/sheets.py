"""Sheets of a workbook that hold any cell as it is: written line by line, kept nowhere.

XlsxWriter makes the workbook around them. Its own way to write a cell rounds numbers to 16 digits
and takes a text that looks like its own rich text for XML, so the lines are written here.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from formkit.report.cells import Cell

# What every program for sheets can hold.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_UNITS = 32_767
MAX_NAME = 31

_WIDEST, _NARROWEST = 60, 10
_MARKUP = re.compile("[&<>]")
_REPLACED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Programs read `_x0041_` as `A`.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Sheet(Worksheet):  # type: ignore[misc] # it ships no types
    """A worksheet whose lines are put one after the other; the first is the titles."""

    def start(
        self,
        book: "Book",
        titles: Sequence[str],
        widths: Sequence[int],
        bold: Any,
        text: Any,
    ) -> None:
        """Write the titles; `bold` is their format, `text` that of the texts below.

        `widths` are what the texts of each column need, in characters.
        """
        self._book = book
        self.titles = titles
        self._letters = [xl_col_to_name(column) for column in range(len(titles))]
        self._height = 0
        self._style = bold._get_xf_index()
        self.put(titles)
        self._style = text._get_xf_index()
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            # beside a title stands the button of its filter
            needed = max(len(title) + 3, width, _NARROWEST)
            self.set_column(column, column, min(needed, _WIDEST))
        self.freeze_panes(1, 1)

    def put(self, cells: Iterable[Cell]) -> None:
        """Write the next line."""
        self._height += 1
        number, style = self._height, self._style
        parts = []
        for letters, each in zip(self._letters, cells, strict=True):
            if each is None:
                continue
            if isinstance(each, str):
                # nearly all texts are short; a character has one unit or two
                fits = len(each) * 2 <= MAX_UNITS or units(each) <= MAX_UNITS
                text = _xml(each if fits else self._book.shorten(each, self, letters))
                parts.append(
                    f'<c r="{letters}{number}" s="{style}" t="inlineStr">'
                    f'<is><t xml:space="preserve">{text}</t></is></c>'
                )
            else:
                parts.append(f'<c r="{letters}{number}"><v>{each!r}</v></c>')
        self.fh.write(f'<row r="{number}">{"".join(parts)}</row>')

    def title(self, letters: str) -> str:
        """The title of the column with these letters."""
        return self.titles[self._letters.index(letters)]

    @property
    def is_full(self) -> bool:
        return self._height >= MAX_ROWS

    def finish(self) -> None:
        """Say how large the sheet has become; nothing can be put after this."""
        self.dim_rowmin, self.dim_rowmax = 0, self._height - 1
        self.dim_colmin, self.dim_colmax = 0, len(self._letters) - 1
        self.autofilter(0, 0, self._height - 1, len(self._letters) - 1)
        # digits are text on purpose
        self.ignore_errors({"number_stored_as_text": f"A1:{self._letters[-1]}{self._height}"})


def _xml(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    if _MARKUP.search(text):
        text = _MARKUP.sub(lambda match: _REPLACED[match[0]], text)
    return text


class Grid:
    """A table over as many sheets as it needs: side by side where it is too wide for one, one after
    the other where it is too long. The first `links` columns stand on each of them.

    `widths` are what the texts of each column need, in characters.
    """

    def __init__(
        self,
        book: "Book",
        name: str,
        titles: Sequence[str],
        widths: Sequence[int],
        links: int = 0,
    ) -> None:
        self._book = book
        self._widths = widths
        self._name = name
        self.titles = titles
        self._links = links
        wide = MAX_COLUMNS - self._links
        starts = range(self._links, max(len(titles), self._links + 1), wide)
        self._spans = [(start, start + wide) for start in starts]
        self._sheets: list[Sheet] = []
        self.sheets: list[str] = []
        self.count = 0
        self._open()

    def _open(self) -> None:
        self._sheets = [
            self._book.sheet(
                self._name, self._part(span, self.titles), self._part(span, self._widths)
            )
            for span in self._spans
        ]
        self.sheets += [sheet.get_name() for sheet in self._sheets]

    def _part(self, span: tuple[int, int], cells: Sequence[Any]) -> Sequence[Any]:
        if len(self._spans) == 1:
            return cells
        return [*cells[: self._links], *cells[slice(*span)]]

    def put(self, cells: Sequence[Cell]) -> None:
        """Write the next line, on a further sheet where this one is full."""
        if self._sheets[0].is_full:
            self._open()
        self.count += 1
        for span, sheet in zip(self._spans, self._sheets, strict=True):
            sheet.put(self._part(span, cells))


class Book:
    """A workbook of such sheets.

    `shorten` gives the text for a cell in place of one that no cell can hold; it is told the sheet
    and the letters of the column.
    """

    def __init__(self, out: Any, folder: str, shorten: Callable[[str, Sheet, str], str]) -> None:
        self.shorten = shorten
        self._workbook = Workbook(out, {"constant_memory": True, "tmpdir": folder})
        self._workbook.use_zip64()
        self._bold = self._workbook.add_format({"bold": True, "num_format": "@"})
        self._text = self._workbook.add_format({"num_format": "@"})
        self._names: set[str] = set()
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, titles: Sequence[str], widths: Sequence[int]) -> Sheet:
        """One more sheet; its name is the first that is free: `name`, `name (2)` …"""
        sheet: Sheet = self._workbook.add_worksheet(self._free(name), worksheet_class=Sheet)
        sheet.start(self, titles, widths, self._bold, self._text)
        self._sheets.append(sheet)
        return sheet

    def _free(self, name: str) -> str:
        number, found = 1, sheet_name(name)
        # `History` is a word of Excel's own
        while found.lower() in self._names or found.lower() == "history":
            number += 1
            found = sheet_name(name, f" ({number})")
        self._names.add(found.lower())
        return found

    def close(self) -> None:
        """Write the workbook: only now does `out` get anything."""
        for sheet in self._sheets:
            sheet.finish()
        self._workbook.close()

    def give_up(self) -> None:
        """Leave without a workbook."""
        for sheet in self._sheets:
            sheet._opt_close()
        self._workbook.fileclosed = True


def sheet_name(name: str, after: str = "") -> str:
    """The nearest name that a sheet can have, with `after` at its end."""
    plain = _FORBIDDEN.sub(".", name).strip("'") or "."
    while units(plain + after) > MAX_NAME:
        plain = plain[:-1]
    return plain.rstrip("'") + after


def pieces(text: str, length: int) -> list[str]:
    """The text in pieces of at most so many units; no character is torn."""
    found, start, room = [], 0, length
    for index, character in enumerate(text):
        size = 2 if character > "\uffff" else 1
        if size > room:
            found.append(text[start:index])
            start, room = index, length
        room -= size
    return [*found, text[start:]]


def units(text: str) -> int:
    """The length of a text as programs for sheets count it: in 16-bit units."""
    return len(text) + sum(character > "\uffff" for character in text)
