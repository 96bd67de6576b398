"""A real Firefox for tests: the system's, at the size of a phone, driven over WebDriver BiDi."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright

from tests.browsing import PHONE
from tests.e2e import bidi_relay
from tests.e2e.person import Person

NAMES = ("firefox-esr", "firefox")
NO_FIREFOX = (
    "no Firefox is found: install one (on Debian: apt-get install firefox-esr), "
    "or name its program in FORMKIT_FIREFOX"
)
PREFERENCES: Mapping[str, Any] = {
    "ui.prefersReducedMotion": 1,
    # it asks nobody for anything of its own accord
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def firefox_program() -> str:
    """The program of the system's Firefox; FORMKIT_FIREFOX, where it is set, wins."""
    named = os.environ.get("FORMKIT_FIREFOX")
    for name in (named,) if named else NAMES:
        if program := shutil.which(name):
            return program
    raise RuntimeError(NO_FIREFOX)


def needed() -> str:
    """The same, for a test: it is skipped without a Firefox, where nobody promised one."""
    try:
        return firefox_program()
    except RuntimeError as error:
        if os.environ.get("CI") or os.environ.get("FORMKIT_FIREFOX"):
            raise
        pytest.skip(str(error))


class Firefox:
    """Starts Firefox; `folder` is for the program that Playwright calls, which is the relay."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._type = playwright.firefox
        self._program = folder / "firefox"
        command = shlex.join((sys.executable, str(bidi_relay.__file__), needed()))
        self._program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        self._program.chmod(0o700)

    def launch(self, **preferences: Any) -> Browser:
        return self._type.launch(**self._options(preferences))

    def person(self, folder: Path) -> BrowserContext:
        """A Firefox whose data stays in this folder, as on somebody's phone."""
        return self._type.launch_persistent_context(
            folder, viewport=PHONE, locale="vi-VN", **self._options({})
        )

    def _options(self, preferences: Mapping[str, Any]) -> dict[str, Any]:
        return {
            # by this name Playwright speaks BiDi, and not the protocol of its own build
            "channel": "moz-firefox",
            "executable_path": self._program,
            "firefox_user_prefs": {**PREFERENCES, **preferences},
        }


class Hands(Person):
    """Fills in a page with a pointer and keys alone."""

    def write(self, control: Locator, text: str) -> None:
        type_in(control, text)


def type_in(control: Locator, text: str) -> None:
    """Type a text: Firefox tells no change of a value that was put there in one piece."""
    if control.get_attribute("type") == "date":
        type_date(control, text)
    else:
        control.click()
        control.press_sequentially(text)
    control.blur()


def type_date(control: Locator, text: str) -> None:
    """Type a date in the order in which this Firefox asks for its parts."""
    year, month, day = text.split("-")
    for parts in ((month, day, year), (day, month, year)):
        control.focus()
        control.press_sequentially("".join(parts))
        if control.input_value() == text:
            return
        control.blur()
    raise AssertionError(f"the date {text} can't be typed")


def page_of(context: BrowserContext) -> Page:
    """The page that is open in somebody's Firefox."""
    context.set_default_timeout(15_000)
    return context.pages[0]
