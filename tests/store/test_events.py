"""Events say what was done, to what and by whom, in the order of time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from formkit.store.database import Database
from formkit.store.events import events, record
from formkit.store.times import moment, read_moment, utc_offset

AT = datetime(2026, 11, 25, 10, 51, 49, 123456, tzinfo=timezone(timedelta(hours=7)))


def test_events_come_back_in_order(database: Database) -> None:
    with database.writing() as connection:
        later = AT + timedelta(seconds=1)
        record(connection, "exported", "one-minute-survey", actor="owner", at=later)
        record(connection, "uncovered", "r1", actor="owner", at=AT, pointers=("/name", "/a~1b"))
    with database.reading() as connection:
        first, second = events(connection)
        assert list(events(connection, kind="exported")) == [second]
    assert (first.at, first.kind, first.subject, first.actor, first.pointers) == (
        "2026-11-25T03:51:49.123456Z", "uncovered", "r1", "owner", ("/name", "/a~1b"),
    )  # fmt: skip
    assert second.pointers == ()


def test_a_moment_keeps_the_clock_that_showed_it() -> None:
    assert moment(AT) == "2026-11-25T03:51:49.123456Z"
    assert utc_offset(AT) == "+07:00"
    back = read_moment(moment(AT), utc_offset(AT))
    assert (back, back.utcoffset()) == (AT, AT.utcoffset())


@pytest.mark.parametrize(
    ("minutes", "offset"), [(0, "+00:00"), (-210, "-03:30"), (345, "+05:45"), (-30, "-00:30")]
)
def test_offsets_of_every_sign(minutes: int, offset: str) -> None:
    at = AT.astimezone(timezone(timedelta(minutes=minutes)))
    assert utc_offset(at) == offset
    assert read_moment(moment(at), offset) == at
    assert read_moment(moment(at), offset).utcoffset() == timedelta(minutes=minutes)


def test_a_whole_second_is_as_wide_as_another() -> None:
    assert moment(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000Z"


def test_a_naive_moment_is_refused() -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset from UTC"):
        moment(naive)
    with pytest.raises(ValueError, match="offset from UTC"):
        utc_offset(naive)
