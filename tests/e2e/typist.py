"""Someone with a keyboard and nothing else: Tab, arrows, Space, Enter and letters."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from formkit import Form
from formkit.filling.encode import encode
from formkit.filling.fields import ABSENT, Field
from formkit.pointer import input_name
from tests.e2e.person import away, press_until_sent

# More stops than any page here has.
MOST_STOPS = 400

# What has the focus: nothing (the page itself), or an element, and whether a ring of three pixels
# shows where it is, on the element or on the row of an option that it lies over.
STOP = """() => {
  const x = document.activeElement;
  if (!x || x === document.body || x === document.documentElement) return null;
  const shown = x.matches(".o > input") ? x.nextElementSibling : x;
  const ring = getComputedStyle(shown);
  const { top, bottom, width, height } = shown.getBoundingClientRect();
  return {
    tag: x.localName, type: x.type || "", name: x.getAttribute("name") || "", id: x.id,
    value: x.value ?? "", look: x.className, checked: !!x.checked, text: x.textContent.trim(),
    ringed: ring.outlineStyle === "solid" && parseFloat(ring.outlineWidth) >= 3,
    inView: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
  };
}"""


class Typist:
    """Fills in the form that is open in `page`, from its top to its end, by keyboard alone."""

    def __init__(self, page: Page, form: Form, language: str = "vi") -> None:
        self.page = page
        self.form = form
        self.language = language
        self.stops: list[dict[str, Any]] = []

    def stop(self) -> dict[str, Any]:
        """Where the focus is; fails where it is lost, unseen, or out of sight."""
        found = self.page.evaluate(STOP)
        assert found is not None, f"the focus is lost after {self.stops[-1:]}"
        assert found["ringed"], f"no ring shows the focus at {found}"
        assert found["inView"], f"the focus is out of sight at {found}"
        self.stops.append(found)
        return dict(found)

    def press(self, key: str) -> dict[str, Any]:
        """Press a key, and look where the focus is then."""
        self.page.keyboard.press(key)
        return self.stop()

    def tab_to(self, name: str, value: str | None = None) -> dict[str, Any]:
        """Press Tab until a control with this name (and value) has the focus."""
        control = f"[name='{name}']" + ("" if value is None else f"[value='{value}']")
        while away(self.page.locator(control)):
            self._press_main()
        # a branch that was just opened comes a moment later
        self.page.locator(control).first.wait_for()
        for _ in range(MOST_STOPS):
            at = self.press("Tab")
            if at["name"] == name and (value is None or at["value"] == value):
                return at
        raise AssertionError(f"no Tab leads to {name}")

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Answer every question that these answers answer, in the order of the page."""
        self._inside(encode(self.form, answers, self.language), ())

    def send(self) -> None:
        """Press Enter on the main button until the form is sent."""

        press_until_sent(self.page, self._press_main)

    def _press_main(self) -> None:
        while "main" not in self.press("Tab")["look"]:
            pass
        self.page.keyboard.press("Enter")

    def _inside(self, item: Field, place: tuple[str, ...]) -> None:
        for child in item.active():
            self._answer(child, (*place, child.node.name))

    def _answer(self, item: Field, place: tuple[str, ...]) -> None:
        node = item.node
        name = input_name(place, instance=node.instance)
        if node.kind == "object":
            self._inside(item, place)
        elif node.kind == "rows":
            self._rows(item, place, name)
        elif item.value is not ABSENT and node.widget not in ("hidden", "value"):
            self._control(item, name)

    def _rows(self, item: Field, place: tuple[str, ...], name: str) -> None:
        for index, row in enumerate(item.rows):
            shown = self.page.locator(f"[data-rows='{name}'] > .row")
            if shown.count() <= index:
                self.tab_to("~do", f"add {name}")
                self.press("Enter")
                assert shown.count() == index + 1
            key = shown.nth(index).get_attribute("data-row") or ""
            self._inside(row, (*place, key))

    def _control(self, item: Field, name: str) -> None:
        widget = item.node.widget
        if widget in ("radio", "scale", "yesno"):
            self._choose(name, item.texts[0])
        elif widget in ("checkboxes", "tick"):
            for text in item.texts:
                self.tab_to(name, text)
                assert self.press("Space")["checked"]
        elif widget == "date":
            self._date(name, item.texts[0])
        elif widget == "select":
            self._reach(name)
            while self.press("ArrowDown")["value"] != item.texts[0]:
                assert len(self.stops) < MOST_STOPS
        else:
            self._reach(name)
            self._type(item.texts[0])

    def _reach(self, name: str) -> dict[str, Any]:
        """Go to a control; the first one of a row that was added has the focus already."""
        last = self.stops[-1:]
        return last[0] if last and last[0]["name"] == name else self.tab_to(name)

    def _type(self, text: str) -> None:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)
        assert self.stop()["value"] == text

    def _choose(self, name: str, text: str) -> None:
        at = self._reach(name)
        if at["value"] == text:
            at = self.press("Space")
        while at["value"] != text:
            at = self.press("ArrowDown")
            assert at["name"] == name
        assert at["checked"]

    def _date(self, name: str, text: str) -> None:
        """Type a date in the order in which this browser asks for its parts."""
        self.tab_to(name)
        year, month, day = re.split("-", text)
        for parts in ((day, month, year), (month, day, year)):
            self.page.keyboard.type("".join(parts))
            if self.stop()["value"] == text:
                return
            for _ in parts:
                self.page.keyboard.press("Shift+Tab")
            self.tab_to(name)
        raise AssertionError(f"the date {text} can't be typed")
