"""Which branches are asked: the server and the page's script agree, state for state."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from formkit.filling.encode import encode
from formkit.filling.fields import Field
from formkit.pointer import input_name
from tests.e2e.branching import CASES
from tests.e2e.hosting import Host
from tests.e2e.person import send

pytestmark = pytest.mark.e2e

CIRCLES = {"two hide each other", "one hides itself", "a circle of three"}
# Whatever is answered, the same is asked.
STEADY = {"always and never", "one hides itself", "a circle of three"}
CONTROL = re.compile(r"(~i\d+)?/")

# Controls that a submission would hold, by their names; a blank row in a template has none.
ENABLED = """() => [...new Set([...document.querySelector("form.fk").elements]
    .filter(x => x.localName !== "fieldset" && !x.matches(":disabled"))
    .map(x => x.name))]"""


def asked(item: Field) -> set[str]:
    """The names of all controls that are asked now."""
    names = set()
    for inside in item.active():
        if inside.node.widget not in ("group", "rows", "none"):
            names.add(input_name(inside.segments, instance=inside.node.instance))
        names |= asked(inside)
    return names


def unaided(html: str) -> str:
    """The page as if the server had told nothing of what is on."""
    return html.replace(" data-on", "")


@pytest.mark.parametrize("case", CASES)
def test_the_script_asks_what_the_server_asks(
    host: Callable[..., Host], page: Page, case: str
) -> None:
    definition, tried = CASES[case]
    served = host(definition, page=unaided)
    states = []
    for answers in tried:
        served.answers = answers
        page.goto(served.origin)
        page.locator("form.js").wait_for()
        on = {name for name in page.evaluate(ENABLED) if CONTROL.match(name)}
        assert on == asked(encode(served.form, answers, None)), answers
        states.append(on)
        send(page)
        # what a circle hid wasn't posted, so that the circle starts elsewhere
        if case not in CIRCLES:
            assert asked(served.submissions[-1].state.root) == on, answers
    # answers that make no difference would prove nothing
    assert case in STEADY or len({frozenset(state) for state in states}) > 1


def test_there_are_enough() -> None:
    assert len(CASES) >= 30
    assert sum(len(tried) for _, tried in CASES.values()) >= 120
