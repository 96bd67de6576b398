"""The part of JSON Schema that a phone evaluates: a condition as one self-contained schema."""

from collections.abc import Mapping
from typing import Any

from formkit.definition.dynamic import follow

Schema = Mapping[str, Any] | bool

_VALUES = frozenset(
    "type const enum required dependentRequired minimum maximum exclusiveMinimum exclusiveMaximum"
    " multipleOf minLength maxLength pattern minItems maxItems uniqueItems minContains maxContains"
    " minProperties maxProperties".split()
)
_SCHEMA = frozenset("not if then else items contains additionalProperties propertyNames".split())
_SCHEMAS = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
# Their verdict needs the server: another resource, what was evaluated elsewhere, a format's code.
_SERVER_ONLY = frozenset(("$dynamicRef", "unevaluatedProperties", "unevaluatedItems", "format"))

# Those that look at an object's properties by name, through which `reads` can see.
_OWN_LEVEL = frozenset(("not", "if", "then", "else"))


class _NotPortable(Exception):
    pass


def portable(schema: Schema, resolver: Any) -> Schema | None:
    """The schema with every reference written out and every annotation left out.

    None where it can't be: recursion, or a keyword whose verdict only the server knows.
    """
    try:
        return _portable(schema, resolver, frozenset())
    except _NotPortable:
        return None


def _portable(schema: Schema, resolver: Any, above: frozenset[int]) -> Schema:
    if isinstance(schema, bool):
        return schema
    if id(schema) in above or not _SERVER_ONLY.isdisjoint(schema) or ("$id" in schema and above):
        raise _NotPortable
    above = above | {id(schema)}
    out: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in _VALUES:
            out[keyword] = value
        elif keyword in _SCHEMA:
            out[keyword] = _portable(value, resolver, above)
        elif keyword in _SCHEMAS:
            out[keyword] = [_portable(sub, resolver, above) for sub in value]
        elif keyword in _MAPS:
            out[keyword] = {name: _portable(sub, resolver, above) for name, sub in value.items()}
    if "$ref" in schema:
        found = follow(resolver, "$ref", schema["$ref"])
        if isinstance(found.contents, Mapping) and "$id" in found.contents:
            found_schema = {key: value for key, value in found.contents.items() if key != "$id"}
            target = _portable(found_schema, found.resolver, above | {id(found.contents)})
        else:
            target = _portable(found.contents, found.resolver, above)
        if not out and isinstance(target, Mapping):
            return target
        out["allOf"] = [*out.get("allOf", ()), target]
    return out


def reads(schema: Schema | None) -> frozenset[str] | None:
    """The properties of an object on which the verdict of a portable schema depends.

    None where it may depend on all of them.
    """
    if schema is None:
        return None
    if isinstance(schema, bool):
        return frozenset()
    names: set[str] = set()
    for keyword, value in schema.items():
        if keyword in ("properties", "dependentRequired", "dependentSchemas"):
            names.update(value)
        if keyword == "required":
            names.update(value)
        elif keyword == "dependentRequired":
            names.update(*value.values())
        elif keyword in _OWN_LEVEL or keyword in _SCHEMAS or keyword == "dependentSchemas":
            for sub in (
                [value]
                if keyword in _OWN_LEVEL
                else value.values()
                if keyword == "dependentSchemas"
                else value
            ):
                inner = reads(sub)
                if inner is None:
                    return None
                names.update(inner)
        elif keyword in (
            "const",
            "enum",
            "minProperties",
            "maxProperties",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
        ):
            return None
    return frozenset(names)
