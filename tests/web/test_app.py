"""The application: included, mounted or alone; when it opens, and what it sees of others."""

import gzip
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import brotli
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

import formkit
from formkit.errors import StoreError
from formkit.page.render import Renderer
from formkit.store.database import open_database
from formkit.store.forms import publish, set_state
from formkit.web import Host, Settings, application, router
from formkit.web.host import local_now
from tests.web.filling import FORM_TYPE, HERE, POLL, kept


def included(host: Host) -> Any:
    app = FastAPI()
    app.include_router(router(host=host), prefix="/a")
    return app


def mounted(host: Host) -> Any:
    app = FastAPI()
    app.mount("/a", application(host=host))
    return app


def in_starlette(host: Host) -> Any:
    return Starlette(routes=[Mount("/a", application(host=host))])


def alone(host: Host) -> Any:
    return application(host=host)


PLACES = [included, mounted, in_starlette, alone]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("told", [True, False], ids=["lifespan", "no-lifespan"])
def test_it_opens_when_it_is_told_or_needed(
    hosting: Callable[..., Host], place: Callable[[Host], Any], told: bool
) -> None:
    host = hosting()
    before = "" if place is alone else "/a"
    client = TestClient(place(host), headers=HERE, follow_redirects=False)
    started: AbstractContextManager[Any] = client if told else nullcontext()
    with started:
        # Starlette and FastAPI tell a mounted application nothing
        assert host.ready == (told and place in (included, alone))
        assert client.get(f"{before}/f/visit").status_code == 200
        assert client.post(f"{before}/f/visit", data={"/house": "5"}).status_code == 303
        assert host.ready
        assert len(kept(host)) == 1
    assert host.ready == (not told or place not in (included, alone))


def test_many_first_requests_open_it_once(
    hosting: Callable[..., Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []

    def counted(*arguments: Any, **options: Any) -> Any:
        opened.append(1)
        sleep(0.2)
        return open_database(*arguments, **options)

    monkeypatch.setattr("formkit.web.host.open_database", counted)
    host = hosting()
    app = application(host=host)
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(TestClient(app).get("/f/visit").status_code)

    threads = [Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses, opened) == ([200] * 5, [1])


def test_it_may_close_and_open_again(host: Host) -> None:
    for _ in range(2):
        assert set(host.shelf) == {"visit", "poll"}
        host.close()
        host.close()


def test_a_store_that_another_serves_from_is_said_in_words(
    hosting: Callable[..., Host], tmp_path: Path
) -> None:
    first = hosting()
    first.open()
    second = Host(Settings(data=tmp_path / "data", log="faults"))
    with pytest.raises(StoreError, match="Another formkit is serving from"):
        second.open()
    told = TestClient(application(host=second)).get("/f/visit")
    assert told.status_code == 503
    assert told.headers["retry-after"]
    assert "<h1>" in told.text
    first.close()
    assert TestClient(application(host=second)).get("/f/visit").status_code == 200
    second.close()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        if holds():
            return True
        sleep(0.05)
    return holds()


def test_what_another_process_changes_is_seen(
    client: TestClient, host: Host, tmp_path: Path
) -> None:
    assert client.get("/f/visit").status_code == 200
    other = open_database(tmp_path / "data")
    try:
        with other.writing() as connection:
            set_state(connection, "visit", "stopped")
            new = formkit.load({**POLL, "title": "Ăn gì nữa"})
            publish(connection, "third", new, at=local_now())
        assert within(10, lambda: client.get("/f/visit").status_code == 410)
        assert client.get("/f/third").status_code == 200
        assert client.post("/f/visit", data={"/house": "5"}).status_code == 410
        with other.writing() as connection:
            set_state(connection, "visit", "open")
        assert within(10, lambda: client.get("/f/visit").status_code == 200)
    finally:
        other.close()


def test_pages_are_made_before_anybody_asks(hosting: Callable[..., Host]) -> None:
    host = hosting()
    host.expect("/a")
    host.open()
    assert within(30, lambda: len(host._pages) == 3)
    assert {(language, prefix) for _, language, prefix, _ in host._pages} == {
        ("vi", "/a"),
        ("en", "/a"),
    }


def test_a_job_that_fails_ends_nothing(hosting: Callable[..., Host]) -> None:
    host = hosting()
    done: list[int] = []

    def fail() -> None:
        raise RuntimeError("secret")

    host.hourly += [("fails", fail), ("works", lambda: done.append(1))]
    host.open()
    assert within(10, lambda: done == [1])


# ---- bytes that are made once


def test_a_page_comes_as_the_browser_takes_it(client: TestClient) -> None:
    plain = client.get("/f/visit", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    etags = {plain.headers["etag"]}
    for accepted, encoding in (
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("GZIP", "gzip"),
    ):
        with client.stream("GET", "/f/visit", headers={"accept-encoding": accepted}) as told:
            raw = b"".join(told.iter_raw())
        assert told.headers["content-encoding"] == encoding
        assert told.headers["vary"] == "accept-encoding"
        assert int(told.headers["content-length"]) == len(raw) < len(plain.content) / 2
        unpacked = gzip.decompress(raw) if encoding == "gzip" else brotli.decompress(raw)
        assert unpacked == plain.content
        etags.add(told.headers["etag"])
    # what differs in its bytes differs in its tag
    assert len(etags) == 3
    for refused in ("gzip;q=0, *;q=0", "identity;q=1", "gzip;q=x", ""):
        told = client.get("/f/visit", headers={"accept-encoding": refused})
        assert "content-encoding" not in told.headers


def test_what_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/f/visit")
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"a", {tag}', "*"):
        told = client.get("/f/visit", headers={"if-none-match": known})
        assert (told.status_code, told.content) == (304, b"")
        assert told.headers["etag"] == tag
        assert told.headers["cache-control"] == "private, no-cache"
        assert told.headers["set-cookie"].startswith("fill=")
    for unknown in ('"a"', "", "x" * 500):
        assert client.get("/f/visit", headers={"if-none-match": unknown}).status_code == 200


def test_a_head_has_the_headers_alone(client: TestClient) -> None:
    told = client.head("/f/visit")
    assert (told.status_code, told.content) == (200, b"")
    assert int(told.headers["content-length"]) > 1_000


# ---- what isn't there


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/f/visit/", 404),
        ("GET", "/f/", 404),
        ("GET", "/f/visit%2f..%2fpoll", 404),
        ("GET", "/f/../f/visit/../../etc/passwd", 404),
        ("GET", "/static/../../settings.py", 404),
        ("GET", "/%ff", 404),
        ("POST", "/nothing", 404),
        ("PUT", "/f/visit", 405),
        ("DELETE", "/", 405),
        ("PROPFIND", "/", 405),
        ("OPTIONS", "/f/visit", 204),
    ],
)
def test_it_says_what_it_has_not(client: TestClient, method: str, path: str, status: int) -> None:
    told = client.request(method, path)
    assert told.status_code == status
    if status == 405:
        assert "GET" in told.headers["allow"]
    if status >= 400:
        assert "<h1>" in told.text
        assert 'href="/"' in told.text


def test_words_come_in_the_language_that_is_asked_for(hosting: Callable[..., Host]) -> None:
    with TestClient(application(host=hosting())) as client:
        assert '<html lang="vi">' in client.get("/nothing").text
        assert '<html lang="en">' in client.get("/nothing?lang=en").text
        assert '<html lang="vi">' in client.get("/nothing?lang=xx&a=%ff").text


def test_a_host_may_have_templates_of_its_own(hosting: Callable[..., Host], tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notice.html").write_text("<h1>Own: {{ title }}</h1>", encoding="utf-8")
    made = hosting()
    host = Host(made.settings, Renderer(templates=[tmp_path / "own"]))
    with TestClient(application(host=host)) as client:
        assert client.get("/nothing").text.startswith("<h1>Own: ")
        assert client.get("/f/visit").status_code == 200


# ---- the OpenAPI document


def test_the_document_holds_what_there_is(client: TestClient) -> None:
    told = client.get("/openapi.json")
    document = told.json()
    assert told.headers["content-type"] == "application/json"
    assert set(document["paths"]) == {"/", "/f/{slug}", "/r/{token}", "/healthz"}
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_json_answers_are_as_the_document_says(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    as_json = {"accept": "application/json", "content-type": FORM_TYPE}
    fill = "~id=" + "0" * 32
    for body, status, name in (
        (f"{fill}&%2Fhouse=5", 200, "Receipt"),
        (f"{fill}&%2Fhouse=6", 409, "Conflict"),
        ("%2Fhouse=", 422, "Problems"),
        ("%ff", 400, "Notice"),
    ):
        told = client.post("/f/visit", content=body, headers=as_json)
        assert told.status_code == status
        Draft202012Validator(schemas[name]).validate(told.json())
    health = client.get("/healthz")
    Draft202012Validator(schemas["Health"]).validate(health.json())
    missing = client.get("/f/nothing", headers=as_json)
    Draft202012Validator(schemas["Notice"]).validate(json.loads(missing.text))
