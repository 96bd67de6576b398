"""How much one request may send, how slowly, and how many of them one network may send."""

import asyncio
import shutil
from functools import lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from time import monotonic

from attrs import define, field
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import Message, Receive, Scope

from formkit.language import N_
from formkit.web.security import Refused
from formkit.web.settings import Settings
from formkit.web.visit import query

# Checking single questions while a form is filled in sends this many times as often.
_CHECKS = 20
# The free disk is looked at so often, in seconds.
_DISK_EVERY = 1.0


# So many times the limit of a body is taken before the connection is cut.
_TAKEN = 8


def _too_large(*, whole: bool) -> Refused:
    """What is told to those who sent too much; `whole` if all of it has arrived."""
    return Refused(
        413,
        N_("This is too much to send at once"),
        (N_("Please make the longest answers shorter, then send the form again."),),
        headers=() if whole else (("connection", "close"),),
    )


def _too_slow() -> Refused:
    return Refused(
        408,
        N_("The form didn't arrive in time"),
        (N_("The connection is very slow. Please send the form again."),),
        headers=(("connection", "close"),),
    )


@define(eq=False)
class Limits:
    """The limits of one host, with what they remember: counts by network, in memory only."""

    settings: Settings
    _counts: FixedWindowRateLimiter = field(
        init=False, factory=lambda: FixedWindowRateLimiter(MemoryStorage())
    )
    _disk: tuple[float, int] = field(init=False, default=(float("-inf"), 0))

    def body(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` that refuses more than `body_limit` bytes and what takes too long to arrive.

        A browser reads no answer before it has sent everything: so what is too much is still
        taken, and forgotten, unless it is far too much.
        """
        limit = self.settings.body_limit
        most = limit * _TAKEN
        until = monotonic() + self.settings.body_seconds
        announced = _announced(scope)
        arrived = 0

        async def next_part() -> Message:
            nonlocal arrived
            try:
                async with asyncio.timeout(max(0.0, until - monotonic())):
                    message = await receive()
            except TimeoutError:
                raise _too_slow() from None
            arrived += len(message.get("body", b""))
            return message

        async def limited() -> Message:
            if announced > most:
                raise _too_large(whole=False)
            message = await next_part()
            if arrived <= limit and announced <= limit:
                return message
            while message.get("more_body", False) and arrived <= most:
                message = await next_part()
            raise _too_large(whole=not message.get("more_body", False))

        return limited

    def admit(self, scope: Scope) -> None:
        """Counts a request that sends something; refuses it where its network sends too often."""
        client = scope.get("client")
        rate = self.settings.rate
        if rate == 0 or client is None:
            return
        checking = query(scope, "q") is not None
        item = _per_minute(rate * _CHECKS if checking else rate)
        name = network(client[0])
        if not self._counts.hit(item, name, "check" if checking else "send"):
            raise Refused(
                429,
                N_("Many forms are arriving at this moment"),
                (N_("Please wait a minute, then send the form again. Nothing typed is lost."),),
                headers=(("retry-after", "60"),),
            )

    def room(self) -> None:
        """Refuses new answers while less than `free_disk` bytes are free."""
        if self.settings.free_disk == 0:
            return
        at, free = self._disk
        now = monotonic()
        if now - at > _DISK_EVERY:
            free = shutil.disk_usage(_existing(self.settings.data)).free
            self._disk = (now, free)
        if free < self.settings.free_disk:
            raise no_room()


def no_room() -> Refused:
    """What is told to those whose answers can't be stored."""
    return Refused(
        507,
        N_("No more answers can be stored at this moment"),
        (
            N_("The machine that keeps the answers has no room left. What was sent is safe."),
            N_("Please keep this page open, tell an officer, and send the form again later."),
        ),
        headers=(("retry-after", "300"),),
    )


@lru_cache(maxsize=4096)
def network(address: str) -> str:
    """The network of an address: its /24, or its /48 for IPv6. Neighbours share one, as wards do.

    What is no address (a socket's name) is a network of its own.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))


@lru_cache(maxsize=8)
def _per_minute(count: int) -> RateLimitItem:
    return RateLimitItemPerMinute(count)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    folder = folder.absolute()
    return next(each for each in (folder, *folder.parents) if each.exists())
