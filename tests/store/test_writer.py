"""What the writer acknowledges is stored, whatever happens to it; what it doesn't, is not half."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select, text

from formkit.errors import StoreAwayError, StoreError, StoreFullError
from formkit.store import tables
from formkit.store.database import Database, open_database
from formkit.store.receipts import by_fill, keep
from formkit.store.writer import Writer
from tests.postgres import Server
from tests.postgres import server as own_server
from tests.store.keeping import fill, published_visit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    made = Writer(database)
    yield made
    made.close()


def add(slug: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(tables.form).values(id=slug, slug=slug, state="open"))
        return slug

    return work


def slugs(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.scalars(select(tables.form.c.slug)))


class Gate:
    """A work that holds the writer up, so that what is put meanwhile gathers."""

    def __init__(self, writer: Writer) -> None:
        self._begun = threading.Event()
        self._open = threading.Event()
        self.future: Future[None] = writer.put(self._work)
        assert self._begun.wait(10)

    def _work(self, _connection: Connection) -> None:
        self._begun.set()
        assert self._open.wait(10)

    def open(self) -> None:
        self._open.set()


def test_what_has_gathered_is_committed_at_once(database: Database, writer: Writer) -> None:
    commits = []
    gate = Gate(writer)
    event.listen(database.engine, "commit", commits.append)
    futures = [writer.put(add(f"f{number}")) for number in range(50)]
    gate.open()
    assert [future.result(10) for future in futures] == [f"f{number}" for number in range(50)]
    # the gate's own, and one for all others
    assert len(commits) == 2
    assert len(slugs(database)) == 50


def test_an_answer_comes_after_its_commit(database: Database, writer: Writer) -> None:
    seen: list[set[str]] = []
    done = threading.Event()

    def look(_future: "Future[str]") -> None:
        seen.append(slugs(database))
        done.set()

    gate = Gate(writer)
    writer.put(add("a")).add_done_callback(look)
    gate.open()
    assert done.wait(10)
    assert seen == [{"a"}]


def test_one_that_fails_leaves_the_others_be(database: Database, writer: Writer) -> None:
    def half(connection: Connection) -> None:
        add("half")(connection)
        raise ZeroDivisionError

    gate = Gate(writer)
    before, failing, twice, after = map(writer.put, (add("a"), half, add("a"), add("b")))
    gate.open()
    assert (before.result(10), after.result(10)) == ("a", "b")
    with pytest.raises(ZeroDivisionError):
        failing.result(10)
    with pytest.raises(Exception, match=r"(?i)unique"):
        twice.result(10)
    assert slugs(database) == {"a", "b"}


def test_who_has_gone_is_not_served(database: Database, writer: Writer) -> None:
    gate = Gate(writer)
    gone, stays = writer.put(add("gone")), writer.put(add("stays"))
    assert gone.cancel()
    gate.open()
    assert stays.result(10) == "stays"
    assert slugs(database) == {"stays"}


def test_closing_does_what_was_put(database: Database) -> None:
    writer = Writer(database)
    gate = Gate(writer)
    futures = [writer.put(add(f"f{number}")) for number in range(300)]
    threading.Timer(0.1, gate.open).start()
    writer.close()
    assert all(future.done() for future in futures)
    assert len(slugs(database)) == 300
    with pytest.raises(StoreError, match="The store is closed"):
        writer.put(add("late"))
    writer.close()


def test_a_commit_that_fails_fails_all(database: Database, writer: Writer) -> None:
    def refuse(_connection: Connection) -> None:
        raise OSError("the disk is gone")

    gate = Gate(writer)
    futures = [writer.put(add(slug)) for slug in "ab"]
    event.listen(database.engine, "commit", refuse)
    gate.open()
    for future in (gate.future, *futures):
        with pytest.raises(StoreAwayError, match="couldn't be written just now"):
            future.result(10)
    event.remove(database.engine, "commit", refuse)
    assert slugs(database) == set()
    assert writer.put(add("c")).result(10) == "c"


def test_a_full_disk_fails_all_that_shared_the_commit(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    writer = Writer(database)

    def shrink(connection: Connection) -> None:
        connection.execute(text("PRAGMA max_page_count=1"))

    def grow(connection: Connection) -> None:
        connection.execute(text("PRAGMA max_page_count=1000000"))

    writer.put(add("kept")).result(10)
    writer.put(shrink).result(10)
    gate = Gate(writer)
    futures = [writer.put(add(slug * 3000)) for slug in "abc"]
    small = writer.put(add("small"))
    gate.open()
    told = [future.exception(10) for future in (*futures, small)]
    assert any(isinstance(error, StoreFullError) for error in told)
    failed = {f for f, error in zip(("a", "b", "c", "small"), told, strict=True) if error}
    # each that was told to be stored is, and no other
    assert slugs(database) == {"kept"} | (
        {slug * 3000 if slug in "abc" else slug for slug in ("a", "b", "c", "small")}
        - {slug * 3000 if slug in "abc" else slug for slug in failed}
    )
    writer.put(grow).result(10)
    assert writer.put(add("again")).result(10) == "again"
    writer.close()
    database.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB, which can be made larger."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if _mount("-t", "tmpfs", "-o", "size=400k", "tmpfs", disk):
        pytest.skip("only root can make a small disk to fill")
    yield disk
    subprocess.run(["umount", disk], check=True)


def _mount(*arguments: str | Path) -> int:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


def test_a_disk_that_fills_up_loses_nothing_acknowledged(small_disk: Path) -> None:
    database = open_database(small_disk / "data", serving=True)
    to = published_visit(database)
    writer = Writer(database)
    put = {f"f{n}": writer.put(partial(keep, fill=fill(to, f"f{n}"))) for n in range(400)}
    told = {fill_id: future.exception(30) for fill_id, future in put.items()}
    receipts = {fill_id: put[fill_id].result().receipt for fill_id in put if not told[fill_id]}
    assert 0 < len(receipts) < 400
    assert {type(error) for error in told.values() if error} == {StoreFullError}
    with database.reading() as connection:
        for table in (tables.response, tables.revision):
            counted = select(func.count()).select_from(table)
            assert connection.scalar(counted) == len(receipts)

    assert _mount("-o", "remount,size=8m", small_disk) == 0
    again = {fill_id: writer.put(partial(keep, fill=fill(to, fill_id))) for fill_id in put}
    found = {fill_id: future.result(30).receipt for fill_id, future in again.items()}
    assert {fill_id: found[fill_id] for fill_id in receipts} == receipts
    writer.close()
    database.close()


def keeping(folder: Path, url: str | None, seed: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.store.keeping", str(folder), url or "", seed]
    return subprocess.Popen(
        [*command, str(count)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def acknowledged(lines: "list[str]") -> dict[str, str]:
    """The receipts by fill; the last line may be cut off."""
    return dict(line.split() for line in lines if line.endswith("\n"))


@pytest.mark.parametrize("after", [1, 37, 400])
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, url: str | None, after: int) -> None:
    with keeping(tmp_path / "data", url, "1", 100_000) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    receipts = acknowledged(lines)
    assert len(receipts) >= after

    database = open_database(tmp_path / "data", url, serving=True)
    to = published_visit(database)
    with database.writing() as connection:
        for fill_id, receipt in receipts.items():
            found = by_fill(connection, fill_id)
            assert found is not None
            assert found.receipt == receipt
            assert keep(connection, fill(to, fill_id)).receipt == receipt
        # nothing is half: each response has its revision
        rows = connection.scalar(select(func.count()).select_from(tables.response))
        first = connection.scalar(select(func.count()).select_from(tables.revision))
    assert len(receipts) <= rows == first
    database.close()


def test_four_processes_keep_the_same_fills_once(tmp_path: Path, server: Any) -> None:
    with server.database() as url:
        processes = [keeping(tmp_path, url, str(seed), 120) for seed in range(4)]
        found = []
        for process in processes:
            out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
            found.append(acknowledged(out.splitlines(keepends=True)))
        assert len(found[0]) == 120
        assert found[0] == found[1] == found[2] == found[3]
        database = open_database(tmp_path, url)
        with database.reading() as connection:
            for table, rows in (("response", 120), ("revision", 120), ("place", 1), ("team", 1),
                                ("subject", 1), ("version", 1)):  # fmt: skip
                counted = select(func.count()).select_from(tables.metadata.tables[table])
                assert connection.scalar(counted) == rows, table
        database.close()


@pytest.fixture
def killable() -> Iterator[Server]:
    with own_server() as made:
        yield made


def test_postgresql_that_is_killed_comes_back(tmp_path: Path, killable: Server) -> None:
    database = open_database(tmp_path, killable.postgres.url)
    to = published_visit(database)
    writer = Writer(database)
    kept = {f"a{n}": writer.put(partial(keep, fill=fill(to, f"a{n}"))) for n in range(20)}
    receipts = {fill_id: future.result(10).receipt for fill_id, future in kept.items()}

    gate = Gate(writer)
    lost = {f"b{n}": writer.put(partial(keep, fill=fill(to, f"b{n}"))) for n in range(5)}
    killable.kill()
    gate.open()
    for future in lost.values():
        assert isinstance(future.exception(30), StoreAwayError)
    with pytest.raises(StoreAwayError), database.reading():
        pass
    # while it is away each is told so, and nobody waits for ever
    away = writer.put(partial(keep, fill=fill(to, "c")))
    assert isinstance(away.exception(30), StoreAwayError)

    killable.start()
    again = {f: writer.put(partial(keep, fill=fill(to, f))) for f in (*receipts, *lost, "c")}
    found = {fill_id: future.result(30).receipt for fill_id, future in again.items()}
    assert {fill_id: found[fill_id] for fill_id in receipts} == receipts
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.response)) == 26
    writer.close()
    database.close()


def test_works_that_stand_against_each_other_are_tried_again(tmp_path: Path, server: Any) -> None:
    with server.database() as url:
        first, second = open_database(tmp_path, url), open_database(tmp_path, url)
        published_visit(first)
        writers = Writer(first), Writer(second)
        both = threading.Barrier(2)
        calls: list[str] = []

        def work(connection: Connection, one: str, other: str) -> str:
            calls.append(one)
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": ord(one)})
            if len(calls) <= 2:
                # each holds what the other wants next
                both.wait(10)
            connection.execute(lock, {"key": ord(other)})
            return one

        futures = [
            writers[0].put(partial(work, one="a", other="b")),
            writers[1].put(partial(work, one="b", other="a")),
        ]
        assert [future.result(30) for future in futures] == ["a", "b"]
        assert len(calls) == 3
        for writer in writers:
            writer.close()
        first.close()
        second.close()
