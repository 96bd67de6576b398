"""What a request asks for: which form, and in which language."""

from starlette.requests import Request
from starlette.responses import Response

from formkit.language import N_, negotiate
from formkit.store.forms import Published
from formkit.web.pages import Pages, Way, stylesheet_hash
from formkit.web.security import Refused, answer
from formkit.web.visit import query, visit


def form_asked_for(request: Request) -> Published:
    """The form at the address of a request, open or stopped."""
    found = visit(request).host.shelf.get(request.path_params["slug"])
    if found is None:
        raise Refused(
            404,
            N_("There is no form at this address"),
            (N_("Perhaps a letter of it is missing. Please look at it once more."),),
        )
    return found


def language_of(request: Request, each: Published, otherwise: str | None = None) -> str:
    """The language of `?lang` if the form has it, else `otherwise`, else the form's first."""
    wanted = query(request.scope, "lang") or otherwise
    form = each.form
    return negotiate(wanted, form.languages or (form.language,), form.language)


def step_of(request: Request) -> str:
    """`question` where the page is asked for in large text and one question at a time."""
    return "question" if query(request.scope, "step") == "question" else ""


def stopped(request: Request, each: Published, language: str, typed: str = "") -> Response:
    """What is said of a form that takes no more answers, over what somebody typed all the same."""
    here = visit(request)
    html = Pages(here.host, here.prefix).notice(
        N_("This form takes no more answers"),
        (N_("What was typed isn't stored. It stands below, to be read or copied."),)
        if typed
        else (N_("Its time is over, or it was replaced by another one."),),
        language,
        way=Way(here.path("/"), N_("See the forms")),
        form=each.form,
        typed=typed,
    )
    return answer(request, html, 410, style=stylesheet_hash())
