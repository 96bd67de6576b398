"""One-time links for the owner of a store, and what they become once they are used."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_STRICT: dict[str, Any] = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables for signing in."""
    op.create_table(
        "sign_in",
        sa.Column("token_sha256", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("ends_at", sa.Text, nullable=False),
        sa.Column("spent_at", sa.Text),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_sign_in"),
        **_STRICT,
    )
    op.create_table(
        "session",
        sa.Column("token_sha256", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("ends_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_session"),
        **_STRICT,
    )
