"""A form of several pages: one at a time, checked as it is left, and sent as one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Watch
from tests.e2e.definitions import choice, form, is_, then
from tests.e2e.hosting import Host
from tests.e2e.person import send

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]

TEXT = {"type": "string"}
PAGES = form(
    {
        "name": {"title": "Họ và tên", **TEXT},
        "street": {"title": "Đường", **TEXT},
        "more": choice("Có khai thêm không?", "yes", "no"),
        "age": {"title": "Tuổi", "type": "integer", "minimum": 1},
        "note": {"title": "Ghi chú", **TEXT},
    },
    required=["name", "age"],
    allOf=[then(is_("more", "yes"), {"extra": {"title": "Khai thêm", **TEXT}})],
    **{
        "x-form": {
            "vocabulary": 1,
            "pages": [
                {"title": "Người", "questions": ["/name", "/street", "/more"]},
                {"title": "Thêm", "questions": ["/extra"]},
                {"title": "Khác", "questions": ["/age", "/note"]},
            ],
        }
    },
)


def control(page: Page, name: str) -> Locator:
    return page.locator(f"[name='/{name}']").first


def main(page: Page) -> Locator:
    return page.locator("button.main")


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name)


def choose(page: Page, value: str) -> None:
    page.locator(f"label:has(> [name='/more'][value='{value}'])").tap()


@pytest.fixture
def served(host: Hosting, page: Page) -> Host:
    made = host(PAGES)
    page.goto(made.origin)
    return made


def test_one_page_at_a_time_and_sent_as_one(served: Host, page: Page) -> None:
    expect(heading(page, "Trang 1/2 Người")).to_be_visible()
    expect(main(page)).to_have_text("Tiếp tục")
    expect(page.get_by_role("button", name="Quay lại")).to_be_hidden()
    expect(control(page, "age")).to_be_hidden()
    control(page, "name").fill("An")
    main(page).click()
    # the page on which nothing is asked is passed over
    expect(heading(page, "Trang 2/2 Khác")).to_be_focused()
    expect(control(page, "name")).to_be_hidden()
    expect(main(page)).to_have_text("Gửi phiếu")
    assert page.get_by_role("region").count() == 1
    page.get_by_role("button", name="Quay lại").click()
    expect(heading(page, "Trang 1/2 Người")).to_be_focused()
    expect(control(page, "name")).to_have_value("An")
    choose(page, "yes")
    expect(heading(page, "Trang 1/3 Người")).to_be_visible()
    main(page).click()
    expect(heading(page, "Trang 2/3 Thêm")).to_be_focused()
    control(page, "extra").fill("x")
    main(page).click()
    control(page, "age").fill("20")
    assert served.posted == []
    send(page)
    assert served.got == {"name": "An", "more": "yes", "extra": "x", "age": 20}


def test_only_headings_say_which_page_it_is(served: Host, page: Page) -> None:
    # a branch keeps its place in the answers where a heading keeps its page; nobody is to read that
    beside = "x => getComputedStyle(x, '::before').content"
    assert page.locator("h2").first.evaluate(beside) == '"Trang 1/2"'
    assert page.locator("fieldset.b").evaluate(beside) == "none"


def test_a_page_is_checked_as_it_is_left(served: Host, page: Page) -> None:
    main(page).click()
    expect(control(page, "name")).to_be_focused()
    expect(page.locator(".e")).to_have_count(1)
    # who means it may go on, and is told of it before it is sent
    main(page).click()
    expect(heading(page, "Khác")).to_be_focused()
    expect(page.locator(".e")).to_have_count(1)
    control(page, "age").fill("20")
    main(page).click()
    expect(control(page, "name")).to_be_focused()
    assert served.posted == []
    main(page).click()
    expect(heading(page, "Khác")).to_be_focused()
    with page.expect_navigation():
        main(page).click()
    assert [each.pointer for each in served.submissions[-1].problems] == ["/name"]
    # it comes back at the page of what failed, and the summary leads there from any other
    expect(page.locator(".sum")).to_be_focused()
    expect(control(page, "name")).to_be_visible()
    expect(control(page, "age")).to_be_hidden()
    control(page, "name").fill("An")
    main(page).click()
    expect(heading(page, "Khác")).to_be_focused()
    page.locator(".sum li a").click()
    expect(control(page, "name")).to_be_in_viewport()
    expect(control(page, "age")).to_be_hidden()


def test_who_mends_what_was_sent_is_led_from_place_to_place(host: Hosting, page: Page) -> None:
    served = host(PAGES, step="question")
    page.goto(served.origin)
    # both that have to be answered are passed over by pressing twice
    for _ in range(2):
        main(page).click()
    control(page, "street").fill("Lê Lợi")
    for _ in range(4):
        main(page).click()
    expect(control(page, "note")).to_be_visible()
    main(page).click()
    expect(control(page, "name")).to_be_focused()
    page.keyboard.type("An")
    main(page).click()
    expect(control(page, "age")).to_be_focused()
    page.keyboard.type("20")
    # and then to the end
    main(page).click()
    expect(control(page, "note")).to_be_visible()
    page.locator(".back").click()
    page.locator(".back").click()
    expect(control(page, "more")).to_be_visible()
    main(page).click()
    expect(control(page, "note")).to_be_visible()
    # what opens meanwhile was seen by nobody
    page.locator(".back").click()
    page.locator(".back").click()
    choose(page, "yes")
    expect(page.locator("[data-at]:visible").last).to_have_attribute("data-at", "Câu hỏi 3/6")
    main(page).click()
    expect(control(page, "extra")).to_be_visible()
    main(page).click()
    main(page).click()
    send(page)
    assert served.got == {"name": "An", "street": "Lê Lợi", "more": "yes", "age": 20}


def test_a_page_that_comes_back_leads_from_place_to_place(host: Hosting, page: Page) -> None:
    served = host(PAGES)
    page.goto(served.origin)
    choose(page, "yes")
    for _ in range(3):
        main(page).click()
    control(page, "age").fill("20")
    main(page).click()
    expect(control(page, "name")).to_be_focused()
    main(page).click()
    expect(heading(page, "Khác")).to_be_focused()
    with page.expect_navigation():
        main(page).click()
    control(page, "name").fill("An")
    main(page).click()
    expect(heading(page, "Trang 3/3 Khác")).to_be_focused()
    send(page)
    assert served.got == {"name": "An", "more": "yes", "age": 20}


def test_enter_goes_on_and_only_then_sends(served: Host, page: Page) -> None:
    control(page, "name").fill("An")
    control(page, "name").press("Enter")
    expect(heading(page, "Khác")).to_be_focused()
    assert served.posted == []
    page.keyboard.press("Tab")
    expect(control(page, "age")).to_be_focused()
    page.keyboard.type("20")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert served.got == {"name": "An", "age": 20}


def test_a_double_tap_is_one(served: Host, page: Page) -> None:
    control(page, "street").fill("Lê Lợi")
    main(page).dblclick()
    expect(page.locator(".e")).to_have_count(1)
    expect(control(page, "age")).to_be_hidden()
    control(page, "name").fill("An")
    main(page).dblclick()
    expect(heading(page, "Khác")).to_be_visible()
    expect(page.locator(".e")).to_have_count(0)
    assert served.posted == []


def test_the_browsers_own_way_back_and_forward(served: Host, page: Page) -> None:
    control(page, "name").fill("An")
    main(page).click()
    expect(heading(page, "Khác")).to_be_focused()
    page.go_back()
    expect(heading(page, "Người")).to_be_focused()
    expect(control(page, "name")).to_have_value("An")
    page.go_forward()
    expect(heading(page, "Khác")).to_be_focused()


def test_an_address_and_a_search_show_the_page_of_what_they_lead_to(
    served: Host, page: Page
) -> None:
    page.goto("about:blank")
    page.goto(served.origin + "#f-age")
    expect(control(page, "age")).to_be_in_viewport()
    expect(heading(page, "Khác")).to_be_visible()
    # as a browser does before it shows what its search found
    page.evaluate("""() => document.querySelector("#f-name")
        .dispatchEvent(new Event("beforematch", { bubbles: true }))""")
    expect(control(page, "name")).to_be_visible()
    assert page.locator("section").nth(2).get_attribute("hidden") == "until-found"


def test_a_draft_goes_on_where_it_was_left(served: Host, page: Page) -> None:
    control(page, "name").fill("An")
    main(page).click()
    expect(page.locator("form.fk")).to_have_attribute("data-page", "2")
    # as it is kept on the phone: the HTML, begun again
    page.evaluate("""() => {
        const old = document.forms[0];
        const t = document.createElement("template");
        t.innerHTML = old.outerHTML;
        const f = t.content.firstChild;
        old.replaceWith(f);
        formkit.start(f);
    }""")
    expect(heading(page, "Trang 2/2 Khác")).to_be_visible()
    expect(page.locator(".back")).to_have_count(1)
    expect(main(page)).to_have_text("Gửi phiếu")
    page.locator(".back").click()
    expect(main(page)).to_have_text("Tiếp tục")


def test_nothing_jumps_when_the_script_comes(host: Hosting, page: Page) -> None:
    waiting: list[Any] = []
    page.route("**/formkit.js", lambda route: waiting.append(route))
    page.goto(host(PAGES).origin, wait_until="commit")
    expect(control(page, "name")).to_be_visible()
    expect(control(page, "age")).to_be_hidden()
    before = control(page, "more").bounding_box()
    waiting.pop().continue_()
    page.locator("form.js").wait_for()
    assert control(page, "more").bounding_box() == before


def test_without_a_script_it_is_one_long_page(
    host: Hosting, open_page: Callable[..., Page]
) -> None:
    served = host(PAGES)
    page = open_page(java_script_enabled=False)
    page.goto(served.origin)
    assert page.get_by_role("region").count() == 3
    expect(heading(page, "Khác")).to_be_visible()
    assert (
        page.locator("[data-at]").first.evaluate("x => getComputedStyle(x, '::before').content")
        == "none"
    )
    control(page, "name").fill("An")
    control(page, "age").fill("20")
    send(page)
    assert served.got == {"name": "An", "age": 20}


def test_a_script_that_never_comes_leaves_one_long_page(
    host: Hosting, page: Page, watch: Watch
) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(host(PAGES).origin)
    expect(control(page, "age")).to_be_hidden()
    page.evaluate("() => document.getAnimations().forEach(each => each.finish())")
    expect(control(page, "age")).to_be_visible()
    watch.troubles = [each for each in watch.troubles if "ERR_FAILED" not in each]


def test_all_pages_are_printed(served: Host, page: Page) -> None:
    page.emulate_media(media="print")
    for name in ("name", "age", "note"):
        expect(control(page, name)).to_be_visible()
    for button in ("main", "back"):
        expect(page.locator(f"button.{button}")).to_be_hidden()


def test_one_question_a_screen(host: Hosting, page: Page) -> None:
    served = host(PAGES, step="question")
    page.goto(served.origin)
    for number, name in enumerate(("name", "street", "more"), 1):
        expect(control(page, name)).to_be_visible()
        assert page.locator(".q:visible").count() == 1
        at = page.locator("[data-at]:visible")
        assert at.last.get_attribute("data-at") == f"Câu hỏi {number}/5"
        if name == "name":
            main(page).click()
            expect(control(page, "name")).to_be_focused()
            page.keyboard.type("An")
        if name == "more":
            choose(page, "yes")
            expect(at.last).to_have_attribute("data-at", "Câu hỏi 3/6")
        main(page).click()
    expect(control(page, "extra")).to_be_visible()
    assert page.locator(".q:visible").count() == 1
    page.locator(".back").click()
    expect(control(page, "more")).to_be_visible()
    expect(page.locator(".b")).to_be_hidden()
    send_all(page, served)


def send_all(page: Page, served: Host) -> None:
    main(page).click()
    main(page).click()
    control(page, "age").fill("20")
    main(page).click()
    expect(control(page, "note")).to_be_visible()
    send(page)
    assert served.got == {"name": "An", "more": "yes", "age": 20}


def test_a_form_without_pages_or_to_read_has_none(host: Hosting, page: Page) -> None:
    page.goto(host(form({"a": TEXT, "b": TEXT})).origin)
    page.locator("form.js").wait_for()
    expect(page.locator(".back, [data-at], [hidden]")).to_have_count(0)
    expect(page.locator("form.fk")).not_to_have_attribute("data-page", "0")
