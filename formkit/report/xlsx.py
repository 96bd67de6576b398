"""XLSX: a workbook for officers, with the answers, what the columns mean, and the rows.

Every text is a text: no formula, no link, no number that was digits.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from attrs import frozen

from formkit.language import N_, Translator, translator
from formkit.report.codebook import CODEBOOK_WIDTHS, Codebook, codebook_titles
from formkit.report.columns import REST, Column, Layout, Table
from formkit.report.lines import lines
from formkit.report.sheets import Book, Grid, Sheet, pieces
from formkit.store.responses import Response

# So much of a text that no cell can hold stands in its cell, and in each cell of the long texts.
PIECE = 30_000

_LONG_TITLES = (
    N_("Number"),
    N_("Piece"),
    N_("The response"),
    N_("Table"),
    N_("Column"),
    N_("Text"),
)
_LONG_WIDTHS = (10, 10, 38, 22, 22, 60)
# By the name of a column, the widget or the kind of its question, in characters. The id is there to
# join tables, and nobody reads it.
_WIDTHS = {
    "~form": 18,
    "~received": 26,
    "~place": 14,
    "~team": 20,
    REST: 20,
    "date": 12,
    "date-time": 26,
    "ticks": 24,
    "choice": 12,
    "string": 20,
    "textarea": 40,
}


@frozen
class Sheets:
    """What became of the tables, by name: how many lines each has, and the sheets that hold it.

    `long_texts` counts the texts that stand in a sheet of their own.
    """

    lines: dict[str, int]
    sheets: dict[str, tuple[str, ...]]
    long_texts: int


def write(
    out: IO[bytes],
    layout: Layout,
    responses: Iterable[Response],
    language: str,
    folder: Path | None = None,
) -> Sheets:
    """Write all tables as one workbook.

    `folder` is where it may put what it has written while it isn't done, else where the system
    does: a few times the size of the workbook, and as private as that.
    """
    said = translator(language, layout.versions[0].form.language)
    with TemporaryDirectory(dir=folder, prefix=".formkit-") as temporary:
        long = _LongTexts(said)
        book = long.book = Book(out, temporary, long.shorten)
        try:
            grids = {"": _grid(book, said.gettext("Answers"), layout.answers)}
            titles = codebook_titles(said)
            meanings = Grid(book, said.gettext("Questions"), titles, CODEBOOK_WIDTHS)
            for table in layout.rows:
                grids[table.name] = _grid(book, table.name, table)
            names = {name: grid.sheets[0] for name, grid in grids.items()}
            for cells in Codebook(layout, language, names).lines():
                meanings.put(cells)
            for response in responses:
                long.response = response.id
                for line in lines(layout, response):
                    grids[line.table.name].put(line.cells)
            book.close()
        except BaseException:
            book.give_up()
            raise
    return Sheets(
        {name: grid.count for name, grid in grids.items()},
        {name: tuple(grid.sheets) for name, grid in grids.items()},
        long.count,
    )


def _grid(book: Book, name: str, table: Table) -> Grid:
    titles = [column.name for column in table.columns]
    widths = [_width(column) for column in table.columns]
    return Grid(book, name, titles, widths, len(table.links))


def _width(column: Column) -> int:
    """What most texts of a column need; 0 where its title is as wide as they are.

    Nobody has read the answers when a sheet begins, since its lines are kept nowhere.
    """
    if column.spot is None:
        return _WIDTHS.get(column.name, 0)
    kinds = {node.widget for _, node in column.spot.nodes}
    kinds |= {node.kind for _, node in column.spot.nodes if column.option is None}
    return max(_WIDTHS.get(kind, 0) for kind in kinds)


class _LongTexts:
    """The sheet for texts that no cell can hold: each whole, in pieces; made for the first one."""

    book: Book

    def __init__(self, said: Translator) -> None:
        self._said = said
        self._grid: Grid | None = None
        self.response: str | None = None
        self.count = 0

    def shorten(self, text: str, sheet: Sheet, letters: str) -> str:
        """The beginning of a text, and where the whole is: the sheet of long texts, its number."""
        if self._grid is None:
            titles = [self._said.gettext(title) for title in _LONG_TITLES]
            self._grid = Grid(self.book, self._said.gettext("Long texts"), titles, _LONG_WIDTHS)
        self.count += 1
        parts = pieces(text, PIECE)
        for number, part in enumerate(parts, start=1):
            self._grid.put(
                [self.count, number, self.response, sheet.get_name(), sheet.title(letters), part]
            )
        return f"{parts[0]} … [{self._grid.sheets[0]}: {self.count}]"
