"""What a request is about beside its path: under which prefix, how safe the way is, which words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from attrs import frozen
from starlette.requests import Request

from formkit.web.settings import IN_PATHS

if TYPE_CHECKING:
    from formkit.web.host import Host

KEY = "formkit"
# A path that came with a request is decoded: a percent sign in it is one.
_SAFE = IN_PATHS.replace("%", "")
# Nobody's query is longer; what comes after is as if it weren't there.
_QUERY = 4_000


@frozen
class Visit:
    """`prefix` stands before every path of this host, in links and in the paths of cookies.

    `secure` says whether cookies are for HTTPS only, `language` is that of formkit's own words.
    """

    host: "Host"
    prefix: str
    secure: bool
    language: str

    def path(self, below: str) -> str:
        """The path of a link: `visit.path("/f/visit")`."""
        return self.prefix + below


def visit(request: Request) -> Visit:
    """What is known of this request; formkit's own routes all have it."""
    found: Visit = request.scope[KEY]
    return found


def arrive(host: "Host", scope: Any, template: str) -> Visit:
    """The visit of a request to the route with this template, such as `/f/{slug}`.

    The prefix is that of `url` where that is set, since a proxy may have taken it off; else what
    stands in the path before the route's own: it was mounted or included there.
    """
    settings = host.settings
    prefix = settings.path
    if prefix is None:
        prefix = quote(_before(scope, template), safe=_SAFE)
    secure = settings.secure
    return Visit(
        host,
        prefix,
        scope.get("scheme") == "https" if secure is None else secure,
        _language(scope, settings.language),
    )


def _before(scope: Mapping[str, Any], template: str) -> str:
    own = template
    if "{" in own:
        for name, value in scope.get("path_params", {}).items():
            own = own.replace(f"{{{name}}}", str(value)).replace(f"{{{name}:path}}", str(value))
    path: str = scope["path"]
    if path.endswith(own):
        return path[: -len(own)]
    # no route of formkit: what it was mounted under is known, and what it was included under isn't
    mounted: str = scope.get("root_path", "")
    return mounted.rstrip("/")


def query(scope: Any, name: str) -> str | None:
    """The last value of a name in the query, whatever else stands there; None without any."""
    found = scope["query_string"][:_QUERY].decode("latin-1")
    if name not in found:
        return None
    pairs = parse_qsl(found, keep_blank_values=True)
    return next((value for own, value in reversed(pairs) if own == name), None)


def _language(scope: Any, otherwise: str) -> str:
    wanted = query(scope, "lang")
    return wanted if wanted in ("vi", "en") else otherwise
