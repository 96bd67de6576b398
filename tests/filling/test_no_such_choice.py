"""A branch or a type is chosen that isn't there: told, read as if nothing was, and gone again."""

from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.filling.messages import sentence
from formkit.filling.submission import submit
from formkit.page.render import render
from formkit.testing import submitted_pairs
from tests.filling.making import TEXT, form_of, group, sent, wrong

Pairs = list[tuple[str, str]]

A = group({"a": TEXT}, "a", title="A")
B = group({"b": TEXT}, "b", title="B")
ONE = {"oneOf": [A, B]}
ANY = {"anyOf": [A, B]}
KINDS = {"oneOf": [TEXT, {"type": "integer"}]}
TYPES = {"type": ["string", "number"]}
LIST = {"type": "array"}
# A map whose entries nobody is offered, and may be sent.
OPEN = group({"z": TEXT})


@pytest.mark.parametrize("text", ["9", "2", "-1", "00", "a", "\ud800"])
def test_what_is_no_branch_is_told(text: str) -> None:
    for schema in (ONE, ANY, KINDS):
        submission = sent(form_of({"q": schema}), [("~b/q", text)])
        assert wrong(submission) == [("/q", "choice")]
        assert submission.problems[0].params == {"value": text}
        assert not submission.ok


@pytest.mark.parametrize("text", ["integer", "x", "0", "\n"])
def test_what_is_no_type_is_told(text: str) -> None:
    for schema in ({}, TYPES):
        submission = sent(form_of({"q": schema}), [("~t/q", text), ("/q", "5")])
        assert wrong(submission) == [("/q", "choice")]
        assert submission.answers == {"q": "5"}
    assert wrong(sent(form_of({"q": TYPES}), [("~t/q", "array"), ("/q", "5")])) == [
        ("/q", "choice")
    ]


@pytest.mark.parametrize(
    ("form", "pairs", "others"),
    [
        (form_of({"q": ONE}, "q"), [("~b/q", "9")], [("/q", "oneOf")]),
        (form_of({"q": ONE}), [("~b/q", "9"), ("/q/a", "x")], [("/q", "oneOf")]),
        (form_of({"q": ANY}), [("~b/q", "9"), ("/q/a", "x")], [("/q", "anyOf")]),
        (form_of({"q": KINDS}, "q"), [("~b/q", "9")], [("/q", "required")]),
        (
            form_of({"q": ONE}),
            [("~b/q", "0"), ("~b/q", "1"), ("~b/q", "9"), ("/q/a", "x")],
            [("/q", "repeated")],
        ),
        (
            form_of({"q": TYPES}),
            [("~t/q", "number"), ("~t/q", "9"), ("/q", "x")],
            [("/q", "type")],
        ),
        (form_of({"q": OPEN}), [("~k/q/0", "k"), ("~t/q/0", "9")], [("/q/k", "key")]),
    ],
)
def test_what_else_is_wrong_there_is_told_beside_it(
    form: Form, pairs: Pairs, others: list[tuple[str, str]]
) -> None:
    told = wrong(sent(form, pairs))
    assert [each for each in told if each[1] != "choice"] == others
    assert len(told) == len(others) + 1


def test_the_choices_that_are_there_count() -> None:
    pairs = [("~b/q", "0"), ("~b/q", "9"), ("/q/a", "x"), ("/q/b", "y")]
    submission = sent(form_of({"q": ANY}), pairs)
    assert submission.answers == {"q": {"a": "x"}}
    assert wrong(submission) == [("/q", "choice")]


@pytest.mark.parametrize(
    ("schema", "pairs"),
    [
        (ONE, [("~b/q", "9")]),
        (ONE, [("~b/q", "9"), ("/q/a", "x")]),
        (ONE, [("~b/q", "0"), ("~b/q", "9"), ("/q/a", "x")]),
        (ANY, [("~b/q", "9"), ("~b/q", "0"), ("/q/a", "x")]),
        (KINDS, [("~b/q", "9"), ("/q", "x")]),
        (TYPES, [("~t/q", "9")]),
        (TYPES, [("~t/q", "number"), ("~t/q", "9"), ("/q", "1")]),
        (TYPES, [("~t/q", "number"), ("~t/q", "9"), ("/q", "x")]),
        (LIST, [("~t/q/0", "9"), ("/q/0", "x")]),
        (LIST, [("~t/q/0", "null"), ("~t/q/0", "9")]),
        (LIST, [("~t/q/0", "array"), ("~t/q/0", "9")]),
        (LIST, [("~t/q/0", "number"), ("~t/q/0", "9"), ("/q/0", "x")]),
        # What a repeated pair in an entry came to that nobody is offered.
        (OPEN, [("~k/q/0", ""), ("~t/q/0", ""), ("~t/q/0", "9"), ("/q/0", "")]),
        (OPEN, [("~k/q/0", ""), ("~t/q/0", "null"), ("~t/q/0", "9")]),
        (OPEN, [("~k/q/0", "k"), ("~t/q/0", "9")]),
        (OPEN, [("~k/q/0", "k"), ("~t/q/0", "9"), ("/q/0", "1")]),
        (OPEN, [("~k/q/0", "k"), ("~t/q/0", "number"), ("~t/q/0", "9"), ("/q/0", "x")]),
    ],
)
def test_a_page_that_comes_back_has_a_choice_that_is_there(schema: Any, pairs: Pairs) -> None:
    """So only what was said beside it is said again, of the same answers."""
    form = form_of({"q": schema})
    first = submit(form, [("~lang", "vi"), *pairs])
    again = submit(form, submitted_pairs(render(form, first)))
    assert any(each.keyword == "choice" for each in first.problems)
    assert again.answers == first.answers
    assert list(again.problems) == [each for each in first.problems if each.keyword != "choice"]


def test_it_is_said_at_the_question() -> None:
    form = form_of({"q": TYPES})
    submission = sent(form, [("~t/q", "9")])
    (problem,) = submission.problems
    assert sentence(form, problem, "en") == "Choose one of the answers shown"
    assert sentence(form, problem, "vi") == "Ông/Bà chọn một trong các câu trả lời có sẵn"
    said = sentence(form, problem, "vi")
    assert render(form, submission, problems=submission.problems).count(said) == 2
