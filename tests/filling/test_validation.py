"""Problems point where the contract says, and carry what a sentence needs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from formkit.definition.load import load
from formkit.errors import Problem
from formkit.filling.validation import check, problems
from tests.filling import schemas
from tests.filling.judging import judge_of, told

BENCH = Path(__file__, "../../bench").resolve()


def params(schema: Any, answers: Any) -> dict[str, Any]:
    [problem] = problems(judge_of(schema).errors(answers))
    return dict(problem.params)


def obj(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), **more}


# ---- where a problem stands


@pytest.mark.parametrize(
    ("schema", "answers", "expected"),
    [
        (obj({"a": {}, "b/c": {}}, "b/c", "a"), {}, [("/a", "required"), ("/b~1c", "required")]),
        ({"items": obj({"a": {}}, "a")}, [{"a": 1}, {}], [("/1/a", "required")]),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1}, [("/b", "required")]),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, [("/b", "dependentRequired")]),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, [("/b", "required")]),
        (
            {"additionalProperties": False},
            {"a": 1, "~": 2},
            [("/a", "additionalProperties"), ("/~0", "additionalProperties")],
        ),
        ({"unevaluatedProperties": False}, {"a": 1}, [("/a", "unevaluatedProperties")]),
        ({"prefixItems": [{}], "items": False}, [1, 2, 3], [("/1", "items"), ("/2", "items")]),
        ({"unevaluatedItems": False}, [1], [("/0", "unevaluatedItems")]),
        ({"propertyNames": {"maxLength": 1}}, {"ab": 1, "c": 1}, [("/ab", "propertyNames")]),
        ({"items": {"minItems": 1}}, [[]], [("/0", "minItems")]),
        ({"properties": {"a": {"contains": {"const": 1}}}}, {"a": [2]}, [("/a", "contains")]),
        ({"uniqueItems": True}, [1, 1.0], [("", "uniqueItems")]),
        ({"properties": {"a": {"not": {"const": 1}}}}, {"a": 1}, [("/a", "not")]),
        ({"properties": {"a": False}}, {"a": 1}, [("/a", "false")]),
        (False, 1, [("", "false")]),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"items": {"type": "null"}}}}, [1], [("/0", "type")]),
        ({"prefixItems": [True, {"type": "null"}]}, [1, 1], [("/1", "type")]),
        ({"allOf": [{"minLength": 3}, {"pattern": "b"}]}, "a",
         [("", "minLength"), ("", "pattern")]),
    ],
)  # fmt: skip
def test_where_a_problem_stands(schema: Any, answers: Any, expected: list[tuple[str, str]]) -> None:
    assert told(schema, answers) == expected


def test_one_problem_of_a_keyword_at_a_place() -> None:
    schema = {
        **obj({"a": {"type": "string"}}, "a"),
        "allOf": [{"required": ["a"]}, {"if": True, "then": {"required": ["a"]}}],
    }
    assert told(schema, {}) == [("/a", "required")]
    assert params({"allOf": [{"minimum": 3}, {"minimum": 5}]}, 1) == {"limit": 3}


def test_a_person_s_order_is_that_of_the_questions() -> None:
    schema = obj({"c": {"type": "string"}, "a": {}, "b": {"minimum": 1}}, "b", "a")
    assert [pointer for pointer, _ in told(schema, {"b": 0, "c": 1})] == ["/c", "/a", "/b"]


# ---- what a sentence needs


@pytest.mark.parametrize(
    ("schema", "answers", "expected"),
    [
        ({"minimum": 3}, 1, {"limit": 3}),
        ({"multipleOf": 0.01}, 0.001, {"limit": 0.01}),
        ({"contains": {"const": 1}, "minContains": 2}, [1], {"limit": 2}),
        ({"contains": {"const": 1}, "maxContains": 1}, [1, 1], {"limit": 1}),
        ({"type": "string"}, 1, {"type": ["string"]}),
        ({"type": ["string", "null"]}, 1, {"type": ["string", "null"]}),
        ({"format": "email"}, "a@", {"format": "email"}),
        ({"pattern": "^a"}, "b", {"pattern": "^a"}),
        ({"pattern": "^(?:a|a)*(?=b)$"}, "a" * 40, {"pattern": "^(?:a|a)*(?=b)$", "timeout": True}),
        ({"enum": [1, 2]}, 3, {"options": [1, 2]}),
        ({"const": 1}, 3, {"options": [1]}),
        ({"oneOf": [{"const": 1, "title": "A"}, {"const": 2}]}, 3, {"options": [1, 2]}),
        ({"required": ["a"]}, {}, {"property": "a"}),
        ({"additionalProperties": False}, {"a": 1}, {"property": "a"}),
        ({"uniqueItems": True}, [1, 1], {}),
        ({"$ref": "#"}, 1, {"limit": 64}),
    ],
)  # fmt: skip
def test_params(schema: Any, answers: Any, expected: dict[str, Any]) -> None:
    assert params(schema, answers) == expected


# ---- branches

CAR = obj({"kind": {"const": "car"}, "seats": {"type": "integer"}}, "kind", "seats")
BIKE = obj({"kind": {"enum": ["bike"]}, "gears": {"minimum": 1}}, "kind")


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("branches", "answers", "expected"),
    [
        # constants first
        ([CAR, BIKE], {"kind": "car"}, [("/seats", "required")]),
        ([CAR, BIKE], {"kind": "bike", "gears": 0}, [("/gears", "minimum")]),
        ([CAR, BIKE], {"kind": "boat"}, [("", None)]),
        ([CAR, BIKE], {}, [("/kind", "required")]),
        ([CAR, {"type": "null"}], {"kind": "car"}, [("/seats", "required")]),
        ([{"$ref": "#/$defs/car"}, BIKE], {"kind": "car"}, [("/seats", "required")]),
        # else the type
        ([{"type": "string", "minLength": 2}, {"type": "integer"}], "a", [("", "minLength")]),
        ([{"type": "string", "minLength": 2}, False], "a", [("", "minLength")]),
        ([{"items": {"type": "null"}, "type": "array"}, {"type": "object"}], [1], [("/0", "type")]),
        ([{"type": "string"}, {"type": ["string", "array"]}], 1, [("", "type")]),
        ([{"type": "integer", "minimum": 3}, {"type": "integer", "maximum": 0}], 1, [("", None)]),
        ([{"required": ["a"]}, {"required": ["b"]}], {}, [("", None)]),
        ([CAR, {"type": "string"}], {"kind": "boat"}, [("", None)]),
        # whoever answers doesn't mean null
        ([{"type": "integer"}, {"type": "null"}], "a", [("", "type")]),
        ([{"type": "integer"}, {"const": None}], "a", [("", "type")]),
        ([{"type": "null"}, {"type": "null", "title": "?"}], 1, [("", None)]),
        # a branch of branches
        ([{"oneOf": [CAR, BIKE]}, {"type": "string"}], {"kind": "car"}, [("/seats", "required")]),
        ([{"allOf": [{"const": 1}]}, {"properties": {"a": {"properties": {"b": {"const": 1}}}}}],
         {"a": {"b": 2}}, [("/a/b", "const")]),
    ],
)  # fmt: skip
def test_branches(
    keyword: str, branches: list[Any], answers: Any, expected: list[tuple[str, str | None]]
) -> None:
    schema = {keyword: branches, "$defs": {"car": CAR}}
    assert told(schema, answers) == [(at, kind or keyword) for at, kind in expected]


def test_types_of_all_branches_are_told() -> None:
    assert params({"anyOf": [{"type": "string"}, {"type": ["array", "string"]}]}, 1) == {
        "type": ["string", "array"]
    }


def test_several_branches_match() -> None:
    assert told({"properties": {"a": {"oneOf": [{}, True]}}}, {"a": 1}) == [("/a", "oneOf")]


def test_labelled_options_are_one_problem() -> None:
    options = [{"const": "a", "title": "A", "x-i18n": {}}, {"const": "b", "title": "B"}]
    assert told({"items": {"oneOf": options}}, ["a", "c", 1]) == [("/1", "enum"), ("/2", "enum")]
    assert told({"anyOf": options}, None) == [("", "enum")]


# ---- of a form


def test_of_a_form() -> None:
    form = load({"type": "object", "properties": {"a": {"format": "email"}}, "required": ["b"]})
    assert check(form, {"b": 1}) == ()
    assert check(form, {"a": "a@"}) == (
        Problem("/a", "format", {"format": "email"}),
        Problem("/b", "required", {"property": "b"}),
    )
    assert check(form, {"a": "a@", "b": 1}, formats=False) == ()
    assert check(form, []) == (Problem("", "type", {"type": ["object"]}),)


def test_the_thirteen_errors_of_the_benchmark() -> None:
    form = load(json.loads((BENCH / "checklist-40.schema.json").read_text()))
    answers = json.loads((BENCH / "checklist-40.answers.json").read_text())
    assert check(form, answers["valid"]) == ()
    assert [(p.pointer, p.keyword) for p in check(form, answers["invalid"])] == [
        ("/phone", "pattern"),
        ("/ward", "required"),
        ("/id_last4", "pattern"),
        ("/household_size", "minimum"),
        ("/household_kind", "enum"),
        ("/email", "pattern"),
        ("/devices", "minItems"),
        ("/bank", "required"),
        ("/skill_call", "maximum"),
        ("/help", "uniqueItems"),
        ("/members/1/birth_year", "minimum"),
        ("/members/2/name", "required"),
        ("/scam_detail", "required"),
    ]


@given(schemas.documents(), schemas.answers)
def test_problems_are_told_once_and_if_and_only_if_something_is_wrong(
    schema: Any, value: Any
) -> None:
    judge = judge_of(schema)
    found = problems(judge.errors(value))
    assert bool(found) is not judge.is_valid(value)
    assert len({(each.pointer, each.keyword) for each in found}) == len(found)
    assert found == problems(judge.errors(value))
