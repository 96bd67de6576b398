"""One connection of a browser: how long it may take to ask, how much, and how an answer leaves."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The seconds that a new connection has for the head of its first request.
_HEAD_SECONDS = 20
# How large the head of a request may be.
_HEAD_BYTES = 65_536
# So much of an answer is sent together.
_TOGETHER_BYTES = 16_384


class Connection(HttpToolsProtocol):
    """A connection that waits neither for ever nor without measure for the head of a request.

    What the parser takes and no server should, it refuses: two hosts or none, since which of them
    counts is anybody's guess (RFC 9112, 3.2), and encodings that nobody would undo (6.1).
    """

    _late: asyncio.TimerHandle | None = None
    _in_head = False
    # Bytes that came while a head is under way.
    _came = 0

    def connection_made(self, transport: Any) -> None:
        gathering: Any = _Gathering(transport, self.loop)
        super().connection_made(gathering)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # None before the first request, whatever its type says
        cycle: Any = self.cycle
        if self._in_head:
            self._came += len(data)
            if self._came > _HEAD_BYTES:
                self.send_400_response("The head of this request is too large.")
            self._wait()
        elif cycle is None or cycle.response_complete:
            # blank lines before a request, or what comes after the answer to one
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._in_head, self._came = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._arrived()
        hosts = 0
        size = len(self.url)
        for name, value in self.headers:
            size += len(name) + len(value) + 4
            if name == b"host":
                hosts += 1
            elif name == b"transfer-encoding" and value.lower() != b"chunked":
                raise ValueError("an encoding that isn't undone here")
        if size > _HEAD_BYTES:
            raise ValueError("a head that is too large")
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() != "1.0"):
            raise ValueError("not one host")
        super().on_headers_complete()
        # what comes after a body is measured and no more: no proxy and no guard has seen it
        self.headers = _Trailers(size)

    def _wait(self) -> None:
        """From the first byte of a head it has so long, however often another one comes."""
        if self._late is None:
            self._late = self.loop.call_later(_HEAD_SECONDS, self.transport.close)

    def _arrived(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Trailers(list[tuple[bytes, bytes]]):
    """Takes the headers that come after a body, up to what a head may have, and keeps none."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def append(self, header: tuple[bytes, bytes]) -> None:
        name, value = header
        self._size += len(name) + len(value) + 4
        if self._size > _HEAD_BYTES:
            raise ValueError("trailers that are too large")


class _Gathering:
    """A transport that sends together what is written at once: a head with its body."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._soon = loop.call_soon
        self._parts: list[bytes] = []
        self._size = 0
        self.is_closing = transport.is_closing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._parts:
            self._soon(self._send)
        self._parts.append(data)
        self._size += len(data)
        # whoever writes more is to be told at once when it doesn't leave
        if self._size > _TOGETHER_BYTES:
            self._send()

    def close(self) -> None:
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._parts:
            whole = b"".join(self._parts)
            self._parts.clear()
            self._size = 0
            self._transport.write(whole)
