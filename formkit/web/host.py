"""One host: its settings, its store, the forms on its shelf, and pages that are made once."""

import contextlib
from asyncio import get_running_loop
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock, Thread
from time import time
from types import MappingProxyType
from typing import Any, TypeVar

from attrs import define, field, frozen
from jinja2 import PackageLoader
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from formkit.errors import FormkitError
from formkit.language import Translator, translator
from formkit.page.render import Renderer
from formkit.store.database import Database, open_database
from formkit.store.forms import Published, published
from formkit.store.retention import keep_terms
from formkit.store.shelf import Mark, mark
from formkit.store.writer import Writer
from formkit.web import phone
from formkit.web.judging import Judging
from formkit.web.limits import Limits
from formkit.web.logs import Log
from formkit.web.prepared import Prepared, prepare
from formkit.web.replies import Replies
from formkit.web.security import page_headers
from formkit.web.settings import Settings
from formkit.web.statics import static_hash

T = TypeVar("T")

# How often what other processes published is looked for, in seconds.
_LOOK = 1.0
# How often personal answers whose term is over are emptied, and other such work is done.
_HOUR = timedelta(hours=1)
# Pages of versions, languages and prefixes that are kept; the least used goes first.
_KEPT_PAGES = 512
# Prefixes for which pages are made before anybody asks.
_KEPT_PREFIXES = 4


def local_now() -> datetime:
    """Now, by the clock on the wall: with the offset of this machine's place."""
    at = time()
    return datetime.fromtimestamp(at, _zone(at // 60))


@lru_cache(maxsize=1)
def _zone(_minute: float) -> tzinfo | None:
    """The offset of this machine's place; no place changes its own within a minute."""
    return datetime.now().astimezone().tzinfo


@frozen
class Opened:
    """What is there once a host is open."""

    database: Database
    writer: Writer


@define(eq=False)
class Host:
    """Everything that the routes share. It opens at the first need, and opens once.

    `now` gives an aware time by the clock on the wall. `renderer` has the host's own templates
    and words for forms.
    """

    settings: Settings
    renderer: Renderer = field(factory=Renderer)
    now: Callable[[], datetime] = local_now
    # What else is to be done at the start and every hour, each with its name in the log.
    hourly: list[tuple[str, Callable[[], object]]] = field(init=False, factory=list)
    limits: Limits = field(init=False)
    log: Log = field(init=False)
    judging: Judging = field(init=False, factory=Judging)
    _replies: Replies | None = field(init=False, default=None)
    _opened: Opened | None = field(init=False, default=None)
    _opening: Lock = field(init=False, factory=Lock)
    _shelf: Mapping[str, Published] = field(init=False, factory=lambda: MappingProxyType({}))
    _mark: Mark | None = field(init=False, default=None)
    _pages: "OrderedDict[tuple[str, ...], Prepared]" = field(init=False, factory=OrderedDict)
    _prefixes: "OrderedDict[str, None]" = field(init=False, factory=OrderedDict)
    _making: Lock = field(init=False, factory=Lock)
    _stop: Event = field(init=False, factory=Event)
    _thread: Thread | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        own = self.renderer
        # the pages around a form are made by the host's own templates and words, too
        self.renderer = Renderer(
            templates=[*own.templates, PackageLoader("formkit.web")],
            catalogues=own.catalogues,
        )
        self.limits = Limits(self.settings)
        self.log = Log(self.settings)
        if self.settings.path is not None:
            self.expect(self.settings.path)

    # ---- opening and closing

    @property
    def ready(self) -> bool:
        """Whether it is open."""
        return self._opened is not None

    def open(self) -> Opened:
        """Opens the store and brings its tables up, unless that is done. Raises StoreError."""
        if self._opened is None:
            with self._opening:
                if self._opened is None:
                    self._opened = self._open()
        return self._opened

    def _open(self) -> Opened:
        settings = self.settings
        database = open_database(settings.data, settings.database, serving=True, now=self.now)
        try:
            with database.reading() as connection:
                self._look(connection)
            opened = Opened(database, Writer(database))
        except BaseException:
            database.close()
            raise
        self._stop.clear()
        # a thread, since an application that is mounted in another is never told of a start
        self._thread = Thread(target=self._watch, args=(opened,), name="formkit-jobs", daemon=True)
        self._thread.start()
        return opened

    def close(self) -> None:
        """Stores what was accepted and gives everything back; it may be opened again."""
        with self._opening:
            opened, self._opened = self._opened, None
            if opened is None:
                return
            self._stop.set()
            if self._thread is not None:
                self._thread.join()
            opened.writer.close()
            opened.database.close()

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """For whoever is told of start and stop: opens at once, and closes at the end."""
        await run_in_threadpool(self.open)
        try:
            yield
        finally:
            await run_in_threadpool(self.close)

    # ---- reading and writing

    @property
    def database(self) -> Database:
        return self.open().database

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` reads from one moment of the store; it runs in a thread of its own."""

        def run() -> T:
            with self.database.reading() as connection:
                return work(connection)

        return await run_in_threadpool(run)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` gives once all that it wrote is safe on the disk."""
        loop = get_running_loop()
        if self._replies is None or self._replies.loop is not loop:
            self._replies = Replies(loop)
        return await self._replies.of(self.open().writer.put(work))

    # ---- forms

    @property
    def shelf(self) -> Mapping[str, Published]:
        """The newest version of each form by its slug, in the order of their titles."""
        if self._opened is None:
            self.open()
        return self._shelf

    def refresh(self) -> None:
        """Looks at the shelf at once, after something on it was changed here."""
        with self.database.reading() as connection:
            self._look(connection)

    def _look(self, connection: Connection) -> bool:
        """Reads what is published, if that has changed."""
        found = mark(connection)
        if found == self._mark:
            return False
        forms = {each.slug: each for each in published(connection)}
        self._shelf, self._mark = MappingProxyType(forms), found
        return True

    # ---- pages

    def languages(self, each: Published) -> tuple[str, ...]:
        """The languages that a form is shown in; the first where nobody asks for another."""
        return each.form.languages or (each.form.language,)

    async def blank(self, each: Published, language: str, prefix: str, step: str = "") -> Prepared:
        """The page of a form that nobody has filled in: the same bytes for everybody."""
        found = self._pages.get((each.sha256, language, prefix, step))
        if found is None:
            found = await run_in_threadpool(self.make_blank, each, language, prefix, step)
        return found

    def make_blank(self, each: Published, language: str, prefix: str, step: str = "") -> Prepared:
        """The same, made now and in this thread unless it is made already."""
        key = (each.sha256, language, prefix, step)
        with self._making:
            found = self._pages.get(key)
            if found is None:
                html = self.page(each, language=language, prefix=prefix, step=step)
                found = prepare(
                    html.encode("utf-8", "replace"),
                    "text/html; charset=utf-8",
                    page_headers(cache="private, no-cache"),
                )
                self._pages[key] = found
                self.expect(prefix)
            self._pages.move_to_end(key)
            while len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        return found

    def page(
        self,
        each: Published,
        answers: Any = None,
        *,
        language: str,
        prefix: str,
        step: str = "",
    ) -> str:
        """The whole page of a form; `answers` and `step` are those of `Renderer.render_page`."""
        address = f"{prefix}/f/{each.slug}"

        def at(language: str, step: str) -> str:
            return f"{address}?lang={language}" + (f"&step={step}" if step else "")

        return self.renderer.render_page(
            each.form,
            answers,
            language=language,
            static=self.static(prefix),
            urls={"check": address},
            languages={tag: at(tag, step) for tag in self.languages(each)},
            step=step,
            takes=True,
            other_step=at(language, "" if step else "question"),
            script=phone.script(self.static(prefix)),
            head=self.head(prefix, translator(language, each.form.language, self.catalogues)),
        )

    @property
    def catalogues(self) -> tuple[Path, ...]:
        """The folders of the host's own words."""
        return tuple(Path(folder) for folder in self.renderer.catalogues)

    def head(self, prefix: str, say: Translator) -> Markup:
        """What the script for phones needs, in the head of each page that people come to."""
        return phone.head(say, prefix, self.static(prefix), self.settings.draft_days)

    def static(self, prefix: str) -> str:
        """The path under which the static files lie; it changes with what they hold."""
        return f"{prefix}/static/{static_hash()}"

    def expect(self, prefix: str) -> None:
        """Pages under this prefix will be asked for: they are made before."""
        self._prefixes[prefix] = None
        while len(self._prefixes) > _KEPT_PREFIXES:
            self._prefixes.popitem(last=False)

    def _make_all(self) -> None:
        """Makes the pages that will be asked for, so that nobody waits for one."""
        for prefix in tuple(self._prefixes):
            for each in self._shelf.values():
                for language in self.languages(each):
                    if self._stop.is_set():
                        return
                    self.make_blank(each, language, prefix)

    # ---- jobs

    def _watch(self, opened: Opened) -> None:
        """Looks at the shelf, and at terms that are over, until the host closes."""
        self._guarded("pages", self._make_all)
        last: datetime | None = None
        while True:
            at = self.now()
            if last is None or at - last >= _HOUR or at < last:
                last = at
                self._guarded("retain", lambda: self._retain(opened))
                for job, work in self.hourly:
                    self._guarded(job, work)
            if self._stop.wait(_LOOK):
                return
            self._guarded("shelf", lambda: self._look_again(opened))

    def _look_again(self, opened: Opened) -> None:
        with opened.database.reading() as connection:
            changed = self._look(connection)
        if changed:
            self._make_all()

    def _retain(self, opened: Opened) -> None:
        keep_terms(opened.database, lambda work: opened.writer.put(work).result(), self.now())

    def _guarded(self, job: str, work: Callable[[], object]) -> None:
        """Does a job; one that fails is told of in the log and tried again the next time."""
        try:
            work()
        except FormkitError as error:
            self.log.note(self.now(), f"{job}: {error}")
        except Exception as error:  # noqa: BLE001 - no fault of one job ends the others
            self.log.fault(self.now(), job, error)
