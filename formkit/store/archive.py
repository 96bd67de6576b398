"""The file of a backup: one zip with a part for each table, the same from SQLite and PostgreSQL.

A part is JSON Lines, a row a line, in the order of the primary key by bytes, so that equal tables
make equal parts. `manifest.json` says what the parts hold.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO, Any

from attrs import asdict, frozen
from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Table,
    bindparam,
    collate,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError

from formkit.errors import StoreError
from formkit.store.migrations import step_of
from formkit.store.tables import metadata, session, sign_in
from formkit.store.times import moment

FORMAT = 1
MANIFEST = "manifest.json"

# Whoever is signed in signs in again after a restore: an ended session never comes back.
LEFT_OUT = (session, sign_in)
# What others point to comes first.
TABLES = tuple(table for table in metadata.sorted_tables if table not in LEFT_OUT)

_AT_ONCE = 500
# The time of a member means nothing, and a zip can't be without: equal stores make equal files.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

Json = Any

# Whatever a zip and its parts raise when their bytes aren't what they were.
_UNREADABLE = (
    AttributeError, EOFError, KeyError, NotImplementedError, RuntimeError, TypeError, ValueError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@frozen
class Part:
    """One table in a backup: how many rows, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@frozen
class Manifest:
    """What a backup says of itself; `step` is that of the tables, `formkit` who wrote it."""

    format: int
    formkit: str
    step: str
    made_at: str
    tables: Mapping[str, Part]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows of each table."""
        return {name: part.rows for name, part in self.tables.items()}


# ---- writing


def write(connection: Connection, to: IO[bytes], at: datetime) -> Manifest:
    """Write all tables as the connection sees them, which has to be one moment of the store.

    Works on the tables of an older step too: what they have is what is written.
    """
    step = step_of(connection)
    if step is None:
        raise StoreError("There is no store here, so that nothing can be backed up.")
    tables: dict[str, Part] = {}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in present(connection):
            member = zipfile.ZipInfo(_member(table.name), _NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            with (
                archive.open(member, "w", force_zip64=True) as part,
                # on an error the rows end before the connection does
                closing(lines(connection, table)) as rows,
            ):
                tables[table.name] = _pour(rows, part)
        manifest = Manifest(FORMAT, version("formkit"), step, moment(at), tables)
        member = zipfile.ZipInfo(MANIFEST, _NO_TIME)
        archive.writestr(member, json.dumps(asdict(manifest), indent=2) + "\n")
    return manifest


def present(connection: Connection) -> list[Table]:
    """The tables of a backup that are there, with the columns that are there."""
    found = inspect(connection)
    names = set(found.get_table_names())
    here = MetaData()
    return [
        Table(table.name, here, *_columns(table, found.get_columns(table.name)))
        for table in TABLES
        if table.name in names
    ]


def _columns(table: Table, found: Iterable[Mapping[str, Any]]) -> Iterator[Column[Any]]:
    names = {each["name"] for each in found}
    for each in table.columns:
        if each.name in names:
            yield Column(each.name, each.type, primary_key=each.primary_key)


def lines(connection: Connection, table: Table) -> Generator[bytes]:
    """The rows of a table as lines, in the order of its primary key by bytes."""
    exact = "C" if connection.dialect.name == "postgresql" else "BINARY"
    order = [
        collate(key, exact) if key.type.python_type is str else key for key in table.primary_key
    ]
    query = select(table).order_by(*order)
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    with result:
        for row in result.mappings():
            text = json.dumps(
                {name: _written(value) for name, value in row.items()},
                ensure_ascii=False,
                separators=(",", ":"),
            )
            yield text.encode() + b"\n"


def _written(value: Json) -> Json:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _pour(rows: Iterable[bytes], part: IO[bytes] | None = None) -> Part:
    digest = hashlib.sha256()
    count = 0
    for line in rows:
        digest.update(line)
        count += 1
        if part is not None:
            part.write(line)
    return Part(count, digest.hexdigest())


def parts(connection: Connection) -> dict[str, Part]:
    """What a backup of these tables would say of them."""
    return {table.name: _pour(lines(connection, table)) for table in present(connection)}


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


# ---- reading


class Archive:
    """A backup that is open for reading: its manifest has been read, its rows haven't."""

    def __init__(self, file: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.file = file
        self.manifest = manifest
        self._archive = archive

    def load(self, connection: Connection) -> None:
        """Put the rows into empty tables of the backup's own step.

        StoreError where what is read isn't what the manifest says.
        """
        tables = {table.name: table for table in present(connection)}
        if tables.keys() != self.manifest.tables.keys():
            raise damaged(self.file, "it hasn't the tables that it should have")
        for name, table in tables.items():
            digest = hashlib.sha256()
            try:
                put(connection, table, self._rows(table, digest))
            except (IntegrityError, DataError) as error:
                raise damaged(self.file, f"the rows of {name} don't fit together") from error
            if digest.hexdigest() != self.manifest.tables[name].sha256:
                raise damaged(self.file, f"the rows of {name} aren't those that were written")

    def _rows(self, table: Table, digest: Any) -> Iterator[dict[str, Json]]:
        columns = set(table.columns.keys())
        try:
            with self._archive.open(_member(table.name)) as part:
                for line in part:
                    digest.update(line)
                    row = json.loads(line)
                    if row.keys() != columns:
                        raise ValueError("other columns")
                    yield {name: _read(value) for name, value in row.items()}
        except _UNREADABLE as error:
            raise damaged(self.file, f"the rows of {table.name} can't be read") from error


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """A backup, for reading; StoreError tells why a file is none."""
    try:
        archive = zipfile.ZipFile(file)
    except OSError as error:
        raise StoreError(f"{file} can't be read: {error.strerror}.") from error
    except _UNREADABLE as error:
        raise damaged(file, "it is cut off, or it never was a backup") from error
    with archive:
        yield Archive(file, archive, _manifest(file, archive))


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        said = json.loads(archive.read(MANIFEST))
        if said["format"] != FORMAT:
            raise StoreError(
                f"{file} is a backup of format {said['format']}, and this formkit reads format "
                f"{FORMAT}. Install the formkit {said['formkit']} that wrote it."
            )
        tables = {name: Part(**part) for name, part in said.pop("tables").items()}
        return Manifest(**said, tables=tables)
    except _UNREADABLE as error:
        raise damaged(file, f"{MANIFEST}, which tells what is in it, can't be read") from error


def damaged(file: Path, why: str) -> StoreError:
    """That a file can't be restored from, in words."""
    return StoreError(f"{file} is damaged, and nothing was restored from it: {why}.")


def _read(value: Json) -> Json:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def put(connection: Connection, table: Table, rows: Iterable[Mapping[str, Json]]) -> None:
    """Add rows to a table. What points into the table itself is set once all are there."""
    whole = metadata.tables[table.name]
    own = [
        key.parent.name
        for key in whole.foreign_keys
        if key.column.table is whole and key.parent.name in table.columns
    ]
    pointing: dict[str, list[dict[str, Json]]] = {name: [] for name in own}
    iterator = iter(rows)
    while batch := [dict(row) for row in islice(iterator, _AT_ONCE)]:
        for row in batch:
            for name in own:
                if row[name] is not None:
                    pointing[name].append({"of": row["id"], "to": row[name]})
                    row[name] = None
        connection.execute(insert(table), batch)
    for name, found in pointing.items():
        if found:
            statement = update(table).where(table.c.id == bindparam("of"))
            connection.execute(statement.values({name: bindparam("to")}), found)
