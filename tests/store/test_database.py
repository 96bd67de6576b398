"""A store opens fresh, again, from an older one, alone, and together with others."""

import shutil
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from formkit.errors import StoreAwayError, StoreError, StoreFullError
from formkit.store import tables
from formkit.store.archive import opened as opened_archive
from formkit.store.backup import unpacked
from formkit.store.database import Database, open_database
from formkit.store.engine import connect
from formkit.store.migrations import HEAD

AT = datetime(2026, 11, 25, 3, 51, 49, tzinfo=UTC)
FORM = {"id": "f", "slug": "f", "state": "open"}


def alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", "formkit.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def at_step(folder: Path, url: str | None, step: str, *, form: bool) -> None:
    """Make a store as an older program left it."""
    database = connect(folder, url)
    with database.writing() as connection:
        config = alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        if form:
            connection.execute(insert(tables.form).values(FORM))
    database.close()


def test_the_newest_step_is_the_head() -> None:
    assert ScriptDirectory.from_config(alembic()).get_current_head() == HEAD


def test_the_steps_lead_to_the_tables(database: Database) -> None:
    with database.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), tables.metadata)
        names = set(inspect(connection).get_table_names())
        checks = {
            check["name"]
            for name in tables.metadata.tables
            for check in inspect(connection).get_check_constraints(name)
        }
    assert found == []
    assert names == {*tables.metadata.tables, "alembic_version"}
    assert checks == {
        "ck_form_state", "ck_response_state", "ck_response_trial", "ck_revision_n",
    }  # fmt: skip


def test_a_state_that_is_none_is_refused(database: Database) -> None:
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(insert(tables.form).values({**FORM, "state": "gone"}))


def test_what_is_written_is_there_when_opened_again(opened: Callable[..., Database]) -> None:
    first = opened()
    with first.writing() as connection:
        connection.execute(insert(tables.form).values(FORM))
    first.close()
    with opened().reading() as connection:
        assert connection.scalar(select(tables.form.c.slug)) == "f"


def test_an_error_leaves_nothing(database: Database) -> None:
    def half() -> None:
        with database.writing() as connection:
            connection.execute(insert(tables.form).values(FORM))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with database.reading() as connection:
        assert connection.scalar(select(tables.form.c.slug)) is None


def test_reading_never_writes(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.execute(insert(tables.form).values(FORM))
    with database.writing() as connection:
        connection.execute(insert(tables.form).values(FORM))


def test_reading_sees_one_moment(opened: Callable[..., Database]) -> None:
    database = opened()
    with database.reading() as before:
        # PostgreSQL takes its picture at the first question
        before.scalar(select(tables.form.c.slug))
        with opened().writing() as connection:
            connection.execute(insert(tables.form).values(FORM))
        assert before.scalar(select(tables.form.c.slug)) is None
    with database.reading() as after:
        assert after.scalar(select(tables.form.c.slug)) == "f"


@pytest.mark.parametrize("form", [True, False])
def test_an_older_store_is_brought_up_after_a_copy(
    tmp_path: Path, url: str | None, form: bool
) -> None:
    at_step(tmp_path, url, "0001", form=form)
    database = open_database(tmp_path, url, now=lambda: AT)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
        assert connection.scalar(select(tables.form.c.slug)) == ("f" if form else None)
        assert list(connection.execute(select(tables.session))) == []
    database.close()
    copies = list(tmp_path.glob("formkit.before-*"))
    end = "sqlite3" if url is None else "zip"
    wanted = [f"formkit.before-0002-20261125T035149Z.{end}"] if form else []
    assert [copy.name for copy in copies] == wanted
    for copy in copies:
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        # the copy is the whole store as it was before
        again = _restored(copy, tmp_path / "again")
        with again.reading() as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
            assert connection.scalar(select(tables.form.c.slug)) == "f"
        again.close()


def _restored(copy: Path, folder: Path) -> Database:
    if copy.suffix == ".zip":
        with opened_archive(copy) as archive:
            return unpacked(archive, folder)
    folder.mkdir()
    shutil.copy(copy, folder / "formkit.sqlite3")
    return connect(folder)


def test_a_newer_store_is_refused(opened: Callable[..., Database]) -> None:
    with opened().writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer formkit: its tables are at step 9999"):
        opened()


def test_many_open_a_fresh_store_at_once(opened: Callable[..., Database]) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: _patient(opened), range(6)))
    with stores[0].reading() as connection:
        assert list(connection.execute(text("SELECT version_num FROM alembic_version"))) == [
            (HEAD,)
        ]


def _patient(opened: Callable[..., Database]) -> Database:
    return opened()


def test_a_sqlite_file_has_one_server(tmp_path: Path) -> None:
    first = open_database(tmp_path, serving=True)
    with pytest.raises(StoreError, match="Another formkit is serving from"):
        open_database(tmp_path, serving=True)
    # commands may work beside it
    open_database(tmp_path).close()
    first.close()
    open_database(tmp_path, serving=True).close()


def test_a_store_that_is_served_is_not_brought_up(tmp_path: Path) -> None:
    at_step(tmp_path, None, "0001", form=True)
    older = connect(tmp_path, serving=True)
    with pytest.raises(StoreError, match="stop that one first"):
        open_database(tmp_path)
    older.close()
    open_database(tmp_path).close()


def test_postgresql_has_many_servers(tmp_path: Path, server: Any) -> None:
    with server.database() as url:
        stores = [open_database(tmp_path, url, serving=True) for _ in range(2)]
        for store in stores:
            store.close()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a" / "data", serving=True)
    with database.writing() as connection:
        connection.execute(insert(tables.form).values(FORM))
        kept = sorted(path.name for path in database.folder.iterdir())
        assert kept == ["formkit.sqlite3", "formkit.sqlite3-shm", "formkit.sqlite3-wal",
                        "serving.lock"]  # fmt: skip
        assert {stat.S_IMODE(path.stat().st_mode) for path in database.folder.iterdir()} == {0o600}
    assert stat.S_IMODE(database.folder.stat().st_mode) == 0o700
    database.close()


def test_sqlite_keeps_what_it_said(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.reading() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    database = connect(tmp_path, "postgresql://ward:s3cret@db/formkit")
    assert database.url == "postgresql+psycopg://ward:***@db/formkit"
    assert "s3cret" not in repr(database)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://x:s3cret@y/z", "A database at mysql:// isn't known"),
        ("nowhere", "The address of the database can't be read"),
    ],
)
def test_another_database_is_refused_in_words(tmp_path: Path, url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        open_database(tmp_path, url)
    assert "s3cret" not in str(caught.value)


def test_a_database_that_is_away_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreAwayError) as caught:
        open_database(tmp_path, f"postgresql://postgres:s3cret@/x?host={tmp_path}")
    sentence, _, why = str(caught.value).partition(": ")
    assert sentence == "The database can't be reached just now"
    # in the words of the driver, on one line
    assert str(tmp_path) in why
    assert "\n" not in why
    assert "s3cret" not in why


def test_a_file_that_is_no_store_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "formkit.sqlite3").write_bytes(b"a letter to the ward " * 100)
    with pytest.raises(StoreError, match="can't be used: file is not a database"):
        open_database(tmp_path)


def test_a_folder_that_is_a_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(StoreError, match=r"data can't be used: (File exists|Not a directory)\.$"):
        open_database(tmp_path / "data")


def test_a_full_disk_is_told_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path)

    def fill() -> None:
        with database.writing() as connection:
            # what SQLite says when no page can be added
            connection.execute(text("PRAGMA max_page_count=1"))
            for number in range(10):
                row = {"id": f"f{number}", "slug": "f" * 9000 + str(number), "state": "open"}
                connection.execute(insert(tables.form).values(row))

    with pytest.raises(StoreFullError, match="The disk is full"):
        fill()
    database.engine.dispose()
    with database.reading() as connection:
        assert list(connection.execute(select(tables.form))) == []
    database.close()
