"""A link signs in once and for a while; of tokens only hashes are kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from formkit.store import tables
from formkit.store.database import Database
from formkit.store.people import (
    SESSION_DAYS,
    can_sign_in,
    end_session,
    make_sign_in,
    session,
    spend,
)
from tests.store.keeping import NOW

SECOND = timedelta(seconds=1)


def test_a_link_is_spent_once(database: Database) -> None:
    with database.writing() as connection:
        link = make_sign_in(connection, NOW)
        assert can_sign_in(connection, link, NOW)
        token = spend(connection, link, NOW)
        assert token is not None
        assert session(connection, token, NOW)
        assert not can_sign_in(connection, link, NOW)
        assert spend(connection, link, NOW) is None
        # neither stands for the other
        assert not session(connection, link, NOW)
        assert spend(connection, token, NOW) is None


def test_a_link_ends(database: Database) -> None:
    with database.writing() as connection:
        link = make_sign_in(connection, NOW, minutes=5)
        late = NOW + timedelta(minutes=5)
        assert can_sign_in(connection, link, late - SECOND)
        assert not can_sign_in(connection, link, late)
        assert spend(connection, link, late) is None


def test_a_session_ends(database: Database) -> None:
    with database.writing() as connection:
        token = spend(connection, make_sign_in(connection, NOW), NOW)
        assert token is not None
        late = NOW + timedelta(days=SESSION_DAYS)
        assert session(connection, token, late - SECOND)
        assert not session(connection, token, late)
        end_session(connection, token)
        assert not session(connection, token, NOW)
        end_session(connection, token)


def test_what_is_unknown_opens_nothing(database: Database) -> None:
    with database.writing() as connection:
        for token in ("", "x", "\ud800", "\x00"):
            assert spend(connection, token, NOW) is None
            assert not session(connection, token, NOW)


def test_no_token_is_kept(database: Database) -> None:
    with database.writing() as connection:
        link = make_sign_in(connection, NOW)
        token = spend(connection, link, NOW)
    with database.reading() as connection:
        rows = [list(connection.execute(select(t))) for t in (tables.sign_in, tables.session)]
    assert all(len(found) == 1 for found in rows)
    assert link not in str(rows)
    assert str(token) not in str(rows)


def test_of_many_who_spend_at_once_one_signs_in(opened: Callable[..., Database]) -> None:
    stores = [opened() for _ in range(4)]
    with stores[0].writing() as connection:
        link = make_sign_in(connection, NOW)

    def one(database: Database) -> bool:
        with database.writing() as connection:
            return spend(connection, link, NOW) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, stores)) == [False, False, False, True]
