"""The one who writes: what has gathered is committed together, and then each is answered."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, TypeVar, cast

from attrs import define, field
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from formkit.errors import StoreAwayError, StoreError
from formkit.store.engine import Database, telling

T = TypeVar("T")

# So many works are committed together at most; the first of them waits for the last.
_TOGETHER = 128
# A work that another process's works stood against is tried so often.
_TRIES = 5
# What PostgreSQL calls two transactions that stand against each other.
_AGAINST = {"40001", "40P01"}


@define(eq=False)
class _Job:
    work: Callable[[Connection], Any]
    future: "Future[Any]"
    tries: int = 0
    # what the work came to; told once it is committed
    result: Any = None
    error: Exception | None = None
    again: bool = field(default=False)

    def tell(self) -> None:
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Writes to a database from one thread of its own.

    A commit waits for the disk, however much is in it: so all works that have come in the meantime
    share the next one. Each stands in a savepoint, so that one that fails leaves the others be.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="formkit-writer", daemon=True)
        self._thread.start()

    def put(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Have `work` done with a connection; what it returns comes once it is safely stored.

        An exception that it raises comes instead, and nothing of it is stored. It may be called
        more than once, each time as if it was the first: where another process stood against it.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise StoreError("The store is closed: nothing more can be written.")
            self._queue.put(_Job(work, cast("Future[Any]", future)))
        return future

    def close(self) -> None:
        """Do what was put, and end; nothing can be put any more."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        held: list[_Job] = []
        while going or held:
            jobs, held = held, []
            going = self._gather(jobs, wait=not jobs) and going
            # whoever asked may have gone, and then nothing is to be done
            jobs = [job for job in jobs if job.tries or job.future.set_running_or_notify_cancel()]
            if jobs:
                self._commit(jobs)
            for job in jobs:
                if job.again:
                    job.again, job.error = False, None
                    held.append(job)
                else:
                    job.tell()

    def _gather(self, jobs: list[_Job], *, wait: bool) -> bool:
        """Add what has come, waiting for the first; False once it was the last."""
        while len(jobs) < _TOGETHER:
            try:
                job = self._queue.get(block=wait)
            except Empty:
                break
            if job is None:
                return False
            jobs.append(job)
            wait = False
        return True

    def _commit(self, jobs: Sequence[_Job]) -> None:
        """Do all jobs in one transaction; each knows its result or its error afterwards."""
        try:
            with self._database.writing() as connection:
                for job in jobs:
                    self._do(job, connection)
        except Exception as error:  # noqa: BLE001 it is told to everyone whom it concerns
            for job in jobs:
                job.error = job.error or _unsafe(error)
                job.again = False

    def _do(self, job: _Job, connection: Connection) -> None:
        job.tries += 1
        try:
            with _part_of(connection):
                job.result = job.work(connection)
        except _TransactionGone:
            raise
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            job.error = error
            job.again = state in _AGAINST and job.tries < _TRIES
        except Exception as error:  # noqa: BLE001 it is told to whoever put the work
            job.error = error


class _TransactionGone(Exception):
    """The whole transaction is lost, with what others did in it."""


@contextmanager
def _part_of(connection: Connection) -> Iterator[None]:
    """One work's part of a transaction: undone alone where it fails.

    A full disk, or a connection that is lost, takes the whole transaction with it. Going on would
    begin another one, in which each statement is kept at once.
    """
    part = connection.begin_nested()
    try:
        with telling():
            yield
            part.commit()
    except Exception as error:
        if _is_whole(connection):
            part.rollback()
            raise
        raise _TransactionGone from error


def _is_whole(connection: Connection) -> bool:
    """Whether the transaction that the works stand in is there still."""
    if connection.invalidated or connection.closed:
        return False
    raw = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        return bool(getattr(raw, "in_transaction", False))
    return not getattr(raw, "closed", True)


def _unsafe(error: Exception) -> Exception:
    """The error for works that were well in themselves, but aren't stored."""
    cause = error.__cause__ if isinstance(error, _TransactionGone) else error
    if isinstance(cause, StoreError):
        return cause
    made = StoreAwayError("The store couldn't be written just now.")
    made.__cause__ = cause
    return made
