"""A store for each test, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from formkit.store.backup import Backup
from formkit.store.database import Database, open_database
from tests.postgres import Postgres, postgres
from tests.store.backups import backed_up, keep_some


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL for all tests of a process."""
    with postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where the tables are to be: None for SQLite, else a fresh database's address."""
    if request.param == "sqlite":
        yield None
    else:
        with request.getfixturevalue("server").database() as address:
            yield address


@pytest.fixture
def opened(tmp_path: Path, url: str | None) -> Iterator[Callable[..., Database]]:
    """A function that opens the test's store, as often as it is called."""
    with ExitStack() as stack:

        def open_again(**options: bool) -> Database:
            database = open_database(tmp_path / "data", url, **options)
            stack.callback(database.close)
            return database

        yield open_again


@pytest.fixture
def database(opened: Callable[..., Database]) -> Database:
    """A fresh store."""
    return opened()


@pytest.fixture
def made(tmp_path: Path) -> Backup:
    database = open_database(tmp_path / "source")
    keep_some(database, 50)
    backup = backed_up(database, tmp_path / "a.zip")
    database.close()
    return backup
