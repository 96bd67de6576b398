"""Many people who send at once to a server that may die: what each was told is remembered."""

import http.client
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from attrs import define, field, frozen

from tests.serving import HOST, free_port

PATIENCE = 120.0
"""Seconds until a client gives up; a server that is killed is back in two."""

Pairs = Sequence[tuple[str, str]]


@frozen
class Acknowledged:
    """What a client was told: its fill is stored, and where its receipt is."""

    fill: str
    receipt: str
    code: str


class Process:
    """`formkit serve` in a process of its own, which can be killed and started again."""

    def __init__(self, *arguments: str | Path, log: Path, **environment: str) -> None:
        self.port = free_port()
        self._command = [sys.executable, "-m", "formkit", "serve", *map(str, arguments)]
        self._command += ["--port", str(self.port)]
        self._environment = {**os.environ, **environment}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Process":
        """Start it, and wait until it is well."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=log
            )
        ends = time.monotonic() + PATIENCE
        while not self._is_well():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"the server doesn't start: {self.said()}")
            time.sleep(0.05)
        return self

    def said(self) -> str:
        """All that it has printed."""
        return self._log.read_text("utf-8", "replace")

    def kill(self) -> None:
        """End it at once: it can't finish anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(how)
            self._process.wait(60)

    def _is_well(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return ask(self.port, "GET", "/healthz")[0] == 200
        return False


def ask(
    port: int, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """One request with a connection of its own: status and body."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(method, path, body or None, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def post(port: int, slug: str, pairs: Pairs, fill: str) -> tuple[int, dict[str, Any]]:
    """Send a fill as the outbox of a phone does; the status and the JSON."""
    status, body = ask(
        port,
        "POST",
        f"/f/{slug}",
        urlencode([*pairs, ("~id", fill)]),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
        },
    )
    return status, json.loads(body)


@define
class Crowd:
    """`clients` people who together send `count` fills, each until it is acknowledged.

    `ports` are those of the servers; each attempt goes to one of them, by chance. `pairs` makes the
    pairs of the n-th fill.
    """

    ports: Sequence[int]
    slug: str
    pairs: Callable[[int], Pairs]
    count: int
    clients: int = 16
    acknowledged: list[Acknowledged] = field(factory=list)
    refused: list[tuple[int, Any]] = field(factory=list)
    fills: list[str] = field(init=False)
    _next: int = 0
    _lock: threading.Lock = field(factory=threading.Lock)
    _threads: list[threading.Thread] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.fills = [secrets.token_hex(16) for _ in range(self.count)]

    def begin(self) -> None:
        """Start to send."""
        for _ in range(self.clients):
            thread = threading.Thread(target=self._send_all, daemon=True)
            self._threads.append(thread)
            thread.start()

    def wait_for(self, acknowledged: int) -> None:
        """Wait until so many fills were acknowledged, or all are done."""
        while len(self.acknowledged) < acknowledged and any(t.is_alive() for t in self._threads):
            time.sleep(0.002)

    def finish(self) -> None:
        """Wait for the last; fails where one gave up or was refused."""
        for thread in self._threads:
            thread.join()
        assert self.refused == []
        assert len(self.acknowledged) == self.count

    def _send_all(self) -> None:
        while True:
            with self._lock:
                number, self._next = self._next, self._next + 1
            if number >= self.count:
                return
            self._send(number)

    def _send(self, number: int) -> None:
        fill = self.fills[number]
        ends = time.monotonic() + PATIENCE
        told: Any = None
        while time.monotonic() < ends:
            try:
                status, told = post(random.choice(self.ports), self.slug, self.pairs(number), fill)
            except (OSError, http.client.HTTPException, ValueError) as error:
                told = error
                time.sleep(0.05)
                continue
            if status == 200:
                assert told["id"] == fill
                self.acknowledged.append(Acknowledged(fill, told["receipt"], told["code"]))
                return
            if status < 500 and status != 429:
                break
            time.sleep(0.05)
        self.refused.append((number, told))
