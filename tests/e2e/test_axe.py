"""Each ready form is open to everybody: axe finds nothing, and the browser tells all there is."""

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import formkit
from formkit.filling.messages import message
from tests.e2e.asked import GROUPS, asked
from tests.e2e.person import Person
from tests.e2e.ready import FORMS, mostly, ready, sample
from tests.e2e.spoken import UNFOLD, Spoken, spoken

pytestmark = pytest.mark.e2e

STATES = ("empty", "failed", "filled")
# The report of a shift has a list to choose from, and boxes of which one has to be ticked.
SLUGS = (*FORMS, "shift-report")
# what isn't sure counts as found
OPTIONS = {"resultTypes": ["violations", "incomplete"]}


@pytest.fixture
def shown(ready_forms: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a ready form in a state."""

    def opened(slug: str, state: str, language: str = "vi", **options: object) -> Page:
        page = open_page(**options)
        page.goto(f"{ready_forms}/f/{slug}?lang={language}")
        person = Person(page, ready(slug), language=language, script=True)
        if state == "failed":
            person.send()
        elif state == "filled":
            person.fill(sample(slug))
        return page

    return opened


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("slug", mostly(*SLUGS))
def test_axe_finds_nothing(shown: Callable[..., Page], slug: str, state: str) -> None:
    page = shown(slug, state, color_scheme="light")
    page.evaluate(UNFOLD)
    nothing_found(Axe().run(page, options=OPTIONS))
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    nothing_found(Axe().run(page, options={**OPTIONS, "runOnly": ["color-contrast"]}))


def nothing_found(results: AxeResults) -> None:
    assert not results.violations_count, results.generate_report()
    assert not [
        (found["id"], node["html"], [each["message"] for each in node["any"]])
        for found in results.response["incomplete"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("state", ["empty", "filled"])
@pytest.mark.parametrize("slug", mostly(*SLUGS))
def test_each_question_is_told_with_its_words(
    shown: Callable[..., Page], slug: str, state: str, language: str
) -> None:
    page = shown(slug, state, language)
    page.evaluate(UNFOLD)
    told = spoken(page)
    answers = sample(slug) if state == "filled" else None
    questions = list(asked(ready(slug), answers, language))
    assert questions
    for question in questions:
        found = [each for each in told if each.name.startswith(question.title)]
        controls = [each for each in found if each.role in _roles(question.widget)]
        assert controls, f"{question.title} is told as {[each.role for each in found]}"
        for control in controls:
            assert question.hint in control.description
            if question.widget not in GROUPS:
                assert control.properties.get("invalid", "false") == "false"
        if question.widget in ("radio", "scale", "yesno") and question.required:
            assert any(control.properties.get("required") for control in controls)
        for option in question.options:
            assert any(_is_in(each, option, question.title) for each in told), option


def _roles(widget: str) -> set[str]:
    if widget in ("radio", "scale", "yesno"):
        return {"radiogroup"}
    if widget in GROUPS:
        return {"group"}
    return {"tick": {"checkbox"}, "select": {"combobox"}, "date": {"Date", "DateTime"}}.get(
        widget, {"textbox"}
    )


def _is_in(item: Spoken, option: str, title: str) -> bool:
    """Whether it is a radio, a tick or a line of a list with these words, in its question."""
    return (
        item.role in ("radio", "checkbox", "option")
        and option in item.name
        and any(each.name.startswith(title) for each in item.surroundings())
    )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("slug", mostly(*SLUGS))
def test_what_failed_is_told_where_it_failed(
    shown: Callable[..., Page], slug: str, language: str
) -> None:
    page = shown(slug, "failed", language)
    form = ready(slug)
    problems = formkit.submit(form, [("~lang", language)]).problems
    sentences = [message(form, problem, language).text for problem in problems]
    titles = [question.title for question in asked(form, None, language) if question.required]
    assert len(titles) == len(sentences) > 2
    page.evaluate(UNFOLD)
    told = spoken(page)
    wrong = [each for each in told if each.properties.get("invalid") == "true"]
    for title, sentence in zip(titles, sentences, strict=True):
        assert any(
            each.name.startswith(title) and sentence in each.description
            for control in wrong
            for each in (control, *control.surroundings())  # of boxes, the group has the words
        ), title
    summary = next(each for each in told if each.role == "alert")
    assert summary.properties.get("focused")
    assert summary.name
    assert page.title().startswith({"vi": "Cần xem lại: ", "en": "Error: "}[language])
    assert [each.role for each in told].count("alert") == 1


def test_nothing_is_wrong_on_a_page_that_was_not_sent(shown: Callable[..., Page]) -> None:
    for slug in SLUGS:
        told = spoken(shown(slug, "empty"))
        assert not [each for each in told if each.properties.get("invalid") == "true"]
        assert not [each for each in told if each.role == "alert"]


def test_the_page_has_its_places(shown: Callable[..., Page]) -> None:
    told = spoken(shown("household-visit", "empty"))
    assert [each.role for each in told].count("main") == 1
    first = next(each for each in told if each.role == "heading")
    assert (first.name, first.properties["level"]) == ("Thăm và hỗ trợ tại nhà", 1)
    assert {each.name for each in told if each.role == "region"} >= {"Trang 1/2 Đội hỗ trợ"}
    # a date brings a button of the browser's; the one for the Enter key is unheard
    buttons = [each.name for each in told if each.role == "button"]
    assert [name for name in buttons if "date picker" not in name] == ["Tiếp tục"]
