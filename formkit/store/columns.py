"""What of the answers is copied to columns, so that responses can be found and counted by it."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from attrs import frozen
from sqlalchemy import Column, Connection, Select, bindparam, select

from formkit.definition.form import Form
from formkit.definition.load import compact
from formkit.definition.nodes import tree
from formkit.store.adding import add_new
from formkit.store.tables import place, subject, team

# The ids of what is made from answers follow from what it is: two who make it make the same.
_SPACE = UUID("6f0d4e3a-52a5-4a52-9a55-6d4f6b697430")
# What is longer is no code and no name; an index couldn't hold it.
_LENGTH = 200
# PostgreSQL can't keep the one, UTF-8 not the others.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")

_FROM = {"place": "place", "team": "team", "helper-kind": "helper_kind", "channel": "channel"}
_ROLES = {"subject": "subject", "filled-by": "filled_by"}

# Codes are given anew with other meanings: the newest list counts.
_PLACE = (
    select(place.c.id)
    .where(place.c.code == bindparam("code"))
    .order_by(place.c.list_version.is_(None), place.c.list_version.desc(), place.c.id)
    .limit(1)
)


def _at_place(column: Column[Any], *known: Column[Any]) -> dict[bool, Select[Any]]:
    """The ids of what is at a place, or at none, with bound parameters of the columns' names."""
    id_column = column.table.c.id
    same = [each == bindparam(each.name) for each in known]
    query = select(id_column).where(*same).order_by(id_column).limit(1)
    return {True: query.where(column == bindparam("place")), False: query.where(column.is_(None))}


_TEAM = _at_place(team.c.place_id, team.c.name)
_SUBJECT = _at_place(subject.c.place_id, subject.c.kind, subject.c.code)


@frozen
class _Source:
    """A question that a column is copied from; `kind` is its key."""

    column: str
    path: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.path[-1]


def columns_of(connection: Connection, form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a response that its answers say: place, team, subject and the like.

    `answers` are those without the personal ones, which no column holds. Places, teams and
    subjects are made where they aren't known.
    """
    found: dict[str, tuple[str, str]] = {}
    for source in form.once(_sources):
        if source.column not in found:
            said = _text(_at(answers, source.path))
            if said is not None:
                found[source.column] = (said, source.kind)
    row: dict[str, Any] = {
        column: found[column][0] if column in found else None
        for column in ("helper_kind", "channel", "filled_by")
    }
    place_id = _place(connection, found["place"][0]) if "place" in found else None
    row["place_id"] = place_id
    row["team_id"] = _team(connection, place_id, found["team"][0]) if "team" in found else None
    row["subject_id"] = (
        _subject(connection, place_id, *found["subject"]) if "subject" in found else None
    )
    return row


def _sources(form: Form) -> tuple[_Source, ...]:
    found: dict[_Source, None] = {}
    for node in tree(form).nodes():
        if "*" in node.path or not node.path:
            continue
        for keyword, columns in (("x-from", _FROM), ("x-role", _ROLES)):
            column = columns.get(node.keyword(keyword))
            if column is not None:
                found[_Source(column, node.path)] = None
    return tuple(found)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, Mapping | list) or value is None:
        return None
    said = _UNKEPT.sub("", value if isinstance(value, str) else compact(value))
    return said if 0 < len(said) <= _LENGTH else None


def _made(*what: str | None) -> str:
    return str(uuid5(_SPACE, json.dumps(what)))


def _place(connection: Connection, code: str) -> str:
    found = connection.scalar(_PLACE, {"code": code})
    if found is not None:
        return str(found)
    made = _made("place", code)
    add_new(connection, place, {"id": made, "code": code, "kind": "place"})
    return made


def _team(connection: Connection, place_id: str | None, name: str) -> str:
    found = connection.scalar(_TEAM[place_id is not None], {"place": place_id, "name": name})
    if found is not None:
        return str(found)
    made = _made("team", place_id, name)
    add_new(connection, team, {"id": made, "place_id": place_id, "name": name})
    return made


def _subject(connection: Connection, place_id: str | None, code: str, kind: str) -> str:
    found = connection.scalar(
        _SUBJECT[place_id is not None], {"place": place_id, "kind": kind, "code": code}
    )
    if found is not None:
        return str(found)
    made = _made("subject", place_id, kind, code)
    row = {"id": made, "place_id": place_id, "kind": kind, "code": code}
    add_new(connection, subject, row)
    return made
