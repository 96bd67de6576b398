"""The service worker: forms that were opened are there without a network."""

import base64
import hashlib
import re
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from formkit.web import application
from tests.browsing import ARGUMENTS, PHONE, Watch, browser_program
from tests.e2e.phoning import (
    Answer,
    Form,
    Line,
    Ward,
    box,
    button,
    cached,
    fill,
    fills,
    keeps,
    kill,
    known,
    like,
    online,
    ready,
    received,
    send,
    unfold,
    until,
    visit,
    wait_in,
    waiting,
    waits,
    ward_in,
    words,
)
from tests.serving import HOST, free_port
from tests.web.filling import POLL, VISIT

pytestmark = pytest.mark.e2e
TYPED = "năm đang gõ dở dang thì"


class Release:
    """The server of a release: each has another hash, other scripts and styles, another worker."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.number = 0
        self.lie = None
        # what is answered to a GET of a path that begins so, in place of what is there
        self.instead: dict[str, Answer] = {}
        self.seen: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        for begins, (status, kind, text) in self.instead.items():
            if scope["path"].startswith(begins):
                self.seen.append(scope["path"])
                name = b"location" if status == 302 else b"content-type"
                headers = [(name, kind.encode())]
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": text.encode()})
                return None
        if not self.number:
            return await self.app(scope, receive, send)
        path, ending = scope["path"], f"{self.number:x}" * 4
        known = re.fullmatch(r"/static/(\w+)/(.*)", path)
        if known and not known[1].endswith(ending):
            path = "/static/gone/" + known[2]
        elif known:
            path = f"/static/{known[1][:-4]}/{known[2]}"
        # all of it as it is, so that it can be changed
        left_out = (b"accept-encoding", b"if-none-match")
        headers = [each for each in scope["headers"] if each[0] not in left_out]
        messages: list[Any] = []

        async def keep(message: Any) -> None:
            messages.append(message)

        await self.app({**scope, "path": path, "headers": headers}, receive, keep)
        start, *rest = messages
        body = b"".join(each.get("body", b"") for each in rest)
        told = dict(start["headers"])
        if path.endswith(".js") and start["status"] == 200:
            body += b"\n;window.release=%d;" % self.number if known else b"\n;%d;" % self.number
        elif b"<style>" in body:
            body, told = self._page(body.decode(), told, ending)
        told[b"content-length"] = str(len(body)).encode()
        await send({**start, "headers": list(told.items())})
        await send({"type": "http.response.body", "body": body})
        return None

    def _page(self, html: str, told: dict[bytes, bytes], ending: str) -> tuple[bytes, Any]:
        html = re.sub(r"/static/(\w+)/", rf"/static/\g<1>{ending}/", html)
        (old,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
        new = f"{old}.r{self.number}{{}}"
        hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()) for each in (old, new)]
        policy = told[b"content-security-policy"].replace(*hashes)
        told = {**told, b"content-security-policy": policy, b"etag": b'"r%d"' % self.number}
        return html.replace(old, new).encode(), told


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    with ward_in(tmp_path_factory.mktemp("worker") / "data", Release) as ward:
        yield ward


@pytest.fixture
def ward(serving: Ward, watch: Watch) -> Iterator[Ward]:
    serving.between.number = 0
    serving.between.instead = {}
    serving.between.seen = []
    with known(serving, watch) as ward:
        yield ward


@contextmanager
def person(browser: Browser, folder: Path, watch: Watch, *more: str) -> Iterator[BrowserContext]:
    """A browser whose data stays in this folder, as on somebody's phone."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=browser_program(),
        args=[*ARGUMENTS, *more],
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        locale="vi-VN",
    )
    context.set_default_timeout(20_000)
    watch.follow(context)
    try:
        yield context
    finally:
        # it may have been killed
        with suppress(Error):
            context.close()


def five_households(browser: Browser, watch: Watch, folder: Path, form: Form, *more: str) -> None:
    line = form.ward.line
    with person(browser, folder, watch, *more) as context:
        page = context.pages[0]
        visit(page, form.url)
        cached(page, form.url)
        line.cut()
        # the second visit needs no network
        visit(page, form.url)
        for house in ("một", "hai", "ba", "bốn"):
            fill(page, house)
            send(page)
            waits(page)
            button(page, "next").click()
        # between two keystrokes of somebody who never pauses
        box(page).press_sequentially(TYPED, delay=50)
        kill(folder)
    with person(browser, folder, watch, *more) as context:
        page = context.new_page()
        visit(page, form.url)
        expect(box(page)).to_have_value("")
        expect(waiting(page)).to_contain_text(like(page, "unsent", 4))
        expect(waiting(page)).to_contain_text(like(page, "drafts", 1))
        unfold(page)
        button(page, "resume").click()
        expect(box(page)).to_have_value(re.compile("^năm đang"))
        assert TYPED.startswith(box(page).input_value())
        box(page).fill("năm")
        send(page)
        waits(page)
        expect(waiting(page)).to_have_text(like(page, "unsent", 5))
        line.open()
        online(page)
        assert form.wait(5) == ["một", "hai", "ba", "bốn", "năm"]
        received(page)
        visit(page, form.url)
        expect(waiting(page)).to_have_text(like(page, "sent", 4))
    assert len(form.stored) == 5


def test_five_households_outlive_a_killed_browser(
    ward: Ward, browser: Browser, watch: Watch, tmp_path: Path
) -> None:
    five_households(browser, watch, tmp_path / "browser", ward.form())


@pytest.mark.long
def test_the_same_over_tls(ward: Ward, browser: Browser, watch: Watch, tmp_path: Path) -> None:
    key = certificate(tmp_path)
    with tls(application(host=ward.host), tmp_path) as port:
        line = Line(port)
        origin = f"https://{HOST}:{line.port}"
        watch.origins.add(origin)
        secure = Ward(ward.host, ward.between, line, origin)
        made = ward.form()
        form = Form(made.slug, f"{origin}/f/{made.slug}", secure)
        option = f"--ignore-certificate-errors-spki-list={key}"
        five_households(browser, watch, tmp_path / "browser", form, option)
        line.close()


def certificate(folder: Path) -> str:
    """A certificate that nobody knows; the hash of its key, by which a browser may take it."""
    try:
        for command in (
            "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=a.test",
            "rsa -in key.pem -pubout -outform DER -out key.der",
        ):
            subprocess.run(
                ["openssl", *command.split()], cwd=folder, capture_output=True, check=True
            )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs openssl")
    digest = hashlib.sha256((folder / "key.der").read_bytes()).digest()
    return base64.b64encode(digest).decode()


@contextmanager
def tls(app: Any, folder: Path) -> Iterator[int]:
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=port,
            log_level="critical",
            lifespan="off",
            ssl_certfile=folder / "cert.pem",
            ssl_keyfile=folder / "key.pem",
            ssl_version=ssl.PROTOCOL_TLS_SERVER,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield port
    server.should_exit = True
    thread.join(10)


def test_drafts_are_finished_in_their_version_after_an_update(ward: Ward, page: Page) -> None:
    form = ward.form()
    old = ward.host.shelf[form.slug].sha256
    tabs = [page, *(page.context.new_page() for _ in range(3))]
    visit(page, form.url)
    cached(page, form.url)
    for number, tab in enumerate(tabs):
        visit(tab, form.url)
        fill(tab, f"nhà {number}")
    # a new version, a new release with other files, and another worker
    extra = {"extra": {"title": "Mới?", "type": "string"}}
    new = form.publish({**VISIT, "properties": {**VISIT["properties"], **extra}})
    assert new != old
    ward.between.number = 1
    _finish(form, tabs, old, new)


def _finish(form: Form, tabs: list[Page], old: str, new: str) -> None:
    stays, comes, waits_long, takes = tabs
    # the page that was open all the time
    box(stays).fill("nhà một")
    send(stays)
    received(stays)
    # what is kept is shown first, and the new one comes behind it
    for tab in (comes, waits_long, takes):
        tab.reload(wait_until="domcontentloaded")
        expect(box(tab)).to_have_value(re.compile("nhà"))
        until_new(tab, form.url)
        tab.reload(wait_until="domcontentloaded")
        ready(tab)
        expect(box(tab)).to_have_value(re.compile("nhà"))
        assert tab.evaluate("() => window.release") == 1
        expect(tab.locator("[name='~form']")).to_have_value(old)
        expect(tab.locator("main")).to_contain_text(words(tab)["newer"])
    send(comes)
    received(comes)
    form.ward.line.cut()
    send(waits_long)
    waits(waits_long)
    form.ward.line.open()
    online(waits_long)
    received(waits_long)
    # it is offered as long as it isn't taken
    box(takes).press("End")
    box(takes).press_sequentially("!")
    keeps(takes, "!")
    takes.wait_for_timeout(50)
    button(takes, "renew").click()
    expect(takes.locator("[name='~form']")).to_have_value(new)
    expect(box(takes)).to_have_value("nhà 3!")
    box(takes, "extra").fill("có")
    send(takes)
    received(takes)
    told = [(each.version_sha256, each.answers["house"]) for each in form.stored]
    assert told == [(old, "nhà một"), (old, "nhà 1"), (old, "nhà 2"), (new, "nhà 3!")]
    assert not [each for each in fills(takes) if not each.get("receipt")]


def until_new(page: Page, url: str) -> None:
    """Wait until the worker keeps the page of the new release, with its files."""
    look = "async url => (await (await caches.match(url)).text()).includes('1111/fill.js')"
    wait_in(page, lambda: page.evaluate(look, url))


def test_only_a_form_is_kept(ward: Ward, page: Page) -> None:
    form = ward.form()
    visit(page, form.url)
    cached(page, form.url)
    for path in ("/f/nothing", f"/f/{form.slug}?lang=en"):
        visit(page, ward.origin + path)
    cached(page, form.url + "?lang=en")
    kept = page.evaluate(
        """async () => (await (await caches.open('formkit')).keys()).map(x => x.url)"""
    )
    assert sorted(x for x in kept if "/static/" not in x) == [form.url, form.url + "?lang=en"]
    names = {x.rpartition("/")[2] for x in kept if "/static/" in x}
    # htmx only asks the server
    assert names == {"fill.js", "more.js"}
    # a stopped form leaves what is kept as it was
    ward.line.cut()
    visit(page, form.url + "?lang=vi")
    expect(box(page)).to_be_visible()


PORTAL = (200, "text/html", "<h1>Welcome</h1>")


@pytest.mark.parametrize(
    "answer",
    [
        # another form, as a sign-in page could be
        (302, "", ""),
        pytest.param(PORTAL, marks=pytest.mark.long),
        pytest.param((502, "text/html", ""), marks=pytest.mark.long),
    ],
    ids=["sign-in", "portal", "proxy"],
)
def test_what_is_no_page_of_the_form_is_not_kept(ward: Ward, page: Page, answer: Answer) -> None:
    form = ward.form()
    visit(page, form.url)
    cached(page, form.url)
    path = form.url.removeprefix(ward.origin)
    other = f"/f/{ward.form(POLL).slug}"
    ward.between.instead = {path: (answer[0], other, "") if answer[0] == 302 else answer}
    for _ in range(2):
        visit(page, form.url)
        expect(box(page)).to_be_visible()
    wait_in(page, lambda: path in ward.between.seen)
    page.wait_for_timeout(200)
    ward.line.cut()
    visit(page, form.url)
    expect(box(page)).to_be_visible()


def test_files_of_somebody_else_are_not_kept(ward: Ward, page: Page, watch: Watch) -> None:
    form = ward.form()
    visit(page, form.url)
    cached(page, form.url)
    ward.between.number, ward.between.instead = 2, {"/static/": PORTAL}
    # the page of the new release comes behind this one, and its files come from a portal
    visit(page, form.url)
    wait_in(page, lambda: ward.between.seen)
    page.wait_for_timeout(200)
    visit(page, form.url)
    fill(page, "một")
    ward.between.instead = {}
    send(page)
    received(page)
    assert form.houses == ["một"]
    # htmx isn't kept, and what came in its place is no script
    watch.troubles[:] = [each for each in watch.troubles if "Unexpected token '<'" not in each]
