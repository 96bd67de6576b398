"""A page in a browser: conditions, rows, what comes back when it fails, and its language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Watch
from tests.e2e.definitions import HOUSE, SHOP, form, is_, then
from tests.e2e.hosting import Host
from tests.e2e.person import send

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


def press(page: Page, name: str, value: str) -> None:
    """Press the row of an option."""
    page.locator(f"label:has(> [name='{name}'][value='{value}'])").tap()


# ---- conditions


def test_a_branch_comes_and_goes_with_its_cause(host: Hosting, page: Page) -> None:
    served = host(SHOP)
    page.goto(served.origin)
    kind = page.locator("[name='/kind']").first
    branch = page.locator(".b")
    expect(kind).to_be_hidden()
    expect(kind).to_be_disabled()
    expect(branch.locator("> .when")).to_be_hidden()
    press(page, "/shop", "yes")
    expect(kind).to_be_visible()
    expect(kind).to_be_enabled()
    expect(branch.locator("> .when")).to_be_hidden()
    press(page, "/shop", "no")
    expect(kind).to_be_hidden()


def test_what_is_hidden_is_not_sent_and_comes_back_as_it_was(host: Hosting, page: Page) -> None:
    served = host(SHOP)
    page.goto(served.origin)
    press(page, "/shop", "yes")
    press(page, "/kind", "food")
    page.locator("[name='/since']").fill("1999")
    press(page, "/shop", "no")
    expect(page.locator("[name='/since']")).to_be_hidden()
    press(page, "/shop", "yes")
    expect(page.locator("[name='/since']")).to_have_value("1999")
    press(page, "/shop", "no")
    expect(page.locator("[name='/since']")).to_be_hidden()
    send(page)
    assert served.got == {"shop": "no"}
    assert not [name for name, _ in served.posted[-1] if name in ("/kind", "/since")]


def test_without_a_script_the_server_leaves_out_what_is_not_asked(
    host: Hosting, open_page: Callable[..., Page]
) -> None:
    served = host(SHOP)
    page = open_page(java_script_enabled=False)
    page.goto(served.origin)
    when = page.locator(".b > .when")
    expect(when).to_be_visible()
    expect(when).to_contain_text("“Có cửa hàng không?” là “yes”")
    expect(page.locator(".b")).to_be_visible()
    press(page, "/shop", "no")
    press(page, "/kind", "food")
    page.locator("[name='/since']").fill("1999")
    send(page)
    assert ("/kind", "food") in served.posted[-1]
    assert served.got == {"shop": "no"}


def test_the_page_stays_still_for_150_milliseconds(host: Hosting, page: Page) -> None:
    served = host(SHOP)
    page.goto(served.origin)
    page.evaluate("""() => {
        const branch = document.querySelector(".b");
        addEventListener("change", e => { window.changed = performance.now(); }, true);
        new MutationObserver(() => { window.moved = performance.now(); })
            .observe(branch, { attributes: true });
    }""")
    press(page, "/shop", "yes")
    page.wait_for_function("() => window.moved")
    assert page.evaluate("() => window.moved - window.changed") >= 150


def test_a_tap_near_the_edge_of_the_next_row_is_not_lost(host: Hosting, page: Page) -> None:
    served = host(SHOP)
    page.goto(served.origin)
    page.clock.install()
    page.clock.pause_at("2100-01-01")
    # the second tap falls while the branch of the first is about to open over it, however long this
    # machine takes between the two
    street = page.locator("[name='/street']")
    place = street.bounding_box()
    assert place is not None
    press(page, "/shop", "yes")
    page.touchscreen.tap(place["x"] + 20, place["y"] + 2)
    expect(street).to_be_focused()
    expect(page.locator("[name='/kind']").first).to_be_hidden()
    page.clock.run_for(160)
    expect(page.locator("[name='/kind']").first).to_be_visible()
    expect(street).to_be_focused()
    expect(street).to_be_in_viewport()


def test_a_script_that_never_comes_leaves_everything_to_be_answered(
    host: Hosting, page: Page, watch: Watch
) -> None:
    served = host(SHOP)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(served.origin)
    kind = page.locator("[name='/kind']").first
    assert not kind.is_visible()
    # to the end of the wait
    page.evaluate("() => document.getAnimations().forEach(each => each.finish())")
    expect(kind).to_be_visible()
    expect(page.locator(".when")).to_be_visible()
    press(page, "/shop", "yes")
    press(page, "/kind", "other")
    send(page)
    assert served.got == {"shop": "yes", "kind": "other"}
    watch.troubles = [each for each in watch.troubles if "ERR_FAILED" not in each]


def test_a_branch_that_holds_nothing_to_see_breaks_nothing(host: Hosting, page: Page) -> None:
    hidden = then(is_("a", "x"), {"mark": {"const": "seen"}}, required=["mark"])
    later = then(is_("mark", "seen"), {"b": {"title": "Tiếp", "type": "string"}})
    served = host(form({"a": {"title": "Chữ", "type": "string"}}, allOf=[hidden, later]))
    page.goto(served.origin)
    page.locator("[name='/a']").fill("x")
    page.locator("[name='/a']").blur()
    page.locator("[name='/b']").fill("y")
    send(page)
    assert served.got == {"a": "x", "mark": "seen", "b": "y"}


# ---- rows


@SCRIPT
def test_rows_in_rows(host: Hosting, open_page: Callable[..., Page], script: bool) -> None:
    served = host(HOUSE)
    page = open_page(java_script_enabled=script)
    page.goto(served.origin)

    def do(value: str) -> None:
        button = page.locator(f"button[value='{value}']")
        folded = page.locator(f".row:not([open]):has(button[value='{value}']) > summary")
        while folded.count():
            folded.first.click()
        if script:
            button.click()
        else:
            with page.expect_navigation():
                button.click()

    do("add /people")
    page.locator("[name='/people/0/name']").fill("An")
    do("add /people")
    page.locator("[name='/people/1/name']").fill("Bình")
    press(page, "/people/1/works", "true")
    page.locator("[name='/people/1/job']").fill("thợ may")
    do("add /people/1/phones")
    page.locator("[name='/people/1/phones/0']").fill("0912 345 678")
    do("add /people/1/phones")
    page.locator("[name='/people/1/phones/1']").fill("0283 829 0000")
    do("add /people")
    page.locator("[name='/people/2/name']").fill("Chi")
    do("up /people/2")
    do("remove /people/1/phones/0")
    do("add /people/1/phones")
    # a key is never used again on one page
    page.locator("[name='/people/1/phones/2']").fill("0987654321")
    do("remove /people/0")
    send(page)
    assert served.submissions[-1].ok, served.submissions[-1].problems
    assert served.got == {
        "people": [
            {"name": "Chi"},
            {
                "name": "Bình",
                "works": True,
                "phones": ["0283 829 0000", "0987654321"],
                "job": "thợ may",
            },
        ]
    }


@SCRIPT
def test_rows_of_stored_answers_keep_their_order(
    host: Hosting, open_page: Callable[..., Page], script: bool
) -> None:
    answers = {"people": [{"name": f"Người {n}"} for n in range(12)]}
    served = host(HOUSE, answers=answers)
    page = open_page(java_script_enabled=script)
    page.goto(served.origin)
    expect(page.locator(".row:not([open]) > summary").first).to_contain_text("Người 0")
    send(page)
    assert served.got == answers


def test_a_button_lands_where_the_work_is(host: Hosting, open_page: Callable[..., Page]) -> None:
    answers = {"people": [{"name": f"Người {n}"} for n in range(12)]}
    served = host(HOUSE, answers=answers)
    page = open_page(java_script_enabled=False)
    page.goto(served.origin)
    with page.expect_navigation():
        page.locator("button[value='add /people']").click()
    expect(page.locator("[name='/people/12/name']")).to_be_in_viewport()


# ---- what failed

FAILING = form(
    {
        "count": {"title": "Mấy người?", "type": "integer"},
        "share": {"title": "Bao nhiêu phần?", "type": "number"},
        "day": {"title": "Ngày nào?", "type": "string", "format": "date"},
        "note": {"title": "Ghi chú", "type": "string", "x-widget": "textarea"},
        "kinds": {
            "title": "Những việc gì?",
            "type": "array",
            "items": {"enum": ["a", "b", "c"]},
            "uniqueItems": True,
        },
        "name": {"title": "Họ và tên", "type": "string"},
    },
    required=["name"],
)
TYPED = {
    "/count": "ba người",
    "/share": "1.234",
    "/day": "hôm qua",
    "/note": "dòng một\nDòng hai  có hai dấu cách",
}


@SCRIPT
def test_a_failed_page_shows_everything_as_it_was_typed(
    host: Hosting, open_page: Callable[..., Page], script: bool
) -> None:
    served = host(FAILING)
    page = open_page(java_script_enabled=script)
    page.goto(served.origin)
    # what no picker would let through: the text of an older browser
    page.locator("[name='/day']").evaluate("x => { x.type = 'text'; }") if script else None
    for name, text in TYPED.items():
        if script or name != "/day":
            page.locator(f"[name='{name}']").fill(text)
    press(page, "/kinds", "b")
    if not script:
        page.locator("[name='/name']").fill("x")
    with page.expect_response(served.origin + "/") as response:
        send(page)
    assert response.value.status == 422
    for name, text in TYPED.items():
        if script or name != "/day":
            expect(page.locator(f"[name='{name}']")).to_have_value(text)
            if name != "/note":
                expect(page.locator(f"[name='{name}']")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name='/kinds'][value='b']")).to_be_checked()
    expect(page.locator("[name='/kinds'][value='a']")).not_to_be_checked()


def test_the_summary_comes_first_and_leads_to_the_fields(host: Hosting, page: Page) -> None:
    served = host(FAILING)
    page.goto(served.origin)
    page.locator("[name='/count']").fill("ba người")
    page.locator("[name='/share']").fill("1.234")
    send(page)
    summary = page.locator(".sum")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    assert page.title().startswith("Cần xem lại: ")
    links = summary.locator("li a")
    assert links.count() == 3
    for link in links.all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        control = page.locator(f"[id='{target}']")
        expect(control).to_be_in_viewport()
        told = page.locator(f"[id='{target}--error']")
        expect(told).not_to_be_empty()
        over, under = told.bounding_box(), control.bounding_box()
        assert over is not None
        assert under is not None
        assert over["y"] + over["height"] <= under["y"] + 1
        page.evaluate("scrollTo(0, 0)")


def test_a_number_that_may_be_two_is_asked_about(host: Hosting, page: Page) -> None:
    served = host(FAILING)
    page.goto(served.origin)
    page.locator("[name='/share']").fill("1.234")
    page.locator("[name='/name']").fill("An")
    send(page)
    told = page.locator("[id='f-share--error']")
    expect(told).to_contain_text("1234")
    expect(told).to_contain_text("1,234")
    assert told.locator("span").count() == 1
    page.locator("[name='/share']").fill("1,234")
    send(page)
    assert served.got == {"share": 1.234, "name": "An"}


def test_what_was_typed_in_a_branch_that_is_off_is_still_there(
    host: Hosting, open_page: Callable[..., Page]
) -> None:
    served = host({**SHOP, "required": ["shop", "street"]})
    page = open_page(java_script_enabled=False)
    page.goto(served.origin)
    press(page, "/shop", "no")
    page.locator("[name='/since']").fill("năm ngoái")
    page.locator("[name='/street']").fill("  ")
    send(page)
    assert [problem.pointer for problem in served.submissions[-1].problems] == ["/street"]
    expect(page.locator("[name='/since']")).to_have_value("năm ngoái")
