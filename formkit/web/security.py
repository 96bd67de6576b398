"""Who may ask for what: the headers of every answer, and the guard of what changes something."""

import base64
import gzip
import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from attrs import field, frozen
from starlette.requests import Request
from starlette.types import Scope

from formkit.page.assets import stylesheet_hash
from formkit.web.prepared import Bytes
from formkit.web.settings import Settings

# What every answer has, whatever it is.
ALWAYS: tuple[tuple[str, str], ...] = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
)
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
# Compressing less than this costs more than it saves.
_WORTH_PACKING = 1_000

Style = Literal["inside", "linked", "none"] | str


@frozen
class Refused(Exception):
    """What was asked for isn't done: a status, and what a person is told about it.

    `heading` and `paragraphs` are msgids; `values` go into the paragraphs. Raised anywhere while a
    request is answered, it becomes a page, a fragment or JSON, as the request takes.
    """

    status: int
    heading: str
    paragraphs: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, str] = field(factory=dict)


# ---- headers


def policy(style: Style = "inside", *, ancestors: str = "'none'") -> str:
    """The Content-Security-Policy of a page.

    `style`: where its stylesheet is: `inside` the page (that of the filling page, by its hash),
    `linked` as a file, or `none`; or the hash of another one that is in the page (`hash_of`).
    `ancestors` are the sites that may show it in a frame.
    """
    known = {"inside": stylesheet_hash(), "linked": "'self'", "none": "'none'"}
    styles = known.get(style, style)
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; connect-src 'self'; "
        "form-action 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; "
        f"img-src 'self' blob: data:; base-uri 'none'; frame-ancestors {ancestors}"
    )


def hash_of(style: str) -> str:
    """The hash of a stylesheet that stands in a page, for its policy: `'sha256-…'`."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def page_headers(
    style: Style = "inside", *, ancestors: str = "'none'", cache: str = "no-store"
) -> tuple[tuple[str, str], ...]:
    """The headers of a page, but for its type, length and ETag."""
    return (
        *ALWAYS,
        ("content-security-policy", policy(style, ancestors=ancestors)),
        ("cache-control", cache),
    )


def answer(
    request: Request,
    html: str,
    status: int = 200,
    *,
    style: Style = "inside",
    cache: str = "no-store",
    headers: Iterable[tuple[str, str]] = (),
    cookies: Iterable[str] = (),
    media_type: str = "text/html; charset=utf-8",
) -> Bytes:
    """A page, or part of one, that was made for this request, with all that protects it.

    `style` is that of `policy`; each of `cookies` is the value of a Set-Cookie. A large body goes
    by gzip where the browser takes that.
    """
    body = html.encode("utf-8", "replace")
    found = [*page_headers(style, cache=cache), *headers]
    names = {name.lower() for name, _ in headers}
    if len(body) >= _WORTH_PACKING:
        if "vary" not in names:
            found.append(("vary", "accept-encoding"))
        if "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 5, mtime=0)
            found.append(("content-encoding", "gzip"))
    found += [("content-type", media_type), ("content-length", str(len(body)))]
    found += [("set-cookie", cookie) for cookie in cookies]
    return Bytes(
        status, [(name.lower().encode(), value.encode("latin-1")) for name, value in found], body
    )


def redirect(
    request: Request, path: str, *, cookies: Iterable[str] = (), status: int = 303
) -> Bytes:
    """Leads to a path of this host, which begins with `/` (the prefix included)."""
    return answer(request, "", status, style="none", headers=(("location", path),), cookies=cookies)


def cookie(name: str, value: str, *, path: str, secure: bool, seconds: int | None = None) -> str:
    """A Set-Cookie that no script reads and no other site sends; `seconds` 0 removes it."""
    parts = [f"{name}={value}", f"Path={path or '/'}", "HttpOnly", "SameSite=Lax"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if secure:
        parts.append("Secure")
    return "; ".join(parts)


# ---- the guard


def comes_from_here(scope: Scope, settings: Settings) -> bool:
    """Whether a request that changes something comes from a page of this host, or from a person.

    Browsers say so in Sec-Fetch-Site. Where that is absent (plain HTTP has none), the Origin has
    to be that of `url`, or without one that of the address that was asked for. A request with
    neither comes from no browser that could protect anybody.
    """
    site = origin = host = None
    for name, value in scope["headers"]:
        if name == b"sec-fetch-site":
            site = value
        elif name == b"origin":
            origin = value
        elif name == b"host":
            host = value
    if site is not None:
        return site in (b"same-origin", b"none")
    if origin is None or host is None:
        return False
    try:
        parts = urlsplit(origin.decode("ascii").lower())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            # `null`: of a page that hides where it comes from
            return False
        asked = urlsplit(settings.url or f"{parts.scheme}://{host.decode('ascii').lower()}")
        return (parts.scheme, parts.hostname, _port(parts)) == (
            asked.scheme,
            asked.hostname,
            _port(asked),
        )
    except ValueError:
        return False


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme)
