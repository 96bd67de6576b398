"""`formkit serve` and what goes with it: what it prints, what it refuses, how it stops."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from formkit.cli import main
from formkit.cli.publishing import ready_folder, slug_of
from formkit.cli.running import ADDRESS_FILE
from formkit.store.database import open_database
from formkit.store.forms import published
from tests.serving import free_port

POLL: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Mượn sách",
    "type": "object",
    "properties": {"name": {"type": "string", "title": "Họ tên"}},
}
SECONDS = 90


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with no setting around."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FORMKIT_")]:
        if name not in ("FORMKIT_BROWSER", "FORMKIT_TEST_DATABASE"):
            monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Calls the command in this process: its status, what it printed, and what it complained of."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(map(str, arguments))
        out, err = capsys.readouterr()
        return left.value.code or 0, out, err  # type: ignore[return-value] # it is a number

    return call


Run = Callable[..., tuple[int, str, str]]


def write(path: Path, document: Mapping[str, Any] = POLL, **changes: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**document, **changes}), encoding="utf-8")
    return path


class Server:
    """`formkit serve` in a process of its own."""

    def __init__(self, folder: Path, *arguments: str | Path, **environ: str) -> None:
        self.port = free_port()
        self.out, self.err = folder / "out", folder / "err"
        command = [sys.executable, "-m", "formkit", "serve", "--port", str(self.port)]
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [*command, *map(str, arguments)],
                cwd=folder,
                stdout=out,
                stderr=err,
                env={**os.environ, **environ},
            )

    @property
    def printed(self) -> str:
        return self.out.read_text(encoding="utf-8")

    @property
    def logged(self) -> str:
        return self.err.read_text(encoding="utf-8")

    def wait(self) -> None:
        until = monotonic() + SECONDS
        while "Ctrl+C stops" not in self.printed or not self.listens():
            if self.process.poll() is not None or monotonic() > until:
                raise RuntimeError(f"it doesn't serve: {self.printed}{self.logged}")
            sleep(0.05)

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, path: str, pairs: Mapping[str, str] | None = None, **headers: str) -> Any:
        """The status and the text that a request gets; it says that it comes from a page here."""
        body = None if pairs is None else urlencode(pairs).encode()
        request = Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            headers={
                "Origin": f"http://127.0.0.1:{self.port}",
                "Accept": "application/json",
                **headers,
            },
        )
        try:
            with urlopen(request, timeout=SECONDS) as told:
                return told.status, told.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def stop(self, sign: int = signal.SIGTERM) -> int:
        self.process.send_signal(sign)
        return self.process.wait(SECONDS)


@contextmanager
def serving(folder: Path, *arguments: str | Path, **environ: str) -> Iterator[Server]:
    server = Server(folder, *arguments, **environ)
    try:
        server.wait()
        yield server
    finally:
        server.process.kill()
        server.process.wait(SECONDS)


def shelf(folder: Path) -> dict[str, tuple[int, str]]:
    """What is published in a store: slug → number and state."""
    store = open_database(folder)
    try:
        with store.reading() as connection:
            return {each.slug: (each.number, each.state) for each in published(connection)}
    finally:
        store.close()


# ---- serving


def test_one_command_and_the_ready_forms_are_online(folder: Path, run: Run) -> None:
    names = {slug_of(file) for file in ready_folder().glob("*.schema.json")} - {"shared"}
    with serving(folder) as server:
        told = server.printed
        assert f"Open:  http://127.0.0.1:{server.port}/\n" in told
        for name in names:
            assert f"  published: {name} (version 1)\n" in told
            assert server.ask(f"/f/{name}")[0] == 200
        assert f"{len(names)} forms can be filled in.\n" in told
        # it goes into a file here, which is no place for the owner's link
        assert "/w/enter/" not in told
        assert "This makes one:\n  formkit link\n" in told
        assert server.ask("/healthz") == (200, '{"status":"ok"}')
        # the folder is nobody else's, and says where it is served from
        data = folder / "formkit-data"
        assert data.stat().st_mode & 0o077 == 0
        assert (data / ADDRESS_FILE).read_text("utf-8") == f"http://127.0.0.1:{server.port}/"
        # links of one's own while it runs; each works once
        links = [run("link")[1].strip() for _ in "ab"]
        assert len(set(links)) == 2
        for address in links:
            assert address.startswith(f"http://127.0.0.1:{server.port}/w/enter/")
            path = "/w/enter/" + address.rpartition("/")[2]
            assert server.ask(path)[0] == 200
            assert server.ask(path, {})[0] == 200
            assert server.ask(path, {})[0] >= 400
        # a form that is stopped is stopped at once
        assert run("stop", "vneid")[0] == 0
        until = monotonic() + 10
        while server.ask("/f/vneid")[0] != 410 and monotonic() < until:
            sleep(0.1)
        assert server.ask("/f/vneid")[0] == 410
        # no second one beside it
        status, _, err = run("serve", "--port", str(free_port()))
        assert (status, "Another formkit is serving from formkit-data already." in err) == (2, True)
        status, _, err = run("serve", "--port", str(server.port), "--data", "other")
        assert (status, f"another program uses port {server.port} already" in err) == (2, True)
        assert server.stop() == 0
        assert not (data / ADDRESS_FILE).exists()
        # one line a request, and nothing of anybody
        for line in server.logged.splitlines():
            assert set(json.loads(line)) == {"time", "method", "route", "status", "ms", "bytes"}
        assert not any(address.rpartition("/")[2] in server.logged for address in links)
        assert "127.0.0.1" not in server.logged
    # the same folder again: nothing is new, and what was stopped stays stopped
    with serving(folder) as server:
        assert "published:" not in server.printed
        assert f"{len(names) - 1} forms can be filled in, 1 form is stopped." in server.printed
        assert run("reopen", "vneid")[0] == 0
        assert server.stop(signal.SIGINT) == 0


def test_forms_of_ones_own_are_served(folder: Path) -> None:
    write(folder / "forms" / "Muon_Sach.schema.json")
    write(folder / "forms" / "sub" / "b.schema.json", title="B")
    one = write(folder / "c.json", title="C")
    url = "https://phieu.example/ward"
    with serving(folder, "forms", one, "--data", "d", FORMKIT_URL=url) as server:
        assert shelf(folder / "d") == dict.fromkeys(("muon-sach", "b", "c"), (1, "open"))
        assert f"Open:  {url}/\n" in server.printed
        assert "This makes one:\n  formkit link --data d\n" in server.printed
        here = {"Origin": "https://phieu.example"}
        status, told = server.ask("/f/c", {"/name": "An"}, **here)
        assert (status, json.loads(told)["receipt"][:8]) == (200, "/ward/r/")
        # once it is known where people come from, another address is another site
        assert server.ask("/f/c", {"/name": "An"})[0] == 403


def test_a_terminal_shows_the_owners_link(folder: Path, run: Run) -> None:
    pty = pytest.importorskip("pty")
    write(folder / "c.json")
    ours, theirs = pty.openpty()
    port = free_port()
    command = [sys.executable, "-m", "formkit", "serve", "c.json", "--lan", "--port", str(port)]
    with (
        os.fdopen(ours, encoding="utf-8") as terminal,
        subprocess.Popen(
            command, stdout=theirs, stderr=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm"}
        ) as process,
    ):
        os.close(theirs)
        told = ""
        while "Ctrl+C" not in told:
            told += terminal.readline()
        process.kill()
    # a code that is dark on light in any terminal
    blocks = [line for line in told.splitlines() if "█" in line or "▀" in line]
    assert all(each.startswith("\x1b[97;40m") and each.endswith("\x1b[0m") for each in blocks)
    assert blocks or "No network was found" in told
    (link,) = re.findall(r"^  (http://\S+/w/enter/\S+)$", told, re.MULTILINE)
    _, fresh, _ = run("link")
    assert (fresh.strip() != link, fresh.rpartition("/")[0]) == (True, link.rpartition("/")[0])


def test_what_is_under_way_is_answered_before_it_stops(folder: Path) -> None:
    write(folder / "c.json")
    body = b"%2Fname=An"
    with serving(folder, "c.json") as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS) as slow:
            slow.sendall(
                b"POST /f/c HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nConnection: close\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body)
            )
            # it waits for the body now
            assert slow.recv(4096).startswith(b"HTTP/1.1 100 ")
            server.process.terminate()
            sleep(1)
            slow.sendall(body)
            told = b""
            while part := slow.recv(4096):
                told += part
        assert told.startswith(b"HTTP/1.1 303 ")
        assert server.process.wait(SECONDS) == 0


def test_it_serves_by_https(folder: Path) -> None:
    write(folder / "c.json")
    make_certificate(folder)
    options = ("--tls-cert", "cert.pem", "--tls-key", "key.pem")
    with serving(folder, "c.json", *options) as server:
        assert f"Open:  https://127.0.0.1:{server.port}/\n" in server.printed
        context = ssl.create_default_context(cafile=folder / "cert.pem")
        context.check_hostname = False
        with urlopen(f"https://127.0.0.1:{server.port}/f/c", context=context) as told:
            assert told.headers["set-cookie"].endswith("; Secure")


def make_certificate(folder: Path) -> None:
    done = subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 "
        "-subj /CN=formkit.test".split(),
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip("needs openssl")


def test_for_phones_it_listens_to_all_and_shows_a_code(folder: Path) -> None:
    write(folder / "c.json")
    with serving(folder, "c.json", "--lan") as server:
        told = server.printed
        # a phone that opens the loopback is led to itself, and so is one that scans a code of it
        assert f"On this computer:  http://127.0.0.1:{server.port}/\n" in told
        assert ("Phones on this network:  http://" in told) != ("No network was found" in told)
        assert ("█" in told) == ("Phones on this network:" in told)
        assert not re.search(r"(network:|or)  http://127\.", told)
        # what is no terminal gets no colours
        assert "\x1b" not in told


# ---- what is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "0"), "--port: a whole number from 1 to 65535 is needed, not '0'"),
        (("--port", "x"), "--port"),
        (("--host", "no.such.host.example"), "is no address of this machine"),
        (("--host", "198.51.100.7"), "is no address of this machine"),
        (("--tls-cert", "a.pem"), "tls_cert: tls_key is needed beside it"),
        (("--tls-cert", "a.pem", "--tls-key", "b.pem"), "tls_cert: a.pem can't be read"),
        (("--tls-cert", "c.json", "--tls-key", "c.json"), "aren't a certificate and its key"),
        (("--database", "mysql://a"), "postgresql://"),
        (("--url", "a"), "--url: an address such as"),
        (("--config", "none.toml"), "none.toml: this file can't be read"),
        (("gone.json",), "gone.json: there is no such file"),
        (("--nothing",), "Unknown option"),
    ],
)
def test_what_it_cannot_do_is_said(
    folder: Path, run: Run, arguments: Sequence[str], said: str
) -> None:
    write(folder / "c.json")
    port = () if "--port" in arguments else ("--port", str(free_port()))
    status, out, err = run("serve", *arguments, *port)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_forms_with_errors_are_not_served(folder: Path, run: Run) -> None:
    write(folder / "c.json", required="name")
    status, out, err = run("serve", "c.json", "--port", str(free_port()))
    assert (status, out) == (1, "")
    assert err.startswith("c.json:1: ")
    assert not (folder / "formkit-data").exists()


def test_two_files_for_one_address_are_refused(folder: Path, run: Run) -> None:
    write(folder / "a" / "c.json")
    write(folder / "b" / "C.json", title="Other")
    status, _, err = run("serve", "a/c.json", "b/C.json", "--port", str(free_port()))
    assert status == 2
    assert "would both be /f/c" in err


def test_a_file_whose_name_is_no_address_is_refused(folder: Path, run: Run) -> None:
    write(folder / "phiếu.json")
    status, _, err = run("serve", "phiếu.json", "--port", str(free_port()))
    assert status == 2
    assert "can't be the address of a form" in err


@pytest.mark.parametrize("command", ["stop", "reopen"])
def test_a_form_that_is_not_there_is_not_stopped(folder: Path, run: Run, command: str) -> None:
    status, out, err = run(command, "nothing")
    assert (status, out) == (2, "")
    # a slip in the name of the folder makes no store there
    assert err.startswith("formkit-data: there is no store in this folder")
    assert not (folder / "formkit-data").exists()
    open_database(folder / "formkit-data").close()
    assert run(command, "nothing") == (2, "", "There is no form nothing. None is published yet.\n")
