"""Large text and one question at a time: a way to see a form that whoever fills it in chooses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.phoning import (
    RICH,
    Ward,
    box,
    keeps,
    ready,
    received,
    send,
    visit,
)

pytestmark = pytest.mark.e2e


def switch(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("button", name=name).click()


def font_size(page: Page) -> str:
    return str(box(page).evaluate("x => getComputedStyle(x).fontSize"))


def test_nothing_is_lost_on_the_way_there_and_back(ward: Ward, page: Page) -> None:
    form = ward.form(RICH)
    visit(page, form.url)
    assert font_size(page) == "18px"
    box(page).fill("12/3")
    keeps(page, "12/3")
    switch(page, "Chữ to")
    expect(page.locator("html")).to_have_attribute("data-step", "question")
    ready(page)
    expect(box(page)).to_have_value("12/3")
    assert font_size(page) == "20px"
    expect(box(page, "size")).to_be_hidden()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(box(page)).to_be_hidden()
    box(page, "size").fill("1,5")
    box(page, "size").blur()
    keeps(page, "1,5")
    # another language is at the same question
    switch(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(box(page, "size")).to_have_value("1.5")
    expect(box(page)).to_be_hidden()
    assert "step=question" in page.url
    # and so is the page that is loaded again
    page.reload()
    ready(page)
    expect(box(page, "size")).to_have_value("1.5")
    expect(box(page, "size")).to_be_visible()
    switch(page, "Normal text")
    expect(page.locator("html")).not_to_have_attribute("data-step", "question")
    expect(box(page)).to_have_value("12/3")
    expect(box(page)).to_be_visible()
    send(page)
    received(page)
    (stored,) = form.stored
    assert stored.answers == {"house": "12/3", "size": 1.5}


def test_without_a_script_the_text_is_large_and_the_page_is_long(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form(RICH)
    page = open_page(java_script_enabled=False)
    page.goto(form.url)
    box(page).fill("7")
    box(page, "size").fill("1,5")
    switch(page, "Chữ to")
    assert font_size(page) == "20px"
    expect(box(page)).to_have_value("7")
    # another language takes along what is typed, too
    switch(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(box(page, "size")).to_have_value("1.5")
    expect(box(page, "size")).to_be_visible()
    assert font_size(page) == "20px"
    # Enter sends the form, and doesn't press what stands before it
    box(page).press("Enter")
    page.wait_for_url("**/r/*")
    (stored,) = form.stored
    assert stored.answers == {"house": "7", "size": 1.5}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("step", ["", "&step=question"])
def test_letters_of_twice_their_size_leave_words_their_room(
    ward: Ward, page: Page, language: str, step: str
) -> None:
    form = ward.form({**RICH, "x-i18n": {"en": {"title": "Household visit"}}})
    visit(page, f"{form.url}?lang={language}{step}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    ways = page.locator(".fk-langs > :not(.vh)")
    tops = ways.evaluate_all("all => all.map(x => x.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert len(set(tops)) == 2
    # no word is broken: each has one box
    boxes = """h1 => h1.textContent.split(" ").map((word, n, all) => {
      const range = document.createRange();
      const start = all.slice(0, n).join(" ").length + (n > 0);
      range.setStart(h1.firstChild, start);
      range.setEnd(h1.firstChild, start + word.length);
      return range.getClientRects().length;
    })"""
    assert set(page.locator("h1").evaluate(boxes)) == {1}
    assert page.evaluate("document.documentElement.scrollWidth") == 360
