"""Answers → problems: where each belongs, and what a sentence about it needs.

A `required` problem points to what is missing, an extra to itself; of `oneOf` and `anyOf` only the
problems of the branch that was meant are told.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema.exceptions import ValidationError

from formkit.definition.form import Form
from formkit.errors import Problem
from formkit.filling.judge import judge
from formkit.pointer import join

_PARAMS: Mapping[str, str] = {
    "additionalProperties": "property",
    "const": "options",
    "dependentRequired": "property",
    "depth": "limit",
    "enum": "options",
    "exclusiveMaximum": "limit",
    "exclusiveMinimum": "limit",
    "format": "format",
    "maxContains": "limit",
    "maxItems": "limit",
    "maxLength": "limit",
    "maxProperties": "limit",
    "maximum": "limit",
    "minContains": "limit",
    "minItems": "limit",
    "minLength": "limit",
    "minProperties": "limit",
    "minimum": "limit",
    "multipleOf": "limit",
    "pattern": "pattern",
    "patternProperties": "pattern",
    "propertyNames": "property",
    "required": "property",
    "type": "type",
    "unevaluatedProperties": "property",
}

_Place = tuple[str | int, ...]


Chosen = Mapping[tuple[tuple[str, ...], int], frozenset[str]]
"""The branches that a person chose, by place and by the identity of the `oneOf` or `anyOf`."""

_NOTHING_CHOSEN: Chosen = {}


def check(
    form: Form, answers: Any, *, formats: bool = True, chosen: Chosen = _NOTHING_CHOSEN
) -> tuple[Problem, ...]:
    """What is wrong with answers as they are, in the order of the questions; empty if nothing is.

    `formats=False` takes `format` as an annotation. Of a branch that was chosen its own problems
    are told; else those of the branch that the value means. At most one problem of a keyword
    stands at one place. Raises nothing for any JSON.
    """
    errors = judge(form, formats=formats).errors(answers)
    return problems(errors, chosen) if errors else ()


def problems(
    errors: Sequence[ValidationError], chosen: Chosen = _NOTHING_CHOSEN
) -> tuple[Problem, ...]:
    """The errors of a judge as problems, each place and keyword once."""
    told: dict[tuple[_Place, str], Problem] = {}
    for error in errors:
        for place, keyword, params in _told(error, (), chosen):
            if (place, keyword) not in told:
                pointer = join(map(str, place))
                told[place, keyword] = Problem(pointer, keyword, params)
    return tuple(told.values())


def _told(
    error: ValidationError, above: _Place, chosen: Chosen
) -> Iterator[tuple[_Place, str, dict[str, Any]]]:
    place = (*above, *error.relative_path)
    if error.context:
        picked = chosen.get((tuple(map(str, place)), id(error.validator_value)))
        branches = _branches(error.context)
        if picked is None:
            meant = _meant(branches)
        else:
            meant = [e for e in error.context if str(e.relative_schema_path[0]) in picked] or None
        if meant is not None:
            for inner in meant:
                yield from _told(inner, place, chosen)
            return
        missing = _missing(branches)
        if missing is not None:
            yield from _told(missing, place, chosen)
            return
        types = _types(branches)
        if types:
            yield place, "type", {"type": types}
            return
    keyword = error.validator or "false"
    params = {}
    name = _PARAMS.get(keyword)
    if name is not None:
        params[name] = error.validator_value
    if isinstance(error.cause, TimeoutError):
        params["timeout"] = True
    yield place, keyword, params


# ---- which branch was meant


def _branches(errors: Sequence[ValidationError]) -> list[list[ValidationError]]:
    """The errors of each branch but those for null alone: whoever answers means another."""
    branches: dict[Any, list[ValidationError]] = {}
    for error in errors:
        branches.setdefault(error.relative_schema_path[0], []).append(error)
    return [each for each in branches.values() if not any(map(_wants_null, each))]


def _wants_null(error: ValidationError) -> bool:
    return not error.relative_path and (
        (error.validator == "type" and error.validator_value == ["null"])
        or (error.validator == "const" and error.validator_value == [None])
    )


def _meant(branches: list[list[ValidationError]]) -> list[ValidationError] | None:
    """The errors of the one branch that the value means: constants first, then its type."""
    if len(branches) == 1:
        return branches[0]
    matching = [each for each in branches if not any(map(_other_constant, each))]
    fitting = [each for each in matching if not any(map(_other_type, each))]
    return fitting[0] if len(fitting) == 1 else None


def _other_constant(error: ValidationError) -> bool:
    """Whether a constant of the branch, or of a property right inside, says another than it."""
    if len(error.relative_path) > 1:
        return False
    if error.validator == "required":
        pinned = error.schema.get("properties", {}).get(error.validator_value)
        return isinstance(pinned, dict) and _is_constant(pinned)
    return error.validator == "const" or (
        error.validator == "enum" and len(error.validator_value) == 1
    )


def _missing(branches: list[list[ValidationError]]) -> ValidationError | None:
    """The missing property that would tell the branches apart, if it is the same for all."""
    found: ValidationError | None = None
    names: set[str] | None = None
    for errors in branches:
        tags = {
            e.validator_value: e for e in errors if e.validator == "required" and _other_constant(e)
        }
        names = set(tags) if names is None else names & set(tags)
        if not names:
            return None
        found = next(e for name, e in tags.items() if name in names)
    return found


def _is_constant(schema: dict[str, Any]) -> bool:
    return "const" in schema or len(schema.get("enum", ())) == 1


def _other_type(error: ValidationError) -> bool:
    return not error.relative_path and error.validator in ("type", "false")


def _types(branches: list[list[ValidationError]]) -> list[str]:
    """What the value could be, where its type alone fits no branch."""
    types: list[str] = []
    for errors in branches:
        wanted = [e for e in errors if e.validator == "type" and not e.relative_path]
        if not wanted:
            return []
        types.extend(name for name in wanted[0].validator_value if name not in types)
    return types
