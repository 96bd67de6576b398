"""Adding rows that another connection may be adding at the same time."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ClauseElement

from formkit.store.prepared import Prepared


def add_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Add a row, unless one is there already that it would clash with; says whether it was added.

    Where another transaction is adding such a row, this waits for that one's end.
    """
    return _adding(table, tuple(row)).run(connection, row).rowcount > 0


@cache
def _adding(table: Table, columns: tuple[str, ...]) -> Prepared:
    def make(dialect: str) -> ClauseElement:
        insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        return insert(table).on_conflict_do_nothing()

    return Prepared(make, columns)
