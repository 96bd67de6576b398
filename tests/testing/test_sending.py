"""What a browser sends for a page: by example, and the same as a real browser sends."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from formkit import load, render
from formkit.testing import answers_for, forms, held_back, submitted_pairs
from formkit.testing.sending import sanitized

CONTROLS = [
    ('<input name="a" value="1">', [("a", "1")]),
    ('<input name="a">', [("a", "")]),
    ('<input value="1">', []),
    ('<input name="" value="1">', []),
    ('<input name="a" value="1" disabled>', []),
    ("<INPUT NAME='a' VALUE=1>", [("a", "1")]),
    ('<input name="a" value="&lt;&amp;&quot;&#39;">', [("a", "<&\"'")]),
    ('<input name="a" value="x\ny">', [("a", "xy")]),
    ('<input name="a" type="hidden" value="x\ny">', [("a", "x\r\ny")]),
    ('<input name="_charset_" type="hidden">', [("_charset_", "UTF-8")]),
    ('<input name="a\nb" value="1">', [("a\r\nb", "1")]),
    ('<input type="checkbox" name="a" value="1">', []),
    ('<input type="checkbox" name="a" value="1" checked>', [("a", "1")]),
    ('<input type="checkbox" name="a" checked>', [("a", "on")]),
    (
        '<input type=radio name=a value=1 checked><input type=radio name=a value=2 checked>',
        [("a", "2")],
    ),
    ('<select name="a"><option value="1">One<option>  Two  2 </select>', [("a", "1")]),
    ('<select name="a"><option value="1">One<option selected>  Two  2 </select>', [("a", "Two 2")]),
    ('<select name="a"><option disabled>x</option><option>y</option></select>', [("a", "y")]),
    (
        '<select name="a"><optgroup disabled><option selected>x</option></optgroup></select>',
        [],
    ),
    ('<select name="a"></select>', []),
    (
        "<select name=a multiple><option selected>x<option>y<option selected>z</select>",
        [("a", "x"), ("a", "z")],
    ),
    ('<textarea name="a">\n\nx\ny </textarea>', [("a", "\r\nx\r\ny ")]),
    ('<textarea name="a">&lt;b&gt;</textarea>', [("a", "<b>")]),
    ('<fieldset disabled><input name="a" value="1"></fieldset>', []),
    (
        "<fieldset disabled><legend><input name=a></legend><legend><input name=b></legend>",
        [("a", "")],
    ),
    ('<fieldset><input name="a" value="1"></fieldset>', [("a", "1")]),
    ('<template><input name="a" value="1"></template>', []),
    ('<details><summary>x</summary><input name="a" value="1"></details>', [("a", "1")]),
    ('<button name="a" value="1">x</button><input type="submit" name="b" value="2">', []),
    ('<button type="reset" name="a" value="1">x</button><input type="image" name="b">', []),
    ('<input type="date" name="a" value="2026-02-30">', [("a", "")]),
    ('<input type="time" name="a" value="07:30:00">', [("a", "07:30:00")]),
    ('<input type=datetime-local name=a value="2026-03-05 07:30:00">', [("a", "2026-03-05T07:30")]),
    ('<input type="number" name="a" value="1,5">', [("a", "")]),
    ('<input type="email" name="a" value="  a@b ">', [("a", "a@b")]),
    ('<input type="odd" name="a" value=" x ">', [("a", " x ")]),
]  # fmt: skip
AROUND = '<input name="out" value="1" form="f"><form id="f" method="post" action="/in">{}</form>'


@pytest.mark.parametrize(("html", "pairs"), CONTROLS, ids=[html for html, _ in CONTROLS])
def test_a_page_sends_these_pairs(html: str, pairs: list[tuple[str, str]]) -> None:
    assert submitted_pairs(f"<form>{html}</form>") == pairs


def test_a_choice_to_be_suggested_is_no_control() -> None:
    assert submitted_pairs('<form><datalist><input name="a"></datalist></form>') == []


def test_a_control_belongs_to_the_form_that_it_names() -> None:
    html = '<input name="a" form="f"><form id="f"><input name="b" form="g"><input name="c"></form>'
    assert submitted_pairs(html) == [("a", ""), ("c", "")]


def test_a_button_is_sent_when_it_is_pressed() -> None:
    html = (
        '<form><button></button><button name="~do" value="add /r">+</button><input name=a></form>'
    )
    assert submitted_pairs(html, "add /r") == [("~do", "add /r"), ("a", "")]
    image = '<form><input type="image" name="i" value="go"></form>'
    assert submitted_pairs(image, "go") == [("i.x", "0"), ("i.y", "0")]


@pytest.mark.parametrize("html", ["<form></form>", "<form><button disabled value=x></form>", "<p>"])
def test_what_cannot_be_pressed_is_told(html: str) -> None:
    with pytest.raises(LookupError):
        submitted_pairs(html, "x")


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<input name="a" required>', ["a"]),
        ('<input name="a" required value="x">', []),
        ('<input name="a" type="date" required value="x">', ["a"]),
        ('<input name="a" required disabled>', []),
        ('<input name="a" type="hidden" required>', []),
        ('<input type="checkbox" name="a" value="" required>', ["a"]),
        ('<input type="checkbox" name="a" value="" required checked>', []),
        ('<input type="radio" name="a" required><input type="radio" name="a" value="">', ["a"]),
        (
            '<input type="radio" name="a" required><input type="radio" name="a" checked value="">',
            [],
        ),
        ('<select name="a" required><option value="">-<option>x</select>', ["a"]),
        ('<select name="a" required><option value="">-<option selected>x</select>', []),
        ('<textarea name="a" required></textarea>', ["a"]),
    ],
)
def test_a_browser_holds_back_what_is_required_and_empty(html: str, names: list[str]) -> None:
    assert held_back(f"<form>{html}</form>") == names


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-02-29", ""),
        ("date", "0000-01-01", ""),
        ("date", "2026-13-01", ""),
        ("date", "12026-01-01", "12026-01-01"),
        ("date", "2026-1-1", ""),
        ("time", "24:00", ""),
        ("time", "23:59:59.999", "23:59:59.999"),
        ("time", "7:30", ""),
        ("datetime-local", "2026-03-05T07:30:15.500", "2026-03-05T07:30:15.5"),
        ("datetime-local", "2026-03-05T07:30:15", "2026-03-05T07:30:15"),
        ("datetime-local", "2026-03-05T07:30:00.000", "2026-03-05T07:30"),
        ("datetime-local", "2026-03-05T07:30Z", ""),
        ("datetime-local", "2026-02-30T07:30", ""),
        ("number", "-1.5e3", "-1.5e3"),
        ("number", "1e999", ""),
        ("url", " \tx ", "x"),
        ("tel", " 1\r\n2 ", " 12 "),
        ("checkbox", "a\nb", "a\nb"),
    ],
)  # fmt: skip
def test_an_input_changes_the_value_that_its_page_gives_it(
    kind: str, value: str, expected: str
) -> None:
    assert sanitized(kind, value) == expected


# ---- the same as a real browser


class Sink:
    """A site whose pages are posted back to it."""

    def __init__(self) -> None:
        self.html = ""
        self.posted: list[tuple[str, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        if environ["REQUEST_METHOD"] == "POST":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode("ascii")
            self.posted = parse_qsl(body, keep_blank_values=True, errors="strict")
            return [b"<title>sent</title>"]
        icon = '<!doctype html><link rel="icon" href="data:,">'
        return [(icon + self.html).encode()]


SEND = "() => HTMLFormElement.prototype.submit.call(document.querySelector('form'))"


def from_browser(page: Page, origin: str, sink: Sink, html: str) -> list[tuple[str, str]]:
    sink.html = html
    page.goto(origin)
    with page.expect_navigation():
        page.evaluate(SEND)
    return sink.posted


@pytest.mark.e2e
def test_a_browser_sends_the_same_by_example(page: Page, site: Callable[..., str]) -> None:
    sink = Sink()
    origin = site(sink)
    for html, _ in CONTROLS:
        whole = AROUND.format(html)
        assert from_browser(page, origin, sink, whole) == submitted_pairs(whole), html


@pytest.mark.e2e
def test_a_browser_sends_the_same_for_generated_forms(page: Page, site: Callable[..., str]) -> None:
    sink = Sink()
    origin = site(sink)

    @settings(
        max_examples=max(20, settings().max_examples // 4),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), forms(), st.sampled_from(("vi", "en")))
    def same(data: st.DataObject, definition: dict[str, Any], language: str) -> None:
        form = load(definition)
        answers = data.draw(st.none() | answers_for(form, cleaned=False))
        html = render(form, answers, language=language, action="/in")
        assert from_browser(page, origin, sink, html) == submitted_pairs(html)

    same()
