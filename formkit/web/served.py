"""What stands around every page: the guard, the limits, the words for what goes amiss, the log."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from time import perf_counter

from attrs import define, field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from formkit.errors import StoreAwayError, StoreError, StoreFullError
from formkit.language import N_
from formkit.web.host import Host
from formkit.web.limits import no_room
from formkit.web.notices import refusal
from formkit.web.security import (
    ALWAYS,
    SAFE_METHODS,
    Refused,
    answer,
    comes_from_here,
    policy,
)
from formkit.web.visit import KEY, arrive

Endpoint = Callable[[Request], Awaitable[Response]]

_ALWAYS = tuple((name.encode(), value.encode()) for name, value in ALWAYS)
_POLICY = b"content-security-policy"
_STRICTEST = (_POLICY, policy("none").encode())
# What the log says of a client that went away before its answer.
_GONE = 499


@define(eq=False)
class Served:
    """All methods of one path, as an ASGI application.

    An application and not a function, since a router that is included anywhere makes its routes
    anew, and keeps of each only the path and the endpoint: what stands around has to be in there.
    """

    host: Host
    path: str
    endpoints: Mapping[str, Endpoint]
    _allowed: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._allowed = ", ".join(sorted({*self.endpoints, "OPTIONS"}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        began = perf_counter()
        host = self.host
        scope[KEY] = arrive(host, scope, self.path)
        watched = _Watched(send)
        try:
            await self._answer(scope, receive, watched)
        except ClientDisconnect:
            watched.status = _GONE
        finally:
            host.log.request(
                host.now(),
                scope["method"],
                self.path,
                watched.status,
                perf_counter() - began,
                watched.size,
            )

    async def _answer(self, scope: Scope, receive: Receive, send: "_Watched") -> None:
        host = self.host
        request = Request(scope, receive)
        try:
            if not host.ready:
                await run_in_threadpool(host.open)
            endpoint = self.endpoints.get(scope["method"])
            if endpoint is None:
                response = self._other(request)
            else:
                if scope["method"] not in SAFE_METHODS:
                    receive = self._guarded(scope, receive)
                    request = Request(scope, receive)
                response = await endpoint(request)
            await response(scope, receive, send)
        except ClientDisconnect:
            raise
        except Exception as error:
            if send.status:
                # half an answer is out: nothing can be said any more, and the server ends it
                raise
            if _is_fault(error):
                host.log.fault(host.now(), self.path, error)
            await refusal(request, _told(error))(scope, receive, send)

    def _guarded(self, scope: Scope, receive: Receive) -> Receive:
        host = self.host
        if not comes_from_here(scope, host.settings):
            raise Refused(
                403,
                N_("This form was sent from another address"),
                (
                    N_("Please open the form here again, and send it from this page."),
                    N_("Nothing was stored."),
                ),
            )
        host.limits.admit(scope)
        return host.limits.body(scope, receive)

    def _other(self, request: Request) -> Response:
        allowed = (("allow", self._allowed),)
        if request.method == "OPTIONS":
            return answer(request, "", 204, style="none", headers=allowed)
        raise Refused(
            405,
            N_("This can't be done at this address"),
            (N_("Please go back and choose the way that the page offers."),),
            headers=allowed,
        )


@define(eq=False)
class _Watched:
    """`send` that adds what every answer has, and sees how it went."""

    send: Send
    status: int = 0
    size: int = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"]
            # formkit's own answers have it all, and 304 leaves a page the headers that it came with
            if message["status"] != 304 and not any(name == _POLICY for name, _ in headers):
                own = {name.lower() for name, _ in headers}
                message["headers"] = [
                    *headers,
                    *(pair for pair in (*_ALWAYS, _STRICTEST) if pair[0] not in own),
                ]
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self.send(message)


def _is_fault(error: Exception) -> bool:
    """Whether it is the program's: what was refused, and a store that is away, are none."""
    return not isinstance(error, Refused | HTTPException | StoreFullError | StoreAwayError)


def _told(error: Exception) -> Refused:
    """Whatever was raised, as what a person is told."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, HTTPException):
        return Refused(
            error.status_code,
            N_("What was sent can't be read"),
            (N_("Please open the form again, and send it from its page."),),
            headers=tuple((error.headers or {}).items()),
        )
    if isinstance(error, StoreFullError):
        return no_room()
    if isinstance(error, StoreError):
        return Refused(
            503,
            N_("The answers can't be reached at this moment"),
            (
                N_("What was stored is safe. Please keep this page open, and try again soon."),
                N_("If it goes on, please tell an officer."),
            ),
            headers=(("retry-after", "30"),),
        )
    return Refused(
        500,
        N_("Something went amiss here, and not with you"),
        (
            N_("What was stored is safe. Please keep this page open, and try again soon."),
            N_("If it goes on, please tell an officer."),
        ),
    )


def gathered(host: Host, routes: Iterable[Route]) -> list[Route]:
    """The routes with all that stands around them; those of one path become one."""
    by_path: dict[str, list[Route]] = {}
    for route in routes:
        by_path.setdefault(route.path, []).append(route)
    return [
        Route(path, Served(host, path, _endpoints(own)), name=own[0].name)
        for path, own in by_path.items()
    ]


def _endpoints(routes: Iterable[Route]) -> dict[str, Endpoint]:
    return {
        method: route.endpoint for route in routes for method in sorted(route.methods or {"GET"})
    }
