"""Each state of a form on a phone is open to everybody: axe finds nothing."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsing import Watch
from tests.e2e.phoning import Ward, known
from tests.e2e.ready import ALL_FORMS
from tests.e2e.states import Filling, ready_ward
from tests.e2e.test_axe import OPTIONS, nothing_found

pytestmark = pytest.mark.e2e

# The form of every run, and its states there: the list stands on the page of what waits.
SHORT = "one-minute-survey"
EVERY = ("large_failed", "listed", "newer", "refused", "receipt", "printed_filled")
STATES = (*EVERY, "blank", "saved", "failed", "middle", "large", "waiting", "resumed", "printed")
# On paper nothing has the focus, and all pages are seen. Where there is no answer a browser writes
# what to type, which isn't printed.
PAPER = {"rules": {"aria-hidden-focus": {"enabled": False}}}
EMPTY = {"exclude": [[".blank .t"]]}


def _each() -> Iterator[object]:
    """A state of a form; most of them where there is time for them."""
    for slug in (SHORT, *(each for each in ALL_FORMS if each != SHORT)):
        for state in STATES:
            marks = () if slug == SHORT and state in EVERY else pytest.mark.long
            yield pytest.param(slug, state, marks=marks, id=f"{slug}-{state}")


@pytest.fixture(scope="module")
def serving() -> Iterator[Ward]:
    with ready_ward() as ward:
        yield ward


@pytest.fixture
def ward(serving: Ward, watch: Watch) -> Iterator[Ward]:
    with known(serving, watch) as ward:
        yield ward


@pytest.mark.parametrize(("slug", "state"), list(_each()))
def test_axe_finds_nothing(
    ward: Ward, open_page: Callable[..., Page], slug: str, state: str
) -> None:
    page = open_page(color_scheme="light")
    getattr(Filling(ward, page, slug), state)()
    options, context = OPTIONS, None
    if state.startswith("printed"):
        options, context = OPTIONS | PAPER, EMPTY
    nothing_found(Axe().run(page, context, options))
    page.emulate_media(color_scheme="dark")
    nothing_found(Axe().run(page, context, {**OPTIONS, "runOnly": ["color-contrast"]}))
