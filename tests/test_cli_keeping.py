"""The commands about what is kept, as people call them: what they print, and how they end."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from formkit.cli import main
from formkit.store.database import Database, open_database
from formkit.store.receipts import Receipt, by_fill, keep
from formkit.store.responses import responses
from formkit.store.tables import revision
from tests.postgres import postgres
from tests.store.keeping import ANSWERS, fill, published_visit

NOW = datetime.now().astimezone()
LONG_AGO = NOW - timedelta(days=400)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, without settings of anybody's."""
    for name in os.environ:
        if name.startswith("FORMKIT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command in this process: its status, what it printed, and what it complained of."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        return left.value.code or 0, out, err  # type: ignore[return-value] # it is a number

    return call


@pytest.fixture
def store(folder: Path) -> Iterator[Database]:
    """The store of the default folder, open beside the commands as in a server."""
    database = open_database(folder / "formkit-data", serving=True)
    yield database
    database.close()


@pytest.fixture
def address() -> Iterator[str]:
    """A fresh PostgreSQL database."""
    with postgres() as server, server.database() as url:
        yield url


def keep_some(database: Database, *, received: datetime = NOW, start: int = 0) -> list[Receipt]:
    to = published_visit(database)
    with database.writing() as connection:
        return [
            keep(connection, fill(to, f"{number:020}", received=received))
            for number in range(start, start + 3)
        ]


def personal(database: Database) -> str:
    with database.reading() as connection:
        return "".join(each or "" for each in connection.scalars(select(revision.c.personal)))


# ---- retain


def test_retain_empties_what_is_past_its_term(store: Database, run: Run) -> None:
    keep_some(store, received=LONG_AGO)
    said = "Emptied 6 personal answers of 3 responses: their term has ended.\n"
    assert run("retain") == (0, said, "")
    assert "Ánh" not in personal(store)
    assert run("retain") == (0, "No personal answer is past its term.\n", "")


def test_retain_leaves_what_is_not(store: Database, run: Run) -> None:
    keep_some(store)
    assert run("retain") == (0, "No personal answer is past its term.\n", "")
    assert "Ánh" in personal(store)


def test_retain_makes_up_for_many(
    store: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.store.retention._TOGETHER", 2)
    for start in (0, 10, 20):
        keep_some(store, received=LONG_AGO, start=start)
    assert run("retain")[1].startswith("Emptied 18 personal answers of 9 responses")


# ---- erase


def test_erase_leaves_a_tombstone(store: Database, run: Run) -> None:
    receipt, *_ = keep_some(store)
    status, out, err = run("erase", receipt.code.lower())
    assert (status, err) == (0, "")
    day = receipt.received_at[:10]
    assert out == (
        f"The answers with the code {receipt.code}, received {day} for visit, are erased.\n"
        "Backups that are kept elsewhere still have them, until they are thrown away.\n"
    )
    with store.reading() as connection:
        found = by_fill(connection, receipt.fill_id)
        assert found is not None
        assert found.state == "erased"
        assert len(list(responses(connection, "visit"))) == 2


def test_erase_tells_of_copies(store: Database, run: Run) -> None:
    receipt, *_ = keep_some(store)
    run("backup", "-o", "formkit-data/a.zip")
    Path("formkit-data/b.zip").write_bytes(b"PK cut")
    status, out, err = run("erase", f"https://phieu.vn/r/{receipt.receipt}")
    assert status == 2
    assert f"They are erased in {Path('formkit-data/a.zip')}, too.\n" in out
    assert "b.zip is damaged" in err
    assert "It may still have them." in err
    Path("formkit-data/b.zip").unlink()
    # once more does what is left to do
    status, out, err = run("erase", receipt.code)
    assert (status, err) == (0, "")
    assert "a.zip" not in out


def test_erase_of_nobody_is_told(store: Database, run: Run) -> None:
    keep_some(store)
    assert run("erase", "K7M2P9QX") == (
        2, "", "No response has the receipt or the code 'K7M2P9QX'.\n",
    )  # fmt: skip


def test_a_reader_that_never_ends_is_told_of(
    store: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.store.sweeping._PATIENCE_MS", 50)
    receipt, *_ = keep_some(store)
    with store.reading() as reader:
        reader.execute(select(revision)).first()
        status, _, err = run("erase", receipt.code)
    assert status == 2
    assert f"Do it again later: formkit erase {receipt.code}\n" in err
    assert run("erase", receipt.code)[0] == 0


# ---- backup and restore


def test_a_backup_is_made_while_the_server_runs(store: Database, run: Run) -> None:
    keep_some(store)
    status, out, err = run("backup", "-o", "a.zip")
    assert (status, out, err) == (0, "a.zip holds 3 responses to 1 form, and was tried.\n", "")
    assert stat.S_IMODE(Path("a.zip").stat().st_mode) == 0o600
    assert run("backup")[1].startswith(f"{Path('formkit-data/backups/formkit-')}")


def test_a_backup_needs_a_folder_that_is_there(store: Database, run: Run) -> None:
    status, out, err = run("backup", "-o", "no/where/a.zip")
    assert (status, out, err) == (2, "", "no/where/a.zip: there is no folder no/where\n")


def test_it_is_restored_where_nothing_is(store: Database, run: Run) -> None:
    keep_some(store)
    run("backup", "-o", "a.zip")
    status, out, err = run("restore", "a.zip", "--data", "new")
    assert (status, err) == (0, "")
    assert out.startswith("Restored 3 responses to 1 form from a.zip, made 20")
    assert out.endswith(", into new.\n")
    assert run("doctor", "--data", "new")[0] == 0


def test_it_is_restored_over_what_is_there(store: Database, run: Run) -> None:
    receipts = keep_some(store)
    run("backup", "-o", "a.zip")
    keep_some(store, start=10)
    run("erase", receipts[0].code)
    assert run("restore", "a.zip")[0] == 2
    store.close()
    status, out, err = run("restore", "a.zip")
    assert (status, err) == (0, "")
    assert "Erased again, as before: 1 response.\n" in out
    assert "What was in the store until now is in formkit-data/formkit.before-restore-" in out
    assert "Only there: 3 responses that the backup hasn't.\n" in out


def test_a_running_server_is_not_restored_over(store: Database, run: Run) -> None:
    keep_some(store)
    run("backup", "-o", "a.zip")
    status, out, err = run("restore", "a.zip")
    assert (status, out) == (2, "")
    assert "Another formkit is serving from formkit-data already." in err


def test_old_answers_are_emptied_when_restored(store: Database, run: Run) -> None:
    keep_some(store, received=LONG_AGO)
    run("backup", "-o", "a.zip")
    assert (
        "Emptied 6 personal answers that are past their term.\n"
        in run("restore", "a.zip", "--data", "new")[1]
    )


def test_a_broken_store_is_moved_aside(store: Database, run: Run) -> None:
    keep_some(store)
    run("backup", "-o", "a.zip")
    store.close()
    Path("formkit-data/formkit.sqlite3").write_bytes(b"no store at all" * 999)
    status, out, err = run("restore", "a.zip")
    assert (status, err) == (0, "")
    assert "What was in the store until now is in formkit-data/formkit.damaged-" in out
    assert "It couldn't be read: whoever was erased in it since the backup isn't known." in out
    assert run("doctor")[0] == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a letter to the ward"])
def test_what_is_no_backup_is_refused(folder: Path, run: Run, content: bytes) -> None:
    Path("a.zip").write_bytes(content)
    status, out, err = run("restore", "a.zip")
    assert (status, out) == (2, "")
    assert err == (
        "a.zip is damaged, and nothing was restored from it: it is cut off, or it never was a "
        "backup.\n"
    )
    assert run("restore", "b.zip") == (2, "", "b.zip: there is no such file\n")


def test_a_store_moves_to_postgresql_and_back(store: Database, run: Run, address: str) -> None:
    receipts = keep_some(store)
    run("backup", "-o", "a.zip")
    status, out, err = run("restore", "a.zip", "--data", "moved", "--database", address)
    assert (status, err) == (0, "")
    assert "Restored 3 responses to 1 form" in out
    there = ("--data", "moved", "--database", address)
    assert run("doctor", *there)[0] == 0
    assert run("erase", receipts[0].code, *there)[0] == 0
    assert run("retain", *there)[0] == 0
    assert run("backup", "-o", "b.zip", *there)[0] == 0
    assert run("restore", "b.zip", "--data", "back")[0] == 0
    back = open_database(Path("back"))
    with back.reading() as connection:
        assert [each.answers for each in responses(connection, "visit", personal=True)] == [
            ANSWERS, ANSWERS,
        ]  # fmt: skip
    back.close()


def test_what_an_earlier_try_left_is_replaced(store: Database, run: Run) -> None:
    keep_some(store)
    kept = Path("kept.txt")
    kept.write_text("a letter")
    # and never followed to somewhere else
    Path(".a.zip.part").symlink_to(kept)
    assert run("backup", "-o", "a.zip")[0] == 0
    assert kept.read_text() == "a letter"


# ---- doctor


def test_doctor_tells_a_line_each(store: Database, run: Run) -> None:
    keep_some(store)
    status, out, err = run("doctor")
    assert (status, err) == (0, "")
    assert all(line.startswith(("ok: ", "note: ")) for line in out.splitlines())
    assert "note: A server is running from formkit-data.\n" in out
    assert "ok: Responses that fit their own form: 3 of 3.\n" in out


def test_doctor_ends_with_1_when_something_is_at_fault(store: Database, run: Run) -> None:
    keep_some(store, received=LONG_AGO)
    status, out, _ = run("doctor")
    assert status == 1
    assert "fault: Personal answers past their term: 6." in out


# ---- all of them


@pytest.mark.parametrize("arguments", [["retain"], ["erase", "K7M2P9QX"], ["backup"], ["doctor"]])
def test_a_slip_in_the_folder_makes_no_store(folder: Path, run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments, "--data", "formkit-dat")
    assert (status, out) == (2, "")
    assert err == ("formkit-dat: there is no store in this folder; --data says which one it is\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["retain", "erase", "backup", "restore", "doctor"])
def test_help_is_printed_with_examples(run: Run, name: str) -> None:
    status, out, _ = run(name, "--help")
    assert status == 0
    assert f"formkit {name}" in out
    assert "For example:" in out


def test_the_doctor_waits_for_nothing_that_it_does_not_need(store: Database, root: Path) -> None:
    program = """
import sys
from formkit.cli import main
try:
    main()
except SystemExit as left:
    print(left.code, "alembic" in sys.modules, file=sys.stderr)
"""
    command = [sys.executable, "-c", program, "doctor", "--data", str(store.folder)]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True)
    assert done.stderr == b"0 False\n"


def test_another_process_backs_up_while_answers_come_in(store: Database, root: Path) -> None:
    to = published_visit(store)
    stop = threading.Event()
    count = 0

    def write() -> None:
        nonlocal count
        while not stop.is_set():
            with store.writing() as connection:
                keep(connection, fill(to, f"{count:020}"))
            count += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        program = "from formkit.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program, "backup", "--data", str(store.folder)],
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        stop.set()
        thread.join()
    assert (done.returncode, done.stderr) == (0, "")
    assert "and was tried." in done.stdout
    assert count > 0
