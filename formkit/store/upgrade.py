"""Bringing the tables of a store up to what this program knows, step by step, after a copy."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from formkit.errors import StoreError
from formkit.store.engine import Database, lock_folder
from formkit.store.migrations import HEAD
from formkit.store.tables import form

# PostgreSQL's lock for whoever changes the tables; the number only has to be ours.
_UPGRADING = 0x666F726D6B6974


def step_of(connection: Connection) -> str | None:
    """The step that the tables stand at; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def bring_up(database: Database, found: str | None, at: datetime, *, serving: bool) -> None:
    """Run the steps that follow `found`; all of them, or none where one fails."""
    config = Config()
    config.set_main_option("script_location", "formkit.store:migrations")
    config.set_main_option("path_separator", "os")
    _must_know(config, found)
    older = database.sqlite and found is not None
    # A server of the older program would go on in tables that it doesn't know.
    lock = lock_folder(database.folder) if older and not serving else None
    try:
        if older:
            copy_before(database, at)
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


def copy_before(database: Database, at: datetime) -> Path | None:
    """Copy a SQLite store beside itself before its tables change; None where it holds no form."""
    with database.reading() as connection:
        if connection.execute(select(form.c.id).limit(1)).first() is None:
            return None
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = database.folder / f"formkit.before-{HEAD}-{stamp}.sqlite3"
    os.close(os.open(copy, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(copy)) as to:
        source.backup(to)
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    return copy
