"""What a first visit costs on the wire, headers counted: bytes are the same on every machine."""

import gzip
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from attrs import frozen

import formkit
from formkit.store.forms import publish
from formkit.web import Settings, application
from formkit.web.host import Host, local_now
from tests.serving import serve

FORTY = Path(__file__).parents[1] / "bench" / "checklist-40.schema.json"
KB = 1_000
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@frozen
class Answer:
    """An answer as it came: its head, and its body as it was packed."""

    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        return len(self.head) + len(self.body)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("budget")
    host = Host(Settings(data=folder / "data", log="faults", free_disk=0))
    with host.database.writing() as connection:
        publish(connection, "forty", formkit.load(FORTY), at=local_now())
    host.refresh()
    with serve(application(host=host)) as origin:
        yield origin
    host.close()


def get(origin: str, path: str, encoding: str, *headers: str) -> Answer:
    with socket.create_connection((urlsplit(origin).hostname, urlsplit(origin).port)) as line:
        head = [f"GET {path} HTTP/1.1", "Host: x", f"Accept-Encoding: {encoding}", *headers]
        line.sendall(("\r\n".join([*head, "Connection: close"]) + "\r\n\r\n").encode())
        got = b"".join(iter(lambda: line.recv(65_536), b""))
    head_, _, body = got.partition(b"\r\n\r\n")
    return Answer(head_ + b"\r\n\r\n", body)


def scripts(page: Answer, encoding: str) -> list[str]:
    """What the page loads by itself: nothing else in it is an address of a file."""
    html = UNPACK[encoding](page.body).decode()
    assert '<link rel="icon" href="data:,">' in html
    assert len(re.findall("<link|<img|@import|url\\(", html)) == html.count("<link") + html.count(
        'url("data:'
    )
    return re.findall(r' src="([^"]+)"', html)


@pytest.mark.parametrize(("encoding", "most"), [("br", 18 * KB), ("gzip", 20 * KB)])
def test_a_first_visit_is_light(origin: str, encoding: str, most: int) -> None:
    page = get(origin, "/f/forty", encoding)
    found = [get(origin, path, encoding) for path in scripts(page, encoding)]
    assert 1 + len(found) == 2
    assert page.size + sum(each.size for each in found) <= most


def test_nothing_but_the_page_stands_before_the_first_paint(origin: str) -> None:
    page = get(origin, "/f/forty", "br")
    assert len(page.body) <= 9 * KB
    html = brotli.decompress(page.body).decode()
    assert "stylesheet" not in html
    assert html.count("<script ") == html.count("<script defer ")


def test_the_script_of_the_page_is_light(origin: str) -> None:
    page = get(origin, "/f/forty", "br")
    (script,) = scripts(page, "br")
    assert len(get(origin, script, "br").body) <= 7 * KB


def test_what_the_worker_fetches_beside_is_little(origin: str) -> None:
    page = get(origin, "/f/forty", "br")
    html = brotli.decompress(page.body).decode()
    (more,) = re.findall(r'"(/static/\w+/more\.js)"', html)
    known = f"If-None-Match: {etag(page)}"
    beside = [
        get(origin, "/sw.js", "br"),
        get(origin, more, "br"),
        get(origin, "/f/forty", "br", known),
    ]
    assert sum(each.size for each in beside) <= 8 * KB


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_later_visit_is_nearly_nothing(origin: str, encoding: str) -> None:
    page = get(origin, "/f/forty", encoding)
    again = get(origin, "/f/forty", encoding, f"If-None-Match: {etag(page)}")
    assert b" 304 " in again.head[:20]
    assert again.size <= 500
    # and it leaves the policy that the page came with
    assert b"content-security-policy" not in again.head.lower()


def etag(answer: Answer) -> str:
    found = re.search(rb"(?im)^etag: (\S+)", answer.head)
    assert found
    return found[1].decode()
