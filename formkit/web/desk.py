"""The frame of the workspace: who is let in, in which language, and how its pages are made."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from attrs import frozen
from jinja2_fragments import render_block
from starlette.requests import Request
from starlette.responses import Response

from formkit.language import N_, Translator, number_text, translator
from formkit.page.render import own_name
from formkit.store import people
from formkit.web.host import Host
from formkit.web.notices import is_partial
from formkit.web.pages import LANGUAGES
from formkit.web.prepared import Bytes
from formkit.web.security import SAFE_METHODS, answer, cookie, redirect
from formkit.web.visit import Visit, visit

# Who did what is recorded of whoever came by the owner's link.
ACTOR = "owner"

_SESSION = "staff"
_LANGUAGE = "lang"
# The places of the workspace, with their paths below it.
_PLACES = (
    ("forms", "/w", N_("Forms")),
    ("answers", "/w/answers", N_("Answers")),
    ("more", "/w/more", N_("More")),
)
# A fragment isn't the page that has the same address.
_VARY = (("vary", "accept-encoding, hx-request, hx-request-type, hx-history-restore-request"),)

Endpoint = Callable[[Request], Awaitable[Response]]
Behind = Callable[["Desk"], Awaitable[Response]]


@frozen
class Desk:
    """One request to the workspace, with all that its page needs to know.

    `language` is that of formkit's own words: the one in the query, which is remembered, else the
    remembered one, else that of the settings.
    """

    request: Request
    visit: Visit
    language: str
    say: Translator
    cookies: tuple[str, ...] = ()

    @property
    def host(self) -> Host:
        return self.visit.host

    def path(self, below: str) -> str:
        """The path of a link: `desk.path("/w/answers")`."""
        return self.visit.path(below)

    def number(self, value: int) -> str:
        """A number as it is shown to a person."""
        return number_text(value, self.language)

    def command(self, arguments: str) -> str:
        """A command as whoever stands before the server types it."""
        return f"{self.host.settings.command} {arguments}"

    # ---- answers

    def page(
        self,
        template: str,
        place: str = "",
        *,
        status: int = 200,
        exact: bool = False,
        **context: Any,
    ) -> Bytes:
        """A whole page of the workspace.

        `place` is where it stands among the places, none for a page before the door; `exact` where
        it is the first page of that place.
        """
        html = self.host.renderer.environment.get_template(f"workspace/{template}").render(
            **self._around(place, exact=exact), **context
        )
        return answer(
            self.request, html, status, style="linked", headers=_VARY, cookies=self.cookies
        )

    def part(self, template: str, block: str, **context: Any) -> Bytes:
        """One block of a page, for htmx."""
        html = render_block(
            self.host.renderer.environment,
            f"workspace/{template}",
            block,
            **self._around(),
            **context,
        )
        return answer(self.request, str(html), style="none", headers=_VARY)

    def notice(
        self,
        status: int,
        heading: str,
        sentences: Iterable[str],
        *,
        command: str = "",
        way: tuple[str, str] | None = None,
        place: str = "",
    ) -> Bytes:
        """What couldn't be done, or is to be done first. Words are msgids; `way` leads on."""
        href, words = way or ("", "")
        return self.page(
            "notice.html",
            place,
            status=status,
            heading=self.say.gettext(heading),
            sentences=[self.say.gettext(sentence) for sentence in sentences],
            command=command,
            href=href,
            way=self.say.gettext(words) if words else "",
        )

    def not_found(self, sentence: str) -> Bytes:
        """What isn't there, in a sentence (a msgid)."""
        return self.notice(
            404,
            N_("This isn't here"),
            (sentence,),
            way=(self.path("/w"), N_("See the forms")),
            place="forms",
        )

    def go(self, below: str, *, cookies: Iterable[str] = ()) -> Bytes:
        """Leads on after something was done."""
        return redirect(self.request, self.path(below), cookies=(*self.cookies, *cookies))

    # ---- the session

    def session_cookie(self, token: str, seconds: int) -> str:
        """The cookie that holds a session; `seconds` 0 takes it away."""
        return cookie(
            _SESSION, token, path=self.path("/w"), secure=self.visit.secure, seconds=seconds
        )

    @property
    def token(self) -> str:
        """The session's token; empty where the browser has none."""
        return self.request.cookies.get(_SESSION, "")

    async def is_in(self) -> bool:
        """Whether somebody has come in, whose session has not ended."""
        token = self.token
        if not token:
            return False
        at = self.host.now()
        return await self.host.read(lambda connection: people.session(connection, token, at))

    # ---- how

    def _around(self, place: str = "", *, exact: bool = False) -> dict[str, Any]:
        safe = self.request.method in SAFE_METHODS
        static = self.host.static(self.visit.prefix)
        return {
            "_": self.say.gettext,
            "ngettext": self.say.ngettext,
            "number": self.number,
            "language": self.language,
            # the answer to a POST has no address that could be opened in another language
            "languages": self._languages() if safe else (),
            "static": lambda name: f"{static}/{name}",
            "place": place,
            "exact": exact,
            "home": self.path("/w"),
            "places": [
                (name, self.path(path), self.say.gettext(words)) for name, path, words in _PLACES
            ],
        }

    def _languages(self) -> list[tuple[str, str, str | None]]:
        return [
            (tag, own_name(tag), None if tag == self.language else f"?lang={tag}")
            for tag in LANGUAGES
        ]


def desk(request: Request) -> Desk:
    """What is known of a request to the workspace."""
    here = visit(request)
    chosen = request.query_params.get("lang")
    known = [tag for tag in (chosen, request.cookies.get(_LANGUAGE)) if tag in LANGUAGES]
    language = next(iter(known), here.host.settings.language)
    cookies: tuple[str, ...] = ()
    if chosen == language:
        cookies = (cookie(_LANGUAGE, language, path=here.path("/w"), secure=here.secure),)
    return Desk(request, here, language, translator(language), cookies)


def behind(endpoint: Behind) -> Endpoint:
    """An endpoint for those only who have come in; others are told how to."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        own = desk(request)
        if await own.is_in():
            return await endpoint(own)
        if request.method not in SAFE_METHODS:
            return sign_in(own, 403)
        if is_partial(request):
            return answer(
                request, "", 403, style="none", headers=(("hx-redirect", own.path("/w/sign-in")),)
            )
        return own.go("/w/sign-in")

    return guarded


def sign_in(own: Desk, status: int = 200) -> Bytes:
    """How to come in."""
    return own.notice(
        status,
        N_("The results are behind a link"),
        (
            N_("Whoever answers for the forms opens them with a link that works once."),
            N_("On the computer that serves the forms, this command makes a new link:"),
        ),
        command=own.command("link"),
    )


def option(query: Mapping[str, str], name: str) -> str | None:
    """A text of the query; None where it is empty or isn't there."""
    return query.get(name) or None
