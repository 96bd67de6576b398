"""Bytes that are made once and sent many times: compressed, with their ETag and headers."""

import gzip
import hashlib
from collections.abc import Iterable
from functools import lru_cache

import brotli
from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]


class Bytes(Response):
    """An answer whose headers are known as bytes: nothing is worked out for each request."""

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status_code = status
        self.raw_headers = headers
        self.body = body
        self.background = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        body = b"" if scope["method"] == "HEAD" else self.body
        await send({"type": "http.response.body", "body": body})


@frozen
class Encoded:
    """The same bytes in one encoding, with the headers that are always sent with them."""

    body: bytes
    etag: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    unchanged: tuple[tuple[bytes, bytes], ...]


@frozen
class Prepared:
    """A body as it is, by gzip and by brotli; `answer` gives what a browser takes."""

    encodings: dict[str, Encoded]
    etags: frozenset[bytes]

    @property
    def body(self) -> bytes:
        return self.encodings[""].body

    def answer(self, request: Request, cookies: Iterable[str] = (), status: int = 200) -> Bytes:
        """200 with the bytes, or 304 where the browser has them; each `cookies` is a Set-Cookie."""
        asked = {
            key: value
            for key, value in request.scope["headers"]
            if key in (b"accept-encoding", b"if-none-match")
        }
        chosen = self.encodings[_accepted(asked.get(b"accept-encoding", b""))]
        set_cookies = [(b"set-cookie", cookie.encode("latin-1")) for cookie in cookies]
        if b"if-none-match" in asked and self._known(asked[b"if-none-match"]):
            return Bytes(304, [*chosen.unchanged, *set_cookies], b"")
        return Bytes(status, [*chosen.headers, *set_cookies], chosen.body)

    def _known(self, told: bytes) -> bool:
        each = {tag.strip().removeprefix(b"W/") for tag in told.split(b",")}
        return b"*" in each or not self.etags.isdisjoint(each)


def prepare(
    body: bytes,
    media_type: str,
    headers: Iterable[tuple[str, str]],
    *,
    packed: bytes | None = None,
) -> Prepared:
    """The body in each encoding, to be sent with these headers (no ETag or length among them).

    `packed` is the body by gzip where somebody has it.
    """
    digest = hashlib.sha256(body).hexdigest()[:20]
    always = [
        *((name.lower().encode(), value.encode("latin-1")) for name, value in headers),
        (b"vary", b"accept-encoding"),
    ]
    bodies = {
        "": body,
        "gzip": gzip.compress(body, 9, mtime=0) if packed is None else packed,
        "br": brotli.compress(body, quality=11),
    }
    encodings = {}
    for name, content in bodies.items():
        etag = f'"{digest}{"-" * bool(name)}{name}"'.encode()
        # a browser goes on with the headers that it has; these may be new
        unchanged = (
            *((key, value) for key, value in always if key in (b"cache-control", b"vary")),
            (b"etag", etag),
        )
        encoding = ((b"content-encoding", name.encode()),) if name else ()
        whole = (
            *always,
            (b"etag", etag),
            *encoding,
            (b"content-type", media_type.encode()),
            (b"content-length", str(len(content)).encode()),
        )
        encodings[name] = Encoded(content, etag, whole, unchanged)
    return Prepared(encodings, frozenset(each.etag for each in encodings.values()))


@lru_cache(maxsize=256)
def _accepted(header: bytes) -> str:
    """The best of our encodings that an Accept-Encoding takes; "" for none."""
    weights: dict[str, float] = {}
    for part in header.decode("latin-1").lower().split(","):
        name, _, rest = part.partition(";")
        weight = 1.0
        if rest:
            try:
                weight = float(rest.strip().removeprefix("q="))
            except ValueError:
                weight = 0.0
        weights[name.strip()] = weight
    for name in ("br", "gzip"):
        if weights.get(name, weights.get("*", 0.0)) > 0:
            return name
    return ""
