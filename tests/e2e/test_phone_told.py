"""What a screen reader is told of drafts, of what waits and of pages, and the way by keys alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import formkit
from tests.browsing import Watch
from tests.e2e.phoning import (
    Ward,
    box,
    button,
    fill,
    fills,
    keeps,
    known,
    lay_aside,
    like,
    online,
    received,
    send,
    visit,
    waiting,
    waits,
    ward_in,
    words,
)
from tests.e2e.spoken import HEAR, told
from tests.e2e.typist import Typist

pytestmark = pytest.mark.e2e

PAGED: dict[str, Any] = {
    "title": "Thăm nhà",
    "x-form": {
        "vocabulary": 1,
        "languages": ["vi", "en"],
        "pages": [
            {"title": "Nhà", "questions": ["/house"]},
            {"title": "Lần sau", "questions": ["/again"]},
        ],
    },
    "type": "object",
    "required": ["house"],
    "properties": {
        "house": {"title": "Nhà nào?", "description": "Số nhà và tên phố.", "type": "string"},
        "again": {"title": "Quay lại không?", "type": "boolean"},
    },
}


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    with ward_in(tmp_path_factory.mktemp("told") / "data") as ward:
        yield ward


@pytest.fixture
def ward(serving: Ward, watch: Watch) -> Iterator[Ward]:
    with known(serving, watch) as ward:
        yield ward


def snapshot(page: Page) -> str:
    """What is told of the page, without what differs each time."""
    text = re.sub(r"\d\d:\d\d", "00:00", told(page))
    text = re.sub(r"(?<=Phiếu form)-\d+", "", text)
    return re.sub(r"(Mã) [\w ]+", r"\1 ABC DEF GH", text)


def heard(page: Page) -> list[str]:
    """What live regions said since it was asked last."""
    found: list[str] = page.evaluate("() => window.heard.splice(0)")
    return found


FORM = """\
  form
    sectionheader
      heading "Thăm nhà" level=1{title}
      paragraph
        StaticText "Phiếu form."
    region "Trang 1/2 Nhà"
      heading "Trang 1/2 Nhà" level=2
      StaticText "Nhà nào?"
      paragraph
        StaticText "Số nhà và tên phố."
      paragraph{said}
      textbox "Nhà nào?" required{box}
    status live=polite{status}
    button "Tiếp tục\""""
AGAIN = """\
main
  complementary
  form
    sectionheader
      heading "Thăm nhà" level=1
    region "Trang 2/2 Lần sau"
      heading "Trang 2/2 Lần sau" level=2 focused
      radiogroup "Quay lại không? (không bắt buộc)"
        StaticText "Quay lại không?"
        StaticText "(không bắt buộc)"
        paragraph
        radio "Có"
        StaticText "Có"
        radio "Không"
        StaticText "Không"
        radio "Không trả lời"
        StaticText "Không trả lời"
    status live=polite
      StaticText "Số chỗ cần Ông/Bà xem lại: 1"
    button "Gửi phiếu"
    button "Quay lại"
    paragraph
      StaticText "Đã lưu trên máy lúc 00:00\""""
WAITS = """\
main
  complementary
    group
      DisclosureTriangle "1 phiếu chưa gửi" expanded=False
  heading "Đã lưu trên máy, sẽ gửi khi có mạng" level=1 focused
  paragraph
    StaticText "Khi có mạng, Ông/Bà mở lại trang này, phiếu sẽ tự gửi đi."
  button "Điền phiếu tiếp theo\""""
LIST = """\
main
  complementary
    group
      DisclosureTriangle "1 phiếu chưa gửi · 1 phiếu đang điền dở · 1 phiếu đã gửi" expanded focused
      heading "1 phiếu chưa gửi" level=2
      list
        listitem
          StaticText "Thăm nhà · 12/6 · 00:00"
      button "Gửi ngay"
      button "Lưu ra tệp"
      heading "1 phiếu đang điền dở" level=2
      list
        listitem
          StaticText "Thăm nhà · 12/5 · 00:00"
          button "Làm tiếp" (Thăm nhà · 12/5 · 00:00)
          button "Xóa" (Thăm nhà · 12/5 · 00:00)
      heading "1 phiếu đã gửi" level=2
      list
        listitem
          StaticText "Thăm nhà · 00:00"
          link "Mã ABC DEF GH" (Thăm nhà · 00:00)
      button "Xóa hết trên máy này\""""
HINT = " (Số nhà và tên phố.)"


def page_one(title: str = "", said: str = "", box: str = HINT, status: str = "") -> str:
    return FORM.format(title=title, said=said, box=box, status=status)


def test_pages_and_what_fails_are_told_once(ward: Ward, page: Page) -> None:
    form = ward.form(PAGED)
    visit(page, form.url)
    page.evaluate(HEAR)
    assert snapshot(page) == "main\n  complementary\n" + page_one()
    send(page)
    expect(box(page)).to_be_focused()
    sentence = "Ông/Bà điền câu trả lời này"
    count = "Số chỗ cần Ông/Bà xem lại: 1"
    assert snapshot(page) == "main\n  complementary\n" + page_one(
        said=f'\n        StaticText "{sentence}"',
        box=f" invalid focused (Số nhà và tên phố. {sentence})",
        status=f'\n      StaticText "{count}"',
    )
    # the sentence is told with its box, which has the focus
    assert heard(page) == [count]
    fill(page, "12/3")
    fill(page, "12/4")
    expect(page.locator(".err > .e")).to_have_count(0)
    expect(page.locator(".kept")).to_have_text(like(page, "saved"))
    assert heard(page) == []
    send(page)
    expect(page.get_by_role("heading", name="Trang 2/2 Lần sau")).to_be_focused()
    assert snapshot(page) == AGAIN
    button_back = page.get_by_role("button", name="Quay lại", exact=True)
    button_back.click()
    expect(page.get_by_role("heading", name="Trang 1/2 Nhà")).to_be_focused()
    assert heard(page) == []


def test_what_waits_is_told(ward: Ward, page: Page) -> None:
    form = ward.form({**PAGED, "x-form": {"vocabulary": 1, "languages": ["vi", "en"]}})
    visit(page, form.url)
    page.evaluate(HEAR)
    fill(page, "12/4")
    ward.line.cut()
    send(page)
    waits(page)
    expect(waiting(page)).to_have_text(like(page, "unsent", 1))
    assert snapshot(page) == WAITS
    # the heading is told since it has the focus
    assert heard(page) == ["Đang gửi…"]
    button(page, "next").click()
    expect(page.get_by_role("heading", name="Thăm nhà")).to_be_focused()
    ward.line.open()
    online(page)
    expect(waiting(page)).to_have_text(like(page, "sent", 1))
    fill(page, "12/5")
    lay_aside(page, ward)
    visit(page, form.url)
    fill(page, "12/6")
    ward.line.cut()
    send(page)
    waits(page)
    waiting(page).click()
    expect(page.locator("aside.phone li")).to_have_count(3)
    assert snapshot(page).startswith(LIST)


# ---- by keys alone


def tab_to(typist: Typist, name: str) -> dict[str, Any]:
    """Press Tab until what has this text has the focus, with a ring, in view."""
    for _ in range(40):
        at = typist.press("Tab")
        if at["text"].startswith(name):
            return at
    raise AssertionError(f"no Tab leads to {name}")


def test_drafts_are_opened_and_deleted_by_keys(ward: Ward, page: Page) -> None:
    form = ward.form(PAGED)
    for house in ("12/3", "12/4", "12/5"):
        visit(page, form.url)
        fill(page, house)
        lay_aside(page, ward)
    visit(page, form.url)
    typist = Typist(page, formkit.load(PAGED))
    say = words(page)
    tab_to(typist, say["drafts"].replace("%(count)s", "3"))
    typist.press("Enter")
    expect(page.locator("aside.phone li")).to_have_count(3)
    assert [typist.press("Tab")["text"] for _ in range(7)] == [
        *[say["resume"], say["drop"]] * 3,
        say["wipe"],
    ]
    for _ in range(3):
        typist.press("Shift+Tab")
    assert typist.stop()["text"] == say["drop"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Enter")
    expect(page.locator("aside.phone li")).to_have_count(2)
    # the focus is where it was, at the next one
    assert typist.stop()["text"] == say["drop"]
    assert len(fills(page)) == 2
    assert typist.press("Shift+Tab")["text"] == say["resume"]
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("12/5")
    expect(page.locator("h1")).to_be_focused()
    typist.stop()
    assert typist.press("Tab")["name"] == "/house"
    assert typist.press("Tab")["text"] == "Tiếp tục"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trang 2/2 Lần sau")).to_be_focused()
    typist.stop()
    assert typist.press("Tab")["name"] == "/again"
    assert [typist.press("Tab")["text"] for _ in range(2)] == ["Gửi phiếu", "Quay lại"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trang 1/2 Nhà")).to_be_focused()


def test_large_text_is_chosen_and_filled_in_by_keys(ward: Ward, page: Page) -> None:
    form = ward.form(PAGED)
    visit(page, form.url)
    fill(page, "12")
    typist = Typist(page, formkit.load(PAGED))
    page.evaluate("document.querySelector('.fk-langs').tabIndex = -1")
    page.locator(".fk-langs").focus()
    assert typist.press("Tab")["text"] == "Chữ to"
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-step", "question")
    expect(page.locator("h1")).to_be_focused()
    typist.stop()
    assert typist.press("Tab")["name"] == "/house"
    page.keyboard.type("/3")
    page.keyboard.press("Enter")
    expect(page.locator("legend")).to_be_focused()
    assert typist.press("Tab")["name"] == "/again"
    typist.press("Space")
    keeps(page, "/3")
    assert typist.press("Tab")["text"] == "Gửi phiếu"
    page.keyboard.press("Enter")
    received(page)
    (stored,) = form.stored
    assert stored.answers["again"] is True


def test_a_page_that_waits_says_what_came_of_it(ward: Ward, page: Page) -> None:
    form = ward.form({**PAGED, "x-form": {"vocabulary": 1, "languages": ["vi", "en"]}})
    visit(page, form.url)
    fill(page, "12/7")
    ward.line.cut()
    send(page)
    waits(page)
    form.stop()
    ward.line.open()
    online(page)
    heading = page.get_by_role("heading", name=words(page)["refused"])
    expect(heading).to_be_focused()
    expect(page.locator("main section p")).to_have_text(fills(page)[0]["why"])
