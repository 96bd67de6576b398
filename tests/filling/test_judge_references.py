"""References are judged where they lead, whatever resources lie on the way."""

from typing import Any

import pytest

from formkit.definition.load import load
from formkit.filling.validation import check
from tests.filling.judging import told

BASE = "https://x.example/"


def checked(definition: dict[str, Any], answers: Any, **given: Any) -> list[tuple[str, str]]:
    return [(p.pointer, p.keyword) for p in check(load(definition, **given), answers)]


def test_a_dynamic_reference_in_a_resource_within_knows_the_one_without() -> None:
    within = {
        "$id": "within",
        "$dynamicAnchor": "node",
        "anyOf": [
            {"type": "string"},
            {"type": "object", "additionalProperties": {"$dynamicRef": "#node"}},
        ],
    }
    handed = {
        "$id": BASE + "handed",
        "$dynamicAnchor": "node",
        "anyOf": [{"type": "integer"}, {"$ref": "#/$defs/within"}],
        "$defs": {"within": within},
    }
    definition = {"type": "object", "properties": {"a": {"$ref": BASE + "handed"}}}
    resources = {BASE + "handed": handed}
    for answer in ("b", {"b": "c"}, {"b": 1}, {"b": {"c": 1}}):
        assert checked(definition, {"a": answer}, resources=resources) == []
    told = checked(definition, {"a": {"b": True}}, resources=resources)
    assert [pointer for pointer, _ in told] == ["/a/b"]


def test_what_a_dynamic_reference_leads_to_refers_from_its_own_address() -> None:
    definition = {
        "$id": BASE + "root",
        "type": "object",
        "properties": {"v": {"$ref": "tree/base"}},
        "$defs": {
            "n": {
                "$dynamicAnchor": "node",
                "anyOf": [{"$ref": "#/$defs/leaf"}, {"$ref": "tree/base"}],
            },
            "leaf": {"type": "string"},
            "base": {
                "$id": BASE + "tree/base",
                "$dynamicAnchor": "node",
                "type": "object",
                "properties": {"child": {"$dynamicRef": "#node"}},
            },
        },
    }
    assert checked(definition, {"v": {"child": "leaf"}}) == []
    assert checked(definition, {"v": {"child": {"child": "leaf"}}}) == []
    assert checked(definition, {"v": {"child": {"child": 5}}}) == [("/v/child/child", "type")]


def test_a_plain_reference_to_a_dynamic_anchor_stays_in_its_resource() -> None:
    inner = {
        "$dynamicAnchor": "node",
        "properties": {"plain": {"$ref": "#node"}, "dynamic": {"$dynamicRef": "#node"}},
    }
    schema = {"$dynamicAnchor": "node", "$ref": "urn:inner", "maxProperties": 2}
    three = dict.fromkeys("abc", 1)
    assert told(schema, {"plain": three}, others={"urn:inner": inner}) == []
    assert told(schema, {"dynamic": three}, others={"urn:inner": inner}) == [
        ("/dynamic", "maxProperties")
    ]


@pytest.mark.parametrize("unevaluated", [{}, {"unevaluatedProperties": False}])
def test_a_resource_in_a_property_keeps_the_one_around_it(unevaluated: dict[str, Any]) -> None:
    inner = {
        "$id": "inner",
        **unevaluated,
        "$dynamicRef": "#node",
        "$defs": {"node": {"$dynamicAnchor": "node", "properties": {"b": {"type": "string"}}}},
    }
    schema = {
        "$id": BASE + "root",
        "type": "object",
        "properties": {"a": inner},
        "$defs": {"node": {"$dynamicAnchor": "node", "properties": {"b": {"type": "integer"}}}},
    }
    assert checked(schema, {"a": {"b": 1}}) == []
    assert checked(schema, {"a": {"b": "c"}}) == [("/a/b", "type")]


@pytest.mark.parametrize(
    ("schema", "elsewhere", "answers"),
    [
        ({"not": {"type": "integer"}}, False, 5),
        ({"if": {"type": "integer"}, "else": False}, True, "a"),
        ({"contains": {"type": "integer"}}, True, ["a"]),
        ({"propertyNames": {"maxLength": 2}}, True, {"abc": 1}),
    ],
)
def test_a_subschema_with_an_address_refers_from_there(
    schema: dict[str, Any], elsewhere: bool, answers: Any
) -> None:
    """Also where only its verdict is asked."""
    keyword, rule = next(iter(schema.items()))
    inner = {"$id": "urn:inner", "$ref": "#/$defs/rule", "$defs": {"rule": rule}}
    schema = {**schema, keyword: inner, "$defs": {"rule": elsewhere}}
    assert told(schema, answers) != []
