"""The latest responses for a list: page by page, erased ones among them."""

from datetime import timedelta

from formkit.store.database import Database
from formkit.store.erasing import erase
from formkit.store.latest import latest
from formkit.store.receipts import keep
from tests.store.keeping import NOW, fill, published_visit


def test_the_latest_come_first_page_by_page(database: Database) -> None:
    form = published_visit(database)
    with database.writing() as connection:
        # two at the very same moment, one later
        made = [
            keep(connection, fill(form, f"fill-{n}", received=NOW + timedelta(seconds=n // 2)))
            for n in range(3)
        ]
        found = latest(connection, "visit", limit=10)
        assert [line.id for line in found] == sorted((each.id for each in made), reverse=True)
        assert found[0].id == made[2].id
        paged = latest(connection, limit=1)
        while len(paged) < 3:
            paged += latest(connection, before=paged[-1].id, limit=1)
        assert paged == found
        assert latest(connection, before=found[-1].id, limit=1) == []
        assert latest(connection, before="nobody", limit=1) == []


def test_a_line_says_what_a_list_shows(database: Database) -> None:
    form = published_visit(database)
    with database.writing() as connection:
        kept = keep(connection, fill(form, "fill-1", trial=True))
        (line,) = latest(connection, limit=5)
    assert (line.id, line.slug, line.code) == (kept.id, "visit", kept.code)
    assert (line.received_at, line.utc_offset) == (kept.received_at, "+07:00")
    assert (line.place, line.team, line.trial, line.state) == ("26740", "Đội 1", True, "kept")


def test_forms_are_apart_and_tombstones_among_them(database: Database) -> None:
    form = published_visit(database)
    other = published_visit(database, "other", description="Khác")
    with database.writing() as connection:
        kept = keep(connection, fill(form, "fill-1"))
        keep(connection, fill(other, "fill-2"))
        erase(connection, kept.id, NOW)
        assert [line.slug for line in latest(connection, limit=5)].count("other") == 1
        (line,) = latest(connection, "visit", limit=5)
    assert (line.state, line.place, line.team) == ("erased", None, None)
