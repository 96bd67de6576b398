"""What is said instead of what was asked for: a page, a fragment or JSON, as the request takes."""

import json

from markupsafe import Markup, escape
from starlette.requests import Request

from formkit.language import N_, translator
from formkit.store.forms import Published
from formkit.web import fillid
from formkit.web.asked import language_of
from formkit.web.pages import Pages, Way, stylesheet_hash
from formkit.web.prepared import Bytes
from formkit.web.security import Refused, answer
from formkit.web.visit import visit

# What is the matter with the page itself, so that going back to it would be of no use.
_FROM_THE_START = frozenset((400, 403, 405, 415))
_BACK = N_("The back button of this device leads to what was typed.")


def refusal(request: Request, refused: Refused) -> Bytes:
    """What was refused, in words.

    A person gets a page that leads to the list of forms; htmx gets the sentences for where it puts
    them; whoever takes JSON and no page gets `{"status", "message"}`, and the id that a header
    names: by it a phone tells this server from whoever else answers on the way, and much is
    refused before its body is read.
    """
    if wants_json(request):
        fill = fillid.known(request.headers.get("fill", ""))
        told = {"status": refused.status, "message": _sentences(request, refused)}
        told |= {"id": fill} if fill else {}
        html, style = json.dumps(told, ensure_ascii=False), "none"
    elif is_partial(request):
        html = Markup('<span class="e">{}</span>').format(escape(_sentences(request, refused)))
        style = "none"
    else:
        html, style = _page(request, refused), stylesheet_hash()
    return answer(
        request,
        html,
        refused.status,
        style=style,
        headers=refused.headers,
        media_type="application/json" if wants_json(request) else "text/html; charset=utf-8",
    )


def _page(request: Request, refused: Refused) -> str:
    here = visit(request)
    each = _form(request)
    language = here.language if each is None else language_of(request, each, here.language)
    sentences: tuple[str, ...] = refused.paragraphs
    way: Way | None = Way(here.path("/"), N_("See the forms"))
    if each is not None and request.method == "POST":
        address = here.path(f"/f/{each.slug}")
        query = "" if language == each.form.language else f"?lang={language}"
        way = Way(address + query, N_("Open the form again"))
        if refused.status not in _FROM_THE_START:
            # a button would lead away from what was typed
            way, sentences = None, (*sentences, _BACK)
    return Pages(here.host, here.prefix).notice(
        refused.heading,
        sentences,
        language,
        way=way,
        values=refused.values,
        form=each.form if each else None,
    )


def _form(request: Request) -> Published | None:
    """The form whose page this was asked for, or sent from."""
    host, slug = visit(request).host, request.path_params.get("slug")
    if slug is None or not host.ready or not request.scope["path"].endswith(f"/f/{slug}"):
        return None
    return host.shelf.get(slug)


def _sentences(request: Request, refused: Refused) -> str:
    say = translator(visit(request).language)
    messages = (refused.heading, *refused.paragraphs)
    texts = (say.text(message, **refused.values).text for message in messages)
    # a heading among sentences ends as they do
    return " ".join(text if text.endswith((".", "?", "…")) else text + "." for text in texts)


def wants_json(request: Request) -> bool:
    """Whether JSON is what the client names, and no page."""
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a fragment, and not a browser that goes back for the whole page."""
    headers = request.headers
    return (
        headers.get("hx-request-type") == "partial"
        and headers.get("hx-history-restore-request") != "true"
    )
