"""Filling in forms: the list, the page of a form, its receipt, health, and the files of pages."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, text
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from formkit.errors import StoreError
from formkit.language import N_
from formkit.report.verdicts import still_open
from formkit.store.forms import Published, version
from formkit.store.receipts import Receipt, by_fill, by_receipt
from formkit.store.responses import response
from formkit.web import fillid
from formkit.web.asked import form_asked_for, language_of, step_of, stopped
from formkit.web.host import Host
from formkit.web.pages import Pages, Way, stylesheet_hash
from formkit.web.prepared import Prepared, prepare
from formkit.web.security import ALWAYS, Refused, answer, cookie, policy
from formkit.web.sending import send
from formkit.web.statics import static, static_hash, static_names
from formkit.web.visit import visit

# What it may do: fetch what it keeps.
_WORKER = "default-src 'none'; connect-src 'self'"
_FOR_EVER = "public, max-age=31536000, immutable"


def routes(_host: Host) -> tuple[Route, ...]:
    """The addresses for those who fill in forms."""
    return (
        Route("/", forms, name="forms"),
        Route("/f/{slug}", form, name="form"),
        Route("/f/{slug}", send, methods=["POST"], name="send"),
        Route("/r/{token}", receipt, name="receipt"),
        Route("/healthz", health, name="health"),
        Route("/sw.js", worker, name="worker"),
        Route("/static/{hash}/{name}", file, name="static"),
    )


async def forms(request: Request) -> Response:
    """The forms that are open, by title."""
    here = visit(request)
    found = [(each.slug, each.form) for each in here.host.shelf.values() if each.state == "open"]
    html = Pages(here.host, here.prefix).forms(found, here.language)
    return answer(request, html, style=stylesheet_hash(), cache="no-cache")


async def form(request: Request) -> Response:
    """The page of a form, the same bytes for everybody; a cookie has the id of the next fill."""
    here = visit(request)
    found = form_asked_for(request)
    language = language_of(request, found)
    if found.state != "open":
        return stopped(request, found, language)
    prepared = await here.host.blank(found, language, here.prefix, step_of(request))
    known = fillid.read(request.cookies.get(fillid.COOKIE))
    stored = bool(known.new) and await _is_stored(here.host, known.new)
    following = str(known.after(stored=stored))
    path = here.path(f"/f/{found.slug}")
    return prepared.answer(
        request, (cookie(fillid.COOKIE, following, path=path, secure=here.secure),)
    )


async def receipt(request: Request) -> Response:
    """What someone sees who has sent a form: never the answers."""
    here = visit(request)
    token = request.path_params["token"]

    def look(connection: Connection) -> tuple[Receipt, Published, int] | None:
        found = by_receipt(connection, token)
        own = version(connection, found.version_sha256) if found else None
        if found is None or own is None:
            return None
        is_list = own.form.settings.kind == "checklist"
        kept = response(connection, found.id) if is_list else None
        return found, own, still_open(own.form, kept.answers) if kept else 0

    known = await here.host.read(look)
    if known is None:
        raise Refused(
            404,
            N_("There is no receipt at this address"),
            (N_("Perhaps a letter of it is missing. Please look at it once more."),),
        )
    found, own, left = known
    language = language_of(request, own, found.language)
    pages = Pages(here.host, here.prefix)
    if found.state == "erased":
        html = pages.notice(
            N_("These answers were deleted"),
            (N_("Somebody asked for it. Nothing of what was filled in is left."),),
            language,
            way=Way(here.path("/"), N_("See the forms")),
            form=own.form,
        )
        return answer(request, html, 410, style=stylesheet_hash())
    newest = here.host.shelf.get(found.slug)
    is_open = newest is not None and newest.state == "open"
    html = pages.receipt(own.form, found, language, is_open=is_open, left=left)
    return answer(request, html, style=stylesheet_hash(), cache="private, no-cache")


async def health(request: Request) -> Response:
    """200 while answers can be read and stored, for whatever watches over the server."""
    host = visit(request).host
    host.limits.room()
    await host.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
    return answer(request, '{"status":"ok"}', style="none", media_type="application/json")


async def file(request: Request) -> Response:
    """A file that pages link to; its address changes with it, so it may be kept for ever."""
    found = _files().get(request.path_params["name"])
    if found is None or request.path_params["hash"] != static_hash():
        raise Refused(404, N_("There is nothing at this address"))
    return found.answer(request)


async def worker(request: Request) -> Response:
    """The service worker, at an address that never changes: a browser looks for its next one."""
    return _worker().answer(request)


@cache
def _worker() -> Prepared:
    return _prepared("sw.js", _WORKER, "no-cache")


@cache
def _files() -> Mapping[str, Prepared]:
    return {name: _prepared(name, policy("none"), _FOR_EVER) for name in static_names()}


def _prepared(name: str, policy: str, cache: str) -> Prepared:
    """A static file, with what a browser may do with it and for how long it keeps it."""
    each = static(name)
    headers = (*ALWAYS, ("content-security-policy", policy), ("cache-control", cache))
    return prepare(each.content, each.media_type, headers, packed=each.gzip)


async def _is_stored(host: Host, fill_id: str) -> bool:
    """Whether a fill is stored; where the store can't be asked, the page is still to be had."""
    try:
        found = await host.read(lambda connection: by_fill(connection, fill_id))
    except StoreError:
        return False
    return found is not None
