"""Forms and their versions, places, responses and their revisions, events, files."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_STRICT: dict[str, Any] = {"sqlite_strict": True}


def _text(name: str, *, null: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text, nullable=null)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], f"fk_{table}_{column}")


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def upgrade() -> None:
    """Make the tables of the contract."""
    _places()
    _forms()
    _responses()
    _records()


def _places() -> None:
    op.create_table(
        "place",
        _text("id"),
        _text("parent_id", null=True),
        _text("code", null=True),
        _text("name", null=True),
        _text("list_version", null=True),
        _text("kind"),
        _key("place", "id"),
        _points("place", "parent_id", "place.id"),
        **_STRICT,
    )
    op.create_index("ix_place_code", "place", ["code"])
    op.create_table(
        "team",
        _text("id"),
        _text("place_id", null=True),
        _text("name"),
        _key("team", "id"),
        _points("team", "place_id", "place.id"),
        **_STRICT,
    )
    op.create_table(
        "subject",
        _text("id"),
        _text("place_id", null=True),
        _text("kind"),
        _text("code"),
        _key("subject", "id"),
        _points("subject", "place_id", "place.id"),
        sa.UniqueConstraint("place_id", "kind", "code", name="uq_subject_place_id_kind_code"),
        **_STRICT,
    )


def _forms() -> None:
    op.create_table(
        "form",
        _text("id"),
        _text("slug"),
        _text("place_id", null=True),
        _text("base_form_id", null=True),
        _text("state"),
        _key("form", "id"),
        _points("form", "place_id", "place.id"),
        _points("form", "base_form_id", "form.id"),
        sa.UniqueConstraint("slug", name="uq_form_slug"),
        sa.CheckConstraint("state IN ('open', 'stopped')", "ck_form_state"),
        **_STRICT,
    )
    op.create_table(
        "version",
        _text("sha256"),
        _text("form_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("body"),
        _text("published_at"),
        _key("version", "sha256"),
        _points("version", "form_id", "form.id"),
        sa.UniqueConstraint("form_id", "number", name="uq_version_form_id_number"),
        **_STRICT,
    )


def _responses() -> None:
    op.create_table(
        "response",
        _text("id"),
        _text("form_id"),
        _text("version_sha256"),
        _text("fill_id"),
        _text("pairs_sha256", null=True),
        _text("receipt"),
        _text("code"),
        _text("place_id", null=True),
        _text("team_id", null=True),
        _text("subject_id", null=True),
        _text("helper_kind", null=True),
        _text("channel", null=True),
        _text("filled_by", null=True),
        _text("language", null=True),
        sa.Column("trial", sa.Integer, nullable=False),
        _text("started_at", null=True),
        _text("received_at"),
        _text("utc_offset"),
        sa.Column("revision", sa.Integer, nullable=False),
        _text("state"),
        _text("erased_at", null=True),
        _key("response", "id"),
        _points("response", "form_id", "form.id"),
        _points("response", "version_sha256", "version.sha256"),
        _points("response", "place_id", "place.id"),
        _points("response", "team_id", "team.id"),
        _points("response", "subject_id", "subject.id"),
        sa.UniqueConstraint("fill_id", name="uq_response_fill_id"),
        sa.UniqueConstraint("receipt", name="uq_response_receipt"),
        sa.UniqueConstraint("code", name="uq_response_code"),
        sa.CheckConstraint("trial IN (0, 1)", "ck_response_trial"),
        sa.CheckConstraint("state IN ('kept', 'erased')", "ck_response_state"),
        **_STRICT,
    )
    op.create_index("ix_response_form_id_received_at", "response", ["form_id", "received_at"])
    op.create_index("ix_response_received_at", "response", ["received_at"])
    op.create_table(
        "revision",
        _text("response_id"),
        sa.Column("n", sa.Integer, nullable=False, autoincrement=False),
        _text("answers"),
        _text("personal", null=True),
        _text("key_id", null=True),
        _text("made_by", null=True),
        _text("reason", null=True),
        _text("made_at"),
        _key("revision", "response_id", "n"),
        _points("revision", "response_id", "response.id"),
        sa.CheckConstraint("n >= 1", "ck_revision_n"),
        **_STRICT,
    )


def _records() -> None:
    op.create_table(
        "event",
        _text("id"),
        _text("at"),
        _text("actor"),
        _text("kind"),
        _text("subject"),
        _text("pointers"),
        _key("event", "id"),
        **_STRICT,
    )
    op.create_index("ix_event_at", "event", ["at"])
    op.create_table(
        "file",
        _text("sha256"),
        _text("media_type"),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary),
        _text("made_at"),
        _key("file", "sha256"),
        **_STRICT,
    )
