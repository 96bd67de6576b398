"""The class of validators that judges: jsonschema's of 2020-12 with formkit's keywords.

A schema whose `$schema` names a meta-schema with a `$vocabulary` is judged by the keywords of
those vocabularies alone.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import create
from referencing.exceptions import Unresolvable

from formkit.definition.dynamic import enter
from formkit.filling.keywords import KEYWORDS, TYPES, asserted_format

STANDARD = "https://json-schema.org/draft/2020-12/schema"

_VOCABULARY = "https://json-schema.org/draft/2020-12/vocab/"
_VOCABULARIES: Mapping[str, frozenset[str]] = {
    _VOCABULARY + name: frozenset(keywords.split())
    for name, keywords in {
        "core": "$ref $dynamicRef",
        "applicator": "additionalProperties allOf anyOf contains dependentSchemas if items not"
        " oneOf patternProperties prefixItems properties propertyNames",
        "unevaluated": "unevaluatedItems unevaluatedProperties",
        "validation": "const dependentRequired enum exclusiveMaximum exclusiveMinimum maxItems"
        " maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf"
        " pattern required type uniqueItems",
        "format-annotation": "format",
        "format-assertion": "format",
    }.items()
}
_ASSERTING = _VOCABULARY + "format-assertion"


def validator_class(dialect: str, resolver: Any) -> Any:
    """The class for schemas of a dialect; the standard one where nothing is known of it."""
    if dialect.rstrip("#") == STANDARD:
        return standard_class()
    try:
        metaschema = resolver.lookup(dialect).contents
    except Unresolvable:
        return standard_class()
    if not isinstance(metaschema, dict) or "$vocabulary" not in metaschema:
        return standard_class()
    return _class(frozenset(metaschema["$vocabulary"]).intersection(_VOCABULARIES))


def standard_class() -> Any:
    """The class for JSON Schema 2020-12, where a format asserts if the check says so."""
    return _class(frozenset(_VOCABULARIES) - {_ASSERTING})


@lru_cache(maxsize=64)
def _class(vocabularies: frozenset[str]) -> Any:
    functions: dict[str, Any] = dict(KEYWORDS)
    for keyword in ("$ref", "$dynamicRef"):
        functions[keyword] = partial(_reference, keyword)
    if _ASSERTING in vocabularies:
        functions["format"] = asserted_format
    names = frozenset[str]().union(*(_VOCABULARIES[each] for each in vocabularies))
    kind = create(
        meta_schema=Draft202012Validator.META_SCHEMA,
        validators={name: functions[name] for name in names},
        type_checker=TYPES,
    )
    kind.evolve = _evolve
    kind.descend = _descend
    return kind


def _evolve(self: Any, **changes: Any) -> Any:
    """jsonschema's own goes to its stock class wherever `$schema` stands.

    It also lets a subschema with an `$id` stand at the address of what it stands in.
    """
    check = self.format_checker
    check.step()
    schema = changes["schema"]
    resolver = changes.get("_resolver") or enter(self._resolver, schema)
    kind = type(self)
    if check.mixed and isinstance(schema, dict) and "$schema" in schema:
        kind = validator_class(schema["$schema"], resolver)
    return kind(schema, format_checker=check, _resolver=resolver)


def _descend(
    self: Any,
    instance: Any,
    schema: Any,
    path: str | int | None = None,
    schema_path: str | int | None = None,
    resolver: Any = None,
) -> Iterator[ValidationError]:
    """As jsonschema's own, which makes a new resolver at each step."""
    if schema is True:
        return
    if schema is False:
        error = ValidationError("", validator="false", validator_value=False)
        yield _placed(error, path, schema_path)
        return
    evolved = self.evolve(schema=schema, _resolver=resolver)
    for function, keyword, value in evolved._validators:
        for error in function(evolved, value, instance, schema):
            self.format_checker.step()
            error._set(validator=keyword, validator_value=value, schema=schema)
            yield _placed(error, path, schema_path)


def _placed(
    error: ValidationError, path: str | int | None, schema_path: str | int | None
) -> ValidationError:
    if path is not None:
        error.path.appendleft(path)
    if schema_path is not None:
        error.schema_path.appendleft(schema_path)
    return error


def _reference(
    keyword: str, validator: Any, reference: str, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    check = validator.format_checker
    found = check.follow(validator._resolver, keyword, reference)
    if check.mixed:
        # What is referred to may lie inside a resource of another dialect.
        resource = found.resolver.lookup("#").contents
        if isinstance(resource, dict) and "$schema" in resource:
            kind = validator_class(resource["$schema"], found.resolver)
            validator = kind(schema, format_checker=check, _resolver=validator._resolver)
    errors: Iterator[ValidationError] = validator.descend(
        instance, found.contents, resolver=found.resolver
    )
    return errors
