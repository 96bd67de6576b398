"""The store that a command is about: found by the settings, as the server finds its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from formkit.cli.command import Wrong

if TYPE_CHECKING:
    from formkit.store.database import Database
    from formkit.web.settings import Settings


@contextmanager
def opened(data: Path | None, database: str | None, config: Path | None) -> "Iterator[Database]":
    """The store that is there already; raises Wrong where none is."""
    from formkit.store.database import open_database
    from formkit.web.settings import gather

    settings = gather({"data": data, "database": database}, config=config)
    must_be_there(settings)
    store = open_database(settings.data, settings.database)
    try:
        yield store
    finally:
        store.close()


def must_be_there(settings: "Settings") -> None:
    """A slip in the name of the folder must not make an empty store there; raises Wrong."""
    from formkit.store.engine import FILE

    if settings.database is None and not (settings.data / FILE).is_file():
        raise Wrong(
            f"{settings.data}: there is no store in this folder; --data says which one it is"
        )
