"""The way back after sending, and two pages at one draft."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ARGUMENTS, Watch, browser_program, phone
from tests.e2e.phoning import (
    Form,
    Ward,
    box,
    button,
    fill,
    fills,
    keeps,
    like,
    own_id,
    ready,
    received,
    send,
    unfold,
    visit,
    waiting,
    words,
)
from tests.web.filling import POLL

pytestmark = pytest.mark.e2e


def taken_up(page: Page, form: Form) -> Page:
    """A second tab that goes on with the draft of the first."""
    visit(page, form.url)
    fill(page, "một")
    second = page.context.new_page()
    visit(second, form.url)
    unfold(second)
    button(second, "resume").click()
    expect(box(second)).to_have_value("một")
    return second


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "anew"])
def test_back_after_sending_is_no_second_draft_and_no_second_response(
    ward: Ward, browser: Browser, watch: Watch, kept: bool
) -> None:
    form = ward.form()
    with _browser(browser, kept) as one, phone(one, watch) as page:
        visit(page, form.url)
        fill(page, "một")
        send(page)
        first = received(page)
        page.go_back(wait_until="commit")
        ready(page)
        expect(box(page)).to_have_value("một" if kept else "")
        page.wait_for_timeout(400)
        assert fills(page) == []
        if kept:
            send(page)
            assert received(page) == first
            # with other answers it is the same fill still, which is a choice
            page.go_back(wait_until="commit")
            ready(page)
            fill(page, "khác")
            send(page)
            expect(page.locator(".sum")).to_be_focused()
            assert form.houses == ["một"]
            send(page)
            received(page)
        visit(page, form.url)
        expect(waiting(page)).to_have_count(0)
        expect(box(page)).to_have_value("")
    assert form.houses == (["một", "khác"] if kept else ["một"])


def _browser(browser: Browser, kept: bool) -> Any:
    """One that keeps pages for the way back, or one that doesn't."""
    return browser.browser_type.launch(
        executable_path=browser_program(),
        args=list(ARGUMENTS) if kept else [*ARGUMENTS, "--disable-features=BackForwardCache"],
        ignore_default_args=["--disable-back-forward-cache"] if kept else [],
    )


def test_two_tabs_at_one_draft_are_two_fills(ward: Ward, page: Page) -> None:
    form = ward.form()
    second = taken_up(page, form)
    fill(second, "hai")
    # the first goes on typing: that is a form of its own
    box(page).fill("ba")
    box(page).blur()
    expect(page.locator("form .kept")).to_contain_text(words(page)["parted"])
    ids = [each.locator("[name='~id']").input_value() for each in (page, second)]
    assert len(set(ids)) == 2
    for each in (page, second):
        send(each)
        received(each)
    assert sorted(form.houses) == ["ba", "hai"]
    assert fills(page) == []


def test_a_tab_that_is_behind_never_sends_other_answers_under_one_id(
    ward: Ward, page: Page
) -> None:
    form = ward.form()
    second = taken_up(page, form)
    fill(second, "hai")
    ids = set()
    ward.between.lie = lambda asked: ids.add((own_id(asked["body"]), asked["body"])) or None
    # the first sends what it shows, and the second goes on after that
    send(page)
    if "/r/" not in page.url:
        page.wait_for_timeout(500)
        if "/r/" not in page.url:
            send(page)
    received(page)
    # what the second had is there all the same
    keeps(second, "hai")
    box(second).fill("ba")
    box(second).blur()
    keeps(second, "ba")
    send(second)
    received(second)
    assert sorted(form.houses) == ["ba", "một"]
    assert len({name for name, _ in ids}) == len(ids)


def test_a_tab_whose_draft_was_sent_elsewhere_goes_on_with_a_fill_of_its_own(
    ward: Ward, page: Page
) -> None:
    form = ward.form()
    second = taken_up(page, form)
    fill_id = second.locator("[name='~id']").input_value()
    send(page)
    received(page)
    fill(second, "hai")
    expect(second.locator("form .kept")).to_contain_text(words(second)["parted"])
    assert second.locator("[name='~id']").input_value() != fill_id
    send(second)
    received(second)
    assert form.houses == ["một", "hai"]


def test_another_form_has_drafts_of_its_own(ward: Ward, page: Page) -> None:
    form, other = ward.form(), ward.form(POLL)
    visit(page, form.url)
    fill(page, "một")
    visit(page, other.url)
    expect(waiting(page)).to_have_count(0)
    box(page, "dish").fill("phở")
    box(page, "dish").blur()
    keeps(page, "phở")
    visit(page, ward.origin + "/")
    expect(waiting(page)).to_have_text(like(page, "drafts", 2))
    unfold(page)
    page.locator("aside.phone li", has_text="phở").get_by_role("button").first.click()
    page.wait_for_url(other.url)
    expect(box(page, "dish")).to_have_value("phở")
