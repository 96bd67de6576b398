"""What the server costs: a GET against a constant answer, a durable POST against bare inserts."""

import gzip
import json
import secrets
import socket
import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import formkit
from formkit.testing import submitted_pairs
from tests.crowd import Process
from tests.serving import HOST, serve_command

HERE = Path(__file__).parent
SLUG = "checklist-40"
TURNS = 7
GETS, POSTS = 1_500, 600
CLIENTS = 16
# The page that was made by hand for the same 40 questions, with its stylesheet and script, as a
# first visit loads it.
HAND_MADE_BYTES = 16_300

Request = Callable[[int], bytes]

CONSTANT = f"""
import sys
from pathlib import Path
import uvicorn
from fastapi import FastAPI, Response
app = FastAPI()
body = Path(sys.argv[2]).read_bytes()
@app.get("/f/{SLUG}")
async def page():
    return Response(body, media_type="text/html", headers={{"content-encoding": "gzip"}})
uvicorn.run(app, host="{HOST}", port=int(sys.argv[1]), access_log=False, log_level="warning")
"""
"""A FastAPI application that answers with the bytes of a file."""


def seconds(port: int, count: int, clients: int, request: Request, status: bytes) -> float:
    """How long `clients` take together to get `count` answers, each over one connection."""
    numbers = iter(range(count))
    lock = threading.Lock()
    failed: list[bytes] = []

    def client() -> None:
        with socket.create_connection((HOST, port)) as connection:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                connection.sendall(request(number))
                head = receive(connection)
                if not head.startswith(b"HTTP/1.1 " + status):
                    failed.append(head)
                    return

    threads = [threading.Thread(target=client) for _ in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - start
    if failed:
        raise SystemExit(f"the server answered {failed[0].decode()}")
    return spent


def receive(connection: socket.socket) -> bytes:
    """The head of one answer; its body is read, and thrown away."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += connection.recv(65_536)
    head, _, body = found.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(65_536))
    return head


def get(_: int) -> bytes:
    return f"GET /f/{SLUG} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def posting(pairs: list[tuple[str, str]]) -> Request:
    """What a phone sends with its n-th fill."""
    typed = urlencode(pairs).encode()

    def request(_: int) -> bytes:
        body = typed + b"&~id=" + secrets.token_hex(16).encode()
        head = (
            f"POST /f/{SLUG} HTTP/1.1\r\nHost: {HOST}\r\nAccept: application/json\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return request


def bare_inserts(file: Path, answers: str) -> float:
    """How long SQLite takes for the answers alone, each row in a durable transaction of its own."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, answers TEXT)")
        start = time.perf_counter()
        for _ in range(POSTS):
            connection.execute("BEGIN IMMEDIATE")
            row = (secrets.token_hex(16), answers)
            connection.execute("INSERT INTO kept VALUES (?, ?)", row)
            connection.execute("COMMIT")
        return time.perf_counter() - start
    finally:
        connection.close()


def main() -> bool:
    """Measure all of it; whether it is within its bounds."""
    answers = json.loads((HERE / f"{SLUG}.answers.json").read_text("utf-8"))["valid"]
    form = formkit.load(HERE / f"{SLUG}.schema.json")
    sent = [pair for pair in submitted_pairs(formkit.render(form, answers)) if pair[0] != "~id"]
    with TemporaryDirectory() as name, serving(Path(name)) as process:
        page = body(process.port, f"/f/{SLUG}")
        met = gets(Path(name), process.port, page)
        met &= posts(Path(name), process.port, posting(sent), json.dumps(answers))
        first_visit(process.port, page)
    return met


def gets(folder: Path, port: int, page: bytes) -> bool:
    (folder / "constant.py").write_text(CONSTANT, "utf-8")
    (folder / "page.gz").write_bytes(page)
    command = ["{python}", str(folder / "constant.py"), "{port}", str(folder / "page.gz")]
    with serve_command(command) as origin:
        other = int(origin.rpartition(":")[2])
        pair = (port, other)
        turns = [[seconds(each, GETS, 4, get, b"200") for each in pair] for _ in range(TURNS + 1)]
    # the first turn warms up
    return told("GET of 40 questions, a constant of FastAPI's", GETS, turns[1:], 0.85, 1.2)


def posts(folder: Path, port: int, request: Request, text: str) -> bool:
    turns = [
        [
            seconds(port, POSTS, CLIENTS, request, b"200"),
            bare_inserts(folder / "bare.sqlite3", text),
        ]
        for _ in range(TURNS + 1)
    ]
    return told("durable POST, bare inserts of SQLite", POSTS, turns[1:], 0.3, 0.6)


def told(name: str, count: int, turns: list[list[float]], bound: float, aim: float) -> bool:
    """Print how our rate stands to the reference's; whether that is enough."""
    ratio = statistics.median(other / mine for mine, other in turns)
    mine, other = (count / statistics.median(each) for each in zip(*turns, strict=True))
    within = ratio >= bound
    print(
        f"{name:<58} {mine:>9.0f} /s {other:>9.0f} /s  {ratio:>6.2f} ×"
        f"  (at least {bound:g} ×, aim {aim:g} ×{'' if within else ', NOT MET'})"
    )
    return within


def first_visit(port: int, page: bytes) -> None:
    """Print the bytes of the page and of the files that it asks for, as gzip packs them."""
    asked = gzip.decompress(page).decode().split('src="')[1:]
    size = len(page) + sum(len(body(port, part.partition('"')[0])) for part in asked)
    print(
        f"{'a first visit, the page made by hand':<58} {size:>9} B  {HAND_MADE_BYTES:>9} B"
        f"   {size / HAND_MADE_BYTES:>6.2f} ×"
    )


def body(port: int, path: str) -> bytes:
    """What is sent for one path, packed by gzip."""
    with socket.create_connection((HOST, port)) as connection:
        ask = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n"
        connection.sendall(f"{ask}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    return answer.partition(b"\r\n\r\n")[2]


@contextmanager
def serving(folder: Path) -> Iterator[Process]:
    """The server, with the form of 40 questions."""
    form = HERE / f"{SLUG}.schema.json"
    process = Process(form, "--data", folder / "data", log=folder / "log", FORMKIT_RATE="0")
    process.start()
    try:
        yield process
    finally:
        process.stop()


if __name__ == "__main__":
    sys.exit(not main())
