"""A widget of a host's own: a template, and two functions for what its text means."""

from collections.abc import Iterator
from typing import Any

import pytest
from jinja2 import DictLoader

from formkit import check, lint, load, submit
from formkit.errors import FormkitError
from formkit.page.render import Renderer
from formkit.testing import submitted_pairs
from formkit.widgets import Widget, _registered, register

MONEY = {
    "type": "object",
    "properties": {
        "fee": {"title": "Lệ phí", "type": "integer", "x-widget": "dong"},
        "more": {"title": "Nữa", "type": "string"},
    },
    "if": {"properties": {"fee": {"minimum": 10_000}}, "required": ["fee"]},
    "then": {"properties": {"why": {"title": "Vì sao", "type": "string"}}},
}
TEMPLATE = '<input id="{{ f.id }}" name="{{ f.name }}" class="t"{{ f.attrs }}{{ f.value }}> đồng'


def read(text: str, language: str | None) -> int:
    return int(text.removesuffix("k")) * (1000 if text.endswith("k") else 1)


def write(value: Any, language: str | None) -> str:
    return f"{value // 1000}k" if value % 1000 == 0 else f"{value:d}"


@pytest.fixture(autouse=True)
def dong() -> Iterator[Widget]:
    widget = Widget("dong", read, write)
    register(widget)
    yield widget
    del _registered["dong"]


RENDERER = Renderer(templates=[DictLoader({"fields/dong.html": TEMPLATE})])


@pytest.mark.parametrize("fee", [0, 15_000, 15_001])
def test_its_text_means_what_its_functions_say(fee: int) -> None:
    form = load(MONEY)
    html = RENDERER.render(form, {"fee": fee})
    assert f'value="{write(fee, None)}"' in html
    assert submit(form, submitted_pairs(html)).answers == {"fee": fee}


def test_what_it_cannot_read_stays_and_is_told() -> None:
    form = load(MONEY)
    back = submit(form, [("/fee", "nhiều")])
    assert back.answers == {"fee": "nhiều"}
    assert [problem.keyword for problem in back.problems] == ["type"]
    assert 'value="nhiều"' in RENDERER.render(form, back)


def test_what_it_cannot_write_is_carried_along() -> None:
    form = load(MONEY)
    for answers in ({"fee": [1]}, {"fee": 2.5}):
        pairs = submitted_pairs(RENDERER.render(form, answers))
        assert submit(form, pairs).answers == answers


def test_an_empty_one_is_no_answer() -> None:
    assert submit(load(MONEY), [("/fee", " ")]).answers == {}


def test_only_the_server_asks_conditions_of_it() -> None:
    html = RENDERER.render(load(MONEY), {"fee": 20_000})
    assert "data-if" not in html
    assert 'name="/why"' in html


def test_lint_knows_it() -> None:
    assert "widget" not in [problem.keyword for problem in lint(MONEY)]
    assert check(load(MONEY), {"fee": 1}) == ()


def test_a_name_is_given_once(dong: Widget) -> None:
    register(dong)
    with pytest.raises(FormkitError, match="dong"):
        register(Widget("dong", read, write))
