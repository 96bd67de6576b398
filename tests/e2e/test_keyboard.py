"""Everything can be done by keyboard, and the focus is always seen and never lost."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosting import Host
from tests.e2e.ready import FORMS, mostly, ready, same, sample
from tests.e2e.typist import Typist

pytestmark = pytest.mark.e2e

ROWS = {
    "title": "Phiếu thử",
    "type": "object",
    "properties": {
        "name": {"title": "Họ và tên", "type": "string"},
        "people": {
            "title": "Người trong nhà",
            "type": "array",
            "items": {
                "title": "Người",
                "type": "object",
                "properties": {
                    "called": {"title": "Tên gọi", "type": "string"},
                    "age": {"title": "Tuổi", "type": "integer", "minimum": 0},
                },
            },
        },
    },
}
THREE = {"people": [{"called": "An"}, {"called": "Bình"}, {"called": "Chi"}]}


@pytest.mark.parametrize("slug", mostly(*FORMS))
def test_a_form_is_filled_in_by_keyboard_alone(ready_forms: str, page: Page, slug: str) -> None:
    page.goto(f"{ready_forms}/f/{slug}")
    typist = Typist(page, ready(slug))
    answers = sample(slug)
    typist.fill(answers)
    typist.send()
    got = json.loads(page.locator("pre").inner_text())
    assert same(got, answers), got


@pytest.mark.parametrize("slug", FORMS)
def test_shift_tab_leads_back_the_same_way(ready_forms: str, page: Page, slug: str) -> None:
    page.goto(f"{ready_forms}/f/{slug}")
    typist = Typist(page, ready(slug))
    there = []
    while not there or there[-1] != ("button", ""):
        at = typist.press("Tab")
        there.append((at["tag"], at["name"]))
    assert len(set(there)) >= 4
    back = [there[-1]]
    while back[-1] != there[0] or len(back) < len(there):
        at = typist.press("Shift+Tab")
        back.append((at["tag"], at["name"]))
    assert back[::-1] == there


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_enter_sends_and_never_removes_a_row(
    host: Callable[..., Host], open_page: Callable[..., Page], script: bool
) -> None:
    served = host(ROWS, answers=THREE)
    page = open_page(java_script_enabled=script)
    for name in ("/people/0/called", "/people/1/called", "/people/2/age"):
        page.goto(served.origin)
        page.locator(f".row:has([name='{name}']):not([open]) > summary").press("Enter")
        page.locator(f"[name='{name}']").press("Enter")
        page.locator("pre").wait_for()
        assert served.submissions[-1].ok
        assert same(served.got, THREE)
    assert len(served.submissions) == 3


def test_added_moved_and_removed_rows_keep_the_focus(host: Callable[..., Host], page: Page) -> None:
    served = host(ROWS, answers=THREE)
    page.goto(served.origin)
    typist = Typist(page, served.form)
    typist.tab_to("~do", "add /people")
    assert typist.press("Enter")["name"] == "/people/3/called"
    page.keyboard.type("Dung")

    def called() -> list[str]:
        return [each.input_value() for each in page.locator("[name$='/called']").all()]

    typist.tab_to("~do", "up /people/3")
    assert typist.press("Enter")["value"] == "up /people/3"
    typist.press("Space")
    assert called() == ["An", "Dung", "Bình", "Chi"]
    # on the way to the top its button goes, and the focus stays in the row
    at = typist.press("Enter")
    assert called() == ["Dung", "An", "Bình", "Chi"]
    assert _row_of_focus(page) == "3", at
    page.locator("[value='down /people/3']").focus()
    assert typist.press("Enter")["value"] == "down /people/3"
    assert called() == ["An", "Dung", "Bình", "Chi"]
    page.locator("[value='remove /people/3']").focus()
    typist.press("Enter")
    assert called() == ["An", "Bình", "Chi"]
    assert _row_of_focus(page) == "1"
    page.locator(".row").last.locator("> summary").press("Enter")
    page.locator("[value='remove /people/2']").focus()
    assert typist.press("Enter")["value"] == "add /people"
    typist.send()
    assert served.got == {"people": [{"called": "An"}, {"called": "Bình"}]}


def test_after_the_last_row_comes_what_says_that_there_is_none(
    host: Callable[..., Host], page: Page
) -> None:
    served = host({**ROWS, "required": ["people"]}, answers={"people": [{"called": "An"}]})
    page.goto(served.origin)
    typist = Typist(page, served.form)
    page.locator(".row > summary").press("Enter")
    page.locator("[value='remove /people/0']").focus()
    assert typist.press("Enter")["value"] == "add /people"
    assert typist.press("Tab")["name"] == "~n/people"
    assert typist.press("Space")["checked"]
    typist.send()
    assert served.got == {"people": []}


def _row_of_focus(page: Page) -> str | None:
    return page.locator(".row:focus-within").get_attribute("data-row")


def test_a_failed_page_starts_at_what_failed(ready_forms: str, page: Page) -> None:
    page.goto(f"{ready_forms}/f/one-minute-survey")
    typist = Typist(page, ready("one-minute-survey"))
    typist.send()
    expect(page.locator(".sum")).to_be_focused()
    typist.stop()
    # the first stop leads to the first place; Enter goes there
    assert typist.press("Tab")["tag"] == "a"
    page.keyboard.press("Enter")
    at = typist.press("Tab")
    assert at["name"] in ("/place", "/overall")
