"""What a form sends, read from its bytes: pairs, in either of the two encodings of forms."""

import hashlib
import json
from collections.abc import AsyncGenerator
from functools import lru_cache
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from attrs import field, frozen
from python_multipart.multipart import parse_options_header
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from formkit.language import N_
from formkit.web.security import Refused

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

Pairs = list[tuple[str, str]]
# What differs between two sendings of one fill, or may.
_OF_THE_SENDING = ("~id", "~at")
# Names up to this length are remembered once they are read.
_REMEMBERED = 200


@frozen
class Posted:
    """The pairs of one POST, in their order; `body` is how they came."""

    body: bytes
    pairs: Pairs
    pairs_sha256: str = field(init=False)
    """The hash of what was filled in: the same for the same page sent again."""

    @pairs_sha256.default
    def _hashed(self) -> str:
        filled = [pair for pair in self.pairs if pair[0] not in _OF_THE_SENDING]
        return hashlib.sha256(json.dumps(filled, separators=(",", ":")).encode()).hexdigest()

    @property
    def sha256(self) -> str:
        """The hash of the bytes as they came: what a phone compares with what it sent."""
        return hashlib.sha256(self.body).hexdigest()

    def first(self, name: str) -> str:
        """The first text with this name that isn't empty; else an empty one."""
        return next((text for own, text in self.pairs if own == name and text), "")


async def read(request: Request, limit: int) -> Posted:
    """The pairs of a request's body, at most `limit`; Refused for what isn't a form.

    Every browser sends a page in UTF-8 back in UTF-8. Other bytes come from a program: to store
    them as something else would be to store what nobody wrote.
    """
    kind, told = parse_options_header(request.headers.get("content-type", ""))
    if kind.decode("latin-1") not in (URLENCODED, MULTIPART):
        _other_type()
    if told.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        _unreadable()
    body = await request.body()
    try:
        body.decode()
        if kind == URLENCODED.encode():
            if body.count(b"&") >= limit:
                _too_many()
            return Posted(body, urlencoded(body))
    except UnicodeDecodeError:
        _unreadable()
    return Posted(body, await _parts(request, body, limit))


def urlencoded(body: bytes) -> Pairs:
    """The pairs of a form's body, as `urllib.parse.parse_qsl` reads them, for less.

    It works on bytes, which have to be UTF-8: UnicodeDecodeError where escapes don't spell it.
    """
    found = []
    for part in body.replace(b"+", b" ").split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            read = _name if len(name) <= _REMEMBERED else _text
            found.append((read(name), _text(value)))
    return found


def _text(escaped: bytes) -> str:
    return (unquote_to_bytes(escaped) if b"%" in escaped else escaped).decode()


# The same pages send the same names again and again.
_name = lru_cache(maxsize=8_192)(_text)


async def _parts(request: Request, body: bytes, limit: int) -> Pairs:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    # One part more than is allowed tells apart what is too much from what can't be read; a part
    # is never longer than the body, which has a limit of its own.
    parser = MultiPartParser(
        request.headers, stream(), max_files=0, max_fields=limit + 1, max_part_size=len(body)
    )
    try:
        items = (await parser.parse()).multi_items()
    except MultiPartException as error:
        if error.message.startswith("Too many fields"):
            _too_many()
        if error.message.startswith("Too many files"):
            _other_type()
        _unreadable()
    except (KeyError, ValueError, LookupError):
        # a boundary or a charset that is none
        _unreadable()
    pairs = [(name, text) for name, text in items if isinstance(text, str)]
    if len(pairs) > limit:
        _too_many()
    return pairs


def _other_type() -> NoReturn:
    raise Refused(
        415,
        N_("This can't be taken here"),
        (N_("Please open the form in a browser, fill it in there and send it."),),
    )


def _too_many() -> NoReturn:
    raise Refused(
        413,
        N_("This form has too many answers to send at once"),
        (N_("Please remove some rows and send the rest as a form of its own."),),
    )


def _unreadable() -> NoReturn:
    raise Refused(
        400,
        N_("What was sent can't be read"),
        (N_("Please open the form again, fill it in and send it."),),
    )
