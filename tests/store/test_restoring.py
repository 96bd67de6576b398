"""A backup in the place of a store: what was there is put aside, and nobody erased comes back."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from formkit.errors import StoreError, StoreFullError
from formkit.store import archive, tables
from formkit.store.backup import Backup
from formkit.store.database import Database, open_database
from formkit.store.erasing import erase
from formkit.store.events import events
from formkit.store.receipts import by_fill
from formkit.store.responses import responses
from formkit.store.restoring import restore
from formkit.store.retention import retain
from tests.store.backups import (
    LATER,
    backed_up,
    keep_some,
    restored,
    rewritten,
    rows,
    without_note,
)
from tests.store.keeping import NOW


def test_the_present_store_is_put_aside(
    opened: Callable[..., Database], url: str | None, tmp_path: Path
) -> None:
    database = opened()
    keep_some(database, 5)
    file = backed_up(database, tmp_path / "a.zip").file
    late = keep_some(database, 2, start=10)
    everything = rows(database)
    done = restored(file, database, url)
    assert done.later == 2
    assert done.aside is not None
    assert stat.S_IMODE(done.aside.stat().st_mode) == 0o600
    store = opened()
    with store.reading() as connection:
        assert len(list(responses(connection, "visit"))) == 5
        assert by_fill(connection, late[0].fill_id) is None
        assert [each.subject for each in events(connection, kind="restored")] == ["a.zip"]
    # what was put aside is a whole store, as it was
    again = tmp_path / "again"
    if url is None:
        again.mkdir()
        (again / "formkit.sqlite3").write_bytes(done.aside.read_bytes())
    else:
        restore(done.aside, again, None, LATER)
    aside = open_database(again)
    assert without_note(rows(aside)) == without_note(everything)
    aside.close()


def test_nobody_who_was_erased_comes_back(
    opened: Callable[..., Database], url: str | None, tmp_path: Path
) -> None:
    database = opened()
    receipts = keep_some(database, 5)
    file = backed_up(database, tmp_path / "a.zip").file
    late = keep_some(database, 1, start=10)
    with database.writing() as connection:
        erase(connection, receipts[2].id, NOW)
        erase(connection, late[0].id, NOW)
    done = restored(file, database, url)
    assert (done.erased, done.later) == (1, 0)
    store = opened()
    with store.reading() as connection:
        for each in (receipts[2], late[0]):
            found = by_fill(connection, each.fill_id)
            assert found is not None
            assert (found.state, found.receipt) == ("erased", each.receipt)
        assert len(list(responses(connection, "visit"))) == 4
        # nor is it forgotten that it was done
        assert len(list(events(connection, kind="erased"))) == 2
        emptied = connection.execute(
            select(tables.revision.c.answers).where(tables.revision.c.response_id == receipts[2].id)
        )
        assert emptied.scalar_one() == "{}"


def test_answers_past_their_term_stay_empty(
    opened: Callable[..., Database], url: str | None, tmp_path: Path
) -> None:
    database = opened()
    keep_some(database, 3)
    file = backed_up(database, tmp_path / "a.zip").file
    with database.writing() as connection:
        assert retain(connection, NOW + timedelta(days=8)).answers == 3
    database.close()
    done = restore(file, database.folder, url, NOW + timedelta(days=9))
    assert done.emptied == 3
    with opened().reading() as connection:
        assert {each.emptied for each in responses(connection, "visit")} == {("/people/0/health",)}


def test_a_store_that_is_served_is_not_restored_over(made: Backup, tmp_path: Path) -> None:
    store = open_database(tmp_path / "data", serving=True)
    keep_some(store, 3)
    with pytest.raises(StoreError, match="Another formkit is serving from"):
        restore(made.file, tmp_path / "data", None, LATER)
    with store.reading() as connection:
        assert len(list(responses(connection, "visit"))) == 3
    store.close()


def test_a_broken_store_is_moved_aside(made: Backup, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = open_database(folder)
    keep_some(store, 30)
    store.close()
    file = folder / "formkit.sqlite3"
    broken = file.read_bytes()[:8192] + b"\x55" * 60_000
    file.write_bytes(broken)
    done = restore(made.file, folder, None, LATER)
    assert not done.readable
    assert done.aside == folder / "formkit.damaged-20261125T043000Z.sqlite3"
    assert done.aside.read_bytes() == broken
    store = open_database(folder)
    with store.reading() as connection:
        assert len(list(responses(connection, "visit"))) == 50
    store.close()


def test_an_error_on_the_way_changes_nothing(
    opened: Callable[..., Database],
    url: str | None,
    made: Backup,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = opened()
    keep_some(database, 3)
    before = rows(database)
    put = archive.put

    def failing(connection: Connection, table: Any, found: Any) -> None:
        if table is tables.revision:
            raise StoreFullError("The disk is full, so that nothing more can be stored.")
        put(connection, table, found)

    monkeypatch.setattr("formkit.store.restoring.put", failing)
    with pytest.raises(StoreFullError):
        restored(made.file, database, url)
    assert rows(opened()) == before


_KILLED = """
import os, sys
from pathlib import Path
from formkit.store import restoring, tables
from tests.store.keeping import NOW

put = restoring.put

def killed(connection, table, rows):
    if table is tables.revision:
        os.kill(os.getpid(), 9)
    put(connection, table, rows)

restoring.put = killed
restoring.restore(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] or None, NOW)
"""


def test_a_restore_that_is_killed_changes_nothing(
    opened: Callable[..., Database], url: str | None, made: Backup, root: Path
) -> None:
    database = opened()
    keep_some(database, 3)
    before = rows(database)
    database.close()
    command = [sys.executable, "-c", _KILLED, str(made.file), str(database.folder), url or ""]
    assert subprocess.run(command, cwd=root).returncode == -9
    assert rows(opened()) == before
    # and it can be done again
    assert restore(made.file, database.folder, url, LATER).manifest == made.manifest
    with opened().reading() as connection:
        assert len(list(responses(connection, "visit"))) == 50
    assert not (database.folder / "working").exists()


def test_an_older_backup_is_brought_up(made: Backup, tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        said = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps({**said, "step": "0001"}).encode()

    rewritten(made.file, change)
    restore(made.file, tmp_path / "data", None, LATER)
    store = open_database(tmp_path / "data")
    with store.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0002"
        assert len(list(responses(connection, "visit"))) == 50
    store.close()


def test_an_older_store_can_be_backed_up(url: str | None, tmp_path: Path) -> None:
    """As it is before its tables are brought up: what it lacks is left out."""
    database = open_database(tmp_path / "data", url)
    keep_some(database, 2)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE session"))
        connection.execute(text("DROP TABLE sign_in"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    made = backed_up(database, tmp_path / "a.zip")
    assert made.manifest.step == "0001"
    database.close()
    restore(made.file, tmp_path / "new", None, LATER)
    store = open_database(tmp_path / "new")
    with store.reading() as connection:
        assert len(list(responses(connection, "visit"))) == 2
    store.close()
