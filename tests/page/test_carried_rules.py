"""The rules that travel with a question: those that a script can judge, in the server's words."""

import html
import json
import re
from typing import Any

import pytest

import formkit
from formkit.definition.load import load


def carried(definition: dict[str, Any], **options: Any) -> dict[str, list[Any]]:
    """The rules in the page, by the id of their question."""
    page = formkit.render(load({"type": "object", **definition}), **options)
    found = re.findall(r'id="f-([^"]*)--q"[^>]*? data-rules=\'([^\']*)\'', page)
    return {name: json.loads(html.unescape(rules)) for name, rules in found}


def of(schema: dict[str, Any], *, required: bool = False, **options: Any) -> list[Any]:
    """The rules of one question."""
    definition = {"properties": {"a": schema}, "required": ["a"] if required else []}
    return carried(definition, **options).get("a", [])


@pytest.mark.parametrize(
    ("schema", "rules"),
    [
        ({"type": "string"}, []),
        ({"type": "string", "minLength": 1}, []),
        ({"type": "string", "minLength": 2}, [[{"minLength": 2}, "Ông/Bà viết ít nhất 2 ký tự"]]),
        (
            {"type": "integer", "minimum": 1, "maximum": 9},
            [
                [{"type": "integer"}, "Ông/Bà điền một số nguyên, ví dụ 3"],
                [{"minimum": 1, "maximum": 9}, "Ông/Bà điền số từ 1 đến 9"],
            ],
        ),
        (
            {"type": "number", "maximum": 2**53, "multipleOf": 0.5, "minimum": -(2**60)},
            [
                [{"type": "number"}, "Ông/Bà điền một số, ví dụ 3,5"],
                [{"multipleOf": 0.5}, "Ông/Bà điền số chia hết cho 0,5"],
            ],
        ),
        (
            {
                "type": "array",
                "items": {"enum": ["x", "y", "z"]},
                "uniqueItems": True,
                "minItems": 1,
                "maxItems": 2,
            },
            [[{"maxItems": 2}, "Ông/Bà chọn nhiều nhất 2 câu trả lời"]],
        ),
        # what depends on more than the text of the answer
        ({"type": "string", "x-text": "exact", "minLength": 3}, []),
        ({"type": "string", "format": "date-time", "minLength": 3}, []),
        ({"type": "string", "format": "email"}, []),
        ({"type": ["string", "integer"], "minimum": 3}, []),
        ({"type": "array", "items": {"type": "string"}, "minItems": 3}, []),
    ],
)
def test_rules_of_a_question(schema: dict[str, Any], rules: list[Any]) -> None:
    assert of(schema) == rules


@pytest.mark.parametrize(
    "pattern",
    ["^[0-9]{5}$", "^(\\+84|0)([ .-]?[0-9]){9,10}$", "^.*x.*$", "(?:a|b)c?"],
)
def test_a_pattern_that_any_phone_can_try(pattern: str) -> None:
    assert of({"type": "string", "pattern": pattern})[0][0] == {"pattern": pattern}


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "^(a|aa)*$", "(a?a?){30}", "(?=a)b", "(a)\\1", "\\bon\\b", "(", "a*a*a*"],
)
def test_a_pattern_that_could_take_a_phone_long_stays_with_the_server(pattern: str) -> None:
    try:
        assert of({"type": "string", "pattern": pattern}) == []
    except formkit.DefinitionError:
        assert pattern == "("


def test_an_answer_is_needed() -> None:
    need = [[0, "Ông/Bà chọn một câu trả lời"]]
    assert of({"type": "boolean"}, required=True) == need
    assert of({"type": "boolean"}) == []
    assert of({"const": True}, required=True) == [[0, "Ông/Bà đánh dấu vào ô này để đồng ý"]]
    # a box that isn't ticked is an answer, and what is empty may mean null
    assert of({"type": "boolean", "x-widget": "tick"}, required=True) == []
    assert of({"type": ["string", "null"]}, required=True) == []


def test_only_what_is_needed_whatever_else_is_answered() -> None:
    inner = {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}
    asked = {
        "properties": {
            "a": inner,
            "c": inner,
            "d": {"type": "array", "items": inner},
        },
        "required": ["a", "d"],
        "if": {"properties": {"e": {"const": "x"}}, "required": ["e"]},
        "then": {"properties": {"f": {"type": "string", "maxLength": 3}}, "required": ["f"]},
    }
    found = carried({**asked, "x-form": {"vocabulary": 1, "kind": "survey"}})
    assert list(found) == ["a-b"]


def test_entries_of_a_map_have_none() -> None:
    entry = {"type": "string", "maxLength": 3}
    asked = {"properties": {"a": {"type": "object", "additionalProperties": entry}}}
    page = formkit.render(load({"type": "object", **asked}), {"a": {"k": "v"}})
    assert "data-rules" not in page
    rows = {"type": "object", "properties": {"a": {"type": "array", "items": entry}}}
    assert page.count("data-rules") == 0
    assert formkit.render(load(rows), {"a": ["v"]}).count("data-rules") == 2


def test_who_only_reads_is_told_nothing() -> None:
    assert of({"type": "string"}, required=True, answers={}, readonly=True) == []
    assert of({"type": "string", "readOnly": True}, required=True) == []


def test_the_sentence_of_the_form_and_of_another_language() -> None:
    schema = {
        "type": "string",
        "pattern": "^a",
        "x-message": {"pattern": "Bắt đầu <bằng> 'a'", "required": "Bắt đầu <bằng> 'a'"},
    }
    said = "Bắt đầu <bằng> 'a'"
    assert of(schema, required=True) == [[0, said], [{"pattern": "^a"}, said]]
    definition = {
        "type": "object",
        "properties": {"a": schema},
        "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
    }
    page = formkit.render(load(definition), language="en")
    rules = re.search(r"data-rules='([^']*)'", page)
    assert rules
    assert json.loads(html.unescape(rules[1])) == [[{"pattern": "^a"}, said, "vi"]]


def test_what_stands_within_itself_has_the_rules_that_hold_whatever_was_chosen() -> None:
    inner = {"properties": {"in": {"$ref": "#/$defs/t"}, "n": {"type": "integer"}}}
    tree = {
        "type": "object",
        "properties": {"sure": {"type": "integer"}},
        "anyOf": [{"title": "More", **inner}, {"properties": {"end": {"type": "string"}}}],
    }
    found = carried(
        {"properties": {"t": {"$ref": "#/$defs/t"}}, "$defs": {"t": tree}},
        answers={"t": {"in": {"sure": 1, "in": {"n": 2}}}},
    )
    assert list(found) == ["t-sure"]
