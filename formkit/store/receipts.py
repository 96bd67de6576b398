"""Keeping what a person sent, once, and knowing it again by its receipt."""

import base64
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from attrs import fields, frozen
from sqlalchemy import Connection, bindparam, insert, select
from uuid_utils import uuid7

from formkit.definition.form import Form
from formkit.definition.load import compact
from formkit.errors import StoreError
from formkit.store.adding import add_new
from formkit.store.columns import columns_of
from formkit.store.personal import apart
from formkit.store.prepared import Prepared
from formkit.store.tables import form as forms
from formkit.store.tables import response as kept_responses
from formkit.store.tables import revision
from formkit.store.times import moment, utc_offset

State = Literal["kept", "erased"]
Json = Any

# Read aloud and typed in again: without 0 and O, 1 and I and L.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8

# What `_token` makes. PostgreSQL can't even be asked for a text with U+0000 in it.
_TOKEN = re.compile("[a-z2-7]{26}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_FIRST = Prepared(
    lambda _: insert(revision), ("response_id", "n", "answers", "personal", "made_at")
)
# The slugs of forms by their ids; neither ever changes.
_SLUGS: dict[str, str] = {}


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


_RECEIPT = tuple(field.name for field in fields(Receipt))


def keep(connection: Connection, fill: Fill) -> Receipt:
    """Keep a submission, and give its receipt; one that is kept already gives its first receipt.

    Whether what came is what was kept then, the caller sees by `pairs_sha256`. The same fill is
    kept once, however many keep it at the same time.
    """
    answers, personal = apart(fill.form, fill.answers, fill.received)
    columns = columns_of(connection, fill.form, answers)
    if columns.new:
        # what is kept already makes nothing: it may have been erased with all that it spoke of
        found = by_fill(connection, fill.fill_id)
        if found is not None:
            return found
        columns.make(connection)
    row = {
        **columns.row,
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
    return _receipt(connection, "fill_id", fill_id)


def by_receipt(connection: Connection, token: str) -> Receipt | None:
    """The receipt with that token in its address."""
    return _receipt(connection, "receipt", token) if _TOKEN.fullmatch(token) else None


def by_code(connection: Connection, code: str) -> Receipt | None:
    """The receipt with that short code, however it was typed: only letters and digits count."""
    plain = re.sub("[^0-9A-Za-z]", "", code).upper()
    return _receipt(connection, "code", plain)


def _receipt(connection: Connection, column: str, wanted: str) -> Receipt | None:
    row = _BY[column].run(connection, {"wanted": wanted}).mappings().first()
    return None if row is None else _made(row)


def _by(column: str) -> Prepared:
    query = (
        select(kept_responses, forms.c.slug)
        .join(forms, forms.c.id == kept_responses.c.form_id)
        .where(kept_responses.c[column] == bindparam("wanted"))
    )
    return Prepared(lambda _: query)


_BY = {column: _by(column) for column in ("fill_id", "receipt", "code")}


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
    drawn, letters = secrets.randbelow(len(CODE_LETTERS) ** CODE_LENGTH), ""
    for _ in range(CODE_LENGTH):
        drawn, letter = divmod(drawn, len(CODE_LETTERS))
        letters += CODE_LETTERS[letter]
    return letters


def _language(tag: str | None) -> str | None:
    return tag if tag is not None and _LANGUAGE.fullmatch(tag) else None


def _started(text: str | None) -> str | None:
    """When the page was opened, if its mark says so: it is whatever a browser sends."""
    try:
        return moment(datetime.fromisoformat(text or ""))
    except (ValueError, OverflowError):
        return None
