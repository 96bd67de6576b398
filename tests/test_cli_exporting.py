"""`formkit export`, as people call it."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import formkit
from formkit.cli import main
from formkit.store import events, forms
from formkit.store.database import open_database
from formkit.store.receipts import Fill, keep
from tests.report.taking import csv_rows, sheets
from tests.report.test_columns import TEXT, form, rows

Run = Callable[..., tuple[int, bytes, str]]

NOON = datetime(2026, 11, 25, 12).astimezone()
VISIT = form(name=TEXT, phone={**TEXT, "x-personal": {"level": "basic"}}, people=rows(name=TEXT))
ANSWERS: list[dict[str, Any]] = [
    {"name": "=1+1", "phone": "0912345678", "people": [{"name": "00071"}]},
    {"name": "Nguyễn", "phone": "0987654321"},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a store of two responses on two days."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORMKIT_DATA", "FORMKIT_DATABASE", "FORMKIT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    loaded = formkit.load(VISIT)
    store = open_database(tmp_path / "formkit-data")
    with store.writing() as connection:
        found = forms.publish(connection, "visit", loaded, at=NOON)
        for number, answers in enumerate(ANSWERS):
            received = NOON + timedelta(days=number)
            fill = Fill(found.form_id, loaded, f"{number:032}", "x", answers, "vi", None, received)
            keep(connection, fill)
    store.close()
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Calls the command in this process: its status, what it printed, and what it said."""

    def call(*arguments: str) -> tuple[int, bytes, str]:
        with pytest.raises(SystemExit) as left:
            main(["export", *arguments])
        out, err = capfdbinary.readouterr()
        return left.value.code or 0, out, err.decode()  # type: ignore[return-value] # a number

    return call


def recorded(folder: Path) -> list[events.Event]:
    store = open_database(folder / "formkit-data")
    with store.reading() as connection:
        found = list(events.events(connection, kind="exported"))
    store.close()
    return found


def test_a_workbook_is_named_by_the_form_and_the_day(folder: Path, run: Run) -> None:
    status, out, err = run("visit")
    name = f"visit-{datetime.now().astimezone().date()}.xlsx"
    assert (status, out) == (0, b"")
    assert err.splitlines() == [
        f"{name}: 2 responses",
        "Personal questions are left out, --personal takes them along: phone",
    ]
    found = sheets((folder / name).read_bytes())
    assert list(found) == ["Câu trả lời", "Câu hỏi", "people"]
    assert [row[8] for row in found["Câu trả lời"]] == ["name", "=1+1", "Nguyễn"]
    assert list(sheets_in(run, folder, "--language", "en")) == ["Answers", "Questions", "people"]


def sheets_in(run: Run, folder: Path, *arguments: str) -> dict[str, Any]:
    assert run("visit", "-o", "out.xlsx", *arguments)[0] == 0
    return sheets((folder / "out.xlsx").read_bytes())


def test_what_is_for_programs_goes_to_the_standard_output(folder: Path, run: Run) -> None:
    status, out, err = run("visit", "--format", "jsonl")
    assert (status, err) == (0, "")
    assert [json.loads(line)["answers"] for line in out.splitlines()] == [
        {"name": "=1+1", "people": [{"name": "00071"}]},
        {"name": "Nguyễn"},
    ]
    status, out, err = run("visit", "--format", "csv", "--separator", "tab")
    assert (status, err) == (0, "")
    assert [row[8:] for row in csv_rows(out, "\t")] == [
        ["name", "people", "~rest"],
        ["=1+1", "1", ""],
        ["Nguyễn", "", ""],
    ]
    status, out, _ = run("visit", "--format", "csv", "--rows", "people")
    assert [row[1:] for row in csv_rows(out)] == [
        ["~row/people", "name", "~rest"],
        ["1", "00071", ""],
    ]


def test_the_name_of_the_file_tells_the_format(folder: Path, run: Run) -> None:
    status, out, err = run("visit", "-o", "visit.CSV")
    assert (status, out) == (0, b"")
    assert err.splitlines() == [
        "visit.CSV: 2 responses",
        "Rows are only counted in this table. Each list has one of its own: --rows people",
        "Personal questions are left out, --personal takes them along: phone",
    ]
    assert len(csv_rows((folder / "visit.CSV").read_bytes())) == 3
    assert run("visit", "-o", "people.csv", "--rows", "people")[2].splitlines()[0] == (
        "people.csv: 1 row of 2 responses"
    )


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (("--from", "2026-11-26"), ["Nguyễn"]),
        (("--to", "2026-11-25"), ["=1+1"]),
        (("--from", "25/11/2026", "--to", "26/11/2026"), ["=1+1", "Nguyễn"]),
        (("--from", "2026-11-27"), []),
    ],
)
def test_days_are_whole_and_both_included(
    folder: Path, run: Run, days: tuple[str, ...], names: list[str]
) -> None:
    _, out, _ = run("visit", "--format", "jsonl", *days)
    assert [json.loads(line)["answers"]["name"] for line in out.splitlines()] == names


def test_taking_personal_answers_along_is_recorded(folder: Path, run: Run) -> None:
    run("visit", "--format", "jsonl")
    assert recorded(folder) == []
    _, out, _ = run("visit", "--format", "jsonl", "--personal")
    assert [json.loads(line)["answers"] for line in out.splitlines()] == ANSWERS
    (event,) = recorded(folder)
    assert (event.subject, event.actor, event.pointers) == ("visit", "command", ("/phone",))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("nobody",), "There is no form nobody. The forms are: visit."),
        (("visit", "-o", "out.txt"), "out.txt: the name doesn't tell which format is meant"),
        (("visit", "-o", "no/out.csv"), "no/out.csv: it can't be written: No such file"),
        (("visit", "--rows", "people"), "--rows and --separator are for --format csv"),
        (("visit", "--format", "csv", "--rows", "x"), "There are no rows 'x'"),
        (("visit", "--format", "csv", "--separator", "ab"), "'ab' can't separate cells"),
        (("visit", "--from", "31/11/2026"), "--from 31/11/2026: a day is needed"),
        (("visit", "--to", "hôm nay"), "--to hôm nay: a day is needed"),
        (("visit", "--to", "9999-12-31"), "no clock reaches as far"),
        (("visit", "--from", "2026-11-26", "--to", "2026-11-25"), "--from 2026-11-26 is later"),
        (("visit", "--data", "nowhere"), "nowhere: there is no store in this folder"),
    ],
)
def test_what_can_not_be_done_is_said(
    folder: Path, run: Run, arguments: tuple[str, ...], reason: str
) -> None:
    before = sorted(folder.iterdir())
    status, out, err = run(*arguments)
    assert (status, out) == (2, b"")
    assert err.startswith(reason)
    assert "Traceback" not in err
    assert sorted(folder.iterdir()) == before


def test_a_reader_that_goes_away_is_no_fault(folder: Path) -> None:
    command = [sys.executable, "-m", "formkit", "export", "visit", "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 2
