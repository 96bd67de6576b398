"""The tables of a form's answers: which columns there are, over all of its versions.

A form has one table of answers, and one for each list of rows in it. A column stands for one spot
of the answers and is named by it, whichever versions ask there and in whatever words.
"""

import hashlib
from base64 import b32encode
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, cast

from attrs import define, field, frozen

from formkit.definition.nodes import Node, tree
from formkit.definition.options import Option, identity
from formkit.pointer import join
from formkit.report.cells import shown
from formkit.store.forms import Published
from formkit.store.personal import personal_questions

# What is known of a response beside its answers. No JSON Pointer has a tilde before a letter, so
# no question's column has such a name.
ABOUT = ("form", "version", "received", "place", "team", "language", "channel")
ID = "~id"
# The answers that no column stands for.
REST = "~rest"
# Items that are no objects, such as the texts of a list of texts.
VALUE = "~value"
# A question whose key is the empty text.
_EMPTY = "~"
# The longest name that programs take for the title of a column.
MAX_NAME = 255

Path = tuple[str | None, ...]
"""A spot of the answers; None stands for the items of a list."""


@define(eq=False)
class Spot:
    """What the versions of a form ask at one spot, the newest first; `above` is what it is in.

    `inside` are the spots of an object's members, `item` that of a list's rows. `column` is its
    index in its own table; `options` are those of the columns of its options, with their
    `option_key`. `choice` says that any version has a multiple choice here; `rows` is the table of
    its rows. What is personal and wasn't asked for is `hidden`, with all inside it.
    """

    path: Path
    above: "Spot | None" = field(default=None, repr=False)
    nodes: list[tuple[Published, Node]] = field(factory=list, repr=False)
    inside: dict[str, "Spot"] = field(factory=dict)
    item: "Spot | None" = None
    personal: bool = False
    hidden: bool = False
    column: int | None = None
    options: tuple[tuple[int, Hashable], ...] = ()
    rows: "Table | None" = None
    choice: bool = False

    @property
    def often_empty(self) -> bool:
        """Whether an object here is there also when nothing in it is answered."""
        return any(node.required for _, node in self.nodes)

    def choices(self) -> tuple[tuple[Published, Option], ...]:
        """The options that any version has, in the words of the newest that has them."""
        found: dict[Hashable, tuple[Published, Option]] = {}
        for published, node in self.nodes:
            for option in node.options:
                found.setdefault(option_key(option.value), (published, option))
        return tuple(found.values())


@frozen(eq=False)
class Column:
    """One column: its name, and the spot that it stands for, if it is a question's.

    `option` is set for the column of one option of a multiple choice.
    """

    name: str
    spot: Spot | None = None
    option: Option | None = None


@define(eq=False)
class Table:
    """One table. `name` is empty for the answers, else that of the list whose rows it holds.

    The first columns are `links`: the response, and for rows the number of each row on the way.
    The last column is for what no other column stands for.
    """

    name: str
    links: tuple[str, ...]
    spot: Spot
    columns: list[Column] = field(factory=list)


@define(eq=False)
class Layout:
    """All tables of a form. `left_out` are the personal questions that weren't asked for.

    `versions` are those of the form, the newest first.
    """

    versions: tuple[Published, ...]
    answers: Table
    rows: list[Table]
    left_out: list[tuple[str, Spot]]

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.answers, *self.rows)

    def table(self, name: str) -> Table | None:
        """The table of that name."""
        return next((table for table in self.tables if table.name == name), None)


def layout(versions: Sequence[Published], *, personal: bool, options: bool) -> Layout:
    """The tables for these versions of one form, the oldest first.

    A question that any version marks as personal is left out unless `personal`. `options` gives
    each option of a multiple choice a column beside that of the whole.
    """
    newest_first = tuple(reversed(versions))
    root = Spot(())
    for published in newest_first:
        secret = {question.path for question in personal_questions(published.form)}
        _gather(root, published, tree(published.form).root, secret)
    return _Arranging(newest_first, personal, options).done(root)


def _gather(spot: Spot, published: Published, node: Node, secret: set[tuple[str, ...]]) -> None:
    """Add what one version asks at a spot, and inside it."""
    spot.personal = spot.personal or node.path in secret
    if node.kind == "either":
        # Whichever of its controls was answered, the answer stands in one place.
        for control in node.children():
            if control.chooser is None:
                _gather(spot, published, control, secret)
        return
    spot.nodes.append((published, node))
    if node.kind == "rows" and node.fold is None and not node.prefix:
        spot.item = spot.item or Spot((*spot.path, None), spot)
        _gather(spot.item, published, node.row, secret)
    elif node.kind == "ticks":
        spot.choice = True
        spot.personal = spot.personal or node.row.path in secret
    else:
        for child in node.children():
            if node.kind != "object" or child.chooser is not None or child.kind == "map":
                # What has no name stands in the last column.
                continue
            if child.name not in spot.inside:
                spot.inside[child.name] = Spot((*spot.path, child.name), spot)
            _gather(spot.inside[child.name], published, child, secret)


class _Arranging:
    """Gives each spot its column, in the order of the newest page."""

    def __init__(self, versions: tuple[Published, ...], personal: bool, options: bool) -> None:
        self._versions = versions
        self._personal = personal
        self._options = options
        self._rows: list[Table] = []
        self._left_out: list[tuple[str, Spot]] = []

    def done(self, root: Spot) -> Layout:
        table = Table("", (ID,), root)
        self._fill(table, tuple(f"~{name}" for name in ABOUT))
        return Layout(self._versions, table, self._rows, self._left_out)

    def _fill(self, table: Table, about: tuple[str, ...] = ()) -> None:
        table.columns = [Column(name) for name in (*table.links, *about)]
        found = list(self._shown(table.spot, len(table.spot.path), table.spot.hidden))
        places = [(spot, column_name(_plain(spot, table))) for spot in found]
        names = {column.name for column in table.columns} | {name for _, name in places} | {REST}
        taken = {column.name for column in table.columns} | {REST}
        for spot, wished in places:
            name = _free(wished, taken)
            taken.add(name)
            spot.column = len(table.columns)
            table.columns.append(Column(name, spot))
            if self._options and spot.choice:
                self._add_options(table, spot, name, names, taken)
        table.columns.append(Column(REST))
        for spot in found:
            if spot.item is not None:
                self._add_rows(table, spot)

    def _shown(self, spot: Spot, depth: int, hidden: bool) -> Iterator[Spot]:
        """The places below one that have a column of its table."""
        spot.hidden = hidden or (spot.personal and not self._personal)
        if spot.hidden and not hidden:
            self._left_out.append((_name(spot.path), spot))
        for inside in spot.inside.values():
            yield from self._shown(inside, depth, spot.hidden)
        if spot.hidden:
            if spot.item is not None:
                spot.item.hidden = True
            return
        # the answers as a whole have none, and a row that is an object is its members' columns
        has = any(node.kind != "object" for _, node in spot.nodes)
        if has and (spot.path and (len(spot.path) > depth or spot.path[-1] is None)):
            yield spot

    def _add_options(
        self, table: Table, spot: Spot, name: str, names: set[str], taken: set[str]
    ) -> None:
        columns = []
        for _, option in spot.choices():
            wished = column_name((option.text,), f"{name}/")
            # a question of another version may have the name
            own = _free(wished, taken | names)
            taken.add(own)
            columns.append((len(table.columns), option_key(option.value)))
            table.columns.append(Column(own, spot, option))
        spot.options = tuple(columns)

    def _add_rows(self, table: Table, spot: Spot) -> None:
        item = cast("Spot", spot.item)
        name = _free(_name(spot.path), {"", *(each.name for each in self._rows)})
        rows = Table(name, (*table.links, f"~row/{name}"), item)
        spot.rows = rows
        self._rows.append(rows)
        self._fill(rows)


def option_key(value: Any) -> Hashable:
    """Equal for two values that are one option: 1 and 1.0, but not 1 and true."""
    return value if type(value) is str else (identity(value),)


def _plain(spot: Spot, table: Table) -> tuple[str, ...]:
    """The keys that lead to a spot from the rows of its table."""
    return tuple(key for key in spot.path[len(table.spot.path) :] if key is not None)


def _name(path: Path) -> str:
    """The name of a spot in the whole answers; the items of a list have none but a star."""
    keys = tuple(key for key in path[:-1] if key is not None)
    return column_name((*keys, "*" if path[-1] is None else path[-1]) if path else keys)


def column_name(keys: tuple[str, ...], before: str = "") -> str:
    """The name of the column for the answer at these keys: its JSON Pointer without first slash.

    A name that is too long for the title of a column ends in a hash of the whole.
    """
    name = shown(before + join(keys)[1:]) or (_EMPTY if keys else VALUE)
    if len(name) <= MAX_NAME:
        return name
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    return f"{name[: MAX_NAME - 17]}~{b32encode(digest)[:16].decode('ascii').lower()}"


def _free(wished: str, taken: set[str]) -> str:
    """The name, or where it is taken the first free one of `name~2`, `name~3` …"""
    name, number = wished, 1
    while name in taken:
        number += 1
        name = f"{wished}~{number}"
    return name
