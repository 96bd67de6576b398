"""The part of JSON Schema that a phone evaluates."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.definition.load import load
from formkit.definition.nodes import tree
from formkit.definition.portable import portable, reads
from formkit.testing import answers_for, forms
from tests.definition.gathering import form_of
from tests.oracle import Oracle


def carried(schema: Any, **keywords: Any) -> Any:
    """A condition as a browser gets it."""
    form = form_of({"q": schema}, **keywords)
    return portable(form.document["properties"]["q"], form.resolver())


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (True, True),
        (False, False),
        ({"const": 1, "title": "One", "x-help": "…", "default": 1}, {"const": 1}),
        ({"if": {"const": 1}, "then": False}, {"if": {"const": 1}, "then": False}),
        ({"properties": {"a": {"title": "A"}}}, {"properties": {"a": {}}}),
        (
            {"oneOf": [{"minimum": 1}, True], "prefixItems": [{"type": "null"}]},
            {"oneOf": [{"minimum": 1}, True], "prefixItems": [{"type": "null"}]},
        ),
        (
            {"dependentSchemas": {"a": {"required": ["b"]}}},
            {"dependentSchemas": {"a": {"required": ["b"]}}},
        ),
        ({"unknown": 1, "description": "x"}, {}),
    ],
)
def test_annotations_are_left_out(schema: Any, expected: Any) -> None:
    assert carried(schema) == expected


def test_references_are_written_out() -> None:
    defs = {"$defs": {"yes": {"const": "yes", "title": "Yes"}, "also": {"$ref": "#/$defs/yes"}}}
    assert carried({"$ref": "#/$defs/also"}, **defs) == {"const": "yes"}
    assert carried({"$ref": "#/$defs/yes", "minLength": 1}, **defs) == {
        "minLength": 1, "allOf": [{"const": "yes"}],
    }  # fmt: skip
    assert carried({"$ref": "#/$defs/no", "allOf": [True]}, **{"$defs": {"no": False}}) == {
        "allOf": [True, False]
    }
    assert carried({"$ref": "#/$defs/no"}, **{"$defs": {"no": False}}) == {"allOf": [False]}


def test_a_reference_to_another_resource_is_written_out() -> None:
    other = {"$id": "https://example.org/other", "$ref": "#/$defs/x", "$defs": {"x": {"const": 1}}}
    assert carried({"$ref": "https://example.org/other"}, **{"$defs": {"o": other}}) == {"const": 1}


@pytest.mark.parametrize(
    "schema",
    [
        {"format": "date"},
        {"unevaluatedProperties": False},
        {"unevaluatedItems": False},
        {"$dynamicRef": "#x"},
        {"not": {"properties": {"a": {"format": "email"}}}},
        {"allOf": [{"$id": "https://example.org/inner", "const": 1}]},
    ],
)
def test_what_only_the_server_knows_stays_there(schema: Any) -> None:
    assert carried(schema, **{"$defs": {"x": {"$dynamicAnchor": "x"}}}) is None


def test_recursion_stays_on_the_server() -> None:
    node = {"properties": {"child": {"$ref": "#/$defs/node"}}}
    assert carried({"$ref": "#/$defs/node"}, **{"$defs": {"node": node}}) is None


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        (None, None),
        (True, set()),
        ({}, set()),
        ({"properties": {"a": {"const": 1}}}, {"a"}),
        ({"required": ["a", "b"]}, {"a", "b"}),
        ({"dependentRequired": {"a": ["b"]}}, {"a", "b"}),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a", "b"}),
        ({"not": {"required": ["a"]}}, {"a"}),
        ({"if": {"required": ["a"]}, "then": False, "else": {"required": ["b"]}}, {"a", "b"}),
        ({"anyOf": [{"required": ["a"]}, {"properties": {"b": {"const": {}}}}]}, {"a", "b"}),
        ({"type": "object"}, set()),
        ({"const": {}}, None),
        ({"enum": [{}]}, None),
        ({"minProperties": 1}, None),
        ({"maxProperties": 1}, None),
        ({"additionalProperties": False}, None),
        ({"patternProperties": {"a": {}}}, None),
        ({"propertyNames": {"const": "a"}}, None),
        ({"allOf": [{"required": ["a"]}, {"minProperties": 1}]}, None),
    ],
)
def test_a_condition_reads_these_properties(schema: Any, names: set[str] | None) -> None:
    assert reads(schema) == names


@settings(max_examples=max(10, settings().max_examples // 2))
@given(st.data(), forms())
def test_a_condition_means_the_same_in_a_browser(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    answers = data.draw(answers_for(form))
    oracle = Oracle(form.document)
    for branch in tree(form).root.branches:
        for test in branch.tests:
            if test.schema is None or test.depth:
                continue
            expected = any(
                all(oracle.holds(c.schema, answers) != c.negated for c in group)
                for group in test.alternatives
            )
            assert oracle.holds(test.schema, answers) is expected
            seen = {name: answers[name] for name in test.reads or answers if name in answers}
            assert oracle.holds(test.schema, seen) is expected
