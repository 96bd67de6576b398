"""Browsers that have less: all can be sent, and it is said what isn't kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ARGUMENTS, Watch, headless_program, phone
from tests.e2e.phoning import (
    Form,
    Ward,
    box,
    button,
    choose,
    press,
    received,
    refuse,
    send,
    visit,
    wait_in,
    waits,
    words,
)

pytestmark = pytest.mark.e2e
# Zalo on a phone of 2019; other apps' browsers say much the same.
ZALO = (
    "Mozilla/5.0 (Linux; Android 9; Redmi 7A; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 Zalo android/12100700 ZaloTheme/light"
)


def whole(page: Page, form: Form, says: str | None, later: str | None = None) -> None:
    """Fill in and send; it is said what isn't kept, at once or once something is."""
    visit(page, form.url)
    if says:
        expect(page.locator("form .kept")).to_contain_text(words(page)[says])
    box(page).fill("một")
    press(page, "add /people")
    box(page, "people/0/name").fill("An")
    box(page, "people/0/name").blur()
    page.wait_for_timeout(50)
    for key in filter(None, (says, later)):
        expect(page.locator("form .kept")).to_contain_text(words(page)[key])
    form.ward.line.cut()
    send(page)
    waits(page)
    button(page, "next").click()
    expect(box(page)).to_have_value("")
    box(page).fill("hai")
    form.ward.line.open()
    send(page)
    received(page)
    form.wait(1)


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        pytest.param(("database",), "poorly", id="database"),
        pytest.param(("database-late",), "poorly", id="late", marks=pytest.mark.long),
        pytest.param(("database", "texts"), "unkept", id="all"),
    ],
)
def test_where_less_is_kept_it_is_said_and_all_can_be_sent(
    ward: Ward, open_page: Callable[..., Page], refused: tuple[str, ...], says: str
) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    refuse(page.context, *refused)
    whole(page, form, says)
    if says == "poorly":
        # the other went from the page of the receipt
        assert sorted(form.wait(2)) == ["hai", "một"]
        visit(page, form.url)
        box(page).fill("ba")
        box(page).blur()
        page.wait_for_timeout(400)
        page.reload()
        expect(box(page)).to_have_value("ba")
    else:
        assert form.houses == ["hai"]


def test_where_nothing_is_kept_the_open_page_has_it(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    refuse(page.context, "database", "texts")
    visit(page, form.url)
    box(page).fill("một")
    ward.line.cut()
    send(page)
    waits(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("() => { location.reload(); }")
    wait_in(page, lambda: asked)
    assert asked == ["beforeunload"]
    ward.line.open()
    page.evaluate("() => { dispatchEvent(new Event('online')); }")
    assert form.wait(1) == ["một"]


def test_a_full_phone_says_so_and_sends(ward: Ward, open_page: Callable[..., Page]) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    # as a browser does it: the transaction ends without having written anything
    page.context.add_init_script(
        "IDBObjectStore.prototype.put = function() { try { this.transaction.abort(); } catch {} };"
    )
    visit(page, form.url)
    box(page).fill("một")
    box(page).blur()
    expect(page.locator("form .kept")).to_contain_text(words(page)["full"])
    ward.line.cut()
    send(page)
    # there is nowhere else: the page stays as it is
    expect(page.locator("form .kept")).to_contain_text(words(page)["full"])
    expect(box(page)).to_have_value("một")
    ward.line.open()
    send(page)
    received(page)
    assert form.houses == ["một"]


@pytest.mark.parametrize("agent", [None, ZALO], ids=["name", "zalo"])
def test_a_name_without_tls_and_a_browser_within_an_app(
    ward: Ward, browser: Browser, watch: Watch, agent: str | None
) -> None:
    form = ward.form()
    origin = ward.origin.replace("127.0.0.1", "ward.test")
    watch.origins.add(origin)
    there = Form(form.slug, f"{origin}/f/{form.slug}", ward)
    started = browser.browser_type.launch(
        executable_path=headless_program(),
        args=[*ARGUMENTS, "--host-resolver-rules=MAP ward.test 127.0.0.1"],
    )
    with started, phone(started, watch, **({"user_agent": agent} if agent else {})) as page:
        visit(page, there.url)
        assert not page.evaluate("() => isSecureContext || 'serviceWorker' in navigator")
        whole(page, there, None, "plain")
        assert sorted(form.wait(2)) == ["hai", "một"]


SCRIPTS = ("fill.js", "htmx.js", "more.js")


@pytest.mark.parametrize(
    "missing",
    [
        ("fill.js",),
        ("more.js",),
        pytest.param(("htmx.js",), marks=pytest.mark.long),
        pytest.param(SCRIPTS, marks=pytest.mark.long),
    ],
    ids=lambda names: names[0] if len(names) == 1 else "all",
)
def test_whatever_script_fails_to_load_all_can_be_sent(
    ward: Ward, open_page: Callable[..., Page], missing: tuple[str, ...]
) -> None:
    form = ward.form()
    page = open_page(service_workers="block")
    for name in missing:
        page.route(f"**/{name}", lambda route: route.abort())
    page.goto(form.url)
    # the server is the first to judge
    page.evaluate("() => document.querySelector('#f-house--q').removeAttribute('data-rules')")
    box(page).fill("một")
    choose(page, "again", "true")
    press(page, "add /people")
    box(page, "people/0/name").fill("An")
    # too long: it comes back with a message
    box(page).fill("x" * 41)
    send(page)
    expect(page.locator("#f-house--error")).not_to_be_empty()
    box(page).fill("một")
    box(page).blur()
    page.wait_for_timeout(300)
    send(page)
    page.wait_for_url("**/r/*")
    (stored,) = form.stored
    assert stored.answers == {"house": "một", "again": True, "people": [{"name": "An"}]}
