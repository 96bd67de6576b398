"""The laws of the design over schemas that weren't written for forms."""

from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from formkit import check, load, render, submit
from formkit.definition.nodes import tree
from formkit.filling.messages import sentence
from formkit.testing import answers_for, schemas, submitted_pairs
from formkit.testing.answering import same_answers
from formkit.text import is_sendable
from tests.hostile import hostile_pairs, mutations, shown
from tests.markup import Page
from tests.test_laws import LANGUAGES, comes_back, many, shows_again


@many(5)
@given(st.data(), schemas(), LANGUAGES, st.booleans())
def test_what_a_browser_sends_for_answers_is_the_answers(
    data: st.DataObject, definition: dict[str, Any], language: str | None, cleaned: bool
) -> None:
    form = load(definition)
    comes_back(form, data.draw(answers_for(form, cleaned=cleaned)), language)


@given(st.data(), schemas())
def test_a_page_that_comes_back_is_sent_as_it_was(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    sent = submitted_pairs(render(form, data.draw(answers_for(form))))
    pairs = [pair for pair in data.draw(mutations(sent)) if all(map(is_sendable, pair))]
    first = submit(form, [("~lang", form.language), *pairs])
    again = submit(form, submitted_pairs(render(form, first)))
    note(f"{pairs}\n{first.problems}")
    assert same_answers(again.answers, first.answers)


@given(schemas())
def test_a_blank_page_says_the_same_as_nothing_at_all(definition: dict[str, Any]) -> None:
    """But for defaults and constants, which only a page sends."""
    form = load(definition)
    blank = submit(form, submitted_pairs(render(form)))
    again = submit(form, submitted_pairs(render(form, blank.answers)), base=blank.answers)
    note(f"{blank.answers}")
    assert same_answers(again.answers, blank.answers)
    constants = any(each.kind == "const" for each in tree(form).nodes())
    if "default" not in form.text and not constants:
        assert same_answers(blank.answers, submit(form, []).answers)


@given(st.data(), schemas(), st.sampled_from(("vi", "en")))
def test_there_is_one_verdict_and_every_problem_is_shown(
    data: st.DataObject, definition: dict[str, Any], language: str
) -> None:
    form = load(definition)
    pairs = data.draw(mutations(submitted_pairs(render(form, data.draw(answers_for(form))))))
    submission = submit(form, pairs)
    judged = [each for each in check(form, submission.answers) if each.severity == "error"]
    note(f"{pairs}\n{submission.answers}\n{submission.problems}\n{judged}")
    assert not (submission.ok and judged)
    page = Page(render(form, submission, language=language))
    said = "\n".join(element.text for element in page.elements)
    for problem in submission.problems:
        words = sentence(form, problem, page.elements[0].attributes["lang"])
        assert shown(words) in said


@given(st.data(), schemas())
def test_any_pairs_are_taken(data: st.DataObject, definition: dict[str, Any]) -> None:
    form = load(definition)
    submission = submit(form, data.draw(hostile_pairs()))
    render(form, submission)


@given(st.data(), schemas())
def test_any_pairs_are_taken_and_shown_again(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    sent = submitted_pairs(render(form, data.draw(answers_for(form)), language="vi"))
    pairs = [*data.draw(mutations(sent)), *data.draw(hostile_pairs())]
    shows_again(form, submit(form, pairs), pairs)
