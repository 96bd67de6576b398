"""How the tables came to be, one file a step; Alembic runs the steps that a store lacks.

What every command asks for stands here: Alembic takes a third of a second to import.
"""

from sqlalchemy import Connection, inspect, text

# The newest step, known without reading the steps.
HEAD = "0002"


def step_of(connection: Connection) -> str | None:
    """The step that the tables stand at; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)
