"""Rows, the fill, and the page around, as the script minds them on pages written by hand."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Site
from tests.e2e.scripting import Opened, answers, branch, form, is_, opener, shows, text

pytestmark = pytest.mark.e2e


# ---- rows


ROW = (
    '<details class="row" data-row="{key}" open>'
    '<summary id="f-p-{key}">Người <b data-title="/p/{key}/name">{name}</b></summary>'
    '<div class="q"><label for="f-p-{key}-name">Tên</label>'
    '<input id="f-p-{key}-name" name="/p/{key}/name" value="{name}"></div>'
    '<fieldset class="b" data-if=\'{{"required":["name"]}}\' data-at="/p/{key}">'
    '<label>Tuổi<input name="/p/{key}/age"></label></fieldset>'
    '<div class="rows" data-rows="/p/{key}/w">'
    '<button name="~do" value="add /p/{key}/w" data-say="Đã thêm:">Thêm việc</button>'
    '<template data-key="__r2__" data-next="0"><details class="row" data-row="__r2__" open>'
    '<summary>Việc</summary><label>Việc<input name="/p/{key}/w/__r2__"></label>'
    '<button name="~do" value="remove /p/{key}/w/__r2__">Bớt việc</button>'
    "</details></template></div>"
    '<button name="~do" value="up /p/{key}">Lên</button>'
    '<button name="~do" value="down /p/{key}">Xuống</button>'
    '<button name="~do" value="remove /p/{key}">Bớt</button></details>'
)


def people(*names: str) -> str:
    rows = "".join(ROW.format(key=key, name=name) for key, name in enumerate(names))
    blank = ROW.format(key="__r1__", name="")
    return form(
        f'<div class="rows" data-rows="/p">{rows}'
        '<button name="~do" value="add /p" data-say="Đã thêm:">Thêm người</button>'
        f'<template data-key="__r1__" data-next="{len(names)}">{blank}</template>'
        '<label><input type="checkbox" name="~n/p" value="1" data-j="[]">Không có ai</label></div>'
    )


def keys(page: Page) -> list[str | None]:
    rows = page.locator("[data-rows='/p'] > .row")
    return [rows.nth(i).get_attribute("data-row") for i in range(rows.count())]


def press(page: Page, value: str) -> None:
    page.locator(f'button[value="{value}"]').click()


def test_a_row_is_added(opened: Opened) -> None:
    page = opened(people("An"))
    press(page, "add /p")
    assert keys(page) == ["0", "1"]
    expect(page.locator("[name='/p/1/name']")).to_be_focused()
    expect(page.locator("#f-p-1-name")).to_have_accessible_name("Tên")
    expect(page.locator(".say")).to_have_text(re.compile("Đã thêm: Người"))
    assert page.locator(".row [value*='__r1__'], .row [name*='__r1__']").count() == 0
    assert not shows(page, "/p/1/age")
    page.locator("[name='/p/1/name']").fill("Bình")
    page.locator("[name='/p/1/name']").blur()
    expect(page.locator("[name='/p/1/age']")).to_be_visible()
    expect(page.locator("#f-p-1")).to_have_text("Người Bình")
    assert answers(page) == {"p": [{"name": "An"}, {"name": "Bình"}]}
    assert page.url.endswith("/")


def test_a_row_of_a_row_that_was_added(opened: Opened) -> None:
    page = opened(people())
    press(page, "add /p")
    press(page, "add /p")
    press(page, "add /p/1/w")
    press(page, "add /p/1/w")
    page.locator("[name='/p/1/w/1']").fill("VNeID")
    page.locator("[name='/p/0/name']").fill("An")
    assert answers(page) == {"p": [{"name": "An"}, {"w": ["VNeID"]}]}
    press(page, "remove /p/1/w/0")
    expect(page.locator("[data-rows='/p/1/w'] > .row summary")).to_be_focused()
    assert answers(page) == {"p": [{"name": "An"}, {"w": ["VNeID"]}]}


def test_rows_move_and_the_focus_with_them(opened: Opened) -> None:
    page = opened(people("An", "Bình", "Chi"))
    press(page, "down /p/0")
    assert keys(page) == ["1", "0", "2"]
    expect(page.locator("button[value='down /p/0']")).to_be_focused()
    press(page, "down /p/0")
    press(page, "down /p/0")
    assert keys(page) == ["1", "2", "0"]
    press(page, "up /p/2")
    press(page, "up /p/2")
    assert keys(page) == ["2", "1", "0"]
    button = page.locator("button[value='up /p/2']")
    expect(button).to_be_focused()
    expect(button).to_be_in_viewport()
    assert answers(page) == {"p": [{"name": "Chi"}, {"name": "Bình"}, {"name": "An"}]}


def test_what_was_typed_moves_with_its_row(opened: Opened) -> None:
    page = opened(people("An", "Bình"))
    page.locator("[name='/p/1/name']").fill("Dũng")
    press(page, "up /p/1")
    assert answers(page) == {"p": [{"name": "Dũng"}, {"name": "An"}]}


def test_rows_are_removed_and_keys_never_come_back(opened: Opened) -> None:
    page = opened(people("An", "Bình", "Chi"))
    press(page, "remove /p/1")
    expect(page.locator("[data-row='2'] > summary")).to_be_focused()
    press(page, "remove /p/2")
    expect(page.locator("button[value='add /p']")).to_be_focused()
    press(page, "add /p")
    assert keys(page) == ["0", "3"]


def test_rows_by_keyboard_alone(opened: Opened) -> None:
    page = opened(people("An"))
    page.locator("button[value='add /p']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name='/p/1/name']")).to_be_focused()
    page.locator("button[value='remove /p/1']").focus()
    page.keyboard.press("Space")
    assert keys(page) == ["0"]


def test_a_button_that_the_script_does_not_know_goes_to_the_server(opened: Opened) -> None:
    page = opened(form('<button name="~do" value="open /a" formmethod="get">Mở</button>'))
    with page.expect_navigation():
        press(page, "open /a")
    assert "open" in page.url


# ---- the fill


def test_the_fill_gets_an_id_and_its_beginning(opened: Opened) -> None:
    page = opened(form(""), form("", id="kept", at="2026-01-01T00:00:00+07:00"))
    ids = page.locator("[name='~id']")
    assert re.fullmatch("[0-9a-f]{32}", ids.nth(0).input_value())
    assert ids.nth(1).input_value() == "kept"
    begun = page.locator("[name='~at']")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", begun.nth(0).input_value())
    assert begun.nth(1).input_value() == "2026-01-01T00:00:00+07:00"
    for number in (0, 1):
        opened_form = page.locator("form").nth(number)
        expect(opened_form).to_have_attribute("autocomplete", "off")
        expect(opened_form).to_have_attribute("novalidate", "")


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Asia/Ho_Chi_Minh", "+07:00"),
        ("America/St_Johns", "-03:30"),
        ("Asia/Kathmandu", "+05:45"),
        ("UTC", "+00:00"),
    ],
)
def test_the_beginning_is_in_the_time_of_the_place(
    open_page: Callable[..., Page], site: Site, zone: str, offset: str
) -> None:
    page = open_page(timezone_id=zone)
    page.clock.install(time="2026-01-15T23:59:07Z")
    opener(page, site)(form(""))
    begun = page.locator("[name='~at']").input_value()
    local = page.evaluate(
        """() => new Intl.DateTimeFormat("sv", {dateStyle: "short", timeStyle: "medium"})
            .format(new Date())"""
    )
    assert begun.endswith(offset)
    assert begun[:16] == local.replace(" ", "T")[:16]


def test_ids_differ(opened: Opened) -> None:
    page = opened(form(""), form(""))
    first, second = (page.locator("[name='~id']").nth(i).input_value() for i in (0, 1))
    assert first != second
    page.reload()
    assert page.locator("[name='~id']").nth(0).input_value() not in (first, second)


def test_a_page_that_comes_back_keeps_its_id(opened: Opened) -> None:
    page = opened(form(text("/a")))
    page.locator("[name='/a']").fill("x")
    identity = page.locator("[name='~id']").input_value()
    page.goto(page.url + "other")
    page.go_back()
    page.locator("form.js").wait_for()
    kept = page.locator("[name='~id']").input_value()
    # without the back-forward cache the page begins anew, with nothing of the old
    assert kept == identity or page.locator("[name='/a']").input_value() == ""


# ---- as a guest


def test_forms_do_not_disturb_each_other(opened: Opened) -> None:
    one = form(text("/a", value="x") + branch(is_("a", "x"), text("/b")))
    other = form(text("/a", value="y") + branch(is_("a", "x"), text("/b")))
    page = opened(one, other, before="<form><input name=host></form>")
    branches = page.locator("[data-if]")
    expect(branches.nth(0)).to_be_visible()
    expect(branches.nth(1)).to_be_hidden()
    expect(page.locator("form").nth(0)).not_to_have_attribute("novalidate", "")


def test_it_leaves_one_name_on_the_page(opened: Opened) -> None:
    page = opened(form(""))
    assert page.evaluate("() => Object.keys(formkit)") == [
        "start",
        "apply",
        "check",
        "holds",
        "clean",
        "number",
    ]
    for name in ("all", "keys", "holds", "value"):
        assert page.evaluate("name => typeof window[name]", name) == "undefined"


def test_it_begins_a_form_that_comes_later(opened: Opened) -> None:
    page = opened(form(""))
    page.evaluate(
        """html => {
            document.body.insertAdjacentHTML("beforeend", html);
            formkit.start(document.forms[1]);
        }""",
        form(text("/a") + branch(is_("a", "x"), text("/b"))),
    )
    expect(page.locator("[name='/b']")).to_be_hidden()
