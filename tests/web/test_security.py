"""The guard: headers on every answer, what may change something, and where links lead."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from formkit.web import Host, Settings, application, router
from formkit.web.security import comes_from_here, cookie, hash_of, policy
from tests.web.filling import FORM_TYPE, HERE, body, kept

EVIL = "evil.example"
SENT = {"/house": "Số 5"}


def scope(**headers: str) -> dict[str, Any]:
    found = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return {"type": "http", "headers": found}


@pytest.mark.parametrize(
    ("headers", "url", "comes"),
    [
        ({"sec_fetch_site": "same-origin"}, None, True),
        ({"sec_fetch_site": "none"}, None, True),
        ({"sec_fetch_site": "same-site"}, None, False),
        ({"sec_fetch_site": "cross-site"}, None, False),
        # what the browser says of itself is more than an Origin
        ({"sec_fetch_site": "cross-site", "origin": "http://a", "host": "a"}, None, False),
        ({}, None, False),
        ({"host": "a"}, None, False),
        ({"origin": "http://a", "host": "a"}, None, True),
        ({"origin": "http://A:80", "host": "a"}, None, True),
        ({"origin": "https://a", "host": "a:443"}, None, True),
        ({"origin": "http://a:8000", "host": "a:8000"}, None, True),
        ({"origin": "http://a:8000", "host": "a"}, None, False),
        ({"origin": "http://b", "host": "a"}, None, False),
        ({"origin": "null", "host": "a"}, None, False),
        ({"origin": "null", "host": "null"}, None, False),
        ({"origin": "http://a.b", "host": "a"}, None, False),
        ({"origin": "http://[::1]:8000", "host": "[::1]:8000"}, None, True),
        ({"origin": "http://[", "host": "["}, None, False),
        ({"origin": "http://a:x", "host": "a:x"}, None, False),
        ({"origin": "http://ä", "host": "ä"}, None, False),
        # once it is known where people come from, what the Host header says counts for nothing
        ({"origin": "https://a", "host": "b"}, "https://a/forms", True),
        ({"origin": "http://a", "host": "a"}, "https://a", False),
        ({"origin": "https://b", "host": "b"}, "https://a", False),
        ({"origin": "https://a:8443", "host": "a"}, "https://a", False),
    ],
)
def test_who_may_change_something(headers: dict[str, str], url: str | None, comes: bool) -> None:
    assert comes_from_here(scope(**headers), Settings(url=url)) is comes


def test_a_form_from_elsewhere_is_refused_in_words(client: TestClient, host: Host) -> None:
    del client.headers["sec-fetch-site"]
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": f"http://{EVIL}"}):
        told = client.post("/f/visit", data=SENT, headers=headers)
        assert told.status_code == 403
        assert "Chưa có gì được lưu." in told.text
    assert kept(host) == []
    assert client.post("/f/visit", data=SENT, headers={"origin": "http://testserver"}).is_redirect


def test_programs_and_htmx_are_refused_in_their_way(client: TestClient) -> None:
    del client.headers["sec-fetch-site"]
    told = client.post("/f/visit", data=SENT, headers={"accept": "application/json"})
    assert told.status_code == 403
    assert told.json()["status"] == 403
    assert told.json()["message"].startswith("Phiếu này được gửi từ một địa chỉ khác.")
    told = client.post("/f/visit?q=/house", data=SENT, headers={"hx-request-type": "partial"})
    assert told.text.startswith('<span class="e">')
    assert "<html" not in told.text


ADDRESSES = (
    ("GET", "/"),
    ("GET", "/f/visit"),
    ("HEAD", "/f/visit"),
    ("GET", "/f/nothing"),
    ("GET", "/r/nothing"),
    ("GET", "/healthz"),
    ("GET", "/static/0/nothing"),
    ("GET", "/nothing"),
    ("GET", "/w/"),
    ("GET", "/w/enter/nothing"),
    ("GET", "/openapi.json"),
    ("POST", "/f/visit"),
    ("PUT", "/f/visit"),
    ("OPTIONS", "/f/visit"),
    ("TRACE", "/nothing"),
)


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_every_answer_is_protected(client: TestClient, method: str, path: str) -> None:
    told = client.request(method, path)
    assert told.status_code < 500
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["referrer-policy"] == "same-origin"
    csp = told.headers["content-security-policy"]
    assert csp.startswith("default-src 'none'; ")
    assert "unsafe" not in csp
    assert "frame-ancestors 'none'" in csp
    assert "base-uri 'none'" in csp


@pytest.mark.parametrize("path", ["/", "/f/visit", "/nothing", "/w/", "/f/nothing"])
def test_the_stylesheet_in_a_page_is_the_one_that_is_allowed(client: TestClient, path: str) -> None:
    told = client.get(path, follow_redirects=True)
    for style in re.findall(r"<style>(.*?)</style>", told.text, re.DOTALL):
        assert hash_of(style) in told.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|\sstyle=", told.text)


def test_a_policy_says_who_may_show_the_page() -> None:
    assert "frame-ancestors https://site.example" in policy(ancestors="https://site.example")
    assert "style-src 'self';" in policy("linked")
    assert "style-src 'none';" in policy("none")


@pytest.mark.parametrize("path", [path for method, path in ADDRESSES if method == "GET"])
def test_no_answer_names_the_host_that_was_asked_for(client: TestClient, path: str) -> None:
    poisons = {
        "host": EVIL,
        "x-forwarded-host": EVIL,
        "x-forwarded-prefix": f"/{EVIL}",
        "x-original-url": f"/{EVIL}",
        "forwarded": f"host={EVIL}",
        "referer": f"http://{EVIL}/",
    }
    told = client.get(path, headers=poisons)
    assert told.status_code < 500
    assert EVIL not in told.text
    assert EVIL not in str(told.headers)


def test_a_receipt_is_led_to_by_its_path_alone(client: TestClient) -> None:
    sent = {"content-type": FORM_TYPE, "host": EVIL, **HERE}
    told = client.post("/f/visit", content=body(SENT), headers=sent)
    assert told.status_code == 303
    assert told.headers["location"].startswith("/r/")


@pytest.mark.parametrize("host_header", ["", "[", "a b", "a:b:c", "a\x00", "ä", "x" * 5000])
def test_a_host_that_is_none_is_answered_all_the_same(client: TestClient, host_header: str) -> None:
    headers = {"host": host_header.encode()}
    for method, path in (("GET", "/f/visit"), ("GET", "/nothing"), ("PUT", "/f/visit")):
        assert client.request(method, path, headers=headers).status_code in (200, 404, 405)


# ---- prefixes


@pytest.fixture(params=["mounted", "included", "url"])
def prefixed(request: pytest.FixtureRequest, hosting: Callable[..., Host]) -> TestClient:
    """A browser of a host whose every address begins with `/phieu`."""
    if request.param == "url":
        # the proxy takes the path away
        app = application(host=hosting(url="https://phuong.example/phieu"))
        made = TestClient(app, base_url="https://phuong.example", headers=HERE)
    else:
        app = FastAPI()
        host = hosting()
        if request.param == "mounted":
            app.mount("/phieu", application(host=host))
        else:
            app.include_router(router(host=host), prefix="/phieu")
        made = TestClient(app, headers=HERE)
    made.follow_redirects = False
    made.params = {}
    return made


def test_every_link_and_cookie_carries_the_prefix(prefixed: TestClient) -> None:
    taken_off = prefixed.base_url.host == "phuong.example"
    before = "" if taken_off else "/phieu"
    page = prefixed.get(f"{before}/f/visit")
    assert page.status_code == 200
    cookies = page.headers["set-cookie"]
    assert "; Path=/phieu/f/visit; " in cookies
    assert cookies.endswith("; Secure") == taken_off
    listed = prefixed.get(f"{before}/")
    sent = prefixed.post(f"{before}/f/visit", data=SENT)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/phieu/r/")
    receipt = prefixed.get(before + sent.headers["location"].removeprefix("/phieu"))
    assert receipt.status_code == 200
    for told in (page, listed, receipt, prefixed.get(f"{before}/f/nothing")):
        links = re.findall(r'\b(?:href|src|action|hx-post)="(/[^"]*)"', told.text)
        assert links
        assert [link for link in links if not link.startswith("/phieu/")] == []
    (script,) = re.findall(r'src="([^"]*fill\.js)"', page.text)
    assert prefixed.get(before + script.removeprefix("/phieu")).status_code == 200


def test_a_prefix_may_hold_anything(hosting: Callable[..., Host]) -> None:
    app = FastAPI()
    app.include_router(router(host=hosting()), prefix='/{ward}/"><x>; Tổ')
    with TestClient(app, headers=HERE, follow_redirects=False) as client:
        told = client.get("/a%0d%0ab%22/%22%3E%3Cx%3E;%20T%E1%BB%95/f/visit")
    assert told.status_code == 200
    prefix = "/a%0D%0Ab%22/%22%3E%3Cx%3E%3B%20T%E1%BB%95"
    assert f"; Path={prefix}/f/visit; " in told.headers["set-cookie"]
    assert "<x>" not in told.text
    assert f'src="{prefix}/static/' in told.text


def test_a_cookie_is_kept_from_scripts_and_other_sites() -> None:
    made = cookie("a", "b", path="", secure=True, seconds=0)
    assert made == "a=b; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"
