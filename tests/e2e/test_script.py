"""What the page's script reads and which branches it shows, on pages written by hand."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scripting import Opened, answers, branch, form, is_, shows, text

pytestmark = pytest.mark.e2e


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
