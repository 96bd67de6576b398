"""How an answer leaves: with its head, and no faster than it is read."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from formkit.web.connection import Connection
from tests.looping import run
from tests.serving import HOST

ASKED = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
WHOLE = 64_000_000

App = Callable[[Any, Any, Any], Awaitable[None]]


@asynccontextmanager
async def serving(app: App) -> AsyncIterator[int]:
    """The port of a server in this loop with connections as `formkit serve` has them."""
    listener = socket.create_server((HOST, 0))
    server = uvicorn.Server(
        uvicorn.Config(app, http=Connection, lifespan="off", log_level="error", ws="none")
    )
    # signals are the test runner's own
    task = asyncio.create_task(server._serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task


@pytest.mark.parametrize("size", [1_000, 200_000])
def test_who_reads_slowly_is_waited_for(size: int) -> None:
    sent = 0

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        nonlocal sent
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(WHOLE // size):
            await send({"type": "http.response.body", "body": b"x" * size, "more_body": True})
            sent += size
        await send({"type": "http.response.body", "body": b""})

    async def read() -> int:
        async with serving(app) as port:
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(ASKED)
            await writer.drain()
            await asyncio.sleep(1)
            before = sent
            whole = await reader.read(-1)
            writer.close()
            assert whole.count(b"x") == WHOLE
        return before

    # what the systems of both sides hold, and no more
    assert 0 < run(read) < WHOLE / 2


def test_an_answer_leaves_with_its_head() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"4")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"here"})

    async def read() -> bytes:
        async with serving(app) as port:
            with socket.create_connection((HOST, port)) as raw:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(None, raw.sendall, ASKED)
                return await loop.run_in_executor(None, raw.recv, 65_536)

    found = run(read)
    assert found.startswith(b"HTTP/1.1 200 OK\r\n")
    assert found.endswith(b"\r\n\r\nhere")


def test_what_comes_later_doesn_t_hold_back_what_is_there() -> None:
    go = asyncio.Event()

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await go.wait()
        await send({"type": "http.response.body", "body": b"last"})

    async def read() -> bytes:
        async with serving(app) as port:
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(ASKED)
            await asyncio.wait_for(reader.readuntil(b"first\r\n"), 60)
            go.set()
            rest = await reader.read(-1)
            writer.close()
        return rest

    assert b"last" in run(read)
