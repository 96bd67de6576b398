"""Schemas that were not written for forms, with answers: what they are, and that formkit agrees."""

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend, validator_for
from jsonschema_specifications import REGISTRY

import formkit
from formkit.filling.formats import FORMATS
from tests.real.pydantic_model import Appointment

HERE = Path(__file__).parent
DRAFT = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS = {
    path.name.partition(".")[0]: json.loads(path.read_text("utf-8"))
    for path in sorted(HERE.glob("*.schema.json"))
}
SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.answers*.json"))
}
CURRENT = [name for name, schema in SCHEMAS.items() if schema["$schema"] == DRAFT]

VOCABULARIES = "core applicator unevaluated validation meta-data format-annotation content".split()
KEYWORDS = [
    keyword
    for each in VOCABULARIES
    for keyword in REGISTRY.contents(f"https://json-schema.org/draft/2020-12/meta/{each}")[
        "properties"
    ]
]
EARLIER = "id definitions dependencies additionalItems $recursiveAnchor $recursiveRef".split()
OPENAPI = ["discriminator"]

MAPS = {"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "schemas"}
LISTS = {"allOf", "anyOf", "items", "oneOf", "prefixItems"}
ONES = {"additionalItems", "additionalProperties", "components", "contains", "contentSchema"}
ONES |= {"else", "if", "items", "not", "propertyNames", "then"}
ONES |= {"unevaluatedItems", "unevaluatedProperties"}


def form_of(sample: str) -> str:
    return sample.partition(".")[0]


def samples_of(name: str) -> list[Any]:
    return [answers for sample, answers in SAMPLES.items() if form_of(sample) == name]


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that stand in it, in whatever draft; `components` as OpenAPI has it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword, value in schema.items():
        if isinstance(value, dict) and keyword in MAPS | {"properties"}:
            inner = list(value.values())
        elif isinstance(value, list) and keyword in LISTS:
            inner = value
        else:
            inner = [value] if keyword in ONES else []
        for each in inner:
            yield from schemas(each)


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from keys(inner)


def damages(answers: Any) -> Iterator[tuple[str, Any]]:
    """The answers with one value at a time left out or replaced, and where that is."""
    inner = answers.items() if isinstance(answers, dict) else enumerate(answers)
    for (key, value), other in zip(list(inner), cycle([None, "x", 0, {}]), strict=False):
        answers[key] = other
        yield f"/{key}", answers
        if isinstance(value, dict | list):
            answers[key] = value
            yield from ((f"/{key}{place}", answers) for place, _ in damages(value))
        answers[key] = value
        if isinstance(answers, dict):
            before = list(answers.items())
            del answers[key]
            yield f"/{key}", answers
            answers.clear()
            answers.update(before)


def table(keywords: list[str]) -> list[str]:
    """The rows of the README: each keyword, and the files that it stands in."""
    used = {
        name: {keyword for each in schemas(schema) for keyword in each}
        for name, schema in SCHEMAS.items()
    }
    return [
        f"| `{keyword}` | {', '.join(name for name in SCHEMAS if keyword in used[name])} |"
        for keyword in keywords
    ]


def branches(schema: dict[str, Any]) -> Iterator[tuple[int, bool]]:
    """What answers may take or leave: branches by identity, conditions met and not met."""
    for each in schemas(schema):
        for keyword in ("anyOf", "oneOf"):
            yield from ((id(branch), True) for branch in each.get(keyword, ()))
        if "if" in each:
            yield from ((id(each["if"]), met) for met in (True, False))


def watched(kind: Any, taken: set[tuple[int, bool]]) -> Any:
    """A class of validators that notes which branches hold."""

    def holds(validator: Any, branch: Any, instance: Any) -> bool:
        held: bool = validator.evolve(schema=branch).is_valid(instance)
        taken.add((id(branch), held))
        return held

    def chosen(validator: Any, choices: Any, instance: Any, schema: Any) -> Iterator[Any]:
        held = [holds(validator, branch, instance) for branch in choices]
        if not any(held) or (choices is schema.get("oneOf") and sum(held) > 1):
            yield ValidationError("no branch, or several")

    def conditional(validator: Any, condition: Any, instance: Any, schema: Any) -> Iterator[Any]:
        keyword = "then" if holds(validator, condition, instance) else "else"
        yield from validator.descend(instance, schema.get(keyword, {}), schema_path=keyword)

    noting = {"anyOf": chosen, "oneOf": chosen, "if": conditional}
    return extend(kind, {key: each for key, each in noting.items() if key in kind.VALIDATORS})


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_what_they_say(name: str) -> None:
    validator_for(SCHEMAS[name], default=None).check_schema(SCHEMAS[name])


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("formats", [True, False], ids=["formats", "no formats"])
def test_plain_jsonschema_takes_the_samples(sample: str, formats: bool) -> None:
    schema = SCHEMAS[form_of(sample)]
    kind = validator_for(schema)
    validator = kind(schema, format_checker=kind.FORMAT_CHECKER if formats else None)
    assert list(validator.iter_errors(SAMPLES[sample])) == []


@pytest.mark.parametrize("name", CURRENT)
def test_formkit_takes_the_samples(name: str) -> None:
    form = formkit.load(HERE / f"{name}.schema.json")
    for answers in samples_of(name):
        assert formkit.check(form, answers) == ()
        assert formkit.check(form, answers, formats=False) == ()


@pytest.mark.long
@pytest.mark.parametrize("sample", [name for name in SAMPLES if form_of(name) in CURRENT])
def test_formkit_judges_damaged_samples_as_plain_jsonschema_does(sample: str) -> None:
    schema = SCHEMAS[form_of(sample)]
    form, validator = formkit.load(schema), validator_for(schema)(schema)
    invalid = 0
    for place, damaged in damages(SAMPLES[sample]):
        valid = validator.is_valid(damaged)
        assert (formkit.check(form, damaged, formats=False) == ()) is valid, place
        invalid += not valid
    assert invalid


@pytest.mark.parametrize("answers", samples_of("pydantic-model"))
def test_pydantic_takes_the_samples_too(answers: Any) -> None:
    Appointment.model_validate_json(json.dumps(answers))


@pytest.mark.parametrize("name", SCHEMAS)
def test_samples_name_every_property(name: str) -> None:
    declared = {
        key
        for schema in schemas(SCHEMAS[name])
        for key, value in schema.get("properties", {}).items()
        if value is not False
    }
    assert declared <= {key for answers in samples_of(name) for key in keys(answers)}


@pytest.mark.parametrize("name", SCHEMAS)
def test_samples_take_every_branch(name: str) -> None:
    schema = SCHEMAS[name]
    taken: set[tuple[int, bool]] = set()
    validator = watched(validator_for(schema), taken)(schema)
    for answers in samples_of(name):
        validator.validate(answers)
    assert set(branches(schema)) <= taken


def test_the_readme_tells_every_file_and_keyword() -> None:
    lines = (HERE / "README.md").read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    files = {cells[1].strip(" `"): int(cells[-2]) for row in rows[:11] if (cells := row.split("|"))}
    assert files == {name: len(samples_of(name)) for name in SCHEMAS}
    assert rows[11:] == table(KEYWORDS) + table(EARLIER) + table(OPENAPI)


def test_2020_12_is_covered_by_its_own_schemas() -> None:
    found = [schema for name in CURRENT for schema in schemas(SCHEMAS[name])]
    assert set(KEYWORDS) <= {keyword for schema in found for keyword in schema}
    assert set(FORMATS) <= {schema.get("format") for schema in found}
