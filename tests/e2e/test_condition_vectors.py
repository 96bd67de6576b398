"""The page's script decides and reads as Python does, by the same vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from formkit.page.assets import asset
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
