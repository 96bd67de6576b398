"""Each keyword says what JSON Schema says, where jsonschema's own says something else or less."""

import math
import time
from typing import Any

import pytest

from tests.filling.judging import judge_of, told

VERDICTS: list[tuple[Any, list[Any], list[Any]]] = [
    (True, [1, None], []),
    (False, [], [1, None]),
    ({"type": "number"}, [1, 1.5, 10**400], [True, "1", math.nan, math.inf]),
    ({"type": "integer"}, [1, 1.0, 10**4000], [True, 1.5, math.nan, -math.inf]),
    ({"type": ["string", "null"]}, ["", None], [0, [], {}]),
    ({"multipleOf": 0.01}, [19.99, 2000000.13, 1e308, 10**400, -0.07, "a"], [0.001, 19.995, 1e-9]),
    ({"multipleOf": 3}, [9, 9.0, 3 * 10**4000], [10, 0.3, 1e308]),
    ({"multipleOf": 5e-324}, [1e308, 0.1, 7], []),
    ({"multipleOf": 1e308}, [0, 1e308], [1, 10**307]),
    ({"minimum": 10**400}, [10**400], [1.0, 10**400 - 1]),
    ({"minimum": 1}, [1, math.inf, "a", True], [0.99]),
    ({"maximum": 1}, [1], [1.01]),
    ({"exclusiveMinimum": 1}, [1.01], [1]),
    ({"exclusiveMaximum": 1}, [0.99], [1.0]),
    ({"const": 1}, [1, 1.0], [True, "1"]),
    ({"const": [False, {"a": 0}]}, [[False, {"a": 0.0}]], [[0, {"a": 0}], [False, {"a": False}]]),
    ({"enum": [0, "a", None]}, [0.0, "a", None], [False, "", []]),
    ({"uniqueItems": True}, [[1, True, "1", [1], [True]], 5, []], [[1, 1.0], [{"a": 1}] * 2]),
    ({"uniqueItems": False}, [[1, 1]], []),
    ({"minLength": 6, "maxLength": 6}, ["Nguyễn", "😀" * 6, 6], ["Nguye\u0302\u0303n", "a"]),
    ({"minItems": 1, "maxItems": 2}, [[1], "a", {}], [[], [1, 2, 3]]),
    ({"minProperties": 1, "maxProperties": 1}, [{"a": 1}, []], [{}, {"a": 1, "b": 1}]),
    ({"pattern": r"^\p{Lu}\d$"}, ["Đ1", 1], ["đ1", "Đ٣", "Đ1\n"]),
    ({"pattern": "("}, [1], ["("]),
    ({"patternProperties": {r"^\p{L}$": {"type": "integer"}}}, [{"đ": 1, "1": ""}, 1], [{"đ": ""}]),
    (
        {
            "properties": {"a": {}},
            "patternProperties": {r"^\cA": {}},
            "additionalProperties": {"type": "null"},
        },
        [{"a": 1, "\x01": 1, "b": None}, 1],
        [{"b": 1}],
    ),
    ({"propertyNames": {"pattern": "^a"}}, [{"ab": 1}, 1], [{"b": 1}]),
    ({"items": False, "prefixItems": [{}]}, [[1], [], 1], [[1, 2]]),
    ({"items": {"type": "null"}}, [[None]], [[None, 1]]),
    ({"contains": {"const": 1}}, [[1, 2], 1], [[], [2]]),
    ({"contains": {"const": 1}, "minContains": 0}, [[]], []),
    ({"contains": {"const": 1}, "minContains": 2, "maxContains": 2}, [[1, 1]], [[1], [1, 1, 1]]),
    ({"required": ["a"]}, [{"a": None}, 1], [{}]),
    ({"properties": {"a": True}, "required": ["a"]}, [{"a": 1}, 1], [{}]),
    ({"dependentRequired": {"a": ["b"]}}, [{"b": 1}, {"a": 1, "b": 1}, 1], [{"a": 1}]),
    ({"not": {"type": "string"}}, [1], ["a"]),
    ({"oneOf": [{"const": "a", "title": "A"}, {"const": 1}]}, ["a", 1.0], ["b", True]),
    ({"oneOf": [{"const": 1}, {"const": 1.0}]}, [], [1, 2]),
    ({"oneOf": [{"type": "string"}, {"minLength": 2}]}, ["a", 1], ["ab"]),
    ({"oneOf": [{"type": "string"}, {"type": "null"}]}, ["a"], [1]),
    ({"anyOf": [{"const": "a"}, {"const": "b", "x-verdict": "done"}]}, ["a"], ["c"]),
    ({"anyOf": [{"const": "a", "type": "string"}, {"type": "null"}]}, ["a", None], ["b"]),
    ({"anyOf": [{"const": "a"}, True]}, ["b"], []),
    ({"format": "email"}, ["a@b.vn", 1], ["a@", "@"]),
    ({"format": "of-the-host"}, ["a"], []),
]


@pytest.mark.parametrize(("schema", "good", "bad"), VERDICTS)
def test_verdicts(schema: Any, good: list[Any], bad: list[Any]) -> None:
    judge = judge_of(schema)
    assert [value for value in good if not judge.is_valid(value)] == []
    assert [value for value in bad if judge.is_valid(value)] == []


def test_formats_annotate_where_asked_to() -> None:
    assert judge_of({"format": "email"}, formats=False).is_valid("a@")


def test_what_is_missing_comes_in_the_order_of_the_questions() -> None:
    schema = {
        "required": ["z", "b", "a"],
        "properties": {"a": {"type": "string"}, "c": {"type": "string"}, "b": {}},
    }
    assert told(schema, {"c": 1}) == [
        ("/z", "required"),
        ("/a", "required"),
        ("/c", "type"),
        ("/b", "required"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        list(range(10_000)),
        [f"a{i}" for i in range(5_000)] + list(range(5_000)),
        [[i] for i in range(10_000)],
        [{"a": i} for i in range(10_000)],
        [i * (2**61 - 1) for i in range(10_000)],
    ],
)
def test_ten_thousand_items_are_told_apart_at_once(values: list[Any]) -> None:
    judge = judge_of({"uniqueItems": True})
    began = time.thread_time()
    assert judge.is_valid(values)
    assert not judge.is_valid([*values, values[5]])
    assert time.thread_time() - began < 1


def test_numbers_of_any_size_are_divided_at_once() -> None:
    judge = judge_of({"items": {"multipleOf": 0.01}})
    began = time.thread_time()
    assert judge.is_valid([10**4300, 1e308, 5.5, -(10**4299)] * 100)
    assert time.thread_time() - began < 1
