"""Who may see what was sent: links that work once, and the sessions that they open.

Of each only the SHA-256 is kept: whoever reads the tables can't sign in with what stands there.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from formkit.store.tables import session as sessions
from formkit.store.tables import sign_in as links
from formkit.store.times import moment

SESSION_DAYS = 30
# 256 random bits.
_BYTES = 32


def make_sign_in(connection: Connection, at: datetime, minutes: int = 24 * 60) -> str:
    """The token of a new link, which signs its owner in once, within so many minutes."""
    token = secrets.token_urlsafe(_BYTES)
    row = {
        "token_sha256": _hash(token),
        "made_at": moment(at),
        "ends_at": moment(at + timedelta(minutes=minutes)),
    }
    connection.execute(insert(links).values(row))
    return token


def can_sign_in(connection: Connection, token: str, at: datetime) -> bool:
    """Whether a link would sign somebody in now; looking spends nothing."""
    query = select(links.c.token_sha256).where(*_unspent(token, at))
    return connection.execute(query).first() is not None


def spend(connection: Connection, token: str, at: datetime) -> str | None:
    """Spend a link: the token of a new session, or None where it is spent, over or unknown.

    However many spend it at the same time, one of them gets a session.
    """
    spent = connection.execute(
        update(links).where(*_unspent(token, at)).values(spent_at=moment(at))
    )
    if spent.rowcount == 0:
        return None
    connection.execute(delete(sessions).where(sessions.c.ends_at <= moment(at)))
    made = secrets.token_urlsafe(_BYTES)
    row = {
        "token_sha256": _hash(made),
        "made_at": moment(at),
        "ends_at": moment(at + timedelta(days=SESSION_DAYS)),
    }
    connection.execute(insert(sessions).values(row))
    return made


def session(connection: Connection, token: str, at: datetime) -> bool:
    """Whether a session is known, and not over."""
    query = select(sessions.c.token_sha256).where(
        sessions.c.token_sha256 == _hash(token), sessions.c.ends_at > moment(at)
    )
    return connection.execute(query).first() is not None


def end_session(connection: Connection, token: str) -> None:
    """End a session; one that isn't there has ended."""
    connection.execute(delete(sessions).where(sessions.c.token_sha256 == _hash(token)))


def _unspent(token: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        links.c.token_sha256 == _hash(token),
        links.c.spent_at.is_(None),
        links.c.ends_at > moment(at),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
