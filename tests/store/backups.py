"""Backups for tests: stores with something in them, backed up and restored."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from formkit.store import tables
from formkit.store.archive import TABLES
from formkit.store.backup import Backup, back_up
from formkit.store.database import Database
from formkit.store.receipts import Receipt, keep
from formkit.store.restoring import Restored, restore
from tests.store.keeping import NOW, fill, published_visit

LATER = NOW + timedelta(hours=5)


def keep_some(database: Database, count: int = 5, start: int = 0, **more: Any) -> list[Receipt]:
    to = published_visit(database)
    with database.writing() as connection:
        return [
            keep(connection, fill(to, f"{number:020}", **more))
            for number in range(start, start + count)
        ]


def odd_rows(connection: Connection) -> None:
    """Whatever a column can hold: bytes, line breaks, what JSON escapes, what points to itself."""
    for number, parent in enumerate((None, "p0", "p2")):
        # p1 points to p0, and p2 to itself
        row = {"id": f"p{number}", "parent_id": parent, "code": '\u2028\n"\\đ😀', "kind": "ward"}
        connection.execute(insert(tables.place).values(row))
    for number, media in enumerate(("a", "A", "ă", "z", "Z", "đ", "_", "-", "a b", "aa")):
        # keys that locales sort in other ways than bytes
        row = {
            "sha256": media, "media_type": "image/png", "size": number,
            "content": None if number == 0 else bytes(range(256)) * number, "made_at": "x",
        }  # fmt: skip
        connection.execute(insert(tables.file).values(row))


def rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(table))), key=lambda row: repr(row)
            )
            for table in TABLES
        }


def backed_up(database: Database, file: Path | None = None) -> Backup:
    return back_up(database, NOW, file)


def restored(file: Path, database: Database, url: str | None) -> Restored:
    """Restore over a store that is open: it is closed, as a server is stopped."""
    database.close()
    return restore(file, database.folder, url, LATER)


def without_note(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Without what restoring and backing up record of themselves."""
    return {
        name: [row for row in each if name != "event" or row[3] not in ("restored", "backed-up")]
        for name, each in found.items()
    }


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
