"""The one who writes: what has gathered is committed together, and then each is answered."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, TypeVar, cast

from attrs import define
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from formkit.errors import StoreAwayError, StoreError
from formkit.store.engine import Database, telling

T = TypeVar("T")

# So many works are committed together at most; the first of them waits for the last.
_TOGETHER = 128
# Two processes that each wait for what the other will commit would wait for ever. So who shares a
# commit waits a little, then lets the others have theirs, and goes on alone, holding nothing.
_PATIENCE = text("SET LOCAL lock_timeout = '10ms'")
# What PostgreSQL calls transactions that stand against each other.
_AGAINST = {"40001", "40P01", "55P03"}
_TRIES = 5


@define(eq=False)
class _Job:
    work: Callable[[Connection], Any]
    future: "Future[Any]"
    tries: int = 0
    # what the work came to; told once it is committed
    result: Any = None
    error: Exception | None = None

    @property
    def again(self) -> bool:
        """Whether another process stood against it, so that it is tried once more, alone."""
        return (
            isinstance(self.error, DBAPIError)
            and getattr(self.error.orig, "sqlstate", None) in _AGAINST
            and self.tries < _TRIES
        )

    def tell(self) -> None:
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Writes to a database from one thread of its own.

    A commit waits for the disk, however much is in it: so all works that have come in the meantime
    share the next one. One that fails is undone alone, and the others are stored.
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
        waiting: deque[_Job] = deque()
        while going or waiting:
            going = going and self._gather(waiting)
            if not waiting:
                continue
            if waiting[0].tries:
                jobs = [waiting.popleft()]
            else:
                jobs = [waiting.popleft() for _ in range(min(len(waiting), _TOGETHER))]
            self._commit(jobs)
            left = [job for job in jobs if job.again or not job.tries]
            for job in jobs:
                if job not in left:
                    job.tell()
            waiting.extendleft(reversed(left))

    def _gather(self, waiting: "deque[_Job]") -> bool:
        """Add what has come, waiting where there is nothing to do; False once it was the last."""
        while True:
            try:
                job = self._queue.get(block=not waiting)
            except Empty:
                return True
            if job is None:
                return False
            # whoever asked may have gone, and then nothing is to be done
            if job.future.set_running_or_notify_cancel():
                waiting.append(job)

    def _commit(self, jobs: Sequence[_Job]) -> None:
        """Do jobs; afterwards each knows its result or its error, or hasn't been tried."""
        try:
            if not self._together(jobs):
                self._one_by_one(jobs)
        except Exception as error:  # noqa: BLE001 it is told to everyone whom it concerns
            for job in jobs:
                # what wasn't tried would fare no better
                job.tries = _TRIES
                job.error = job.error or _unsafe(error)

    def _together(self, jobs: Sequence[_Job]) -> bool:
        """Do jobs in one transaction. False where one of several fails: then nothing is done.

        That is rare, and a savepoint for each would take longer than most of what is to be done.
        """
        failed: Exception | None = None
        try:
            with self._writing(jobs) as connection:
                for job in jobs:
                    try:
                        with telling():
                            job.result = job.work(connection)
                    except Exception as error:
                        failed = error
                        raise _WorkFailed from error
        except _WorkFailed:
            if len(jobs) > 1:
                return False
        for job in jobs:
            job.tries += 1
            job.error = failed
        return True

    def _one_by_one(self, jobs: Sequence[_Job]) -> None:
        """Do jobs in one transaction, each undone alone where it fails.

        It goes up to the first that another process stands against.
        """
        with self._writing(jobs) as connection:
            for job in jobs:
                job.tries += 1
                try:
                    with _part_of(connection):
                        job.result = job.work(connection)
                    job.error = None
                except _TransactionGone:
                    raise
                except Exception as error:  # noqa: BLE001 it is told to whoever put the work
                    job.error = error
                if job.again:
                    break

    @contextmanager
    def _writing(self, jobs: Sequence[_Job]) -> Iterator[Connection]:
        with self._database.writing() as connection:
            if len(jobs) > 1 and not self._database.sqlite:
                connection.execute(_PATIENCE)
            yield connection


class _WorkFailed(Exception):
    """A work raised, so that its transaction is given up."""


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
