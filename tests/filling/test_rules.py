"""Rules that JSON Schema has no word for: limits that are another answer, and recommendations."""

from typing import Any

import pytest

from formkit.errors import Problem
from formkit.filling.rules import has_rules, relative_place
from formkit.filling.submission import check, submit
from tests.filling.making import TEXT, form_of

DATE = {"type": "string", "format": "date"}


def limited(keyword: str, pointer: str = "1/from", kind: Any = DATE) -> Any:
    return form_of({"from": kind, "to": {**kind, "x-limit": {keyword: pointer}}})


@pytest.mark.parametrize(
    ("keyword", "kept", "broken"),
    [
        ("minimum", ["2026-03-05", "2026-03-06"], ["2026-03-04"]),
        ("maximum", ["2026-03-05", "2026-03-04"], ["2026-03-06"]),
        ("exclusiveMinimum", ["2026-03-06"], ["2026-03-05", "2026-03-04"]),
        ("exclusiveMaximum", ["2026-03-04"], ["2026-03-05", "2026-03-06"]),
    ],
)
def test_a_date_is_limited_by_another(keyword: str, kept: list[str], broken: list[str]) -> None:
    form = limited(keyword)
    for value in kept:
        assert check(form, {"from": "2026-03-05", "to": value}) == ()
    for value in broken:
        problem = Problem("/to", keyword, {"limit": "2026-03-05", "with": "/from"})
        assert check(form, {"from": "2026-03-05", "to": value}) == (problem,)
        assert submit(form, {"/from": "2026-03-05", "/to": value}).problems == (problem,)


def test_a_number_is_limited_by_another() -> None:
    form = limited("minimum", kind={"type": "number"})
    assert check(form, {"from": 2, "to": 2.0}) == ()
    assert [problem.pointer for problem in check(form, {"from": 2, "to": 1.5})] == ["/to"]


@pytest.mark.parametrize(
    "answers", [{}, {"to": "2026-03-05"}, {"from": "2026-03-05"}, {"from": 5, "to": "2026-03-05"}]
)
def test_what_cannot_be_compared_is_not(answers: dict[str, Any]) -> None:
    assert not [p for p in check(limited("minimum"), answers) if p.pointer == "/to"]


def test_true_is_no_number() -> None:
    form = form_of(
        {"a": {"type": "boolean"}, "n": {"type": "number", "x-limit": {"minimum": "1/a"}}}
    )
    assert check(form, {"a": True, "n": 0}) == ()


def test_a_limit_is_found_from_a_row() -> None:
    item = {
        "type": "object",
        "properties": {
            "n": {"type": "integer", "x-limit": {"maximum": "3/most", "minimum": "2/0/n"}}
        },
    }
    form = form_of({"most": {"type": "integer"}, "r": {"type": "array", "items": item}})
    problems = check(form, {"most": 5, "r": [{"n": 3}, {"n": 9}, {"n": 1}]})
    assert [(p.pointer, p.keyword, p.params["with"]) for p in problems] == [
        ("/r/1/n", "maximum", "/most"),
        ("/r/2/n", "minimum", "/r/0/n"),
    ]


@pytest.mark.parametrize(
    ("place", "pointer", "found"),
    [
        (("a", "b"), "0", ("a", "b")),
        (("a", "b"), "1/c", ("a", "c")),
        (("a", "b"), "2/x~1y", ("x/y",)),
        (("a", "b"), "2", ()),
        (("a", "b"), "3/c", None),
        (("a", "b"), "01/c", None),
        (("a", "b"), "/c", None),
        (("a", "b"), "1#", None),
        (("a", "b"), "1/~", None),
        (("a", "b"), "9" * 5000, None),
    ],
)
def test_a_relative_pointer_leads_up_and_down(
    place: tuple[str, ...], pointer: str, found: tuple[str, ...] | None
) -> None:
    assert relative_place(place, pointer) == found


@pytest.mark.parametrize(
    "pointer", ["9/from", "1/r/x", "1/r/7", "1/r/٣", "1/from/0", "1/r/" + "9" * 5000]
)
def test_a_limit_that_leads_nowhere_limits_nothing(pointer: str) -> None:
    form = form_of(
        {
            "from": DATE,
            "r": {"type": "array", "items": DATE},
            "to": {**DATE, "x-limit": {"minimum": pointer}},
        }
    )
    answers = {"from": "2026-03-05", "r": ["2026-03-05"], "to": "2026-03-04"}
    assert check(form, answers) == ()


def test_what_is_recommended_warns_and_does_not_block() -> None:
    form = form_of({"a": {**TEXT, "x-recommended": True}, "b": TEXT})
    warning = Problem("/a", "x-recommended", {}, "warning")
    assert check(form, {}) == (warning,)
    submission = submit(form, {})
    assert submission.problems == (warning,)
    assert submission.ok
    assert check(form, {"a": "x"}) == ()


def test_what_is_not_asked_has_no_rules() -> None:
    form = form_of(
        {"k": TEXT},
        **{
            "if": {"required": ["k"]},
            "then": {"properties": {"a": {**TEXT, "x-recommended": True}}},
        },
    )
    assert check(form, {}) == ()
    assert [problem.pointer for problem in check(form, {"k": "x"})] == ["/a"]


NARROWED = {
    "if": {"properties": {"k": {"const": "x"}}, "required": ["k"]},
    "then": {
        "properties": {
            "n": {"x-limit": {"minimum": "1/least"}, "x-recommended": True},
        }
    },
}


def test_a_branch_adds_rules_to_what_is_always_asked() -> None:
    number = {"type": "integer"}
    form = form_of({"k": TEXT, "n": number, "least": number}, **NARROWED)
    assert check(form, {"k": "y", "n": 1, "least": 2}) == ()
    assert check(form, {"k": "y"}) == ()
    assert [p.keyword for p in check(form, {"k": "x", "n": 1, "least": 2})] == ["minimum"]
    assert [p.keyword for p in check(form, {"k": "x"})] == ["x-recommended"]


def test_a_condition_around_what_is_not_there_sees_nothing() -> None:
    inside = {"type": "object", "properties": {"k": TEXT, "n": {"type": "integer"}}, **NARROWED}
    form = form_of({"o": {**inside, "if": {"maxProperties": 0}}})
    assert [p.pointer for p in submit(form, []).problems] == ["/o/n"]
    assert submit(form, {"/o/k": "x"}).problems == ()


def test_a_condition_of_a_question_needs_its_answer() -> None:
    rule = {"if": {"minimum": 5}, "then": {"x-limit": {"maximum": "1/most"}}}
    form = form_of({"n": {"type": "integer", **rule}, "most": {"type": "integer"}})
    assert [p.keyword for p in check(form, {"n": 9, "most": 3})] == ["maximum"]
    assert check(form, {"n": 4, "most": 3}) == ()
    assert check(form, {"most": 3}) == ()


def test_rules_of_what_stands_within_itself_need_all_that_surrounds_them() -> None:
    number = {"type": "integer"}
    tree = {
        "type": "object",
        "properties": {"k": TEXT, "n": {**number, "x-limit": {"maximum": "1/most"}}},
        "anyOf": [
            {"properties": {"most": number, "in": {"$ref": "#/$defs/t"}}, "required": ["most"]},
            {"properties": {"other": TEXT}, "required": ["other"]},
        ],
        **NARROWED,
    }
    form = form_of({"q": {"$ref": "#/$defs/t"}}, **{"$defs": {"t": tree}})
    broken = {"k": "x", "n": 5, "most": 3, "least": 7}

    def found(inner: dict[str, Any]) -> list[tuple[str, str]]:
        answers = {"q": {"most": 9, "in": {"most": 9, "in": inner}}}
        return [(problem.pointer, problem.keyword) for problem in check(form, answers)]

    assert found(broken) == [("/q/in/in/n", "maximum"), ("/q/in/in/n", "minimum")]
    assert found({**broken, "k": "y"}) == [("/q/in/in/n", "maximum")]
    assert found({**broken, "n": 3, "k": "y"}) == []


def test_blank_rows_have_no_rules() -> None:
    item = {"type": "object", "properties": {"a": {**TEXT, "x-recommended": True}, "b": TEXT}}
    form = form_of({"r": {"type": "array", "items": item}})
    submission = submit(form, [("/r/0/b", ""), ("/r/1/b", "x")])
    assert [problem.pointer for problem in submission.problems] == ["/r/0/a"]


def test_rules_are_only_looked_for_where_there_are_any() -> None:
    assert has_rules(limited("minimum"))
    assert has_rules(form_of({"a": {**TEXT, "x-recommended": True}}))
    assert not has_rules(form_of({"a": TEXT}))


@pytest.mark.parametrize("answers", [None, [], "x", 5])
def test_answers_that_are_no_object_have_no_rules(answers: Any) -> None:
    assert [problem.keyword for problem in check(limited("minimum"), answers)] == ["type"]
