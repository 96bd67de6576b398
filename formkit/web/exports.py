"""Files of answers for downloading: made in the background, kept for a day, and then gone.

Each has a file beside it that says how far it is. So a page that is opened again, another process
on the same folder, and a server that was started anew all see the same.
"""

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as midnight
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from typing import Any, Literal

from attrs import asdict, define, evolve, field, frozen

from formkit.report.export import Format, export
from formkit.store.database import Database
from formkit.store.times import moment, read_moment, utc_offset

State = Literal["waiting", "running", "ready", "broken"]

KEPT = timedelta(days=1)
# So many are made at a time by one process; of several on one PostgreSQL each makes so many, since
# it is each one's own memory and processor that is to be spared.
TOGETHER = 2
FOLDER = "exports"

# A moment whose offset is all that counts.
_ANY = "2000-01-01T00:00:00.000000Z"
_ID = re.compile(r"[0-9a-f]{16}")
# How often, in seconds, the file beside says how far it is, and after how long without a word it
# is known that nobody goes on with it.
_TOLD_EVERY = 0.25
_ALIVE_EVERY = 5.0
_SILENT = 30.0


@frozen
class Wanted:
    """What is asked for. `since` and `until` are days, both included; empty is no limit.

    `rows` is the list whose rows a CSV has in place of the answers. `language` is that of whoever
    asked.
    """

    slug: str
    format: Format
    personal: bool
    language: str
    since: str = ""
    until: str = ""
    rows: str = ""

    def moments(self, offset: str) -> tuple[datetime | None, datetime | None]:
        """From when to before when, by a clock with this offset."""
        zone = read_moment(_ANY, offset).tzinfo
        first, last = (
            datetime.combine(date.fromisoformat(day), midnight(), zone) if day else None
            for day in (self.since, self.until)
        )
        return first, last and last + timedelta(days=1)


@frozen
class File:
    """A file that is made or being made; `total` and `done` count responses, `size` bytes.

    `offset` is that of the clock at which it was asked for.
    """

    id: str
    wanted: Wanted
    made_at: str
    offset: str
    total: int
    state: State = "waiting"
    done: int = 0
    size: int = 0

    @property
    def name(self) -> str:
        """What it is called where it is saved: `visit-2026-11-25.xlsx`."""
        day = read_moment(self.made_at, self.offset).date()
        rows = "".join(re.findall("[A-Za-z0-9_-]+", self.wanted.rows))
        return f"{self.wanted.slug}{'-' if rows else ''}{rows}-{day}.{self.wanted.format}"


class _Stopped(Exception):
    """The server ends, or the file isn't wanted any more."""


@define(eq=False)
class Exports:
    """The files of one folder in that of the data.

    `going` says whether the server still runs, `tell` hears of an error that a file broke at.
    """

    data: Path
    database: Callable[[], Database]
    now: Callable[[], datetime]
    going: Callable[[], bool]
    tell: Callable[[Exception], None]
    _turns: BoundedSemaphore = field(init=False, factory=lambda: BoundedSemaphore(TOGETHER))

    @property
    def folder(self) -> Path:
        return self.data / FOLDER

    def ask(self, wanted: Wanted, total: int) -> File:
        """Begin a file; `total` is how many responses will be in it."""
        self.tidy()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        now = self.now()
        file = File(secrets.token_hex(8), wanted, moment(now), utc_offset(now), total)
        self._keep(file)
        Thread(target=self._make, args=(file,), name="formkit-export", daemon=True).start()
        return file

    def find(self, id: str) -> File | None:  # noqa: A002 - the name of the field
        """The file with this id."""
        return self._read(self.folder / f"{id}.json") if _ID.fullmatch(id) else None

    def all(self) -> list[File]:
        """Every file, the latest first."""
        self.tidy()
        found = [file for path in self._beside() if (file := self._read(path))]
        return sorted(found, key=lambda file: (file.made_at, file.id), reverse=True)

    def path(self, file: File) -> Path:
        """Where a file that is ready lies."""
        return self.folder / f"{file.id}.{file.wanted.format}"

    def remove(self, file: File) -> None:
        """Delete a file; one that is being made isn't gone on with."""
        for path in self.folder.glob(f"{file.id}.*"):
            _drop(path)

    def tidy(self) -> None:
        """Delete what is older than a day, and what a process left behind that was killed."""
        now, oldest = self.now(), time.time() - KEPT.total_seconds()
        several = list(self.folder.glob("*")) if self.folder.is_dir() else []
        known = {path: self._read(path.with_suffix(".json")) for path in several}
        for path, file in known.items():
            if now - read_moment(file.made_at) >= KEPT if file else _touched(path) < oldest:
                _drop(path)

    # ---- making one

    def _make(self, file: File) -> None:
        ended = Event()
        Thread(target=self._stay_alive, args=(file, ended), daemon=True).start()
        try:
            with self._turns:
                self._write(file)
        except _Stopped:
            _drop(self.path(file))
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits is told
            self.tell(error)
            if self._there(file):
                self._keep(evolve(file, state="broken"))
        finally:
            ended.set()

    def _write(self, file: File) -> None:
        wanted, path, told = file.wanted, self.path(file), 0.0

        def progress(done: int) -> None:
            nonlocal told
            at = time.monotonic()
            if at - told >= _TOLD_EVERY:
                told = at
                self._go_on(file)
                self._keep(evolve(file, state="running", done=min(done, file.total)))

        progress(0)
        since, until = wanted.moments(file.offset)
        with self.database().reading() as connection:
            done = export(
                connection,
                wanted.slug,
                wanted.format,
                path,
                since=since,
                until=until,
                personal=wanted.personal,
                language=wanted.language,
                rows=wanted.rows,
                progress=progress,
            )
        self._go_on(file)
        size, count = path.stat().st_size, done.responses
        self._keep(evolve(file, state="ready", total=count, done=count, size=size))

    def _go_on(self, file: File) -> None:
        if not self.going() or not self._there(file):
            raise _Stopped

    def _stay_alive(self, file: File, ended: Event) -> None:
        """Say now and then that somebody is at it, also where nothing moves for long."""
        while not ended.wait(_ALIVE_EVERY):
            if self._there(file):
                os.utime(self._beside_of(file))

    # ---- what is said beside it

    def _beside_of(self, file: File) -> Path:
        return self.folder / f"{file.id}.json"

    def _beside(self) -> Iterator[Path]:
        return self.folder.glob("*.json") if self.folder.is_dir() else iter(())

    def _there(self, file: File) -> bool:
        return self._beside_of(file).exists()

    def _keep(self, file: File) -> None:
        path = self._beside_of(file)
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(asdict(file)), encoding="utf-8")
        fresh.replace(path)

    def _read(self, path: Path) -> File | None:
        """What is said of a file; one that nobody goes on with is broken."""
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            file = File(**{**told, "wanted": Wanted(**told["wanted"])})
            silent = time.time() - path.stat().st_mtime
        except (OSError, ValueError, TypeError, KeyError):
            return None
        if file.state == "ready" and not self.path(file).exists():
            return None
        if file.state in ("waiting", "running") and silent > _SILENT:
            return evolve(file, state="broken")
        return file


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        # gone in the meantime
        return time.time()
