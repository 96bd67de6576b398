"""Starts Firefox for Playwright, and stands between the two.

Playwright drives the Firefox of a distribution over WebDriver BiDi, and opens no context where a
command is unknown that only emulates a colour scheme; the long-term release is behind by so much.
Here such an answer becomes one that nothing was wrong. Called as Firefox would be:

    python bidi_relay.py PROGRAM [ARGUMENTS OF FIREFOX]
"""

import asyncio
import json
import re
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve

HOST = "127.0.0.1"
DISPENSABLE = "emulation.setMediaFeaturesOverride"
# what Firefox prints once it listens, and Playwright reads
LISTENS = re.compile(r"(?<=WebDriver BiDi listening on )ws://\S+")


def forgiven(answer: str, asked: set[int]) -> str:
    """The answer, or a good one where Firefox only doesn't know what can be done without."""
    told = json.loads(answer)
    if told.get("error") == "unknown command" and told["id"] in asked:
        return json.dumps({"type": "success", "id": told["id"], "result": {}})
    return answer


async def relay(playwright: ServerConnection, address: str) -> None:
    """Carry what the two say until one of them hangs up."""
    assert playwright.request is not None
    asked: set[int] = set()
    # a page's answer can be of any length
    async with connect(
        address + playwright.request.path, max_size=None, compression=None
    ) as firefox:

        async def there() -> None:
            async for command in playwright:
                wanted = json.loads(command)
                if wanted["method"] == DISPENSABLE:
                    asked.add(wanted["id"])
                await firefox.send(command, text=True)

        async def back() -> None:
            async for answer in firefox:
                await playwright.send(forgiven(str(answer), asked))

        await asyncio.gather(_until_closed(there(), firefox), _until_closed(back(), playwright))


async def _until_closed(carrying: "asyncio._CoroutineLike[None]", other: Connection) -> None:
    await carrying
    await other.close()


async def run(program: str, *arguments: str) -> int:
    """Firefox from its start to its end, with the address that it tells replaced by ours."""
    firefox = await asyncio.create_subprocess_exec(
        program, *arguments, stderr=asyncio.subprocess.PIPE
    )
    assert firefox.stderr is not None
    async for raw in firefox.stderr:
        line = raw.decode(errors="replace")
        if listens := LISTENS.search(line):
            server = await serve(
                lambda playwright, address=listens[0]: relay(playwright, address),
                HOST,
                0,
                max_size=None,
                compression=None,
            )
            port = server.sockets[0].getsockname()[1]
            line = LISTENS.sub(f"ws://{HOST}:{port}", line)
        print(line, end="", file=sys.stderr, flush=True)
    return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(run(*sys.argv[1:])))
