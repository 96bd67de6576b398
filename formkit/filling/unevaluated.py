"""`unevaluatedProperties` and `unevaluatedItems`: what no other keyword has looked at.

JSON Schema 2020-12, 11: every keyword beside them counts, through references and through each
subschema that the instance meets.
"""

from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

Errors = Iterator[ValidationError]


def unevaluated_properties(validator: Any, unevaluated: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        seen = _properties(validator, instance, schema, itself=False)
        for name, value in instance.items():
            if name not in seen:
                yield from _judged(validator, unevaluated, value, name)


def unevaluated_items(validator: Any, unevaluated: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, list):
        seen = _items(validator, instance, schema, itself=False)
        for index, value in enumerate(instance):
            if index not in seen:
                yield from _judged(validator, unevaluated, value, index)


def _judged(validator: Any, unevaluated: Any, value: Any, at: str | int) -> Errors:
    if unevaluated is False:
        yield ValidationError("", path=[at], validator_value=at)
    else:
        yield from validator.descend(value, unevaluated, path=at)


def _applied(validator: Any, instance: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """Validators of the subschemas that look at the same instance.

    Where one that always applies isn't met, the whole isn't either, and what it has looked at
    needs no second error; of `anyOf`, `oneOf` and `if` only what is met has looked.
    """
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in schema:
            found = validator.format_checker.follow(validator._resolver, keyword, schema[keyword])
            yield validator.evolve(schema=found.contents, _resolver=found.resolver)
    for each in schema.get("allOf", ()):
        yield validator.evolve(schema=each)
    for keyword in ("anyOf", "oneOf"):
        for each in schema.get(keyword, ()):
            inner = validator.evolve(schema=each)
            if inner.is_valid(instance):
                yield inner
    if isinstance(instance, dict):
        for name, each in schema.get("dependentSchemas", {}).items():
            if name in instance:
                yield validator.evolve(schema=each)
    if "if" in schema:
        asked = validator.evolve(schema=schema["if"])
        holds = asked.is_valid(instance)
        if holds:
            yield asked
        yield validator.evolve(schema=schema.get("then" if holds else "else", True))


def _properties(validator: Any, instance: Any, schema: Any, *, itself: bool) -> set[str]:
    if not isinstance(schema, dict):
        return set()
    if "additionalProperties" in schema or (itself and "unevaluatedProperties" in schema):
        return set(instance)
    seen: set[str] = schema.get("properties", {}).keys() & instance.keys()
    for source in schema.get("patternProperties", ()):
        seen |= {name for name in instance if validator.format_checker.found(source, name)}
    for inner in _applied(validator, instance, schema):
        seen |= _properties(inner, instance, inner.schema, itself=True)
    return seen


def _items(validator: Any, instance: Any, schema: Any, *, itself: bool) -> set[int]:
    if not isinstance(schema, dict):
        return set()
    if "items" in schema or (itself and "unevaluatedItems" in schema):
        return set(range(len(instance)))
    seen = set(range(len(schema.get("prefixItems", ()))))
    if "contains" in schema:
        wanted = validator.evolve(schema=schema["contains"])
        seen |= {index for index, value in enumerate(instance) if wanted.is_valid(value)}
    for inner in _applied(validator, instance, schema):
        seen |= _items(inner, instance, inner.schema, itself=True)
    return seen
