"""What each keyword of JSON Schema asks: one small generator each, as jsonschema calls them.

jsonschema's own stand for every keyword that isn't here. These differ from it: patterns are those
of ECMA-262, `multipleOf` is exact, each missing or extra property is an error at its own place,
and no error spells out the answers.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sized
from fractions import Fraction
from typing import Any

from jsonschema import Draft202012Validator, TypeChecker
from jsonschema.exceptions import ValidationError

from formkit.filling.formats import conforms
from formkit.filling.sameness import identity
from formkit.filling.unevaluated import unevaluated_items, unevaluated_properties

Errors = Iterator[ValidationError]


def _error(*path: str | int, **told: Any) -> ValidationError:
    return ValidationError("", path=path, **told)


# ---- any type


def _count(kind: type[Sized], holds: Callable[[int, Any], bool]) -> Callable[..., Errors]:
    def keyword(validator: Any, limit: Any, instance: Any, schema: Any) -> Errors:
        if isinstance(instance, kind) and not holds(len(instance), limit):
            yield _error()

    return keyword


def type_(validator: Any, types: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(types, str):
        types = [types]
    if not any(validator.is_type(instance, each) for each in types):
        yield _error(validator_value=types)


def const(validator: Any, const: Any, instance: Any, schema: Any) -> Errors:
    if identity(instance) != identity(const):
        yield _error(validator_value=[const])


def enum(validator: Any, options: Any, instance: Any, schema: Any) -> Errors:
    if identity(instance) not in validator.format_checker.options(options):
        yield _error()


# ---- numbers


def _limit(holds: Callable[[Any, Any], bool]) -> Callable[..., Errors]:
    def keyword(validator: Any, limit: Any, instance: Any, schema: Any) -> Errors:
        if validator.is_type(instance, "number") and not holds(instance, limit):
            yield _error()

    return keyword


def _exact(number: Any) -> Fraction:
    """What was written: a double is the shortest decimal that names it."""
    return Fraction(number if isinstance(number, int) else repr(number))


def multiple_of(validator: Any, step: Any, instance: Any, schema: Any) -> Errors:
    if validator.is_type(instance, "number") and not is_multiple(instance, step):
        yield _error()


def is_multiple(number: Any, step: Any) -> bool:
    """Whether a finite number is a whole number of steps."""
    if isinstance(number, int) and isinstance(step, int):
        return number % step == 0
    return (_exact(number) / _exact(step)).denominator == 1


# ---- texts


def pattern(validator: Any, source: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str):
        found = validator.format_checker.found(source, instance)
        if found is None:
            yield _error(cause=TimeoutError(source))
        elif not found:
            yield _error()


def format_(validator: Any, name: Any, instance: Any, schema: Any) -> Errors:
    if validator.format_checker.formats:
        yield from asserted_format(validator, name, instance, schema)


def asserted_format(validator: Any, name: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, str) and not conforms(instance, name):
        yield _error()


# ---- lists


def unique_items(validator: Any, unique: Any, instance: Any, schema: Any) -> Errors:
    if unique and isinstance(instance, list) and len(set(map(identity, instance))) < len(instance):
        yield _error()


def items(validator: Any, items: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, list):
        for index in range(len(schema.get("prefixItems", ())), len(instance)):
            if items is False:
                yield _error(index)
            else:
                yield from validator.descend(instance[index], items, path=index)


def contains(validator: Any, contains: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, list):
        return
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    wanted = validator.evolve(schema=contains)
    matches = sum(wanted.is_valid(each) for each in instance)
    if most is not None and matches > most:
        yield _error(validator="maxContains", validator_value=most)
    if matches < least:
        if "minContains" in schema:
            yield _error(validator="minContains", validator_value=least)
        else:
            yield _error()


# ---- objects


def properties(validator: Any, properties: Any, instance: Any, schema: Any) -> Errors:
    """Also tells of each that is missing, so that problems come in the order of the questions."""
    if not isinstance(instance, dict):
        return
    needed = schema.get("required", ()) if "required" in validator.VALIDATORS else ()
    for name, subschema in properties.items():
        if name in instance:
            yield from validator.descend(instance[name], subschema, path=name)
        elif name in needed:
            yield _error(name, validator="required", validator_value=name)


def required(validator: Any, required: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        told = schema.get("properties", {}) if "properties" in validator.VALIDATORS else {}
        for name in required:
            if name not in instance and name not in told:
                yield _error(name, validator_value=name)


def dependent_required(validator: Any, dependent: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for name, needed in dependent.items():
            if name in instance:
                for each in needed:
                    if each not in instance:
                        yield _error(each, validator_value=each)


def pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    for source, subschema in patterns.items():
        for name, value in instance.items():
            found = validator.format_checker.found(source, name)
            if found is None:
                yield _error(name, validator_value=source, cause=TimeoutError(source))
            elif found:
                yield from validator.descend(value, subschema, path=name)


def additional_properties(validator: Any, additional: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    declared = schema.get("properties", {})
    patterns = schema.get("patternProperties", ())
    found = validator.format_checker.found
    for name, value in instance.items():
        if name in declared or any(found(source, name) for source in patterns):
            continue
        if additional is False:
            yield _error(name, validator_value=name)
        else:
            yield from validator.descend(value, additional, path=name)


def property_names(validator: Any, names: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        named = validator.evolve(schema=names)
        for name in instance:
            if not named.is_valid(name):
                yield _error(name, validator_value=name)


# ---- schemas within


def _branch(validator: Any, instance: Any, branch: Any, index: int) -> list[ValidationError]:
    """The errors of a branch; only the first where a property is pinned to another constant.

    Unions within unions would else take their product of steps.
    """
    if isinstance(instance, dict):
        for name, wanted in validator.format_checker.pins(branch, validator._resolver):
            if name in instance and identity(instance[name]) != identity(wanted):
                error = _error(name, validator="const", validator_value=[wanted])
                error.schema_path.appendleft(index)
                return [error]
    return list(validator.descend(instance, branch, schema_path=index))


def any_of(validator: Any, branches: Any, instance: Any, schema: Any) -> Errors:
    labels = validator.format_checker.labels(branches)
    if labels is not None:
        if identity(instance) not in labels:
            yield _error(validator="enum", validator_value=[b["const"] for b in branches])
        return
    told = []
    for index, branch in enumerate(branches):
        errors = _branch(validator, instance, branch, index)
        if not errors:
            return
        told.extend(errors)
    yield _error(context=told)


def one_of(validator: Any, branches: Any, instance: Any, schema: Any) -> Errors:
    labels = validator.format_checker.labels(branches)
    if labels is not None:
        matches = labels.get(identity(instance), 0)
        if not matches:
            yield _error(validator="enum", validator_value=[b["const"] for b in branches])
    else:
        told, matches = [], 0
        for index, branch in enumerate(branches):
            errors = _branch(validator, instance, branch, index)
            matches += not errors
            told.extend(errors)
        if not matches:
            yield _error(context=told)
    if matches > 1:
        yield _error()


def not_(validator: Any, refused: Any, instance: Any, schema: Any) -> Errors:
    if validator.evolve(schema=refused).is_valid(instance):
        yield _error()


def _finite(checker: TypeChecker, value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and (isinstance(value, int) or math.isfinite(value))
    )


TYPES = Draft202012Validator.TYPE_CHECKER.redefine("number", _finite)

KEYWORDS: Mapping[str, Callable[..., Errors]] = {
    **Draft202012Validator.VALIDATORS,
    "additionalProperties": additional_properties,
    "anyOf": any_of,
    "const": const,
    "contains": contains,
    "dependentRequired": dependent_required,
    "enum": enum,
    "exclusiveMaximum": _limit(lambda number, limit: number < limit),
    "exclusiveMinimum": _limit(lambda number, limit: number > limit),
    "format": format_,
    "items": items,
    "maxItems": _count(list, lambda count, limit: count <= limit),
    "maxLength": _count(str, lambda count, limit: count <= limit),
    "maxProperties": _count(dict, lambda count, limit: count <= limit),
    "maximum": _limit(lambda number, limit: number <= limit),
    "minItems": _count(list, lambda count, limit: count >= limit),
    "minLength": _count(str, lambda count, limit: count >= limit),
    "minProperties": _count(dict, lambda count, limit: count >= limit),
    "minimum": _limit(lambda number, limit: number >= limit),
    "multipleOf": multiple_of,
    "not": not_,
    "oneOf": one_of,
    "pattern": pattern,
    "patternProperties": pattern_properties,
    "properties": properties,
    "propertyNames": property_names,
    "required": required,
    "type": type_,
    "unevaluatedItems": unevaluated_items,
    "unevaluatedProperties": unevaluated_properties,
    "uniqueItems": unique_items,
}
