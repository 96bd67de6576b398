"""What was done with the store, for those who answer for it: ids and pointers, never values."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, Literal, cast

from attrs import frozen
from sqlalchemy import Connection, insert, select
from uuid_utils import uuid7

from formkit.store.tables import event
from formkit.store.times import moment

# What can be done; events are never rewritten, so that a name stays once it was used.
Kind = Literal[
    "published",
    "stopped",
    "reopened",
    "uncovered",
    "exported",
    "imported",
    "emptied",
    "erased",
    "backed-up",
    "restored",
]
# What the doctor looks for: when the last backup was made.
BACKED_UP: Final = "backed-up"


@frozen
class Event:
    """Something that was done, by whom, and to what.

    `at` is as `times.moment` writes it. `subject` is an id, a slug or a file's name; `pointers`
    say which questions it was about, as JSON Pointers.
    """

    id: str
    at: str
    actor: str
    kind: Kind
    subject: str
    pointers: tuple[str, ...]


def record(
    connection: Connection,
    kind: Kind,
    subject: str,
    *,
    actor: str,
    at: datetime,
    pointers: Sequence[str] = (),
) -> None:
    """Add one event. Nothing that a person answered may be in any of it."""
    row = {
        "id": str(uuid7()),
        "at": moment(at),
        "actor": actor,
        "kind": kind,
        "subject": subject,
        "pointers": json.dumps(list(pointers)),
    }
    connection.execute(insert(event).values(row))


def events(connection: Connection, *, kind: Kind | None = None) -> Iterator[Event]:
    """All events, or those of one kind, the oldest first."""
    query = select(event).order_by(event.c.at, event.c.id)
    if kind is not None:
        query = query.where(event.c.kind == kind)
    for row in connection.execute(query):
        pointers = tuple(json.loads(row.pointers))
        yield Event(row.id, row.at, row.actor, cast("Kind", row.kind), row.subject, pointers)
