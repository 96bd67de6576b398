"""What the page's script does by itself, on pages written by hand."""

import json
import re
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from formkit.page.assets import asset
from tests.conftest import Site

pytestmark = pytest.mark.e2e

Opened = Callable[..., Page]

HEAD = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>t</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<script defer src="/formkit.js"></script>
<style>.vh{position:absolute;clip-path:inset(50%)}.js [data-if]:not([data-on]){display:none}
input,button,select{min-height:48px}fieldset{margin:0}</style>"""
START = """<form class="fk" method="post" action="/sent" lang="{language}" data-lang="{language}"
 data-say="Có thêm câu hỏi:"><button class="vh" tabindex="-1" aria-hidden="true"></button>
<input type="hidden" name="~id" value="{id}"><input type="hidden" name="~at" value="{at}">"""
END = """<p class="vh say" role="status"></p><button class="main">Gửi</button></form>"""


def form(body: str, *, language: str = "vi", id: str = "", at: str = "") -> str:  # noqa: A002
    return START.format(language=language, id=id, at=at) + body + END


def text(name: str, label: str = "", attributes: str = "", value: str = "") -> str:
    name = escape(name)
    return (
        f'<div class="q"><label>{label or name}'
        f'<input name="{name}" value="{escape(value)}" {attributes}></label></div>'
    )


def branch(condition: Any, body: str, at: str = "") -> str:
    asked = escape(json.dumps(condition))
    return f'<fieldset class="b" data-if="{asked}" data-at="{at}">{body}</fieldset>'


def is_(name: str, value: Any) -> dict[str, Any]:
    return {"properties": {name: {"const": value}}, "required": [name]}


@pytest.fixture
def opened(page: Page, site: Site) -> Opened:
    """Opens a page with these forms and the script as it is served."""

    def open_(*forms: str, before: str = "") -> Page:
        pages = {
            "/": (HEAD + before + "".join(forms)).encode(),
            "/formkit.js": asset("formkit.js").content,
            "/sent": b"<!doctype html><title>sent</title><link rel=icon href=data:,>",
            "/other": b"<!doctype html><title>other</title><link rel=icon href=data:,>",
        }
        page.goto(site(pages))
        return page

    return open_


def answers(page: Page, number: int = 0) -> Any:
    """What the script reads: as text, so that no key is taken for something else."""
    return json.loads(
        page.evaluate("n => JSON.stringify(formkit.apply(document.forms[n]))", number)
    )


# ---- reading


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (text("/a", value="  Bến   Thành "), {"a": "Bến Thành"}),
        (text("/a", value="   "), {}),
        (text("/a", attributes="data-t=exact", value=" a  b "), {"a": " a  b "}),
        (text("/a", attributes="data-t=number", value="3,5"), {"a": 3.5}),
        (text("/a", attributes="data-t=number", value="1.234"), {"a": "1.234"}),
        (text("/a", attributes="data-t=integer", value="1.234"), {"a": 1234}),
        (text("/a", attributes="data-t=integer", value="nhiều"), {"a": "nhiều"}),
        (text("/a", attributes="data-t=integer", value="0"), {"a": 0}),
        (text("/a", attributes="data-t=tel", value="+84 (91) 234.56-78"), {"a": "0912345678"}),
        (text("/a", attributes="data-t=tel", value="gọi 0912.345.678"), {"a": "gọi 0912.345.678"}),
        (text("/a", attributes="data-t=tel", value="+1 202-555-0123"), {"a": "+12025550123"}),
        (text("/a", attributes="data-t=tel", value="+84 912 345 678"), {"a": "0912345678"}),
        (text("/a", attributes="data-t=tel", value="0084.912.345.678"), {"a": "0912345678"}),
        (text("/a", attributes="data-j type=hidden", value="false"), {"a": False}),
        (text("/a/b", value="x") + text("/a/c", value="y"), {"a": {"b": "x", "c": "y"}}),
        (text("/m~1n/50%25/a~0b%09", value="x"), {"m/n": {"50%": {"a~b\t": "x"}}}),
        (text("/__proto__/constructor", value="x"), {"__proto__": {"constructor": "x"}}),
        (text("//", value="x"), {"": {"": "x"}}),
        # the first that isn't blank counts
        (text("/a", value="") + text("/a", value="x") + text("/a", value="y"), {"a": "x"}),
        # names of the host and marks that the script has no use for
        (text("token", value="t") + text("~b/a", value="1") + text("~form", value="f"), {}),
        # marks
        (
            text("/a", value="") + text("~v/a", attributes="data-j type=hidden", value='""'),
            {"a": ""},
        ),
        (
            text("/a", value="x") + text("~v/a", attributes="data-j type=hidden", value='""'),
            {"a": "x"},
        ),
        (text("~p/a", attributes="data-j='{}' type=hidden", value="1"), {"a": {}}),
        (
            text("/a/b", value="x") + text("~p/a", attributes="data-j='{}' type=hidden", value="1"),
            {"a": {"b": "x"}},
        ),
        (text("~n/a", attributes="data-j=[] type=hidden", value="1"), {"a": []}),
        # a local time gets the seconds that a browser leaves out, and its offset
        (
            text("/a", value="2026-03-05T10:30") + text("~z/a", value="+07:00"),
            {"a": "2026-03-05T10:30:00+07:00"},
        ),
        (text("/a", value="10:30:15.5") + text("~z/a", value="Z"), {"a": "10:30:15.5Z"}),
        (text("/a", value="") + text("~z/a", value="+07:00"), {}),
        (
            text("~i2/a", value="2026-03-05T10:30") + text("~i2~z/a", value="+07:00"),
            {"a": "2026-03-05T10:30:00+07:00"},
        ),
        # a constant and an object that is required are there only with what is around them
        (text("/k", attributes="data-c type=hidden", value="x"), {"k": "x"}),
        (text("/o/k", attributes="data-c type=hidden", value="x"), {}),
        (
            text("/o/k", attributes="data-c type=hidden", value="x") + text("/o/a", value="y"),
            {"o": {"k": "x", "a": "y"}},
        ),
        ('<fieldset name="/o" data-c data-j="{}">' + text("/o/a") + "</fieldset>", {"o": {}}),
        ('<fieldset name="/p/o" data-c data-j="{}">' + text("/p/o/a") + "</fieldset>", {}),
        (
            '<fieldset name="/o" data-c data-j="{}">'
            + text("/o/k", attributes="data-c data-j type=hidden", value="1")
            + "</fieldset>",
            {"o": {"k": 1}},
        ),
    ],
)
def test_what_controls_say(opened: Opened, body: str, read: Any) -> None:
    assert answers(opened(form(body))) == read


def test_numbers_are_read_in_the_language_of_the_page(opened: Opened) -> None:
    page = opened(form(text("/a", attributes="data-t=number", value="1,234.5"), language="en"))
    assert answers(page) == {"a": 1234.5}


def test_radios_ticks_and_selects(opened: Opened) -> None:
    page = opened(
        form(
            '<label><input type="radio" name="/r" value="1" data-j>1</label>'
            '<label><input type="radio" name="/r" value="true" data-j checked>true</label>'
            '<input type="radio" name="/e" value="" checked aria-label="e">'
            '<div data-rows="/t"><input type="checkbox" name="/t" value="a" checked>'
            '<input type="checkbox" name="/t" value="b">'
            '<input type="checkbox" name="/t" value="2" data-j checked>'
            '<input type="checkbox" name="~n/t" value="1" data-j="[]"></div>'
            '<div data-rows="/u"><input type="checkbox" name="/u" value="a">'
            '<input type="checkbox" name="~n/u" value="1" data-j="[]" checked></div>'
            '<input type="checkbox" name="/ok" value="true" data-j>'
            '<select name="/s"><option value="">-<option value="3" data-j selected>3</select>'
            '<select name="/w"><option value="" selected>-<option value="3">3</select>'
            '<textarea name="/l">\n một  hai \n\n ba\n</textarea>'
        )
    )
    assert answers(page) == {"r": True, "t": ["a", 2], "u": [], "s": 3, "l": "một hai\n\n ba"}


def test_rows_are_lists_without_blank_ones(opened: Opened) -> None:
    kind = 'data-c type="hidden"'
    rows = "".join(
        f'<div class="row" data-row="{key}">'
        + text(f"/p/{key}/name", value=name)
        + text(f"/p/{key}/kind", attributes=kind, value="k")
        + f'<div class="rows" data-rows="/p/{key}/w">'
        + text(f"/p/{key}/w/7", value=name)
        + "</div></div>"
        for key, name in [("11", "An"), ("2", ""), ("0", "Bình")]
    )
    page = opened(form(f'<div class="rows" data-rows="/p">{rows}</div>'))
    assert answers(page) == {
        "p": [
            {"name": "An", "w": ["An"], "kind": "k"},
            {"name": "Bình", "w": ["Bình"], "kind": "k"},
        ]
    }


# ---- branches


def shows(page: Page, name: str) -> bool:
    control = page.locator(f'[name="{name}"]')
    return control.is_visible() and control.is_enabled()


def stop_time(page: Page) -> None:
    page.clock.install()
    page.clock.pause_at("2100-01-01")


def test_branches_follow_a_change_and_not_typing(opened: Opened) -> None:
    page = opened(form(text("/a") + branch(is_("a", "x"), text("/b", "Vì sao?")) + text("/z")))
    assert not shows(page, "/b")
    assert page.locator("[data-if]").get_attribute("data-on") is None
    stop_time(page)
    page.locator("[name='/a']").press_sequentially("x")
    page.clock.run_for(1000)
    assert not shows(page, "/b")
    page.locator("[name='/z']").focus()
    page.clock.run_for(140)
    assert not shows(page, "/b")
    page.clock.run_for(20)
    assert shows(page, "/b")
    assert page.locator("[data-if]").get_attribute("data-on") == ""
    expect(page.locator(".say")).to_have_text("Có thêm câu hỏi: Vì sao?")
    page.locator("[name='/a']").fill("y")
    page.locator("[name='/z']").focus()
    page.clock.run_for(160)
    assert not shows(page, "/b")


def test_nothing_appears_while_composing(opened: Opened) -> None:
    page = opened(form(text("/a") + branch(is_("a", "x"), text("/b")) + text("/z")))
    stop_time(page)
    page.locator("[name='/a']").fill("x")
    page.locator("[name='/z']").focus()
    page.locator("[name='/z']").dispatch_event("compositionstart")
    page.clock.run_for(2000)
    assert not shows(page, "/b")
    page.locator("[name='/z']").dispatch_event("compositionend")
    page.clock.run_for(160)
    assert shows(page, "/b")


def test_at_the_start_branches_are_right_and_nothing_is_announced(opened: Opened) -> None:
    page = opened(
        form(
            text("/a", value="x")
            + branch(is_("a", "x"), text("/b"))
            + branch(is_("a", "y"), text("/c"))
        )
    )
    assert shows(page, "/b")
    assert not shows(page, "/c")
    expect(page.locator(".say")).to_have_text("")
    expect(page.locator("form")).to_have_class("fk js")


def test_what_is_off_is_seen_by_no_condition(opened: Opened) -> None:
    page = opened(
        form(
            text("/a", value="no")
            + branch(
                is_("a", "yes"),
                text("/b", value="x") + branch(is_("b", "x"), text("/c", value="y")),
            )
            + branch(is_("b", "x"), text("/d"))
            + branch({"required": ["c"]}, text("/e"))
        )
    )
    assert answers(page) == {"a": "no"}
    assert [shows(page, f"/{name}") for name in "bcde"] == [False] * 4
    page.locator("[name='/a']").fill("yes")
    page.locator("[name='/a']").blur()
    expect(page.locator("[name='/e']")).to_be_visible()
    assert [shows(page, f"/{name}") for name in "bcde"] == [True] * 4
    assert answers(page) == {"a": "yes", "b": "x", "c": "y"}


def test_a_condition_of_a_later_question_acts_on_an_earlier_branch(opened: Opened) -> None:
    page = opened(
        form(
            branch({"not": {"required": ["c"]}}, text("/a", value="1"))
            + branch({"required": ["a"]}, text("/b"))
            + text("/c", value="x")
        )
    )
    assert [shows(page, "/a"), shows(page, "/b")] == [False, False]


def test_a_circle_ends(opened: Opened) -> None:
    page = opened(
        form(
            branch({"not": {"required": ["b"]}}, text("/a", value="1"))
            + branch({"required": ["a"]}, text("/b", value="2"))
        )
    )
    # three rounds for two conditions
    assert [shows(page, "/a"), shows(page, "/b")] == [False, False]


def test_the_control_of_the_branch_that_is_on_is_read(opened: Opened) -> None:
    page = opened(
        form(
            text("/k", value="2")
            + branch(is_("k", "1"), text("/a", value="first"))
            + branch(is_("k", "2"), text("~i2/a", value="second"))
            + branch(is_("a", "second"), text("/b"))
        )
    )
    assert answers(page) == {"k": "2", "a": "second"}
    assert shows(page, "/b")


def test_a_list_in_one_branch_and_none_in_another(opened: Opened) -> None:
    ticks = '<div data-rows="/a"><input type="checkbox" name="/a" value="x" checked></div>'
    row = f'<div class="row" data-row="4">{text("~i3/a/4/b", value="z")}</div>'
    rows = f'<div class="rows" data-rows="~i3/a">{row}</div>'
    kinds = (
        branch(is_("k", "1"), ticks)
        + branch(is_("k", "2"), text("~i2/a", value="y"))
        + branch(is_("k", "3"), rows)
    )
    page = opened(*(form(text("/k", value=k) + kinds) for k in "123"))
    assert [answers(page, n)["a"] for n in range(3)] == [["x"], "y", [{"b": "z"}]]


def test_one_place_read_in_two_ways_breaks_nothing(opened: Opened) -> None:
    page = opened(
        form(
            branch(
                is_("k", 1),
                text("/a", value="text") + text("/n", attributes="data-j", value="null"),
            )
            + branch(
                is_("k", 2),
                text("/a/b", value="inside")
                + text("/n/length", value="x")
                + text("/a/length", value="y"),
            )
        )
    )
    assert answers(page) == {}


def test_conditions_inside_objects_and_rows(opened: Opened) -> None:
    minor = {"properties": {"age": {"maximum": 15}}, "required": ["age"]}
    rows = "".join(
        f'<div class="row" data-row="{key}">'
        + text(f"/p/{key}/age", attributes="data-t=integer", value=age)
        + branch(minor, text(f"/p/{key}/guardian"), f"/p/{key}")
        + branch(
            {"minProperties": 0, "not": {"required": ["age"]}}, text(f"/p/{key}/why"), f"/p/{key}"
        )
        + "</div>"
        for key, age in [("0", "40"), ("1", "9"), ("2", "")]
    )
    page = opened(
        form(
            f'<div class="rows" data-rows="/p">{rows}</div>'
            + branch({"properties": {"p": {"contains": minor}}, "required": ["p"]}, text("/minors"))
            + branch({"not": is_("x", "y")}, text("/home/x"), "/home")
        )
    )
    assert [shows(page, f"/p/{key}/guardian") for key in (0, 1, 2)] == [False, True, False]
    assert [shows(page, f"/p/{key}/why") for key in (0, 1, 2)] == [False, False, True]
    assert shows(page, "/minors")
    assert shows(page, "/home/x")


def test_a_constant_is_seen_by_a_condition_asked_of_a_blank_place(opened: Opened) -> None:
    constant = text("/o/k", attributes="data-c type=hidden", value="x")
    page = opened(
        form(
            constant
            + branch(is_("k", "x"), text("/o/a"), "/o")
            + branch({"required": ["o"]}, text("/b"))
        )
    )
    assert shows(page, "/o/a")
    assert not shows(page, "/b")
    assert answers(page) == {}


def test_a_branch_without_a_condition_stays(opened: Opened) -> None:
    page = opened(
        form('<fieldset class="b"><p class="when">Chỉ khi…</p>' + text("/a") + "</fieldset>")
    )
    assert shows(page, "/a")


def test_what_a_change_does_not_concern_is_left_as_it_is(opened: Opened) -> None:
    page = opened(
        form(
            text("/a")
            + branch(is_("a", "x"), text("/off"))
            + branch({"not": is_("a", "x")}, text("/on"))
            + '<details open><summary><b data-title="/name"></b></summary>'
            + text("/name", value="Lan")
            + "</details>"
        )
    )
    expect(page.locator("summary")).to_have_text("Lan")
    page.evaluate(
        """() => {
          window.seen = [];
          const watched = { subtree: true, childList: true, characterData: true, attributes: true };
          new MutationObserver(list => seen.push(...list.map(x => x.attributeName || x.type)))
            .observe(document.forms[0], watched);
        }"""
    )
    page.fill("[name='/a']", "y")
    assert answers(page) == {"a": "y", "name": "Lan"}
    assert page.evaluate("seen") == []
    page.fill("[name='/a']", "x")
    assert answers(page) == {"a": "x", "name": "Lan"}
    assert sorted(set(page.evaluate("seen"))) == ["childList", "data-on", "disabled"]


def test_the_page_stays_under_the_finger(opened: Opened) -> None:
    page = opened(
        form(
            text("/a")
            + branch(is_("a", "x"), "".join(text(f"/b{i}") for i in range(8)))
            + text("/z")
            + "<div style='height:2000px'></div>"
        ),
        before="<style>html{overflow-anchor:none}</style>",
    )
    page.locator("[name='/a']").fill("x")
    last = page.locator("[name='/z']")
    box = last.bounding_box()
    last.tap()
    expect(page.locator("[name='/b0']")).to_be_attached()
    page.locator("[name='/b0']:enabled").wait_for(state="attached")
    after = last.bounding_box()
    assert box is not None
    assert after is not None
    assert abs(after["y"] - box["y"]) <= 1
    expect(last).to_be_focused()


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
    page.goto(site({"/": (HEAD + form("")).encode(), "/formkit.js": asset("formkit.js").content}))
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
