"""Strategies: small schemas of many keywords, and answers that come near them."""

from typing import Any

from hypothesis import strategies as st

NAMES = ("a", "b")

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-1, 3)
    | st.sampled_from([0.0, 1.0, 1.5, -0.5, 0.1, 1e300, 2**70, 10**30])
    | st.sampled_from(["", "a", "b", "ab", "é", "2026-03-05", "a@", "a@b.vn", "\n", "😀"])
)
answers = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "c"]), inner, max_size=3)
    ),
    max_leaves=6,
)

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
counts = st.integers(0, 2)
limits = st.sampled_from([0, 1, 1.0, 0.5, 2, 10**30])

_everyday: dict[str, Any] = {
    "const": answers,
    "enum": st.lists(answers, min_size=1, max_size=3),
    "type": st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, unique=True),
    "minimum": limits,
    "maximum": limits,
    "exclusiveMinimum": limits,
    "exclusiveMaximum": limits,
    "minLength": counts,
    "minItems": counts,
    "required": st.lists(st.sampled_from(NAMES), unique=True),
    "title": st.just("?"),
    "x-help": st.just("?"),
}
_others: dict[str, Any] = {
    "maxLength": counts,
    "maxItems": counts,
    "minProperties": counts,
    "maxProperties": counts,
    "uniqueItems": st.booleans(),
    "multipleOf": st.sampled_from([1, 2, 0.1, 0.01, 1.5]),
    "pattern": st.sampled_from(
        ["^a", r"\d", r"^\p{L}+$", "[^]", r"^.$", "a(?=b)", r"\bé", "^a$", "(a)\\1", "("]
    ),
    "format": st.sampled_from(["date", "email", "regex", "uri", "of-the-host"]),
    "dependentRequired": st.just({"a": ["b"]}),
    "$ref": st.just("#/$defs/other"),
}


def _lists(draw: st.DrawFn, depth: int, further: bool) -> list[Any]:
    return [_drawn(draw, depth, further) for _ in range(draw(st.integers(1, 3)))]


def _map(draw: st.DrawFn, depth: int, further: bool, names: tuple[str, ...]) -> dict[str, Any]:
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    return {name: _drawn(draw, depth, further) for name in chosen}


_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS = {
    "properties": NAMES,
    "dependentSchemas": NAMES,
    "patternProperties": ("^a", "b$"),
}
_COUNTS = ("minContains", "maxContains")
_EVERYDAY_PARTS = ("allOf", "anyOf", "not", "properties")
_ALL_PARTS = (
    *_EVERYDAY_PARTS,
    *("oneOf", "if", "then", "else", "items", "prefixItems", "contains", "minContains"),
    *("maxContains", "additionalProperties", "patternProperties", "propertyNames"),
    *("dependentSchemas", "unevaluatedProperties", "unevaluatedItems"),
)


def _drawn(draw: st.DrawFn, depth: int, further: bool) -> Any:
    if draw(st.integers(0, 9)) == 0:
        return draw(st.booleans())
    plain = _everyday | (_others if further else {"pattern": st.just("^a")})
    parts = (_ALL_PARTS if further else _EVERYDAY_PARTS) if depth else ()
    schema: dict[str, Any] = {}
    for keyword in draw(st.lists(st.sampled_from([*plain, *parts]), max_size=3, unique=True)):
        if keyword in plain:
            schema[keyword] = draw(plain[keyword])
        elif keyword in _LISTS:
            schema[keyword] = _lists(draw, depth - 1, further)
        elif keyword in _MAPS:
            schema[keyword] = _map(draw, depth - 1, further, _MAPS[keyword])
        elif keyword in _COUNTS:
            schema[keyword] = draw(counts)
        else:
            schema[keyword] = _drawn(draw, depth - 1, further)
    return schema


@st.composite
def conditions(draw: st.DrawFn) -> Any:
    """What `shortcuts` knows, and now and then what it doesn't."""
    return _drawn(draw, 2, further=False)


@st.composite
def documents(draw: st.DrawFn) -> Any:
    """Any keyword in any place; `#/$defs/other` is there to be referred to."""
    schema = _drawn(draw, 2, further=True)
    other = _drawn(draw, 0, further=False)
    return {"$defs": {"other": other}, **(schema if isinstance(schema, dict) else {})}
