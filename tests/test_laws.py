"""The laws of the design over generated forms: what no form and no answer may break.

Laws 1 to 4, 7 and 9; the others are about what is stored and sent.
"""

import itertools
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from formkit import check, load, render, submit
from formkit.definition.form import Form
from formkit.errors import DefinitionError, Problem
from formkit.filling.fields import Field
from formkit.filling.messages import sentence
from formkit.filling.submission import Submission
from formkit.pointer import html_id, split
from formkit.testing import answers_for, forms, held_back, submitted_pairs
from formkit.testing.answering import same_answers
from formkit.text import is_sendable
from tests.hostile import Pairs, hostile_pairs, mutations, shown
from tests.markup import Page
from tests.oracle import Oracle

LINE_END = re.compile("\r\n?")

# Problems of how something was sent; JSON can't have them.
OF_PAIRS = {
    *("ambiguous", "repeated", "name", "json", "key", "choice", "version", "button", "pairs"),
}


def many(times: int) -> Any:
    """So many times the examples that the profile asks for."""
    return settings(max_examples=times * settings().max_examples)


LANGUAGES = st.sampled_from((None, "vi", "en"))


# ---- law 1: the round trip


@many(2)
@given(st.data(), forms(), LANGUAGES, st.booleans())
def test_what_a_browser_sends_for_answers_is_the_answers(
    data: st.DataObject, definition: dict[str, Any], language: str | None, cleaned: bool
) -> None:
    form = load(definition)
    comes_back(form, data.draw(answers_for(form, cleaned=cleaned)), language)


def comes_back(form: Form, answers: dict[str, Any], language: str | None) -> None:
    """What a browser sends for valid answers is these, and it doesn't hold them back."""
    html = render(form, answers, language=language)
    assert held_back(html) == []
    pairs = submitted_pairs(html)
    note(f"{pairs}")
    back = submit(form, pairs, base=answers)
    assert same_answers(back.answers, answers)
    assert back.ok, back.problems


@given(st.data(), forms())
def test_a_page_that_comes_back_is_sent_as_it_was(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    answers = data.draw(answers_for(form))
    first = submit(form, submitted_pairs(render(form, answers)), base=answers)
    again = submit(form, submitted_pairs(render(form, first)), base=answers)
    assert same_answers(again.answers, answers)
    assert again.problems == first.problems


# ---- law 2: nothing hidden is stored


@given(st.data(), forms())
def test_nothing_that_only_inactive_branches_declare_is_stored(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    pairs = data.draw(mutations(submitted_pairs(render(form, data.draw(answers_for(form))))))
    answers = submit(form, pairs).answers
    note(f"{pairs}\n{answers}")
    assert Oracle(form.document).hidden(answers) == []


@given(st.data(), forms())
def test_answers_of_inactive_branches_stay_on_the_page(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    pairs = data.draw(mutations(submitted_pairs(render(form, data.draw(answers_for(form))))))
    # A text is read in its page's language, and shown again in the form's where it had none.
    pairs = [("~lang", form.language), *(pair for pair in pairs if all(map(is_sendable, pair)))]
    first = submit(form, pairs)
    again = submit(form, submitted_pairs(render(form, first)))
    note(f"{pairs}")
    assert list(_typed(again)) == list(_typed(first))


def _typed(submission: Submission) -> Iterator[tuple[Any, ...]]:
    """What each control of a page holds, and which branches are on.

    A row in which nothing is typed may go: no browser sends it where its controls are all unticked.
    """
    for item in _walked(submission.state.root):
        if any(item.texts) or item.on:
            typed = sorted(LINE_END.sub("\n", text) for text in item.texts if text)
            yield item.segments, item.node.instance, typed, item.verbatim, item.on


def _walked(item: Field) -> Iterator[Field]:
    yield item
    for inside in (*item.children, *filter(_says, item.rows)):
        yield from _walked(inside)


def _says(row: Field) -> bool:
    return any(any(each.texts) or each.verbatim or each.present or each.none for each in row.walk())


# ---- law 3: nothing is invented


@given(forms())
def test_a_blank_page_says_nothing_but_defaults_and_constants(definition: dict[str, Any]) -> None:
    form = load(definition)
    answers = submit(form, submitted_pairs(render(form))).answers
    note(f"{answers}")
    assert Oracle(form.document).invented(answers) == []


@given(forms())
def test_an_empty_submission_is_empty(definition: dict[str, Any]) -> None:
    form = load(definition)
    answers = submit(form, []).answers
    note(f"{answers}")
    assert Oracle(form.document).invented(answers) == []


# ---- law 4: one verdict


@given(st.data(), forms())
def test_a_page_is_judged_as_its_answers_are(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    pairs = data.draw(mutations(submitted_pairs(render(form, data.draw(answers_for(form))))))
    submission = submit(form, pairs)
    told = set(submission.problems)
    typed = {each.pointer for each in told if each.keyword == "ambiguous"}
    judged = {
        problem
        for problem in check(form, submission.answers)
        if not (problem.keyword == "type" and problem.pointer in typed)
    }
    told = {problem for problem in told if problem.keyword not in OF_PAIRS}
    assert judged <= told
    # An entry that nothing names may be of any type, and its text not read as the chosen one.
    chosen = any(name.startswith("~t") for name, _ in pairs)
    assert all(chosen and problem.keyword == "type" for problem in told - judged)


@given(st.data(), forms())
def test_a_browser_holds_no_valid_page_back(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    answers = data.draw(answers_for(form))
    assert held_back(render(form, answers)) == []
    blank = render(form)
    if submit(form, submitted_pairs(blank)).ok:
        assert held_back(blank) == []


# ---- law 7: nothing executable, nothing fetched

EVENTS = ("socket.", "urllib.", "subprocess.", "os.system", "open", "compile", "exec", "import")
_watched: list[str] | None = None


def _audit(happened: str, arguments: tuple[Any, ...]) -> None:
    if _watched is not None and happened.startswith(EVENTS):
        _watched.append(f"{happened} {arguments!r:.200}")


# An audit hook can't be taken away again.
sys.addaudithook(_audit)


@contextmanager
def nothing_happens() -> Iterator[None]:
    """Fails where something is run, imported, opened or asked from elsewhere meanwhile."""
    global _watched
    _watched = []
    try:
        yield
        assert _watched == []
    finally:
        _watched = None


@pytest.fixture(scope="module")
def _warm() -> None:
    """What is imported and compiled when it is first needed."""
    form = load(
        {
            "type": "object",
            "properties": {
                "a": {"enum": [1]},
                "r": {"type": "array", "items": {"type": "string", "format": "date"}},
            },
        }
    )
    for language in ("vi", "en"):
        render(form, {"a": 2, "r": [""]}, problems=check(form, {"a": 2}), language=language)


HOSTILE_WORDS = (
    "<script>alert(1)</script>",
    "</textarea></form><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "__import__('os').system('true')",
    "' onfocus=alert(1) x='",
    '" onfocus=alert(1) x="',
    "&lt;b&gt;",
    "\x00\ud800",
)
TAGS = set(
    "form button input div fieldset legend label p span small b i h1 h2 header section ul li a"
    " details summary textarea select option template".split()
)
# Browsers run none of these.
INERT = set(
    "action aria-busy aria-describedby aria-hidden aria-invalid aria-labelledby aria-live"
    " aria-required autocapitalize autocomplete autofocus checked class disabled enctype for"
    " formaction formnovalidate href id inputmode lang method name novalidate open required role"
    " rows selected spellcheck step tabindex type value".split()
)


@pytest.mark.usefixtures("_warm")
@given(st.data(), forms(), st.sampled_from(HOSTILE_WORDS))
def test_nothing_in_a_definition_runs_or_is_fetched(
    data: st.DataObject, definition: dict[str, Any], words: str
) -> None:
    definition["title"] = words
    definition["properties"][words] = {
        "title": words,
        "description": words,
        "x-help": words,
        "enum": [words, "a"],
        "x-message": {"enum": words},
    }
    form = load(definition)
    answers = {**data.draw(answers_for(form)), words: words + "!"}
    tree_is_made = submit(form, [])
    assert tree_is_made.answers is not None
    html = render(form, answers, problems=check(form, answers))
    with nothing_happens():
        form = load(definition)
        submit(form, submitted_pairs(html))
        check(form, answers)
        html = render(form, answers, problems=check(form, answers))
    html.encode()
    page = Page(html)
    shown = words.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert sum(element.text == shown for element in page.elements) >= 2
    assert {element.tag for element in page.elements} <= TAGS
    names = {name for element in page.elements for name in element.attributes}
    assert {name for name in names if not name.startswith("data-")} <= INERT
    for element in page.elements:
        for name in ("href", "formaction"):
            assert element.attributes.get(name, "#").startswith("#")


@pytest.mark.parametrize(
    "reference",
    ["https://example.org/a.json", "//example.org/a", "file:///etc/passwd", "ftp://x/y"],
)
def test_a_reference_to_elsewhere_is_refused_and_not_followed(reference: str) -> None:
    with nothing_happens(), pytest.raises(DefinitionError):
        load({"type": "object", "properties": {"a": {"$ref": reference}}})


# ---- law 9: every problem is shown


@given(st.data(), forms(), st.sampled_from(("vi", "en")))
def test_every_problem_is_shown(
    data: st.DataObject, definition: dict[str, Any], language: str
) -> None:
    form = load(definition)
    pairs = data.draw(mutations(submitted_pairs(render(form, data.draw(answers_for(form))))))
    submission = submit(form, pairs)
    page = Page(render(form, submission, problems=submission.problems, language=language))
    summary = "\n".join(element.text for element in page.of_class("sum"))
    asked: dict[Any, Field] = {}
    for item in _asked(submission.state.root):
        # Two branches may ask for one place at once: it is said at the first.
        asked.setdefault(item.at, item)
    event(f"problems: {min(len(submission.problems), 5)}")
    for problem in submission.problems:
        # A form that doesn't speak the language says everything in its own.
        said = shown(sentence(form, problem, page.elements[0].attributes["lang"]))
        place = split(problem.pointer)
        node = page.by_id(_message_id(asked[place])) if place and place in asked else None
        if node is None:
            assert said in summary
        else:
            assert said in node.text
            assert problem.severity == "warning" or said in summary


def _asked(item: Field) -> Iterator[Field]:
    yield item
    for inside in item.active():
        yield from _asked(inside)


def _message_id(item: Field) -> str:
    return html_id(item.segments, item.node.instance) + "--error"


# Problems of what can't be on a page that comes back: it has the right names, choices and version.
MENDED = {"name", "repeated", "choice", "version", "pairs"}


def shows_again(form: Form, submission: Submission, pairs: Pairs) -> None:
    """What was typed is on the page that comes back, and comes again."""
    html = render(form, submission)
    html.encode()
    sent = submitted_pairs(html)
    again = submit(form, sent)
    note(f"{pairs}\n{submission.answers}\n{sent}")
    assert not any(each.keyword == "name" for each in again.problems)
    # No browser sends NULs, and numbers mean something else in another language.
    if not all(map(is_sendable, itertools.chain(*pairs))) or ("~lang", "vi") not in pairs:
        return
    assert same_answers(again.answers, submission.answers)
    if submission.state.button is None:
        kept = [each for each in submission.problems if each.keyword not in MENDED]
        assert list(again.problems) == kept


@many(2)
@given(st.data(), forms())
def test_any_pairs_are_taken_and_shown_again(
    data: st.DataObject, definition: dict[str, Any]
) -> None:
    form = load(definition)
    source = data.draw(st.sampled_from(("blank", "answers", "nothing")))
    pairs: Pairs = [("~lang", "vi")]
    if source == "blank":
        pairs = submitted_pairs(render(form, language="vi"))
    elif source == "answers":
        answers = data.draw(answers_for(form, cleaned=False))
        pairs = submitted_pairs(render(form, answers, language="vi"))
    pairs = data.draw(mutations(pairs))
    pairs += data.draw(hostile_pairs())
    submission = submit(form, pairs)
    assert all(isinstance(each, Problem) for each in submission.problems)
    shows_again(form, submission, pairs)
