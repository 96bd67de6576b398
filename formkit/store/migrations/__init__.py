"""How the tables came to be, one file a step; Alembic runs the steps that a store lacks."""

# The newest step. Known without reading the steps, since each command asks for it.
HEAD = "0002"
