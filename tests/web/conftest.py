"""What the tests of the server share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from formkit.web import Settings, application, exports
from formkit.web.host import Host
from tests.web.filling import HERE, copy, stock
from tests.web.making import Slow


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and two forms, to be copied."""
    folder = tmp_path_factory.mktemp("stocked") / "data"
    stock(folder)
    return folder


@pytest.fixture
def hosting(stocked: Path, tmp_path: Path) -> Iterator[Callable[..., Host]]:
    """A function that makes a host with the two forms; it takes settings."""
    with ExitStack() as stack:

        def made(**settings: object) -> Host:
            folder = tmp_path / "data"
            if not folder.exists():
                copy(stocked, folder)
            host = Host(Settings(**{"data": folder, "log": "faults", "free_disk": 0, **settings}))
            stack.callback(host.close)
            return host

        yield made


@pytest.fixture
def host(hosting: Callable[..., Host]) -> Host:
    """A host with two forms, `visit` and `poll`, with all settings as they are but the disk's."""
    return hosting()


@pytest.fixture
def client(host: Host) -> Iterator[TestClient]:
    """A browser of that host without a script: it keeps cookies and follows no redirect."""
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as made:
        yield made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Files for downloading are made only when `slow.go` is set."""
    made = Slow()
    monkeypatch.setattr(exports, "export", made)
    return made
