"""The order of the page."""

from collections.abc import Iterable
from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.definition.layout import Branch
from formkit.definition.nodes import tree
from tests.definition.gathering import form_of

TEXT = {"type": "string"}


def rule(cause: str, *names: str, **more: Any) -> dict[str, Any]:
    return {
        "if": {"properties": {cause: {"const": "x"}}, "required": [cause]},
        "then": {"properties": dict.fromkeys(names, TEXT), **more},
    }


def named(branches: Iterable[Branch]) -> list[str]:
    """The names of what is asked; what nothing names stands behind it in a map."""
    return [node.name for branch in branches for node in branch.nodes if node.kind != "map"]


def order(form: Form) -> list[str]:
    return named(tree(form).root.branches)


def sections(form: Form) -> list[tuple[str | None, list[str]]]:
    return [
        (section.page.title if section.page else None, named(section.branches))
        for section in tree(form).root.sections
    ]


ABC = dict.fromkeys("abc", TEXT)


def test_questions_stand_in_the_order_of_the_definition() -> None:
    form = form_of(ABC, allOf=[{"properties": {"d": TEXT}}])
    assert order(form) == ["a", "b", "c", "d"]
    assert [branch.number for branch in tree(form).root.branches] == [0, 1]


def test_a_conditional_question_stands_under_its_cause() -> None:
    assert order(form_of(ABC, **rule("a", "p", "q"))) == ["a", "p", "q", "b", "c"]


def test_under_the_last_of_its_causes() -> None:
    both = {"if": {"required": ["c", "a"]}, "then": {"properties": {"p": TEXT}}}
    assert order(form_of({**ABC, "d": TEXT}, **both)) == ["a", "b", "c", "p", "d"]


def test_several_under_one_cause_keep_their_order() -> None:
    rules = [rule("a", "p"), rule("a", "q", minProperties=1), rule("b", "r")]
    rules[1]["if"]["properties"]["a"] = {"const": "y"}
    assert order(form_of(ABC, allOf=rules)) == ["a", "p", "q", "b", "r", "c"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_chain_stands_together(turned: bool) -> None:
    rules = [rule("a", "p"), rule("p", "q"), rule("q", "r")]
    assert order(form_of(ABC, allOf=rules[::-1] if turned else rules)) == [
        "a", "p", "q", "r", "b", "c",
    ]  # fmt: skip


def test_a_cause_that_waits_itself_comes_first() -> None:
    both = {"if": {"required": ["a", "p"]}, "then": {"properties": {"q": TEXT}}}
    assert order(form_of(ABC, allOf=[both, rule("b", "p")])) == ["a", "b", "p", "q", "c"]
    # but of those that wait for each other one has to be first
    back = {"if": {"required": ["a", "q"]}, "then": {"properties": {"p": TEXT}}}
    assert order(form_of(ABC, allOf=[both, back, rule("p", "r")])) == [
        "a", "q", "p", "r", "b", "c",
    ]  # fmt: skip


def test_what_has_no_cause_on_the_page_goes_to_the_end() -> None:
    form = form_of(ABC, allOf=[rule("elsewhere", "p"), rule("b", "q")])
    assert order(form) == ["a", "b", "q", "c", "p"]
    form = form_of(ABC, allOf=[{"if": {"minProperties": 1}, "then": {"properties": {"p": TEXT}}}])
    assert order(form) == ["a", "b", "c", "p"]


def test_what_causes_each_other_goes_to_the_end() -> None:
    form = form_of(ABC, allOf=[rule("p", "q"), rule("q", "p")])
    assert order(form) == ["a", "b", "c", "q", "p"]


def test_pages_are_sections_in_their_order() -> None:
    pages = [{"title": "Two", "questions": ["/c", "/a"]}, {"questions": ["/b", "/nowhere"]}]
    form = form_of({**ABC, "d": TEXT}, **{"x-form": {"vocabulary": 1, "pages": pages}})
    assert sections(form) == [("Two", ["c", "a"]), (None, ["b", "d"])]


def test_a_conditional_question_is_on_the_page_of_its_cause_or_its_own() -> None:
    pages = [{"title": "One", "questions": ["/a", "/q"]}, {"title": "Two", "questions": ["/b"]}]
    rules = [rule("b", "p", "q"), rule("a", "r")]
    form = form_of(ABC, allOf=rules, **{"x-form": {"vocabulary": 1, "pages": pages}})
    assert sections(form) == [("One", ["a", "r", "q"]), ("Two", ["b", "p", "c"])]


def test_a_page_may_name_what_is_inside_a_question() -> None:
    pages = [{"title": "One", "questions": ["/b/inside", "/a"]}]
    form = form_of(ABC, **{"x-form": {"vocabulary": 1, "pages": pages}})
    assert order(form) == ["b", "a", "c"]


def test_without_pages_there_is_one_section() -> None:
    assert sections(form_of(ABC)) == [(None, ["a", "b", "c"])]
    assert sections(form_of({})) == [(None, [])]
    assert sections(form_of({}, additionalProperties=False)) == [(None, [])]
