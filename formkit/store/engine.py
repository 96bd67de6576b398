"""A connection to where things are kept: SQLite in a folder, or PostgreSQL by its address."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import field, frozen
from filelock import BaseFileLock, FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from formkit.errors import StoreAwayError, StoreError, StoreFullError

FILE = "formkit.sqlite3"
LOCK = "serving.lock"

# How long one process waits for another that is writing to the same SQLite file.
_PATIENCE = 30.0
# The one option of a connection that says it will write.
_WRITES = "formkit_writes"
# What PostgreSQL calls a lost connection, too few resources, and a server that stops or starts.
_AWAY = {"08", "53", "57"}


@frozen(eq=False)
class Database:
    """Where things are kept, open. `folder` holds what stands beside the tables, too.

    `url` says where the tables are, without a password. Threads may share it; each `reading` and
    `writing` has a connection of its own. What `_reader` connects to never writes, and sees one
    moment of the store in each transaction.
    """

    engine: Engine = field(repr=False)
    _reader: Engine = field(repr=False)
    folder: Path
    _lock: BaseFileLock | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def sqlite(self) -> bool:
        """Whether the tables are in a SQLite file, else they are in PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path:
        """The SQLite file; there is none where the tables are in PostgreSQL."""
        return self.folder / FILE

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store however long it reads; never writes."""
        with telling(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that may write: all of it is kept at the end, or nothing on an error."""
        with telling(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close every connection and give up the lock of whoever serves."""
        self._reader.dispose()
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()


def connect(folder: Path, url: str | None = None, *, serving: bool = False) -> Database:
    """The database of a folder, or the one at a `postgresql://` address; its tables as they are.

    Makes the folder and the file where they are missing, readable by nobody else. `serving` takes
    the folder's lock, since a SQLite file has one process that serves from it.
    """
    address = None if url is None else _postgres(url)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if address is None:
            # SQLite gives its other files the rights of this one
            os.close(os.open(folder / FILE, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"The folder {folder} can't be used: {error.strerror}.") from error
    lock = lock_folder(folder) if serving and address is None else None
    if address is None:
        engine, reader = _sqlite_engine(folder / FILE), _sqlite_reader(folder / FILE)
    else:
        engine = _postgres_engine(address)
        reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return Database(engine, reader, folder, lock)


def lock_folder(folder: Path) -> BaseFileLock:
    """The lock of whoever serves from a folder's SQLite file, or changes its tables."""
    # whoever closes a store may be another thread than the one that opened it
    lock = FileLock(folder / LOCK, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreError(
            f"Another formkit is serving from {folder} already. A SQLite store has one server: "
            "stop that one first, choose another folder with --data, or use PostgreSQL."
        ) from None
    return lock


@contextmanager
def telling() -> Iterator[None]:
    """Tell in words what isn't the fault of whoever asked: a full disk, a database that is away."""
    try:
        yield
    except DBAPIError as error:
        told = _told(error)
        if told is None:
            raise
        raise told from error


def _told(error: DBAPIError) -> StoreError | None:
    state = getattr(error.orig, "sqlstate", None)
    # the last byte is the kind, the others say more
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or state == "53100":
        return StoreFullError("The disk is full, so that nothing more can be stored.")
    if code == sqlite3.SQLITE_IOERR:
        return StoreAwayError("The disk can't be read or written just now.")
    if code == sqlite3.SQLITE_BUSY:
        return StoreAwayError("Another program is writing to the store, and doesn't end.")
    lost = isinstance(error, OperationalError | InterfaceError) and not hasattr(
        error.orig, "sqlite_errorcode"
    )
    if error.connection_invalidated or (lost and (state is None or state[:2] in _AWAY)):
        # whoever runs the server has to know whether it is the name, the password or the network
        said = " ".join(str(error.orig).split())
        return StoreAwayError(f"The database can't be reached just now: {said}")
    return None


def _pragma(raw: Any, name: str, value: str) -> None:
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _sqlite_engine(file: Path) -> Engine:
    engine = _sqlite_connections(file)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # A transaction that reads first and writes later can't always be let write: who will
        # write says so at once, and waits.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sqlite_reader(file: Path) -> Engine:
    engine = _sqlite_connections(file)

    @event.listens_for(engine, "connect")
    def prepared(raw: sqlite3.Connection, _record: object) -> None:
        _pragma(raw, "query_only", "ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")
        # a snapshot begins with its first read, not with BEGIN
        connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").first()

    return engine


def _sqlite_connections(file: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(file)), connect_args={"timeout": _PATIENCE}
    )

    @event.listens_for(engine, "connect")
    def prepared(raw: sqlite3.Connection, _record: object) -> None:
        # transactions begin where they are said to
        raw.isolation_level = None
        _pragma(raw, "journal_mode", "WAL")
        _pragma(raw, "synchronous", "FULL")
        _pragma(raw, "foreign_keys", "ON")
        # what is erased is overwritten
        _pragma(raw, "secure_delete", "ON")

    return engine


def _postgres(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        # not shown: it may hold a password
        raise StoreError("The address of the database can't be read.") from None
    if address.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise StoreError(
            f"A database at {address.drivername}:// isn't known. "
            "Give an address that begins with postgresql://, or none for SQLite."
        )
    return address.set(drivername="postgresql+psycopg")


def _postgres_engine(address: URL) -> Engine:
    try:
        # asked before use, so that a server that was started anew is found again
        return create_engine(address, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StoreError(
            "PostgreSQL needs a package more: pip install 'formkit[postgres]'."
        ) from None
