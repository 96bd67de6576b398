"""Conditions of everyday forms as plain functions: an `if` is asked again with every answer.

What isn't here has no shortcut and goes to the whole judge, which says the same of all others.
"""

from collections.abc import Callable, Mapping, Sized
from typing import Any

from formkit.filling.keywords import TYPES
from formkit.filling.sameness import identity

Condition = Callable[[Any], bool]

_SILENT = frozenset(
    {"title", "description", "$comment", "examples", "default", "deprecated", "readOnly"}
)


def shortcut(schema: Any) -> Condition | None:
    """The schema as a function, or None where some keyword has no shortcut."""
    if isinstance(schema, bool):
        return lambda _: schema
    tests = []
    for keyword, value in schema.items():
        if keyword in _SILENT or keyword.startswith("x-"):
            continue
        make = _SHORTCUTS.get(keyword)
        test = make(value) if make is not None else None
        if test is None:
            return None
        tests.append(test)
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def _const(wanted: Any) -> Condition:
    if isinstance(wanted, str):
        return lambda value: bool(value == wanted)
    same = identity(wanted)
    return lambda value: identity(value) == same


def _enum(options: list[Any]) -> Condition:
    known = frozenset(map(identity, options))
    return lambda value: identity(value) in known


def _type(types: Any) -> Condition:
    names = (types,) if isinstance(types, str) else tuple(types)
    return lambda value: any(TYPES.is_type(value, name) for name in names)


def _properties(properties: Mapping[str, Any]) -> Condition | None:
    tests = []
    for name, schema in properties.items():
        test = shortcut(schema)
        if test is None:
            return None
        tests.append((name, test))
    return lambda value: (
        not isinstance(value, dict)
        or all(name not in value or test(value[name]) for name, test in tests)
    )


def _required(names: list[str]) -> Condition:
    return lambda value: not isinstance(value, dict) or all(name in value for name in names)


def _all(schemas: list[Any]) -> Condition | None:
    tests = _each(schemas)
    return None if tests is None else lambda value: all(test(value) for test in tests)


def _any(schemas: list[Any]) -> Condition | None:
    tests = _each(schemas)
    return None if tests is None else lambda value: any(test(value) for test in tests)


def _each(schemas: list[Any]) -> list[Condition] | None:
    tests = [shortcut(schema) for schema in schemas]
    found = [test for test in tests if test is not None]
    return found if len(found) == len(tests) else None


def _not(schema: Any) -> Condition | None:
    test = shortcut(schema)
    return None if test is None else lambda value: not test(value)


def _limit(holds: Callable[[Any, Any], bool]) -> Callable[[Any], Condition]:
    return lambda limit: lambda value: not TYPES.is_type(value, "number") or holds(value, limit)


def _count(kind: type[Sized], holds: Callable[[int, Any], bool]) -> Callable[[Any], Condition]:
    return lambda limit: lambda value: not isinstance(value, kind) or holds(len(value), limit)


_SHORTCUTS: Mapping[str, Callable[[Any], Condition | None]] = {
    "allOf": _all,
    "anyOf": _any,
    "const": _const,
    "enum": _enum,
    "exclusiveMaximum": _limit(lambda number, limit: bool(number < limit)),
    "exclusiveMinimum": _limit(lambda number, limit: bool(number > limit)),
    "maximum": _limit(lambda number, limit: bool(number <= limit)),
    "minItems": _count(list, lambda count, limit: bool(count >= limit)),
    "minLength": _count(str, lambda count, limit: bool(count >= limit)),
    "minimum": _limit(lambda number, limit: bool(number >= limit)),
    "not": _not,
    "properties": _properties,
    "required": _required,
    "type": _type,
}
