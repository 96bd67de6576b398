"""Emptying personal answers whose time has ended: `x-personal.days`, or `x-form.retention`.

Only their values go. The response, its other answers and the places of what was emptied stay.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import islice

from attrs import frozen
from sqlalchemy import Connection, bindparam, select, update

from formkit.definition.form import Form
from formkit.definition.nodes import tree
from formkit.errors import StoreError
from formkit.pointer import join, split
from formkit.store.engine import Database
from formkit.store.events import record
from formkit.store.forms import version
from formkit.store.personal import ended
from formkit.store.sweeping import sweep
from formkit.store.tables import response, revision
from formkit.store.times import read_moment

# A kept answer with an end closes with its day. What is emptied has none, and isn't read again.
_HAS_AN_END = '%"____-__-__"]%'
# So many rows come from the database at once.
_AT_ONCE = 500
# So many revisions are emptied in one transaction.
_TOGETHER = 500
_EMPTY = (
    update(revision)
    .where(
        revision.c.response_id == bindparam("of"),
        revision.c.n == bindparam("number"),
        # what was erased or changed since it was read isn't brought back
        revision.c.personal == bindparam("found"),
    )
    .values(personal=bindparam("left"))
)
_FORGET_PAIRS = update(response).where(response.c.id == bindparam("of")).values(pairs_sha256=None)


@frozen
class Due:
    """A revision with personal answers whose time has ended; `left` is what stays of `personal`."""

    response_id: str
    n: int
    version_sha256: str
    pointers: tuple[str, ...]
    personal: str
    left: str | None


@frozen
class Emptied:
    """So many answers of so many responses; `whole` where nothing of them is left in a file."""

    answers: int
    responses: int
    whole: bool = True


def due(connection: Connection, at: datetime) -> Generator[Due]:
    """What has to be emptied by now, the oldest first; it only reads.

    An answer that is kept for 30 days is there on the thirtieth day after the one it came on, by
    the clock that stood where it came from, and due on the next.
    """
    query = (
        select(
            revision.c.response_id,
            revision.c.n,
            revision.c.personal,
            response.c.version_sha256,
            response.c.utc_offset,
        )
        .join(response, response.c.id == revision.c.response_id)
        .where(revision.c.personal.like(_HAS_AN_END))
        .order_by(revision.c.response_id, revision.c.n)
    )
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    with result:
        for row in result:
            today = read_moment(at.isoformat(), row.utc_offset).date()
            left, pointers = ended(row.personal, today)
            if pointers:
                yield Due(row.response_id, row.n, row.version_sha256, pointers, row.personal, left)


def retain(connection: Connection, at: datetime, *, actor: str = "retention") -> Emptied:
    """Empty the personal answers whose time has ended by `at`, and record it.

    Doing it again changes nothing, and doing it late makes up for all that was missed. The bytes
    are gone from the files after `sweeping.sweep`.
    """
    return _empty(connection, list(due(connection, at)), at, actor)


def keep_terms(
    database: Database,
    write: Callable[[Callable[[Connection], Emptied]], Emptied],
    at: datetime,
    *,
    actor: str = "retention",
) -> Emptied:
    """Do what `retain` does beside a server that writes, and sweep.

    What is due is looked for without writing, and emptied a little at a time. `write` runs a piece
    of work in a transaction of its own and gives what that gives. The answer is `whole` when
    nothing of what was emptied is left in a file, either.
    """
    answers = responses = 0
    with database.reading() as connection, closing(due(connection, at)) as found:
        while batch := list(islice(found, _TOGETHER)):
            done = write(partial(_empty, found=batch, at=at, actor=actor))
            answers += done.answers
            responses += done.responses
    return Emptied(answers, responses, sweep(database, rewrite=answers > 0))


def _empty(connection: Connection, found: Sequence[Due], at: datetime, actor: str) -> Emptied:
    told: dict[str, dict[str, None]] = {}
    answers = 0
    for each in found:
        row = {"of": each.response_id, "number": each.n, "found": each.personal, "left": each.left}
        if connection.execute(_EMPTY, row).rowcount:
            answers += len(each.pointers)
            general = _questions(connection, each)
            told.setdefault(each.response_id, {}).update(dict.fromkeys(general))
    for response_id, pointers in told.items():
        # Who knows the other answers could find a phone number again by trying all of them.
        connection.execute(_FORGET_PAIRS, {"of": response_id})
        record(connection, "emptied", response_id, actor=actor, at=at, pointers=list(pointers))
    return Emptied(answers, len(told))


def _questions(connection: Connection, emptied: Due) -> Iterable[str]:
    """The questions that were emptied, without any name that a person typed."""
    try:
        published = version(connection, emptied.version_sha256)
    except StoreError:
        # what can't be read any more is emptied all the same
        published = None
    if published is None:
        return ()
    names = published.form.once(_names)
    return dict.fromkeys(join(_general(split(each), names)) for each in emptied.pointers)


def _names(form: Form) -> frozenset[tuple[str, ...]]:
    """The path of every question, and of whatever it stands in."""
    paths = (node.path for node in tree(form).nodes())
    return frozenset(path[:depth] for path in paths for depth in range(1, len(path) + 1))


def _general(path: tuple[str, ...], names: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """The path of a question from that of an answer: `*` for a row and for a name typed in."""
    general: tuple[str, ...] = ()
    for name in path:
        general = (*general, name if (*general, name) in names else "*")
    return general
