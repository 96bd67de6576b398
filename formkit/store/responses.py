"""Responses: submissions that are kept, each against the version that it was given to."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    func,
    literal,
    select,
    union_all,
)

from formkit.store.personal import together, withheld
from formkit.store.receipts import State
from formkit.store.tables import form as forms
from formkit.store.tables import place, revision, team
from formkit.store.tables import response as kept_responses
from formkit.store.tables import version as versions_of_forms
from formkit.store.times import moment

Json = Any

# So many rows come from the database at once.
_AT_ONCE = 500


@frozen
class Response:
    """A kept response with its answers: all, or without the personal ones.

    `number` is that of its version. `covered` are the pointers of personal answers that are kept
    but not among `answers`, `emptied` of those whose time has ended; `told` are those of `covered`
    without the names that somebody typed.
    """

    id: str
    slug: str
    version_sha256: str
    number: int
    received_at: str
    utc_offset: str
    place: str | None
    team: str | None
    channel: str | None
    language: str | None
    helper_kind: str | None
    filled_by: str | None
    trial: bool
    state: State
    code: str
    receipt: str
    answers: dict[str, Json]
    covered: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def response(connection: Connection, id: str, *, personal: bool = False) -> Response | None:  # noqa: A002 it is the column's name
    """One response, erased ones too; `personal` with its personal answers."""
    row = connection.execute(_query(None).where(kept_responses.c.id == id)).first()
    return None if row is None else _response(row, personal=personal)


def responses(
    connection: Connection,
    slug: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    personal: bool = False,
    newest_first: bool = False,
    limit: int | None = None,
) -> Iterator[Response]:
    """The responses to a form from `since` to before `until`, without those that were erased.

    They come from the database as they are asked for: the memory doesn't grow with their number,
    and the connection is in use until the last.
    """
    received = kept_responses.c.received_at
    order = (
        (received.desc(), kept_responses.c.id.desc())
        if newest_first
        else (received, kept_responses.c.id)
    )
    query = _query(slug).where(*_between(since, until)).order_by(*order).limit(limit)
    # the option is that of the statement: a connection would keep it for what comes after
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    with result:
        for row in result:
            yield _response(row, personal=personal)


def count(
    connection: Connection,
    slug: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """How many responses `responses` would give."""
    return connection.scalar(_counting(slug, since, until)) or 0


def days(connection: Connection, slug: str, *, now: datetime, last: int) -> list[tuple[date, int]]:
    """How many responses came on each of the `last` days, the latest of them that of `now`.

    A day is one of the clock that `now` was read from: it has an offset.
    """
    today = now.date()
    wanted = [today - timedelta(days=ago) for ago in reversed(range(last))]
    counts = [
        _counting(slug, start, start + timedelta(days=1)).add_columns(literal(index).label("i"))
        for index, start in enumerate(datetime.combine(day, time(), now.tzinfo) for day in wanted)
    ]
    found = {index: number for number, index in connection.execute(union_all(*counts))}
    return [(day, found.get(index, 0)) for index, day in enumerate(wanted)]


def _between(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    received = kept_responses.c.received_at
    wanted = [kept_responses.c.state == "kept"]
    if since is not None:
        wanted.append(received >= moment(since))
    if until is not None:
        wanted.append(received < moment(until))
    return wanted


def _counting(slug: str, since: datetime | None, until: datetime | None) -> Select[Any]:
    return (
        select(func.count())
        .select_from(kept_responses)
        .join(forms, forms.c.id == kept_responses.c.form_id)
        .where(forms.c.slug == slug, *_between(since, until))
    )


def _query(slug: str | None) -> Select[Any]:
    query = (
        select(
            kept_responses,
            forms.c.slug,
            versions_of_forms.c.number,
            place.c.code.label("place"),
            team.c.name.label("team"),
            revision.c.answers,
            revision.c.personal,
        )
        .join(forms, forms.c.id == kept_responses.c.form_id)
        .join(versions_of_forms, versions_of_forms.c.sha256 == kept_responses.c.version_sha256)
        .join(
            revision,
            (revision.c.response_id == kept_responses.c.id)
            & (revision.c.n == kept_responses.c.revision),
        )
        .outerjoin(place, place.c.id == kept_responses.c.place_id)
        .outerjoin(team, team.c.id == kept_responses.c.team_id)
    )
    return query if slug is None else query.where(forms.c.slug == slug)


def _response(row: Row[Any], *, personal: bool) -> Response:
    answers = json.loads(row.answers)
    apart_from_it = withheld(row.personal)
    return Response(
        id=row.id,
        slug=row.slug,
        version_sha256=row.version_sha256,
        number=row.number,
        received_at=row.received_at,
        utc_offset=row.utc_offset,
        place=row.place,
        team=row.team,
        channel=row.channel,
        language=row.language,
        helper_kind=row.helper_kind,
        filled_by=row.filled_by,
        trial=bool(row.trial),
        state=cast("State", row.state),
        code=row.code,
        receipt=row.receipt,
        answers=together(answers, row.personal) if personal else answers,
        covered=() if personal else apart_from_it.covered,
        emptied=apart_from_it.emptied,
        told=() if personal else apart_from_it.told,
    )
