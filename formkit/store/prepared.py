"""Statements that each submission runs: made into SQL once, which takes longer than running it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.sql.elements import ClauseElement


class Prepared:
    """A statement for text and whole numbers, which need no conversion on their way.

    `make` gives it for the name of a dialect; `keys` are the columns of an INSERT.
    """

    def __init__(
        self, make: Callable[[str], ClauseElement], keys: Sequence[str] | None = None
    ) -> None:
        self._make = make
        self._keys = keys
        self._known: dict[str, _Sql] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it with these values for its parameters or columns; its rows are plain."""
        name = connection.dialect.name
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = _Sql(self._make(name), connection.dialect, self._keys)
        return connection.exec_driver_sql(
            known.text, known.parameters(values), {"preserve_rowcount": True}
        )


class _Sql:
    def __init__(
        self, statement: ClauseElement, dialect: Dialect, keys: Sequence[str] | None
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=keys)
        self.text = str(compiled)
        self._own = dict(compiled.params)
        # only what is compiled for SQL has it, which a statement is
        self._order: list[str] | None = getattr(compiled, "positiontup", None)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        every = {**self._own, **values}
        return every if self._order is None else tuple([every[name] for name in self._order])
