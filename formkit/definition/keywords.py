"""The keywords of JSON Schema 2020-12: what each takes, and which hold schemas.

The shapes say what the meta-schema says, some twenty times faster than evaluating it, and give a
fault that a person can be told; a test holds the two together.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Child = tuple[str, tuple[str, ...], Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

_ANCHOR = re.compile(r"[A-Za-z_][-A-Za-z0-9._]*")
_ANCHOR_2019_09 = re.compile(r"[A-Za-z][-A-Za-z0-9.:_]*")
_IDENTIFIER = re.compile(r"[^#]*#?")

_ONE = (
    "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAP = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties")

# What applies to the same value as the schema that it stands in.
IN_PLACE = frozenset({"allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then"})

# What speaks of an object, and so says that a value may be one.
OF_OBJECTS = frozenset(
    {
        "additionalProperties", "dependentRequired", "dependentSchemas", "maxProperties",
        "minProperties", "patternProperties", "properties", "propertyNames", "required",
        "unevaluatedProperties",
    }
)  # fmt: skip


def children(schema: Mapping[str, Any]) -> Iterator[Child]:
    """The schemas that stand directly in a schema, in its order: keyword, segments, schema.

    What isn't shaped as it should be is passed over.
    """
    for keyword, value in schema.items():
        if keyword in _ONE:
            yield keyword, (keyword,), value
        elif keyword in _LIST and isinstance(value, list):
            for index, each in enumerate(value):
                yield keyword, (keyword, str(index)), each
        elif keyword in _MAP and isinstance(value, dict):
            for name, each in value.items():
                yield keyword, (keyword, name), each


def _is_count(value: object) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)  # type: ignore[operator,call-overload] # a number, as the first test says


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_strings(value: object) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, str) for each in value)
        and len(set(value)) == len(value)
    )


def _is_types(value: object) -> bool:
    if isinstance(value, str):
        return value in TYPES
    return _is_strings(value) and bool(value) and set(TYPES).issuperset(value)  # type: ignore[arg-type] # strings, as the first test says


def _is_map(of: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and all(map(of, value.values()))


def _is_text(pattern: re.Pattern[str] | None = None) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, str) and (pattern is None or pattern.fullmatch(value) is not None)
    )


def is_schema(value: object) -> bool:
    """Whether a value can stand where a schema must: an object, true or false."""
    return isinstance(value, dict | bool)


def _is_schemas(value: object) -> bool:
    return isinstance(value, list) and bool(value)


def _is_some(of: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: of(value) and bool(value)


def _is_options(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and len({json.dumps(_same(each), sort_keys=True) for each in value}) == len(value)
    )


def _same(value: Any) -> Any:
    """The value with each whole number as an integer: 1 and 1.0 are one value."""
    if isinstance(value, list):
        return [_same(each) for each in value]
    if isinstance(value, dict):
        return {key: _same(each) for key, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


# The name of a shape is the code of the words that say what a keyword takes.
SHAPES: Mapping[str, Callable[[object], bool]] = {
    "schema": is_schema,
    "schemas": _is_schemas,
    "schema-map": lambda value: isinstance(value, dict),
    "dependencies": _is_map(lambda each: is_schema(each) or _is_strings(each)),
    "identifier": _is_text(_IDENTIFIER),
    "anchor": _is_text(_ANCHOR),
    "text": _is_text(),
    "boolean": lambda value: isinstance(value, bool),
    "number": _is_number,
    "positive": lambda value: _is_number(value) and value > 0,  # type: ignore[operator] # a number, as the first test says
    "count": _is_count,
    "names": _is_strings,
    "name-map": _is_map(_is_strings),
    "types": _is_types,
    "list": lambda value: isinstance(value, list),
    "vocabularies": _is_map(lambda each: isinstance(each, bool)),
    # those that only earlier drafts have
    "anchor-2019-09": _is_text(_ANCHOR_2019_09),
    "exclusive": lambda value: isinstance(value, bool),
    "object-schema": lambda value: isinstance(value, dict),
    "options": _is_options,
    "schema-or-schemas": lambda value: is_schema(value) or _is_schemas(value),
    "some-dependencies": _is_map(lambda each: is_schema(each) or _is_some(_is_strings)(each)),
    "some-names": _is_some(_is_strings),
}  # fmt: skip

_KEYWORDS_OF = {
    "schema": _ONE,
    "schemas": _LIST,
    "schema-map": _MAP,
    "dependencies": ("dependencies",),
    "identifier": ("$id",),
    "anchor": ("$anchor", "$dynamicAnchor", "$recursiveAnchor"),
    "text": (
        "$comment", "$dynamicRef", "$recursiveRef", "$ref", "$schema", "contentEncoding",
        "contentMediaType", "description", "format", "pattern", "title",
    ),
    "boolean": ("deprecated", "readOnly", "uniqueItems", "writeOnly"),
    "number": ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"),
    "positive": ("multipleOf",),
    "count": (
        "maxContains", "maxItems", "maxLength", "maxProperties",
        "minContains", "minItems", "minLength", "minProperties",
    ),
    "names": ("required",),
    "name-map": ("dependentRequired",),
    "types": ("type",),
    "list": ("enum", "examples"),
    "vocabularies": ("$vocabulary",),
}  # fmt: skip

SHAPE_OF = {keyword: shape for shape, keywords in _KEYWORDS_OF.items() for keyword in keywords}

# Those that take anything at all.
KEYWORDS = frozenset(SHAPE_OF) | {"const", "default"}


def misshapen(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The keywords in one schema that have a wrong value: segments, and the shape it should have.

    Schemas that stand in it are not looked into, but something else that stands in the place of a
    schema is told.
    """
    for keyword, value in schema.items():
        shape = SHAPE_OF.get(keyword)
        if shape is not None and not SHAPES[shape](value):
            yield (keyword,), shape
    for _, segments, child in children(schema):
        if len(segments) == 2 and not is_schema(child):
            yield segments, "schema"
