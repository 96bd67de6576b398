"""Restoring a backup: the store is what it was then, but for whoever was erased since."""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection, delete, insert, select, text

from formkit.errors import StoreError
from formkit.store.adding import add_new
from formkit.store.archive import TABLES, Manifest, lines, opened, parts, put
from formkit.store.backup import migrate, replacing, save, synced, unpacked
from formkit.store.database import open_database
from formkit.store.engine import FILE, Database, lock_folder
from formkit.store.erasing import Tombstone, entomb, tombstones
from formkit.store.events import record
from formkit.store.migrations import HEAD
from formkit.store.retention import retain
from formkit.store.sweeping import sweep
from formkit.store.tables import event, response, revision, version
from formkit.store.times import stamp
from formkit.store.working import cannot, working

# What SQLite calls a file that is none of its own, and one that is broken.
_BROKEN = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


@frozen
class Restored:
    """What was restored, and what became of the store that was there.

    `aside` is where that is now, None where it was empty; `readable` whether it could be read. Of
    what the backup held, `erased` responses were erased again, and `emptied` personal answers were
    past their term. `later` are the responses that came after the backup: they are only in `aside`.
    """

    manifest: Manifest
    aside: Path | None
    readable: bool
    erased: int
    emptied: int
    later: int


def restore(file: Path, folder: Path, url: str | None, at: datetime) -> Restored:
    """Put a backup in the place of the store of a folder, or of the PostgreSQL at `url`.

    What is there is put aside in the folder first. Nothing changes before all of the backup was
    read and tried, and then everything does or nothing. StoreError tells what prevents it: a
    damaged backup, a server that is running from the folder, a full disk.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot(folder, error) from error
    with working(folder) as place, opened(file) as archive:
        restored = unpacked(archive, place / "restored")
        try:
            with restored.writing() as connection:
                migrate(connection, HEAD, file)
            moved = _move_broken(folder, at) if url is None else None
            target = open_database(folder, url, serving=True, now=lambda: at)
            try:
                done = _replaced(target, restored, file, at, place)
                # what is left in the file is in what was put aside, too
                with suppress(StoreError):
                    sweep(target)
            finally:
                target.close()
        finally:
            restored.close()
        aside, erased, emptied, later = done
        return Restored(archive.manifest, moved or aside, moved is None, erased, emptied, later)


def _replaced(
    target: Database, restored: Database, file: Path, at: datetime, place: Path
) -> tuple[Path | None, int, int, int]:
    with target.writing() as connection:
        if not target.sqlite:
            names = ", ".join(table.name for table in TABLES)
            # whoever is writing ends first, whoever comes waits
            connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        aside = None if _is_empty(connection) else _put_aside(target, connection, at, place)
        with restored.writing() as new:
            erased = _carry_over(connection, new)
            later = _later(connection, new)
            emptied = retain(new, at, actor="restore").answers
            record(new, "restored", file.name, actor="command", at=at)
        for table in reversed(TABLES):
            connection.execute(delete(table))
        with restored.reading() as new:
            for table in TABLES:
                rows = new.execute(select(table), execution_options={"yield_per": 500})
                put(connection, table, map(dict, rows.mappings()))
            if parts(connection) != parts(new):
                raise StoreError(
                    f"What was restored from {file} isn't what is in it, so that nothing was "
                    "changed. Is PostgreSQL's encoding UTF8?"
                )
    return aside, erased, emptied, later


def _is_empty(connection: Connection) -> bool:
    return all(next(lines(connection, table), None) is None for table in TABLES)


def _put_aside(target: Database, connection: Connection, at: datetime, place: Path) -> Path:
    """Keep the present store, as the connection that has locked it sees it."""
    name = target.folder / f"formkit.before-restore-{stamp(at)}"
    if not target.sqlite:
        return save(connection, at, name.with_name(f"{name.name}.zip"), place).file
    copy = name.with_name(f"{name.name}.sqlite3")
    try:
        with replacing(copy) as part:
            with (
                closing(sqlite3.connect(target.file)) as source,
                closing(sqlite3.connect(part)) as to,
            ):
                source.backup(to)
            with part.open("rb+") as written:
                synced(written)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The present store can't be put aside at {copy}: {error}. Nothing was changed."
        ) from error
    return copy


def _move_broken(folder: Path, at: datetime) -> Path | None:
    """Move a SQLite file aside that can't be read any more; None where it can."""
    file = folder / FILE
    if not file.exists():
        return None
    lock = lock_folder(folder)
    try:
        try:
            with closing(sqlite3.connect(file)) as connection:
                (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if said == "ok":
                return None
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _BROKEN:
                raise StoreError(f"{file} can't be read: {error}.") from error
        to = folder / f"formkit.damaged-{stamp(at)}.sqlite3"
        for ending in ("-wal", "-shm", ""):
            part = file.with_name(file.name + ending)
            if part.exists():
                part.rename(to.with_name(to.name + ending))
        return to
    except OSError as error:
        raise cannot(file, error) from error
    finally:
        lock.release()


def _carry_over(present: Connection, new: Connection) -> int:
    """Take over what must not be forgotten: who was erased, and what was done; how many erased."""
    count = 0
    for each in tombstones(present):
        wanted = response.c.id == each.response_id
        row = new.execute(select(response.c.state).where(wanted)).first()
        if row is None:
            _add_tombstone(present, new, each)
        elif row.state == "kept":
            entomb(new, each)
            count += 1
    for done in present.execute(select(event)).mappings():
        add_new(new, event, dict(done))
    return count


def _add_tombstone(present: Connection, new: Connection, tombstone: Tombstone) -> None:
    """Its receipt says that it was erased, also where it came after the backup."""
    wanted = response.c.id == tombstone.response_id
    row = dict(present.execute(select(response).where(wanted)).mappings().one())
    known = select(version.c.sha256).where(
        version.c.sha256 == row["version_sha256"], version.c.form_id == row["form_id"]
    )
    if new.execute(known).first() is not None and add_new(new, response, row):
        of = revision.c.response_id == tombstone.response_id
        for each in present.execute(select(revision).where(of)).mappings().all():
            new.execute(insert(revision).values(**each))


def _later(present: Connection, new: Connection) -> int:
    kept = response.c.state == "kept"
    there = set(new.scalars(select(response.c.id).where(kept)))
    return sum(each not in there for each in present.scalars(select(response.c.id).where(kept)))
