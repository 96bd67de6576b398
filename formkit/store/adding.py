"""Adding rows that another connection may be adding at the same time."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def add_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Add a row, unless one is there already that it would clash with; says whether it was added.

    Where another transaction is adding such a row, this waits for that one's end.
    """
    statement = _statement(table, connection.dialect.name)
    return connection.execute(statement, row).rowcount > 0


@cache
def _statement(table: Table, dialect: str) -> Executable:
    # made once: making one takes longer than running it
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # PostgreSQL's driver doesn't keep the number of rows that were added unless it is told to
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
