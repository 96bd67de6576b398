"""Sending from a phone: whatever lies between loses nothing, doubles nothing, and is no receipt."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from formkit.web.naming import grouped
from tests.browsing import ARGUMENTS, Watch, browser_program, phone
from tests.e2e.phoning import (
    MESSAGES,
    Answer,
    Ward,
    box,
    button,
    fill,
    fills,
    keeps,
    known,
    like,
    online,
    ready,
    received,
    send,
    unfold,
    visit,
    wait_in,
    waiting,
    waits,
    ward_in,
    words,
)
from tests.web.filling import POLL, VISIT

pytestmark = pytest.mark.e2e
HTML = "text/html"
JSON = "application/json"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    with ward_in(tmp_path_factory.mktemp("phone") / "data") as ward:
        yield ward


@pytest.fixture
def ward(serving: Ward, watch: Watch) -> Iterator[Ward]:
    with known(serving, watch) as ward:
        yield ward


def own_id(body: str) -> str:
    return parse_qs(body)["~id"][0]


def echo(**changes: Any) -> Callable[[Mapping[str, str]], Answer]:
    """A receipt of somebody else, that almost looks like one."""

    def lie(asked: Mapping[str, str]) -> Answer:
        told = {"id": own_id(asked["body"]), "sha256": "0" * 64, "receipt": "/r/x", "code": "ABC"}
        return 200, JSON, json.dumps({**told, **changes})

    return lie


LIES: dict[str, Callable[[Mapping[str, str]], Answer]] = {
    "proxy": lambda _: (502, HTML, "<h1>Bad Gateway</h1>"),
    "portal": lambda _: (200, HTML, "<h1>Welcome to free Wi-Fi</h1>"),
    "json": lambda _: (200, JSON, '{"status": 200, "message": "ok", "receipt": "/r/x"}'),
    "text": lambda _: (200, JSON, '"ok"'),
    "id": echo(id="0" * 32),
    "hash": echo(),
    "sign-in": lambda _: (302, "", "/"),
    "busy": lambda _: (429, JSON, '{"status": 429, "message": "wait"}'),
    "away": lambda _: (503, JSON, '{"status": 503, "message": "wait"}'),
    "missing": lambda _: (404, HTML, "<h1>Not Found</h1>"),
}
_EVERY_RUN = ("proxy", "portal", "json", "hash", "sign-in", "busy")


@pytest.mark.parametrize(
    "name",
    [name if name in _EVERY_RUN else pytest.param(name, marks=pytest.mark.long) for name in LIES],
)
def test_what_is_no_receipt_is_taken_for_none(ward: Ward, page: Page, name: str) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "12/3")
    ward.between.lie = LIES[name]
    send(page)
    waits(page)
    (kept,) = fills(page)
    assert kept["body"]
    assert "why" not in kept
    assert not form.stored
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    ward.between.lie = None
    online(page)
    assert form.wait(1) == ["12/3"]
    # who waits for it is shown the receipt
    received(page)
    assert form.stored[0].receipt in page.url
    assert form.houses == ["12/3"]


def test_what_was_stored_without_an_answer_is_stored_once(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "12/3")
    ward.line.deafen()
    send(page)
    waits(page)
    assert form.wait(1) == ["12/3"]
    online(page)
    page.wait_for_timeout(100)
    ward.line.open()
    online(page)
    received(page)
    assert form.stored[0].receipt in page.url
    assert form.houses == ["12/3"]


def test_a_receipt_that_never_came_is_on_the_phone(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "12/3")
    page.route("**/r/*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda asked: "/r/" in asked.url):
        send(page)
    assert form.houses == ["12/3"]
    page.unroute("**/r/*")
    visit(page, form.url)
    expect(box(page)).to_have_value("")
    expect(waiting(page)).to_have_text(like(page, "sent", 1))
    unfold(page)
    page.locator("aside.phone a").click()
    received(page)
    # once it was seen it isn't told any more
    visit(page, form.url)
    expect(waiting(page)).to_have_count(0)


def test_one_that_cannot_go_keeps_no_other_back(ward: Ward, page: Page) -> None:
    form, other = ward.form(), ward.form()
    ward.between.lie = lambda asked: LIES["proxy"](asked) if other.slug in asked["path"] else None
    for each in (other, form):
        ward.line.open()
        visit(page, each.url)
        fill(page, "một")
        ward.line.cut()
        send(page)
        waits(page)
    ward.line.open()
    online(page)
    assert form.wait(1) == ["một"]
    assert other.stored == []
    received(page)
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))


def test_it_goes_by_itself_when_the_page_is_opened_again_and_while_it_is_open(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    visit(page, form.url)
    fill(page, "một")
    ward.line.cut()
    send(page)
    waits(page)
    ward.line.open()
    # the list of forms sends it too, and says so
    visit(page, ward.origin + "/")
    assert form.wait(1) == ["một"]
    expect(waiting(page)).to_have_text(like(page, "sent", 1))
    unfold(page)
    expect(page.locator("aside.phone a")).to_have_text(
        like(page, "code", grouped(form.stored[0].code))
    )
    # and an open page tries again, later each time
    page.clock.install()
    visit(page, form.url)
    fill(page, "hai")
    ward.line.cut()
    send(page)
    waits(page)
    ward.line.open()
    page.clock.fast_forward(7_000)
    assert form.wait(2) == ["một", "hai"]


def test_households_without_a_network_on_a_first_visit(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    visit(page, form.url)
    ward.line.cut()
    for number, house in enumerate(("một", "hai"), 1):
        expect(box(page)).to_have_value("")
        fill(page, house)
        send(page)
        waits(page)
        expect(waiting(page)).to_have_text(like(page, "unsent", number))
        button(page, "next").click()
    expect(box(page)).to_have_value("")
    ward.line.open()
    online(page)
    assert form.wait(2) == ["một", "hai"]
    assert len({each.receipt for each in form.stored}) == 2
    expect(waiting(page)).to_have_text(like(page, "sent", 2))


def test_what_is_typed_before_the_script_comes_is_kept_and_not_shown_to_the_next(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form()
    page = open_page(service_workers="block")

    def late(route: Any) -> None:
        box(page).fill("sớm")
        route.continue_()

    page.route("**/phone.js", late)
    visit(page, form.url)
    keeps(page, "sớm")
    ward.line.cut()
    send(page)
    waits(page)
    button(page, "next").click()
    expect(box(page)).to_have_value("")


def test_unsent_forms_show_on_every_page(ward: Ward, open_page: Callable[..., Page]) -> None:
    form, other = ward.form(), ward.form()
    page = open_page(service_workers="block")
    visit(page, other.url)
    fill(page, "khác")
    ward.between.lie = lambda asked: LIES["proxy"](asked) if other.slug in asked["path"] else None
    send(page)
    waits(page)
    visit(page, form.url)
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    fill(page, "một")
    send(page)
    received(page)
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    for path in ("/", "/f/nothing", f"/f/{form.slug}?lang=en"):
        visit(page, ward.origin + path)
        expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    assert other.stored == []


# ---- what the server says to it


def test_problems_stand_at_their_places(ward: Ward, page: Page) -> None:
    form = ward.form({**VISIT, "properties": {**VISIT["properties"], **MESSAGES}})
    visit(page, form.url)
    # without the rules that the page carries, the server is the first to judge
    page.evaluate(
        "() => document.querySelectorAll('[data-rules]')"
        ".forEach(x => x.removeAttribute('data-rules'))"
    )
    fill(page, "mười hai")
    page.locator("[name='/again'][value='true']").check(force=True)
    send(page)
    expect(page.locator(".sum")).to_be_focused()
    expect(page.locator("#f-house--error")).not_to_be_empty()
    expect(box(page)).to_have_value("mười hai")
    expect(page.locator("[name='/again'][value='true']")).to_be_checked()
    (kept,) = fills(page)
    assert "body" not in kept
    box(page).fill("12")
    send(page)
    received(page)
    assert form.houses == ["12"]
    assert fills(page) == []


def test_problems_of_what_went_later_are_shown_when_it_is_opened(ward: Ward, page: Page) -> None:
    form = ward.form({**VISIT, "properties": {**VISIT["properties"], **MESSAGES}})
    visit(page, form.url)
    page.evaluate(
        "() => document.querySelectorAll('[data-rules]')"
        ".forEach(x => x.removeAttribute('data-rules'))"
    )
    fill(page, "mười hai")
    ward.line.cut()
    send(page)
    waits(page)
    button(page, "next").click()
    ward.line.open()
    online(page)
    expect(waiting(page)).to_have_text(like(page, "drafts", 1))
    unfold(page)
    button(page, "resume").click()
    expect(box(page)).to_have_value("mười hai")
    expect(page.locator("#f-house--error")).not_to_be_empty()
    box(page).fill("12")
    send(page)
    received(page)
    assert form.houses == ["12"]


def test_sent_before_with_other_answers_is_a_choice(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "một")
    fill_id = page.locator("[name='~id']").input_value()
    send(page)
    received(page)
    for house, later in (("hai", False), ("ba", True)):
        visit(page, form.url)
        page.evaluate("id => { document.querySelector('[name=\"~id\"]').value = id; }", fill_id)
        fill(page, house)
        if later:
            ward.line.cut()
            send(page)
            waits(page)
            ward.line.open()
            online(page)
            expect(page.locator("aside.phone li .w")).to_have_text(words(page)["clash"])
            button(page, "again").click()
            expect(box(page)).to_have_value(house)
            assert page.locator("[name='~id']").input_value() != fill_id
        else:
            send(page)
            expect(page.locator(".sum")).to_be_focused()
            expect(box(page)).to_have_value(house)
        send(page)
        received(page)
    assert form.houses == ["một", "hai", "ba"]
    assert fills(page) == []


@pytest.mark.parametrize("how", ["stopped", "gone"])
def test_a_form_that_takes_no_more_keeps_what_was_filled_in(
    ward: Ward, page: Page, how: str, tmp_path: Path
) -> None:
    form = ward.form()
    visit(page, form.url)
    fill(page, "muộn")
    if how == "stopped":
        form.stop()
    else:
        told = json.dumps({"status": 404, "message": "Không có phiếu nào ở địa chỉ này."})
        ward.between.lie = lambda _: (404, JSON, told)
    send(page)
    waits(page, "refused")
    (kept,) = fills(page)
    expect(page.locator("main section")).to_contain_text(kept["why"])
    assert kept["why"]
    unfold(page)
    with page.expect_download() as got:
        button(page, "file").click()
    assert got.value.suggested_filename.startswith("formkit-")
    got.value.save_as(tmp_path / "file.json")
    file = json.loads((tmp_path / "file.json").read_text("utf-8"))
    assert (file["formkit"], file["vocabulary"]) == ("fills", 1)
    (one,) = file["fills"]
    assert set(one) == {"id", "path", "body", "at"}
    assert (one["id"], one["path"]) == (own_id(one["body"]), f"/f/{form.slug}")
    assert parse_qs(one["body"])["/house"] == ["muộn"]
    # it is the person who takes it away, and is asked before
    online(page)
    page.wait_for_timeout(100)
    assert len(fills(page)) == 1
    page.once("dialog", lambda dialog: dialog.dismiss())
    button(page, "drop").click()
    assert len(fills(page)) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    button(page, "drop").click()
    wait_in(page, lambda: fills(page) == [])
    assert form.stored == []


def test_a_draft_of_a_stopped_form_is_finished_on_its_page(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    page = open_page(service_workers="block")
    form = ward.form()
    visit(page, form.url)
    fill(page, "dở dang")
    form.stop()
    page.goto(form.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("không nhận")
    unfold(page)
    button(page, "resume").click()
    expect(box(page)).to_have_value("dở dang")
    send(page)
    waits(page, "refused")
    (kept,) = fills(page)
    assert kept["why"]
    assert "dở dang" in kept["label"]
    unfold(page)
    expect(button(page, "file").first).to_be_visible()
    assert form.stored == []


# ---- the way back, and two at once


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
    visit(page, form.url)
    fill(page, "một")
    second = page.context.new_page()
    visit(second, form.url)
    unfold(second)
    button(second, "resume").click()
    expect(box(second)).to_have_value("một")
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
    visit(page, form.url)
    fill(page, "một")
    second = page.context.new_page()
    visit(second, form.url)
    unfold(second)
    button(second, "resume").click()
    expect(box(second)).to_have_value("một")
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
    visit(page, form.url)
    fill(page, "một")
    second = page.context.new_page()
    visit(second, form.url)
    unfold(second)
    button(second, "resume").click()
    expect(box(second)).to_have_value("một")
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
