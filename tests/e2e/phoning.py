"""A ward whose forms are filled in on phones, and the line between, that can be cut or lie."""

import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from attrs import define, field
from playwright.sync_api import BrowserContext, Locator, Page, expect

import formkit
from formkit.store.database import open_database
from formkit.store.forms import publish, set_state
from formkit.web import Settings, application
from formkit.web.host import Host, local_now
from tests.browsing import Watch
from tests.serving import HOST, serve
from tests.web.filling import VISIT, kept

# What a page that has no network logs; what a proxy, a portal or a stopped form answers.
EXPECTED = re.compile(
    r"net::ERR_|NetworkError|status of (302|403|404|410|413|429|5\d\d)|service ?worker|htmx:error",
    re.I,
)
TIMEOUT = 15.0
HTML = "text/html"
JSON = "application/json"

# What comes back in another language: decimals, also where they aren't asked now, rows, levels.
RICH: dict[str, Any] = {
    "title": "Nhà có vườn",
    "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
    "type": "object",
    "required": ["house"],
    "properties": {
        "house": {"title": "Nhà nào?", "type": "string", "maxLength": 40},
        "size": {"title": "Rộng bao nhiêu?", "type": "number"},
        "garden": {"title": "Có vườn không?", "type": "boolean"},
        "people": {
            "title": "Những ai?",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string", "title": "Tên"}}},
        },
        "part": {"$ref": "#/$defs/part"},
    },
    "$defs": {
        "part": {
            "title": "Phần",
            "type": "object",
            "properties": {
                "name": {"title": "Tên phần", "type": "string"},
                "inner": {"$ref": "#/$defs/part"},
            },
        }
    },
    "if": {"properties": {"garden": {"const": True}}, "required": ["garden"]},
    "then": {"properties": {"trees": {"title": "Cây cao mấy mét?", "type": "number"}}},
}
MESSAGES = {"house": {"title": "Nhà nào?", "type": "string", "pattern": "^[0-9]+$"}}

Answer = tuple[int, str, str]
"""A status, a type and a body."""


class Line:
    """The line to a server: open, cut, or deaf, which sends and brings nothing back."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._state = "open"
        self._ends: set[socket.socket] = set()
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def open(self) -> None:
        self._state = "open"

    def cut(self) -> None:
        """Nothing goes through any more, and what was under way ends."""
        self._state = "cut"
        self._hang_up()

    def deafen(self) -> None:
        """What is sent arrives; the connection ends instead of an answer."""
        self._state = "deaf"
        self._hang_up()

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _hang_up(self) -> None:
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(
                    target=self._carry, args=(self._listener.accept()[0],), daemon=True
                ).start()

    def _carry(self, phone: socket.socket) -> None:
        with phone:
            if self._state == "cut":
                return
            with suppress(OSError), socket.create_connection((HOST, self._server)) as server:
                self._ends |= {phone, server}
                back = threading.Thread(target=self._bring, args=(server, phone), daemon=True)
                back.start()
                while part := phone.recv(65536):
                    server.sendall(part)
                server.shutdown(socket.SHUT_WR)
                back.join()
            self._ends.discard(phone)

    def _bring(self, server: socket.socket, phone: socket.socket) -> None:
        with suppress(OSError):
            while part := server.recv(65536):
                if self._state != "open":
                    break
                phone.sendall(part)
        with suppress(OSError):
            phone.shutdown(socket.SHUT_RDWR)
        self._ends.discard(server)


class Between:
    """The application, and whoever stands before it: `lie` answers a POST in its place, or not."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.lie: Callable[[Mapping[str, str]], Answer | None] | None = None
        self.seen = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or b"q=" in scope["query_string"]:
            return await self.app(scope, receive, send)
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        self.seen += 1
        told = self.lie and self.lie({"body": body.decode(), "path": scope["path"]})
        if told:
            status, kind, text = told
            headers = [(b"content-type", kind.encode())]
            if 300 <= status < 400:
                headers = [(b"location", text.encode())]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": text.encode()})
            return None

        async def again() -> Any:
            return {"type": "http.request", "body": body}

        return await self.app(scope, again, send)


@define
class Form:
    """A form of the ward, with what was stored of it."""

    slug: str
    url: str
    ward: "Ward"

    @property
    def stored(self) -> list[Any]:
        return kept(self.ward.host, self.slug)

    @property
    def houses(self) -> list[Any]:
        return [each.answers.get("house") for each in self.stored]

    def wait(self, count: int) -> list[Any]:
        """The houses, once there are so many of them."""
        until(lambda: len(self.stored) >= count)
        return self.houses

    def publish(self, document: Mapping[str, Any]) -> str:
        return self.ward.publish(self.slug, document)

    def stop(self) -> None:
        with self.ward.host.database.writing() as connection:
            set_state(connection, self.slug, "stopped")
        self.ward.host.refresh()


@define
class Ward:
    """A server with forms, behind a line."""

    host: Host
    between: Any
    line: Line
    origin: str
    _made: list[str] = field(factory=list)

    def form(self, document: Mapping[str, Any] = VISIT) -> Form:
        """A form of its own for each test: what is stored of it is what that test sent."""
        slug = f"form-{len(self._made)}"
        self._made.append(slug)
        self.publish(slug, {**document, "description": f"Phiếu {slug}."})
        return Form(slug, f"{self.origin}/f/{slug}", self)

    def publish(self, slug: str, document: Mapping[str, Any]) -> str:
        """The hash of the version that is the newest now."""
        with self.host.database.writing() as connection:
            found = publish(connection, slug, formkit.load(dict(document)), at=local_now())
        self.host.refresh()
        return found.sha256


@contextmanager
def ward_in(folder: Path, around: Callable[[Any], Any] = Between) -> Iterator[Ward]:
    """A ward whose store lies in this folder."""
    open_database(folder).close()
    host = Host(Settings(data=folder, log="faults", free_disk=0, rate=0))
    with ExitStack() as stack:
        stack.callback(host.close)
        between = around(application(host=host))
        origin = stack.enter_context(serve(between))
        line = Line(int(origin.rpartition(":")[2]))
        stack.callback(line.close)
        yield Ward(host, between, line, f"http://{HOST}:{line.port}")


@contextmanager
def known(ward: Ward, watch: Watch) -> Iterator[Ward]:
    """The ward for one test: its line is whole, and a cut one is no trouble."""
    watch.origins.add(ward.origin)
    ward.line.open()
    ward.between.lie = None
    yield ward
    watch.troubles[:] = [each for each in watch.troubles if not EXPECTED.search(each)]


# ---- what a person does and sees


def until(true: Callable[[], Any], seconds: float = TIMEOUT) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came"
        # of servers and processes: where a page is waited for, `wait_in` lets it go on
        time.sleep(0.03)


def words(page: Page) -> dict[str, str]:
    """What the script says, by the names that it has for it."""
    content = page.locator("meta[name=formkit]").get_attribute("content")
    found: dict[str, str] = json.loads(content or "")["words"]
    return found


def like(page: Page, key: str, value: object = None) -> re.Pattern[str]:
    """A pattern for one of these sentences, with a value in it; without one it may be any."""
    parts = re.split(r"%\(\w+\)s", words(page)[key])
    return re.compile(
        (".*" if value is None else re.escape(str(value))).join(map(re.escape, parts))
    )


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=words(page)[key], exact=True)


def visit(page: Page, url: str) -> None:
    """Go to a page, and wait until its script is there."""
    page.goto(url)
    ready(page)


def ready(page: Page) -> None:
    page.locator("main > aside.phone").wait_for(state="attached")


def box(page: Page, name: str = "house") -> Locator:
    return page.locator(f"[name='/{name}']")


def fills(page: Page) -> list[dict[str, Any]]:
    """What stands on the phone, as its database has it."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((done, fail) => {
          const asked = indexedDB.open("formkit");
          asked.onerror = fail;
          asked.onsuccess = () => {
            const all = asked.result.transaction("fills").objectStore("fills").getAll();
            all.onsuccess = () => { asked.result.close(); done(all.result); };
          };
        })"""
    )
    return found


def lay_aside(page: Page, ward: "Ward") -> None:
    """Leave a draft, so that the next visit begins another one."""
    visit(page, ward.origin + "/")
    page.evaluate("sessionStorage.clear()")


def keeps(page: Page, *texts: str) -> None:
    """Wait until a draft on the phone has each of these texts."""

    def found() -> bool:
        drafts = [each for each in fills(page) if not each.get("body")]
        return all(any(text in str(each["values"]) for each in drafts) for text in texts)

    wait_in(page, found)


def wait_in(page: Page, true: Callable[[], Any]) -> None:
    """As `until`, while the page goes on."""
    ends = time.monotonic() + TIMEOUT
    while not true():
        assert time.monotonic() < ends, "it never came"
        page.wait_for_timeout(30)


def fill(page: Page, text: str) -> None:
    """Answer the first question, and leave it."""
    box(page).fill(text)
    box(page).blur()
    keeps(page, text)


def send(page: Page) -> None:
    page.locator("button.main").last.click()


def received(page: Page) -> str:
    page.wait_for_url("**/r/*")
    ready(page)
    return page.url


def waits(page: Page, key: str = "waits") -> None:
    """It is said that the form is kept, and goes later; or that it was `refused`."""
    expect(page.get_by_role("heading", name=words(page)[key])).to_be_visible()


def press(page: Page, value: str) -> None:
    """One of the buttons in the form, by what it does."""
    page.locator(f"button[value='{value}']").click()


def choose(page: Page, name: str, value: str) -> None:
    """The row of an option."""
    page.locator(f"label:has([name='/{name}'][value='{value}'])").click()


def own_id(body: str) -> str:
    """The id in what a phone sends."""
    return parse_qs(body)["~id"][0]


def online(page: Page) -> None:
    """What a browser says when a network is there again."""
    page.evaluate("() => { dispatchEvent(new Event('online')); }")


def waiting(page: Page) -> Locator:
    """The line that says what waits on this phone."""
    return page.locator("aside.phone summary")


def unfold(page: Page) -> None:
    if page.locator("aside.phone details").get_attribute("open") is None:
        waiting(page).click()


def cached(page: Page, url: str) -> None:
    """Wait until the service worker keeps this page."""
    wait_in(page, lambda: page.evaluate("async url => !!await caches.match(url)", url))


def kill(folder: Path) -> None:
    """End at once every process of the browser whose data lies in this folder."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError, ProcessLookupError):
            if str(folder) in each.read_text("utf-8", "replace"):
                os.kill(int(each.parent.name), signal.SIGKILL)


def refuse(context: BrowserContext, *names: str) -> None:
    """Where a browser has no such thing: each throws as soon as it is used."""
    ways = {
        "database": "Object.defineProperty(IDBFactory.prototype, 'open', { value() {"
        " throw new DOMException('no', 'SecurityError'); } });",
        "database-late": "IDBFactory.prototype.open = () => { const asked = {};"
        " setTimeout(() => asked.onerror(new Event('error'))); return asked; };",
        "texts": "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() {"
        " throw new DOMException('no', 'SecurityError'); } });",
    }
    for name in names:
        context.add_init_script(ways[name])
