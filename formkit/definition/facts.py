"""What one place may hold, told from its parts: its kind, its control, its options."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from attrs import evolve, frozen

from formkit.definition.branches import TYPES, declared_types
from formkit.definition.gather import Part
from formkit.definition.options import Option, make_options, options_of, widget_named
from formkit.definition.parts import child_parts

Kind = Literal[
    "object",
    "rows",
    "ticks",
    "choice",
    "boolean",
    "consent",
    "const",
    "string",
    "number",
    "integer",
    "scalar",
    "typed",
    "either",
    "chooser",
    "map",
    "json",
    "unrendered",
]

# At most so many options stand as rows to press; more are a list to choose from.
MAX_ROWS_OF_OPTIONS = 7
# A text that may be longer than this gets more than one line.
LONG_TEXT = 200

SCALARS = ("boolean", "integer", "number", "string")

_IMPLIED = {
    "object": (
        "properties", "dependentSchemas", "dependentRequired", "patternProperties", "required",
        "additionalProperties", "minProperties", "maxProperties", "propertyNames",
    ),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("format", "pattern", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}  # fmt: skip
_TEXT_FORMATS = {
    "date": "date",
    "time": "time",
    "date-time": "date-time",
    "email": "email",
    "idn-email": "email",
    "uri": "url",
    "iri": "url",
    "uri-reference": "url",
    "iri-reference": "url",
}
_TEXT_WIDGETS = frozenset(("text", "textarea", "email", "tel", "url", "date", "time", "date-time"))
_CHOICE_WIDGETS = frozenset(("radio", "select", "scale"))
_CONTAINING = frozenset(
    ("properties", "items", "prefixItems", "patternProperties", "additionalProperties")
)


@frozen(eq=False)
class Facts:
    """What one place may hold.

    `nullable`: beside its type null is allowed. `implied`: the type that its keywords speak of,
    where none is said.
    """

    kind: Kind
    widget: str
    options: tuple[Option, ...] = ()
    types: tuple[str, ...] = ()
    reason: str = ""
    nullable: bool = False
    implied: str = ""

    @property
    def control(self) -> tuple[Any, ...]:
        """Equal for two places that the same control can answer."""
        if self.kind in ("object", "rows"):
            return (self.kind,)
        if self.kind == "typed":
            return self.kind, self.types, self.implied
        return self.kind, self.widget, tuple(option.text for option in self.options)


def _nothing(types: tuple[str, ...], reason: str) -> Facts:
    return Facts("unrendered", "none", types=types, reason=reason)


def _types(parts: Sequence[Part], *, ours: bool) -> tuple[tuple[str, ...], str | None]:
    """The types that a value may have, and the one that is implied where none is said.

    That is empty where several are, or none, and None where the types are said.
    """
    allowed = declared_types(parts)
    if allowed is not None:
        if "number" in allowed:
            allowed.discard("integer")
        return tuple(name for name in TYPES if name in allowed), None
    implied = [
        name
        for name, keywords in _IMPLIED.items()
        if any(part.keyword(k) is not None for part in parts for k in keywords)
    ]
    if ours and len(implied) == 1:
        return tuple(implied), None
    rest = (name for name in _OPEN if name not in implied)
    return (*implied, *rest), implied[0] if len(implied) == 1 else ""


# All types, in the order in which they are offered where none is said.
_OPEN = ("string", "number", "boolean", "array", "object", "null")


def gather_facts(
    parts: Sequence[Part], depth: int, above: frozenset[int] = frozenset(), *, ours: bool = False
) -> Facts:
    """What the place that these parts describe may hold.

    `depth` is the number of segments that lead to it; `above` holds the identities of the schemas
    of all places over it, so that a schema that holds itself is noticed. In a form of `ours` a
    type that is only implied counts as said.
    """
    if any(part.schema is False for part in parts):
        return _nothing((), "nothing is allowed here")
    types, implied = _types(parts, ours=ours)
    constants = [
        part.schema["const"]
        for part in parts
        if not isinstance(part.schema, bool) and "const" in part.schema
    ]
    if constants:
        if constants[0] is True:
            return Facts("consent", "tick", make_options([(True, None)]), types)
        return Facts("const", "hidden", make_options([(constants[0], None)]), types)
    plain = tuple(name for name in types if name != "null") if len(types) == 2 else types
    options = options_of(parts, types if implied is None else ())
    if options is not None:
        nullable = any(part.or_null for part in parts) and "null" in types
        return evolve(_choice(parts, options, types), nullable=nullable)
    if types == ("null",):
        return Facts("const", "hidden", make_options([(None, None)]), types)
    if not types:
        return _nothing(types, "no type is left")
    if len(plain) > 1:
        return Facts("typed", "group", types=types, implied=implied or "")
    return evolve(_by_type(parts, plain[0], depth, above, ours=ours), nullable="null" in types)


def _choice(parts: Sequence[Part], options: tuple[Option, ...], types: tuple[str, ...]) -> Facts:
    if not options:
        return _nothing(types, "no option is left")
    named = widget_named(parts)
    if named in _CHOICE_WIDGETS:
        return Facts("choice", named, options, types)
    if any(part.keyword("x-scale") for part in parts):
        return Facts("choice", "scale", options, types)
    return Facts(
        "choice", "radio" if len(options) <= MAX_ROWS_OF_OPTIONS else "select", options, types
    )


def _by_type(
    parts: Sequence[Part], kind: str, depth: int, above: frozenset[int], *, ours: bool
) -> Facts:
    types = (kind,)
    named = widget_named(parts)
    if kind == "object":
        return Facts("object", "group", types=types)
    if kind == "array":
        return _list(parts, depth, above, ours=ours)
    if kind == "boolean":
        return Facts("boolean", "tick" if named == "tick" else "yesno", types=types)
    if kind == "string":
        return Facts("string", _text_widget(parts, named), types=types)
    return Facts("integer" if kind == "integer" else "number", kind, types=types)


def _text_widget(parts: Sequence[Part], named: str | None) -> str:
    if named in _TEXT_WIDGETS:
        return named
    for part in parts:
        widget = _TEXT_FORMATS.get(part.keyword("format") or "")
        if widget is not None:
            return widget
    limits = [part.keyword("maxLength") for part in parts if part.keyword("maxLength") is not None]
    return "textarea" if limits and min(limits) >= LONG_TEXT else "text"


def containers(parts: Iterable[Part]) -> frozenset[int]:
    """The identities of the schemas among `parts` that describe something inside."""
    return frozenset(
        id(part.schema)
        for part in parts
        if isinstance(part.schema, Mapping) and not _CONTAINING.isdisjoint(part.schema)
    )


def prefix_parts(parts: Sequence[Part], depth: int, index: int) -> tuple[Part, ...]:
    """All parts that describe the item at `index` of a list at `depth`."""
    return tuple(_items(parts, depth, index))


def item_parts(parts: Sequence[Part], depth: int) -> tuple[Part, ...]:
    """All parts that describe the items of a list at `depth` behind those with places of their own.

    Where nothing describes them, anything may stand there.
    """
    found = tuple(_items(parts, depth, None))
    if found:
        return found
    # Other schemas, or `contains`, may have evaluated them.
    closed = len(parts) == 1 and parts[0].keyword("unevaluatedItems") is False
    free = not closed or parts[0].keyword("contains") is not None
    return tuple(Part(free, part.resolver) for part in parts[:1])


def _items(parts: Sequence[Part], depth: int, index: int | None) -> Iterable[Part]:
    for part in parts:
        places = part.keyword("prefixItems") or ()
        if index is not None and index < len(places):
            yield from child_parts(places[index], part, depth + 1)
        elif part.keyword("items") is not None:
            yield from child_parts(part.schema["items"], part, depth + 1)


def prefix_length(parts: Sequence[Part]) -> int:
    """How many items have places of their own."""
    return max((len(part.keyword("prefixItems") or ()) for part in parts), default=0)


def _list(parts: Sequence[Part], depth: int, above: frozenset[int], *, ours: bool) -> Facts:
    types = ("array",)
    unique = any(part.keyword("uniqueItems") for part in parts)
    around = above | containers(parts)
    plain = unique and not prefix_length(parts) and widget_named(parts) != "rows"
    if plain and around != above:
        inside = gather_facts(item_parts(parts, depth), depth + 1, around, ours=ours)
        if inside.kind == "choice" and not inside.nullable:
            return Facts("ticks", "checkboxes", inside.options, types)
    return Facts("rows", "rows", types=types)
