"""What the columns mean: each with its question in words, and each code with its label."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from formkit.definition.nodes import Node
from formkit.definition.options import Option
from formkit.language import N_, Translator, node_text, translator
from formkit.report.cells import Cell, cell, code, shown
from formkit.report.columns import ID, REST, VALUE, Column, Layout, Spot, Table
from formkit.store.forms import Published

_TITLES = (
    N_("Table"),
    N_("Column"),
    N_("Question"),
    N_("Kind"),
    N_("Code"),
    N_("Meaning"),
    N_("Versions"),
    N_("Note"),
)
# What they need, in characters: a question and a meaning are sentences.
CODEBOOK_WIDTHS = (18, 22, 60, 16, 16, 50, 12, 40)

_ABOUT = {
    ID: N_("The response"),
    "~form": N_("The form"),
    "~version": N_("The version of the form"),
    "~received": N_("When it came in"),
    "~place": N_("The place"),
    "~team": N_("The team"),
    "~language": N_("The language it was filled in"),
    "~channel": N_("How it came in"),
    REST: N_("Answers without a column of their own"),
    VALUE: N_("The row itself"),
}
_KINDS = {
    "rows": N_("Rows"),
    "ticks": N_("Several choices"),
    "choice": N_("One choice"),
    "boolean": N_("Yes or no"),
    "consent": N_("Yes or nothing"),
    "const": N_("Always the same"),
    "string": N_("Text"),
    "number": N_("Number"),
    "integer": N_("Whole number"),
}
_WIDGETS = {
    "date": N_("Date"),
    "time": N_("Time"),
    "date-time": N_("Date and time"),
}


def codebook_titles(said: Translator) -> list[str]:
    """The titles of the codebook's own columns."""
    return [said.gettext(title) for title in _TITLES]


class Codebook:
    """Tells the columns of a layout in one language; `names` are those of the tables there."""

    def __init__(self, layout: Layout, language: str, names: Mapping[str, str]) -> None:
        self._layout = layout
        self._language = language
        self._said = translator(language, layout.versions[0].form.language)
        self._names = names

    def lines(self) -> Iterator[list[Cell]]:
        """A line for each column, after it one for each code; last the questions left out."""
        for table in self._layout.tables:
            for column in table.columns:
                if column.option is None:
                    yield from self._column(table, column)
                else:
                    yield self._option(table, column, column.option)
        note = self._said.gettext("Personal, left out")
        for name, spot in self._layout.left_out:
            yield [None, name, self._title(spot), None, None, None, self._versions(spot), note]

    def _column(self, table: Table, column: Column) -> Iterator[list[Cell]]:
        where, spot = self._names[table.name], column.spot
        if spot is None:
            yield [where, column.name, self._about(column.name), *[None] * 5]
            return
        note = None
        if spot.rows is not None:
            note = self._said.text(
                N_("How many; each stands in the table %(table)s"),
                table=self._names[spot.rows.name],
            ).text
        elif spot.personal:
            note = self._said.gettext("Personal")
        kind, versions = self._kind(spot.nodes[0][1]), self._versions(spot)
        yield [where, column.name, self._title(spot), kind, None, None, versions, note]
        for value, label in self._codes(spot):
            yield [where, column.name, None, None, value, label, None, None]

    def _option(self, table: Table, column: Column, option: Option) -> list[Cell]:
        assert column.spot is not None  # noqa: S101 an option's column has one
        published = column.spot.nodes[0][0]
        label = self._label(published, option)
        kind = self._said.gettext("1 chosen, 0 not")
        return [self._names[table.name], column.name, label, kind, *[None] * 4]

    def _about(self, name: str) -> str | None:
        if name in _ABOUT:
            return self._said.gettext(_ABOUT[name])
        _, _, table = name.partition("/")
        named = self._names.get(table, table)
        return self._said.text(N_("The number of the row in %(table)s"), table=named).text

    def _codes(self, spot: Spot) -> Iterator[tuple[Cell, str | None]]:
        options = spot.choices()
        if any(node.kind == "consent" for _, node in spot.nodes):
            yield 1, self._said.gettext("Yes")
        elif options:
            for published, option in options:
                value = shown(code(option.value)) if spot.choice else cell(option.value)
                yield value, self._label(published, option)
        elif any(node.kind == "boolean" for _, node in spot.nodes):
            yield 1, self._said.gettext("Yes")
            yield 0, self._said.gettext("No")

    def _label(self, published: Published, option: Option) -> str | None:
        if option.schema is None:
            return None
        return self._words(published, (option.schema,))

    def _title(self, spot: Spot) -> str | None:
        """The question, after the titles of the groups that it stands in."""
        titles = []
        at: Spot | None = spot
        while at is not None and at.path and (at is spot or at.path[-1] is not None):
            if at.nodes:
                published, node = at.nodes[0]
                titles.append(self._words(published, node.schemas))
            at = at.above
        return " › ".join(title for title in reversed(titles) if title) or None

    def _words(self, published: Published, schemas: Sequence[Mapping[str, Any]]) -> str | None:
        found = node_text(schemas, "title", self._language, published.form.language)
        return None if found is None else shown(found.text)

    def _kind(self, node: Node) -> str | None:
        named = _WIDGETS.get(node.widget) or _KINDS.get(node.kind)
        return None if named is None else self._said.gettext(named)

    def _versions(self, spot: Spot) -> str:
        """The versions that ask it: `1–3, 5`."""
        numbers = sorted({published.number for published, _ in spot.nodes})
        runs: list[list[int]] = []
        for number in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
