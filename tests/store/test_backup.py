"""A backup is taken while others write, tried, and restored into either kind of database."""

import hashlib
import json
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from formkit.store import archive, tables
from formkit.store.archive import LEFT_OUT, TABLES, opened, parts
from formkit.store.backup import Backup
from formkit.store.database import Database, open_database
from formkit.store.erasing import erase
from formkit.store.events import events
from formkit.store.receipts import by_fill, keep
from formkit.store.responses import responses
from formkit.store.restoring import restore
from formkit.store.retention import retain
from tests.postgres import Postgres
from tests.store.backups import (
    LATER,
    backed_up,
    keep_some,
    odd_rows,
    rows,
    without_note,
)
from tests.store.keeping import ANSWERS, NOW, fill, published_visit


def test_every_table_is_in_it_or_left_out_on_purpose() -> None:
    assert {*TABLES, *LEFT_OUT} == set(tables.metadata.tables.values())


def test_it_says_what_it_holds(database: Database, tmp_path: Path) -> None:
    keep_some(database)
    made = backed_up(database, tmp_path / "a.zip")
    assert made.manifest.rows == {
        "event": 0, "file": 0, "form": 1, "place": 1, "response": 5, "revision": 5, "subject": 1,
        "team": 1, "version": 1,
    }  # fmt: skip
    assert made.size == made.file.stat().st_size
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    with zipfile.ZipFile(made.file) as zipped:
        said = json.loads(zipped.read("manifest.json"))
        assert said["format"] == 1
        for name, part in said["tables"].items():
            lines = zipped.read(f"tables/{name}.jsonl")
            assert hashlib.sha256(lines).hexdigest() == part["sha256"]
            assert len(lines.splitlines()) >= part["rows"]
    assert [path.name for path in tmp_path.glob(".*")] == []
    with database.reading() as connection:
        assert [each.subject for each in events(connection, kind="backed-up")] == ["a.zip"]


def test_without_a_name_it_goes_to_a_folder_of_its_own(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    keep_some(database)
    made = backed_up(database)
    assert made.file == tmp_path / "backups" / "formkit-20261124T233000Z.zip"
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["backups"]
    database.close()


def test_the_same_store_makes_the_same_file(database: Database, tmp_path: Path) -> None:
    keep_some(database)
    one, two = tmp_path / "a.zip", tmp_path / "b.zip"
    with database.reading() as connection, one.open("wb") as first, two.open("wb") as second:
        archive.write(connection, first, NOW)
        archive.write(connection, second, NOW)
    assert one.read_bytes() == two.read_bytes()


@contextmanager
def fresh(kind: str, folder: Path, server: Postgres) -> Iterator[tuple[Path, str | None]]:
    if kind == "sqlite":
        yield folder, None
    else:
        with server.database() as url:
            yield folder, url


@pytest.mark.parametrize("back", ["sqlite", "postgresql"])
@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_it_moves_between_databases_and_back(
    tmp_path: Path, server: Postgres, to: str, back: str
) -> None:
    with (
        fresh(back, tmp_path / "one", server) as (one, first_url),
        fresh(to, tmp_path / "two", server) as (two, second_url),
        fresh(back, tmp_path / "three", server) as (three, third_url),
    ):
        first = open_database(one, first_url)
        receipts = keep_some(first)
        with first.writing() as connection:
            odd_rows(connection)
            erase(connection, receipts[0].id, NOW)
            retain(connection, NOW + timedelta(days=8))
        expected = rows(first)
        with first.reading() as connection:
            said = parts(connection)
        made = backed_up(first, tmp_path / "a.zip")
        assert made.manifest.tables == said
        first.close()

        done = restore(made.file, two, second_url, LATER)
        assert (done.aside, done.erased, done.emptied, done.later) == (None, 0, 0, 0)
        second = open_database(two, second_url)
        assert without_note(rows(second)) == expected
        again = backed_up(second, tmp_path / "b.zip")
        second.close()

        restore(again.file, three, third_url, LATER)
        third = open_database(three, third_url)
        assert without_note(rows(third)) == expected
        with third.reading() as connection:
            assert parts(connection)["revision"] == said["revision"]
            assert parts(connection)["file"] == said["file"]
            answers = [each.answers for each in responses(connection, "visit", personal=True)]
            assert answers == [{**ANSWERS, "people": [{"age": 81}, {"age": 12}]}] * 4
            assert by_fill(connection, receipts[1].fill_id) is not None
        third.close()


def test_it_is_one_moment_of_a_store_that_is_written_to(
    opened: Callable[..., Database], tmp_path: Path
) -> None:
    database = opened()
    to = published_visit(database)
    stop = threading.Event()
    acknowledged: list[str] = []
    enough = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            # three at a time, which no backup may divide
            with database.writing() as connection:
                ids = [keep(connection, fill(to, f"{number}-{i}".ljust(20, "-"))).id for i in "abc"]
            acknowledged.extend(ids)
            number += 1
            if number >= 10:
                enough.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert enough.wait(60)
        before = set(acknowledged)
        made = [backed_up(database, tmp_path / f"{number}.zip") for number in range(3)]
        after = set(acknowledged)
    finally:
        stop.set()
        thread.join()
    assert len(after) > len(before)
    for each in made:
        count = each.manifest.rows["response"]
        assert count % 3 == 0
        assert each.manifest.rows["revision"] == count
    restore(made[0].file, tmp_path / "new", None, LATER)
    copy = open_database(tmp_path / "new")
    with copy.reading() as connection:
        kept = {each.id for each in responses(connection, "visit")}
    copy.close()
    # what was acknowledged before it began is in it
    assert before <= kept


def test_signing_in_is_not_in_it(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        row = {"token_sha256": "hash-of-a-token", "made_at": "a", "ends_at": "b"}
        connection.execute(insert(tables.session).values(row))
        connection.execute(insert(tables.sign_in).values(row))
    made = backed_up(database, tmp_path / "a.zip")
    with zipfile.ZipFile(made.file) as zipped:
        assert not any(b"hash-of-a-token" in zipped.read(name) for name in zipped.namelist())


def test_a_backup_is_opened_without_being_read(made: Backup) -> None:
    with opened(made.file) as archived:
        assert archived.manifest == made.manifest
