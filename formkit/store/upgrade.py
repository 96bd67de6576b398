"""Bringing the tables of a store up to what this program knows, step by step, after a copy."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from formkit.errors import StoreError
from formkit.store.engine import Database, lock_folder
from formkit.store.migrations import HEAD, step_of
from formkit.store.tables import form
from formkit.store.times import stamp

# PostgreSQL's lock for whoever changes the tables; the number only has to be ours.
_UPGRADING = 0x666F726D6B6974


def bring_up(
    database: Database,
    found: str | None,
    copy: Callable[[Path], None],
    at: datetime,
    *,
    serving: bool,
) -> None:
    """Run the steps that follow `found`; all of them, or none where one fails.

    Where there is something to lose, `copy` copies the store beforehand to the file that it is
    given, but for the end of its name.
    """
    config = Config()
    config.set_main_option("script_location", "formkit.store:migrations")
    config.set_main_option("path_separator", "os")
    _must_know(config, found)
    older = found is not None
    # A server of the older program would go on in tables that it doesn't know.
    lock = lock_folder(database.folder) if older and database.sqlite and not serving else None
    try:
        if older and _holds_forms(database):
            copy(database.folder / f"formkit.before-{HEAD}-{stamp(at)}")
        with database.writing() as connection:
            _upgrade(config, connection)
    finally:
        if lock is not None:
            lock.release()


def _must_know(config: Config, found: str | None) -> None:
    steps = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in steps:
        raise StoreError(
            f"This store was made by a newer formkit: its tables are at step {found}, and this "
            f"program knows the steps up to {HEAD}. Install the newer formkit."
        )


def _upgrade(config: Config, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADING})
    # another process may have brought it up while this one waited
    if step_of(connection) != HEAD:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _holds_forms(database: Database) -> bool:
    with database.reading() as connection:
        return connection.execute(select(form.c.id).limit(1)).first() is not None
