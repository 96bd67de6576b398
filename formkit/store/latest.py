"""The latest responses for a list of them: without answers, erased ones among them."""

from typing import cast

from attrs import frozen
from sqlalchemy import Connection, select, tuple_

from formkit.store.receipts import State
from formkit.store.tables import form as forms
from formkit.store.tables import place, team
from formkit.store.tables import response as kept_responses


@frozen
class Line:
    """What a list says of a response. Times are as `times.moment` writes them."""

    id: str
    slug: str
    received_at: str
    utc_offset: str
    place: str | None
    team: str | None
    trial: bool
    state: State
    code: str


def latest(
    connection: Connection, slug: str | None = None, *, before: str | None = None, limit: int
) -> list[Line]:
    """The latest responses, to one form or to all, at most `limit`, the latest first.

    `before` is the id of the response after which the list goes on; one that nobody knows gives an
    empty list.
    """
    received, own_id = kept_responses.c.received_at, kept_responses.c.id
    query = (
        select(
            kept_responses,
            forms.c.slug,
            place.c.code.label("place"),
            team.c.name.label("team"),
        )
        .join(forms, forms.c.id == kept_responses.c.form_id)
        .outerjoin(place, place.c.id == kept_responses.c.place_id)
        .outerjoin(team, team.c.id == kept_responses.c.team_id)
        .order_by(received.desc(), own_id.desc())
        .limit(limit)
    )
    if slug is not None:
        query = query.where(forms.c.slug == slug)
    if before is not None:
        at = connection.scalar(select(received).where(own_id == before))
        if at is None:
            return []
        query = query.where(tuple_(received, own_id) < (at, before))
    return [
        Line(
            id=row.id,
            slug=row.slug,
            received_at=row.received_at,
            utc_offset=row.utc_offset,
            place=row.place,
            team=row.team,
            trial=bool(row.trial),
            state=cast("State", row.state),
            code=row.code,
        )
        for row in connection.execute(query)
    ]
