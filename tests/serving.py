"""Serving on the loopback for a test: a callable in a thread, or a command in a process."""

import inspect
import mimetypes
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from socketserver import ThreadingMixIn
from tempfile import TemporaryFile
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import uvicorn

HOST = "127.0.0.1"
START_SECONDS = 60
POLL_SECONDS = 0.05

Pages = Mapping[str, bytes]


def is_asgi(app: Any) -> bool:
    """Whether a callable speaks ASGI (its call is a coroutine) and not WSGI."""
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(
        getattr(app, "__call__", None)  # noqa: B004  an instance's own call tells ASGI from WSGI
    )


def pages_app(pages: Pages) -> Callable[..., list[bytes]]:
    """A WSGI application that answers each path with its bytes, and anything else with 404.

    The type comes from the path's ending; a path without one is HTML.
    """

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        path = environ["PATH_INFO"]
        body = pages.get(path)
        kind = mimetypes.guess_type(path)[0] or "text/html"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        status = "200 OK" if body is not None else "404 Not Found"
        start_response(status, [("Content-Type", kind)])
        return [body or b""]

    return app


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        pass


class _ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def _serve_wsgi(app: Callable[..., Any]) -> Iterator[str]:
    with _ThreadedServer((HOST, 0), _QuietHandler) as server:
        server.set_app(app)
        thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(START_SECONDS)


class _Server(uvicorn.Server):
    """A uvicorn server that says when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def _serve_asgi(app: Any) -> Iterator[str]:
    with socket.create_server((HOST, 0)) as listener:
        server = _Server(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, ws="none")
        )
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            if not server.ready.wait(START_SECONDS):
                raise RuntimeError("the ASGI application did not start")
            yield f"http://{HOST}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


@contextmanager
def serve(app: Any) -> Iterator[str]:
    """Serve an ASGI or WSGI callable, or a dict of paths and bytes, in a thread.

    Yields the origin, such as `http://127.0.0.1:40001`; the server is gone when the block ends.
    """
    if isinstance(app, Mapping):
        app = pages_app(app)
    with _serve_asgi(app) if is_asgi(app) else _serve_wsgi(app) as origin:
        yield origin


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def serve_command(command: Sequence[str], **options: Any) -> Iterator[str]:
    """Run a command that serves, in a process of its own, until the block ends.

    `{port}` in an argument becomes a free port, `{python}` this Python; `options` go to `Popen`.
    Yields the origin. A command that ends before it listens raises with what it printed.
    """
    port = free_port()
    arguments = [part.format(port=port, python=sys.executable) for part in command]
    with (
        TemporaryFile() as raw,
        TextIOWrapper(raw, encoding="utf-8", errors="replace") as output,
        subprocess.Popen(arguments, stdout=raw, stderr=subprocess.STDOUT, **options) as process,
    ):
        try:
            for _ in range(round(START_SECONDS / POLL_SECONDS)):
                if _listens(port):
                    break
                try:
                    process.wait(POLL_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
                output.seek(0)
                raise RuntimeError(f"{arguments} ended with {process.returncode}: {output.read()}")
            else:
                raise RuntimeError(f"{arguments} does not listen")
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            try:
                process.wait(START_SECONDS)
            finally:
                process.kill()
