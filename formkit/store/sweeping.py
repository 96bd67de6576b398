"""Making what was taken out of the tables unfindable in the files that they are kept in."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import text

from formkit.errors import StoreError
from formkit.store.engine import Database, telling
from formkit.store.tables import place, response, revision, subject, team

# The tables that answers are taken out of.
_OF_ANSWERS = (revision, response, subject, team, place)
# How long a reader is waited for.
_PATIENCE_MS = 15_000


def sweep(database: Database, *, rewrite: bool = True) -> bool:
    """Rewrite what holds the tables, so that nothing of what was taken out is left in it.

        SQLite overwrites what is deleted, but not what it moved from one page to another before. So
        the file is written anew, and its log emptied; False where a long reader keeps the log from
    being emptied: the next sweep does it, also one that is not to `rewrite`. PostgreSQL gives up
        the rows, and overwrites them as it needs their room.
    """
    if database.sqlite:
        with telling(), closing(database.engine.raw_connection()) as connection:
            raw = cast("sqlite3.Connection", connection.dbapi_connection)
            if rewrite:
                raw.execute("VACUUM")
            (before,) = raw.execute("PRAGMA busy_timeout").fetchone()
            raw.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            raw.execute(f"PRAGMA busy_timeout={before}")
        return not busy
    if not rewrite:
        return True
    with telling(), database.engine.connect() as connected:
        connected = connected.execution_options(isolation_level="AUTOCOMMIT")
        for table in _OF_ANSWERS:
            connected.execute(text(f"VACUUM {table.name}"))
    return True


def sweep_file(file: Path) -> None:
    """The same for a SQLite file that stands aside, and that nobody uses."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StoreError(f"{file} can't be rewritten: {error}.") from error
