"""The workspace in a real browser: open to everybody, by keyboard, with and without a script."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from formkit.store.erasing import erase
from formkit.web import Settings, application
from formkit.web.host import Host
from tests.browsing import PHONE, Watch
from tests.serving import serve
from tests.web.filling import stock
from tests.web.staff import CARE, SECRET, link, publish_care, sent

pytestmark = pytest.mark.e2e

DESK = {"width": 1280, "height": 800}
# what isn't sure counts as found
OPTIONS = {"resultTypes": ["violations", "incomplete"]}
DAY = timedelta(days=1)


class Desk:
    """A served host with responses: one covered, one of an older version, one erased."""

    def __init__(self, host: Host, origin: str) -> None:
        self.host = host
        self.origin = origin
        each = publish_care(host)
        now = host.now()
        self.first = sent(host, each, at=now - DAY)
        for n in range(32):
            sent(host, each, at=now - timedelta(hours=n), trial=n == 3)
        erased = sent(host, each)
        with host.database.writing() as connection:
            erase(connection, erased.id, now)
        publish_care(host, description="Mới")
        self.pages = (
            "/w",
            "/w/forms/care",
            "/w/forms/poll",
            "/w/answers",
            f"/w/answers/{self.first.id}",
            f"/w/answers/{erased.id}",
            "/w/answers?code=x",
            "/w/files",
            "/w/more",
            "/w/answers/nothing",
        )

    def come_in(self, page: Page) -> None:
        page.goto(self.origin + link(self.host))
        page.get_by_role("button", name="Mở trang kết quả").click()
        expect(page).to_have_url(f"{self.origin}/w")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One server for all of them: nobody takes anything away."""
    folder: Path = tmp_path_factory.mktemp("workspace") / "data"
    stock(folder)
    host = Host(Settings(data=folder, log="faults", free_disk=0))
    with serve(application(host=host)) as origin:
        yield Desk(host, origin)


@pytest.fixture
def desk(served: Desk, watch: Watch) -> Desk:
    watch.origins.add(served.origin)
    return served


def _clean(page: Page) -> None:
    # 404 is what Chromium calls an error of the page
    found = Axe().run(page, options=OPTIONS).response
    told = [
        (each["id"], node["html"], [one["message"] for one in node["any"]])
        for kind in ("violations", "incomplete")
        for each in found[kind]
        for node in each["nodes"]
    ]
    assert told == [], page.url


def _fits(page: Page) -> None:
    """Nothing stands out at the side."""
    wide, seen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen, page.url


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_every_page_is_open_to_everybody(
    desk: Desk,
    open_page: Callable[..., Page],
    watch: Watch,
    size: dict[str, int],
    scheme: str,
) -> None:
    page = open_page(viewport=size, is_mobile=False, color_scheme=scheme)
    page.goto(f"{desk.origin}/w")
    _clean(page)
    page.goto(desk.origin + link(desk.host))
    _clean(page)
    desk.come_in(page)
    for path in desk.pages:
        page.goto(desk.origin + path)
        _clean(page)
        _fits(page)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("[aria-current=page], [aria-current=true]").first).to_be_attached()
    # pages that say that something isn't there
    watch.troubles = [each for each in watch.troubles if "status of 404" not in each]


def test_moments_stand_on_one_line_of_a_table(desk: Desk, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=DESK, is_mobile=False)
    desk.come_in(page)
    page.goto(f"{desk.origin}/w/answers")
    # as in a ward whose places and teams have long names
    page.locator(".list td:nth-child(3)").evaluate_all(
        "cells => cells.forEach(x => { x.textContent = 'Điểm chính Nguyễn Thái Bình '.repeat(9); })"
    )
    lines = page.locator(".list .what a").evaluate_all(
        "them => them.map(x => x.getClientRects().length)"
    )
    assert len(lines) == 30
    assert set(lines) == {1}


def test_text_of_twice_the_size_fits(desk: Desk, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 640, "height": 900}, is_mobile=False)
    desk.come_in(page)
    for path in desk.pages[:6]:
        page.goto(desk.origin + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        _fits(page)


def test_a_file_is_had_by_keyboard_alone(desk: Desk, open_page: Callable[..., Page]) -> None:
    page = open_page(is_mobile=False, has_touch=False, viewport=DESK, accept_downloads=True)
    page.goto(desk.origin + link(desk.host))
    _tab_to(page, "Mở trang kết quả")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.origin}/w")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("main")
    _tab_to(page, CARE["title"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(CARE["title"])
    _tab_to(page, "xlsx")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "Tạo tệp")
    page.keyboard.press("Enter")
    # htmx puts the link in; nothing was reloaded
    expect(page.get_by_role("heading", name="Tệp đã sẵn sàng")).to_be_visible()
    _tab_to(page, "Tải tệp về máy")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")
    assert CARE["properties"]["kind"]["title"] not in download.value.path().read_text("utf-8-sig")
    assert "Cài ứng dụng" in download.value.path().read_text("utf-8-sig")


def _tab_to(page: Page, what: str) -> None:
    """Press Tab until what has the focus says that, or has that value."""
    for _ in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "[document.activeElement.innerText.trim(), document.activeElement.value]"
        )
        if what in told:
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            after = page.evaluate(
                "getComputedStyle(document.activeElement, '::after').outlineStyle"
            )
            beside = page.evaluate(
                "document.activeElement.nextElementSibling && "
                "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
            )
            assert "solid" in (ring, after, beside), f"{what} doesn't show that it has the focus"
            return
    raise AssertionError(f"Tab never comes to {what}")


def test_without_a_script_everything_is_there(desk: Desk, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False, accept_downloads=True)
    desk.come_in(page)
    page.get_by_role("link", name=CARE["title"]).click()
    page.get_by_role("button", name="Tạo tệp").click()
    ready = page.get_by_role("link", name="Tải tệp về máy")
    for _ in range(200):
        if ready.count():
            break
        page.wait_for_timeout(50)
        page.reload()
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="Xóa tệp ngay").click()
    expect(page).to_have_url(f"{desk.origin}/w/files")


def test_covered_answers_are_shown_for_one_page(desk: Desk, open_page: Callable[..., Page]) -> None:
    page = open_page()
    desk.come_in(page)
    page.goto(f"{desk.origin}/w/answers/{desk.first.id}")
    expect(page.locator(".withheld")).to_have_text(["đã che", "đã che"])
    expect(page.get_by_text("Gửi theo phiên bản 1")).to_be_visible()
    page.get_by_role("button", name="Hiện câu trả lời cá nhân").click()
    for secret in SECRET:
        expect(page.get_by_text(secret).last).to_be_visible()
    page.get_by_role("link", name="Che lại").click()
    expect(page.locator(".withheld")).to_have_count(2)
    assert SECRET[0] not in page.content()


def test_a_phone_has_its_places_at_hand(desk: Desk, open_page: Callable[..., Page]) -> None:
    page = open_page()
    desk.come_in(page)
    places = page.get_by_role("navigation", name="Các mục")
    for name, path in (("Câu trả lời", "/w/answers"), ("Khác", "/w/more"), ("Các phiếu", "/w")):
        place = places.get_by_role("link", name=name)
        box = place.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["y"] + box["height"] <= PHONE["height"]
        place.click()
        expect(page).to_have_url(desk.origin + path)
        expect(places.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
    # the last thing of a page isn't under them
    page.goto(f"{desk.origin}/w/more")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.get_by_role("button", name="Đăng xuất").bounding_box()
    first = places.bounding_box()
    assert last is not None
    assert first is not None
    assert last["y"] + last["height"] <= first["y"]
