"""An erased person can't be found again: in no table, in no file, and by no second sending."""

import json
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from formkit.errors import StoreError
from formkit.store.backup import back_up
from formkit.store.copies import EXPORTS, Copy, erase_in_copies
from formkit.store.database import Database, open_database
from formkit.store.erasing import Tombstone, erase, find, tombstones
from formkit.store.events import events
from formkit.store.receipts import Receipt, by_fill, keep
from formkit.store.responses import count, response, responses
from formkit.store.retention import retain
from formkit.store.sweeping import sweep
from formkit.store.tables import metadata, place, revision, subject, team
from formkit.store.tables import response as kept_responses
from formkit.store.working import working
from tests.store.keeping import ANSWERS, NOW, fill, published_visit

LATER = NOW + timedelta(days=3)
# Every answer is one that nobody else gives.
HERS: dict[str, Any] = {
    "ward": "99917",
    "team": "Tổ của riêng bà ấy",
    "name": "Hoàng Thị Xuân Mười Bảy",
    "house": "NHÀ-CUỐI-NGÕ-17",
    "done": True,
    "people": [{"health": "đau khớp gối kinh niên", "age": 71829}],
    "who": "self",
    "helper": "cháu gái út của bà",
    "from": "tờ rơi ở chợ 17",
}
WORDS = [
    "99917", "Tổ của riêng bà ấy", "Hoàng Thị Xuân Mười Bảy", "NHÀ-CUỐI-NGÕ-17",
    "đau khớp gối kinh niên", "71829", "cháu gái út của bà", "tờ rơi ở chợ 17",
    "pairs-of-hers", "2026-11-25T05:00:00",
]  # fmt: skip


def keep_all(database: Database) -> tuple[Receipt, list[Receipt]]:
    """Keep hers among those of others; hers, and theirs."""
    to = published_visit(database)
    mine = fill(
        to, "hers".ljust(20, "-"), HERS, pairs_sha256="pairs-of-hers",
        started_at="2026-11-25T12:00:00+07:00", filled_by=None,
    )  # fmt: skip
    others = [fill(to, f"{number:020}") for number in range(40)]
    with database.writing() as connection:
        theirs = [keep(connection, each) for each in others[:20]]
        hers = keep(connection, mine)
        theirs += [keep(connection, each) for each in others[20:]]
    return hers, theirs


def in_tables(database: Database) -> Iterator[str]:
    """The text of every value of every table."""
    with database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for value in row:
                    yield str(value)
                    # as JSON has it, too
                    if isinstance(value, str) and value[:1] in "[{":
                        yield json.dumps(json.loads(value), ensure_ascii=False)


def in_files(folder: Path) -> Iterator[bytes]:
    """The bytes of every file, and of what is inside of a zip."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from (archive.read(name) for name in archive.namelist())


def found_in_tables(database: Database) -> set[str]:
    texts = list(in_tables(database))
    return {word for word in WORDS if any(word in text for text in texts)}


def found_in_files(folder: Path) -> set[str]:
    contents = list(in_files(folder))
    return {
        word
        for word in WORDS
        for spelled in (word.encode(), json.dumps(word)[1:-1].encode())
        if any(spelled in content for content in contents)
    }


def erased(database: Database, receipt: Receipt) -> Tombstone:
    with database.writing() as connection:
        tombstone = erase(connection, receipt.id, LATER)
    assert sweep(database)
    return tombstone


def test_no_table_has_anything_of_it(database: Database) -> None:
    hers, theirs = keep_all(database)
    assert found_in_tables(database) == set(WORDS)
    erased(database, hers)
    assert found_in_tables(database) == set()
    with database.reading() as connection:
        assert count(connection, "visit") == len(theirs)
        assert [each.id for each in responses(connection, "visit")] == [each.id for each in theirs]
        assert all(
            each.answers == ANSWERS for each in responses(connection, "visit", personal=True)
        )


def test_no_file_has_anything_of_it(tmp_path: Path) -> None:
    database = open_database(tmp_path, serving=True)
    hers, _ = keep_all(database)
    assert found_in_files(tmp_path) == set(WORDS)
    erased(database, hers)
    assert found_in_files(tmp_path) == set()
    database.close()
    assert found_in_files(tmp_path) == set()


def test_nothing_is_left_where_pages_were_split(tmp_path: Path) -> None:
    """SQLite overwrites what is deleted, but not what it once moved from page to page."""
    database = open_database(tmp_path)
    to = published_visit(database)
    ground = random.Random(20)
    receipts = []
    for batch in range(25):
        with database.writing() as connection:
            for number in range(20):
                long = {**HERS, "name": HERS["name"] * ground.choice((1, 2, 9, 70))}
                mine = fill(to, f"{batch:010}{number:010}", long)
                receipts.append(keep(connection, mine))
            for receipt in ground.sample(receipts, 20):
                row = {"answers": json.dumps({"name": HERS["name"] * ground.choice((1, 5, 40))})}
                changed = revision.update().where(revision.c.response_id == receipt.id)
                connection.execute(changed.values(row))
    with database.writing() as connection:
        for receipt in receipts:
            erase(connection, receipt.id, LATER)
    assert sweep(database)
    assert found_in_files(tmp_path) == set()
    database.close()


def test_what_stays_is_a_tombstone(database: Database) -> None:
    hers, _ = keep_all(database)
    tombstone = erased(database, hers)
    with database.reading() as connection:
        known = by_fill(connection, hers.fill_id)
        shown = response(connection, hers.id, personal=True)
        row = connection.execute(select(kept_responses).where(kept_responses.c.id == hers.id)).one()
        assert tombstones(connection) == [tombstone]
        (event,) = events(connection, kind="erased")
    assert known is not None
    assert shown is not None
    assert (known.receipt, known.code, known.slug) == (hers.receipt, hers.code, hers.slug)
    assert (known.state, known.erased_at) == ("erased", tombstone.erased_at)
    assert (shown.answers, shown.covered, shown.emptied) == ({}, (), ())
    assert row.pairs_sha256 is None
    assert (row.received_at, row.version_sha256) == (hers.received_at, hers.version_sha256)
    assert (event.subject, event.pointers) == (hers.id, ())


def test_it_is_erased_once(database: Database) -> None:
    hers, _ = keep_all(database)
    first = erased(database, hers)
    with database.writing() as connection:
        assert erase(connection, hers.id, LATER + timedelta(days=1)) == first
    with database.reading() as connection:
        assert len(list(events(connection, kind="erased"))) == 1


def test_sending_it_again_brings_nothing_back(database: Database) -> None:
    hers, _ = keep_all(database)
    erased(database, hers)
    to = published_visit(database)
    with database.writing() as connection:
        again = keep(connection, fill(to, hers.fill_id, HERS))
    assert (again.receipt, again.state) == (hers.receipt, "erased")
    # whoever asks whether it is what was sent then hears that nobody knows
    assert again.pairs_sha256 is None
    # neither her answers nor the place, team and subject that only they spoke of
    assert found_in_tables(database) == set()


def test_terms_go_on_beside_it(database: Database) -> None:
    hers, theirs = keep_all(database)
    erased(database, hers)
    with database.writing() as connection:
        assert retain(connection, NOW + timedelta(days=61)).responses == len(theirs)


def test_what_others_share_stays(database: Database) -> None:
    to = published_visit(database)
    with database.writing() as connection:
        one = keep(connection, fill(to, "a" * 20, HERS))
        two = keep(
            connection,
            fill(to, "b" * 20, {**ANSWERS, **{k: HERS[k] for k in ("ward", "team", "house")}}),
        )
    with database.writing() as connection:
        erase(connection, one.id, LATER)
    with database.reading() as connection:
        shown = response(connection, two.id)
        assert shown is not None
        assert (shown.place, shown.team) == (HERS["ward"], HERS["team"])
        assert connection.scalar(select(subject.c.code)) == HERS["house"]
    with database.writing() as connection:
        erase(connection, two.id, LATER)
    with database.reading() as connection:
        assert not any(connection.execute(select(each)).all() for each in (place, team, subject))


def test_places_that_somebody_named_stay(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(
            place.insert(), {"id": "p", "code": HERS["ward"], "name": "Phường", "kind": "ward"}
        )
        connection.execute(team.insert(), {"id": "t", "place_id": "p", "name": HERS["team"]})
    hers, _ = keep_all(database)
    erased(database, hers)
    with database.reading() as connection:
        assert connection.scalar(select(team.c.id).where(team.c.name == HERS["team"])) == "t"


def test_it_is_found_however_it_is_named(database: Database) -> None:
    hers, _ = keep_all(database)
    code = hers.code
    named = (
        hers.receipt,
        f"https://phieu.vn/x/r/{hers.receipt}",
        f"https://phieu.vn/r/{hers.receipt}/?lang=vi#a/b",
        code,
        f" {code.lower()} ",
        f"{code[:4]}-{code[4:]}",
    )
    with database.reading() as connection:
        assert {find(connection, each).id for each in named} == {hers.id}


def test_nobody_else_is_found(database: Database) -> None:
    keep_all(database)
    with database.reading() as connection:
        for said in ("", "nobody", "/", "K7M2-P9Q0", "%", "' OR 1=1 --"):
            with pytest.raises(StoreError, match="No response has the receipt or the code"):
                find(connection, said)


def test_a_reader_that_never_ends_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.store.sweeping._PATIENCE_MS", 50)
    database = open_database(tmp_path)
    hers, _ = keep_all(database)
    with database.reading() as reader:
        reader.execute(select(kept_responses)).first()
        with database.writing() as connection:
            erase(connection, hers.id, LATER)
        assert not sweep(database)
    assert sweep(database)
    assert found_in_files(tmp_path) == set()
    database.close()


def test_whoever_sends_in_the_meantime_is_kept(tmp_path: Path, url: str | None) -> None:
    database = open_database(tmp_path, url)
    hers, theirs = keep_all(database)
    to = published_visit(database)

    def send(number: int) -> str:
        with database.writing() as connection:
            return keep(connection, fill(to, f"late{number:020}")).id

    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(send, number) for number in range(60)]
        erased(database, hers)
        ids = {each.result() for each in sent}
    with database.reading() as connection:
        assert {each.id for each in responses(connection, "visit")} == ids | {
            each.id for each in theirs
        }
    database.close()


# ---- copies


def copied_everywhere(tmp_path: Path) -> tuple[Database, Receipt, list[Path]]:
    """A store with backups, a copy from before an upgrade, and files for downloading."""
    database = open_database(tmp_path)
    hers, _ = keep_all(database)
    files = [
        back_up(database, NOW).file,
        back_up(database, NOW, tmp_path / "backup.zip").file,
        tmp_path / "formkit.before-0002-20261125T000000Z.sqlite3",
    ]
    with (
        closing(sqlite3.connect(database.file)) as source,
        closing(sqlite3.connect(files[-1])) as to,
    ):
        source.backup(to)
    (tmp_path / EXPORTS).mkdir()
    (tmp_path / EXPORTS / "visit.csv").write_text(HERS["name"])
    return database, hers, files


def in_copies(database: Database, *tombstones: Tombstone) -> list[Copy]:
    with working(database.folder) as place:
        return erase_in_copies(database.folder, tombstones, place)


def test_copies_in_the_folder_forget_too(tmp_path: Path) -> None:
    database, hers, files = copied_everywhere(tmp_path)
    tombstone = erased(database, hers)
    assert found_in_files(tmp_path) == set(WORDS)
    copies = in_copies(database, tombstone)
    assert {copy.file for copy in copies} == set(files)
    assert not any(copy.trouble for copy in copies)
    assert found_in_files(tmp_path) == set()
    # nothing is there to do a second time
    assert in_copies(database, tombstone) == []
    database.close()


def test_a_copy_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    database, hers, files = copied_everywhere(tmp_path)
    backup, zipped, copy = files
    zipped.write_bytes(zipped.read_bytes()[:-100])
    copy.write_bytes(b"no store at all" * 500)
    troubles = {each.file: each.trouble for each in in_copies(database, erased(database, hers))}
    assert troubles[backup] is None
    assert "damaged" in (troubles[zipped] or "")
    assert "can't be read" in (troubles[copy] or "")
    database.close()


def test_a_zip_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    database, hers, _ = copied_everywhere(tmp_path)
    other = tmp_path / "pictures.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "a")
    before = other.read_bytes()
    assert other not in {each.file for each in in_copies(database, erased(database, hers))}
    assert other.read_bytes() == before
    database.close()
