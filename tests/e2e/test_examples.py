"""Each ready form, in each example, with and without script, in both languages, from its sample."""

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

import formkit
from tests.conftest import ROOT, Site
from tests.e2e.person import Person

pytestmark = pytest.mark.e2e

EXAMPLES = ("fastapi_app", "flask_app", "django_app")
FORMS = ("household-visit", "small-trader", "one-minute-survey")
MOST_LINES = 40


def example(name: str) -> Any:
    """The application of an example, as its file stands."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # Django asks for its addresses by the module's name
    spec.loader.exec_module(module)
    return module.app


def ready(slug: str) -> formkit.Form:
    """A form that comes with the library."""
    return formkit.load(ROOT / "schemas" / f"{slug}.schema.json")


def sample(name: str) -> Any:
    """Answers to a ready form: its own (`small-trader`), or others (`small-trader.later`)."""
    return json.loads((ROOT / "schemas" / "samples" / f"{name}.json").read_text("utf-8"))


def combinations() -> Iterator[tuple[str, str, str]]:
    """The main sample of each form everywhere; the others where it is quickest."""
    for path in sorted((ROOT / "schemas" / "samples").glob("*.json")):
        main = path.stem in FORMS
        for name in EXAMPLES if main else EXAMPLES[:1]:
            for language in ("vi", "en") if main else ("vi",):
                yield path.stem, name, language


@pytest.fixture(scope="module")
def apps() -> dict[str, Any]:
    return {name: example(name) for name in EXAMPLES}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize(("answered", "name", "language"), list(combinations()))
def test_a_page_brings_back_its_sample(
    apps: dict[str, Any],
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
    page.goto(f"{site(apps[name])}/f/{slug}?lang={language}")
    assert page.locator("form.fk").get_attribute("lang") == language
    person = Person(page, ready(slug), language=language, script=script)
    person.fill(answers)
    person.send()
    got = json.loads(page.locator("pre").inner_text())
    # as JSON text, since to Python 1 is also 1.0 and True
    assert json.dumps(got, sort_keys=True) == json.dumps(answers, sort_keys=True)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("path", ["/f/no-such-form", "/static/no-such-file.js", "/no-such-page"])
def test_what_is_not_there_is_not_found(
    apps: dict[str, Any], site: Site, name: str, path: str
) -> None:
    with pytest.raises(HTTPError) as told:
        urlopen(site(apps[name]) + path)
    told.value.close()
    assert told.value.code == 404


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_short(name: str) -> None:
    lines = (ROOT / "examples" / f"{name}.py").read_text("utf-8").splitlines()
    assert len(lines) <= MOST_LINES
