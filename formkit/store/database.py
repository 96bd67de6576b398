"""Opening a store: connected, and its tables brought up to what this program knows."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from formkit.errors import StoreError
from formkit.store.engine import Database, connect
from formkit.store.migrations import HEAD, step_of

__all__ = ["Database", "open_database"]


def _clock() -> datetime:
    return datetime.now(UTC)


def open_database(
    folder: Path,
    url: str | None = None,
    *,
    serving: bool = False,
    now: Callable[[], datetime] = _clock,
) -> Database:
    """The store of a folder, ready for use.

    Without a `url` its tables are in a SQLite file in the folder, else in the PostgreSQL at a
    `postgresql://` address. `serving` is for the process that serves from it: on SQLite there is
    one. A store of an older program is brought up, after a copy; StoreError tells why a store
    can't be opened.
    """
    database = connect(folder, url, serving=serving)
    try:
        if not _is_current(database):
            # Alembic takes a third of a second to import, and is rarely needed
            from formkit.store.upgrade import bring_up

            with database.reading() as connection:
                found = step_of(connection)
            at = now()
            bring_up(database, found, partial(_copy, database, at), at, serving=serving)
    except DBAPIError as error:
        database.close()
        said = str(error.orig).strip().partition("\n")[0]
        raise StoreError(f"The database {database.url} can't be used: {said}.") from error
    except BaseException:
        database.close()
        raise
    return database


def _copy(database: Database, at: datetime, file: Path) -> None:
    """Copy a store: SQLite's file as it is, PostgreSQL's tables as a backup."""
    if database.sqlite:
        copy = file.with_name(f"{file.name}.sqlite3")
        os.close(os.open(copy, os.O_CREAT | os.O_RDWR, 0o600))
        with (
            closing(sqlite3.connect(database.file)) as source,
            closing(sqlite3.connect(copy)) as to,
        ):
            source.backup(to)
        with copy.open("rb") as written:
            os.fsync(written.fileno())
    else:
        # as rarely needed as Alembic, which it imports
        from formkit.store.backup import save
        from formkit.store.working import working

        with working(database.folder) as place, database.reading() as connection:
            save(connection, at, file.with_name(f"{file.name}.zip"), place)


def _is_current(database: Database) -> bool:
    try:
        with database.reading() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return bool(found == HEAD)
    except DBAPIError as error:
        # no such table: a store that is made just now
        missing = "no such table" in str(error.orig) or isinstance(error, ProgrammingError)
        if missing:
            return False
        raise
