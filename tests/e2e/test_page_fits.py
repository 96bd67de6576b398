"""A page in its language, with letters of twice the size, on paper, and in forced colours."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.definitions import form
from tests.e2e.hosting import Host
from tests.e2e.person import send
from tests.e2e.ready import FORMS, ready, sample

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@pytest.mark.parametrize(("language", "says"), [("vi", "Gửi phiếu"), ("en", "Send the form")])
def test_the_page_is_in_its_language(
    ready_forms: str, page: Page, language: str, says: str
) -> None:
    page.goto(f"{ready_forms}/f/household-visit?lang={language}")
    for selector in ("html", "form.fk"):
        assert page.locator(selector).get_attribute("lang") == language
    # the name of what the last page does
    expect(page.locator("button.main")).to_have_attribute("value", says)
    assert page.locator("[lang]").count() == 2
    send(page)
    expect(page.locator("form.fk")).to_have_attribute("lang", language)


@pytest.mark.parametrize("slug", FORMS)
@pytest.mark.parametrize("filled", [False, True], ids=["failed", "filled"])
def test_text_of_twice_the_size_fits(host: Hosting, page: Page, slug: str, filled: bool) -> None:
    served = host(ready(slug), answers=sample(slug) if filled else {})
    page.goto(served.origin)
    if not filled:
        send(page)
    page.evaluate("""() => {
        document.documentElement.style.fontSize = "200%";
        for (const row of document.querySelectorAll("details")) row.open = true;
    }""")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(CLIPPED) == []


# Texts that their own box cuts off or lets out, and controls that lie over another's words.
CLIPPED = """() => [...document.querySelectorAll(
    "label, legend, summary, .o > span, .btn, .main, h1, h2, .hint, .err"
)].filter(x => x.getClientRects().length && !x.classList.contains("vh")).filter(x => {
    const box = x.getBoundingClientRect();
    return x.scrollWidth > x.clientWidth + 1 && getComputedStyle(x).display !== "inline"
        || box.right > innerWidth + 1 || box.left < -1;
}).map(x => x.textContent.trim().slice(0, 60))"""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("slug", FORMS)
def test_no_word_is_broken_with_text_of_twice_the_size(
    ready_forms: str, open_page: Callable[..., Page], slug: str, language: str
) -> None:
    page = open_page(java_script_enabled=False)  # every question is there
    page.goto(f"{ready_forms}/f/{slug}?lang={language}")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert page.evaluate(BROKEN) == []
    page.evaluate("() => { document.documentElement.dataset.size = 'large'; }")
    assert page.evaluate(BROKEN) == []
    for each in page.locator(".t[type=date]").all():
        room = each.evaluate("x => x.clientWidth - 2 * parseFloat(getComputedStyle(x).paddingLeft)")
        assert room >= 7.5 * 36, "a date is cut off"


# Words that don't stand in one line; after a hyphen a line may end.
BROKEN = """() => {
    const texts = document.createTreeWalker(document.querySelector("form"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    for (let text; (text = texts.nextNode());)
        for (const { 0: word, index } of text.data.matchAll(/[^\\s-]+/g)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            if (new Set([...range.getClientRects()].map(x => x.top)).size > 1) found.push(word);
        }
    return found;
}"""


def test_paper_shows_which_step_was_chosen(host: Hosting, page: Page) -> None:
    served = host(ready("one-minute-survey"), answers=sample("one-minute-survey"))
    page.goto(served.origin)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    for name in ("/overall", "/done"):
        for each in page.locator(f"[name='{name}']").all():
            marked = each.evaluate("x => getComputedStyle(x.nextSibling).outlineStyle") != "none"
            assert marked is each.is_checked()


def test_a_long_answer_has_room_for_a_pen(host: Hosting, page: Page) -> None:
    page.goto(host(ready("one-minute-survey")).origin)
    page.emulate_media(media="print")
    box = page.locator("textarea").bounding_box()
    assert box is not None
    assert box["height"] >= 90


@pytest.mark.parametrize("slug", FORMS)
def test_paper_has_every_question(host: Hosting, page: Page, slug: str) -> None:
    served = host(ready(slug))
    page.goto(served.origin)
    page.emulate_media(media="print")
    assert page.locator(".b").count() > 1
    for branch in page.locator(".b:not(template *)").all():
        expect(branch).to_be_visible()
        expect(branch.locator("> .when, > .b > .when").first).to_be_visible()
    expect(page.locator("button.main")).to_be_hidden()


@SCRIPT
def test_what_was_typed_in_a_blank_page_is_on_paper(
    host: Hosting, open_page: Callable[..., Page], script: bool
) -> None:
    text = {"type": "string", "title": "Tên"}
    many = {"title": "Chọn", "oneOf": [{"const": f"v{n}", "title": f"Cách {n}"} for n in range(9)]}
    day = {"type": "string", "format": "date", "title": "Ngày"}
    served = host(form({"name": text, "way": many, "day": day}))
    page = open_page(java_script_enabled=script)
    page.goto(served.origin)
    page.locator("[name='/name']").fill("Lan")
    page.emulate_media(media="print")
    unseen = "rgba(0, 0, 0, 0)"
    expect(page.locator("[name='/name']")).not_to_have_css("color", unseen)
    for name in ("way", "day"):
        expect(page.locator(f"[name='/{name}']")).to_have_css("color", unseen)


@pytest.mark.parametrize(
    "asked",
    [
        {"type": "string", "title": "Tên"},
        {"type": "boolean", "title": "Có vườn không?"},
        {"type": "string", "title": "Ở đâu?", "oneOf": [{"const": "a", "title": "Đây"}]},
    ],
    ids=["text", "yes or no", "choices"],
)
def test_what_stands_out_of_its_question_is_not_cut_off(
    host: Hosting, page: Page, asked: dict[str, Any]
) -> None:
    served = host(form({"one": asked}, required=["one"]))
    page.goto(served.origin)
    control = page.locator(".t, .o > span").first

    def beside() -> tuple[bytes, ...]:
        """The left of the box, where its ring is drawn and where the bar of a message is."""
        at = control.bounding_box()
        assert at
        return tuple(
            page.screenshot(clip={"x": at["x"] - out, "y": at["y"] + 10, "width": 3, "height": 9})
            for out in (5, 12)
        )

    ring, bar = beside()
    page.keyboard.press("Tab")
    expect(page.locator("[name='/one']").first).to_be_focused()
    assert beside()[0] != ring
    page.locator(".main").tap()
    expect(page.locator(".e")).to_be_visible()
    assert beside()[1] != bar


@pytest.mark.parametrize("slug", FORMS)
def test_forced_colours_keep_every_border(
    host: Hosting, open_page: Callable[..., Page], slug: str
) -> None:
    served = host(ready(slug), answers=sample(slug))
    page = open_page(forced_colors="active")
    page.goto(served.origin)
    bare: Any = page.evaluate("""() => [...document.querySelectorAll(
        ".t, .o > span, .btn, .main, .row, .b[data-on]"
    )].filter(x => x.getClientRects().length).filter(x => {
        const style = getComputedStyle(x);
        return style.borderLeftStyle === "none" || parseFloat(style.borderLeftWidth) < 1
            || style.borderLeftColor === style.backgroundColor;
    }).map(x => x.outerHTML.slice(0, 80))""")
    assert bare == []
