"""Coroutines in tests that aren't coroutines themselves."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from anyio.from_thread import start_blocking_portal

T = TypeVar("T")


def run(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` gives, in a loop and a thread of its own.

    A browser's loop may be running in this thread: then `asyncio.run` would refuse.
    """
    with start_blocking_portal() as portal:
        return portal.call(work)
