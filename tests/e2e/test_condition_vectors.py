"""The page's script decides and reads as Python does, by the same vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import formkit
from formkit.page.assets import asset
from formkit.testing.answering import same_answers
from tests.conftest import Site

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).parent.parent / "vectors"


def vectors(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / name).read_text())
    return found


@pytest.fixture
def script(page: Page, site: Site) -> Page:
    """A page with nothing but the script, as it is served."""
    html = "<!doctype html><title>t</title><script defer src=/formkit.js></script>"
    origin = site({"/": html.encode(), "/formkit.js": asset("formkit.js").content})
    page.goto(origin)
    return page


def test_conditions(script: Page) -> None:
    # as text, so that nothing on the way takes `__proto__` for something else
    wrong = script.evaluate(
        """text => JSON.parse(text)
            .filter(one => formkit.holds(one.schema, one.answers) !== one.holds)
            .map(one => one.name)""",
        json.dumps(vectors("conditions.json")),
    )
    assert wrong == []


def test_activation(script: Page) -> None:
    found = vectors("activation.json")
    pages = []
    for one in found:
        form = formkit.load(one["schema"])
        pairs = [(name, text) for name, text in one["pairs"]]
        pages.append(formkit.render(form, formkit.submit(form, pairs), language=pairs[0][1]))
    read = script.evaluate(
        """text => JSON.stringify(JSON.parse(text).map(html => {
            document.body.innerHTML = html;
            const form = document.forms[0];
            formkit.start(form);
            return formkit.apply(form);
        }))""",
        json.dumps(pages),
    )
    wrong = [
        (one["name"], answers)
        for one, answers in zip(found, json.loads(read), strict=True)
        if not same_answers(answers, one["answers"])
    ]
    assert wrong == []


def test_a_pattern_that_a_browser_does_not_know_holds(script: Page) -> None:
    assert script.evaluate("""() => formkit.holds({pattern: "\\\\p{Script=Klingon}"}, "a")""")


def test_cleaning(script: Page) -> None:
    wrong = script.evaluate(
        """text => JSON.parse(text)
            .filter(one => formkit.clean(one.text, one.exact) !== one.cleaned)
            .map(one => [one.name, formkit.clean(one.text, one.exact)])""",
        json.dumps(vectors("cleaning.json")),
    )
    assert wrong == []


def test_numbers(script: Page) -> None:
    # a page always says in which language numbers are typed
    known = [one for one in vectors("numbers.json") if one["language"] is not None]
    wrong = script.evaluate(
        """text => JSON.parse(text)
            .filter(one => {
                const got = formkit.number(one.text, one.language, one.kind === "integer");
                return got !== (one.stays || one.ambiguous ? one.text : one.value);
            })""",
        json.dumps(known),
    )
    assert wrong == []
