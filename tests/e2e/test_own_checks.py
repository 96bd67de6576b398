"""What the page checks without asking: in the server's words, and never under a finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.definitions import choice, form
from tests.e2e.hosting import Host

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]

ASKED = form(
    {
        "name": {"title": "Họ và tên", "type": "string", "maxLength": 20},
        "age": {"title": "Tuổi", "type": "integer", "minimum": 1, "maximum": 150},
        "kind": choice("Loại", "a", "b"),
        "tasks": {
            "title": "Việc",
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "enum": ["x", "y", "z"]},
            "maxItems": 1,
        },
    },
    required=["name", "kind"],
)
PEOPLE = form(
    {
        "people": {
            "title": "Người",
            "type": "array",
            "items": {
                "title": "Người",
                "type": "object",
                "properties": {"age": {"title": "Tuổi", "type": "integer", "minimum": 1}},
                "required": ["age"],
            },
        },
        "end": {"title": "Ghi chú", "type": "string"},
    }
)


def control(page: Page, name: str) -> Locator:
    return page.locator(f"[name='/{name}']").first


def said(page: Page, name: str) -> Locator:
    return page.locator(f"[id='f-{name}--error']")


def answer(page: Page, name: str, text: str) -> None:
    control(page, name).fill(text)
    control(page, name).blur()


def test_a_message_comes_after_a_change_and_goes_once_it_is_right(
    host: Hosting, page: Page
) -> None:
    page.goto(host(ASKED).origin)
    answer(page, "age", "200")
    expect(said(page, "age")).to_have_text("Ông/Bà điền số từ 1 đến 150")
    expect(said(page, "age").locator("> span.e")).to_have_count(1)
    expect(control(page, "age")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".say")).to_have_text("Ông/Bà điền số từ 1 đến 150")
    answer(page, "age", "nhiều")
    expect(said(page, "age")).to_have_text("Ông/Bà điền một số nguyên, ví dụ 3")
    answer(page, "age", "20")
    expect(said(page, "age")).to_be_empty()
    # what was left out is no matter yet
    answer(page, "name", "An")
    answer(page, "name", "")
    expect(page.locator(".err:not(:empty)")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_nothing_is_said_while_someone_types_or_composes(host: Hosting, page: Page) -> None:
    page.goto(host(ASKED).origin)
    page.clock.install()
    page.clock.pause_at("2100-01-01")
    control(page, "age").press_sequentially("200")
    page.clock.run_for(1000)
    expect(said(page, "age")).to_be_empty()
    control(page, "name").focus()
    page.clock.run_for(140)
    expect(said(page, "age")).to_be_empty()
    control(page, "name").dispatch_event("compositionstart")
    page.keyboard.insert_text("Nguyê")
    page.clock.run_for(2000)
    expect(said(page, "age")).to_be_empty()
    page.keyboard.insert_text("n")
    control(page, "name").dispatch_event("compositionend")
    page.clock.run_for(160)
    expect(said(page, "age")).not_to_be_empty()
    expect(control(page, "name")).to_be_focused()
    expect(control(page, "name")).to_have_value("Nguyên")


def test_a_tap_near_the_edge_of_the_next_row_is_not_lost(host: Hosting, page: Page) -> None:
    page.goto(host(ASKED).origin)
    page.clock.install()
    page.clock.pause_at("2100-01-01")
    control(page, "age").fill("200")
    row = page.locator("label:has(> [name='/kind'][value='a'])")
    place = row.bounding_box()
    assert place is not None
    page.touchscreen.tap(place["x"] + 40, place["y"] + 2)
    expect(control(page, "kind")).to_be_checked()
    expect(said(page, "age")).to_be_empty()
    page.clock.run_for(160)
    expect(said(page, "age")).not_to_be_empty()
    # and what is in use stays where it is
    after = row.bounding_box()
    assert after is not None
    assert abs(after["y"] - place["y"]) < 2


def test_what_is_wrong_is_shown_before_it_is_sent_and_never_holds_anyone_back(
    host: Hosting, page: Page
) -> None:
    served = host(ASKED)
    page.goto(served.origin)
    answer(page, "age", "200")
    page.locator("button.main").click()
    expect(control(page, "name")).to_be_focused()
    expect(control(page, "name")).to_be_in_viewport()
    expect(said(page, "name")).to_be_in_viewport()
    expect(page.locator(".say")).to_have_text("Số chỗ cần Ông/Bà xem lại: 3")
    expect(page.locator("[aria-invalid]")).to_have_count(3)
    assert served.posted == []
    # what is answered is right at once, and the next press holds what is left
    answer(page, "name", "An")
    expect(said(page, "name")).to_be_empty()
    page.locator("button.main").click()
    expect(control(page, "age")).to_be_focused()
    assert served.posted == []
    # the same again is for the server to judge
    with page.expect_navigation():
        page.locator("button.main").click()
    assert [each.pointer for each in served.submissions[-1].problems] == ["/age", "/kind"]
    expect(page.locator(".sum")).to_be_focused()
    # the server's messages go in the same way
    page.locator("label:has(> [name='/kind'][value='a'])").tap()
    expect(said(page, "kind")).to_be_empty()
    answer(page, "age", "20")
    expect(said(page, "age")).to_be_empty()
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    with page.expect_navigation():
        page.locator("button.main").click()
    assert served.got == {"name": "An", "kind": "a", "age": 20}


def test_ticks_and_rows(host: Hosting, page: Page) -> None:
    page.goto(host(ASKED).origin)
    for value in "xy":
        page.locator(f"label:has(> [name='/tasks'][value='{value}'])").tap()
    expect(said(page, "tasks")).to_have_text("Ông/Bà chọn nhiều nhất 1 câu trả lời")
    expect(page.locator("[name='/tasks'][aria-invalid=true]")).to_have_count(3)
    page.locator("label:has(> [name='/tasks'][value='x'])").tap()
    expect(said(page, "tasks")).to_be_empty()
    served = host(PEOPLE)
    page.goto(served.origin)
    page.locator("button[value='add /people']").click()
    answer(page, "people/0/age", "0")
    expect(said(page, "people-0-age")).not_to_be_empty()
    page.locator(".row > summary").click()
    page.locator("button.main").click()
    expect(control(page, "people/0/age")).to_be_focused()
    # a row that is gone is no matter any more
    page.locator("button[value='remove /people/0']").click()
    with page.expect_navigation():
        page.locator("button.main").click()
    assert served.got == {}


def test_a_button_that_only_changes_the_page_is_not_held_back(host: Hosting, page: Page) -> None:
    more = '<button name="~do" value="open /name" formnovalidate>Thêm</button>'
    served = host(ASKED, page=lambda html: html.replace("</form>", more + "</form>"))
    page.goto(served.origin)
    with page.expect_navigation():
        page.locator("button[formnovalidate]").click()
    assert len(served.submissions) == 1


def test_the_server_has_the_last_word(host: Hosting, page: Page) -> None:
    served = host(ASKED, urls={"check": "/"})
    page.goto(served.origin)
    control(page, "name").focus()
    page.wait_for_function("() => window.htmx")
    # a rule that is wrong here
    page.evaluate("""() => {
        document.querySelector("#f-age--q").dataset.rules = '[[{"maximum":1},"Sai"]]';
    }""")
    with page.expect_response(lambda answer: "?q=" in answer.url):
        answer(page, "age", "20")
    expect(said(page, "age")).to_be_empty()
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_what_a_host_asks_for(host: Hosting, page: Page) -> None:
    page.goto(host(ASKED).origin)
    names = "f => formkit.check(f).map(x => x.id)"
    assert page.evaluate(f"() => ({names})(document.forms[0])") == ["f-name--q", "f-kind--q"]
    assert page.evaluate("() => document.querySelectorAll('.e').length") == 2
