"""Backing up: everything that is kept in one file, taken while answers come in, and tried."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from attrs import frozen
from sqlalchemy import Connection

from formkit.errors import StoreError
from formkit.store.archive import Archive, Manifest, damaged, opened, parts, write
from formkit.store.engine import Database, connect
from formkit.store.events import BACKED_UP, record
from formkit.store.times import stamp
from formkit.store.working import cannot, working

FOLDER = "backups"


@frozen
class Backup:
    """A backup that was written: where, how many bytes, and what it says of itself."""

    file: Path
    size: int
    manifest: Manifest


def back_up(database: Database, at: datetime, file: Path | None = None) -> Backup:
    """Write all that is kept to one file, from one moment of the store, while others write to it.

    It is restored into a store of its own and compared before it gets its name, so that an earlier
    file of that name stays where anything fails. Without a `file` it goes to the folder of the
    store; a folder gets one with the time in its name. StoreError tells what prevents it.
    """
    if file is None:
        file = database.folder / FOLDER
        try:
            file.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise cannot(file, error) from error
    if file.is_dir():
        file = file / f"formkit-{stamp(at)}.zip"
    with working(database.folder) as place, database.reading() as connection:
        made = save(connection, at, file, place)
    # that there is one is no reason to fail for want of a note
    with suppress(StoreError), database.writing() as connection:
        record(connection, BACKED_UP, made.file.name, actor="command", at=at)
    return made


def save(connection: Connection, at: datetime, file: Path, place: Path) -> Backup:
    """Write what a connection sees to a file, and try it in the empty folder `place`."""
    with replacing(file) as part:
        manifest = poured(connection, part, at, file)
        size = part.stat().st_size
        with opened(part) as archive:
            unpacked(archive, place / "tried").close()
    return Backup(file, size, manifest)


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """An empty file beside `file`, for this account alone, which takes its place at the end.

    On an error it is removed, and `file` is as it was.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise cannot(file, error) from error
    try:
        yield part
        try:
            part.replace(file)
            _sync_folder(file.parent)
        except OSError as error:
            raise cannot(file, error) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def poured(connection: Connection, part: Path, at: datetime, file: Path) -> Manifest:
    """Write what a connection sees to `part`, which is to become `file`."""
    try:
        # closing it writes, too
        with part.open("r+b") as to:
            manifest = write(connection, to, at)
            synced(to)
    except OSError as error:
        raise cannot(file, error) from error
    return manifest


def synced(to: IO[bytes]) -> None:
    """What was written is on the disk after this."""
    to.flush()
    os.fsync(to.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        # elsewhere a folder can't be opened, and its names are written without asking
        return
    opened_folder = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened_folder)
    finally:
        os.close(opened_folder)


def unpacked(archive: Archive, folder: Path) -> Database:
    """A SQLite store with all that a backup holds, at the step that it was written at.

    StoreError where the store doesn't say of itself what the backup does.
    """
    database = connect(folder)
    try:
        with database.writing() as connection:
            migrate(connection, archive.manifest.step, archive.file)
            archive.load(connection)
        with database.reading() as connection:
            if parts(connection) != archive.manifest.tables:
                raise damaged(archive.file, "what was restored isn't what was written")
    except BaseException:
        database.close()
        raise
    return database


def migrate(connection: Connection, step: str, file: Path) -> None:
    """Bring the tables to a step, from whichever they are at; StoreError for one of the future."""
    config = Config()
    config.set_main_option("script_location", "formkit.store:migrations")
    config.set_main_option("path_separator", "os")
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if step not in known:
        raise StoreError(
            f"{file} was made by a newer formkit: its tables are at step {step}, which this one "
            "doesn't know. Install the newer formkit."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, step)
