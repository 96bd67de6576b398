"""Results that another thread has, brought back to the loop that waits for them."""

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from attrs import define, field

T = TypeVar("T")


@define(eq=False)
class Replies:
    """Brings results that are there at the same moment to one loop together.

    Waking a loop is a call to the system, in which the thread that has more to tell would lose
    its turn each time.
    """

    loop: asyncio.AbstractEventLoop
    _ready: deque[tuple["Future[Any]", "asyncio.Future[Any]"]] = field(init=False, factory=deque)
    _woken: bool = field(init=False, default=False)

    async def of(self, future: "Future[T]") -> T:
        """What a future comes to. Somebody who goes away takes nothing back of it."""
        waiting: asyncio.Future[T] = self.loop.create_future()

        def tell(done: "Future[T]") -> None:
            self._ready.append((done, waiting))
            if not self._woken:
                self._woken = True
                # nobody waits any more in a loop that is closed
                with suppress(RuntimeError):
                    self.loop.call_soon_threadsafe(self._bring)

        future.add_done_callback(tell)
        return await waiting

    def _bring(self) -> None:
        # first, so that whatever comes from now on wakes the loop again
        self._woken = False
        while self._ready:
            done, waiting = self._ready.popleft()
            if waiting.done():
                continue
            error = done.exception()
            if error is None:
                waiting.set_result(done.result())
            else:
                waiting.set_exception(error)
