"""The judge is built once, takes a bounded time, and raises for no answers."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from formkit.definition.load import load
from formkit.errors import DefinitionError
from formkit.filling import checks
from formkit.filling import judge as judging
from formkit.filling.checks import Memory
from formkit.filling.judge import Judge, judge
from tests.filling import schemas
from tests.filling.judging import judge_of, told

# The figure to reach is 0.1 s; coverage and a busy machine take their share of a test's time.
AT_ONCE = 1.0

T = TypeVar("T")


def nested(depth: int, kind: type) -> Any:
    value: Any = "a"
    for _ in range(depth):
        value = {"a": value} if kind is dict else [value]
    return value


def test_one_judge_for_a_form() -> None:
    form = load({"type": "object", "properties": {"a": {"format": "email"}}})
    assert judge(form) is judge(form)
    assert judge(form, formats=False) is not judge(form)
    assert not judge(form).is_valid({"a": "a@"})
    assert judge(form, formats=False).is_valid({"a": "a@"})


def test_meta_schemas_are_at_hand() -> None:
    schema = {"$ref": "https://json-schema.org/draft/2020-12/schema"}
    assert told(schema, {"type": "text", "minLength": 1}) == [("/type", "enum")]


@pytest.mark.parametrize("kind", [dict, list])
@pytest.mark.parametrize("first", [True, False])
def test_sixty_four_segments_and_no_more(kind: type, first: bool) -> None:
    schema = {"additionalProperties": {"$ref": "#"}, "items": {"$ref": "#"}}
    deepest = judge_of(schema, first=first)
    assert deepest.errors(nested(64, kind)) == []
    for value in (nested(65, kind), nested(900, kind), nested(100_000, kind)):
        assert [error.validator for error in deepest.errors(value)] == ["depth"]


def test_schemas_too_deep_for_python_are_one_problem() -> None:
    chain: dict[str, Any] = {
        f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}]} for i in range(900)
    }
    schema = {"$defs": {**chain, "d900": {}}, "$ref": "#/$defs/d0"}
    assert told(schema, {"a": 1}) == [("", "depth")]
    assert told({"$ref": "#"}, 1) == [("", "depth")]


def below(frames: int, call: Callable[[], T]) -> T:
    """What a call gives with so many more frames under it."""
    return below(frames - 1, call) if frames else call()


@pytest.mark.parametrize("frames", range(24))
def test_the_recursion_may_end_in_any_line(frames: int) -> None:
    # at some depths it ends where the compiled maps of `referencing` compare two keys
    chain: dict[str, Any] = {
        f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}]} for i in range(900)
    }
    schema = {"$defs": {**chain, "d900": {}}, "$ref": "#/$defs/d0"}
    assert below(frames, lambda: told(schema, {"a": 1})) == [("", "depth")]
    with pytest.raises(DefinitionError):
        below(frames, lambda: load({"type": "object", **schema}))


def doubling(levels: int, keyword: str = "allOf") -> dict[str, Any]:
    each = {
        f"d{i}": {keyword: [{"$ref": f"#/$defs/d{i + 1}"}, {"$ref": f"#/$defs/d{i + 1}"}]}
        for i in range(levels)
    }
    return {"$defs": {**each, f"d{levels}": {"type": "object"}}, "$ref": "#/$defs/d0"}


@pytest.mark.parametrize(
    "schema",
    [
        doubling(40),
        doubling(40, "anyOf") | {"unevaluatedProperties": False},
        {"not": doubling(40), "$defs": doubling(40)["$defs"]},
        {"if": {"$ref": "#/$defs/d0"}, "$defs": doubling(40)["$defs"]},
        {**doubling(40, "oneOf"), "$defs": {**doubling(40, "oneOf")["$defs"], "d40": False}},
    ],
)
def test_a_definition_that_doubles_itself_ends(schema: dict[str, Any]) -> None:
    began = time.thread_time()
    assert told(schema, {"a": 1}) == [("", "depth")]
    assert time.thread_time() - began < AT_ONCE


def test_many_answers_have_many_steps() -> None:
    row = {"properties": {name: {"$ref": "#/$defs/text"} for name in "abcdef"}}
    schema = {"$defs": {"text": {"allOf": [{"type": "string"}]}}, "items": row}
    assert told(schema, [dict.fromkeys("abcdef", "x")] * 2_000) == []


def test_branches_within_branches_have_enough_steps() -> None:
    def union(inner: dict[str, Any]) -> dict[str, Any]:
        return {
            "oneOf": [
                {"properties": {"kind": {"const": f"{i}"}, "of": inner}, "required": ["kind"]}
                for i in range(60)
            ]
        }

    value = {"kind": "59", "of": {"kind": "59", "of": 5}}
    assert told(union(union({"type": "integer"})), value) == []
    assert told(union(union({"type": "string"})), value) == [("/of/of", "type")]


# ---- conditions


def test_a_condition_is_asked_at_its_own_place() -> None:
    inner = {"$id": "urn:inner", "$defs": {"a": {"pattern": "^a"}}, "if": {"$ref": "#/$defs/a"}}
    schema = {"$defs": {"inner": inner, "a": False}}
    registry: Registry[Any] = (
        Registry()
        .with_resources(
            [
                ("urn:form", DRAFT202012.create_resource(schema)),
                ("urn:inner", DRAFT202012.create_resource(inner)),
            ]
        )
        .crawl()
    )
    of_form = Judge.of(schema, registry=registry, uri="urn:form")
    resolver = registry.resolver("urn:inner")
    condition = of_form.condition(inner["if"], resolver)
    assert condition("ab")
    assert not condition("b")
    assert of_form.condition(inner["if"], resolver) is condition


@given(schemas.documents(), schemas.answers)
def test_a_condition_says_what_the_judge_says(schema: Any, value: Any) -> None:
    whole = judge_of(schema)
    condition = whole.condition(schema, whole._resolver)
    if not told(schema, value) or told(schema, value) != [("", "depth")]:
        assert condition(value) is whole.is_valid(value)


def test_conditions_assert_formats_where_the_judge_does() -> None:
    for formats in (True, False):
        whole = judge_of({}, formats=formats)
        assert whole.condition({"format": "email"}, whole._resolver)("a@") is not formats


def test_a_condition_that_does_not_end_is_not_met() -> None:
    whole = judge_of(doubling(40) | {"if": {"$ref": "#/$defs/d0"}})
    assert not whole.condition({"$ref": "#/$defs/d0"}, whole._resolver)({})
    assert not judge_of({"$ref": "#"}).condition({"$ref": "urn:form"}, whole._resolver)(5)


def test_conditions_of_passing_schemas_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_CONDITIONS", 3)
    whole = judge_of({})
    for i in range(10):
        assert whole.condition({"const": i}, whole._resolver)(i)
        assert len(whole._conditions) <= 3


# ---- time that runs out

SLOW = "^(?:a|a)*(?=b)$"


@pytest.mark.parametrize(
    ("schema", "value", "pointer", "keyword"),
    [
        ({"pattern": SLOW}, "a" * 40, "", "pattern"),
        ({"items": {"pattern": SLOW}}, ["a" * 40] * 50, "/0", "pattern"),
        ({"not": {"pattern": SLOW}}, "a" * 40, "", "pattern"),
        ({"if": {"pattern": SLOW}, "then": True}, "a" * 40, "", "pattern"),
        ({"patternProperties": {SLOW: True}}, {"a" * 40: 1}, "/" + "a" * 40, "patternProperties"),
        (
            {"patternProperties": {SLOW: True}, "additionalProperties": True},
            {"a" * 40: 1},
            "/" + "a" * 40,
            "patternProperties",
        ),
    ],
)
def test_what_was_not_decided_is_told(schema: Any, value: Any, pointer: str, keyword: str) -> None:
    began = time.thread_time()
    errors = judge_of(schema).errors(value)
    assert time.thread_time() - began < AT_ONCE
    assert any(isinstance(error.cause, TimeoutError) for error in errors)
    assert told(schema, value)[0] == (pointer, keyword)


def test_a_long_text_takes_from_the_time_of_the_check() -> None:
    assert judge_of({"items": {"pattern": r"^[^b]*$"}}).is_valid(["a" * 5_000] * 3)
    assert not judge_of({"items": {"pattern": r"^[^b]*$"}}).is_valid(["a" * 5_000 + "b"])


# ---- what is remembered


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_REMEMBERED", 3)
    memory = Memory()
    for i in range(10):
        assert memory.recall("sum", [i], sum) == i
        assert len(memory.known) <= 3


@given(schemas.documents(), schemas.answers)
def test_no_document_and_no_answers_raise(schema: Any, value: Any) -> None:
    judged = judge_of(schema, first=True)
    assert judged.is_valid(value) is (judged.errors(value) == [])
