"""The ready forms in a browser, with and without script, from their samples."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT, Site
from tests.e2e.person import Person
from tests.e2e.ready import ALL_FORMS, EXAMPLES, FORMS, SAMPLES, example, ready, same, sample

pytestmark = pytest.mark.e2e

MOST_LINES = 40


def combinations() -> Iterator[Any]:
    """The main samples of three forms everywhere, and all others once; the rest takes minutes."""
    for path in sorted(SAMPLES.glob("*.json")):
        if path.stem not in ALL_FORMS and path.stem.split(".")[0] not in FORMS:
            continue
        for name in EXAMPLES:
            for language in ("vi", "en"):
                often = path.stem in FORMS or (name, language) == (EXAMPLES[0], "vi")
                marks = () if often else pytest.mark.long
                yield pytest.param(path.stem, name, language, marks=marks)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("answered", "name", "language"), list(combinations()))
def test_a_page_brings_back_its_sample(
    site: Site,
    open_page: Callable[..., Page],
    answered: str,
    name: str,
    language: str,
    script: bool,
) -> None:
    slug = answered.split(".")[0]
    answers = sample(answered)
    page = open_page(java_script_enabled=script)
    page.goto(f"{site(example(name))}/f/{slug}?lang={language}")
    assert page.locator("form.fk").get_attribute("lang") == language
    person = Person(page, ready(slug), language=language, script=script)
    person.fill(answers)
    person.send()
    got = json.loads(page.locator("pre").inner_text())
    assert same(got, answers), got


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("path", ["/f/no-such-form", "/static/no-such-file.js", "/no-such-page"])
def test_what_is_not_there_is_not_found(site: Site, name: str, path: str) -> None:
    with pytest.raises(HTTPError) as told:
        urlopen(site(example(name)) + path)
    told.value.close()
    assert told.value.code == 404


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_short(name: str) -> None:
    lines = (ROOT / "examples" / f"{name}.py").read_text("utf-8").splitlines()
    assert len(lines) <= MOST_LINES
