"""The id of a fill: one for each time a page is filled in, so that nothing is stored twice.

A script makes it on the phone. Without one it comes in a cookie, which names two: the next one to
use, and the last that was stored from this browser.
"""

import re
import secrets

from attrs import frozen

COOKIE = "fill"

# What a cookie may hold and a log may quote; the script and the server make 32 hex digits.
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_MADE = re.compile(r"[0-9a-f]{32}", re.ASCII)


def make() -> str:
    """An id that nobody has."""
    return secrets.token_hex(16)


def known(text: str) -> str:
    """The id, or an empty text for what is none."""
    return text if _ID.fullmatch(text) else ""


def is_secret(fill_id: str) -> bool:
    """Whether only the browser that sent it can know it: it was drawn, not thought up."""
    return bool(_MADE.fullmatch(fill_id))


@frozen
class FillCookie:
    """`new` is for the next fill without a script, `last` the last that was stored; or empty."""

    new: str = ""
    last: str = ""

    def __str__(self) -> str:
        return f"{self.new}.{self.last}"

    def after(self, *, stored: bool) -> "FillCookie":
        """The cookie of the next page; `stored` tells whether `new` was used up."""
        return FillCookie(make(), self.new if stored else self.last)


def read(text: str | None) -> FillCookie:
    """The cookie as a browser sends it: anything may stand there."""
    new, _, last = (text or "").partition(".")
    return FillCookie(known(new), known(last))
