"""Adding rows that another connection may be adding at the same time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def add_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Add a row, unless one is there already that it would clash with; says whether it was added.

    Where another transaction is adding such a row, this waits for that one's end.
    """
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(row).on_conflict_do_nothing()
    return connection.execute(statement).rowcount > 0
