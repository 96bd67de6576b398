"""The doctor finds what is wrong with a store, nothing in a sound one, and changes nothing."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from formkit.errors import StoreError
from formkit.store import doctor, forms
from formkit.store.backup import back_up
from formkit.store.database import Database, open_database
from formkit.store.doctor import examine
from formkit.store.engine import connect
from formkit.store.erasing import erase
from formkit.store.judging import judged
from formkit.store.receipts import keep
from formkit.store.retention import retain
from formkit.store.tables import response, revision, version
from tests.store.keeping import ANSWERS, NOW, fill, published_visit


def keep_some(database: Database, count: int = 3, **more: Any) -> list[str]:
    to = published_visit(database, **more)
    with database.writing() as connection:
        return [keep(connection, fill(to, f"{number:020}")).id for number in range(count)]


def told(database: Database, kind: str, at: timedelta = timedelta(), free_disk: int = 1) -> str:
    return "\n".join(
        each.told for each in examine(database, NOW + at, free_disk=free_disk) if each.kind == kind
    )


def change_answers(database: Database, response_id: str, answers: Any) -> None:
    text = answers if isinstance(answers, str) else json.dumps(answers)
    with database.writing() as connection:
        changed = update(revision).where(revision.c.response_id == response_id)
        connection.execute(changed.values(answers=text))


def test_a_sound_store_has_no_fault(database: Database) -> None:
    keep_some(database)
    assert told(database, "fault") == ""
    said = told(database, "ok")
    assert "The tables are at the newest step, 0002." in said
    assert "Versions of forms that can be read: 1." in said
    assert "Responses that fit their own form: 3 of 3." in said
    assert "No personal answer is past its term." in said
    assert "No backup was made yet" in told(database, "note")


def test_an_empty_store_has_no_fault(database: Database) -> None:
    assert told(database, "fault") == ""


def test_it_changes_nothing(database: Database) -> None:
    keep_some(database)
    before = {path.name for path in database.folder.iterdir()}
    with database.reading() as connection:
        rows = list(connection.execute(select(revision)))
    told(database, "ok", timedelta(days=99))
    assert {path.name for path in database.folder.iterdir()} == before
    with database.reading() as connection:
        assert list(connection.execute(select(revision))) == rows


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"done": "yes"}, "doesn't fit its own form: /done (type)"),
        ({"people": [{"age": 81}, {"age": "x"}]}, "/people/1/age (type)"),
        ({"who": "nobody"}, "/who (enum)"),
        ([], "doesn't fit its own form"),
        ("{", "doesn't fit its own form: / (unreadable)"),
    ],
)
def test_a_response_that_does_not_fit_is_told(
    database: Database, answers: Any, sentence: str
) -> None:
    one, two, _ = keep_some(database)
    change_answers(database, two, answers)
    said = told(database, "fault")
    assert sentence in said
    assert two in said
    assert one not in said
    assert "Responses that fit their own form: 2 of 3." in told(database, "ok")


def test_each_is_held_against_its_own_version(database: Database) -> None:
    keep_some(database)
    stricter = {"required": ["nothing"], "properties": {"nothing": {"type": "null"}}}
    published_visit(database, **stricter)
    assert told(database, "fault") == ""


def test_only_so_many_are_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_TOLD", 2)
    for response_id in keep_some(database, 5):
        change_answers(database, response_id, {"done": 1})
    assert told(database, "fault").count("own form: ") == 2
    assert "3 more don't fit their own form." in told(database, "fault")


STRICT: dict[str, Any] = {
    "required": ["name"],
    "minProperties": 9,
    "dependentRequired": {"done": ["name"]},
    "if": {"not": {"required": ["name"]}},
    "then": {"required": ["house"], "properties": {"house": {"minLength": 50}}},
}


def test_what_was_emptied_is_no_fault(database: Database) -> None:
    keep_some(database, **STRICT)
    assert told(database, "fault") == ""
    with database.writing() as connection:
        assert retain(connection, NOW + timedelta(days=61)).answers == 6
    # a name is required, and isn't there any more
    with database.reading() as connection:
        assert [problems for _, problems in judged(connection) if problems] != []


def test_a_required_answer_that_was_emptied_is_no_fault(database: Database) -> None:
    ids = keep_some(database, required=["name"], minProperties=9)
    with database.writing() as connection:
        assert retain(connection, NOW + timedelta(days=61)).answers == 6
    assert told(database, "fault", timedelta(days=61)) == ""
    # what it has is still judged
    change_answers(database, ids[0], {**ANSWERS, "name": None, "done": "no"})
    assert "/done (type)" in told(database, "fault", timedelta(days=61))


def test_a_required_answer_that_is_missing_is_a_fault(database: Database) -> None:
    one, *_ = keep_some(database, required=["name"])
    with database.writing() as connection:
        changed = update(revision).where(revision.c.response_id == one)
        connection.execute(changed.values(personal=None))
    assert "/name (required)" in told(database, "fault")


def test_an_erased_response_is_no_fault(database: Database) -> None:
    one, *_ = keep_some(database, required=["name"])
    with database.writing() as connection:
        erase(connection, one, NOW)
    assert told(database, "fault") == ""
    assert "Erased responses: 1." in told(database, "note")
    change_answers(database, one, {"done": True})
    assert f"The response {one} was erased, and has answers." in told(database, "fault")


def test_an_answer_past_its_term_is_a_fault(database: Database) -> None:
    keep_some(database)
    assert told(database, "fault", timedelta(days=7)) == ""
    assert "Personal answers past their term: 3." in told(database, "fault", timedelta(days=8))
    assert "Personal answers past their term: 6." in told(database, "fault", timedelta(days=61))


def test_a_form_that_changed_is_a_fault(database: Database) -> None:
    keep_some(database)
    with database.writing() as connection:
        connection.execute(version.update().values(body='{"type": "object"}'))
    forms._LOADED._forms.clear()
    assert "isn't what was published" in told(database, "fault")
    forms._LOADED._forms.clear()
    with pytest.raises(StoreError), database.reading() as connection:
        list(judged(connection))


def test_a_response_without_a_revision_is_a_fault(database: Database) -> None:
    one, *_ = keep_some(database)
    with database.writing() as connection:
        connection.execute(update(response).where(response.c.id == one).values(revision=2))
    assert f"The response {one} has no answers at all." in told(database, "fault")


def test_an_older_store_is_told_and_not_changed(opened: Callable[..., Database]) -> None:
    database = opened()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "The tables are at step 0001, and this formkit works with 0002." in told(
        database, "fault"
    )


def test_a_store_without_tables_is_told(tmp_path: Path) -> None:
    database = connect(tmp_path / "data")
    assert "There are no tables yet" in told(database, "fault")
    database.close()


# ---- on SQLite


@pytest.fixture
def store(tmp_path: Path) -> Any:
    database = open_database(tmp_path / "data")
    keep_some(database)
    yield database
    database.close()


def test_a_broken_file_is_a_fault(store: Database) -> None:
    to = published_visit(store)
    with store.writing() as connection:
        for number in range(200):
            keep(connection, fill(to, f"more{number:020}"))
    store.close()
    whole = store.file.read_bytes()
    store.file.write_bytes(whole[:20_000] + b"\x55" * 40_000 + whole[60_000:])
    # how much of it can still be read differs
    assert re.search(
        "The file is broken|The store can't be read", told(connect(store.folder), "fault")
    )
    store.file.write_bytes(b"no store at all" * 999)
    assert "The store can't be read: file is not a database" in told(connect(store.folder), "fault")


def test_a_row_that_points_nowhere_is_a_fault(store: Database) -> None:
    with store.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("DELETE FROM place")
        raw.execute("PRAGMA foreign_keys=ON")
    assert "A row of response points to one of place that isn't there." in told(store, "fault")


def test_a_full_disk_is_a_fault(store: Database) -> None:
    free = shutil.disk_usage(store.folder).free
    assert told(store, "fault", free_disk=free // 2) == ""
    assert "and the server takes new answers only with" in told(store, "fault", free_disk=free * 2)


def test_a_large_log_is_a_fault(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LARGE_LOG", 1000)
    assert "something has been reading the store for long" in told(store, "fault")


def test_others_who_may_read_are_a_fault(store: Database) -> None:
    store.file.chmod(0o640)
    assert f"chmod go= {store.file}" in told(store, "fault")
    store.file.chmod(0o600)
    store.folder.chmod(0o755)
    assert f"chmod go= {store.folder}" in told(store, "fault")


def test_a_server_is_told_of(tmp_path: Path) -> None:
    server = open_database(tmp_path / "data", serving=True)
    beside = connect(tmp_path / "data")
    assert "A server is running from" in told(beside, "note")
    server.close()
    assert "No server is running from" in told(beside, "note")
    # it leaves the lock to whoever serves next
    open_database(tmp_path / "data", serving=True).close()
    beside.close()


def test_copies_and_backups_are_told_of(store: Database, tmp_path: Path) -> None:
    copy = store.folder / "formkit.before-0002-20260101T000000Z.sqlite3"
    copy.write_bytes(b"")
    copy.chmod(0o600)
    (store.folder / "working").mkdir(mode=0o700)
    said = told(store, "note")
    assert f"{copy} is a copy of everybody's answers." in said
    assert "was left by one that was ended" in said
    back_up(store, NOW, tmp_path / "a.zip")
    assert "The last backup was made at 2026-11-24T23:30Z." in told(store, "ok")
    assert "The last backup is 8 days old." in told(store, "note", timedelta(days=8))
