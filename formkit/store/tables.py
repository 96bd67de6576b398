"""The tables, alike in SQLite and PostgreSQL.

Times are text of one width in UTC (see `times`), JSON is text so that its order is kept, and ids
are text. What stands here is what the newest migration leaves behind; a test compares the two.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite would keep a number in a column for text.
_STRICT: dict[str, Any] = {"sqlite_strict": True}


def _id(target: str, *, null: bool = False) -> Column[Any]:
    name = target.replace(".", "_")
    return Column(name, Text, ForeignKey(target), nullable=null)


form = Table(
    "form",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    _id("place.id", null=True),
    Column("base_form_id", Text, ForeignKey("form.id")),
    Column("state", Text, CheckConstraint("state IN ('open', 'stopped')", "state"), nullable=False),
    **_STRICT,
)

version = Table(
    "version",
    metadata,
    Column("sha256", Text, primary_key=True),
    _id("form.id"),
    Column("number", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    UniqueConstraint("form_id", "number"),
    **_STRICT,
)

place = Table(
    "place",
    metadata,
    Column("id", Text, primary_key=True),
    Column("parent_id", Text, ForeignKey("place.id")),
    Column("code", Text),
    Column("name", Text),
    Column("list_version", Text),
    Column("kind", Text, nullable=False),
    Index(None, "code"),
    **_STRICT,
)

team = Table(
    "team",
    metadata,
    Column("id", Text, primary_key=True),
    _id("place.id", null=True),
    Column("name", Text, nullable=False),
    **_STRICT,
)

subject = Table(
    "subject",
    metadata,
    Column("id", Text, primary_key=True),
    _id("place.id", null=True),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    UniqueConstraint("place_id", "kind", "code"),
    **_STRICT,
)

response = Table(
    "response",
    metadata,
    Column("id", Text, primary_key=True),
    _id("form.id"),
    _id("version.sha256"),
    Column("fill_id", Text, nullable=False, unique=True),
    Column("pairs_sha256", Text),
    Column("receipt", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    _id("place.id", null=True),
    _id("team.id", null=True),
    _id("subject.id", null=True),
    Column("helper_kind", Text),
    Column("channel", Text),
    Column("filled_by", Text),
    Column("language", Text),
    Column("trial", Integer, CheckConstraint("trial IN (0, 1)", "trial"), nullable=False),
    Column("started_at", Text),
    Column("received_at", Text, nullable=False),
    Column("utc_offset", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('kept', 'erased')", "state"), nullable=False),
    Column("erased_at", Text),
    Index(None, "form_id", "received_at"),
    Index(None, "received_at"),
    **_STRICT,
)

revision = Table(
    "revision",
    metadata,
    Column("response_id", Text, ForeignKey("response.id"), primary_key=True),
    Column("n", Integer, CheckConstraint("n >= 1", "n"), primary_key=True, autoincrement=False),
    Column("answers", Text, nullable=False),
    Column("personal", Text),
    Column("key_id", Text),
    Column("made_by", Text),
    Column("reason", Text),
    Column("made_at", Text, nullable=False),
    **_STRICT,
)

event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("pointers", Text, nullable=False),
    Index(None, "at"),
    **_STRICT,
)

file = Table(
    "file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary),
    Column("made_at", Text, nullable=False),
    **_STRICT,
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("spent_at", Text),
    **_STRICT,
)

session = Table(
    "session",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("made_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    **_STRICT,
)
