"""Looking a store over: what is well, what isn't, and what is good to know. It changes nothing."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from attrs import frozen
from filelock import FileLock, Timeout
from sqlalchemy import Connection, func, or_, select, text
from sqlalchemy.exc import DBAPIError

from formkit.errors import StoreError
from formkit.store.engine import LOCK, Database
from formkit.store.events import BACKED_UP
from formkit.store.forms import version as known
from formkit.store.judging import judged
from formkit.store.migrations import HEAD, step_of
from formkit.store.retention import due
from formkit.store.tables import event, response, revision, version
from formkit.store.times import read_moment
from formkit.store.working import FOLDER

# What is told one by one; of more, only how many.
_TOLD = 20
# A log that is larger has a reader that never ends, or nobody that may empty it.
_LARGE_LOG = 100_000_000
_OLD_BACKUP = timedelta(days=7)


@frozen
class Finding:
    """One line of the doctor's: `fault` is what somebody has to see to."""

    kind: Literal["ok", "note", "fault"]
    told: str


def examine(database: Database, at: datetime, *, free_disk: int) -> Iterator[Finding]:
    """All findings, one after the other; `free_disk` is how many bytes should be free.

    Takes a `database` that was connected, without being brought up: how it is, is the question.
    """
    yield from _folder(database.folder, free_disk)
    if database.sqlite:
        yield from _file(database)
        yield _server(database.folder)
    try:
        yield from _store(database, at)
    except DBAPIError as error:
        said = str(error.orig).strip().partition("\n")[0]
        yield Finding("fault", f"The store can't be read: {said}. Restore a backup.")
    except StoreError as error:
        yield Finding("fault", str(error))


def _store(database: Database, at: datetime) -> Iterator[Finding]:
    with database.reading() as connection:
        if database.sqlite:
            yield from _pages(connection)
        step = step_of(connection)
        if step != HEAD:
            yield _step(step)
            return
        yield Finding("ok", f"The tables are at the newest step, {HEAD}.")
        readable = True
        for finding in _versions(connection):
            readable = readable and finding.kind != "fault"
            yield finding
        if readable:
            yield from _responses(connection)
        yield from _revisions(connection)
        yield _terms(connection, at)
        yield _last_backup(connection, at)


# ---- the folder and its files


def _folder(folder: Path, free_disk: int) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    if free < free_disk:
        yield Finding(
            "fault",
            f"The disk of {folder} has {_size(free)} free, and the server takes new answers only "
            f"with {_size(free_disk)}.",
        )
    else:
        yield Finding("ok", f"The disk of {folder} has {_size(free)} free.")
    if os.name == "posix":
        open_to_others = [
            path
            for path in (folder, *sorted(folder.glob("formkit.*sqlite3*")))
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        ]
        for path in open_to_others:
            yield Finding(
                "fault", f"Other accounts of this machine can get at {path}: chmod go= {path}"
            )
    for copy in sorted(folder.glob("formkit.*-*.sqlite3")):
        yield Finding(
            "note", f"{copy} is a copy of everybody's answers. Remove it when it isn't needed."
        )
    if (folder / FOLDER).exists():
        yield Finding(
            "note",
            f"{folder / FOLDER} is in use by a backup just now, or was left by one that was "
            "ended. The next one removes it.",
        )


def _file(database: Database) -> Iterator[Finding]:
    size = database.file.stat().st_size
    log = database.file.with_name(database.file.name + "-wal")
    logged = log.stat().st_size if log.exists() else 0
    if logged > _LARGE_LOG:
        yield Finding(
            "fault",
            f"The log {log} has {_size(logged)}: something has been reading the store for long. "
            "Start the server anew.",
        )
    yield Finding("ok", f"The store has {_size(size)}, and its log {_size(logged)}.")


def _server(folder: Path) -> Finding:
    # its file isn't made here: to look changes nothing
    if (folder / LOCK).exists():
        lock = FileLock(folder / LOCK, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return Finding("note", f"A server is running from {folder}.")
        lock.release()
    return Finding("note", f"No server is running from {folder}.")


def _pages(connection: Connection) -> Iterator[Finding]:
    said = [row[0] for row in connection.execute(text(f"PRAGMA integrity_check({_TOLD})"))]
    if said == ["ok"]:
        yield Finding("ok", "The file is whole.")
    for fault in said if said != ["ok"] else ():
        yield Finding("fault", f"The file is broken: {fault}. Restore a backup.")
    for table, _row, parent, _key in connection.execute(text("PRAGMA foreign_key_check")):
        yield Finding("fault", f"A row of {table} points to one of {parent} that isn't there.")


# ---- the tables


def _step(step: str | None) -> Finding:
    if step is None:
        return Finding("fault", "There are no tables yet: the first formkit serve makes them.")
    return Finding(
        "fault",
        f"The tables are at step {step}, and this formkit works with {HEAD}. Where the store is "
        "older, formkit serve brings it up after a copy; where it is newer, install that formkit.",
    )


def _versions(connection: Connection) -> Iterator[Finding]:
    count = 0
    for (sha256,) in connection.execute(select(version.c.sha256).order_by(version.c.sha256)):
        try:
            known(connection, sha256)
            count += 1
        except StoreError as error:
            yield Finding("fault", str(error))
    yield Finding("ok", f"Versions of forms that can be read: {count}.")


def _responses(connection: Connection) -> Iterator[Finding]:
    count = faulty = 0
    for response_id, problems in judged(connection):
        count += 1
        if problems:
            faulty += 1
            if faulty <= _TOLD:
                where = ", ".join(f"{each.pointer or '/'} ({each.keyword})" for each in problems)
                yield Finding(
                    "fault", f"The response {response_id} doesn't fit its own form: {where}"
                )
    if faulty > _TOLD:
        yield Finding("fault", f"{faulty - _TOLD} more don't fit their own form.")
    yield Finding("ok", f"Responses that fit their own form: {count - faulty} of {count}.")


def _revisions(connection: Connection) -> Iterator[Finding]:
    missing = connection.scalars(
        select(response.c.id)
        .outerjoin(
            revision,
            (revision.c.response_id == response.c.id) & (revision.c.n == response.c.revision),
        )
        .where(revision.c.n.is_(None))
        .limit(_TOLD)
    )
    for response_id in missing:
        yield Finding("fault", f"The response {response_id} has no answers at all.")
    left = connection.scalars(
        select(response.c.id)
        .join(revision, revision.c.response_id == response.c.id)
        .where(
            response.c.state == "erased",
            or_(revision.c.answers != "{}", revision.c.personal.is_not(None)),
        )
        .limit(_TOLD)
    )
    for response_id in left:
        yield Finding("fault", f"The response {response_id} was erased, and has answers.")
    erased = connection.scalar(
        select(func.count()).select_from(response).where(response.c.state == "erased")
    )
    if erased:
        yield Finding("note", f"Erased responses: {erased}.")


def _terms(connection: Connection, at: datetime) -> Finding:
    answers = sum(len(each.pointers) for each in due(connection, at))
    if answers:
        return Finding(
            "fault",
            f"Personal answers past their term: {answers}. A server empties them when it runs; "
            "formkit retain does it now.",
        )
    return Finding("ok", "No personal answer is past its term.")


def _last_backup(connection: Connection, at: datetime) -> Finding:
    last = connection.scalar(select(func.max(event.c.at)).where(event.c.kind == BACKED_UP))
    if last is None:
        return Finding("note", "No backup was made yet: formkit backup makes one.")
    age = at - read_moment(last)
    if age > _OLD_BACKUP:
        return Finding("note", f"The last backup is {age.days} days old.")
    return Finding("ok", f"The last backup was made at {last[:16]}Z.")


def _size(size: int) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size} {unit}"
        size //= 1000
    return f"{size} GB"
