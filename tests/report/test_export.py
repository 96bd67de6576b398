"""Taking answers out of a store: which, where to, and what becomes of the file."""

import io
import json
import os
import stat
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import formkit
from formkit.errors import ExportError
from formkit.report.export import FORMATS, MEDIA_TYPES, STEP, Format, export, write
from formkit.store import forms, responses
from formkit.store.database import Database
from formkit.store.receipts import Fill, keep
from tests.report.taking import csv_rows, published, sheets
from tests.report.taking import responses as made
from tests.report.test_columns import TEXT, form, rows

NOON = datetime(2026, 11, 25, 12, tzinfo=timezone(timedelta(hours=7)))
DAY = timedelta(days=1)
FIRST = form(
    name=TEXT,
    phone={**TEXT, "x-personal": {"level": "basic"}},
    people=rows(name=TEXT, phone={**TEXT, "x-personal": {"level": "sensitive"}}),
)
SECOND = form(note=TEXT, **FIRST["properties"])
ANSWERS: list[dict[str, Any]] = [
    {"name": "=1+1", "phone": "0912345678", "people": [{"name": "A", "phone": "00071"}]},
    {"name": "Nguye\u0302\u0303n", "people": []},
    {"note": 'a;b"c', "name": "một\nhai", "phone": "1"},
]


@pytest.fixture
def visit(database: Database) -> Database:
    """A store with a response a day, the last to a newer version."""
    for number, (document, answers) in enumerate(zip((FIRST, FIRST, SECOND), ANSWERS, strict=True)):
        loaded = formkit.load(document)
        with database.writing() as connection:
            found = forms.publish(connection, "visit", loaded, at=NOON)
            fill = Fill(
                form_id=found.form_id,
                form=loaded,
                fill_id=f"{number:032}",
                pairs_sha256="x",
                answers=answers,
                language="vi",
                started_at=None,
                received=NOON + number * DAY,
                channel="qr",
            )
            keep(connection, fill)
    return database


def out_of(database: Database, format: Format, **options: Any) -> bytes:  # noqa: A002 as there
    out = io.BytesIO()
    with database.reading() as connection:
        export(connection, "visit", format, out, **options)
    return out.getvalue()


def lines(database: Database, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out_of(database, "jsonl", **options).splitlines()]


def test_json_lines_hold_what_was_kept(visit: Database) -> None:
    found = lines(visit, personal=True)
    assert [line["answers"] for line in found] == ANSWERS
    assert [list(line["answers"]) for line in found] == list(map(list, ANSWERS))
    assert [line["version"] for line in found] == [1, 1, 2]
    assert [line["received"] for line in found] == [
        f"2026-11-{day}T12:00:00.000000+07:00" for day in (25, 26, 27)
    ]
    assert {line["channel"] for line in found} == {"qr"}


def test_without_asking_nothing_personal_is_in_any_file(visit: Database) -> None:
    for format_ in FORMATS:
        text = out_of(visit, format_)
        if format_ == "xlsx":
            text = repr(sheets(text)).encode()
        assert b"0912345678" not in text
        assert b"00071" not in text
    assert csv_rows(out_of(visit, "csv"))[0][8:] == ["note", "name", "people", "~rest"]
    whole = csv_rows(out_of(visit, "csv", personal=True))
    assert whole[0][8:] == ["note", "name", "phone", "people", "~rest"]
    assert [row[8:] for row in whole[1:]] == [
        ["", "=1+1", "0912345678", "1", ""],
        ["", "Nguye\u0302\u0303n", "", "0", ""],
        ['a;b"c', "một\nhai", "1", "", ""],
    ]


def test_only_the_days_asked_for(visit: Database) -> None:
    start = NOON.replace(hour=0)
    found = lines(visit, since=start + DAY, until=start + 2 * DAY)
    assert [line["answers"]["name"] for line in found] == ["Nguye\u0302\u0303n"]


def test_all_three_say_how_many(visit: Database) -> None:
    told: list[int] = []
    with visit.reading() as connection:
        done = export(connection, "visit", "csv", io.BytesIO(), progress=told.append)
        assert (done.responses, done.lines, done.elsewhere) == (3, {"": 3}, ("people",))
        assert done.left_out == ("phone", "people/phone")
        done = export(connection, "visit", "csv", io.BytesIO(), rows="people", personal=True)
        assert (done.lines, done.elsewhere, done.left_out) == ({"people": 1}, ("",), ())
        assert export(connection, "visit", "jsonl", io.BytesIO()).responses == 3
        assert export(connection, "visit", "xlsx", io.BytesIO()).lines == {"": 3, "people": 1}
    assert told == [3]


def test_what_was_erased_is_in_no_file(visit: Database) -> None:
    from formkit.store.erasing import erase

    with visit.writing() as connection:
        gone = next(iter(responses.responses(connection, "visit"))).id
        erase(connection, gone, NOON + DAY)
    assert len(lines(visit)) == 2


def test_a_form_without_responses_has_titles_only(database: Database) -> None:
    with database.writing() as connection:
        forms.publish(connection, "visit", formkit.load(FIRST), at=NOON)
    assert out_of(database, "jsonl") == b""
    assert len(csv_rows(out_of(database, "csv"))) == 1
    assert len(sheets(out_of(database, "xlsx"))["Câu trả lời"]) == 1


def test_a_form_that_is_not_there_is_told(database: Database) -> None:
    with database.reading() as connection, pytest.raises(ExportError, match="no form visit"):
        export(connection, "visit", "csv", io.BytesIO())


def test_each_format_has_its_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FORMATS)


# ---- the file


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_has_its_name_once_it_is_whole(format_: Format, tmp_path: Path) -> None:
    versions = published(FIRST)
    target = tmp_path / f"out.{format_}"
    target.write_text("before")
    seen: list[tuple[int, str]] = []

    def look(count: int) -> None:
        seen.append((count, target.read_text(errors="replace")))

    many = made(versions[0], *[{"name": "x"}] * (STEP + 1))
    write(format_, target, versions, many, progress=look)
    # the last report comes when it is there
    assert seen[0] == (STEP, "before")
    assert seen[-1][0] == STEP + 1
    assert seen[-1][1] != "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_fails_leaves_what_was_there(format_: Format, tmp_path: Path) -> None:
    versions = published(FIRST)
    target = tmp_path / f"out.{format_}"
    target.write_text("before")

    def stop(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(format_, target, versions, made(versions[0], *[{}] * STEP), progress=stop)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["before"]


@pytest.mark.skipif(os.name == "nt", reason="the rights of files are another matter on Windows")
def test_personal_answers_are_for_the_eyes_of_their_owner(tmp_path: Path) -> None:
    versions = published(FIRST)
    for personal in (True, False):
        target = tmp_path / f"{personal}.csv"
        write("csv", target, versions, [], personal=personal)
        others = stat.S_IMODE(target.stat().st_mode) & 0o077
        assert (others == 0) == personal


def test_a_link_is_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "there" / "out.csv", tmp_path / "link.csv"
    target.parent.mkdir()
    link.symlink_to(target)
    write("csv", link, published(FIRST), [])
    assert link.is_symlink()
    assert target.is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    versions = published(FIRST)
    write("jsonl", pipe, versions, made(versions[0], {"name": "x"}))
    reader.join()
    assert json.loads(read[0])["answers"] == {"name": "x"}
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_is_not_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write("csv", tmp_path / "no" / "out.csv", published(FIRST), [])
