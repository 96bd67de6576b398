"""Personal answers stand apart, wherever they are, and come together as they were."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.definition.nodes import tree
from formkit.pointer import split
from formkit.store.personal import (
    PersonalQuestion,
    apart,
    ended,
    personal_questions,
    together,
    withheld,
)
from formkit.testing import answers_for, forms
from tests.searching import part
from tests.store.keeping import ANSWERS, NOW, visit

RECEIVED = datetime(2026, 11, 25, 0, 30, tzinfo=timezone(timedelta(hours=7)))
BASIC = {"x-personal": {"level": "basic"}}
DAYS = {"x-personal": {"level": "basic", "days": 2}}
TEXT = {"type": "string"}


def form(properties: Mapping[str, Any], **more: Any) -> Form:
    return load({"type": "object", "properties": dict(properties), **more})


def _schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an answer in a definition."""
    if isinstance(schema, dict):
        yield schema
        for keyword in ("properties", "$defs", "dependentSchemas", "patternProperties"):
            for inside in schema.get(keyword, {}).values():
                yield from _schemas(inside)
        for keyword in ("items", "additionalProperties", "then", "else"):
            yield from _schemas(schema.get(keyword))
        for keyword in ("allOf", "prefixItems"):
            for inside in schema.get(keyword, ()):
                yield from _schemas(inside)


@st.composite
def marked(draw: st.DrawFn) -> tuple[Form, dict[str, Any]]:
    """A form of which any question may be personal, and answers to it."""
    document = json.loads(json.dumps(draw(forms())))
    for schema in _schemas(document):
        if schema is not document and draw(st.integers(0, 2)) == 0:
            said: dict[str, Any] = {"level": draw(st.sampled_from(["none", "basic", "sensitive"]))}
            if draw(st.booleans()):
                said["days"] = draw(st.integers(1, 5))
            schema["x-personal"] = said
    if draw(st.booleans()):
        document["x-form"] = {**document.get("x-form", {"vocabulary": 1}), "retention": 3}
    again = load(document)
    return again, draw(answers_for(again))


def said_in_order(value: Any) -> str:
    # True and 1 differ here, and so do {"a": 1, "b": 2} and {"b": 2, "a": 1}
    return json.dumps(value)


@part(4)
@given(marked())
def test_what_was_apart_comes_together_as_it_was(made: tuple[Form, dict[str, Any]]) -> None:
    form, answers = made
    before = said_in_order(answers)
    rest, personal = apart(form, answers, RECEIVED)
    rest_before = said_in_order(rest)
    assert said_in_order(together(rest, personal)) == before
    assert said_in_order(rest) == rest_before
    assert said_in_order(answers) == before


@part(4)
@given(marked())
def test_nothing_personal_is_left_among_the_others(made: tuple[Form, dict[str, Any]]) -> None:
    form, answers = made
    rest, personal = apart(form, answers, RECEIVED)
    covered, emptied, _ = withheld(personal)
    assert emptied == ()
    # a member isn't there, and a row has only its place
    for question in personal_questions(form):
        for found in _found(rest, question.path, {node.path for node in tree(form).nodes()}):
            # the whole form is an object still
            assert found is None or (question.path, found) == ((), {})
    for pointer in covered:
        *above, _ = split(pointer)
        assert any(
            _fits(question.path, split(pointer)[: len(question.path)])
            for question in personal_questions(form)
        ), above


def _fits(path: tuple[str, ...], at: tuple[str, ...]) -> bool:
    return len(path) == len(at) and all(p in ("*", a) for p, a in zip(path, at, strict=True))


def _found(
    value: Any, path: tuple[str, ...], asked: set[tuple[str, ...]], at: tuple[str, ...] = ()
) -> Iterator[Any]:
    """What stands at a question's path; `*` is a row, or a name that no question has."""
    if len(at) == len(path):
        yield value
        return
    step = path[len(at)]
    if isinstance(value, dict):
        for name, inside in value.items():
            if name == step or (step == "*" and (*at, name) not in asked):
                yield from _found(inside, path, asked, (*at, step))
    elif isinstance(value, list) and step == "*":
        for inside in value:
            yield from _found(inside, path, asked, (*at, step))


@part(4)
@given(marked(), st.integers(0, 7))
def test_what_has_ended_is_gone_and_the_rest_keeps_its_order(
    made: tuple[Form, dict[str, Any]], later: int
) -> None:
    form, answers = made
    rest, personal = apart(form, answers, RECEIVED)
    today = RECEIVED.date() + timedelta(days=later)
    left, pointers = ended(personal, today)
    assert ended(left, today) == (left, ())
    covered, emptied, _ = withheld(left)
    # a name that was typed goes with its answer
    assert len(emptied) == len(pointers)
    assert all(_fits(split(e), split(p)) for e, p in zip(emptied, pointers, strict=True))
    assert {*covered, *pointers} == set(withheld(personal).covered)
    shown = together(rest, left)
    assert said_in_order(shown) == said_in_order(_without(answers, {split(p) for p in pointers}))


def _without(value: Any, gone: set[tuple[str, ...]], at: tuple[str, ...] = ()) -> Any:
    """A value without what is gone; in a list a null keeps its place."""
    if isinstance(value, dict):
        return {
            name: _without(inside, gone, (*at, name))
            for name, inside in value.items()
            if (*at, name) not in gone
        }
    if isinstance(value, list):
        return [
            None if (*at, str(index)) in gone else _without(inside, gone, (*at, str(index)))
            for index, inside in enumerate(value)
        ]
    return value


def test_a_visit() -> None:
    rest, personal = apart(visit(), ANSWERS, RECEIVED)
    assert rest == {
        "ward": "26740",
        "team": "Đội 1",
        "house": "H-071",
        "done": True,
        "people": [{"age": 81}, {"age": 12}],
        "who": "staff",
        "helper": "youth",
        "from": "qr",
    }
    assert json.loads(personal or "") == [
        ["/name", 2, "Nguyễn Thị Ánh", "2027-01-24"],
        ["/people/0/health", 0, "yếu", "2026-12-02"],
    ]
    assert personal_questions(visit()) == (
        PersonalQuestion(("name",), "basic", 60),
        PersonalQuestion(("people", "*", "health"), "sensitive", 7),
    )
    assert [question.pointer for question in personal_questions(visit())] == [
        "/name",
        "/people/*/health",
    ]


def test_a_form_without_a_mark_keeps_all_together() -> None:
    answers = {"b": 1, "a": 2}
    rest, personal = apart(form({"a": {}, "b": {}}), answers)
    assert (rest, personal) == (answers, None)
    assert together(rest, None) == answers
    assert withheld(None) == ((), (), ())
    assert ended(None, date(2026, 1, 1)) == (None, ())


def test_the_last_day_counts_whole() -> None:
    # half past midnight in the ward is the day before in UTC
    _, personal = apart(
        form({"a": {**TEXT, "x-personal": {"level": "basic", "days": 1}}}), {"a": "x"}, RECEIVED
    )
    assert ended(personal, date(2026, 11, 26)) == (personal, ())
    assert ended(personal, date(2026, 11, 27)) == ('[["/a",0]]', ("/a",))


@pytest.mark.parametrize(
    ("said", "retention", "days"),
    [({"days": 9}, 3, 9), ({}, 3, 3), ({}, None, None), ({"days": 9}, None, 9)],
)
def test_a_term_is_the_question_s_or_the_form_s(
    said: dict[str, int], retention: int | None, days: int | None
) -> None:
    settings = {"vocabulary": 1} if retention is None else {"vocabulary": 1, "retention": retention}
    made = form({"a": {**TEXT, "x-personal": {"level": "basic", **said}}}, **{"x-form": settings})
    assert [question.days for question in personal_questions(made)] == [days]
    _, personal = apart(made, {"a": "x"}, RECEIVED)
    ends = None if days is None else (RECEIVED.date() + timedelta(days=days)).isoformat()
    assert json.loads(personal or "") == [["/a", 0, "x", ends]]
    # nobody knows when it came
    assert json.loads(apart(made, {"a": "x"})[1] or "") == [["/a", 0, "x", None]]


def test_a_form_may_say_that_what_it_refers_to_is_not_personal() -> None:
    made = form(
        {"a": {"$ref": "#/$defs/name", "x-personal": {"level": "none"}}},
        **{"$defs": {"name": {**TEXT, **BASIC}}},
    )
    assert apart(made, {"a": "x"}) == ({"a": "x"}, None)
    assert personal_questions(made) == ()


def test_a_mark_that_a_branch_makes_counts_whatever_is_chosen() -> None:
    made = form({"a": TEXT}, **{"if": {"required": ["b"]}, "then": {"properties": {"a": BASIC}}})
    assert apart(made, {"a": "x"})[0] == {}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_what_no_page_asks_is_as_personal(keyword: str) -> None:
    made = form({}, **{keyword: [{"properties": {"a": BASIC}}, {"properties": {"b": TEXT}}]})
    assert apart(made, {"a": "x", "b": "y"})[0] == {"b": "y"}


@pytest.mark.parametrize(
    "more",
    [
        {"patternProperties": {"^p": BASIC}},
        {"patternProperties": {"^p": BASIC}, "additionalProperties": False},
        {"additionalProperties": BASIC},
        {"unevaluatedProperties": BASIC},
    ],
)
def test_names_that_are_typed_are_as_personal(more: dict[str, Any]) -> None:
    made = form({"a": TEXT}, **more)
    rest, personal = apart(made, {"p1": "x", "a": "y"})
    assert rest == {"a": "y"}
    assert together(rest, personal) == {"p1": "x", "a": "y"}


def test_a_name_that_was_typed_goes_with_its_answer() -> None:
    made = form({"phones": {"type": "object", "additionalProperties": {**TEXT, **DAYS}}})
    answers = {"phones": {"Hoa": "0912", "a/b": "0913"}}
    rest, personal = apart(made, answers, RECEIVED)
    assert together(rest, personal) == answers
    assert withheld(personal) == (("/phones/Hoa", "/phones/a~1b"), (), ("/phones/*",))
    left, pointers = ended(personal, date(2026, 11, 28))
    assert (left, pointers) == (
        '[["/phones/*",0],["/phones/*",1]]',
        ("/phones/Hoa", "/phones/a~1b"),
    )
    assert together(rest, left) == {"phones": {}}
    assert ended(left, date(2027, 1, 1)) == (left, ())


def test_names_inside_of_what_is_personal_go_with_it() -> None:
    person = {"type": "object", "properties": {"phone": {**TEXT, **DAYS}, "age": TEXT}}
    kin = {"type": "object", "additionalProperties": person}
    made = form({"kin": {**kin, "x-personal": {"level": "basic", "days": 4}}})
    answers = {"kin": {"Hoa": {"phone": "0912", "age": "9"}}}
    rest, personal = apart(made, answers, RECEIVED)
    assert together(rest, personal) == answers
    # her name is still there, with her age
    left, _ = ended(personal, date(2026, 11, 28))
    assert together(rest, left) == {"kin": {"Hoa": {"age": "9"}}}
    assert withheld(left).emptied == ("/kin/Hoa/phone",)
    left, _ = ended(left, date(2026, 11, 30))
    assert left == '[["/kin",0],["/kin/*/phone",0]]'
    assert together(rest, left) == {}


def test_rows_keep_their_places() -> None:
    made = form({"a": {"type": "array", "prefixItems": [TEXT, {**TEXT, **BASIC}], "items": BASIC}})
    answers = {"a": ["x", "y", "z"]}
    rest, personal = apart(made, answers)
    assert rest == {"a": ["x", None, None]}
    assert withheld(personal).covered == ("/a/1", "/a/2")
    assert together(rest, personal) == answers


def test_what_is_inside_may_end_earlier_but_not_later() -> None:
    days = {"x-personal": {"level": "basic", "days": 2}}
    made = form(
        {
            "who": {
                "type": "object",
                "x-personal": {"level": "basic", "days": 4},
                "properties": {
                    "phone": {**TEXT, **days},
                    "name": {**TEXT, "x-personal": {"level": "basic", "days": 9}},
                },
            }
        }
    )
    answers = {"who": {"phone": "09", "name": "Hoa"}}
    rest, personal = apart(made, answers, RECEIVED)
    assert json.loads(personal or "") == [
        ["/who", 0, {"name": "Hoa"}, "2026-11-29"],
        ["/who/phone", 0, "09", "2026-11-27"],
    ]
    left, _ = ended(personal, date(2026, 11, 28))
    assert together(rest, left) == {"who": {"name": "Hoa"}}
    left, pointers = ended(left, date(2026, 11, 30))
    assert (together(rest, left), pointers) == ({}, ("/who",))


def test_a_form_that_is_personal_as_a_whole() -> None:
    made = form({"a": TEXT, "b": TEXT}, **BASIC)
    rest, personal = apart(made, {"b": "x", "a": "y"})
    assert rest == {}
    assert together(rest, personal) == {"b": "x", "a": "y"}


def test_a_term_beyond_the_calendar_has_no_end() -> None:
    made = form({"a": {**TEXT, "x-personal": {"level": "basic", "days": 4_000_000}}})
    assert json.loads(apart(made, {"a": "x"}, NOW)[1] or "")[0][3] is None


def test_texts_that_no_file_can_hold_are_kept() -> None:
    made = form({"a": {**TEXT, **BASIC}})
    answers = {"a": "\ud800\x00"}
    rest, personal = apart(made, answers)
    assert (personal or "").encode()
    assert together(rest, personal) == answers
