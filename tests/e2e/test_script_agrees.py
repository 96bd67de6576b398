"""The script and the server see the same answers and ask the same questions, whatever is typed.

And what the script calls wrong the server calls wrong in the same words.
"""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

import formkit
from formkit.page.assets import asset
from formkit.testing import answers_for, forms
from formkit.testing.answering import same_answers
from tests.conftest import Site
from tests.e2e.ready import ALL_FORMS, SAMPLES, ready

pytestmark = pytest.mark.e2e

HTML = (
    "<!doctype html><meta charset=utf-8><title>t</title><link rel=icon href=data:,>"
    "<script defer src=/formkit.js></script>"
)

# Changes controls as a person might, tells what would be posted without a script, then lets the
# script begin, and tells what it reads and which branches it shows.
RUN = """([html, choices, texts]) => {
    document.body.innerHTML = html;
    const form = document.forms[0];
    let turn = 0;
    for (const control of form.elements) {
        if (!choices.length || !control.name.startsWith("/") || control.type === "hidden") continue;
        // a moment that is none may be read as one here
        if (/time/.test(control.dataset.t)) continue;
        const choice = choices[turn++ % choices.length];
        if (choice < 3) continue;
        if (control.type === "radio" || control.type === "checkbox") control.checked = choice > 5;
        else if (control.options) control.selectedIndex = choice % control.options.length;
        else if (control.type !== "fieldset") control.value = texts[choice % texts.length];
    }
    const pairs = [...new FormData(form)];
    const shown = () => [...form.querySelectorAll("[data-if]")].map(x => x.hasAttribute("data-on"));
    const before = shown();
    formkit.start(form);
    const read = formkit.apply(form);
    for (const line of form.querySelectorAll(".err>*")) line.remove();
    const wrong = formkit.check(form).map(x => [
        x.querySelector("[name]").name,
        [...x.querySelectorAll(".err>.e")].map(line => line.textContent),
    ]);
    return JSON.stringify({pairs, before, read, after: shown(), wrong});
}"""
TEXTS = [
    "", "1", "3,5", "1.234", "0", "abc", " a  b ", "2026-03-05", "0912 345 678", "a@b.vn",
    "-7", "9007199254740993", "1e400", "Nguyễn Thị Hoa 😀" * 9,
]  # fmt: skip
LINE = re.compile(r'<span class="e"[^>]*>(.*?)</span>', re.DOTALL)


@pytest.fixture
def run(page: Page, site: Site) -> Callable[..., dict[str, Any]]:
    page.goto(site({"/": HTML.encode(), "/formkit.js": asset("formkit.js").content}))

    def run_(html: str, choices: list[int]) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(page.evaluate(RUN, [html, choices, TEXTS]))
        return told

    return run_


def as_browser(value: Any) -> Any:
    """What a browser makes of numbers: doubles."""
    if isinstance(value, dict):
        return {key: as_browser(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [as_browser(inside) for inside in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def alike(text: str, html: str) -> bool:
    """Whether nothing here may differ for good reason.

    A read-only default of a branch that was off isn't in the page; two controls of one place that
    are both asked contradict each other; a name with a lone surrogate isn't decoded.
    """
    return '"readOnly"' not in text and "~i2" not in html and not re.search(r"\\ud[89a-f]", text)


def posted(form: formkit.Form, told: dict[str, Any], base: Any) -> Any:
    pairs = [(name, value) for name, value in told["pairs"]]
    return formkit.submit(form, pairs, base=base).answers


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_of_the_ready_forms(run: Callable[..., dict[str, Any]], name: str) -> None:
    slug = name.split(".")[0]
    assert slug in ALL_FORMS
    form = ready(slug)
    wanted = json.loads((SAMPLES / f"{name}.json").read_text())
    for language in ("vi", "en"):
        told = run(formkit.render(form, wanted, language=language), [])
        assert same_answers(told["read"], wanted)
        assert told["after"] == told["before"]
        assert told["wrong"] == []


def rightly(form: formkit.Form, told: dict[str, Any], base: Any) -> None:
    """What the script calls wrong the server calls wrong too, in these words among others."""
    pairs = [(name, value) for name, value in told["pairs"]]
    submission = formkit.submit(form, pairs, base=base)
    for name, said in told["wrong"]:
        assert said
        html = formkit.render_message(form, submission, name)
        assert set(said) <= {unescape(one) for one in LINE.findall(html)}, (name, html)


@settings(suppress_health_check=[*HealthCheck], deadline=None)
@given(data=st.data())
def test_of_forms_of_every_kind(run: Callable[..., dict[str, Any]], data: st.DataObject) -> None:
    definition = data.draw(forms())
    form = formkit.load(definition)
    answers = data.draw(st.none() | answers_for(form))
    choices = data.draw(st.lists(st.integers(0, 11), max_size=40))
    html = formkit.render(form, answers)
    assume(alike(json.dumps(definition), html))
    told = run(html, choices)
    assert same_answers(as_browser(told["read"]), as_browser(posted(form, told, answers)))
    if not choices:
        assert told["after"] == told["before"]
    rightly(form, told, answers)
