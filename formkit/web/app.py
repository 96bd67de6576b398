"""formkit as a web application: a router for somebody's own, or one that stands alone."""

import json
from typing import NoReturn

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from formkit.language import N_
from formkit.web import fill, workspace
from formkit.web.host import Host
from formkit.web.openapi import document
from formkit.web.security import Refused, answer
from formkit.web.served import Served, gathered
from formkit.web.settings import Settings
from formkit.web.visit import visit

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


def router(settings: Settings | None = None, *, host: Host | None = None) -> APIRouter:
    """All of formkit's addresses, to be included under any prefix.

    `app.include_router(formkit.web.router(Settings(…)), prefix="/forms")`. It opens with the
    application that it is included in, or with the first request.
    """
    host = host or Host(settings or Settings())
    return APIRouter(routes=list(_routes(host)), lifespan=host.lifespan, redirect_slashes=False)


def application(settings: Settings | None = None, *, host: Host | None = None) -> FastAPI:
    """formkit as an application of its own, to be served, or mounted under any path."""
    host = host or Host(settings or Settings())
    app = FastAPI(
        title="formkit",
        # its own and not those of an included router, which would be looked up twice
        routes=[*_routes(host), *gathered(host, [Route("/openapi.json", _openapi)])],
        lifespan=host.lifespan,
        # those pages would load scripts from elsewhere
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # it would lead to wherever the Host header says
        redirect_slashes=False,
    )
    # Starlette asks it for whatever no route takes
    app.router.default = Served(host, "/…", dict.fromkeys(_METHODS, _not_there))
    return app


def _routes(host: Host) -> list[Route]:
    return gathered(host, (*fill.routes(host), *workspace.routes(host)))


async def _openapi(request: Request) -> Response:
    told = json.dumps(document(visit(request).prefix), ensure_ascii=False)
    return answer(request, told, style="none", media_type="application/json")


async def _not_there(_request: Request) -> NoReturn:
    raise Refused(
        404,
        N_("There is nothing at this address"),
        (N_("Perhaps a letter of it is missing. Please look at it once more."),),
    )
