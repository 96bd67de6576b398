"""The store that a command is about: found by the settings, as the server finds its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from cyclopts import Parameter

from formkit.cli.command import Wrong

if TYPE_CHECKING:
    from formkit.store.database import Database
    from formkit.web.settings import Settings


# Commands that have only these to tell say "For example:" in their docstrings: where `Examples:` is
# the only other thing that the parser knows, it takes the docstring for one of Google's.
@Parameter(name="*")
@frozen(kw_only=True)
class Store:
    """Which store it is: what is said here wins over the environment and the file."""

    data: Annotated[Path | None, Parameter(help="The folder of the server.")] = None
    database: Annotated[str | None, Parameter(help="Its PostgreSQL database, if it has one.")] = (
        None
    )
    config: Annotated[Path | None, Parameter(help="Its TOML file of settings.")] = None

    @property
    def settings(self) -> "Settings":
        from formkit.web.settings import gather

        return gather({"data": self.data, "database": self.database}, config=self.config)


HERE = Store()


@contextmanager
def opened(settings: "Settings") -> "Iterator[Database]":
    """The store that is there already, also beside a server; raises Wrong where none is."""
    from formkit.store.database import open_database

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
