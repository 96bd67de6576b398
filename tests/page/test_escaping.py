"""Texts of a definition and of a person are text: whatever they hold, no markup comes of it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import Problem
from formkit.page.render import Renderer, render, render_page
from tests.page.dom import parse
from tests.page.making import form, shown

NASTY = [
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "\"'><b>",
    "&amp;&lt;&#60;",
    "{{ 7 * 7 }}{% raw %}",
    "]]><!-- -->",
    "\ue000\ue001s0n1i2",
    "__row2__",
    "\n\nmột\nhai\n",
    "%(question)s %",
    "javascript:alert(1)",
]
# What a document can't hold as it is; line ends are the parser's.
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=30)).map(
    lambda text: text.replace("\r", " ").replace("\x00", " ")
)


def definition(words: list[str]) -> dict[str, Any]:
    title, hint, option, when, name = words
    return {
        "title": title,
        "description": hint,
        "type": "object",
        "properties": {
            name: {"type": "string", "title": title, "description": hint, "x-help": option},
            "long": {"type": "string", "x-widget": "textarea", "title": when},
            "one": {
                "title": when,
                "oneOf": [
                    {"const": option, "title": title, "description": hint},
                    {"const": 1, "title": when},
                ],
            },
            "ticks": {"type": "array", "uniqueItems": True, "items": {"enum": [option, name]}},
            "rows": {
                "type": "array",
                "items": {
                    "title": when,
                    "type": "object",
                    "properties": {name: {"type": "string", "title": title}},
                },
            },
        },
        "if": {"properties": {"one": {"const": option}}, "required": ["one"]},
        "then": {"properties": {"more": {"type": "string", "title": hint}}},
    }


@given(
    st.lists(TEXTS, min_size=5, max_size=5, unique=True), st.lists(TEXTS, min_size=3, max_size=3)
)
def test_any_text_comes_out_as_text(words: list[str], typed: list[str]) -> None:
    title, hint, option, when, name = words
    made = form(**definition(words))
    answers = {name: typed[0], "long": typed[1], "one": option, "rows": [{name: typed[2]}]}
    problems = [
        Problem("/long", "minLength", {"limit": 3}),
        Problem("/" + typed[0], "type", {"type": ["object"]}),
    ]
    page = shown(made, answers, problems=problems)
    known = {
        "a",
        "b",
        "button",
        "details",
        "div",
        "fieldset",
        "form",
        "h1",
        "h2",
        "header",
        "i",
        "input",
        "label",
        "legend",
        "li",
        "option",
        "p",
        "select",
        "small",
        "span",
        "summary",
        "template",
        "textarea",
        "ul",
    }
    assert {each.tag for each in page.walk()} <= known
    if title:
        assert page.one("h1").text == title
    assert any(each.text.startswith(when or "one") for each in page.all("legend"))
    first = page.all(class_="q")[0]
    assert not hint or first.one("div", class_="hint").text.strip("\n") == hint.strip("\n")
    values = [
        each["value"] for each in page.all("input", name=page.all("input", id="f-one")[0]["name"])
    ]
    assert (
        option in values
        or json.dumps(option, ensure_ascii=False) in values
        or json.dumps(option) in values
    )
    branch = page.one("fieldset", class_="b")
    assert json.loads(branch["data-if"])["properties"]["one"]["const"] == option


@given(st.text(max_size=40))
def test_whatever_was_typed_is_shown_again(typed: str) -> None:
    made = form({"long": {"type": "string", "x-widget": "textarea"}, "short": {"type": "string"}})
    html = render(made, {"long": typed, "short": typed})
    html.encode()
    page = parse(html)
    carried = [
        each["value"] for each in page.all("input", type="hidden") if each["name"].startswith("~v/")
    ]
    if not carried:
        # The parser drops one line break after the tag, as a browser does.
        assert page.one(name="/long").text in (typed, "\n" + typed)


def test_texts_that_no_document_can_hold_are_replaced() -> None:
    made = form({"a": {"type": "string", "title": "x\x00y"}}, title="lone \ud800 surrogate")
    html = render_page(made)
    html.encode()
    assert parse(html).one("h1").text == "lone \ufffd surrogate"
    assert "\x00" not in html


def test_what_a_host_passes_is_escaped() -> None:
    bad = '"><script>x</script>'
    made = form(
        {
            "l": {
                "type": "array",
                "items": {"type": "object", "properties": {"a": {"type": "string"}}},
            }
        }
    )
    page = shown(made, {"l": [{"a": "b"}]}, action=bad, prefix=bad, hidden=[(bad, bad)])
    assert page.all("script") == []
    assert page["action"] == bad
    assert page["id"] == bad + "form"
    assert page.one("input", name=bad)["value"] == bad
    document = parse(Renderer().render_page(made, static=bad, languages={bad: bad, "en": bad}))
    assert [each.get("src") for each in document.all("script")] == [bad + "/formkit.js"]
