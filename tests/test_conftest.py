"""The fixtures themselves: what they serve, and what they refuse."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Watch, browser_program
from tests.conftest import Site
from tests.e2e.firefox import needed
from tests.serving import serve

PAGE = b"<!doctype html><title>Xin ch\xc3\xa0o</title><h1>Xin ch\xc3\xa0o</h1>"


async def asgi(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"asgi"})


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [])
    return [b"wsgi"]


@pytest.mark.parametrize(("app", "body"), [(asgi, b"asgi"), (wsgi, b"wsgi"), ({"/": PAGE}, PAGE)])
def test_a_site_serves_and_stops(app: Any, body: bytes) -> None:
    with serve(app) as origin, urlopen(origin + "/") as answer:
        assert answer.read() == body
    with pytest.raises(OSError, match="refused"):
        urlopen(origin)


def test_a_path_that_is_not_there_is_404(site: Site) -> None:
    with pytest.raises(HTTPError, match="404") as caught:
        urlopen(site({"/": PAGE}) + "/elsewhere")
    caught.value.close()


def test_a_command_serves(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    command = ["{python}", "-m", "http.server", "--bind", "127.0.0.1", "{port}"]
    with urlopen(site.run(command, cwd=tmp_path) + "/a.txt") as answer:
        assert answer.read() == b"a"


def test_a_command_that_ends_is_told(site: Site) -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3: sorry"):
        site.run([sys.executable, "-c", "print('sorry'); raise SystemExit(3)"])


def test_a_missing_browser_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORMKIT_BROWSER", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="install one"):
        browser_program()


def test_a_missing_firefox_is_skipped_where_nobody_promised_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("CI", "FORMKIT_FIREFOX"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(pytest.skip.Exception, match="firefox-esr"):
        needed()
    for name in ("CI", "FORMKIT_FIREFOX"):
        with monkeypatch.context() as promised:
            promised.setenv(name, "true")
            with pytest.raises(RuntimeError, match="firefox-esr"):
                needed()


@pytest.mark.e2e
def test_a_page_is_a_phone(page: Page, site: Site) -> None:
    page.goto(site({"/": PAGE}))
    expect(page.get_by_role("heading")).to_have_text("Xin chào")
    assert page.viewport_size == {"width": 360, "height": 640}


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("markup", "trouble"),
    [
        (b"<script>console.error('oh')</script>", "console: oh"),
        (b"<script>throw Error('no')</script>", "thrown: no"),
        (b"<img src=http://127.0.0.2:9/a.png>", "another origin: http://127.0.0.2:9/a.png"),
    ],
)
def test_what_a_page_may_not_do_is_noted(
    page: Page, watch: Watch, site: Site, markup: bytes, trouble: str
) -> None:
    page.goto(site({"/": PAGE + markup}))
    page.wait_for_load_state("networkidle")
    assert any(trouble in told for told in watch.troubles)
    watch.troubles.clear()
