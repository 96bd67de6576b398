"""A real browser for tests and pictures: the system's Chromium at the size of a phone."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    ViewportSize,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HEADLESS = "chromium-headless-shell"
ARGUMENTS = (
    "--no-sandbox",  # as root, Chromium starts with nothing else
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
)
PHONE: ViewportSize = {"width": 360, "height": 640}
# a page that refuses what was typed answers 422 (or 409), which Chromium reports as an error
EXPECTED_STATUSES = ("status of 409", "status of 422")
NO_BROWSER = (
    "no Chromium or Chrome is found: install one (on Debian: apt-get install chromium), "
    "or name its program in FORMKIT_BROWSER"
)


def browser_program() -> str:
    """The program of the system's browser; FORMKIT_BROWSER, where it is set, wins."""
    named = os.environ.get("FORMKIT_BROWSER")
    for name in (named,) if named else NAMES:
        if program := shutil.which(name):
            return program
    raise RuntimeError(NO_BROWSER)


def headless_program() -> str:
    """The same browser without windows, where there is one: it opens a page three times as fast.

    It keeps no page for the way back; tests of that take `browser_program`.
    """
    named = os.environ.get("FORMKIT_BROWSER")
    return (None if named else shutil.which(HEADLESS)) or browser_program()


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's browser without windows, closed when the block ends."""
    with sync_playwright() as playwright, launched_by(playwright) as browser:
        yield browser


@contextmanager
def launched_by(playwright: Playwright) -> Iterator[Browser]:
    """The same, where there is a Playwright already: a process has only one."""
    browser = playwright.chromium.launch(executable_path=headless_program(), args=list(ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


class Watch:
    """Notes what no page may do: log an error, throw, or ask another origin for anything.

    `origins` are the servers of the test. A test that provokes an error takes it out of
    `troubles` once it has seen it.
    """

    def __init__(self) -> None:
        self.origins: set[str] = set()
        self.troubles: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self._threw(error.error))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        expected = any(status in message.text for status in EXPECTED_STATUSES)
        # the browser asks for an icon of its own accord
        icon = message.location["url"].endswith("/favicon.ico")
        if message.type == "error" and not expected and not icon:
            self.troubles.append(f"console: {message.text}")

    def _threw(self, error: Error) -> None:
        self.troubles.append(f"thrown: {error}")

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in {"http", "https", "ws", "wss"}:
            origin = f"{url.scheme}://{url.netloc}"
            if origin not in self.origins:
                self.troubles.append(f"request to another origin: {request.url}")


@contextmanager
def phone(browser: Browser, watch: Watch, **options: Any) -> Iterator[Page]:
    """A page of 360 × 640 with touch, in a context of its own; `options` change the context.

    Useful ones: `java_script_enabled=False`, `color_scheme="dark"`, `forced_colors="active"`.
    """
    settings: dict[str, Any] = {
        "viewport": PHONE,
        "is_mobile": True,
        "has_touch": True,
        "locale": "vi-VN",
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**(settings | options))
    context.set_default_timeout(15_000)
    watch.follow(context)
    try:
        yield context.new_page()
    finally:
        context.close()
