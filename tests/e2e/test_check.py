"""A question that was answered is checked at once, and nothing but its message changes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browsing import Watch
from tests.e2e.definitions import form
from tests.e2e.hosting import Host
from tests.e2e.person import send

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]
CHECK = re.compile(r"\?q=")

CHECKED = form(
    {
        "mail": {"title": "Thư điện tử", "type": "string", "format": "email"},
        "age": {"title": "Tuổi", "type": "integer", "maximum": 150},
        "kind": {"title": "Loại", "type": "string", "enum": ["a", "b"]},
        "people": {
            "title": "Người",
            "type": "array",
            "items": {
                "title": "Người",
                "type": "object",
                "properties": {"age": {"title": "Tuổi", "type": "integer", "minimum": 1}},
            },
        },
    },
    required=["mail"],
)

# One of each kind of control that can be told as wrong.
WEARERS = form(
    {
        "mail": {"title": "Thư điện tử", "type": "string", "format": "email"},
        "size": {"title": "Cỡ", "type": "string", "enum": ["s", "m"], "not": {"const": "s"}},
        "tasks": {
            "title": "Việc",
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "enum": ["a", "b"]},
            "minItems": 2,
        },
        "agreed": {"title": "Đồng ý", "const": True},
    },
    required=["agreed"],
)


@pytest.fixture
def served(host: Hosting, page: Page) -> Host:
    """A host that checks single questions, open in the page, with htmx there."""
    made = host(CHECKED, urls={"check": "/"})
    page.goto(made.origin)
    touch(page)
    return made


def touch(page: Page) -> None:
    """Begin to use the form: that is when htmx comes."""
    page.locator(".main").last.focus()
    page.wait_for_function("() => window.htmx")


def test_htmx_comes_with_the_first_touch_and_what_changed_before_is_checked(
    host: Hosting, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/htmx.js", lambda route: held.append(route))
    page.goto(host(CHECKED, urls={"check": "/"}).origin)
    page.locator("form.js").wait_for()
    mail = page.locator("[name='/mail']")
    assert not held
    with page.expect_request("**/htmx.js"):
        mail.fill("an@")
    mail.blur()
    page.wait_for_timeout(200)
    expect(page.locator(told(page, "f-mail"))).to_be_empty()
    held.pop().continue_()
    expect(page.locator(told(page, "f-mail"))).not_to_be_empty()
    assert page.evaluate("() => document.querySelectorAll('script').length") == 2


def told(page: Page, name: str) -> str:
    return f"[id='{name}--error']"


def test_a_message_comes_and_goes(served: Host, page: Page) -> None:
    mail = page.locator("[name='/mail']")
    mail.fill("an@")
    mail.blur()
    message = page.locator(told(page, "f-mail"))
    expect(message).not_to_be_empty()
    assert served.checks == ["/mail"]
    mail.fill("an@example.vn")
    mail.blur()
    expect(message).to_be_empty()
    assert served.checks == ["/mail", "/mail"]
    # other questions are left alone, those that aren't answered yet as well
    expect(page.locator(".err:not(:empty)")).to_have_count(0)
    assert served.submissions == []


@pytest.mark.parametrize(
    ("name", "wrong", "right", "told_as_wrong"),
    [
        ("mail", "an@", "an@example.vn", "[name='/mail']"),
        ("size", "s", "m", "[role=radiogroup]:has([name='/size'])"),
        ("tasks", "a", "b", "[name='/tasks']"),
        ("agreed", "true", "true", "[name='/agreed']"),
    ],
)
def test_a_control_is_told_as_wrong_while_its_message_says_so(
    host: Hosting, page: Page, name: str, wrong: str, right: str, told_as_wrong: str
) -> None:
    page.goto(host(WEARERS, urls={"check": "/"}).origin)
    touch(page)
    message = page.locator(told(page, f"f-{name}"))
    if name == "agreed":  # a box that was ticked and isn't any more
        answer(page, name, right)
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    answer(page, name, wrong)
    expect(message).not_to_be_empty()
    controls = page.locator(told_as_wrong)
    for control in controls.all():
        expect(control).to_have_attribute("aria-invalid", "true")
    # the other questions are as they were
    expect(page.locator("[aria-invalid]")).to_have_count(controls.count())
    answer(page, name, right)
    expect(message).to_be_empty()
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def answer(page: Page, name: str, value: str) -> None:
    """Type a text, or press what has the value; comes back when that was checked."""
    with page.expect_response(CHECK):
        if name == "mail":
            page.locator(f"[name='/{name}']").fill(value)
            page.locator(f"[name='/{name}']").blur()
        else:
            page.locator(f"label:has(> [name='/{name}'][value='{value}'])").tap()


def test_a_page_that_came_back_is_mended_one_by_one(served: Host, page: Page) -> None:
    page.locator("[name='/age']").fill("200")
    send(page)
    touch(page)
    mail = page.locator("[name='/mail']")
    expect(mail).to_have_attribute("aria-invalid", "true")
    answer(page, "mail", "an@example.vn")
    expect(page.locator(told(page, "f-mail"))).to_be_empty()
    expect(mail).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("[aria-invalid]")).to_have_attribute("name", "/age")


def test_nothing_but_the_message_changes(served: Host, page: Page) -> None:
    page.evaluate("""() => {
        window.changes = [];
        const text = x => x.nodeType === 1 ? x.className || x.localName : x.nodeName;
        new MutationObserver(found => {
            for (const one of found)
                if (one.type === "childList") window.changes.push(text(one.target));
        }).observe(document.querySelector("form.fk"), { subtree: true, childList: true });
    }""")
    age = page.locator("[name='/age']")
    age.fill("200")
    age.blur()
    expect(page.locator(told(page, "f-age"))).not_to_be_empty()
    expect(page.locator("[name='/age']")).to_have_value("200")
    changes = set(page.evaluate("() => window.changes"))
    assert {"err"} <= changes <= {"err", "e", "vh say"}


def test_what_is_typed_meanwhile_is_not_eaten(served: Host, page: Page) -> None:
    held: list[Route] = []
    page.route(CHECK, lambda route: held.append(route))
    age = page.locator("[name='/age']")
    mail = page.locator("[name='/mail']")
    age.fill("200")
    with page.expect_request(CHECK):
        mail.focus()
    page.keyboard.type("an@exam")
    held.pop().continue_()
    expect(page.locator(told(page, "f-age"))).not_to_be_empty()
    page.keyboard.type("ple.vn")
    expect(mail).to_have_value("an@example.vn")
    expect(mail).to_be_focused()


def test_a_choice_is_checked_too(served: Host, page: Page) -> None:
    with page.expect_response(CHECK) as response:
        page.locator("label:has(> [name='/kind'][value='b'])").tap()
    assert response.value.status == 200
    assert served.checks == ["/kind"]
    expect(page.locator("[name='/kind'][value='b']")).to_be_checked()


def test_a_row_that_was_added_is_checked_at_its_own_place(served: Host, page: Page) -> None:
    for _ in range(2):
        page.locator("button[value='add /people']").click()
    page.locator("button[value='remove /people/0']").click()
    age = page.locator("[name='/people/1/age']")
    age.fill("0")
    with page.expect_response(CHECK):
        age.blur()
    expect(page.locator(told(page, "f-people-1-age"))).not_to_be_empty()
    assert served.checks == ["/people/1/age"]


def test_a_check_that_fails_on_the_way_leaves_what_the_page_says_itself(
    served: Host, page: Page, watch: Watch
) -> None:
    page.route(CHECK, lambda route: route.abort())
    age = page.locator("[name='/age']")
    age.fill("200")
    with page.expect_event("requestfailed"):
        age.blur()
    expect(page.locator(told(page, "f-age"))).not_to_be_empty()
    page.unroute(CHECK)
    page.locator("[name='/mail']").fill("an@example.vn")
    send(page)
    assert [problem.pointer for problem in served.submissions[-1].problems] == ["/age"]
    watch.troubles = [each for each in watch.troubles if "Failed to fetch" not in each]
    watch.troubles = [each for each in watch.troubles if "ERR_FAILED" not in each]
