"""The door of the workspace: links that work once, sessions, languages, and who stays out."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from formkit.store.people import SESSION_DAYS
from formkit.web import application
from formkit.web.host import Host
from tests.web.filling import HERE
from tests.web.staff import come_in, link

INSIDE = (
    "/w",
    "/w/forms/visit",
    "/w/answers",
    "/w/answers/01a210f6-c879-74f1-8472-be9c7ee243dd",
    "/w/files",
    "/w/files/0123456789abcdef",
    "/w/files/0123456789abcdef/get",
    "/w/more",
)
UNSAFE = (
    "/w/leave",
    "/w/forms/visit/state",
    "/w/forms/visit/files",
    "/w/answers/01a210f6-c879-74f1-8472-be9c7ee243dd",
    "/w/files/0123456789abcdef/remove",
)


# ---- the link


def test_looking_at_a_link_spends_nothing(client: TestClient, host: Host) -> None:
    path = link(host)
    for _ in range(3):
        shown = client.get(path)
        assert shown.status_code == 200
        assert "set-cookie" not in shown.headers
        assert shown.text.count("<button") == 1
    assert client.head(path).status_code == 200
    opened = client.post(path)
    assert (opened.status_code, opened.headers["location"]) == (303, "/w")
    assert client.get("/w").status_code == 200


def test_a_link_works_once_and_then_says_how_to_get_another(client: TestClient, host: Host) -> None:
    path = link(host)
    client.post(path)
    client.cookies.clear()
    for answer in (client.get(path), client.post(path), client.get("/w/enter/unknown")):
        assert answer.status_code == 410
        assert "set-cookie" not in answer.headers
        assert "Liên kết này đã dùng rồi hoặc đã hết hạn" in answer.text
        assert "formkit link" in answer.text
    assert client.get("/w").status_code == 303


def test_commands_are_told_as_they_are_run_here(hosting: Callable[..., Host]) -> None:
    host = hosting(command="start-formkit.cmd")
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        for path in ("/w/sign-in", "/w/enter/unknown"):
            assert ">start-formkit.cmd link<" in client.get(path).text
        come_in(client, host)
        assert ">start-formkit.cmd link<" in client.get("/w/more").text


def test_a_link_and_a_session_end(hosting: Callable[..., Host]) -> None:
    host = hosting()
    now = datetime(2026, 11, 25, 9, 0, tzinfo=timezone(timedelta(hours=7)))
    host.now = lambda: now
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        late = link(host, minutes=5)
        come_in(client, host)
        now += timedelta(minutes=5)
        assert client.post(late).status_code == 410
        assert client.get("/w").status_code == 200
        now += timedelta(days=SESSION_DAYS)
        assert client.get("/w").status_code == 303


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "Path=/w; HttpOnly; SameSite=Lax; Max-Age=2592000"),
        (
            {"url": "https://ward.example/phieu"},
            "Path=/phieu/w; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure",
        ),
    ],
)
def test_the_cookie_is_for_this_workspace_alone(
    hosting: Callable[..., Host], settings: dict[str, str], told: str
) -> None:
    host = hosting(**settings)
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        cookie = client.post(link(host)).headers["set-cookie"]
    assert cookie.endswith("; " + told)
    assert cookie.startswith("staff=")


def test_a_link_is_not_spent_from_elsewhere(client: TestClient, host: Host) -> None:
    path = link(host)
    assert client.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post(path).status_code == 303


# ---- who stays out


def test_a_slash_too_much_leads_on(client: TestClient) -> None:
    assert client.get("/w/").headers["location"] == "/w"


@pytest.mark.parametrize("path", INSIDE)
def test_who_has_not_come_in_is_led_to_how_to(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/w/sign-in")
    # htmx would put the page that it is led to into this one
    part = client.get(path, headers={"hx-request": "true", "hx-request-type": "partial"})
    assert (part.status_code, part.headers["hx-redirect"]) == (403, "/w/sign-in")
    assert part.content == b""


@pytest.mark.parametrize("path", UNSAFE)
def test_who_has_not_come_in_changes_nothing(client: TestClient, path: str) -> None:
    answer = client.post(path, data={"state": "stopped", "format": "csv"})
    assert answer.status_code == 403
    assert "formkit link" in answer.text
    client.cookies.set("staff", "made-up", path="/w")
    assert client.post(path, data={"state": "stopped"}).status_code == 403


def test_the_sign_in_page_says_what_to_do(client: TestClient, host: Host) -> None:
    answer = client.get("/w/sign-in")
    assert answer.status_code == 200
    assert "formkit link" in answer.text
    come_in(client, host)
    assert client.get("/w/sign-in").headers["location"] == "/w"


def test_who_signs_out_is_out_everywhere(client: TestClient, host: Host) -> None:
    come_in(client, host)
    token = client.cookies["staff"]
    left = client.post("/w/leave")
    assert left.headers["location"] == "/w/sign-in"
    assert "Max-Age=0" in left.headers["set-cookie"]
    client.cookies.set("staff", token, path="/w")
    assert client.get("/w").status_code == 303


# ---- what every page has


@pytest.mark.parametrize("path", ["/w", "/w/forms/visit", "/w/answers", "/w/files", "/w/more"])
def test_every_page_is_guarded_and_kept_nowhere(client: TestClient, host: Host, path: str) -> None:
    come_in(client, host)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "style-src 'self'" in answer.headers["content-security-policy"]
    assert "hx-request-type" in answer.headers["vary"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_it_speaks_vietnamese_until_english_is_chosen(client: TestClient, host: Host) -> None:
    come_in(client, host)
    assert '<html lang="vi">' in client.get("/w").text
    chosen = client.get("/w?lang=en")
    assert '<html lang="en">' in chosen.text
    assert chosen.headers["set-cookie"] == "lang=en; Path=/w; HttpOnly; SameSite=Lax"
    assert "<h1>Answers</h1>" in client.get("/w/answers").text
    assert '<html lang="en">' in client.get("/w?lang=fr").text
    assert '<html lang="vi">' in client.get("/w?lang=vi").text
    assert "<h1>Câu trả lời</h1>" in client.get("/w/answers").text


def test_the_setting_is_the_language_of_who_chose_none(hosting: Callable[..., Host]) -> None:
    host = hosting(language="en")
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        assert "The results are behind a link" in client.get("/w/sign-in").text


def test_links_of_pages_stand_under_the_prefix(hosting: Callable[..., Host]) -> None:
    host = hosting(url="https://ward.example/phieu")
    with TestClient(application(host=host), headers=HERE, follow_redirects=False) as client:
        client.cookies.set("staff", client.post(link(host)).cookies["staff"])
        page = client.get("/w/forms/visit").text
    assert 'action="/phieu/w/forms/visit/state"' in page
    assert 'href="/phieu/w/answers"' in page
    assert "https://ward.example/phieu/f/visit" in page
    assert 'href="/w' not in page


def test_the_how_to_names_what_the_pages_say(root: Path) -> None:
    with (root / "formkit/locale/formkit.pot").open("rb") as file:
        known = {message.id for message in read_po(file)}
    page = (root / "docs/how-to/read-results.md").read_text("utf-8")
    told = re.findall(r"\*\*([^*.]+)\*\*", page)
    own = {"English", "What ended", "What was erased"}
    assert len(told) > 10
    assert set(told) - own <= known
    assert str(SESSION_DAYS) + "\ndays" in page
