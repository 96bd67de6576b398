"""Personal answers are emptied when their term ends: each once, late ones too, nothing else."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from formkit.store.database import Database, open_database
from formkit.store.erasing import erase
from formkit.store.events import events
from formkit.store.forms import _LOADED
from formkit.store.receipts import by_fill, keep
from formkit.store.responses import response, responses
from formkit.store.retention import Emptied, due, keep_terms, retain
from formkit.store.sweeping import sweep
from formkit.store.tables import metadata, revision, version
from formkit.store.tables import response as kept_responses
from tests.store.keeping import ANSWERS, NOW, fill, published_visit

WEEK = timedelta(days=8)
SEASON = timedelta(days=61)


def kept(database: Database, *fill_ids: str, **more: Any) -> list[str]:
    """Keep fills of the form of a visit; their responses' ids."""
    to = published_visit(database)
    with database.writing() as connection:
        return [keep(connection, fill(to, fill_id, **more)).id for fill_id in fill_ids]


def answers(database: Database, response_id: str) -> dict[str, Any]:
    with database.reading() as connection:
        found = response(connection, response_id, personal=True)
    assert found is not None
    return found.answers


def retained(database: Database, at: datetime, **more: Any) -> Emptied:
    with database.writing() as connection:
        return retain(connection, at, **more)


def personal(database: Database) -> list[str]:
    with database.reading() as connection:
        return [each or "" for each in connection.scalars(select(revision.c.personal))]


def test_each_answer_has_its_own_term(database: Database) -> None:
    (one,) = kept(database, "a" * 20)
    assert retained(database, NOW + timedelta(days=7)) == Emptied(0, 0)
    assert answers(database, one) == ANSWERS
    assert retained(database, NOW + WEEK) == Emptied(1, 1)
    without_health = {**ANSWERS, "people": [{"age": 81}, {"age": 12}]}
    assert answers(database, one) == without_health
    assert retained(database, NOW + timedelta(days=60)) == Emptied(0, 0)
    assert retained(database, NOW + SEASON) == Emptied(1, 1)
    del without_health["name"]
    assert answers(database, one) == without_health
    assert "yếu" not in personal(database)[0]
    assert "Ánh" not in personal(database)[0]


def test_doing_it_again_changes_nothing(database: Database) -> None:
    kept(database, "a" * 20, "b" * 20)
    assert retained(database, NOW + SEASON) == Emptied(4, 2)
    before = personal(database)
    for later in (SEASON, SEASON, 10 * SEASON):
        assert retained(database, NOW + later) == Emptied(0, 0)
    assert personal(database) == before
    with database.reading() as connection:
        assert len(list(events(connection, kind="emptied"))) == 2


def test_it_makes_up_for_a_long_stop(database: Database) -> None:
    for days in (0, 20, 40, 59):
        kept(database, f"{days:020}", received=NOW + timedelta(days=days))
    # the server was off for all of it
    assert retained(database, NOW + timedelta(days=66)) == Emptied(3 + 1, 3)
    assert retained(database, NOW + timedelta(days=67)) == Emptied(1, 1)
    assert retained(database, NOW + timedelta(days=365)) == Emptied(3, 3)
    assert retained(database, NOW + timedelta(days=366)) == Emptied(0, 0)


def test_a_clock_that_was_wrong_does_no_harm(database: Database) -> None:
    (one,) = kept(database, "a" * 20)
    assert retained(database, NOW - timedelta(days=9999)) == Emptied(0, 0)
    assert answers(database, one) == ANSWERS


@pytest.mark.parametrize(
    ("offset", "hour", "due_there"),
    [(7, 23, True), (7, 1, True), (-10, 23, True), (0, 12, True)],
)
def test_a_day_is_one_of_the_clock_on_the_wall(
    database: Database, offset: int, hour: int, due_there: bool
) -> None:
    zone = timezone(timedelta(hours=offset))
    received = datetime(2026, 11, 25, hour, tzinfo=zone)
    kept(database, "a" * 20, received=received)
    # the seventh day after it still has it, to its last minute there
    last = datetime(2026, 12, 2, 23, 59, tzinfo=zone)
    assert retained(database, last.astimezone(UTC)) == Emptied(0, 0)
    first = datetime(2026, 12, 3, 0, 0, tzinfo=zone)
    assert retained(database, first.astimezone(UTC)) == Emptied(int(due_there), int(due_there))


def test_what_was_done_is_recorded_without_values(database: Database) -> None:
    (one,) = kept(database, "a" * 20)
    retained(database, NOW + SEASON, actor="retention")
    with database.reading() as connection:
        (event,) = events(connection, kind="emptied")
    assert (event.actor, event.subject) == ("retention", one)
    assert set(event.pointers) == {"/name", "/people/*/health"}
    assert "Ánh" not in repr(event)


def test_a_name_that_was_typed_goes_too(database: Database) -> None:
    named = {
        "title": "Sổ", "type": "object", "x-form": {"vocabulary": 1, "retention": 5},
        "properties": {
            "phones": {
                "type": "object",
                "additionalProperties": {"type": "string", "x-personal": {"level": "basic"}},
            }
        },
    }  # fmt: skip
    to = published_visit(database, **named)
    with database.writing() as connection:
        typed = {"phones": {"Lê Văn Bảy": "0912345678"}}
        one = keep(connection, fill(to, "a" * 20, answers=typed))
    assert "Lê Văn Bảy" in personal(database)[0]
    with database.reading() as connection:
        shown = response(connection, one.id)
    assert shown is not None
    # what is recorded when somebody has it shown has no name
    assert (shown.covered, shown.told) == (("/phones/Lê Văn Bảy",), ("/phones/*",))
    assert retained(database, NOW + WEEK) == Emptied(1, 1)
    with database.reading() as connection:
        (event,) = events(connection, kind="emptied")
        rows = [
            row for table in metadata.sorted_tables for row in connection.execute(select(table))
        ]
    assert event.pointers == ("/phones/*",)
    assert answers(database, one.id) == {"phones": {}}
    assert "Bảy" not in repr(rows)
    assert json.dumps("Bảy")[1:-1] not in repr(rows)


def test_the_hash_of_what_was_sent_goes_with_it(database: Database) -> None:
    kept(database, "a" * 20)
    with database.reading() as connection:
        receipt = by_fill(connection, "a" * 20)
    assert receipt is not None
    assert receipt.pairs_sha256 is not None
    retained(database, NOW + WEEK)
    with database.reading() as connection:
        again = by_fill(connection, "a" * 20)
    assert again is not None
    assert (again.receipt, again.pairs_sha256) == (receipt.receipt, None)


def test_rows_and_other_answers_stay(database: Database) -> None:
    ids = kept(database, "a" * 20, "b" * 20)
    with database.reading() as connection:
        before = list(connection.execute(select(revision.c.answers)))
        columns = list(connection.execute(select(kept_responses.c.place_id)))
    retained(database, NOW + SEASON)
    with database.reading() as connection:
        assert list(connection.execute(select(revision.c.answers))) == before
        assert list(connection.execute(select(kept_responses.c.place_id))) == columns
        found = list(responses(connection, "visit"))
    assert [each.id for each in found] == ids
    assert {each.emptied for each in found} == {("/name", "/people/0/health")}


def test_every_revision_is_emptied(database: Database) -> None:
    (one,) = kept(database, "a" * 20)
    with database.writing() as connection:
        row = dict(connection.execute(select(revision)).mappings().one())
        connection.execute(revision.insert(), {**row, "n": 2})
    assert retained(database, NOW + WEEK) == Emptied(2, 1)
    assert all("yếu" not in each for each in personal(database))
    with database.reading() as connection:
        assert [each.subject for each in events(connection, kind="emptied")] == [one]


def test_what_is_due_is_told_without_a_change(database: Database) -> None:
    (one,) = kept(database, "a" * 20)
    with database.reading() as connection:
        (found,) = due(connection, NOW + WEEK)
    assert (found.response_id, found.n, found.pointers) == (one, 1, ("/people/0/health",))
    assert answers(database, one) == ANSWERS


def test_answers_without_a_term_stay(database: Database) -> None:
    form = {"x-form": {"vocabulary": 1}, "properties": {
        "name": {"type": "string", "x-personal": {"level": "basic"}},
        # looks like an end of a term, and is an answer
        "born": {"type": "string", "x-personal": {"level": "basic"}},
    }}  # fmt: skip
    to = published_visit(database, **form)
    said = {"name": "Ánh", "born": "1950-01-01"}
    with database.writing() as connection:
        one = keep(connection, fill(to, "a" * 20, answers=said)).id
    assert retained(database, NOW + 100 * SEASON) == Emptied(0, 0)
    assert answers(database, one) == said


def test_a_version_that_cannot_be_read_is_emptied_all_the_same(
    database: Database,
) -> None:
    kept(database, "a" * 20)
    with database.writing() as connection:
        connection.execute(version.update().values(body="{"))
        _LOADED._forms.clear()
    assert retained(database, NOW + WEEK) == Emptied(1, 1)
    with database.reading() as connection:
        (event,) = events(connection, kind="emptied")
    assert event.pointers == ()


def test_nothing_of_it_is_left_in_a_file(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    said = {**ANSWERS, "name": "Tìm thấy tôi không"}
    kept(database, *(f"{number:020}" for number in range(60)), answers=said)
    wanted = [said["name"].encode(), json.dumps(said["name"])[1:-1].encode()]
    assert any(text in path.read_bytes() for path in tmp_path.iterdir() for text in wanted)
    retained(database, NOW + SEASON)
    assert sweep(database)
    assert not any(text in path.read_bytes() for path in tmp_path.iterdir() for text in wanted)
    database.close()


def test_terms_are_kept_a_little_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.store.retention._TOGETHER", 2)
    kept(database, *(f"{number:020}" for number in range(5)))
    transactions = 0

    def write(work: Callable[[Connection], Emptied]) -> Emptied:
        nonlocal transactions
        transactions += 1
        with database.writing() as connection:
            return work(connection)

    assert keep_terms(database, write, NOW + SEASON) == Emptied(10, 5)
    assert transactions == 3
    assert keep_terms(database, write, NOW + SEASON) == Emptied(0, 0)


def test_what_a_reader_held_back_is_gone_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formkit.store.sweeping._PATIENCE_MS", 50)
    database = open_database(tmp_path)
    kept(database, "a" * 20, answers={**ANSWERS, "name": "Findable Name"})

    def write(work: Callable[[Connection], Emptied]) -> Emptied:
        with database.writing() as connection:
            return work(connection)

    def findable() -> bool:
        return any(b"Findable Name" in path.read_bytes() for path in tmp_path.iterdir())

    with database.reading() as reader:
        reader.execute(select(revision)).first()
        assert keep_terms(database, write, NOW + SEASON) == Emptied(2, 1, whole=False)
        assert findable()
    assert keep_terms(database, write, NOW + SEASON) == Emptied(0, 0)
    assert not findable()
    database.close()


def test_what_was_erased_in_between_stays_erased(database: Database) -> None:
    one, two = kept(database, "a" * 20, "b" * 20)

    def write(work: Callable[[Connection], Emptied]) -> Emptied:
        with database.writing() as connection:
            erase(connection, one, NOW)
        with database.writing() as connection:
            return work(connection)

    assert keep_terms(database, write, NOW + WEEK) == Emptied(1, 1)
    assert answers(database, one) == {}
    assert set(answers(database, two)) == set(ANSWERS)
    assert "" in personal(database)
