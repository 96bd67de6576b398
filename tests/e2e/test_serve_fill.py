"""Filling in at the server, in a real browser: what is sent twice is one, what is two is two."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from formkit.web import Settings, application
from formkit.web.host import Host
from tests.browsing import ARGUMENTS, PHONE, Watch, browser_program, phone
from tests.conftest import Site
from tests.web.filling import kept, stock

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "data"
    stock(folder)
    return folder


@pytest.fixture(scope="module")
def serving(stocked: Path) -> Iterator[Host]:
    """One host for all of them: each counts what it stored itself."""
    host = Host(Settings(data=stocked, log="faults", free_disk=0))
    yield host
    host.close()


@pytest.fixture(scope="module")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    """A browser that keeps pages for the way back, as people's browsers do."""
    started = browser.browser_type.launch(
        executable_path=browser_program(),
        args=[*ARGUMENTS, "--host-resolver-rules=MAP ward.test 127.0.0.1"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield started
    started.close()


class Ward:
    """The served forms, and the houses that were stored since."""

    def __init__(self, origin: str, host: Host) -> None:
        self.form = f"{origin}/f/visit"
        self._host = host
        self._before = len(kept(host))

    @property
    def houses(self) -> list[object]:
        return [each.answers["house"] for each in kept(self._host)[self._before :]]

    @property
    def code(self) -> str:
        """The code of what was stored last."""
        return kept(self._host)[-1].code


@pytest.fixture
def ward(site: Site, serving: Host) -> Ward:
    return Ward(site(application(host=serving)), serving)


def house(page: Page, text: str) -> None:
    page.locator("[name='/house']").fill(text)


def send(page: Page) -> None:
    page.locator("button.main").last.click()


def received(page: Page) -> str:
    """The address of the receipt that is shown."""
    page.wait_for_url("**/r/*")
    return page.url


SCRIPTS = pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])


def test_twenty_households_one_after_the_other(ward: Ward, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(ward.form)
    receipts = set()
    for number in range(20):
        house(page, str(number))
        send(page)
        receipts.add(received(page))
        page.get_by_role("link", name="Điền phiếu mới").click()
        page.wait_for_url("**/f/visit")
        expect(page.locator("[name='/house']")).to_have_value("")
    assert len(receipts) == 20
    assert ward.houses == [str(number) for number in range(20)]


@SCRIPTS
def test_what_is_pressed_twice_is_sent_once(
    ward: Ward, open_page: Callable[..., Page], script: bool
) -> None:
    page = open_page(java_script_enabled=script)
    page.goto(ward.form)
    house(page, "đúp")
    page.locator("button.main").dblclick()
    first = received(page)
    page.reload()
    assert page.url == first
    assert ward.houses == ["đúp"]


class SlowReceipts:
    """The same application, whose first receipt comes once another was shown, or it is freed."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.asked = 0
        self.shown = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def free(self) -> None:
        """Lets the first receipt come; from any thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.shown.set)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/r/"):
            self.asked += 1
            self._loop = asyncio.get_running_loop()
            if self.asked == 1:
                await asyncio.wait_for(self.shown.wait(), 20)
        await self.app(scope, receive, send)
        if self.asked > 1:
            self.shown.set()


@SCRIPTS
def test_a_second_press_while_the_receipt_is_slow_is_the_same_fill(
    site: Site, serving: Host, open_page: Callable[..., Page], script: bool
) -> None:
    slow = SlowReceipts(application(host=serving))
    ward = Ward(site(slow), serving)
    page = open_page(java_script_enabled=script)
    page.goto(ward.form)
    house(page, "chậm")
    button = page.locator("button.main")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    # a locator would wait for the receipt; a finger doesn't
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.touchscreen.tap(*place)
    for _ in range(500):
        if slow.asked:
            break
        page.wait_for_timeout(20)
    page.touchscreen.tap(*place)
    # a script is on its way already, and sends nothing more
    if script:
        slow.free()
    # waiting for an address would end with the first way there, which the second press gave up
    expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
    assert "/r/" in page.url
    assert slow.asked == (1 if script else 2)
    assert ward.houses == ["chậm"]


def test_back_and_again_from_the_kept_page_is_one_without_asking(
    ward: Ward, keeping_browser: Browser, watch: Watch
) -> None:
    for script in (False, True):
        with phone(keeping_browser, watch, java_script_enabled=script) as page:
            page.goto(ward.form)
            house(page, f"giữ {script}")
            send(page)
            first = received(page)
            page.go_back(wait_until="commit")
            expect(page.locator("[name='/house']")).to_have_value(f"giữ {script}")
            send(page)
            assert received(page) == first
    assert ward.houses == ["giữ False", "giữ True"]


def test_back_without_a_kept_page_asks_before_it_is_two(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(ward.form)
    house(page, "lại")
    send(page)
    first = received(page)
    # the browser asks anew for the page, and puts in again what was typed
    page.go_back()
    expect(page.locator("[name='/house']")).to_have_value("lại")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Phiếu này giống hệt phiếu vừa gửi")
    expect(page.locator("[name='/house']")).to_have_value("lại")
    assert page.get_by_role("link", name="Xem mã").get_attribute("href") in first
    assert ward.houses == ["lại"]
    page.get_by_role("button", name="Gửi thành phiếu mới").dblclick()
    assert received(page) != first
    assert ward.houses == ["lại", "lại"]


def test_back_with_a_script_is_a_new_fill_and_no_copy(ward: Ward, page: Page) -> None:
    page.goto(ward.form)
    house(page, "mới")
    send(page)
    received(page)
    page.go_back()
    page.locator("form.js").wait_for()
    expect(page.locator("[name='/house']")).to_have_value("")
    house(page, "mới hơn")
    send(page)
    received(page)
    assert ward.houses == ["mới", "mới hơn"]


def test_the_second_of_two_tabs_asks_and_loses_nothing(
    ward: Ward, open_page: Callable[..., Page]
) -> None:
    first = open_page(java_script_enabled=False)
    second = first.context.new_page()
    for number, page in enumerate((first, second), 1):
        page.goto(ward.form)
        house(page, f"tab {number}")
    send(first)
    receipt = received(first)
    send(second)
    expect(second.get_by_role("alert")).to_contain_text("Phiếu này đã gửi rồi")
    expect(second.locator("[name='/house']")).to_have_value("tab 2")
    assert ward.houses == ["tab 1"]
    second.get_by_role("button", name="Gửi thành phiếu mới").click()
    assert received(second) != receipt
    assert ward.houses == ["tab 1", "tab 2"]


def test_two_tabs_with_a_script_are_two_fills(ward: Ward, open_page: Callable[..., Page]) -> None:
    first = open_page()
    second = first.context.new_page()
    for number, page in enumerate((first, second), 1):
        page.goto(ward.form)
        page.locator("form.js").wait_for()
        house(page, f"tab {number}")
    for page in (first, second):
        send(page)
        received(page)
    assert ward.houses == ["tab 1", "tab 2"]


def test_a_form_is_sent_from_a_name_without_tls(
    ward: Ward, keeping_browser: Browser, watch: Watch
) -> None:
    """There a browser has no randomUUID, says no Sec-Fetch-Site, and takes no brotli."""
    origin = ward.form.replace("127.0.0.1", "ward.test")
    watch.origins.add(origin.removesuffix("/f/visit"))
    with phone(keeping_browser, watch) as page:
        sent: list[Request] = []
        page.on("request", lambda request: sent.append(request))
        page.goto(origin)
        page.locator("form.js").wait_for()
        assert not page.evaluate("() => isSecureContext")
        house(page, "không khóa")
        page.get_by_role("button", name="Thêm").click()
        page.locator("[name='/people/0/name']").fill("An")
        send(page)
        received(page)
        expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
        assert page.evaluate("() => document.styleSheets[0].cssRules.length") > 50
        (post,) = (each for each in sent if each.method == "POST" and "?q=" not in each.url)
        assert "sec-fetch-site" not in post.all_headers()
    assert ward.houses == ["không khóa"]


def test_every_page_around_a_form_is_open_to_everybody(
    ward: Ward, open_page: Callable[..., Page], watch: Watch
) -> None:
    page = open_page(color_scheme="light")
    home = ward.form.removesuffix("/f/visit")
    for path, heading in (("/", "Các phiếu"), ("/f/nothing", "Không có phiếu nào ở địa chỉ này")):
        page.goto(home + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        _open_to_everybody(page)
    (missing,) = watch.troubles
    assert "404" in missing
    watch.troubles.clear()

    page.goto(ward.form)
    house(page, "sáng")
    fill = page.locator("[name='~id']").input_value()
    send(page)
    received(page)
    assert page.locator(".code b").inner_text().split() == _groups(ward.code)
    # the way on is on the screen, without scrolling
    expect(page.get_by_role("link", name="Điền phiếu mới")).to_be_in_viewport(ratio=1)
    _open_to_everybody(page)

    page.goto(ward.form)
    page.locator("form.js").wait_for()
    house(page, "khác")
    page.evaluate("id => { document.querySelector('[name=\"~id\"]').value = id; }", fill)
    send(page)
    expect(page.get_by_role("alert", name="Phiếu này đã gửi rồi")).to_be_focused()
    expect(page.get_by_role("button", name="Gửi thành phiếu mới")).to_be_in_viewport(ratio=1)
    _open_to_everybody(page)


def _groups(code: str) -> list[str]:
    return [code[:3], code[3:6], code[6:]]


def _open_to_everybody(page: Page) -> None:
    """Nothing found, sure or unsure, in light or dark; and nothing stands out at the side."""
    for scheme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its words
        found = Axe().run(page, options={"resultTypes": ["violations", "incomplete"], **options})
        assert not found.violations_count, found.generate_report()
        assert not found.response["incomplete"]
    page.emulate_media(color_scheme="light")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
