"""Whether kept answers still are what their own version of the form asks for."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from formkit.definition.form import Form
from formkit.errors import Problem, StoreError
from formkit.filling.validation import check
from formkit.store.forms import version
from formkit.store.personal import together, withheld
from formkit.store.tables import response, revision

_AT_ONCE = 500
# What can be judged of an answer though others were emptied: the value by itself.
_ALONE = frozenset(
    {
        "const", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "maxLength", "maximum",
        "minLength", "minimum", "multipleOf", "pattern", "type",
    }
)  # fmt: skip

Judged = tuple[str, tuple[Problem, ...]]


def judged(connection: Connection) -> Iterator[Judged]:
    """Each kept response, by its id, with what is wrong with it: nothing, usually.

    Personal answers whose time has ended are no problem, nor is what follows from their absence.
    A version that can't be read is told by StoreError.
    """
    query = (
        select(response.c.id, response.c.version_sha256, revision.c.answers, revision.c.personal)
        .join(
            revision,
            (revision.c.response_id == response.c.id) & (revision.c.n == response.c.revision),
        )
        .where(response.c.state == "kept")
        .order_by(response.c.id)
    )
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    forms: dict[str, Form] = {}
    with result:
        for row in result:
            if row.version_sha256 not in forms:
                published = version(connection, row.version_sha256)
                if published is None:
                    raise StoreError(f"There is no version {row.version_sha256}.")
                forms[row.version_sha256] = published.form
            yield row.id, tuple(_problems(forms[row.version_sha256], row))


def _problems(form: Form, row: Row[Any, Any, Any, Any]) -> Iterator[Problem]:
    try:
        answers = together(json.loads(row.answers), row.personal)
    except (ValueError, TypeError, IndexError, AttributeError):
        yield Problem("", "unreadable")
        return
    emptied = withheld(row.personal).emptied
    for problem in check(form, answers):
        if not emptied or _stands(problem, emptied):
            yield problem


def _stands(problem: Problem, emptied: tuple[str, ...]) -> bool:
    """Whether a problem has nothing to do with what was emptied."""
    return problem.keyword in _ALONE and not any(
        _within(problem.pointer, pointer) or _within(pointer, problem.pointer)
        for pointer in emptied
    )


def _within(pointer: str, other: str) -> bool:
    return pointer == other or pointer.startswith(f"{other}/")
