"""Sending from a phone: whatever lies between loses nothing, doubles nothing, and is no receipt."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from formkit.web.naming import grouped
from tests.e2e.phoning import (
    HTML,
    JSON,
    Answer,
    Ward,
    box,
    button,
    fill,
    fills,
    keeps,
    like,
    online,
    own_id,
    received,
    send,
    unfold,
    visit,
    wait_in,
    waiting,
    waits,
)

pytestmark = pytest.mark.e2e


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
    "refusal": lambda _: (403, JSON, '{"status": 403, "message": "Please sign in."}'),
}
_EVERY_RUN = ("proxy", "portal", "json", "hash", "sign-in", "busy", "refusal")


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

    page.route("**/fill.js", late)
    visit(page, form.url)
    keeps(page, "sớm")
    ward.line.cut()
    send(page)
    waits(page)
    button(page, "next").click()
    expect(box(page)).to_have_value("")


def test_what_tries_again_may_come_later_too(ward: Ward, open_page: Callable[..., Page]) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    asked: list[str] = []

    def away(route: Any) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/more.js", away)
    visit(page, form.url)
    fill(page, "một")
    ward.line.cut()
    send(page)
    waits(page)
    ward.line.open()
    tries = len(asked)
    online(page)
    wait_in(page, lambda: len(asked) > tries)
    (kept,) = fills(page)
    assert kept["body"]
    assert form.stored == []
    page.unroute("**/more.js")
    online(page)
    assert form.wait(1) == ["một"]
    received(page)


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
