"""A backup is taken while others write, tried, and restored into either kind of database."""

import hashlib
import json
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text

from formkit.errors import StoreError, StoreFullError
from formkit.store import archive, tables
from formkit.store.archive import LEFT_OUT, TABLES, Manifest, opened, parts
from formkit.store.backup import Backup, back_up, poured
from formkit.store.database import Database, open_database
from formkit.store.erasing import erase
from formkit.store.events import events
from formkit.store.receipts import Receipt, by_fill, keep
from formkit.store.responses import responses
from formkit.store.restoring import Restored, restore
from formkit.store.retention import retain
from formkit.store.working import LOCK, working
from tests.postgres import Postgres
from tests.store.keeping import ANSWERS, NOW, fill, published_visit

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


def without_note(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Without what restoring and backing up record of themselves."""
    return {
        name: [row for row in each if name != "event" or row[3] not in ("restored", "backed-up")]
        for name, each in found.items()
    }


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


# ---- what goes amiss


@pytest.fixture
def made(tmp_path: Path) -> Backup:
    database = open_database(tmp_path / "source")
    keep_some(database, 50)
    backup = backed_up(database, tmp_path / "a.zip")
    database.close()
    return backup


def refused(file: Path, folder: Path) -> str:
    """Restoring is refused, and leaves the store as it was; why."""
    store = open_database(folder)
    keep_some(store, 3)
    before = rows(store)
    store.close()
    with pytest.raises(StoreError) as caught:
        restore(file, folder, None, LATER)
    store = open_database(folder)
    assert rows(store) == before
    store.close()
    left = {path.name for path in folder.iterdir()} - {"serving.lock"}
    assert left == {"formkit.sqlite3", "working.lock"}
    return str(caught.value)


@pytest.mark.parametrize("left", [0, 1, 100, -1, -30, -2000])
def test_a_backup_that_was_cut_is_refused(made: Backup, tmp_path: Path, left: int) -> None:
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[:left])
    said = refused(made.file, tmp_path / "data")
    assert said.startswith(f"{made.file} is damaged, and nothing was restored from it: ")


def test_a_byte_that_changed_is_seen(made: Backup, tmp_path: Path) -> None:
    whole = made.file.read_bytes()
    folder = tmp_path / "data"
    seen = 0
    for at in range(40, len(whole) - 1, len(whole) // 25):
        made.file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            restore(made.file, folder / str(at), None, LATER)
        except StoreError as error:
            assert "damaged" in str(error)  # noqa: PT017 - not each byte of a zip means something
            seen += 1
        else:
            # where it was let pass, all of the rows are what they were
            store = open_database(folder / str(at))
            with store.reading() as connection:
                assert parts(connection)["revision"] == made.manifest.tables["revision"]
            store.close()
    assert seen > 15


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)


def _without_rows(members: dict[str, bytes]) -> None:
    del members["tables/revision.jsonl"]


def _other_answers(members: dict[str, bytes]) -> None:
    members["tables/revision.jsonl"] = members["tables/revision.jsonl"].replace(b"H-071", b"H-072")


def _a_row_less(members: dict[str, bytes]) -> None:
    members["tables/revision.jsonl"] = members["tables/revision.jsonl"].partition(b"\n")[2]


def _nobody_answered(members: dict[str, bytes]) -> None:
    members["tables/response.jsonl"] = b""


def _no_json(members: dict[str, bytes]) -> None:
    members["tables/event.jsonl"] = b"yes\n"


def _a_list(members: dict[str, bytes]) -> None:
    members["tables/event.jsonl"] = b"[1]\n"


def _a_word_for_a_number(members: dict[str, bytes]) -> None:
    text = members["tables/version.jsonl"]
    members["tables/version.jsonl"] = text.replace(b'"number":1', b'"number":"one"')


def _no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def _odd_manifest(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b"[]"


def _a_table_more(members: dict[str, bytes]) -> None:
    said = json.loads(members["manifest.json"])
    said["tables"]["secrets"] = {"rows": 0, "sha256": ""}
    members["manifest.json"] = json.dumps(said).encode()


@pytest.mark.parametrize(
    "change",
    [
        _without_rows, _other_answers, _a_row_less, _nobody_answered, _no_json, _a_list,
        _a_word_for_a_number, _no_manifest, _odd_manifest, _a_table_more,
    ],
)  # fmt: skip
def test_a_backup_that_was_changed_is_refused(
    made: Backup, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    rewritten(made.file, change)
    assert "is damaged, and nothing was restored" in refused(made.file, tmp_path / "data")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("step", "9999", "was made by a newer formkit: its tables are at step 9999"),
        ("format", 2, "is a backup of format 2, and this formkit reads format 1"),
    ],
)
def test_a_backup_of_the_future_is_refused(
    made: Backup, tmp_path: Path, name: str, value: object, sentence: str
) -> None:
    def change(members: dict[str, bytes]) -> None:
        said = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps({**said, name: value}).encode()

    rewritten(made.file, change)
    assert sentence in refused(made.file, tmp_path / "data")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be read: No such file"):
        restore(tmp_path / "a.zip", tmp_path / "data", None, NOW)


def test_a_full_disk_leaves_the_earlier_backup(
    made: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made.file.read_bytes()
    database = open_database(tmp_path / "source")

    def full(*_: object) -> Manifest:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("formkit.store.backup.write", full)
    with pytest.raises(StoreFullError, match="The disk is full"):
        backed_up(database, made.file)
    assert made.file.read_bytes() == before
    assert not list(tmp_path.glob(".*"))
    database.close()


def test_a_full_device_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(tmp_path / "data")
    keep_some(database, 300)
    # as a file on a disk where the last byte is taken: closing it fails, too
    full = Path("/dev/full")
    with database.reading() as connection, pytest.raises(StoreFullError, match="The disk is full"):
        poured(connection, full, NOW, tmp_path / "a.zip")
    database.close()


def test_a_backup_that_differs_from_the_store_gets_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(tmp_path / "data")
    keep_some(database)
    written = archive._written
    monkeypatch.setattr(
        archive, "_written", lambda value: written("kept " if value == "kept" else value)
    )
    with pytest.raises(StoreError, match="damaged"):
        backed_up(database, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    database.close()


def test_one_waits_for_the_other(tmp_path: Path) -> None:
    with (
        working(tmp_path),
        pytest.raises(StoreError, match="Another formkit is backing up"),
        working(tmp_path, patience=0.1),
    ):
        pass


def test_what_a_killed_one_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "working" / "tried" / "formkit.sqlite3"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"everything")
    (tmp_path / LOCK).touch()
    with working(tmp_path) as place:
        assert list(place.iterdir()) == []
    assert not left.parent.parent.exists()


# ---- restoring over a store


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
