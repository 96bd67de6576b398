"""The how-to pages do what they say: their files are saved and their Python is run, in order."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import formkit
from formkit.page.assets import asset
from tests.blocks import blocks
from tests.conftest import Site
from tests.e2e.hosting import Host

PAGES = (
    "change-templates",
    "edit-answers",
    "embed",
    "foreign-schema",
    "mount-the-server",
    "serve-assets",
    "several-forms",
    "test-your-forms",
    "write-conditions",
    "write-patterns",
)
HOW_TO = Path(__file__).resolve().parent.parent / "docs" / "how-to"


def run(name: str) -> dict[str, Any]:
    """Save the files of a page here, run its Python, and give the names that it leaves."""
    names: dict[str, Any] = {"__name__": name}
    for block in blocks(HOW_TO / f"{name}.md"):
        if block.is_file:
            path = Path(block.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            exec(compile(block.text, f"{name}.md", "exec"), names)
    return names


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_what_it_says(name: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert len(run(name)) > 1


def test_every_property_of_the_stylesheet_is_told() -> None:
    page = (HOW_TO / "change-templates.md").read_text(encoding="utf-8")
    known = set(re.findall(r"--fk-[a-z-]+(?=:)", asset("formkit.css").content.decode()))
    told = set(re.findall(r"`(--fk-[a-z-]+)`", page))
    assert told == known


def test_no_form_that_is_shown_has_a_fault() -> None:
    for name in ("write-conditions", "foreign-schema"):
        run(name)
    assert {path.name for path in Path().glob("*.schema.json")} >= {"chain.schema.json"}
    for path in ("visit.schema.json", "chain.schema.json"):
        assert formkit.lint(path) == ()


@pytest.mark.e2e
def test_the_policy_is_enough_for_a_page_with_checks(
    page: Page, site: Site, root: Path, watch: Any
) -> None:
    policy = run("serve-assets")["POLICY"]
    form = formkit.load(root / "schemas" / "household-visit.schema.json")
    host = Host(form, headers={"Content-Security-Policy": policy}, urls={"check": "/"})
    page.goto(site(host))
    page.locator("form.fk.js").wait_for(state="attached")
    page.locator("[name='/date']").fill("2026-11-24")
    page.locator("[name='/ward']").fill("1")
    page.locator("[name='/area']").focus()
    page.locator("#f-ward--error > *").wait_for()
    assert page.locator(".main").evaluate("e => getComputedStyle(e).minHeight") != "auto"


@pytest.mark.parametrize("written", [True, False])
def test_conditions_without_required_are_warned_of(written: bool) -> None:
    asked: dict[str, Any] = {"properties": {"met": {"const": True}}}
    if written:
        asked["required"] = ["met"]
    definition = {
        "title": "Visit",
        "type": "object",
        "properties": {"met": {"title": "Met?", "type": "boolean"}},
        "if": asked,
        "then": {"properties": {"count": {"title": "How many?", "type": "integer"}}},
    }
    found = [problem.keyword for problem in formkit.lint(definition)]
    assert found == ([] if written else ["vacuous"])
