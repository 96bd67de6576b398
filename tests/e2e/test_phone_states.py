"""Each state of a form on a phone is open to everybody: axe finds nothing."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import Watch
from tests.e2e.phoning import Ward, known, visit
from tests.e2e.ready import ALL_FORMS, ready, same, sample
from tests.e2e.states import Filling, ready_ward
from tests.e2e.test_axe import OPTIONS, nothing_found
from tests.e2e.typist import Typist
from tests.web.filling import kept

pytestmark = pytest.mark.e2e

# The form of every run, and its states there: the list stands on the page of what waits.
SHORT = "one-minute-survey"
EVERY = ("large_failed", "listed", "newer", "refused", "receipt")
STATES = (
    *EVERY,
    "blank",
    "saved",
    "failed",
    "middle",
    "large",
    "waiting",
    "resumed",
    "printed",
    "printed_filled",
)
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


def test_what_is_filled_in_is_printed(ward: Ward, page: Page) -> None:
    filling = Filling(ward, page, SHORT)
    filling.printed_filled()
    box = page.locator("[name='/comment']")
    expect(box).not_to_have_value("")
    expect(box).to_have_css("color", "rgb(0, 0, 0)")
    for name in ("button.back", "button.main", ".kept", ".phone"):
        expect(page.locator(f"main {name}")).to_be_hidden()
    nothing_found(Axe().run(page, EMPTY, OPTIONS | PAPER))


@pytest.mark.parametrize("slug", [pytest.param(each, marks=pytest.mark.long) for each in ALL_FORMS])
def test_one_question_at_a_time_is_filled_in_by_keys(ward: Ward, page: Page, slug: str) -> None:
    visit(page, f"{ward.origin}/f/{slug}?step=question")
    before = len(kept(ward.host, slug))
    typist = Typist(page, ready(slug))
    typist.fill(sample(slug))
    pressed = ""
    while pressed != "Gửi phiếu":
        at = typist.press("Tab")
        if "main" in at["look"]:
            page.keyboard.press("Enter")
            pressed = at["text"]
    page.wait_for_url("**/r/*")
    *_, last = kept(ward.host, slug)
    assert len(kept(ward.host, slug)) == before + 1
    told = {key: x for key, x in sample(slug).items() if f"/{key}" not in last.covered}
    assert same(last.answers, told), last.answers
