"""Drafts on a phone: what is typed is kept at once, and comes back as it was."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.phoning import (
    RICH,
    Ward,
    box,
    button,
    choose,
    fill,
    fills,
    keeps,
    lay_aside,
    like,
    press,
    ready,
    received,
    send,
    unfold,
    visit,
    wait_in,
    waiting,
    waits,
    words,
)

pytestmark = pytest.mark.e2e


def rich(page: Page) -> None:
    """Fill in the form of rows, a branch that is off again, decimals, and a level that opens."""
    box(page).fill("12/3 Cô Giang")
    box(page, "size").fill("1,5")
    choose(page, "garden", "true")
    box(page, "trees").fill("2,25")
    choose(page, "garden", "false")
    expect(box(page, "trees")).to_be_hidden()
    for name in ("An", "Bình"):
        press(page, "add /people")
        page.locator("[data-rows='/people'] > .row:last-of-type input").fill(name)
    press(page, "up /people/1")
    press(page, "open /part/inner")
    box(page, "part/inner/name").fill("trong")
    box(page, "part/inner/name").blur()
    keeps(page, "trong", "An", "2,25")


def names(page: Page) -> list[str]:
    rows = page.locator("[data-rows='/people'] > .row input")
    return [each.input_value() for each in rows.all()]


def test_a_page_that_is_loaded_again_is_as_it_was(ward: Ward, page: Page) -> None:
    form = ward.form(RICH)
    visit(page, form.url)
    rich(page)
    page.reload()
    expect(box(page)).to_have_value("12/3 Cô Giang")
    expect(box(page, "part/inner/name")).to_have_value("trong")
    assert names(page) == ["Bình", "An"]
    choose(page, "garden", "true")
    expect(box(page, "trees")).to_have_value("2,25")
    # a row that comes now is none of those that are there
    press(page, "add /people")
    page.locator("[data-rows='/people'] > .row:last-of-type input").fill("Chi")
    send(page)
    received(page)
    (stored,) = form.stored
    assert stored.answers == {
        "house": "12/3 Cô Giang",
        "size": 1.5,
        "garden": True,
        "trees": 2.25,
        "people": [{"name": "Bình"}, {"name": "An"}, {"name": "Chi"}],
        "part": {"inner": {"name": "trong"}},
    }
    assert fills(page) == []


def test_what_somebody_else_puts_into_a_page_moves_no_answer(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "một")
    page.evaluate(
        "() => document.querySelector('form.fk').prepend(document.createElement('input'))"
    )
    fill(page, "hai")
    page.reload()
    ready(page)
    expect(box(page)).to_have_value("hai")


def test_another_language_loses_nothing(ward: Ward, page: Page) -> None:
    form = ward.form(RICH)
    visit(page, form.url)
    rich(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == form.url + "?lang=en"
    expect(box(page, "size")).to_have_value("1.5")
    assert names(page) == ["Bình", "An"]
    expect(box(page, "part/inner/name")).to_have_value("trong")
    choose(page, "garden", "true")
    expect(box(page, "trees")).to_have_value("2.25")
    # the page that is loaded again is in that language too
    box(page).fill("12/4")
    box(page).blur()
    keeps(page, "12/4")
    page.reload()
    expect(box(page)).to_have_value("12/4")
    expect(box(page, "size")).to_have_value("1.5")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(box(page, "size")).to_have_value("1,5")
    expect(box(page, "trees")).to_have_value("2,25")
    send(page)
    received(page)
    (stored,) = form.stored
    assert (stored.language, stored.answers["size"], stored.answers["trees"]) == ("vi", 1.5, 2.25)
    assert fills(page) == []


def test_what_is_typed_while_the_language_changes_is_there(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form(RICH)
    page = open_page(service_workers="block")
    visit(page, form.url)
    fill(page, "một")
    asked = []

    def slow(route: Any) -> None:
        if route.request.method == "POST" and "do=open" in (route.request.post_data or ""):
            asked.append(route)
            if len(asked) == 1:
                box(page, "size").fill("1,5")
        route.continue_()

    page.route(f"**/f/{form.slug}*", slow)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(box(page)).to_have_value("một")
    expect(box(page, "size")).to_have_value("1.5")
    assert len(asked) == 2


def test_without_a_network_another_language_waits(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form(RICH)
    page = open_page(service_workers="block")
    visit(page, form.url)
    # what asks the server comes once there is something to list
    fill(page, "một")
    ward.line.cut()
    for press_it in (
        page.get_by_role("button", name="English"),
        page.locator("button[value='open /part/inner']"),
    ):
        press_it.click()
        expect(page.locator("form .kept")).to_contain_text(words(page)["offline"])
        expect(box(page)).to_have_value("một")
    assert page.url == form.url
    ward.line.open()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(box(page)).to_have_value("một")


def test_a_draft_in_another_language_is_opened_in_it(ward: Ward, page: Page) -> None:
    form = ward.form(RICH)
    visit(page, form.url + "?lang=en")
    box(page, "size").fill("1.5")
    fill(page, "one")
    other = page.context.new_page()
    visit(other, form.url)
    unfold(other)
    button(other, "resume").click()
    expect(box(other)).to_have_value("one")
    # the way to the other language is there
    other.get_by_role("button", name="Tiếng Việt").click()
    expect(box(other, "size")).to_have_value("1,5")


def test_what_waits_is_told_in_the_language_of_the_page(ward: Ward, page: Page) -> None:
    form = ward.form(RICH)
    visit(page, form.url)
    fill(page, "một")
    lay_aside(page, ward)
    visit(page, form.url)
    fill(page, "hai")
    unfold(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(waiting(page)).to_have_text(like(page, "drafts", 1))
    expect(page.locator("aside.phone li button")).to_have_text(
        [words(page)[key] for key in ("resume", "drop")]
    )


def test_drafts_lie_side_by_side_and_are_known_by_their_answers(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    for house, again in (("12/3 Cô Giang", "true"), ("12/4 Cô Giang", "false")):
        tab = page.context.new_page()
        visit(tab, form.url)
        expect(box(tab)).to_have_value("")
        choose(tab, "again", again)
        fill(tab, house)
    page.reload()
    ready(page)
    # who only looks leaves no draft
    expect(waiting(page)).to_have_text(like(page, "drafts", 2))
    unfold(page)
    rows = page.locator("aside.phone li")
    expect(rows).to_have_text(
        [re.compile("12/3 Cô Giang · Có"), re.compile("12/4 Cô Giang · Không")]
    )
    rows.last.get_by_role("button", name=words(page)["resume"]).click()
    expect(box(page)).to_have_value("12/4 Cô Giang")
    # the one that is open isn't in the list
    expect(waiting(page)).to_have_text(like(page, "drafts", 1))
    send(page)
    received(page)
    assert form.houses == ["12/4 Cô Giang"]
    visit(page, form.url)
    expect(box(page)).to_have_value("")
    expect(waiting(page)).to_have_text(like(page, "drafts", 1))


def test_what_is_deleted_is_asked_for_first_and_gone(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    for house in ("một", "hai", "ba"):
        tab = page.context.new_page()
        visit(tab, form.url)
        fill(tab, house)
        tab.close()
    visit(page, form.url)
    unfold(page)
    said: list[str] = []

    def answer(yes: bool, press_it: Any) -> None:
        page.once("dialog", lambda dialog: (said.append(dialog.message), _answer(dialog, yes)))
        press_it.click()

    first = page.locator("aside.phone li").first.get_by_role("button", name=words(page)["drop"])
    answer(False, first)
    expect(page.locator("aside.phone li")).to_have_count(3)
    answer(True, first)
    expect(page.locator("aside.phone li")).to_have_count(2)
    assert "một" in said[0]
    fill(page, "đang")
    answer(False, button(page, "wipe"))
    assert len(fills(page)) == 3
    answer(True, button(page, "wipe"))
    expect(waiting(page)).to_have_count(0)
    expect(box(page)).to_have_value("")
    page.wait_for_timeout(400)
    assert fills(page) == []
    assert _pages(page) == 0
    page.reload()
    ready(page)
    expect(box(page)).to_have_value("")


def _answer(dialog: Any, yes: bool) -> None:
    if yes:
        dialog.accept()
    else:
        dialog.dismiss()


def _pages(page: Page) -> int:
    """How many pages of drafts stand on the phone."""
    count: int = page.evaluate(
        """() => new Promise(done => {
          const asked = indexedDB.open("formkit");
          asked.onsuccess = () => {
            const all = asked.result.transaction("pages").objectStore("pages").count();
            all.onsuccess = () => { asked.result.close(); done(all.result); };
          };
        })"""
    )
    return count


def test_drafts_lapse_and_what_is_unsent_does_not(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "cũ")
    ward.line.cut()
    send(page)
    waits(page)
    button(page, "next").click()
    fill(page, "cũ hơn")
    page.evaluate(
        """() => new Promise(done => {
          const asked = indexedDB.open("formkit");
          asked.onsuccess = () => {
            const fills = asked.result.transaction("fills", "readwrite").objectStore("fills");
            const all = fills.getAll();
            all.onsuccess = () => {
              for (const x of all.result) fills.put({ ...x, at: x.at - 7.01 * 864e5 }, x.id);
            };
            fills.transaction.oncomplete = () => { asked.result.close(); done(); };
          };
        })"""
    )
    tab = page.context.new_page()
    ward.line.open()
    ward.between.lie = lambda _: (502, "text/html", "")
    visit(tab, form.url)
    expect(waiting(tab)).to_have_text(like(tab, "unsent", 1))
    ward.between.lie = None
    tab.reload()
    assert form.wait(1) == ["cũ"]
    wait_in(tab, lambda: not [each for each in fills(tab) if not each.get("receipt")])


# ---- typing as Telex does


def test_what_is_being_composed_stays_under_the_finger(ward: Ward, page: Page) -> None:
    form = ward.form({**RICH, "title": "Gõ dấu"})
    visit(page, form.url)
    fill(page, "nhà ")
    browser = page.context.new_cdp_session(page)
    box(page).focus()
    page.keyboard.press("End")
    for text in ("n", "ng", "ngu", "nguy", "nguye", "nguyê", "nguyên", "nguyễn"):
        browser.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        if text in ("nguyê", "nguyễn"):
            # it is saved meanwhile
            keeps(page, "nhà " + text)
        expect(box(page)).to_be_focused()
        expect(box(page)).to_have_value("nhà " + text)
    browser.send("Input.insertText", {"text": "nguyễn"})
    page.keyboard.type(" a")
    expect(box(page)).to_have_value("nhà nguyễn a")
    keeps(page, "nhà nguyễn a")
    expect(box(page)).to_be_focused()
    send(page)
    received(page)
    assert form.houses == ["nhà nguyễn a"]
