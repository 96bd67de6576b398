"""A fill is kept once, reads back as it was, and is found and counted by what it says."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from formkit.definition.load import load
from formkit.errors import StoreError
from formkit.store import receipts as module
from formkit.store import tables
from formkit.store.database import Database
from formkit.store.forms import publish
from formkit.store.receipts import CODE_LETTERS, Fill, Receipt, by_code, by_fill, by_receipt, keep
from formkit.store.responses import Response, count, days, response, responses
from formkit.testing import answers_for, forms
from tests.searching import part
from tests.store.keeping import ANSWERS, NOW, VISIT, fill, published_visit

HOUR = timedelta(hours=1)


def kept(database: Database, *fills: Fill) -> list[Receipt]:
    with database.writing() as connection:
        return [keep(connection, each) for each in fills]


def all_of(database: Database, slug: str = "visit", **options: Any) -> list[Response]:
    with database.reading() as connection:
        return list(responses(connection, slug, **options))


def test_a_fill_is_kept_once(database: Database) -> None:
    to = published_visit(database)
    (first,) = kept(database, fill(to, "a"))
    other = fill(to, "a", {**ANSWERS, "team": "Đội 2"}, pairs_sha256="1" * 64)
    # in the same transaction, and in another
    assert kept(database, fill(to, "a"), fill(to, "a")) == [first, first]
    # what is different is for the caller to see, and is not kept
    assert kept(database, other) == [first]
    assert [each.team for each in all_of(database)] == ["Đội 1"]


def test_a_receipt_is_found_by_all_its_names(database: Database) -> None:
    to = published_visit(database)
    (receipt,) = kept(database, fill(to, "a"))
    assert len(receipt.receipt) == 26
    assert len(receipt.code) == 8
    assert set(receipt.code) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("0O1IL")
    assert evolve(receipt, id="", receipt="", code="") == Receipt(
        id="",
        form_id=to.form_id,
        slug="visit",
        version_sha256=to.sha256,
        fill_id="a",
        pairs_sha256="0" * 64,
        receipt="",
        code="",
        received_at="2026-11-24T23:30:00.000000Z",
        utc_offset="+07:00",
        language="vi",
        state="kept",
        erased_at=None,
    )
    code = receipt.code
    with database.reading() as connection:
        assert by_fill(connection, "a") == receipt
        assert by_receipt(connection, receipt.receipt) == receipt
        for typed in (code, code.lower(), f" {code[:4]}-{code[4:]} "):
            assert by_code(connection, typed) == receipt
        for name in ("", "b", code):
            assert by_fill(connection, name) is None
            assert by_receipt(connection, name) is None
        assert by_code(connection, "AAAA") is None


def test_a_response_reads_back_as_it_was(database: Database) -> None:
    to = published_visit(database)
    (receipt,) = kept(database, fill(to, "a", started_at="2026-11-25T06:20:00+07:00"))
    (plain,) = all_of(database)
    (whole,) = all_of(database, personal=True)
    assert json.dumps(whole.answers) == json.dumps(ANSWERS)
    assert plain == Response(
        id=receipt.id,
        slug="visit",
        version_sha256=to.sha256,
        number=1,
        received_at=receipt.received_at,
        utc_offset="+07:00",
        place="26740",
        team="Đội 1",
        channel="qr",
        language="vi",
        helper_kind="youth",
        filled_by="staff",
        trial=False,
        state="kept",
        code=receipt.code,
        receipt=receipt.receipt,
        answers={
            "ward": "26740",
            "team": "Đội 1",
            "house": "H-071",
            "done": True,
            "people": [{"age": 81}, {"age": 12}],
            "who": "staff",
            "helper": "youth",
            "from": "qr",
        },
        covered=("/name", "/people/0/health"),
        emptied=(),
        told=("/name", "/people/0/health"),
    )
    assert whole == evolve(plain, answers=ANSWERS, covered=(), told=())
    with database.reading() as connection:
        assert response(connection, receipt.id) == plain
        assert response(connection, receipt.id, personal=True) == whole
        assert response(connection, "nobody") is None
        row = connection.execute(select(tables.response)).one()
        found = connection.execute(select(tables.revision)).one()
    assert (row.started_at, row.revision, row.trial) == ("2026-11-24T23:20:00.000000Z", 1, 0)
    assert (found.n, found.made_at, found.key_id) == (1, receipt.received_at, None)
    # what is personal stands in its own column, and in no other
    assert "Ánh" in found.personal
    assert "Ánh" not in found.answers + str(row)


@given(made=st.data())
@part(4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_answers_of_every_form_read_back(database: Database, made: st.DataObject) -> None:
    form = load(made.draw(forms()))
    answers = made.draw(answers_for(form))
    with database.writing() as connection:
        # one form comes again and again
        slug = f"f-{form.sha256[:16]}"
        to = publish(connection, slug, form, at=NOW)
        before = connection.scalar(select(func.count()).select_from(tables.response))
        receipt = keep(connection, fill(to, f"fill-{before}", answers))
        found = response(connection, receipt.id, personal=True)
    assert found is not None
    assert json.dumps(found.answers) == json.dumps(answers)


def test_what_the_caller_knows_comes_before_the_answers(database: Database) -> None:
    to = published_visit(database)
    kept(database, fill(to, "a", channel="counter", filled_by="self", trial=True))
    (found,) = all_of(database)
    assert (found.channel, found.filled_by, found.trial) == ("counter", "self", True)


def test_places_teams_and_subjects_are_made_once(database: Database) -> None:
    to = published_visit(database)
    kept(
        database,
        fill(to, "a"),
        fill(to, "b"),
        fill(to, "c", {**ANSWERS, "ward": "26743"}),
        fill(to, "d", {"team": "Đội 1", "house": "H-071"}),
        fill(to, "e", {"team": "Đội 1", "house": "H-071"}),
        fill(to, "f", {}),
    )
    with database.reading() as connection:
        places = connection.execute(select(tables.place.c.code, tables.place.c.kind)).all()
        assert sorted(map(tuple, places)) == [("26740", "place"), ("26743", "place")]
        # the same name elsewhere is another team
        assert connection.scalar(select(func.count()).select_from(tables.team)) == 3
        subjects = connection.execute(select(tables.subject.c.kind, tables.subject.c.code)).all()
        assert list(map(tuple, subjects)) == [("house", "H-071")] * 3
        wanted = select(tables.response.c.fill_id, tables.response.c.subject_id)
        found: dict[str, str | None] = dict(map(tuple, connection.execute(wanted)))
    assert found["a"] == found["b"] != found["c"]
    assert found["d"] == found["e"]
    assert found["f"] is None
    assert [(each.place, each.team) for each in all_of(database)][-1] == (None, None)


def test_a_place_that_is_known_is_found(database: Database) -> None:
    to = published_visit(database)
    with database.writing() as connection:
        for id_, version in (("old", "2024"), ("new", "2025"), ("none", None)):
            row = {"id": id_, "code": "26740", "list_version": version, "kind": "ward"}
            connection.execute(insert(tables.place).values(row))
        keep(connection, fill(to, "a"))
        assert connection.scalar(select(tables.response.c.place_id)) == "new"


@pytest.mark.parametrize("answer", ["x" * 201, "", "\x00", "\ud800", ["26740"], {"a": "26740"}])
def test_what_is_no_code_is_in_no_column(database: Database, answer: Any) -> None:
    to = published_visit(database)
    answers = dict.fromkeys(("ward", "team", "house", "who", "helper", "from"), answer)
    kept(database, fill(to, "a", answers))
    (found,) = all_of(database)
    assert (found.place, found.team, found.filled_by, found.helper_kind, found.channel) == (
        None, None, None, None, None,
    )  # fmt: skip
    assert found.answers == answers


def test_codes_that_are_numbers_are_text_in_columns(database: Database) -> None:
    to = published_visit(database)
    kept(database, fill(to, "a", {"ward": 26740, "from": True}))
    (found,) = all_of(database)
    assert (found.place, found.channel) == ("26740", "true")


def test_a_personal_code_is_in_no_column(database: Database) -> None:
    personal = {"x-personal": {"level": "basic"}}
    properties = {name: {**each, **personal} for name, each in VISIT["properties"].items()}
    to = published_visit(database, properties=properties)
    kept(database, fill(to, "a"))
    with database.reading() as connection:
        row = connection.execute(select(tables.response)).one()
        for table in (tables.place, tables.team, tables.subject):
            assert connection.execute(select(table)).all() == []
    for value in ("26740", "Đội 1", "H-071", "staff", "youth", "qr"):
        assert value not in row
    assert json.dumps(all_of(database, personal=True)[0].answers) == json.dumps(ANSWERS)


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        (None, None),
        ("", None),
        ("yesterday", None),
        ("2026-11-25T06:20:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("2026-11-25T06:20:00.5+07:00", "2026-11-24T23:20:00.500000Z"),
    ],
)
def test_when_it_was_begun_is_whatever_a_browser_says(
    database: Database, typed: str | None, kept_as: str | None
) -> None:
    # a time without an offset is read by no clock that anybody knows
    to = published_visit(database)
    kept(database, fill(to, "a", started_at=typed))
    with database.reading() as connection:
        assert connection.scalar(select(tables.response.c.started_at)) == kept_as


@pytest.mark.parametrize("tag", ["x" * 36, "v\x00", "vi_VN!", ""])
def test_a_language_that_is_none_is_not_kept(database: Database, tag: str) -> None:
    to = published_visit(database)
    (receipt,) = kept(database, fill(to, "a", language=tag))
    assert receipt.language is None


def test_a_code_that_is_taken_is_drawn_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = published_visit(database)
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr(module, "_code", lambda: next(drawn))
    assert [each.code for each in kept(database, fill(to, "a"), fill(to, "b"))] == [
        "AAAAAAAA",
        "BBBBBBBB",
    ]
    monkeypatch.setattr(module, "_code", lambda: "AAAAAAAA")
    with pytest.raises(StoreError, match="No free code"):
        kept(database, fill(to, "c"))


def test_many_keep_the_same_fill_at_once(opened: Callable[..., Database]) -> None:
    stores = [opened() for _ in range(4)]
    to = published_visit(stores[0])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda store: kept(store, fill(to, "a")), stores))
    assert all(each == found[0] for each in found)
    assert len(all_of(stores[0])) == 1


def test_responses_come_in_order_and_between_two_moments(database: Database) -> None:
    to = published_visit(database)
    other = published_visit(database, "other", title="Khác")
    times = [NOW + hour * HOUR for hour in (2, 0, 1, 3)]
    kept(
        database,
        *(fill(to, f"f{index}", received=at) for index, at in enumerate(times)),
        fill(other, "o"),
    )

    def hours(**options: Any) -> list[int]:
        found = [datetime.fromisoformat(each.received_at) for each in all_of(database, **options)]
        return [(at - NOW) // HOUR for at in found]

    assert hours() == [0, 1, 2, 3]
    assert hours(newest_first=True) == [3, 2, 1, 0]
    assert hours(newest_first=True, limit=2) == [3, 2]
    assert hours(since=NOW + HOUR, until=NOW + 3 * HOUR) == [1, 2]
    assert hours(since=(NOW + HOUR).astimezone(UTC)) == [1, 2, 3]
    assert all_of(database, "nobody") == []
    with database.reading() as connection:
        assert count(connection, "visit") == 4
        assert count(connection, "visit", since=NOW + HOUR, until=NOW + 3 * HOUR) == 2
        assert count(connection, "nobody") == 0


def test_days_are_those_of_the_clock_on_the_wall(database: Database) -> None:
    to = published_visit(database)
    # 23:59 and 00:00 in the ward, the same day in UTC
    wall = timezone(timedelta(hours=7))
    late = datetime(2026, 11, 24, 23, 59, tzinfo=wall)
    kept(
        database,
        fill(to, "a", received=late),
        fill(to, "b", received=late + timedelta(minutes=1)),
        fill(to, "c", received=late + timedelta(minutes=2)),
        fill(to, "d", received=late - timedelta(days=3)),
    )
    with database.reading() as connection:
        assert days(connection, "visit", now=late + HOUR, last=3) == [
            (date(2026, 11, 23), 0), (date(2026, 11, 24), 1), (date(2026, 11, 25), 2),
        ]  # fmt: skip
        at = (late + HOUR).astimezone(UTC)
        assert days(connection, "visit", now=at, last=1) == [(date(2026, 11, 24), 3)]
        assert len(days(connection, "visit", now=at, last=366)) == 366


def test_an_erased_response_is_a_tombstone(database: Database) -> None:
    to = published_visit(database)
    receipt, _ = kept(database, fill(to, "a"), fill(to, "b"))
    at = "2026-11-26T00:00:00.000000Z"
    with database.writing() as connection:
        gone = {"state": "erased", "erased_at": at, "pairs_sha256": None}
        mine = tables.response.c.id == receipt.id
        connection.execute(update(tables.response).where(mine).values(gone))
        own = tables.revision.c.response_id == receipt.id
        connection.execute(update(tables.revision).where(own).values(answers="{}", personal=None))
    with database.reading() as connection:
        found = by_fill(connection, "a")
        shown = response(connection, receipt.id, personal=True)
        assert count(connection, "visit") == 1
        assert days(connection, "visit", now=NOW, last=1) == [(NOW.date(), 1)]
    assert found == evolve(receipt, state="erased", erased_at=at, pairs_sha256=None)
    assert shown is not None
    assert (shown.answers, shown.state) == ({}, "erased")
    assert len(all_of(database)) == 1
    # and nobody comes back by sending it again
    assert kept(database, fill(to, "a")) == [found]


def test_each_response_reads_against_its_own_version(database: Database) -> None:
    first = published_visit(database)
    kept(database, fill(first, "a"))
    second = published_visit(database, description="Mới")
    kept(database, fill(second, "b"))
    assert [(each.number, each.version_sha256) for each in all_of(database)] == [
        (1, first.sha256),
        (2, second.sha256),
    ]


def test_reading_many_holds_few(database: Database) -> None:
    to = published_visit(database)
    kept(database, *(fill(to, f"f{number}") for number in range(1200)))
    with database.reading() as connection:
        found = responses(connection, "visit")
        first = next(found)
        assert first.slug == "visit"
        assert sum(1 for _ in found) == 1199
        # and one may stop in the middle
        next(responses(connection, "visit"))
