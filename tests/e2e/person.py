"""Someone who fills in a page: in its order, pressing what is seen, as the answers say."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Locator, Page

from formkit import Form
from formkit.filling.encode import encode
from formkit.filling.fields import ABSENT, Field
from formkit.pointer import input_name

_MOST_PRESSES = 20


def send(page: Page) -> None:
    """Press the main button until the form is sent.

    It turns pages first, and what is wrong is shown before it is sent.
    """
    press_until_sent(page, lambda: page.locator("form.fk > button.main").click())


def press_until_sent(page: Page, press: Callable[[], None]) -> None:
    """Press until the page goes away."""
    page.evaluate("() => addEventListener('submit', e => { window.sent = !e.defaultPrevented; })")
    gone: list[Page] = []
    page.once("load", lambda page: gone.append(page))
    # a turn to another page of the form is a navigation, too
    with page.expect_event("load"):
        for _ in range(_MOST_PRESSES):
            try:
                press()
            except Error:
                # a script that sends by itself may have left for the receipt in between
                if gone:
                    break
                raise
            with suppress(Error):  # a document on its way out can't be asked
                # a new document knows nothing of it
                if page.evaluate("() => window.sent") is False:
                    continue
            break


def away(control: Locator) -> bool:
    """Whether it is on another page of the form than the one that shows."""
    return bool(control.first.evaluate("x => !!x.closest('form.fk [hidden]')"))


class Person:
    """Fills in the form that is open in `page`; `script` tells whether the page has its script."""

    def __init__(self, page: Page, form: Form, *, language: str, script: bool) -> None:
        self.page = page
        self.form = form
        self.language = language
        self.script = script

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Answer every question that these answers answer."""
        self._inside(encode(self.form, answers, self.language), ())

    def send(self) -> None:
        """Press the main button, and wait for what comes."""
        send(self.page)

    def write(self, control: Locator, text: str) -> None:
        """Put a text into a control, and leave it."""
        control.fill(text)
        control.blur()

    def _inside(self, item: Field, place: tuple[str, ...]) -> None:
        for _, on, fields in item.branches():
            for child in fields if on else ():
                self._answer(child, (*place, child.node.name))

    def _answer(self, item: Field, place: tuple[str, ...]) -> None:
        node = item.node
        name = input_name(place, instance=node.instance)
        if node.kind == "object":
            self._inside(item, place)
        elif node.kind == "rows":
            self._rows(item, place)
        elif item.value is ABSENT or node.widget == "hidden" or node.read_only:
            return
        elif node.widget == "select":
            self._named("select", name).select_option(item.texts[0])
        elif node.kind in ("choice", "boolean", "consent", "ticks", "const"):
            for text in item.texts:
                self._press(self._named("input", name, text))
        else:
            self.write(self._named("input,textarea", name), item.texts[0])

    def _rows(self, item: Field, place: tuple[str, ...]) -> None:
        name = input_name(place, instance=item.node.instance)
        for index, row in enumerate(item.rows):
            self._shown(self.page.locator(f"[data-rows='{name}']"))
            rows = self.page.locator(f"[data-rows='{name}'] > .row")
            if rows.count() <= index:
                self._add(name, index + 1)
            shown = rows.nth(index)
            if shown.get_attribute("open") is None:
                shown.locator("> summary").click()
            key = shown.get_attribute("data-row") or ""
            if row.node.kind == "object":
                self._inside(row, (*place, key))
            else:
                self._answer(row, (*place, key))

    def _add(self, name: str, count: int) -> None:
        button = self.page.locator(f"button[value='add {name}']")
        if self.script:
            button.click()
        else:
            with self.page.expect_navigation():
                button.click()
        rows = self.page.locator(f"[data-rows='{name}'] > .row")
        rows.nth(count - 1).wait_for()

    def _named(self, tags: str, name: str, value: str | None = None) -> Locator:
        wanted = f"[name='{name}']" + ("" if value is None else f"[value='{value}']")
        return self._shown(self.page.locator(re.sub(r"\w+", lambda tag: tag[0] + wanted, tags)))

    def _shown(self, control: Locator) -> Locator:
        """The same control, once its page shows."""
        for _ in range(_MOST_PRESSES):
            if not away(control):
                break
            self.page.locator("form.fk > button.main").click()
        return control

    def _press(self, control: Locator) -> None:
        """Press the row of an option, as a thumb would."""
        if not control.is_checked():
            control.locator("xpath=ancestor::label").click()
