"""The tree of what is asked now: one field for each node, with what its control shows and means.

`codec` makes it from answers or from posted pairs, `conditions` tells which of it is on, the page
draws it, and `answer` reads the answers off it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import define, field

from formkit.definition.nodes import Node
from formkit.pointer import Segments, join


class Absent:
    """The type of `ABSENT`: nothing was answered, which is not null, nor an empty text."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()

Json = Any
"""None, bool, int, float, str, list, dict as `json.loads` makes them."""


@define(eq=False)
class Field:
    """One control or group of controls, filled.

    `segments` name it on the page (row keys where a list's items stand), `texts` is what its
    control shows, `value` what that means. `verbatim` is JSON text for what no control can carry,
    `offset` that of a date-time. `present` marks an object that is there, `none` a list that is
    there, though nothing in it is. `on` tells for each branch of an object whether it is asked.
    `given` says that the value comes from the stored answers and not from a person; of a read-only
    object, that it is there. `at` is the place in the answers, None while it has none.
    """

    node: Node
    segments: Segments
    texts: tuple[str, ...] = ()
    value: Json | Absent = ABSENT
    verbatim: str | None = None
    offset: str | None = None
    present: bool = False
    none: bool = False
    given: bool = False
    key: str = ""
    children: "list[Field]" = field(factory=list)
    rows: "list[Field]" = field(factory=list)
    on: list[bool] = field(factory=list)
    extras: dict[str, str] = field(factory=dict)
    extra_values: dict[str, Json] = field(factory=dict, repr=False)
    at: Segments | None = field(default=None, repr=False)

    @property
    def pointer(self) -> str:
        """The JSON Pointer of its name on the page."""
        return join(self.segments)

    def branches(self) -> "Iterator[tuple[Any, bool, Sequence[Field]]]":
        """Each branch of an object with whether it is on, and its fields."""
        start = 0
        for branch, on in zip(self.node.branches, self.on, strict=True):
            end = start + len(branch.nodes)
            yield branch, on, self.children[start:end]
            start = end

    def active(self) -> "Iterator[Field]":
        """The fields directly inside that are asked: of branches that are on, and rows."""
        for _, on, fields in self.branches():
            if on:
                yield from fields
        yield from self.rows

    def walk(self) -> "Iterator[Field]":
        """This field and all inside it, asked or not."""
        yield self
        for inside in (*self.children, *self.rows):
            yield from inside.walk()


def answer(item: Field) -> tuple[Json | Absent, bool]:
    """The value of a field without what isn't asked, and whether it counts as an answer.

    What doesn't count (a constant, an object in which nothing is answered) is there only when
    what surrounds it is.
    """
    node = item.node
    if node.kind == "object":
        return _object(item)
    if node.kind == "rows":
        return _rows(item)
    if node.kind == "const":
        return item.value, not node.required and item.value is not ABSENT
    return item.value, item.value is not ABSENT and (not node.read_only or item.given)


def _object(item: Field) -> tuple[Json | Absent, bool]:
    out: dict[str, Json] = {}
    counts = item.present
    for name in item.node.places:
        value, answered = standing(item, name)
        if value is not ABSENT:
            out[name] = value
            counts = counts or answered
    if item.extra_values:
        counts = True
        out.update(item.extra_values)
    if not counts and item.value is not ABSENT:
        return item.value, True
    return out, counts


def standing(item: Field, name: str) -> tuple[Json | Absent, bool]:
    """What stands in an object under a declared name, and whether it is an answer.

    Of several controls for it the first that is asked and says something wins.
    """
    places = item.node.places[name]
    asked = any(item.on[branch] for branch, _ in places)
    for branch, index in places:
        child = item.children[index]
        if item.on[branch] if asked else child.node.kept:
            value, answered = answer(child)
            if value is not ABSENT and (answered or _stands_unanswered(child)):
                return value, answered
    return ABSENT, False


def _stands_unanswered(child: Field) -> bool:
    """Whether a field that isn't answered stands in an object that is there for another reason."""
    node = child.node
    if node.kind == "object":
        return node.required or (node.read_only and child.given)
    return node.kind == "const" or node.read_only


def _rows(item: Field) -> tuple[Json | Absent, bool]:
    found = []
    for row in item.rows:
        value, answered = answer(row)
        if answered:
            found.append(value)
    if found:
        return found, True
    if item.none:
        return [], True
    return item.value, item.value is not ABSENT


def answers(root: Field) -> dict[str, Json]:
    """The answers of a whole form: an object, whatever was answered."""
    value, _ = _object(root)
    return value if isinstance(value, dict) else {}


def locate(root: Field) -> None:
    """Tell each field its place in the answers (`at`): rows that are dropped have none."""
    _locate(root, ())


def _locate(item: Field, place: Segments) -> None:
    item.at = place
    for child in item.children:
        _locate(child, (*place, child.node.name))
    index = 0
    for row in item.rows:
        if answer(row)[1]:
            _locate(row, (*place, str(index)))
            index += 1
