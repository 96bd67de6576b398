"""What no keyword has looked at, through all that may look."""

from typing import Any

import pytest

from tests.filling.judging import told

A = {"properties": {"a": {}}}
CLOSED: dict[str, Any] = {"unevaluatedProperties": False}


@pytest.mark.parametrize(
    "looked",
    [
        {"properties": {"a": {}}},
        {"patternProperties": {r"^\p{Ll}$": {}}},
        {"additionalProperties": {}},
        {"allOf": [{"properties": {"a": {}}}]},
        {"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}, "required": ["b"]}]},
        {"oneOf": [{"properties": {"a": {}}}, {"required": ["b"]}]},
        {"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"a": {}}}}},
        {"$dynamicRef": "#a", "$defs": {"a": {"$dynamicAnchor": "a", "properties": {"a": {}}}}},
        {"dependentSchemas": {"a": {"properties": {"a": {}}}, "b": {}}},
        {"if": {"properties": {"a": {}}}},
        {"if": {"required": ["a"]}, "then": {"properties": {"a": {}}}},
        {"if": {"required": ["b"]}, "else": {"properties": {"a": {}}}},
        {"allOf": [{"unevaluatedProperties": {}}]},
        {"allOf": [{"$id": "urn:other", "$ref": "#/$defs/a", "$defs": {"a": A}}]},
    ],
)  # fmt: skip
def test_properties(looked: dict[str, Any]) -> None:
    assert told({**looked, **CLOSED}, {"a": 1}) == []


@pytest.mark.parametrize(
    "looked",
    [
        {},
        {"anyOf": [{"properties": {"a": {}}, "required": ["b"]}, True]},
        {"if": {"required": ["b"]}, "then": {"properties": {"a": {}}}},
        {"if": {"required": ["a"]}, "else": {"properties": {"a": {}}}},
        {"not": {"not": {"properties": {"a": {}}}}},
        {"allOf": [True]},
    ],
)
def test_extra_properties(looked: dict[str, Any]) -> None:
    assert told({**looked, **CLOSED}, {"a": 1}) == [("/a", "unevaluatedProperties")]


def test_each_extra_is_told() -> None:
    schema = {"properties": {"b": {}}, **CLOSED}
    assert told(schema, {"a": 1, "b": 1, "c/d": 1}) == [
        ("/a", "unevaluatedProperties"),
        ("/c~1d", "unevaluatedProperties"),
    ]
    assert told(CLOSED, []) == []


def test_a_schema_for_the_rest_tells_its_own_problems() -> None:
    assert told({"unevaluatedProperties": {"type": "string"}}, {"a": 1}) == [("/a", "type")]
    assert told({"unevaluatedItems": {"type": "string"}}, ["", 1]) == [("/1", "type")]


def test_what_a_failing_part_declares_is_no_extra() -> None:
    schema = {"allOf": [{"properties": {"a": {"type": "string"}}}], **CLOSED}
    assert told(schema, {"a": 1}) == [("/a", "type")]


@pytest.mark.parametrize(
    ("looked", "answers", "extra"),
    [
        ({}, [1], [0]),
        ({"items": {}}, [1, 2], []),
        ({"prefixItems": [{}]}, [1, 2, 3], [1, 2]),
        ({"contains": {"const": 2}}, [1, 2, 3], [0, 2]),
        ({"allOf": [{"prefixItems": [{}]}, True]}, [1, 2], [1]),
        ({"anyOf": [{"prefixItems": [{}, {}]}, {"prefixItems": [{"const": 0}]}]}, [1, 2, 3], [2]),
        ({"allOf": [{"unevaluatedItems": {}}]}, [1], []),
        ({"if": {"prefixItems": [{}]}}, [1, 2], [1]),
        ({}, {"a": 1}, []),
    ],
)
def test_items(looked: dict[str, Any], answers: Any, extra: list[int]) -> None:
    assert told({**looked, "unevaluatedItems": False}, answers) == [
        (f"/{index}", "unevaluatedItems") for index in extra
    ]
