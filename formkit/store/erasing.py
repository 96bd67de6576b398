"""Erasing one person's answers: what stays is a tombstone, which says only that there was one."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    delete,
    exists,
    or_,
    select,
    update,
)

from formkit.errors import StoreError
from formkit.store.events import record
from formkit.store.receipts import Receipt, by_code, by_receipt
from formkit.store.tables import form, place, response, revision, subject, team
from formkit.store.times import moment

# What the columns of a response say of whoever answered. Its receipt stays, since its page says
# that it was erased; so does the fill's id, so that nothing brings the answers back.
_TELLING = (
    "pairs_sha256", "place_id", "team_id", "subject_id", "helper_kind", "channel", "filled_by",
    "started_at",
)  # fmt: skip
# What answers made: its id follows from what it is.
_MADE = 5


@frozen
class Tombstone:
    """An erased response: its id, and when it was erased, as `times.moment` writes it."""

    response_id: str
    erased_at: str


def find(connection: Connection, said: str) -> Receipt:
    """The receipt that a person names: by its address, its token or its code.

    StoreError where there is none.
    """
    path = re.split(r"[?#]", said.strip(), maxsplit=1)[0]
    token = path.rstrip("/").rpartition("/")[2]
    found = by_receipt(connection, token) or by_code(connection, token)
    if found is None:
        raise StoreError(f"No response has the receipt or the code {said!r}.")
    return found


def erase(
    connection: Connection, response_id: str, at: datetime, *, actor: str = "command"
) -> Tombstone:
    """Take every answer out of a response, in all its revisions, and record that it was done.

    One that was erased before stays as it is. The bytes are gone from the files after
    `sweeping.sweep`; copies hold the answers until `copies.erase_in_copies`.
    """
    row = connection.execute(select(response).where(response.c.id == response_id)).one()
    if row.state == "erased":
        return Tombstone(response_id, row.erased_at)
    entomb(connection, Tombstone(response_id, moment(at)))
    record(connection, "erased", response_id, actor=actor, at=at)
    return Tombstone(response_id, moment(at))


def entomb(connection: Connection, tombstone: Tombstone) -> None:
    """Make a tombstone of a response, whoever decided it; one that isn't there is none."""
    wanted = response.c.id == tombstone.response_id
    row = connection.execute(select(response).where(wanted)).first()
    if row is None:
        return
    connection.execute(
        update(revision)
        .where(revision.c.response_id == tombstone.response_id)
        .values(answers="{}", personal=None, made_by=None, reason=None)
    )
    connection.execute(
        update(response)
        .where(wanted)
        .values(**dict.fromkeys(_TELLING), state="erased", erased_at=tombstone.erased_at)
    )
    _leave(connection, row)


def tombstones(connection: Connection) -> list[Tombstone]:
    """All that was erased, the oldest response first."""
    query = (
        select(response.c.id, response.c.erased_at)
        .where(response.c.state == "erased")
        .order_by(response.c.id)
    )
    return [Tombstone(*row) for row in connection.execute(query)]


def _leave(connection: Connection, row: Row[Any]) -> None:
    """Drop the subject, team and place that only this response's answers spoke of."""
    _drop(connection, subject, row.subject_id, [response.c.subject_id])
    _drop(connection, team, row.team_id, [response.c.team_id])
    used = [response.c.place_id, team.c.place_id, subject.c.place_id, form.c.place_id]
    # what was named by somebody who knows places isn't an answer
    bare = and_(place.c.name.is_(None), place.c.list_version.is_(None))
    _drop(connection, place, row.place_id, used, bare)


def _drop(
    connection: Connection,
    table: Table,
    id: str | None,  # noqa: A002 it is the column's name
    used: Iterable[ColumnElement[Any]],
    also: ColumnElement[bool] | None = None,
) -> None:
    if id is None or not _is_made(id):
        return
    used_by = or_(*(exists().where(column == id) for column in used))
    statement = delete(table).where(table.c.id == id, ~used_by)
    if table is place:
        child = place.alias()
        statement = statement.where(~exists().where(child.c.parent_id == id))
    connection.execute(statement if also is None else statement.where(also))


def _is_made(id: str) -> bool:  # noqa: A002 it is the column's name
    try:
        return UUID(id).version == _MADE
    except ValueError:
        # an id from elsewhere
        return False
