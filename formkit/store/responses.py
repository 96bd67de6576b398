"""Responses: submissions that are kept, each against the version that it was given to."""

import base64
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, cast

from attrs import fields, frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    func,
    insert,
    literal,
    select,
    union_all,
)
from uuid_utils import uuid7

from formkit.definition.form import Form
from formkit.definition.load import compact
from formkit.errors import StoreError
from formkit.store.adding import add_new
from formkit.store.columns import columns_of
from formkit.store.personal import apart, together, withheld
from formkit.store.prepared import Prepared
from formkit.store.tables import form as forms
from formkit.store.tables import place, revision, team
from formkit.store.tables import response as kept_responses
from formkit.store.tables import version as versions_of_forms
from formkit.store.times import moment, utc_offset

State = Literal["kept", "erased"]
Json = Any

# Read aloud and typed in again: without 0 and O, 1 and I and L.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8

_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_FIRST = Prepared(
    lambda _: insert(revision), ("response_id", "n", "answers", "personal", "made_at")
)
# The slugs of forms by their ids; neither ever changes.
_SLUGS: dict[str, str] = {}
# So many rows come from the database at once.
_AT_ONCE = 500


@frozen
class Fill:
    """What a person sent, ready to be kept.

    `answers` are those of a Submission that is ok. `pairs_sha256` is the hash of what was sent, to
    know it again. `received` is now, by the clock on the wall (it has an offset); `started_at` is
    the page's `~at` as it came.
    """

    form_id: str
    form: Form
    fill_id: str
    pairs_sha256: str
    answers: Mapping[str, Json]
    language: str | None
    started_at: str | None
    received: datetime
    trial: bool = False
    filled_by: str | None = None
    channel: str | None = None


@frozen
class Receipt:
    """What is known of a kept response without its answers.

    `receipt` is the token of its page, `code` the short one that a person can read out. Times are
    as `times.moment` writes them; `utc_offset` is that of the clock on the wall.
    """

    id: str
    form_id: str
    slug: str
    version_sha256: str
    fill_id: str
    pairs_sha256: str | None
    receipt: str
    code: str
    received_at: str
    utc_offset: str
    language: str | None
    state: State
    erased_at: str | None


@frozen
class Response:
    """A kept response with its answers: all, or without the personal ones.

    `number` is that of its version. `covered` are the pointers of personal answers that are kept
    but not among `answers`, `emptied` of those whose time has ended.
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


_RECEIPT = tuple(field.name for field in fields(Receipt))


def keep(connection: Connection, fill: Fill) -> Receipt:
    """Keep a submission, and give its receipt; one that is kept already gives its first receipt.

    Whether what came is what was kept then, the caller sees by `pairs_sha256`. The same fill is
    kept once, however many keep it at the same time.
    """
    answers, personal = apart(fill.form, fill.answers, fill.received)
    row = {
        **columns_of(connection, fill.form, answers),
        "form_id": fill.form_id,
        "version_sha256": fill.form.sha256,
        "fill_id": fill.fill_id,
        "pairs_sha256": fill.pairs_sha256,
        "language": _language(fill.language),
        "trial": int(fill.trial),
        "started_at": _started(fill.started_at),
        "received_at": moment(fill.received),
        "utc_offset": utc_offset(fill.received),
        "revision": 1,
        "state": "kept",
    }
    for name, given in (("channel", fill.channel), ("filled_by", fill.filled_by)):
        row[name] = row[name] if given is None else given
    # a short code may be taken already
    for _ in range(20):
        drawn = {"id": str(uuid7()), "receipt": _token(), "code": _code()}
        row |= drawn
        if add_new(connection, kept_responses, row):
            first = {
                "response_id": drawn["id"],
                "n": 1,
                "answers": compact(answers),
                "personal": personal,
                "made_at": row["received_at"],
            }
            _FIRST.run(connection, first)
            return _made(row | {"slug": _slug(connection, fill.form_id), "erased_at": None})
        found = by_fill(connection, fill.fill_id)
        if found is not None:
            return found
    raise StoreError("No free code is left for a receipt.")


def by_fill(connection: Connection, fill_id: str) -> Receipt | None:
    """The receipt of a fill, by the id that its page made."""
    return _receipt(connection, kept_responses.c.fill_id == fill_id)


def by_receipt(connection: Connection, token: str) -> Receipt | None:
    """The receipt with that token in its address."""
    return _receipt(connection, kept_responses.c.receipt == token)


def by_code(connection: Connection, code: str) -> Receipt | None:
    """The receipt with that short code, however it was typed: spaces, hyphens, small letters."""
    plain = re.sub(r"[\s-]", "", code).upper()
    return _receipt(connection, kept_responses.c.code == plain)


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
    )


def _receipt(connection: Connection, wanted: ColumnElement[bool]) -> Receipt | None:
    query = (
        select(kept_responses, forms.c.slug)
        .join(forms, forms.c.id == kept_responses.c.form_id)
        .where(wanted)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return _made(row._mapping)


def _made(row: Mapping[Any, Any]) -> Receipt:
    return Receipt(*[row[name] for name in _RECEIPT])


def _slug(connection: Connection, form_id: str) -> str:
    if form_id not in _SLUGS:
        query = select(forms.c.slug).where(forms.c.id == form_id)
        _SLUGS[form_id] = connection.execute(query).scalar_one()
    return _SLUGS[form_id]


def _token() -> str:
    """128 random bits in small letters and digits."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _language(tag: str | None) -> str | None:
    return tag if tag is not None and _LANGUAGE.fullmatch(tag) else None


def _started(text: str | None) -> str | None:
    """When the page was opened, if its mark says so: it is whatever a browser sends."""
    try:
        return moment(datetime.fromisoformat(text or ""))
    except (ValueError, OverflowError):
        return None
