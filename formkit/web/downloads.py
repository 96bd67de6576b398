"""Downloads: a file of a form's answers is asked for, made while one waits, and fetched."""

from typing import Any

from attrs import define, frozen
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from formkit.language import N_
from formkit.page.words import Words, shown
from formkit.report.export import MEDIA_TYPES
from formkit.store import events
from formkit.store.forms import versions
from formkit.store.personal import personal_questions
from formkit.store.responses import count
from formkit.store.times import moment, read_moment, utc_offset
from formkit.web import asking
from formkit.web.desk import ACTOR, Desk, behind
from formkit.web.exports import KEPT, Exports, File, State, Wanted
from formkit.web.naming import day_text, form_title, moment_text, size_text
from formkit.web.notices import is_partial
from formkit.web.posted import read
from formkit.web.results import form_page, no_form, shelved

_NOT_MADE = N_("Something went amiss while it was made, or the server was stopped.")


@frozen
class FileView:
    """A file for a template; its words are in the language of the page."""

    href: str
    title: Words
    name: str
    kind: str
    days: str
    personal: bool
    state: State
    done: int
    total: int
    size: str
    made: str
    until: str
    why: str


@define(eq=False)
class Downloads:
    """The pages of the files that one host makes."""

    exports: Exports

    def routes(self) -> list[Route]:
        return [
            Route("/w/forms/{slug}/files", behind(self.ask), methods=["POST"]),
            Route("/w/files", behind(self.show_all), methods=["GET"]),
            Route("/w/files/{id}", behind(self.show), methods=["GET"]),
            Route("/w/files/{id}/get", behind(self.fetch), methods=["GET"]),
            Route("/w/files/{id}/remove", behind(self.remove), methods=["POST"]),
        ]

    async def ask(self, own: Desk) -> Response:
        """Begins a file; what is asked for with personal answers is recorded first."""
        each = shelved(own)
        if each is None:
            return no_form(own)
        asked, said = asking.asked(await read(own.request, own.host.settings.pairs_limit))
        if said:
            words = {name: own.say.gettext(sentence) for name, sentence in said.items()}
            return await form_page(own, each, asked, said=words)
        pointers = await own.host.read(lambda connection: _personal(connection, each.slug))
        personal = asked.personal and bool(pointers)
        wanted = Wanted(
            slug=each.slug,
            format=asked.format,
            personal=personal,
            language=own.language,
            since=_iso(asked.since),
            until=_iso(asked.until),
            rows=asked.rows,
        )
        at = own.host.now()
        if personal:
            await own.host.write(
                lambda connection: events.record(
                    connection, "exported", each.slug, actor=ACTOR, at=at, pointers=pointers
                )
            )
        since, until = wanted.moments(utc_offset(at))
        total = await own.host.read(lambda connection: count(connection, each.slug, since, until))
        file = await run_in_threadpool(self.exports.ask, wanted, total)
        return own.go(f"/w/files/{file.id}")

    async def show_all(self, own: Desk) -> Response:
        """The files of the last day."""
        found = await run_in_threadpool(self.exports.all)
        views = [_view(own, file) for file in found]
        return own.page("files.html", "more", more=own.path("/w/more"), files=views)

    async def show(self, own: Desk) -> Response:
        """How far a file is, or where it can be fetched; alone for htmx, which asks again."""
        file = await self._file(own)
        if file is None:
            return _gone(own)
        here = own.path(f"/w/files/{file.id}")
        context: dict[str, Any] = {
            "file": _view(own, file),
            "here": here,
            "get": f"{here}/get",
            "remove": f"{here}/remove",
            "of_form": own.path(f"/w/forms/{file.wanted.slug}"),
        }
        if is_partial(own.request):
            return own.part("file.html", "job", **context)
        return own.page("file.html", "forms", **context)

    async def fetch(self, own: Desk) -> Response:
        """The file itself, once it is whole."""
        file = await self._file(own)
        if file is None or file.state != "ready":
            return _gone(own)
        return FileResponse(
            self.exports.path(file),
            media_type=MEDIA_TYPES[file.wanted.format],
            filename=file.name,
            headers={"cache-control": "no-store"},
        )

    async def remove(self, own: Desk) -> Response:
        """Deletes a file."""
        file = await self._file(own)
        if file is not None:
            await run_in_threadpool(self.exports.remove, file)
        return own.go("/w/files")

    async def _file(self, own: Desk) -> File | None:
        return await run_in_threadpool(self.exports.find, own.request.path_params["id"])


def _personal(connection: Connection, slug: str) -> tuple[str, ...]:
    """The personal questions of all versions of a form."""
    several = (personal_questions(each.form) for each in versions(connection, slug))
    return tuple(dict.fromkeys(question.pointer for found in several for question in found))


def _iso(text: str) -> str:
    found = asking.day(text)
    return found.isoformat() if found else ""


def _gone(own: Desk) -> Response:
    return own.not_found(N_("This file is deleted. Each is kept for a day; prepare it again."))


def _view(own: Desk, file: File) -> FileView:
    each = own.host.shelf.get(file.wanted.slug)
    language, made = own.language, read_moment(file.made_at)
    return FileView(
        href=own.path(f"/w/files/{file.id}"),
        title=form_title(each.form, language) if each else Words(shown(file.wanted.slug)),
        name=file.name,
        kind=_kind(file.wanted),
        days=_days(own, file.wanted),
        personal=file.wanted.personal,
        state=file.state,
        done=file.done,
        total=file.total,
        size=size_text(file.size, language),
        made=moment_text(file.made_at, file.offset, language),
        until=moment_text(moment(made + KEPT), file.offset, language),
        why=own.say.gettext(_NOT_MADE),
    )


def _kind(wanted: Wanted) -> str:
    name = asking.NAMES[wanted.format]
    return f"{name}: {wanted.rows}" if wanted.rows else name


def _days(own: Desk, wanted: Wanted) -> str:
    first, last = (
        day_text(day, own.language) if (day := asking.day(text)) else ""
        for text in (wanted.since, wanted.until)
    )
    if first and last:
        words = N_("%(first)s to %(last)s")
    elif first:
        words = N_("from %(first)s")
    elif last:
        words = N_("until %(last)s")
    else:
        words = N_("all")
    return own.say.text(words, first=first, last=last).text
