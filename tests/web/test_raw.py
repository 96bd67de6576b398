"""Bytes on a connection that are no request of any browser: a server answers, and goes on."""

import http.client
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest

from tests.crowd import Process
from tests.serving import free_port
from tests.web.filling import FORM_TYPE, body, copy

SENT = body({"/house": "Số 5"})


@pytest.fixture(scope="module")
def process(
    stocked: Path, tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[Process]:
    """`formkit serve`, with little patience."""
    folder = tmp_path_factory.mktemp("raw")
    made = Process(
        root / "schemas" / "one-minute-survey.schema.json",
        *("--data", copy(stocked, folder / "data")),
        log=folder / "log",
        FORMKIT_BODY_SECONDS="2",
        FORMKIT_RATE="0",
        FORMKIT_FREE_DISK="0",
    )
    made.start()
    yield made
    made.stop()


def answers(port: int, request: bytes, *, leave: bool = False) -> list[int]:
    """The statuses of all that a connection gets for these bytes, until the server ends it.

    Whoever is to `leave` hangs up, since the server would go on waiting.
    """
    told = b""
    # a server that doesn't want to hear more cuts the line
    with (
        socket.create_connection(("127.0.0.1", port), timeout=60) as raw,
        suppress(ConnectionError),
    ):
        raw.sendall(request)
        if leave:
            raw.shutdown(socket.SHUT_WR)
        while part := raw.recv(65536):
            told += part
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", told)]


_HOST = b"Host: a\r\nOrigin: http://a\r\nConnection: close\r\n"
_FORM = f"Content-Type: {FORM_TYPE}\r\n".encode()
_POST = b"POST /f/visit HTTP/1.1\r\n" + _HOST + _FORM
_GET = b"GET %s HTTP/1.1\r\n" + _HOST + b"\r\n"
RAW: Mapping[str, tuple[bytes, set[int]]] = {
    "nothing": (b"", set()),
    "no HTTP": (b"hello\r\n\r\n", {400}),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
    "HTTP 2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405}),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", {400}),
    "HTTP 1.0": (b"GET / HTTP/1.0\r\n\r\n", {200}),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {400}),
    "a folded header": (
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: a\r\n b\r\n\r\n",
        {200, 400},
    ),
    "a header without colon": (b"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", {400}),
    "a blank before the colon": (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", {400}),
    "a zero byte in a header": (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", {400}),
    "a carriage return in a header": (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", {400}),
    "bytes in a header": (
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\nCookie: \xff\r\n\r\n",
        {200, 400},
    ),
    "a head without end": (b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000, {400}),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 20_000 + b"\r\n", {400}),
    "a zero byte in the path": (_GET % b"/f/%00", {404}),
    "a bare zero byte in the path": (_GET % b"/f/\0", {400}),
    "bytes in the path": (_GET % b"/f/\xff", {400}),
    "broken UTF-8 in the path": (_GET % b"/f/%ff%C0%AF", {404}),
    "a slash in the slug": (_GET % b"/f/visit%2f..%2f..%2fetc%2fpasswd", {404}),
    "a way up": (_GET % b"/static/../../../../etc/passwd", {404}),
    "a way up in code": (_GET % b"/static/x/..%2f..%2f..%2fetc%2fpasswd", {404}),
    "a way up with backslashes": (_GET % b"/static/x/..%5c..%5cwin.ini", {404}),
    "two slashes": (_GET % b"//evil.example/f/visit", {404}),
    "another host in the path": (_GET % b"http://evil.example/f/visit", {200, 400, 404}),
    "a star": (b"OPTIONS * HTTP/1.1\r\n" + _HOST + b"\r\n", {204, 400, 404, 405}),
    "a tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\n" + _HOST + b"\r\n", {400, 404, 405}),
    "another protocol": (
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n",
        {200, 400},
    ),
    "a long path": (_GET % (b"/" + b"a" * 30_000), {404}),
    "a long query": (_GET % (b"/f/visit?" + b"a=b&" * 10_000), {200}),
    "a broken query": (_GET % b"/f/visit?lang=%ff%00&%=%&q", {200}),
    "a method of its own": (b"BREW /f/visit HTTP/1.1\r\n" + _HOST + b"\r\n", {400}),
    "a method of other servers": (b"PROPFIND /f/visit HTTP/1.1\r\n" + _HOST + b"\r\n", {405}),
    "a trace": (b"TRACE / HTTP/1.1\r\n" + _HOST + b"\r\n", {405}),
    "two lengths": (_POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", {400}),
    "a length below zero": (_POST + b"Content-Length: -1\r\n\r\n", {400}),
    "a length and chunks": (
        _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        {400, 422},
    ),
    "another encoding": (_POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", {400, 501}),
    "two encodings": (
        _POST + b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        {400, 501},
    ),
    "a trailer that says where it comes from": (
        b"POST /f/visit HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        + _FORM
        + b"Transfer-Encoding: chunked\r\n\r\n0\r\nSec-Fetch-Site: same-origin\r\n\r\n",
        {403},
    ),
    "a trailer without end": (
        _POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: a\r\n" * 20_000 + b"\r\n",
        {400},
    ),
    "a broken chunk": (_POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", {400}),
    "a compressed body": (
        _POST + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
        {400},
    ),
    "no body": (_POST + b"\r\n", {422}),
    "far too much": (_POST + b"Content-Length: 99999999999\r\n\r\na", {413}),
    "half a body": (_POST + b"Content-Length: 100\r\n\r\n%2Fhouse=5", set()),
}


@pytest.mark.parametrize("name", RAW)
def test_raw_bytes_are_answered(process: Process, name: str) -> None:
    request, statuses = RAW[name]
    told = answers(process.port, request, leave=not statuses)
    assert set(told) <= statuses
    assert bool(told) == bool(statuses)


def test_many_requests_at_once_on_one_connection(process: Process) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 49 + _GET % b"/healthz"
    assert answers(process.port, request) == [200] * 50


def test_a_slow_body_is_told_so(process: Process) -> None:
    began = monotonic()
    with socket.create_connection(("127.0.0.1", process.port), timeout=60) as raw:
        raw.sendall(_POST + b"Content-Length: 100\r\n\r\n")
        told = raw.recv(65536)
        while part := raw.recv(65536):
            told += part
    assert told.startswith(b"HTTP/1.1 408 ")
    assert "Phiếu chưa đến kịp".encode() in told
    assert monotonic() - began < 30


ASKED = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
# What comes after a first answer, or before any; who says nothing after one is idle, and may wait.
TRICKLES: Mapping[str, tuple[bytes, bytes]] = {
    "nothing": (b"", b""),
    "a part of a head": (b"", b"GET / HTTP/1.1\r\n"),
    "a blank line": (b"", b"\r\n"),
    "a part of a head after an answer": (ASKED, b"GET / HT"),
    "a blank line after an answer": (ASKED, b"\r\n"),
}


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[int]:
    """The port of a server that gives a head one second."""
    script = (
        "import sys; from formkit.web import connection; connection._HEAD_SECONDS = 1;"
        "from formkit.cli import main; main(sys.argv[1:])"
    )
    form, data = (
        root / "schemas" / "one-minute-survey.schema.json",
        tmp_path_factory.mktemp("hasty"),
    )
    port = free_port()
    command = [sys.executable, "-c", script, "serve", str(form), "--data", str(data)]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            while b"Ctrl+C" not in (line := process.stdout.readline()):
                assert line, "it doesn't serve"
            yield port
        finally:
            process.kill()


@pytest.mark.parametrize("name", TRICKLES)
def test_a_head_that_only_trickles_is_not_waited_for(hasty: int, name: str) -> None:
    asked, begun = TRICKLES[name]
    with socket.create_connection(("127.0.0.1", hasty), timeout=60) as slow:
        if asked:
            slow.sendall(asked)
            assert well(slow).startswith(b"HTTP/1.1 200 ")
        slow.sendall(begun)
        began = monotonic()
        while slow.recv(4096):
            pass
        assert monotonic() - began < 20


def well(raw: socket.socket) -> bytes:
    """The whole answer of `/healthz`."""
    told = b""
    while not told.endswith(b"}"):
        told += raw.recv(65536)
    return told


def test_those_who_go_away_leave_nothing_behind(process: Process) -> None:
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", process.port), timeout=60) as raw:
            raw.sendall(_POST + b"Content-Length: 1000\r\n\r\n%2Fhouse")
    assert answers(process.port, _GET % b"/healthz") == [200]


def test_many_slow_ones_leave_room_for_others(process: Process) -> None:
    slow = [socket.create_connection(("127.0.0.1", process.port)) for _ in range(100)]
    try:
        for each in slow:
            each.sendall(_POST + b"Content-Length: 1000\r\n\r\n%2F")
        assert answers(process.port, _GET % b"/f/visit") == [200]
        asked = http.client.HTTPConnection("127.0.0.1", process.port, timeout=60)
        headers = {"Origin": f"http://127.0.0.1:{process.port}", "Content-Type": FORM_TYPE}
        asked.request("POST", "/f/visit", SENT, {**headers, "Accept": "application/json"})
        with asked.getresponse() as told:
            assert told.status == 200
            assert json.loads(told.read())["code"]
        asked.close()
    finally:
        for each in slow:
            each.close()


def test_the_log_holds_nothing_of_all_that(process: Process) -> None:
    answers(process.port, _GET % b"/f/visit?secret=1")
    said = process.said()
    assert [
        word for word in ("secret", "evil", "passwd", "Traceback", "fault") if word in said
    ] == []
