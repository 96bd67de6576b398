"""What the tests in a browser share: the ready forms served once, and hosts of one form."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

import formkit
from tests.browsing import Watch
from tests.conftest import Site
from tests.e2e.hosting import Host
from tests.e2e.phoning import Ward, known, ward_in
from tests.e2e.ready import example
from tests.e2e.scripting import Opened, opener
from tests.serving import serve


@pytest.fixture(scope="session")
def _ready_forms() -> Iterator[str]:
    with serve(example("fastapi_app")) as origin:
        yield origin


@pytest.fixture
def ready_forms(_ready_forms: str, watch: Watch) -> str:
    """The origin of the ready forms, as FastAPI serves them: `{origin}/f/{slug}`."""
    watch.origins.add(_ready_forms)
    return _ready_forms


@pytest.fixture
def host(site: Site) -> Callable[..., Host]:
    """Serves one form, `host(definition, **options)`, and keeps what it is sent."""

    def served(definition: "dict[str, object] | formkit.Form", **options: object) -> Host:
        made = Host(definition, **options)
        made.origin = site(made)
        return made

    return served


@pytest.fixture
def opened(page: Page, site: Site) -> Opened:
    """Opens a page with these forms, written by hand, and the script as it is served."""
    return opener(page, site)


@pytest.fixture(scope="module")
def _ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    with ward_in(tmp_path_factory.mktemp("ward") / "data") as ward:
        yield ward


@pytest.fixture
def ward(_ward: Ward, watch: Watch) -> Iterator[Ward]:
    """A ward whose forms are filled in on phones, over a line that can be cut."""
    with known(_ward, watch) as ward:
        yield ward
