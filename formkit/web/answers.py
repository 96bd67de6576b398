"""The responses: the latest ones, and one shown as its own version asked."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import frozen
from jinja2 import BaseLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from formkit.language import N_
from formkit.page.built_in import BUILT_IN
from formkit.page.render import Folder, Renderer, own_name
from formkit.page.words import Words
from formkit.store import events
from formkit.store.forms import Published, version
from formkit.store.latest import Line, latest
from formkit.store.receipts import Receipt, by_code, by_receipt
from formkit.store.responses import Response as Kept
from formkit.store.responses import response
from formkit.web.desk import ACTOR, Desk, behind, option
from formkit.web.naming import form_language, form_title, grouped, in_words, moment_text
from formkit.web.prepared import Bytes

# So many stand on one page of the list.
_AT_ONCE = 30
_ID = re.compile("[0-9a-f-]{36}")
_NO_FORM = Words(Markup())


@frozen
class Row:
    """A response in a list; `title` is that of its form."""

    href: str
    received: str
    title: Words
    place: str
    team: str
    code: str
    trial: bool
    erased: bool


def routes() -> list[Route]:
    return [
        Route("/w/answers", show_answers, methods=["GET"]),
        Route("/w/answers/{id}", show_answer, methods=["GET"]),
        Route("/w/answers/{id}", uncover, methods=["POST"]),
    ]


# ---- the list


@behind
async def show_answers(own: Desk) -> Response:
    """The latest responses, of all forms or of one, page by page; `?code=` finds one."""
    query = own.request.query_params
    here, code = own.path("/w/answers"), option(query, "code")
    if code is not None:
        known = await own.host.read(lambda connection: by_code(connection, code))
        if known is not None:
            return own.go(f"/w/answers/{known.id}")
    slug, before = option(query, "form"), option(query, "before")
    if before is not None and not _ID.fullmatch(before):
        return _no_response(own)
    only = own.host.shelf.get(slug or "")
    if slug is not None and only is None:
        return own.not_found(N_("There is no form at this address."))

    def found(connection: Connection) -> tuple[list[Row], str | None]:
        # one more than is shown tells whether there are older ones
        several = latest(connection, slug, before=before, limit=_AT_ONCE + 1)
        more = several[_AT_ONCE - 1].id if len(several) > _AT_ONCE else None
        return lines(own, several[:_AT_ONCE]), more

    rows, more = await own.host.read(found)
    of_one = f"form={slug}&" if slug else ""
    return own.page(
        "answers.html",
        "answers",
        status=200 if code is None else 404,
        exact=slug is None and before is None,
        here=here,
        code=code or "",
        unknown=code is not None,
        only=form_title(only.form, own.language) if only else None,
        rows=rows,
        of_one=only is not None,
        newest=f"{here}?{of_one}".rstrip("?&") if before else None,
        older=f"{here}?{of_one}before={more}" if more else None,
    )


def lines(own: Desk, several: Iterable[Line]) -> list[Row]:
    """Responses as a list shows them."""
    return list(_lines(own, several))


def _lines(own: Desk, several: Iterable[Line]) -> Iterator[Row]:
    shelf, language = own.host.shelf, own.language
    for line in several:
        each = shelf.get(line.slug)
        yield Row(
            own.path(f"/w/answers/{line.id}"),
            moment_text(line.received_at, line.utc_offset, language),
            form_title(each.form, language) if each else _NO_FORM,
            in_words(each.form, "place", line.place, language) if each else line.place or "",
            line.team or "",
            grouped(line.code),
            line.trial,
            line.state == "erased",
        )


# ---- one of them


@behind
async def show_answer(own: Desk) -> Response:
    """One response, its personal answers covered."""
    return await _answer(own, personal=False)


@behind
async def uncover(own: Desk) -> Response:
    """The same with its personal answers, for this once; that it was asked for is recorded."""
    return await _answer(own, personal=True)


async def _answer(own: Desk, *, personal: bool) -> Bytes:
    id = own.request.path_params["id"]  # noqa: A001 - the name in the path
    if not _ID.fullmatch(id):
        return _no_response(own)
    at = own.host.now()

    def found(connection: Connection) -> tuple[Kept, Published, Receipt] | None:
        kept = response(connection, id, personal=personal)
        if kept is None:
            return None
        asked = version(connection, kept.version_sha256)
        receipt = by_receipt(connection, kept.receipt)
        return None if asked is None or receipt is None else (kept, asked, receipt)

    def recorded(connection: Connection) -> None:
        kept = response(connection, id)
        if kept is not None and kept.covered:
            events.record(connection, "uncovered", id, actor=ACTOR, at=at, pointers=kept.told)

    if personal:
        # first, so that nothing is shown of which there is no record
        await own.host.write(recorded)
    known = await own.host.read(found)
    if known is None:
        return _no_response(own)
    return _page(own, *known, personal=personal)


def _no_response(own: Desk) -> Bytes:
    return own.not_found(N_("There is no response at this address."))


def _page(own: Desk, kept: Kept, asked: Published, receipt: Receipt, *, personal: bool) -> Bytes:
    erased_at = receipt.erased_at
    newest = own.host.shelf.get(kept.slug)
    return own.page(
        "answer.html",
        "answers",
        here=own.path(f"/w/answers/{kept.id}"),
        of_form=own.path(f"/w/answers?form={kept.slug}"),
        title=form_title(asked.form, own.language),
        received=moment_text(kept.received_at, kept.utc_offset, own.language),
        code=grouped(kept.code),
        facts=list(_facts(own, kept, asked)),
        trial=kept.trial,
        erased=erased_at and moment_text(erased_at, kept.utc_offset, own.language),
        older=_older(own, kept.number, newest.number if newest else kept.number),
        covered=len(kept.covered),
        uncovered=personal,
        answers=Markup() if erased_at else _filled(own, kept, asked),
    )


def _facts(own: Desk, kept: Kept, asked: Published) -> Iterator[tuple[str, str]]:
    """What is known beside the answers, where it is."""
    say, language, form = own.say, own.language, asked.form
    found = (
        (say.gettext("Place"), in_words(form, "place", kept.place, language)),
        (say.gettext("Team"), in_words(form, "team", kept.team, language)),
        (say.gettext("Channel"), in_words(form, "channel", kept.channel, language)),
        (say.gettext("Kind of helper"), in_words(form, "helper_kind", kept.helper_kind, language)),
        (say.gettext("Filled in by"), kept.filled_by or ""),
        (say.gettext("Language"), own_name(kept.language) if kept.language else ""),
        (say.gettext("Version"), own.number(kept.number)),
    )
    return (pair for pair in found if pair[1])


def _older(own: Desk, number: int, newest: int) -> str:
    """What is told of a response to a version that isn't the newest; empty for others."""
    if number >= newest:
        return ""
    return own.say.text(
        N_("Sent with version %(old)s; now there is version %(new)s. It is shown as asked then."),
        old=own.number(number),
        new=own.number(newest),
    ).text


def _filled(own: Desk, kept: Kept, asked: Published) -> Markup:
    html = _reader(own.host.renderer).render_stored(
        asked.form,
        kept.answers,
        covered=kept.covered,
        emptied=kept.emptied,
        language=form_language(asked.form, own.language),
    )
    return Markup(html)  # noqa: S704 - rendered from templates that escape


@lru_cache(maxsize=8)
def _reader(own: Renderer) -> Renderer:
    """A host's renderer for forms that are read on a page that says what they are called."""
    templates: list[Folder | BaseLoader] = [
        PackageLoader("formkit.web", "templates/workspace/reading"),
        PrefixLoader({"formkit": BUILT_IN}),
        *own.templates,
    ]
    return Renderer(templates, own.catalogues)
