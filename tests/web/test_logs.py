"""The log: one line for each request, and nothing of anybody in it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from formkit.web import Host, Settings, application
from formkit.web.logs import Log
from formkit.web.served import gathered
from tests.web.filling import HERE

AT = datetime(2026, 11, 25, 10, 51, 49, tzinfo=UTC)
SECRETS = ("bi-mat", "203.0.113.5", "0912", "Sec Ret", "Số 5")


@pytest.fixture
def logged(hosting: Callable[..., Host]) -> tuple[Host, StringIO]:
    """A host, and what it logs."""
    host = hosting(log="requests")
    host.log.stream = StringIO()
    return host, host.log.stream


def lines(stream: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_what_was_asked_for_and_nothing_of_whom(
    logged: tuple[Host, StringIO],
) -> None:
    host, stream = logged
    with TestClient(
        application(host=host),
        headers={**HERE, "user-agent": "Sec Ret", "x-forwarded-for": "203.0.113.5"},
        client=("203.0.113.5", 1),
        follow_redirects=False,
    ) as client:
        client.get("/f/visit?bi-mat=1")
        client.get("/r/bi-mat-bi-mat")
        client.get("/w/enter/bi-mat")
        client.get("/bi-mat")
        client.post("/f/visit?bi-mat=1", data={"/house": "Số 5", "0912": "0912"})
        client.request("BI-MAT", "/f/visit")
    found = lines(stream)
    assert [(line["method"], line["route"], line["status"]) for line in found] == [
        ("GET", "/f/{slug}", 200),
        ("GET", "/r/{token}", 404),
        ("GET", "/w/enter/{token}", found[2]["status"]),
        ("GET", "/…", 404),
        ("POST", "/f/{slug}", 303),
        ("?", "/f/{slug}", 405),
    ]
    for line in found:
        assert set(line) == {"time", "method", "route", "status", "ms", "bytes"}
        assert datetime.fromisoformat(line["time"]).tzinfo is not None
    assert found[0]["bytes"] > 1_000
    assert [secret for secret in SECRETS if secret in stream.getvalue()] == []


def test_only_faults_are_logged_where_that_is_wanted(hosting: Callable[..., Host]) -> None:
    host = hosting(log="faults")
    host.log.stream = StringIO()
    with TestClient(application(host=host), headers=HERE) as client:
        client.get("/f/visit")
    assert host.log.stream.getvalue() == ""


def test_a_fault_is_told_without_what_it_quotes(logged: tuple[Host, StringIO]) -> None:
    host, stream = logged

    async def broken(_request: object) -> None:
        try:
            raise KeyError("bi-mat")
        except KeyError as error:
            raise RuntimeError("0912") from error

    app = application(host=host)
    app.router.routes.insert(0, *gathered(host, [Route("/broken/{token}", broken)]))
    with TestClient(app, headers=HERE) as client:
        told = client.get("/broken/bi-mat")
        as_json = client.get("/broken/bi-mat", headers={"accept": "application/json"})
    assert told.status_code == as_json.status_code == 500
    assert "<h1>" in told.text
    assert as_json.json()["status"] == 500
    fault = lines(stream)[0]
    assert (fault["route"], fault["fault"], fault["cause"]) == (
        "/broken/{token}",
        "RuntimeError",
        "KeyError",
    )
    assert fault["at"][-1].startswith("test_logs.py:")
    for text in (stream.getvalue(), told.text, as_json.text):
        assert [secret for secret in SECRETS if secret in text] == []


def test_a_log_that_is_closed_stops_nothing() -> None:
    stream = StringIO()
    log = Log(Settings(), stream)
    stream.close()
    log.note(AT, "a")
    log.request(AT, "GET", "/", 200, 0.001, 1)


def test_a_note_is_a_sentence() -> None:
    log = Log(Settings(), StringIO())
    log.note(AT, "Đĩa đầy")
    assert isinstance(log.stream, StringIO)
    assert lines(log.stream) == [{"time": "2026-11-25T10:51:49.000+00:00", "note": "Đĩa đầy"}]
