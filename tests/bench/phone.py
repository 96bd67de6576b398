"""What the page costs on a cheap phone, beside a page that was made by hand: its processor slowed
six times, 400 kbit/s, 400 ms, 360 × 640.

Both pages ask the same 40 questions and come in brotli from processes of their own, in turns, each
time to a browser that knows nothing; medians count. Bytes and requests are what goes over the wire,
headers counted. The page waits on purpose (150 ms) until it reacts to a tap: what is measured is
from there until the frame is drawn.
"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import define, frozen
from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.pages import QUESTIONS, ROWS, SLUG, hand_made, served
from tests.browsing import Watch, launched, phone
from tests.serving import HOST

TURNS = 5
SLOWER = 6
BITS, LATENCY = 400_000, 400
SECONDS = 60
QUIET = 2_000

# Notes what blocks, when a letter stands in the first box that can be seen, how long each event
# waits for its frame, and how long the page works once it has waited.
NOTES = """
(() => {
  const notes = (window.notes = { blocked: 0, works: [], events: [] });
  const watch = (type, call) => new PerformanceObserver(list => list.getEntries().forEach(call))
    .observe({ type, buffered: true, durationThreshold: 16 });
  watch("longtask", x => (notes.blocked += Math.max(0, x.duration - 50)));
  watch("event", x => notes.events.push([x.name, x.duration]));
  const wait = window.setTimeout;
  window.setTimeout = (call, ms, ...rest) => wait(ms !== 150 ? call : () => {
    const start = performance.now();
    call();
    const called = performance.now() - start;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => notes.works.push([called, performance.now() - start]);
      port2.postMessage(0);
    });
  }, ms, ...rest);
  const look = () => {
    const box = [...document.querySelectorAll("main form input")]
      .find(x => /^(text|tel)$/.test(x.type) && x.getClientRects()[0]);
    if (!box) return requestAnimationFrame(look);
    box.addEventListener("input", () => (notes.usable ??= performance.now()));
    box.focus();
    window.typeNow?.("");
  };
  requestAnimationFrame(look);
})();
"""


# Elements and texts.
COUNT = """() => {
  const walker = document.createTreeWalker(document);
  let count = 0;
  while (walker.nextNode()) count++;
  return count;
}"""

# Where a finger goes.
CENTRE = """x => {
  x.scrollIntoView({ block: "center" });
  const { left, top, width, height } = x.getBoundingClientRect();
  return { x: left + Math.min(width / 2, 80), y: top + height / 2 };
}"""


@frozen
class Visit:
    """A first visit: milliseconds until something is drawn, until the first box takes a letter,
    and of tasks beyond 50 ms; and the nodes of the page."""

    paint: float
    usable: float
    blocked: float
    nodes: float


@define
class Wire:
    """What comes to a page: bytes with headers, and requests, by address."""

    bytes: int = 0
    requests: int = 0

    def follow(self, session: CDPSession) -> "Wire":
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: self._came(event))
        return self

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes += round(event["encodedDataLength"])
        self.requests += event["encodedDataLength"] > 0

    def take(self) -> tuple[int, int]:
        """Bytes and requests since the last time."""
        found = self.bytes, self.requests
        self.bytes = self.requests = 0
        return found


def slow(page: Page) -> CDPSession:
    """Make a page as slow as a cheap phone, and note what happens in it."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.enable")
    bytes_a_second = BITS / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )
    page.add_init_script(NOTES)
    return session


def note(page: Page, name: str) -> Any:
    return page.evaluate("name => window.notes[name]", name)


def first_visit(browser: Browser, url: str) -> Visit:
    with phone(browser, Watch()) as page:
        session = slow(page)
        session.send("Runtime.enable")
        session.send("Runtime.addBinding", {"name": "typeNow"})
        letter = {"text": "a", "key": "a", "code": "KeyA", "windowsVirtualKeyCode": 65}

        def type_letter(_: object) -> None:
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", **letter})

        session.on("Runtime.bindingCalled", type_letter)
        page.goto(url, wait_until="load", timeout=SECONDS * 1_000)
        page.wait_for_timeout(QUIET)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        return Visit(
            paint,
            note(page, "usable"),
            note(page, "blocked"),
            page.evaluate(COUNT),
        )


# ---- what is told


def told(name: str, mine: float, most: float, unit: str, other: float | None = None) -> bool:
    """Print a figure with the reference's and its bound, which is a ratio where there is one."""
    measured = mine if other is None else mine / other
    within = measured <= most
    bound = f"at most {most:g} {unit if other is None else '×'}{'' if within else ', NOT MET'}"
    beside = " " * 22 if other is None else f"{other:>9.0f} {unit:<2}  {measured:>6.2f} ×"
    print(f"{name:<58} {mine:>9.0f} {unit:<2} {beside}  ({bound})")
    return within


def weights(browser: Browser, ours: str, theirs: str) -> list[bool]:
    """The bytes of a visit without and with what comes beside; they need no slow phone."""
    with phone(browser, Watch(), service_workers="block") as page:
        wire = Wire().follow(page.context.new_cdp_session(page))
        page.goto(theirs)
        page.wait_for_timeout(QUIET)
        other = wire.take()
    with phone(browser, Watch(), service_workers="block") as page:
        wire = Wire().follow(page.context.new_cdp_session(page))
        page.goto(ours)
        page.wait_for_timeout(QUIET)
        first = wire.take()
        page.locator("main form .t").first.focus()
        page.wait_for_timeout(QUIET)
        touch = wire.take()
        page.goto("about:blank")
        wire.take()
        page.goto(ours)
        page.wait_for_timeout(QUIET)
        later = wire.take()
    with phone(browser, Watch()) as page:
        beside = [0]

        def count(request: Any) -> None:
            if request.service_worker:
                sizes = request.sizes()
                beside[0] += sizes["responseHeadersSize"] + sizes["responseBodySize"]

        page.context.on("requestfinished", count)
        page.goto(ours)
        page.wait_for_function("async url => !!await caches.match(url)", arg=ours)
        page.wait_for_timeout(QUIET)
        worker = beside[0]
        wire = Wire().follow(page.context.new_cdp_session(page))
        page.goto(ours)
        page.wait_for_timeout(QUIET)
        household = wire.take()
    print(f"{'  what the first touch brings':<58} {touch[0]:>9} B")
    print(f"{'  what the worker brings':<58} {worker:>9} B")
    return [
        told(f"first visit (the page made by hand {other[0]} B)", first[0], 24_000, "B"),
        told(f"its requests (the page made by hand {other[1]})", first[1], 5, ""),
        told("later visit, without a worker", later[0], 500, "B"),
        told("next household, with a worker", household[0], 0, "B"),
    ]


def times(browser: Browser, ours: str, theirs: str) -> list[bool]:
    first_visit(browser, ours), first_visit(browser, theirs)
    turns = [[first_visit(browser, url) for url in (ours, theirs)] for _ in range(TURNS)]

    def medians(name: str) -> list[float]:
        return [statistics.median(getattr(turn[n], name) for turn in turns) for n in (0, 1)]

    paint, usable, blocked, nodes = map(medians, ("paint", "usable", "blocked", "nodes"))
    return [
        told("first paint, the page made by hand", paint[0], 1.15, "ms", paint[1]),
        told("first letter in a box, the page made by hand", usable[0], 1.15, "ms", usable[1]),
        told(f"blocked (the page made by hand {blocked[1]:.0f} ms)", blocked[0], 100, "ms"),
        told("nodes, the page made by hand", nodes[0], 1.3, "", nodes[1]),
    ]


@define
class Finger:
    """Taps on a slow page."""

    page: Page
    session: CDPSession

    def tap(self, selector: str) -> None:
        at = self.page.eval_on_selector(selector, CENTRE)
        self.page.wait_for_timeout(500)
        self.page.evaluate("() => { notes.events = []; notes.works = []; }")
        for kind, points in (("touchStart", [at]), ("touchEnd", [])):
            self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def times(self, selector: str) -> tuple[float, float]:
        """How long a tap waits for its frame, and what comes of it later for that one."""
        self.tap(selector)
        self.page.wait_for_timeout(1_000)
        events, works = note(self.page, "events"), note(self.page, "works")
        return max([0.0, *(each[1] for each in events)]), max([0.0, *(each[1] for each in works)])


@contextmanager
def at(browser: Browser, url: str) -> Iterator[Finger]:
    """A finger on a page that has come to rest."""
    with phone(browser, Watch()) as page:
        session = slow(page)
        page.goto(url, timeout=SECONDS * 1_000)
        page.wait_for_timeout(QUIET)
        yield Finger(page, session)


def reactions(browser: Browser, url: str) -> list[bool]:
    """A condition of the 40 questions, there and back."""
    answers = [f"label:has([name='/has_smartphone'][value={each}])" for each in ("yes", "no")]
    with at(browser, url) as finger:
        found = [finger.times(each) for _ in range(TURNS) for each in answers]
    return [
        told("a tap shows", statistics.median(each[0] for each in found), 100, "ms"),
        told("a condition reacts", statistics.median(each[1] for each in found), 50, "ms"),
    ]


def many_taps(browser: Browser, url: str) -> list[bool]:
    """Each kind of tap on 300 questions with 20 rows."""
    add, remove = (f"button[name='~do'][value^={verb}]" for verb in ("add", "remove"))
    kinds: dict[str, list[tuple[float, float]]] = {}
    with at(browser, url) as finger:

        def taps(kind: str, selector: str) -> None:
            kinds.setdefault(kind, []).append(finger.times(selector))

        for _ in range(ROWS - TURNS):
            finger.tap(add)
        for _ in range(TURNS):
            taps("a row more", add)
        for n in range(TURNS):
            taps("an answer that brings a question", f"label:has([name='/has{n}'])")
            taps("a box", f"[name='/text{n}_1']")
            taps("an answer in a row", "[data-row] label:has(input:not(:checked))")
        for _ in range(TURNS):
            taps("a row less", remove)
    met = []
    for kind, found in kinds.items():
        shown, reacted = (statistics.median(each[k] for each in found) for k in (0, 1))
        met.append(told(f"{kind}: it shows", shown, 100, "ms"))
        if reacted:
            met.append(told(f"{kind}: the page reacts", reacted, 100, "ms"))
    return met


def main() -> bool:
    """Measure all of it; whether it is within its bounds."""
    with (
        TemporaryDirectory() as name,
        hand_made(Path(name)) as theirs,
        served(Path(name)) as process,
        launched() as browser,
    ):
        origin = f"http://{HOST}:{process.port}"
        ours = f"{origin}/f/{SLUG}"
        print(f"\non a phone: {SLOWER} × slower, {BITS // 1_000} kbit/s, {LATENCY} ms")
        met = weights(browser, ours, theirs)
        met += times(browser, ours, theirs)
        met += reactions(browser, ours)
        print(f"{QUESTIONS} questions with {ROWS} rows")
        met += many_taps(browser, f"{origin}/f/many")
    return all(met)


if __name__ == "__main__":
    sys.exit(not main())
