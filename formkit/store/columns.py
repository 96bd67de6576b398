"""What of the answers is copied to columns, so that responses can be found and counted by it."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from attrs import frozen
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    func,
    null,
    select,
)

from formkit.definition.form import Form
from formkit.definition.load import compact
from formkit.definition.nodes import tree
from formkit.store.adding import add_new
from formkit.store.prepared import Prepared
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
    .where(place.c.code == bindparam("place"))
    .order_by(place.c.list_version.is_(None), place.c.list_version.desc(), place.c.id)
    .limit(1)
    .scalar_subquery()
)


def _known(*, placed: bool) -> Select[Any]:
    """The ids of a place, and of a team and a subject there; of those without a place, if not."""

    def here(column: Column[Any]) -> ColumnElement[bool]:
        return column == _PLACE if placed else column.is_(None)

    teams = select(func.min(team.c.id)).where(
        here(team.c.place_id), team.c.name == bindparam("team")
    )
    subjects = select(func.min(subject.c.id)).where(
        here(subject.c.place_id),
        subject.c.kind == bindparam("kind"),
        subject.c.code == bindparam("subject"),
    )
    first = _PLACE if placed else null()
    return select(
        first.label("place_id"),
        teams.scalar_subquery().label("team_id"),
        subjects.scalar_subquery().label("subject_id"),
    )


_KNOWN = {
    True: Prepared(lambda _: _known(placed=True)),
    False: Prepared(lambda _: _known(placed=False)),
}


@frozen
class _Source:
    """A question that a column is copied from; `kind` is its key."""

    column: str
    path: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.path[-1]


@frozen
class Columns:
    """The columns of a response, and the rows that have to be there before it, in their order."""

    row: dict[str, Any]
    new: tuple[tuple[Table, dict[str, Any]], ...]

    def make(self, connection: Connection) -> None:
        """Makes what is new; somebody else may be making it at the same time."""
        for table, row in self.new:
            add_new(connection, table, row)


def columns_of(connection: Connection, form: Form, answers: Mapping[str, Any]) -> Columns:
    """The columns of a response that its answers say: place, team, subject and the like.

    `answers` are those without the personal ones, which no column holds. Places, teams and
    subjects that aren't known are new; nothing is made yet.
    """
    found: dict[str, str] = {}
    kind = ""
    for source in form.once(_sources):
        if source.column not in found:
            said = _text(_at(answers, source.path))
            if said is not None:
                found[source.column] = said
                kind = source.kind if source.column == "subject" else kind
    row: dict[str, Any] = {
        column: found.get(column) for column in ("helper_kind", "channel", "filled_by")
    }
    return _placed(connection, row, found, kind)


def _placed(
    connection: Connection, row: dict[str, Any], found: Mapping[str, str], kind: str
) -> Columns:
    """The row with the ids of the place, the team and the subject that are said."""
    row |= dict.fromkeys(("place_id", "team_id", "subject_id"))
    at, name, code = found.get("place"), found.get("team"), found.get("subject")
    if at is None and name is None and code is None:
        return Columns(row, ())
    wanted = {"place": at, "team": name, "subject": code, "kind": kind}
    known = _KNOWN[at is not None].run(connection, wanted).mappings().one()
    place_id, team_id, subject_id = known["place_id"], known["team_id"], known["subject_id"]
    new: list[tuple[Table, dict[str, Any]]] = []
    if at is not None and place_id is None:
        place_id = _made("place", at)
        new.append((place, {"id": place_id, "code": at, "kind": "place"}))
    if name is not None and team_id is None:
        team_id = _made("team", place_id, name)
        new.append((team, {"id": team_id, "place_id": place_id, "name": name}))
    if code is not None and subject_id is None:
        subject_id = _made("subject", place_id, kind, code)
        own = {"id": subject_id, "place_id": place_id, "kind": kind, "code": code}
        new.append((subject, own))
    row |= {"place_id": place_id, "team_id": team_id, "subject_id": subject_id}
    return Columns(row, tuple(new))


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
