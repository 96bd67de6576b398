"""What one place may hold: its kind, its control, its options."""

from typing import Any

import pytest

from formkit.definition.facts import containers
from formkit.definition.options import identity, make_options
from tests.definition.gathering import node_of, parts_of

TEXT = {"type": "string"}
THREE = {"enum": ["a", "b", "c"]}
MANY = {"enum": list("abcdefgh")}
OBJECT = {"type": "object", "properties": {"a": TEXT}}


@pytest.mark.parametrize(
    ("schema", "kind", "widget"),
    [
        (TEXT, "string", "text"),
        ({"type": ["string"]}, "string", "text"),
        ({**TEXT, "maxLength": 199}, "string", "text"),
        ({**TEXT, "maxLength": 200}, "string", "textarea"),
        ({**TEXT, "maxLength": 200, "allOf": [{"maxLength": 10}]}, "string", "text"),
        ({**TEXT, "x-widget": "textarea"}, "string", "textarea"),
        ({**TEXT, "x-widget": "tel"}, "string", "tel"),
        ({**TEXT, "x-widget": "of-the-host"}, "string", "text"),
        ({**TEXT, "format": "email"}, "string", "email"),
        ({**TEXT, "format": "uri"}, "string", "url"),
        ({**TEXT, "format": "iri-reference"}, "string", "url"),
        ({**TEXT, "format": "date"}, "string", "date"),
        ({**TEXT, "format": "time"}, "string", "time"),
        ({**TEXT, "format": "date-time"}, "string", "date-time"),
        ({**TEXT, "format": "hostname"}, "string", "text"),
        ({**TEXT, "format": "date", "x-widget": "text"}, "string", "text"),
        ({"type": "integer"}, "integer", "integer"),
        ({"type": "number"}, "number", "number"),
        ({"type": ["number", "integer"]}, "number", "number"),
        ({"type": "number", "allOf": [{"type": "integer"}]}, "integer", "integer"),
        ({"type": "boolean"}, "boolean", "yesno"),
        ({"type": "boolean", "x-widget": "tick"}, "boolean", "tick"),
        ({"const": True}, "consent", "tick"),
        ({"const": False}, "const", "hidden"),
        ({"const": {"a": 1}}, "const", "hidden"),
        (THREE, "choice", "radio"),
        ({**TEXT, **THREE}, "choice", "radio"),
        (MANY, "choice", "select"),
        ({**MANY, "x-widget": "radio"}, "choice", "radio"),
        ({**THREE, "x-widget": "select"}, "choice", "select"),
        ({"oneOf": [{"const": 1, "title": "A"}, {"const": 2}]}, "choice", "radio"),
        ({"anyOf": [{"const": 1, "title": "A"}, {"const": 2}]}, "choice", "radio"),
        (
            {"type": "integer", "minimum": 0, "maximum": 10, "x-scale": {"of": "nps"}},
            "choice",
            "scale",
        ),
        ({"type": "integer", "minimum": 1, "maximum": 5, "x-widget": "scale"}, "choice", "scale"),
        ({"type": "integer", "minimum": 0, "maximum": 11, "x-widget": "scale"}, "integer", None),
        ({"type": "integer", "minimum": 5, "maximum": 5, "x-widget": "scale"}, "integer", None),
        ({"type": "integer", "minimum": 0, "x-widget": "scale"}, "integer", None),
        ({"type": "integer", "minimum": 0, "maximum": 5}, "integer", "integer"),
        (
            {"type": "integer", "minimum": 0, "maximum": 5, "x-widget": "select"},
            "integer",
            "integer",
        ),
        ({"type": "number", "minimum": 0, "maximum": 5, "x-scale": {"of": "nps"}}, "number", None),
        ({**THREE, "x-scale": {"of": "likert"}}, "choice", "scale"),
        (OBJECT, "object", "group"),
        ({"type": "array", "items": TEXT}, "rows", "rows"),
        ({"type": "array", "items": OBJECT}, "rows", "rows"),
        ({"type": "array", "items": THREE}, "rows", "rows"),
        ({"type": "array", "uniqueItems": True, "items": THREE}, "ticks", "checkboxes"),
        (
            {"type": "array", "uniqueItems": True, "items": THREE, "x-widget": "rows"},
            "rows",
            "rows",
        ),
        ({"type": "array", "uniqueItems": True, "items": TEXT}, "rows", "rows"),
        ({**TEXT, "anyOf": [{"minLength": 3}, {"pattern": "a"}]}, "string", "text"),
        ({**TEXT, "allOf": [THREE]}, "choice", "radio"),
    ],
)
def test_a_schema_is_asked_by_a_control(schema: Any, kind: str, widget: str | None) -> None:
    node = node_of(schema)
    assert (node.kind, node.widget) == (kind, widget or kind)


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (False, "nothing is allowed here"),
        ({"allOf": [False]}, "nothing is allowed here"),
        ({"oneOf": [False, False]}, "nothing is allowed here"),
        ({**TEXT, "allOf": [{"type": "integer"}]}, "no type is left"),
        ({**TEXT, "enum": [1, 2]}, "no option is left"),
        ({**THREE, "allOf": [{"enum": ["d"]}]}, "no option is left"),
    ],
)
def test_what_is_not_asked_says_why(schema: Any, reason: str) -> None:
    node = node_of(schema)
    assert (node.kind, node.widget, node.facts.reason) == ("unrendered", "none", reason)


@pytest.mark.parametrize(
    ("schema", "kind", "widget"),
    [
        ({"minLength": 1}, "string", "text"),
        ({"minimum": 1}, "number", "number"),
        ({"properties": {"a": TEXT}}, "object", "group"),
        ({"required": ["a"]}, "object", "group"),
        ({"items": TEXT}, "rows", "rows"),
        ({"minLength": 1, "minimum": 1}, "either", "group"),
        ({}, "either", "group"),
    ],
)
def test_in_a_form_of_ours_an_implied_type_counts_as_said(
    schema: Any, kind: str, widget: str
) -> None:
    node = node_of(schema, **{"x-form": {"kind": "survey"}})
    assert (node.kind, node.widget) == (kind, widget)
    assert node_of(schema).kind == "either"


@pytest.mark.parametrize(
    ("schema", "posted"),
    [
        ({"enum": ["a", "b"]}, ["a", "b"]),
        ({"enum": [1, 1.5, True, False, None]}, ["1", "1.5", "true", "false", "null"]),
        # its string is posted when no option's JSON text is the same
        ({"enum": ["1", 1]}, ['"1"', "1"]),
        ({"enum": ["true", True, "null"]}, ['"true"', "true", "null"]),
        ({"enum": ['"a"', "a"]}, ['"\\"a\\""', "a"]),
        # when it is not empty, and unchanged by cleaning, without line breaks
        (
            {"enum": ["", " a", "a  b", "a\nb", "a\u2028b"]},
            ['""', '" a"', '"a  b"', '"a\\nb"', '"a\\u2028b"'],
        ),
        ({"enum": ["e\u0301", "\x00", "\ud800"]}, ['"e\\u0301"', '"\\u0000"', '"\\ud800"']),
        ({"enum": ["é", "a b", "{}", "[1]"]}, ["é", "a b", "{}", "[1]"]),
        ({"enum": [{"b": 1, "a": [2]}]}, ['{"b":1,"a":[2]}']),
        # each value once
        ({"enum": ["a", "b"], "oneOf": [{"const": "b"}, {"const": "a"}]}, ["b", "a"]),
        ({"enum": ["a", "b", "c"], "allOf": [{"enum": ["c", "b"]}]}, ["b", "c"]),
        # only what the type allows
        ({"type": "string", "enum": ["a", 1, None]}, ["a"]),
        ({"type": "integer", "enum": [1, 2.0, 2.5, True, "1"]}, ["1", "2.0"]),
        ({"type": "number", "enum": [1, 2.5, False]}, ["1", "2.5"]),
        ({"type": ["boolean", "null"], "enum": [1, True, None, [], {}]}, ["true", "null"]),
        ({"type": "integer", "minimum": 1.5, "maximum": 4, "x-widget": "scale"}, ["2", "3", "4"]),
        ({"const": "a b"}, ["a b"]),
        ({"const": True}, ["true"]),
    ],
)
def test_an_option_posts_its_string_or_its_json_text(schema: Any, posted: list[str]) -> None:
    assert [option.text for option in node_of(schema).options] == posted


def test_an_option_is_json_text_or_not_and_has_its_words() -> None:
    first, second = node_of({"oneOf": [{"const": "a", "title": "A"}, {"const": 1}]}).options
    assert (first.value, first.json, first.schema) == ("a", False, {"const": "a", "title": "A"})
    assert (second.value, second.json) == (1, True)


def test_equal_values_are_one_option() -> None:
    assert [option.text for option in make_options([(1, None), (1.0, None), (True, None)])] == [
        "1",
        "true",
    ]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        ([1.0], [1], True),
        ({"a": 1.0, "b": 2}, {"b": 2, "a": 1}, True),
        ("1", 1, False),
        (None, False, False),
    ],
)
def test_values_have_an_identity(one: Any, other: Any, equal: bool) -> None:
    assert (identity(one) == identity(other)) is equal


def test_the_same_control_is_known_by_what_it_posts() -> None:
    one = {"enum": ["a", "b"]}
    other = {"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}
    assert node_of(one).facts.control == node_of(other).facts.control
    assert node_of(one).facts.control != node_of({"enum": ["a"]}).facts.control
    assert node_of(one).facts.control != node_of({**one, "x-widget": "select"}).facts.control


def test_only_what_describes_an_inside_contains() -> None:
    assert containers(parts_of({"allOf": [True, TEXT]})) == frozenset()
    assert len(containers(parts_of({"type": "array", "items": OBJECT}))) == 1
