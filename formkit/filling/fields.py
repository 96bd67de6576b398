"""The tree of what is asked now: one field for each node, with what its control shows and means.

`codec` makes it from answers or from posted pairs, `conditions` tells which of it is on, the page
draws it, and `answer` reads the answers off it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from attrs import define, field

from formkit.definition.gather import Chooser
from formkit.definition.nodes import Node
from formkit.pointer import Segments, join
from formkit.text import clean


class Absent:
    """The type of `ABSENT`: nothing was answered, which is not null, nor an empty text."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()

_NOTHING: Mapping[str, Any] = MappingProxyType({})

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
    object, that it is there. `key` is that of a row, `called` the key of a value in a map. `at` is
    the place in the answers, None while it has none.
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
    called: str | None = None
    children: "list[Field]" = field(factory=list)
    rows: "list[Field]" = field(factory=list)
    on: list[bool] = field(factory=list)
    extras: Mapping[str, str] = _NOTHING
    extra_values: Mapping[str, Json] = field(default=_NOTHING, repr=False)
    at: Segments | None = field(default=None, repr=False)

    @property
    def pointer(self) -> str:
        """The JSON Pointer of its name on the page."""
        return join(self.segments)

    def branches(self) -> "Iterator[tuple[Any, bool, Sequence[Field]]]":
        """Each branch of an object with whether it is on, and its fields."""
        for (branch, start, end), on in zip(self.node.spans, self.on, strict=True):
            yield branch, on, self.children[start:end]

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
    value, counts = _ANSWERS.get(item.node.kind, _control)(item)
    if not counts and item.node.nullable:
        return None, False
    return value, counts


def _counts(item: Field) -> bool:
    """Whether a value here is an answer: a default that is only read is none."""
    return not item.node.read_only or item.given


def _control(item: Field) -> tuple[Json | Absent, bool]:
    return item.value, item.value is not ABSENT and _counts(item)


def _constant(item: Field) -> tuple[Json | Absent, bool]:
    return item.value, not item.node.required and item.value is not ABSENT


def _nothing(item: Field) -> tuple[Json | Absent, bool]:
    return ABSENT, False


def chosen(item: Field) -> tuple[str, ...]:
    """What is chosen with a chooser; one empty text where nothing is."""
    return tuple(text for text in item.texts if text) or ("",)


def asked(item: Field) -> list[Field]:
    """This field and all inside it that is asked, in the order of the page."""
    found = [item]
    _gather(item, found)
    return found


def _gather(item: Field, found: list[Field]) -> None:
    # Most of what is asked has nothing inside, so that is looked at first.
    inside = item.children if all(item.on) else item.active()
    for child in inside:
        found.append(child)
        if child.children or child.rows:
            _gather(child, found)
    if inside is item.children:
        for row in item.rows:
            found.append(row)
            _gather(row, found)


def has_text(item: Field) -> bool:
    """Whether a person typed or chose anything here or inside."""
    return any(
        inside.node.kind != "chooser"
        and not inside.node.read_only
        and not (inside.node.kind == "const" and inside.node.required)
        and (
            any(map(clean, inside.texts))
            or inside.verbatim is not None
            or inside.present
            or inside.none
            or bool(inside.called and inside is not item)
        )
        for inside in item.walk()
    )


def unchosen(item: Field) -> Chooser | None:
    """A chooser with which nothing was chosen, though there is text in a branch of it."""
    if not item.node.choosers or item.node.typed or item.value is not ABSENT:
        return None
    for branch, start, end in item.node.spans:
        for test in branch.tests:
            chooser = test.chooser
            if (
                chooser is not None
                and chooser in item.node.choosers
                and not any(item.children[item.node.choosers[chooser]].texts)
                and any(map(has_text, item.children[start:end]))
            ):
                return chooser
    return None


def _either(item: Field) -> tuple[Json | Absent, bool]:
    node = item.node
    found: tuple[Json | Absent, bool] = (ABSENT, False)
    fields = list(item.active())
    picked = {text for child in fields if child.node.chooser for text in chosen(child)}
    for child in fields:
        value, answered = answer(child)
        if child.node.kind == "const" and picked - {""}:
            # What was chosen for its own sake is an answer.
            return child.node.options[0].value, _counts(item)
        if value is ABSENT:
            continue
        if answered:
            return value, True
        found = (value, False) if found[0] is ABSENT else found
    if node.typed:
        # A list, a group, and nothing are there once they are chosen.
        plain: dict[str, Json] = {"null": None, "array": [], "object": {}}
        for text, value in plain.items():
            if text in picked:
                return (value if found[0] is ABSENT else found[0]), _counts(item)
    if found[0] is ABSENT and (picked <= {""} or (item.value is None and "" in picked)):
        return _control(item)
    return found


def _object(item: Field) -> tuple[Json | Absent, bool]:
    node = item.node
    out: dict[str, Json] = {}
    counts = item.present
    for name in node.places:
        value, answered = standing(item, name)
        if value is not ABSENT:
            out[name] = value
            counts = counts or answered
    if node.more is not None:
        for row in named_rows(item.children[node.more]):
            value, answered = answer(row)
            if row.called is not None and (answered or _is_read(row, value)):
                counts = counts or answered
                out[row.called] = value
    if item.extra_values:
        counts = True
        for name, value in item.extra_values.items():
            out.setdefault(name, value)
    if not counts and item.value is not ABSENT:
        return _control(item)
    return out, counts


def standing(item: Field, name: str) -> tuple[Json | Absent, bool]:
    """What stands in an object under a declared name, and whether it is an answer.

    Of several controls for it the first that is asked and says something wins.
    """
    on, places = item.on, item.node.places[name]
    asked = True in [on[branch] for branch, _ in places]
    for branch, index in places:
        child = item.children[index]
        if on[branch] if asked else child.node.kept:
            value, answered = answer(child)
            if value is not ABSENT and (answered or _stands_unanswered(child)):
                return value, answered
    return ABSENT, False


def _stands_unanswered(child: Field) -> bool:
    """Whether a field that isn't answered stands in an object that is there for another reason."""
    node = child.node
    if node.nullable:
        return True
    if node.kind == "either":
        return any(_stands_unanswered(each) for each in child.active())
    if node.kind == "object":
        return node.required or (node.read_only and child.given)
    return node.kind == "const" or node.read_only


def named_rows(item: Field) -> "list[Field]":
    """The rows of a map that say what a property is: each key once, and none that has its place."""
    found: dict[str, Field] = {}
    for row in item.rows:
        if row.called and row.called not in item.node.taken:
            found.setdefault(row.called, row)
    return list(found.values())


def holes(item: Field) -> "list[Field]":
    """The items of a list that have places of their own and are missing before others."""
    filled = [answer(child) for child in item.children]
    last = len(filled) if any(entry(row)[1] for row in item.rows) else 0
    last = last or max((n for n, (_, answered) in enumerate(filled, 1) if answered), default=0)
    return [
        child
        for child, (value, _) in zip(item.children[:last], filled, strict=False)
        if value is ABSENT
    ]


def _stands_with(child: Field) -> bool:
    """Whether an item with a place of its own is there because those before it are."""
    return child.node.required and _stands_unanswered(child)


def entry(row: Field) -> tuple[Json | Absent, bool]:
    """The value of a row, and whether it stands in its list.

    One with text that couldn't become a value stands there, so that its problem has a place.
    """
    value, answered = answer(row)
    if answered or _is_read(row, value):
        return value, True
    if not any(map(_puzzles, asked(row))):
        return value, False
    if value is ABSENT:
        value = [] if row.node.kind == "rows" else None
    return value, True


def _is_read(row: Field, value: Json | Absent) -> bool:
    """Whether a row is there since it is only read."""
    return row.node.read_only and value is not ABSENT


def _puzzles(item: Field) -> bool:
    """Whether a person typed what means nothing yet: no branch is chosen, or it is no JSON."""
    broken = item.node.kind == "json" and item.verbatim is not None and item.value is ABSENT
    return broken or unchosen(item) is not None


def _rows(item: Field) -> tuple[Json | Absent, bool]:
    found = []
    for row in item.rows:
        value, stands = entry(row)
        if stands:
            found.append(value)
    if item.node.prefix:
        found = _placed(item, found)
    if found:
        return found, _counts(item)
    if item.none:
        return [], _counts(item)
    return _control(item)


def _placed(item: Field, rest: list[Json]) -> list[Json]:
    """The items that have places of their own, up to the last that is answered, and the rest."""
    filled = [answer(child) for child in item.children]
    if rest:
        last = len(filled)
    else:
        last = max((n for n, (_, answered) in enumerate(filled, 1) if answered), default=0)
        while 0 < last < len(filled) and _stands_with(item.children[last]):
            last += 1
    values = [None if value is ABSENT else value for value, _ in filled[:last]]
    return [*values, *rest]


_ANSWERS: Mapping[str, Callable[[Field], tuple[Json | Absent, bool]]] = {
    "object": _object,
    "rows": _rows,
    "either": _either,
    "const": _constant,
    "chooser": _nothing,
    "map": _nothing,
}


def answers(root: Field) -> dict[str, Json]:
    """The answers of a whole form: an object, whatever was answered."""
    value, _ = _object(root)
    return value if isinstance(value, dict) else {}


def locate(root: Field) -> None:
    """Tell each field its place in the answers (`at`): rows that are dropped have none."""
    _locate(root, ())


def _locate(item: Field, place: Segments) -> None:
    item.at = place
    depth = item.node.depth
    for child in item.children:
        at = place if child.node.depth == depth else (*place, child.node.name)
        if child.children or child.rows:
            _locate(child, at)
        else:
            child.at = at
    if item.node.kind == "map":
        named = {id(row) for row in named_rows(item)}
        for row in item.rows:
            _locate(row, (*place, row.called if id(row) in named and row.called else row.key))
        return
    index = item.node.prefix
    for row in item.rows:
        if entry(row)[1]:
            _locate(row, (*place, str(index)))
            index += 1
