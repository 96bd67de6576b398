"""Which branches are asked, sentence by sentence of the contract under "Branches"."""

from typing import Any

import pytest

from formkit.definition.load import load
from tests.filling.making import TEXT, answered, form_of, sent


def when(name: str, value: Any, then: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A rule: `then` while the answer to `name` is `value`."""
    return {
        "if": {"properties": {name: {"const": value}}, "required": [name]},
        "then": {"properties": then},
        **more,
    }


def test_a_branch_is_asked_while_its_condition_holds() -> None:
    form = form_of({"a": TEXT}, **when("a", "x", {"b": TEXT}))
    assert answered(form, [("/a", "x"), ("/b", "1")]) == {"a": "x", "b": "1"}
    assert answered(form, [("/a", "y"), ("/b", "1")]) == {"a": "y"}
    assert answered(form, [("/b", "1")]) == {}


def test_what_is_not_asked_stays_while_filling() -> None:
    form = form_of({"a": TEXT}, **when("a", "x", {"b": TEXT}))
    submission = sent(form, [("/a", "y"), ("/b", "1")])
    typed = {item.pointer: item.texts for item in submission.state.root.children}
    assert (typed["/a"], typed["/b"]) == (("y",), ("1",))
    assert submission.ok


def test_else_is_asked_while_it_does_not() -> None:
    form = form_of({"a": TEXT}, **when("a", "x", {}, **{"else": {"properties": {"c": TEXT}}}))
    assert answered(form, [("/a", "x"), ("/c", "1")]) == {"a": "x"}
    assert answered(form, [("/c", "1")]) == {"c": "1"}


def test_an_if_on_a_missing_property_is_vacuously_true() -> None:
    rule = {"if": {"properties": {"a": {"const": "x"}}}, "then": {"properties": {"b": TEXT}}}
    assert answered(form_of({"a": TEXT}, **rule), [("/b", "1")]) == {"b": "1"}


def test_conditions_see_the_answers_without_inactive_ones() -> None:
    rules = [when("a", "x", {"b": TEXT}), when("b", "y", {"c": TEXT}), when("c", "z", {"d": TEXT})]
    pairs = [("/b", "y"), ("/c", "z"), ("/d", "1")]
    for order in (rules, rules[::-1]):
        form = form_of({"a": TEXT}, allOf=order)
        assert answered(form, [("/a", "x"), *pairs]) == {"a": "x", "b": "y", "c": "z", "d": "1"}
        assert answered(form, [("/a", "w"), *pairs]) == {"a": "w"}


def test_a_circle_keeps_its_last_state() -> None:
    rules = [when("a", "x", {"b": TEXT}), when("b", "y", {"a": TEXT})]
    unless = {
        "if": {"required": ["q"]}, "else": {"properties": {"q": TEXT}},
    }  # fmt: skip
    form = load({"type": "object", "properties": {"z": TEXT}, "allOf": [*rules, unless]})
    answers = answered(form, [("/a", "x"), ("/b", "y"), ("/q", "?")])
    assert answers in ({"a": "x", "b": "y"}, {"a": "x", "b": "y", "q": "?"})


def test_dependent_schemas_are_branches_on_a_presence() -> None:
    form = form_of({"a": TEXT}, dependentSchemas={"a": {"properties": {"b": TEXT}}})
    assert answered(form, [("/a", "x"), ("/b", "1")]) == {"a": "x", "b": "1"}
    assert answered(form, [("/b", "1")]) == {}


def test_dependent_required_points_to_what_is_missing() -> None:
    form = form_of({"a": TEXT, "b": TEXT}, dependentRequired={"a": ["b"]})
    (problem,) = sent(form, [("/a", "x")]).problems
    assert (problem.pointer, problem.keyword) == ("/b", "dependentRequired")


def test_branches_in_branches_need_both() -> None:
    inner = when("b", "y", {"c": TEXT})
    outer = when("a", "x", {"b": TEXT})
    outer["then"].update(inner)
    form = form_of({"a": TEXT}, **outer)
    pairs = [("/b", "y"), ("/c", "1")]
    assert answered(form, [("/a", "x"), *pairs]) == {"a": "x", "b": "y", "c": "1"}
    assert answered(form, [("/a", "x"), ("/b", "n"), ("/c", "1")]) == {"a": "x", "b": "n"}
    assert answered(form, pairs) == {}


def test_a_branch_of_an_object_sees_that_object() -> None:
    inside = {"type": "object", "properties": {"a": TEXT}, **when("a", "x", {"b": TEXT})}
    form = form_of({"o": inside, "r": {"type": "array", "items": inside}})
    pairs = [("/o/a", "x"), ("/o/b", "1"), ("/r/0/a", "x"), ("/r/0/b", "2"), ("/r/1/a", "y"), ("/r/1/b", "3")]  # fmt: skip  # noqa: E501
    assert answered(form, pairs) == {
        "o": {"a": "x", "b": "1"},
        "r": [{"a": "x", "b": "2"}, {"a": "y"}],
    }


def test_a_branch_may_ask_inside_another_object() -> None:
    more = {"o": {"properties": {"b": TEXT}}}
    form = form_of(
        {"a": TEXT, "o": {"type": "object", "properties": {"c": TEXT}}}, **when("a", "x", more)
    )
    pairs = [("/o/b", "1"), ("/o/c", "2")]
    assert answered(form, [("/a", "x"), *pairs]) == {"a": "x", "o": {"b": "1", "c": "2"}}
    assert answered(form, pairs) == {"o": {"c": "2"}}


def test_a_condition_on_an_object_that_is_not_there_sees_an_empty_one() -> None:
    inside = {
        "type": "object",
        "properties": {"a": TEXT},
        "if": {"maxProperties": 0},
        "then": {"properties": {"b": TEXT}},
    }
    assert answered(form_of({"o": inside}), [("/o/b", "1")]) in ({}, {"o": {"b": "1"}})
    negated = {**inside, "if": {"not": {"required": ["a"]}}}
    assert answered(form_of({"o": negated}), [("/o/b", "1")]) == {"o": {"b": "1"}}


def test_a_condition_on_a_value_that_is_no_object_sees_an_empty_one() -> None:
    inside = {
        "type": "object",
        "properties": {"a": TEXT},
        "if": {"propertyNames": {"const": "a"}},
        "then": {"properties": {"b": TEXT}},
    }
    assert answered(form_of({"o": inside}), [("~v/o", '"odd"')]) == {"o": "odd"}


def test_conditions_see_undeclared_keys_and_constants() -> None:
    form = form_of({"a": {"const": 1}}, "a", **when("more", 2, {"b": TEXT}))
    assert answered(form, [("/a", "1"), ("~v/more", "2"), ("/b", "x")]) == {
        "a": 1, "more": 2, "b": "x",
    }  # fmt: skip
    form = form_of({"a": {"const": 1}, "c": TEXT}, "a", **when("a", 1, {"b": TEXT}))
    assert answered(form, [("/a", "1"), ("/b", "x")]) == {"a": 1, "b": "x"}


@pytest.mark.parametrize(
    "keeping",
    [
        {"additionalProperties": True},
        {"additionalProperties": {"type": "string"}},
        {"patternProperties": {"^b$": {"type": "string"}}},
        {"patternProperties": {"^x$": {}}, "allOf": [{"patternProperties": {"b": True}}]},
    ],
)
def test_what_something_active_declares_is_not_pruned(keeping: dict[str, Any]) -> None:
    form = form_of({"a": TEXT}, **when("a", "x", {"b": TEXT}), **keeping)
    assert answered(form, [("/a", "y"), ("/b", "1")]) == {"a": "y", "b": "1"}


@pytest.mark.parametrize(
    "keeping", [{"additionalProperties": False}, {"patternProperties": {"^x$": {}}}]
)
def test_what_nothing_active_declares_is_pruned(keeping: dict[str, Any]) -> None:
    form = form_of({"a": TEXT}, **when("a", "x", {"b": TEXT}), **keeping)
    assert answered(form, [("/a", "y"), ("/b", "1")]) == {"a": "y"}


def test_a_branch_narrows_what_is_always_asked() -> None:
    form = form_of(
        {"a": TEXT, "b": {"enum": ["p", "q"]}},
        **when("a", "x", {"b": {"const": "p"}, "a": {}}),
    )
    assert sent(form, [("/a", "x"), ("/b", "p")]).ok
    (problem,) = sent(form, [("/a", "x"), ("/b", "q")]).problems
    assert problem.pointer == "/b"
    assert answered(form, [("/a", "y"), ("/b", "q")]) == {"a": "y", "b": "q"}


@pytest.mark.parametrize("keeping", [{}, {"additionalProperties": True}])
def test_of_two_controls_the_one_that_is_asked_is_read(keeping: dict[str, Any]) -> None:
    either = when("k", "n", {"q": {"type": "integer"}}, **{"else": {"properties": {"q": TEXT}}})
    form = form_of({"k": TEXT}, **either, **keeping)
    pairs = [("/q", "12"), ("~i2/q", "twelve")]
    assert answered(form, [("/k", "t"), *pairs]) == {"k": "t", "q": "twelve"}
    assert answered(form, [("/k", "n"), *pairs]) == {"k": "n", "q": 12}
    assert answered(form, [("/k", "t"), ("/q", "12"), ("~i2/q", "")]) == {"k": "t"}


def test_a_condition_sees_of_two_controls_what_is_answered() -> None:
    both = [
        {"if": {"required": ["k"]}, "then": {"properties": {"q": {"type": "integer"}}}},
        {"if": {"required": ["k"]}, "then": {"properties": {"q": TEXT}}},
        when("q", 1, {"b": TEXT}),
    ]
    form = form_of({"k": TEXT}, allOf=both)
    pairs = [("/k", "x"), ("/q", "1"), ("~i2/q", "2"), ("/b", "y")]
    assert answered(form, pairs) == {"k": "x", "q": 1, "b": "y"}
