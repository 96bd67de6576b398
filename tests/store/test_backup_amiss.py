"""Backups that were cut, changed or stopped on the way: refused in words, and nothing is lost."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from formkit.errors import StoreError, StoreFullError
from formkit.store import archive
from formkit.store.archive import Manifest, parts
from formkit.store.backup import Backup, poured
from formkit.store.database import open_database
from formkit.store.restoring import restore
from formkit.store.working import LOCK, working
from tests.store.backups import (
    LATER,
    backed_up,
    keep_some,
    rewritten,
    rows,
)
from tests.store.keeping import NOW


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
