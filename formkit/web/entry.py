"""The door of the workspace: a link that works once, and the way out."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from formkit.language import N_
from formkit.store import people
from formkit.web.desk import Desk, behind, desk, sign_in
from formkit.web.prepared import Bytes

# In seconds.
_DAY = 24 * 60 * 60


def routes() -> list[Route]:
    return [
        Route("/w/", show_start, methods=["GET"]),
        Route("/w/sign-in", show_sign_in, methods=["GET"]),
        Route("/w/enter/{token}", show_enter, methods=["GET"]),
        Route("/w/enter/{token}", enter, methods=["POST"]),
        Route("/w/more", more, methods=["GET"]),
        Route("/w/leave", leave, methods=["POST"]),
    ]


async def show_start(request: Request) -> Response:
    """The address as people type it from memory."""
    return desk(request).go("/w")


async def show_sign_in(request: Request) -> Response:
    """How to come in; whoever is in goes on."""
    own = desk(request)
    return own.go("/w") if await own.is_in() else sign_in(own)


async def show_enter(request: Request) -> Response:
    """The page of a link: previews of it, and whoever only looks, spend nothing."""
    own = desk(request)
    token, at = request.path_params["token"], own.host.now()
    if await own.host.read(lambda connection: people.can_sign_in(connection, token, at)):
        return own.page("enter.html")
    return _spent(own)


async def enter(request: Request) -> Response:
    """Spends the link, and opens a session in this browser."""
    own = desk(request)
    token, at = request.path_params["token"], own.host.now()
    session = await own.host.write(lambda connection: people.spend(connection, token, at))
    if session is None:
        return _spent(own)
    return own.go("/w", cookies=[own.session_cookie(session, people.SESSION_DAYS * _DAY)])


def _spent(own: Desk) -> Bytes:
    return own.notice(
        410,
        N_("This link has been used, or its time is over"),
        (
            N_("Each link works once, on one device."),
            N_("On the computer that serves the forms, this command makes a new link:"),
        ),
        command=own.command("link"),
    )


@behind
async def more(own: Desk) -> Response:
    """What is rarely needed: files, the language, the way out."""
    return own.page(
        "more.html",
        "more",
        exact=True,
        files=own.path("/w/files"),
        leave=own.path("/w/leave"),
        command=own.command("link"),
    )


@behind
async def leave(own: Desk) -> Response:
    """Ends the session of this browser."""
    token = own.token
    await own.host.write(lambda connection: people.end_session(connection, token))
    return own.go("/w/sign-in", cookies=[own.session_cookie("", 0)])
