"""The look in a real browser: room for fingers and large text, nothing lost without a script."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from formkit.definition.load import load
from formkit.errors import Problem
from formkit.page.assets import asset, stylesheet_hash
from formkit.page.render import render_page
from tests.conftest import ROOT
from tests.page.making import EVERY, FILLED, form

FORM = load(EVERY)
GUARD = (
    f"default-src 'none'; script-src 'self'; style-src {stylesheet_hash()}; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'"
)
PROBLEMS = [
    Problem(pointer, "required") for pointer in ("/text", "/five", "/tasks", "/people/0/name")
]


def serving(html: str, *, script: bytes | None = None) -> Callable[..., Any]:
    """A site with one page, under the guard that formkit's own pages stand under."""

    def app(environ: Any, start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/static/formkit.js":
            body, media_type = script or b"", "text/javascript"
        else:
            body, media_type = html.encode(), "text/html; charset=utf-8"
        start("200 OK", [("Content-Type", media_type), ("Content-Security-Policy", GUARD)])
        return [body]

    return app


SHOWN = {
    "blank": {},
    "filled": {"answers": FILLED},
    "failed": {"answers": {**FILLED, "five": 9}, "problems": PROBLEMS},
    "readonly": {"answers": FILLED, "readonly": True},
}

SMALL = """() => [...document.querySelectorAll('form button:not(.vh),.t,.o,summary,.sum a')]
  .filter(each => each.getClientRects().length && !each.closest('.help'))
  .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => box.height < 47.9 || box.width < 47.9).map(([html]) => html)"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('label,legend,p,span,b,button,h1,h2,summary')]
  .filter(each => each.getClientRects().length && !each.closest('.vh'))
  .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth
    && getComputedStyle(each).display !== 'inline')
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.e2e
@pytest.mark.parametrize("state", SHOWN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_is_room_for_fingers(state: str, scheme: Any, site: Any, open_page: Any) -> None:
    page = open_page(color_scheme=scheme, java_script_enabled=True)
    page.goto(site(serving(render_page(FORM, **SHOWN[state]))))
    assert page.evaluate(SMALL) == []
    assert page.evaluate(WIDE) == 0
    assert page.evaluate(CLIPPED) == []


@pytest.mark.e2e
@pytest.mark.parametrize("state", SHOWN)
@pytest.mark.parametrize("size", ["larger", "double"])
def test_large_text_wraps(state: str, size: str, site: Any, page: Page) -> None:
    html = render_page(FORM, **SHOWN[state])
    if size == "larger":
        html = html.replace("<html ", '<html data-size="large" ')
    page.goto(site(serving(html)))
    if size == "double":
        page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDE) == 0
    assert page.evaluate(CLIPPED) == []


@pytest.mark.e2e
def test_branches_are_out_of_sight_until_a_script_fails_to_come(site: Any, page: Page) -> None:
    page.clock.install()
    page.goto(site(serving(render_page(FORM))))
    branch = page.locator(".b[data-if]").first
    assert branch.is_hidden()
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
    assert branch.is_visible()
    assert branch.locator(".when").first.is_visible()


@pytest.mark.e2e
def test_without_scripts_every_branch_shows_at_once(site: Any, open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site(serving(render_page(FORM))))
    for branch in page.locator(".b").all():
        assert branch.is_visible()
        assert branch.locator(".when").first.is_visible()


@pytest.mark.e2e
def test_a_heading_over_nothing_goes(site: Any, page: Page) -> None:
    made = form(
        {"a": {"type": "boolean"}},
        **{
            "x-form": {
                "vocabulary": 1,
                "pages": [
                    {"title": "Một", "questions": ["/a"]},
                    {"title": "Hai", "questions": ["/b"]},
                ],
            },
            "if": {"properties": {"a": {"const": True}}, "required": ["a"]},
            "then": {"properties": {"b": {"type": "string"}}},
        },
    )
    script = asset("formkit.js").content
    page.goto(site(serving(render_page(made), script=script)))
    heading = page.get_by_role("heading", name="Hai")
    assert heading.is_hidden()
    page.locator("[name='/a'][value='true']").check()
    page.locator("button.main", has_text="Tiếp tục").click()
    heading.wait_for()
    page.goto(site(serving(render_page(made, {"a": False}, readonly=True))))
    assert page.get_by_role("heading", name="Hai").is_hidden()


@pytest.mark.e2e
def test_what_is_asked_shows_from_the_first_paint(site: Any, page: Page) -> None:
    page.goto(site(serving(render_page(FORM, FILLED))))
    assert page.locator("[name='/again']").is_visible()
    assert page.locator(".when").first.is_hidden()


@pytest.mark.e2e
def test_the_summary_takes_the_focus_and_leads_to_the_field(site: Any, page: Page) -> None:
    page.goto(site(serving(render_page(FORM, **SHOWN["failed"]))))
    assert page.evaluate("document.activeElement.className") == "sum"
    page.locator(".sum a.btn").click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "f-text"


@pytest.mark.e2e
def test_enter_sends_the_form_and_presses_no_button(site: Any, open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    made = form({"rows": EVERY["properties"]["people"]}, **{"$defs": EVERY["$defs"]})
    page.goto(site(serving(render_page(made, {"rows": [{"a b": "x"}]}))))
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("[name='/rows/0/name']").press("Enter")
    assert "~do" not in (sent.value.post_data or "")


@pytest.mark.e2e
def test_colours_that_a_person_forces_keep_every_border(site: Any, open_page: Any) -> None:
    page = open_page(forced_colors="active")
    page.goto(site(serving(render_page(FORM, **SHOWN["failed"]))))
    borders = page.evaluate(
        "[...document.querySelectorAll('.t,.o>span,.btn,.main,.row,.sum,.g')].map(each =>"
        " parseFloat(getComputedStyle(each).borderTopWidth)).filter(width => width < 1).length"
    )
    assert borders == 0


@pytest.mark.e2e
def test_choosing_moves_nothing_where_colours_are_forced(site: Any, open_page: Any) -> None:
    page = open_page(forced_colors="active")
    page.goto(site(serving(render_page(FORM))))
    tall = page.evaluate("document.documentElement.scrollHeight")
    for name in ("/five", "/tasks", "/agree"):
        option = page.locator(f"label.o:has(> [name='{name}'])").first
        word = option.locator("> span")
        before = word.evaluate("each => each.getClientRects()[0].height")
        option.click()
        line = "each => parseFloat(getComputedStyle(each, '::before').borderTopWidth)"
        assert word.evaluate(line) == 2
        assert word.evaluate("each => each.getClientRects()[0].height") == before
    assert page.evaluate("document.documentElement.scrollHeight") == tall


@pytest.mark.e2e
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_buttons_of_a_row_stand_in_one_line(site: Any, page: Page, language: str) -> None:
    visit = load(ROOT / "schemas/household-visit.schema.json")
    answers = json.loads((ROOT / "schemas/samples/household-visit.json").read_text("utf-8"))
    page.goto(site(serving(render_page(visit, answers, language=language))))
    # without its script all pages show in the end
    page.evaluate("document.getAnimations().forEach(each => each.finish())")
    lines = page.evaluate("""() => [...document.querySelectorAll('.row')].map(row => {
        row.open = true;
        const shown = [...row.querySelectorAll(':scope > .acts > *')].map(each =>
            each.getClientRects()[0]).filter(Boolean);
        return [shown.length, new Set(shown.map(each => each.top)).size];
    })""")
    assert lines == [[2, 1], [3, 1], [2, 1]]


@pytest.mark.e2e
def test_the_arrow_of_a_list_stands_within_it(site: Any, open_page: Any) -> None:
    listed = form({"a": {"type": "string", "enum": list("abcdefgh"), "title": "A"}})
    for options in ({}, {"forced_colors": "active"}):
        page = open_page(**options)
        page.goto(site(serving(render_page(listed))))
        room, height, arrow = page.evaluate("""() => {
            const list = document.querySelector('select');
            const arrow = getComputedStyle(list.parentNode, '::after');
            const size = ['right', 'bottom', 'width', 'borderRightWidth'];
            return [parseFloat(getComputedStyle(list).paddingRight), list.offsetHeight,
                size.map(each => parseFloat(arrow[each]))];
        }""")
        right, bottom, width, line = arrow
        assert line == 2
        assert 8 < right < right + width < room
        assert 8 < bottom < bottom + width < height - 8


@pytest.mark.e2e
def test_a_printed_blank_has_every_question_and_no_button(site: Any, page: Page) -> None:
    page.goto(site(serving(render_page(FORM), script=asset("formkit.js").content)))
    page.emulate_media(media="print")
    assert page.locator("[name='/again']").is_visible()
    assert page.locator(".main").is_hidden()
    page.goto(site(serving(render_page(FORM, {**FILLED, "yes": False}))))
    page.emulate_media(media="print")
    assert page.locator("[name='/again']").is_hidden()


@pytest.mark.e2e
def test_hostile_texts_are_texts_to_a_browser(site: Any, page: Page) -> None:
    nasty = "</textarea></script><img src=x onerror=alert(1)>'\"&amp;<!--"
    made = form(
        {
            "q": {"title": nasty, "type": "string", "x-widget": "textarea"},
            "r": {"enum": [nasty, "b"]},
        },
        title=nasty,
        **{
            "if": {"properties": {"r": {"const": nasty}}, "required": ["r"]},
            "then": {"properties": {"s": {"title": nasty, "type": "string"}}},
        },
    )
    page.goto(site(serving(render_page(made, {"q": nasty, "r": nasty}))))
    assert page.title() == nasty
    assert page.locator("h1").text_content() == nasty
    assert page.locator("textarea").input_value() == nasty
    assert page.locator("[name='/r']:checked").input_value() == nasty
    assert page.locator("img").count() == 0
    condition = page.evaluate("JSON.parse(document.querySelector('.b').dataset.if)")
    assert condition["properties"]["r"]["const"] == nasty
