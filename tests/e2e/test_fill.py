"""The id of a fill: its own for each, and the same for what is sent twice."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import ARGUMENTS, Watch, browser_program, phone
from tests.e2e.definitions import form
from tests.e2e.hosting import Host
from tests.e2e.person import send

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]

NAME = form({"name": {"title": "Họ và tên", "type": "string", "maxLength": 5}})


@pytest.fixture(scope="module")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    """A browser that keeps pages for the way back, as people's browsers do."""
    started = browser.browser_type.launch(
        executable_path=browser_program(),
        args=list(ARGUMENTS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield started
    started.close()


def sent(served: Host) -> dict[str, str]:
    return dict(served.posted[-1])


def test_an_id_is_sent_and_is_another_one_for_each_fill(host: Hosting, page: Page) -> None:
    served = host(NAME)
    ids = set()
    for _ in range(3):
        page.goto(served.origin)
        send(page)
        assert len(sent(served)["~id"]) == 32
        assert sent(served)["~at"]
        ids.add(sent(served)["~id"])
    assert len(ids) == 3


def test_a_page_that_failed_keeps_its_id(host: Hosting, page: Page) -> None:
    served = host(NAME)
    page.goto(served.origin)
    page.locator("[name='/name']").fill("quá dài")
    for _ in range(2):
        send(page)
    first, second = (dict(pairs) for pairs in served.posted)
    assert first["~id"] == second["~id"]
    assert first["~at"] == second["~at"]


def test_without_a_script_the_id_is_the_servers_to_give(
    host: Hosting, open_page: Callable[..., Page]
) -> None:
    served = host(NAME)
    page = open_page(java_script_enabled=False)
    page.goto(served.origin)
    send(page)
    assert sent(served)["~id"] == ""


def test_a_page_that_was_kept_goes_on_with_its_fill(
    host: Hosting, keeping_browser: Browser, watch: Watch
) -> None:
    served = host(NAME)
    with phone(keeping_browser, watch) as page:
        page.goto(served.origin)
        page.evaluate("""() => addEventListener("pageshow", e => { window.kept = e.persisted; })""")
        page.locator("[name='/name']").fill("An")
        begun = page.locator("[name='~id']").input_value()
        page.goto("about:blank")
        page.go_back(wait_until="commit")
        expect(page.locator("[name='/name']")).to_have_value("An")
        assert page.evaluate("() => window.kept")
        page.locator("button.main").click()
        page.locator("pre").wait_for()
    assert (sent(served)["~id"], sent(served)["/name"]) == (begun, "An")


def test_where_nothing_is_kept_a_page_that_comes_back_is_a_new_fill(
    host: Hosting, page: Page
) -> None:
    served = host(NAME)
    page.goto(served.origin)
    page.locator("[name='/name']").fill("An")
    page.locator("button.main").click()
    page.locator("pre").wait_for()
    first = sent(served)
    page.go_back()
    page.locator("form.js").wait_for()
    # never the old answers under a new id, nor new ones under the old id
    expect(page.locator("[name='/name']")).to_have_value("")
    page.locator("button.main").click()
    page.locator("pre").wait_for()
    assert sent(served)["~id"] not in ("", first["~id"])
