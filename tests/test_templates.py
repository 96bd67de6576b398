"""What no template may hold: code in markup, a style of its own, an address of someone else."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import TemplateSyntaxError

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "formkit").rglob("templates/**/*.html"))
STYLES = sorted((ROOT / "formkit").rglob("static/*.css"))

FORBIDDEN = {
    "a handler in markup": re.compile(r"""[\s"']on[a-z]+\s*=""", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "a js: value": re.compile(r"\b(?:js|javascript):", re.IGNORECASE),
    "a filter in a trigger": re.compile(r"hx-trigger\s*=\s*(['\"])[^'\"]*\[", re.IGNORECASE),
    "an inline style": re.compile(r"""[\s"']style\s*=""", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an address of another origin": re.compile(r"""=\s*["']?(?:https?:)?//""", re.IGNORECASE),
    # what is markup already comes as a Markup value; a template trusts nothing by itself
    "text that isn't escaped": re.compile(r"\|\s*safe\b|\bautoescape\s+false\b"),
}
ELSEWHERE = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE)


def offences(source: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(source)]


def test_there_are_templates() -> None:
    assert TEMPLATES
    assert STYLES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_nothing_forbidden(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_compiles(path: Path) -> None:
    environment = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    try:
        environment.parse(path.read_text(encoding="utf-8"), path.name, str(path))
    except TemplateSyntaxError as error:
        pytest.fail(f"{path.name}:{error.lineno}: {error.message}")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_asks_for_nothing(path: Path) -> None:
    assert not ELSEWHERE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "offence"),
    [
        ('<p onclick="go()">', "a handler in markup"),
        ('<p hx-on:click="go()">', "hx-on"),
        ('<p hx-vals="js:{a: 1}">', "a js: value"),
        ('<a href="javascript:go()">', "a js: value"),
        ('<p hx-trigger="click[ctrlKey]">', "a filter in a trigger"),
        ('<p style="color: red">', "an inline style"),
        ("<script>go()</script>", "an inline script"),
        ('<script src="//a.example/a.js">', "an address of another origin"),
        ("{{ text|safe }}", "text that isn't escaped"),
        ("{% autoescape false %}", "text that isn't escaped"),
    ],
)
def test_what_is_forbidden_is_found(source: str, offence: str) -> None:
    assert offence in offences(source)


@pytest.mark.parametrize(
    "source",
    [
        '<script src="/static/a.js" defer></script>',
        '<p hx-trigger="change delay:150ms" class="on">{{ text }}</p>',
        '<a href="#f-name">{{ action }}</a>',
    ],
)
def test_what_is_allowed_is_let_be(source: str) -> None:
    assert offences(source) == []
