"""The filling page in a real Firefox: filled in by hand, offline, killed, and without a script."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, Response, expect

from formkit.store.database import open_database
from formkit.store.responses import responses
from tests.browsing import PHONE, Watch, phone
from tests.conftest import Site
from tests.e2e import test_condition_vectors as vectors
from tests.e2e.definitions import choice, is_, then
from tests.e2e.definitions import form as definition
from tests.e2e.firefox import Firefox, Hands, page_of, type_in
from tests.e2e.hosting import Host
from tests.e2e.phoning import (
    Ward,
    box,
    button,
    cached,
    fills,
    keeps,
    kill,
    like,
    online,
    ready,
    received,
    send,
    unfold,
    until,
    visit,
    waiting,
    waits,
)
from tests.e2e.ready import ready as ready_form
from tests.e2e.ready import sample

pytestmark = pytest.mark.e2e

# One condition on what is pressed, one on what is typed.
PETS = definition(
    {
        "pet": choice("Nuôi gì?", "chó", "mèo"),
        "age": {"title": "Bao nhiêu tuổi?", "type": "integer"},
    },
    allOf=[
        then(is_("pet", "chó"), {"name": {"title": "Tên con chó?", "type": "string"}}),
        then(
            {"required": ["age"], "properties": {"age": {"minimum": 60}}},
            {"card": {"title": "Số thẻ?", "type": "string"}},
        ),
    ],
)


@pytest.fixture(scope="module")
def firefox(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Firefox:
    return Firefox(playwright, tmp_path_factory.mktemp("firefox"))


@pytest.fixture(scope="module")
def browser(firefox: Firefox) -> Iterator[Browser]:
    """Whatever asks for a browser or a page here has Firefox."""
    started = firefox.launch()
    yield started
    started.close()


# Every vector decides and reads the same.
script = vectors.script
test_conditions = vectors.test_conditions
test_activation = vectors.test_activation
test_cleaning = vectors.test_cleaning
test_numbers = vectors.test_numbers


def test_what_the_policy_forbids_would_be_noted(page: Page, site: Site, watch: Watch) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\">"
    page.goto(site({"/": f"<!doctype html><title>t</title>{policy}<p style=color:red>".encode()}))
    page.wait_for_timeout(100)
    (told,) = watch.troubles
    assert "violates the following directive: “style-src 'none'”" in told
    watch.troubles.clear()
    assert page.evaluate("() => [innerWidth, innerHeight]") == list(PHONE.values())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "data"


def test_a_ready_form_is_filled_in_page_by_page(page: Page, site: Site, data: Path) -> None:
    slug = "household-visit"
    origin = serve(site, data)
    visit(page, f"{origin}/f/{slug}")
    send(page)
    # the first page is not left: each of its questions says what to do, at its place
    for name in ("ward", "area", "team", "volunteer_code"):
        question = page.locator(".q", has=box(page, name))
        expect(question.locator(".err")).to_contain_text("Ông/Bà")
        expect(box(page, name)).to_have_attribute("aria-invalid", "true")
    expect(box(page, "ward")).to_be_focused()
    Hands(page, ready_form(slug), language="vi", script=True).fill(sample(slug))
    # the last check is asked for after 200 ms; under way, it would end with the page as a failure
    page.wait_for_timeout(300)
    expect(page.locator(".htmx-request")).to_have_count(0)
    send(page)
    received(page)
    expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
    ((answers, receipt),) = stored(data, slug)
    assert page.url.endswith(f"/r/{receipt}")
    assert answers == sample(slug)
    assert fills(page) == []


def serve(site: Site, data: Path) -> str:
    """The ready forms, as people serve them."""
    command = "{python} -m formkit serve --port {port} --data".split()
    clean = {key: text for key, text in os.environ.items() if not key.startswith("FORMKIT_")}
    return site.run([*command, str(data)], env=clean)


def stored(data: Path, slug: str) -> list[tuple[object, str]]:
    store = open_database(data)
    try:
        with store.reading() as connection:
            return [
                (each.answers, each.receipt) for each in responses(connection, slug, personal=True)
            ]
    finally:
        store.close()


def test_a_question_comes_and_goes(page: Page, host: Callable[..., Host]) -> None:
    """By a press, by what is typed, and gone again; what is gone is not sent."""
    served = host(PETS)
    page.goto(served.origin)
    for name in ("name", "card"):
        expect(box(page, name)).to_be_hidden()
    page.locator("label:has([value='chó'])").click()
    expect(box(page, "name")).to_be_visible()
    expect(page.locator("form .say")).to_contain_text("Tên con chó?")
    type_in(box(page, "name"), "Vàng")
    type_in(box(page, "age"), "61")
    expect(box(page, "card")).to_be_visible()
    type_in(box(page, "card"), "79")
    page.locator("label:has([value='mèo'])").click()
    expect(box(page, "name")).to_be_hidden()
    page.locator("form.fk > button.main").click()
    until(lambda: served.posted)
    assert served.got == {"pet": "mèo", "age": 61, "card": "79"}


def test_a_draft_outlives_a_killed_firefox(
    firefox: Firefox, ward: Ward, watch: Watch, tmp_path: Path
) -> None:
    made = ward.form()
    folder = tmp_path / "phone"
    context = firefox.person(folder)
    watch.follow(context)
    page = page_of(context)
    visit(page, made.url)
    type_in(box(page), "12/3 Cô Giang")
    keeps(page, "12/3 Cô Giang")
    page.reload()
    ready(page)
    expect(box(page)).to_have_value("12/3 Cô Giang")
    # between two letters, and with no time to write anything more
    box(page).press("End")
    box(page).press_sequentially(", lầu 2")
    keeps(page, "12/3 Cô Giang, lầu 2")
    kill(folder)
    with suppress(Error):
        context.close()

    with closing(firefox.person(folder)) as context:
        watch.follow(context)
        page = page_of(context)
        visit(page, made.url)
        expect(waiting(page)).to_have_text(like(page, "drafts", 1))
        unfold(page)
        button(page, "resume").click()
        expect(box(page)).to_have_value("12/3 Cô Giang, lầu 2")
        send(page)
        received(page)
        assert fills(page) == []
    assert made.houses == ["12/3 Cô Giang, lầu 2"]


def test_without_a_network_it_waits_and_goes_once(ward: Ward, page: Page) -> None:
    made = ward.form()
    seen = ward.between.seen
    visit(page, made.url)
    cached(page, made.url)
    ward.line.cut()
    # the worker answers
    visit(page, made.url)
    type_in(box(page), "12/3")
    send(page)
    waits(page)
    (waits_here,) = fills(page)
    assert waits_here["body"]
    button(page, "next").click()
    expect(box(page)).to_have_value("")
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    # what waits outlives its page
    visit(page, made.url)
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    assert not made.stored
    ward.line.open()
    online(page)
    assert made.wait(1) == ["12/3"]
    expect(waiting(page)).to_have_text(like(page, "sent", 1))
    online(page)
    visit(page, made.url)
    assert made.houses == ["12/3"]
    assert ward.between.seen == seen + 1


def test_what_was_sent_is_no_draft_again(firefox: Firefox, ward: Ward, watch: Watch) -> None:
    """Firefox puts back what controls held before a script runs, the fill's hidden id too."""
    made = ward.form()
    # as on a phone that has no room to keep whole pages for the way back
    preferences = {"browser.sessionhistory.max_total_viewers": 0}
    with closing(firefox.launch(**preferences)) as browser, phone(browser, watch) as page:
        visit(page, made.url)
        type_in(box(page), "một")
        keeps(page, "một")
        sent = page.locator("[name='~id']").input_value()
        send(page)
        received(page)
        page.evaluate("() => { history.back(); }")
        page.wait_for_url(made.url)
        ready(page)
        expect(box(page)).to_have_value("")
        assert page.locator("[name='~id']").input_value() not in ("", sent)
        page.wait_for_timeout(400)
        assert fills(page) == []
        type_in(box(page), "hai")
        send(page)
        received(page)
    assert made.houses == ["một", "hai"]


def test_without_a_script_all_can_be_sent(firefox: Firefox, ward: Ward, watch: Watch) -> None:
    made = ward.form()
    with closing(firefox.launch(**{"javascript.enabled": False})) as browser:
        context = browser.new_context(viewport=PHONE, locale="vi-VN")
        watch.follow(context)
        # What comes after a page without scripts can't be asked for anything: its answer is read.
        page = context.new_page()
        page.goto(made.url)
        expect(page.locator("form.js")).to_have_count(0)
        refused = send_plain(page, "quá dài" * 6)
        assert refused.status == 422
        assert "Ông/Bà viết ngắn lại, nhiều nhất 40 ký tự" in refused.text()
        page = context.new_page()
        page.goto(made.url)
        page.locator("label:has([name='/again'][value='true'])").click(force=True)
        receipt = send_plain(page, "12/3 Cô Giang")
        assert (receipt.status, "Đã gửi" in receipt.text()) == (200, True)
    (kept,) = made.stored
    assert kept.answers == {"house": "12/3 Cô Giang", "again": True}
    assert receipt.url.endswith(f"/r/{kept.receipt}")


def send_plain(page: Page, house: str) -> Response:
    """Type, press, and wait for the page that comes.

    Playwright waits for a page to be still by a timer of the page, and there it is off: pressed is
    at once.
    """
    box(page).focus()
    page.keyboard.type(house)
    with page.expect_response(lambda each: each.status != 303) as answer:
        page.locator("form.fk > button.main").click(force=True)
    return answer.value
