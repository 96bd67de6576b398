"""Published forms: every version that was ever open for answers, for ever as it was."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from typing import Any, Literal, cast

from attrs import define, field, frozen
from sqlalchemy import Connection, Row, Select, func, select, update
from uuid_utils import uuid7

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.errors import DefinitionError, StoreError
from formkit.store.adding import add_new
from formkit.store.events import Kind
from formkit.store.tables import form as forms
from formkit.store.tables import version as versions_of_forms
from formkit.store.times import moment

State = Literal["open", "stopped"]
# The events that tell of a change of state.
CHANGES: Mapping[State, Kind] = {"stopped": "stopped", "open": "reopened"}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LENGTH = 64
_SHA256 = re.compile("[0-9a-f]{64}")
# How many versions are remembered as loaded.
_REMEMBERED = 256


@frozen
class Published:
    """One version of a form that can be, or could be, filled in at `/f/{slug}`.

    `number` counts the versions of a slug from 1; `published_at` is as `times.moment` writes it.
    `state` is that of the slug: a stopped form takes no more answers.
    """

    form_id: str
    slug: str
    state: State
    number: int
    sha256: str
    published_at: str
    form: Form


@define
class _Loaded:
    """Forms by their hash: loading one takes as long as many answers."""

    _forms: "OrderedDict[str, Form]" = field(factory=OrderedDict)
    _lock: Lock = field(factory=Lock)

    def get(self, sha256: str, body: str) -> Form:
        with self._lock:
            found = self._forms.get(sha256)
            if found is None:
                found = self._forms[sha256] = _load(sha256, body)
            self._forms.move_to_end(sha256)
            if len(self._forms) > _REMEMBERED:
                self._forms.popitem(last=False)
            return found


_LOADED = _Loaded()


def _load(sha256: str, body: str) -> Form:
    try:
        form = load(body)
    except DefinitionError as error:
        raise StoreError(f"The form {sha256} can't be read: {error}") from error
    if form.sha256 != sha256:
        raise StoreError(f"The form {sha256} isn't what was published: its text has changed.")
    return form


def publish(connection: Connection, slug: str, form: Form, *, at: datetime) -> Published:
    """Open a form for answers at a slug; a document that differs is the slug's next version.

    The newest version again changes nothing. StoreError tells why a form can't be published: an
    address that can't be one, a document that stands at another address, or that an address has
    moved on from.
    """
    _check_slug(slug)
    _check_whole(form)
    add_new(connection, forms, {"id": str(uuid7()), "slug": slug, "state": "open"})
    # whoever publishes at the same slug waits here
    query = select(forms.c.id).where(forms.c.slug == slug).with_for_update()
    form_id = connection.execute(query).scalar_one()
    newest = connection.scalar(_newest_number(form_id)) or 0
    row = {
        "sha256": form.sha256,
        "form_id": form_id,
        "number": newest + 1,
        "body": form.text,
        "published_at": moment(at),
    }
    add_new(connection, versions_of_forms, row)
    found = version(connection, form.sha256)
    if found is None:
        raise StoreError(f"The form can't be published as {slug}: somebody else just did so.")
    if found.slug != slug:
        raise StoreError(
            f"This form is published as {found.slug} already, and one document has one address. "
            f"Change something in it, such as its title, to publish it as {slug}."
        )
    if found.number < newest:
        raise StoreError(
            f"This is version {found.number} of {slug}, which is at version {newest} by now. "
            "Change something in it, such as its description, to make it the next version."
        )
    return found


def published(connection: Connection) -> list[Published]:
    """The newest version of each form, by title."""
    newest = (
        select(versions_of_forms.c.form_id, func.max(versions_of_forms.c.number).label("number"))
        .group_by(versions_of_forms.c.form_id)
        .subquery()
    )
    query = _query().join(
        newest,
        (newest.c.form_id == versions_of_forms.c.form_id)
        & (newest.c.number == versions_of_forms.c.number),
    )
    found = [_published(row) for row in connection.execute(query)]
    return sorted(found, key=lambda each: ((each.form.title or each.slug).casefold(), each.slug))


def version(connection: Connection, sha256: str) -> Published | None:
    """The version of that hash; what is no hash is none of a version."""
    if not _SHA256.fullmatch(sha256):
        return None
    row = connection.execute(_query().where(versions_of_forms.c.sha256 == sha256)).first()
    return None if row is None else _published(row)


def versions(connection: Connection, slug: str) -> list[Published]:
    """All versions of a form, the oldest first; none where the slug isn't known."""
    query = _query().where(forms.c.slug == slug).order_by(versions_of_forms.c.number)
    return [_published(row) for row in connection.execute(query)]


def set_state(connection: Connection, slug: str, state: State) -> None:
    """Stop a form, or open it again; StoreError where there is none."""
    done = connection.execute(update(forms).where(forms.c.slug == slug).values(state=state))
    if done.rowcount == 0:
        raise StoreError(no_such_form(connection, slug))


def no_such_form(connection: Connection, slug: str) -> str:
    """The sentence for whoever named a form that isn't there, with the forms that are."""
    there = connection.execute(select(forms.c.slug).order_by(forms.c.slug)).scalars().all()
    return f"There is no form {slug}. " + (
        f"The forms are: {', '.join(there)}." if there else "None is published yet."
    )


def _check_slug(slug: str) -> None:
    if len(slug) > _SLUG_LENGTH or not _SLUG.fullmatch(slug):
        raise StoreError(
            f"{slug!r} can't be the address of a form: an address has small letters a to z, "
            f"digits, and single hyphens between them, at most {_SLUG_LENGTH} in all."
        )


def _check_whole(form: Form) -> None:
    """A version is read from its own text alone, for ever."""
    try:
        _LOADED.get(form.sha256, form.text)
    except StoreError as error:
        raise StoreError(
            "This form can't be published: it needs a document that isn't part of it, such as a "
            "meta-schema of its own."
        ) from error


def _newest_number(form_id: str) -> Select[Any]:
    number = versions_of_forms.c.number
    return select(func.max(number)).where(versions_of_forms.c.form_id == form_id)


def _query() -> Select[Any]:
    return select(
        forms.c.slug,
        forms.c.state,
        versions_of_forms,
    ).join(versions_of_forms, versions_of_forms.c.form_id == forms.c.id)


def _published(row: Row[Any]) -> Published:
    return Published(
        form_id=row.form_id,
        slug=row.slug,
        state=cast("State", row.state),
        number=row.number,
        sha256=row.sha256,
        published_at=row.published_at,
        form=_LOADED.get(row.sha256, row.body),
    )
