"""What every test may ask for: a browser, a page, a site, and the corpora beside the repository."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browsing import Watch, launched_by, phone
from tests.serving import serve, serve_command

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# A machine that is busy is slow now and then: time is for the benchmarks to judge.
_COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("dev", max_examples=50, **_COMMON)
# The same examples each time: what passed before it landed passes after.
settings.register_profile("ci", max_examples=120, derandomize=True, **_COMMON)
settings.register_profile("long", max_examples=5_000, print_blob=True, **_COMMON)
settings.load_profile("dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("-m")
    for marker, way in (("long", "./dev test --long"), ("bench", "./dev bench")):
        if marker in chosen or (marker == "long" and config.getoption("--long")):
            continue
        skip = pytest.mark.skip(reason=f"runs with {way}")
        for item in items:
            if marker in item.keywords:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of corpora that may lie beside the repository."""
    path = SHARED / "corpora"
    if not path.is_dir():
        pytest.skip("needs ../shared/corpora, which isn't here")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers and drives them."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, one for all tests of a process."""
    with launched_by(playwright) as started:
        yield started


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when a page logged an error, threw, or asked another origin."""
    watching = Watch()
    yield watching
    assert not watching.troubles


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """A function that opens a watched page at phone size; it takes a context's options."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(phone(browser, watch, **options))


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A watched page of 360 × 640 with touch."""
    return open_page()


class Site:
    """Serves for one test; each call gives the origin of one more server."""

    def __init__(self, stack: ExitStack, watch: Watch) -> None:
        self._stack = stack
        self._watch = watch

    def __call__(self, app: Any) -> str:
        """An ASGI or WSGI callable, or a dict of paths and bytes, served in a thread."""
        return self._known(self._stack.enter_context(serve(app)))

    def run(self, command: Sequence[str], **options: Any) -> str:
        """A command that serves, as in `serve_command`, in a process of its own."""
        return self._known(self._stack.enter_context(serve_command(command, **options)))

    def _known(self, origin: str) -> str:
        self._watch.origins.add(origin)
        return origin


@pytest.fixture
def site(watch: Watch) -> Iterator[Site]:
    """Serves what the test hands over until the test ends: `origin = site(app)`."""
    with ExitStack() as stack:
        yield Site(stack, watch)
