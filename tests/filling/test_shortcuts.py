"""A shortcut says what the whole judge says."""

from typing import Any

from hypothesis import given

from formkit.filling.shortcuts import shortcut
from tests.filling import schemas
from tests.filling.judging import judge_of


@given(schemas.conditions(), schemas.answers)
def test_the_same_as_the_judge(schema: Any, value: Any) -> None:
    quick = shortcut(schema)
    if quick is not None:
        assert quick(value) is judge_of(schema).is_valid(value)


def test_everyday_conditions_have_one() -> None:
    for schema in (
        True,
        {"properties": {"a": {"const": "yes"}}, "required": ["a"]},
        {"properties": {"a": {"enum": ["x", 1]}}},
        {"not": {"properties": {"a": {"type": "null"}}}},
        {"anyOf": [{"required": ["a"]}, {"properties": {"b": {"minimum": 3}}}]},
        {"allOf": [{"title": "?", "minLength": 1}]},
    ):
        assert shortcut(schema) is not None


def test_what_has_none_goes_to_the_judge() -> None:
    for schema in (
        {"pattern": "^a"},
        {"properties": {"a": {"pattern": "^a"}}},
        {"not": {"$ref": "#"}},
        {"anyOf": [{"pattern": "^a"}, True]},
        {"allOf": [{"oneOf": [True]}]},
    ):
        assert shortcut(schema) is None
