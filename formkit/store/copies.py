"""Copies of a store that stand in its folder, and erasing in them what was erased in the store."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection, create_engine, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from formkit.errors import StoreError
from formkit.store.archive import MANIFEST, opened
from formkit.store.backup import migrate, poured, replacing, unpacked
from formkit.store.engine import FILE
from formkit.store.erasing import Tombstone, entomb
from formkit.store.migrations import HEAD
from formkit.store.sweeping import sweep_file
from formkit.store.tables import response
from formkit.store.times import read_moment
from formkit.store.working import cannot

# Files for downloading, which are made anew whenever somebody asks.
EXPORTS = "exports"


@frozen
class Copy:
    """A copy that held an erased response. `trouble` says why it still may; None: it doesn't."""

    file: Path
    trouble: str | None = None


def erase_in_copies(folder: Path, tombstones: Sequence[Tombstone], place: Path) -> list[Copy]:
    """Erase in every backup and every copy of the store below a folder, and throw exports away.

    `place` is an empty folder to work in. Tells those files that it changed, and those that it
    couldn't; a copy that can't be read may hold anything.
    """
    found = [*_in_files(folder, tombstones), *_in_backups(folder, tombstones, place)]
    for file in sorted((folder / EXPORTS).glob("*")):
        try:
            if file.is_file():
                file.unlink(missing_ok=True)
        except OSError as error:
            found.append(Copy(file, str(cannot(file, error))))
    return found


def _in_files(folder: Path, tombstones: Sequence[Tombstone]) -> Iterator[Copy]:
    for file in sorted(folder.glob("*.sqlite3")):
        if file.name == FILE:
            continue
        try:
            if _erased_in_file(file, tombstones):
                sweep_file(file)
                yield Copy(file)
        except DatabaseError as error:
            yield Copy(file, f"{file} can't be read: {error.orig}.")
        except StoreError as error:
            yield Copy(file, str(error))


def _erased_in_file(file: Path, tombstones: Sequence[Tombstone]) -> bool:
    engine = create_engine(URL.create("sqlite", database=str(file)), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            return _entombed(connection, tombstones)
    finally:
        engine.dispose()


def _entombed(connection: Connection, tombstones: Sequence[Tombstone]) -> bool:
    """Erase what is there and isn't erased; whether there was any."""
    changed = False
    for each in tombstones:
        kept = (response.c.id == each.response_id) & (response.c.state == "kept")
        if connection.execute(select(response.c.id).where(kept)).first() is not None:
            entomb(connection, each)
            changed = True
    return changed


def _in_backups(folder: Path, tombstones: Sequence[Tombstone], place: Path) -> Iterator[Copy]:
    for file in sorted(folder.rglob("*.zip")):
        if place in file.parents or not _may_be_backup(file):
            continue
        try:
            if _erased_in_backup(file, tombstones, place / file.name):
                yield Copy(file)
        except StoreError as error:
            yield Copy(file, str(error))


def _may_be_backup(file: Path) -> bool:
    """Whether a zip is a backup, or so damaged that nobody can know."""
    try:
        with zipfile.ZipFile(file) as archive:
            return MANIFEST in archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return True


def _erased_in_backup(file: Path, tombstones: Sequence[Tombstone], place: Path) -> bool:
    with opened(file) as archive:
        database = unpacked(archive, place)
        made_at = read_moment(archive.manifest.made_at)
    try:
        with database.writing() as connection:
            migrate(connection, HEAD, file)
            changed = _entombed(connection, tombstones)
        if changed:
            with database.reading() as connection, replacing(file) as part:
                poured(connection, part, made_at, file)
    finally:
        database.close()
    return changed
