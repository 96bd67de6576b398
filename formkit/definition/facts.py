"""What one place may hold, told from its parts: its kind, its control, its options."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from attrs import frozen

from formkit.definition.gather import Part, child_parts
from formkit.definition.options import Option, is_labelled, make_options, options_of, widget_named

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
    "unrendered",
]

# At most so many options stand as rows to press; more are a list to choose from.
MAX_ROWS_OF_OPTIONS = 7
# A text that may be longer than this gets more than one line.
LONG_TEXT = 200

_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_IMPLIED = {
    "object": ("properties", "dependentSchemas", "dependentRequired"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("format", "pattern", "minLength", "maxLength"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
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


@frozen(eq=False)
class Facts:
    """What one place may hold."""

    kind: Kind
    widget: str
    options: tuple[Option, ...] = ()
    types: tuple[str, ...] = ()
    reason: str = ""

    @property
    def control(self) -> tuple[Any, ...]:
        """Equal for two places that the same control can answer."""
        return self.kind, self.widget, tuple(option.text for option in self.options)


def _types(parts: Sequence[Part]) -> tuple[str, ...]:
    """The types that a value may have; () where no part says anything about it."""
    allowed: set[str] | None = None
    for part in parts:
        said = part.keyword("type")
        if said is None:
            continue
        names = {said} if isinstance(said, str) else set(said)
        if "number" in names:
            names.add("integer")
        allowed = names if allowed is None else allowed & names
    if allowed is None:
        return tuple(
            kind
            for kind, keywords in _IMPLIED.items()
            if any(part.keyword(k) is not None for part in parts for k in keywords)
        )
    if "number" in allowed:
        allowed.discard("integer")
    return tuple(name for name in _TYPES if name in allowed)


def _nothing(types: tuple[str, ...], reason: str) -> Facts:
    return Facts("unrendered", "none", types=types, reason=reason)


def gather_facts(parts: Sequence[Part], depth: int, above: frozenset[int] = frozenset()) -> Facts:
    """What the place that these parts describe may hold.

    `depth` is the number of segments that lead to it; `above` holds the identities of the schemas
    of all places over it, so that a schema that holds itself is noticed.
    """
    if not above.isdisjoint(containers(parts)):
        return _nothing((), "it holds itself")
    if any(part.schema is False for part in parts):
        return _nothing((), "nothing is allowed here")
    types = _types(parts)
    constants = [
        part.schema["const"]
        for part in parts
        if not isinstance(part.schema, bool) and "const" in part.schema
    ]
    if constants:
        if constants[0] is True:
            return Facts("consent", "tick", make_options([(True, None)]), types)
        return Facts("const", "hidden", make_options([(constants[0], None)]), types)
    if not set(types) <= {"array", "object"} or not types:
        options = options_of(parts, types)
        if options is not None:
            return _choice(parts, options, types)
    if len(types) != 1:
        return _nothing(types, "it may be of several types" if types else "its type isn't said")
    return _by_type(parts, types[0], depth, above)


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


def _by_type(parts: Sequence[Part], kind: str, depth: int, above: frozenset[int]) -> Facts:
    types = (kind,)
    named = widget_named(parts)
    if kind == "object":
        if any(part.keyword("properties") for part in parts):
            return Facts("object", "group", types=types)
        return _nothing(types, "no property of it is declared")
    if kind == "array":
        return _list(parts, depth, above)
    if any(
        part.keyword(keyword)
        and not is_labelled(part.keyword(keyword))
        and _asks(part.keyword(keyword))
        for part in parts
        for keyword in ("oneOf", "anyOf")
    ):
        return _nothing(types, "it has a choice of branches")
    if kind == "boolean":
        return Facts("boolean", "tick" if named == "tick" else "yesno", types=types)
    if kind == "string":
        return Facts("string", _text_widget(parts, named), types=types)
    if kind == "integer":
        return Facts("integer", "integer", types=types)
    if kind == "number":
        return Facts("number", "number", types=types)
    return _nothing(types, "it can only be null")


def _asks(branches: Iterable[Any]) -> bool:
    """Whether a branch of a scalar would have a control of its own: options, or another type."""
    return any(
        isinstance(branch, Mapping) and not {"enum", "const", "$ref"}.isdisjoint(branch)
        for branch in branches
    )


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
        if isinstance(part.schema, Mapping)
        and ("properties" in part.schema or "items" in part.schema)
    )


def item_parts(parts: Sequence[Part], depth: int) -> tuple[Part, ...]:
    """All parts that describe the items of a list at `depth`."""
    return tuple(
        found
        for part in parts
        if part.keyword("items") is not None
        for found in child_parts(part.schema["items"], part, depth + 1)
    )


def _list(parts: Sequence[Part], depth: int, above: frozenset[int]) -> Facts:
    types = ("array",)
    if any(part.keyword("prefixItems") for part in parts):
        return _nothing(types, "its items have places of their own")
    items = item_parts(parts, depth)
    if not items:
        return _nothing(types, "its items aren't described")
    inside = gather_facts(items, depth + 1, above | containers(parts))
    if inside.kind == "unrendered":
        return _nothing(types, f"of its items: {inside.reason}")
    unique = any(part.keyword("uniqueItems") for part in parts)
    if inside.kind == "choice" and unique and widget_named(parts) != "rows":
        return Facts("ticks", "checkboxes", inside.options, types)
    return Facts("rows", "rows", types=types)
