"""The neck that all answers go through."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import Problem
from formkit.filling.pairs import MAX_PAIRS
from formkit.filling.submission import check, submit
from tests.filling.making import TEXT, form_of, sent, wrong

FORM = form_of(
    {
        "name": {**TEXT, "minLength": 2},
        "n": {"type": "integer", "minimum": 3},
        "home": {"type": "object", "properties": {"street": TEXT}, "required": ["street"]},
        "people": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "object", "properties": {"age": {"type": "integer"}}},
        },
    },
    "name",
)


def test_a_submission_is_ok_without_errors() -> None:
    submission = sent(FORM, [("/name", "An")])
    assert submission.ok
    assert submission.problems == ()
    assert not sent(FORM).ok


@pytest.mark.parametrize(
    ("pairs", "pointer", "keyword"),
    [
        ([], "/name", "required"),
        ([("/name", "A")], "/name", "minLength"),
        ([("/name", "An"), ("/n", "2")], "/n", "minimum"),
        ([("/name", "An"), ("/n", "x")], "/n", "type"),
        ([("/name", "An"), ("~p/home", "1")], "/home/street", "required"),
        ([("/name", "An"), ("~n/people", "1")], "/people", "minItems"),
        (
            [("/name", "An"), ("/people/4/age", "1"), ("/people/7/age", "1")],
            "/people",
            "uniqueItems",
        ),
        ([("/name", "An"), ("/people/4/age", "x")], "/people/0/age", "type"),
    ],
)
def test_a_problem_points_to_its_question(
    pairs: list[tuple[str, str]], pointer: str, keyword: str
) -> None:
    assert wrong(sent(FORM, pairs)) == [(pointer, keyword)]


def test_extras_and_falsehoods_are_pointed_to() -> None:
    form = form_of({"a": TEXT}, additionalProperties=False, **{"not": {"required": ["a"]}})
    assert wrong(sent(form, [("/a", "x")])) == [("", "not")]
    assert wrong(sent(form, [("~v/b", "1"), ("~v/c", "2")])) == [
        ("/b", "additionalProperties"),
        ("/c", "additionalProperties"),
    ]


def test_problems_stand_in_the_order_of_the_page() -> None:
    pairs = [("/people/0/age", "x"), ("/n", "2"), ("/~", "?"), ("~form", "other")]
    assert [pointer for pointer, _ in wrong(sent(FORM, pairs))] == [
        "", "", "/name", "/n", "/people/0/age",
    ]  # fmt: skip


def test_the_marks_of_the_page_are_kept() -> None:
    pairs = [("~form", FORM.sha256), ("~id", "x1"), ("~lang", "en"), ("~at", "now")]
    state = sent(FORM, [*pairs, ("/name", "An")]).state
    assert (state.version, state.id, state.language, state.begun) == (
        FORM.sha256,
        "x1",
        "en",
        "now",
    )
    assert state.button is None
    assert sent(FORM).state.language is None


def test_another_version_is_a_problem() -> None:
    assert wrong(sent(FORM, [("/name", "An"), ("~form", "0" * 100)])) == [("", "version")]
    assert sent(FORM, [("/name", "An"), ("~form", "")]).ok


def test_unknown_names_are_one_problem_that_names_ten() -> None:
    pairs = [("/name", "An"), *((f"~{n}", "x") for n in range(15)), ("csrf", "mine")]
    (problem,) = sent(FORM, pairs).problems
    assert (problem.pointer, problem.keyword) == ("", "name")
    assert problem.params == {"names": tuple(f"~{n}" for n in range(10)), "count": 15}


def test_too_many_pairs_are_a_problem() -> None:
    pairs = [("/name", "An")] * (MAX_PAIRS + 7)
    (problem,) = sent(FORM, pairs).problems
    assert problem == Problem("", "pairs", {"limit": MAX_PAIRS, "count": 7})


def test_a_button_stores_and_checks_nothing() -> None:
    submission = sent(FORM, [("/n", "x"), ("~do", "add /people"), ("/~", "x"), ("~id", "7")])
    assert submission.problems == ()
    assert not submission.ok
    assert submission.state.id == "7"


def test_problems_of_what_is_not_asked_are_not_told() -> None:
    rule = {"if": {"required": ["k"]}, "then": {"properties": {"n": {"type": "number"}}}}
    form = form_of({"k": TEXT}, **rule)
    pairs = [("~lang", "vi"), ("/n", "1.234")]
    assert wrong(sent(form, pairs)) == []
    assert wrong(sent(form, [*pairs, ("/k", "x")])) == [("/n", "ambiguous")]


def test_problems_of_a_dropped_row_are_not_told() -> None:
    form = form_of({"r": {"type": "array", "items": TEXT}})
    assert wrong(sent(form, [("~v/r/0", "{"), ("/r/1", "x")])) == []


def test_a_dropped_row_has_no_place_in_the_order() -> None:
    short = {**TEXT, "minLength": 3}
    form = form_of({"r": {"type": "array", "items": TEXT}, "b": short, "a": short})
    pairs = [("/a", "x"), ("/b", "x"), ("/r/0", "")]
    assert wrong(sent(form, pairs)) == [("/b", "minLength"), ("/a", "minLength")]


def test_a_button_that_nobody_has_is_a_problem() -> None:
    assert wrong(sent(FORM, [("~do", "fly")])) == [("", "button")]


def test_submissions_are_values() -> None:
    one, other = sent(FORM, [("/name", "An")]), sent(FORM, [("/name", "An"), ("/n", "")])
    assert one == other
    assert hash(one) == hash(other)


def test_check_never_cleans() -> None:
    form = form_of({"a": {**TEXT, "maxLength": 3}})
    assert [problem.keyword for problem in check(form, {"a": "  a "})] == ["maxLength"]
    assert sent(form, [("/a", "  a ")]).ok


def test_check_may_take_formats_as_annotations() -> None:
    form = form_of({"d": {**TEXT, "format": "date"}})
    assert [problem.keyword for problem in check(form, {"d": "x"})] == ["format"]
    assert check(form, {"d": "x"}, formats=False) == ()


# ---- hostile pairs, by hand

HOSTILE: dict[str, list[tuple[Any, Any]]] = {
    "an index of 10⁹": [("/people/1000000000/age", "1")],
    "5,000 digits": [("/n", "9" * 5_000)],
    "5,000 digits of a number": [("~lang", "vi"), ("/n", "1." + "0" * 5_000)],
    "a pointer of 3,000 segments": [("/a" * 3_000, "x"), ("~v" + "/a" * 3_000, "1")],
    "a deep ~v": [("~v/name", "[" * 100_000)],
    "a closed deep ~v": [("~v/name", "[" * 60 + "]" * 60), ("~v/home", "[" * 900 + "]" * 900)],
    "a broken ~v": [("~v/name", '{"a":'), ("~v/home", "\ud800"), ("~v/x", "NaN")],
    "a long ~v": [("~v/name", "9" * 10_000)],
    "100,000 pairs": [(f"/people/{n}/age", "1") for n in range(100_000)],
    "100,000 times one name": [("/name", str(n)) for n in range(100_000)],
    "100,000 unknown names": [(f"/{n}/x", "1") for n in range(100_000)],
    "NULs": [("/na\0me", "x"), ("/name", "\0\0"), ("~do\0", "\0"), ("~id", "\0")],
    "lone surrogates": [("/\ud800", "x"), ("/name", "\udfff"), ("~lang", "\ud800")],
    "odd languages": [("~lang", "x" * 10_000), ("/n", "1,5")],
    "no pairs": [(None, "x"), ("/name", None), ("/n", 5), (b"/name", b"x")],
    "all marks at once": [(f"~{m}/home", "1") for m in "abcdefghijklmnopqrstuvwxyz"],
    "far instances": [(f"~i{n}/name", "x") for n in range(2, 9_999, 97)],
    "deep rows": [("/people/0" * 30, "x")],
}


@pytest.mark.parametrize("pairs", HOSTILE.values(), ids=list(HOSTILE))
def test_submit_never_raises(pairs: list[tuple[Any, Any]]) -> None:
    submission = submit(FORM, pairs)
    assert all(isinstance(problem, Problem) for problem in submission.problems)
    assert not submission.ok
    submit(FORM, [*pairs, ("~do", "add /people"), ("/name", "An")])


@given(st.lists(st.tuples(st.text(st.characters()), st.text(st.characters()))))
def test_submit_takes_any_texts(pairs: list[tuple[str, str]]) -> None:
    for before in ("", "/", "/people/", "~"):
        submit(FORM, [(before + name, text) for name, text in pairs])
