"""`$schema` and `$vocabulary` are honoured, and formkit's keywords stay."""

from typing import Any

from formkit.filling.dialects import STANDARD
from tests.filling.judging import judge_of, told

CORE = "https://json-schema.org/draft/2020-12/vocab/core"
APPLICATOR = "https://json-schema.org/draft/2020-12/vocab/applicator"
ASSERTING = "https://json-schema.org/draft/2020-12/vocab/format-assertion"


def dialect(*vocabularies: str) -> dict[str, Any]:
    return {"$vocabulary": dict.fromkeys(vocabularies, True)}


LOOSE = {"urn:loose": dialect(CORE, APPLICATOR, "urn:of-the-host")}
STRICT = {"urn:strict": dialect(CORE, ASSERTING)}


def test_an_embedded_schema_keeps_the_corrected_keywords() -> None:
    inner = {"$schema": STANDARD, "$id": "urn:inner", "pattern": r"^\p{Lu}$", "multipleOf": 0.01}
    schema = {"items": {"$ref": "urn:inner"}, "$defs": {"inner": inner}}
    assert told(schema, ["Đ", 19.99, "đ"], others={"urn:inner": inner}) == [("/2", "pattern")]


def test_only_the_vocabularies_of_the_dialect_act() -> None:
    schema = {"$schema": "urn:loose", "properties": {"a": {"minimum": 3}}, "required": ["a"]}
    assert told(schema, {"a": 1}, others=LOOSE) == []
    assert told(schema, {}, others=LOOSE) == []
    assert told({**schema, "items": False}, [1], others=LOOSE) == [("/0", "items")]


def test_without_the_applicators_required_tells_of_all() -> None:
    validation = "https://json-schema.org/draft/2020-12/vocab/validation"
    schema = {"$schema": "urn:flat", "properties": {"a": False}, "required": ["a"]}
    assert told(schema, {}, others={"urn:flat": dialect(validation)}) == [("/a", "required")]


def test_a_dialect_may_assert_formats() -> None:
    schema = {"$schema": "urn:strict", "format": "email"}
    assert told(schema, "a@", others=STRICT, formats=False) == [("", "format")]


def test_each_resource_has_its_own_dialect() -> None:
    schema = {
        "$schema": "urn:loose",
        "properties": {
            "loose": {"minimum": 3},
            "strict": {"$ref": "urn:strict-one#/$defs/number"},
            "plain": {"$ref": "#/$defs/plain"},
            "embedded": {"$schema": STANDARD + "#", "$id": "urn:embedded", "minimum": 3},
            "bare": {"$ref": "urn:bare"},
            "refused": {"$ref": "urn:false"},
        },
        "$defs": {"plain": {"minimum": 3}},
    }
    others = {
        **LOOSE,
        "urn:strict-one": {"$schema": STANDARD, "$defs": {"number": {"minimum": 3}}},
        "urn:bare": {"minimum": 3},
        "urn:false": False,
    }
    answers = dict.fromkeys(schema["properties"], 1)
    assert told(schema, answers, others=others) == [
        ("/strict", "minimum"),
        ("/embedded", "minimum"),
        ("/refused", "false"),
    ]


def test_an_unknown_dialect_is_the_standard_one() -> None:
    for others in ({}, {"urn:unknown": True}, {"urn:unknown": {"$id": "urn:unknown"}}):
        assert told({"$schema": "urn:unknown", "minimum": 3}, 1, others=others) == [("", "minimum")]


def test_nothing_is_said_first_of_another_dialect() -> None:
    judge = judge_of({"$schema": "urn:loose", "minimum": 3}, first=True, others=LOOSE)
    assert judge._first is None
    assert judge.is_valid(1)
