"""Pictures of what a page of the server looks like on a phone: drafts, what waits, its pages.

`./dev shots` takes them with all others, `python -m tests.shots.states` takes them alone.
"""

import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from tests.browsing import Watch, launched, phone
from tests.conftest import ROOT
from tests.e2e.phoning import EXPECTED
from tests.e2e.states import Filling, ready_ward

SHOTS = ROOT / "shots"
# A form with pages, and its states; the largest form has the longest words in its list.
FORMS = {
    "one-minute-survey": (
        "saved",
        "failed",
        "middle",
        "large",
        "large_failed",
        "waiting",
        "listed",
        "resumed",
        "newer",
        "refused",
        "receipt",
    ),
    "household-visit": ("middle", "large", "large_failed", "listed", "refused", "receipt"),
}
TWICE = "document.documentElement.style.fontSize = '200%'"


def looks(page: Page) -> Iterator[str]:
    """The looks of a page: light, dark, and with letters of twice their size."""
    page.wait_for_timeout(400)  # what a change makes appear is there
    yield "light"
    page.emulate_media(color_scheme="dark")
    yield "dark"
    page.emulate_media(color_scheme="light")
    page.evaluate(TWICE)
    yield "twice"


def take(browser: Browser, states: tuple[str, ...] = ()) -> None:
    """All of them, or these states."""
    SHOTS.mkdir(exist_ok=True)
    watch = Watch()
    with ready_ward() as ward:
        watch.origins.add(ward.origin)
        for slug, found in FORMS.items():
            for state in found:
                if states and state not in states:
                    continue
                ward.line.open()
                with phone(browser, watch) as page:
                    getattr(Filling(ward, page, slug), state)()
                    for look in looks(page):
                        name = f"phone.{slug}.{state.replace('_', '-')}.{look}"
                        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
                        print(f"shots/{name}.png")
    troubles = [each for each in watch.troubles if not EXPECTED.search(each)]
    if troubles:
        raise SystemExit("\n".join(troubles))


def main() -> None:
    with launched() as browser:
        take(browser, tuple(sys.argv[1:]))


if __name__ == "__main__":
    main()
