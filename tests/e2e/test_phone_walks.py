"""Somebody goes from door to door with one phone, and everything happens in any order.

Whatever it is, each household arrives once, with what was typed last.
"""

import os
import random
import signal
from collections.abc import Callable
from typing import Any

import pytest
from attrs import define, field
from playwright.sync_api import Error, Locator, Page, expect

from tests.e2e.phoning import (
    HTML,
    Form,
    Ward,
    box,
    button,
    cached,
    choose,
    fills,
    online,
    ready,
    send,
    unfold,
    visit,
    wait_in,
    waiting,
    words,
)

pytestmark = pytest.mark.e2e

HOUSES: dict[str, Any] = {
    "title": "Từng nhà",
    "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
    "type": "object",
    "required": ["house"],
    "properties": {
        "house": {"title": "Nhà nào?", "type": "string", "maxLength": 80},
        "note": {"title": "Ghi gì thêm?", "type": "string", "maxLength": 80},
        "garden": {"title": "Có vườn không?", "type": "boolean"},
        "people": {
            "title": "Những ai?",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string", "title": "Tên"}}},
        },
    },
    "if": {"properties": {"garden": {"const": True}}, "required": ["garden"]},
    "then": {"properties": {"trees": {"title": "Mấy cây?", "type": "integer"}}},
}
PAGED = {
    **HOUSES,
    "x-form": {
        **HOUSES["x-form"],
        "pages": [
            {"title": "Nhà", "questions": ["/house", "/note"]},
            {"title": "Vườn", "questions": ["/garden", "/trees"]},
            {"title": "Người", "questions": ["/people"]},
        ],
    },
}
PORTALS = ((502, HTML, "<h1>Bad Gateway</h1>"), (200, HTML, "<h1>Welcome to free Wi-Fi</h1>"))


@define
class Household:
    """What was answered at one door, as its person would tell it."""

    name: str
    texts: dict[str, str] = field(factory=dict)
    garden: bool | None = None
    people: list[str] = field(factory=list)

    @property
    def answers(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            # the server drops what stands around a text
            name: text.strip()
            for name, text in self.texts.items()
            if name != "trees" and text
        }
        if self.garden is not None:
            found["garden"] = self.garden
        if self.garden and self.texts.get("trees"):
            found["trees"] = int(self.texts["trees"])
        if any(self.people):
            found["people"] = [{"name": name} for name in self.people if name]
        return found


@define
class Walk:
    """A phone on its way; `drafts` are the households that aren't finished, but for `now`."""

    form: Form
    page: Page
    chance: random.Random
    now: Household | None = None
    drafts: list[Household] = field(factory=list)
    done: list[Household] = field(factory=list)
    steps: list[str] = field(factory=list)
    has_line: bool = True
    _begun: int = 0

    def step(self) -> None:
        ways = [self.write, self.choose, self.add] if self.now else [self.begin]
        ways *= 2
        ways += [self.reload, self.look_elsewhere, self.another_tab, self.change_line]
        if self.now:
            ways += [self.send, self.send, self.type_on, self.lay_aside, self.speak, self.enlarge]
            ways += [self.crash, self.two_tabs]
        if self.drafts:
            ways.append(self.resume)
        way = self.chance.choice(ways)
        self.steps.append(way.__name__)
        way()
        self.shows()

    def shows(self) -> None:
        """The page has what was typed there last, and nothing of another household."""
        now = self.now or Household("")
        for name in ("house", "note", "trees"):
            expect(box(self.page, name)).to_have_value(now.texts.get(name, ""))
        chosen = {
            value
            for value in ("true", "false")
            if self.page.locator(f"[name='/garden'][value={value}]").is_checked()
        }
        assert chosen == (set() if now.garden is None else {str(now.garden).lower()})
        rows = self.page.locator("[data-rows='/people'] > .row input")
        assert [each.input_value() for each in rows.all()] == now.people

    # ---- answering

    def begin(self) -> None:
        self._begun += 1
        self.now = Household(f"Nhà {self._begun}")
        box(self.page).fill(self.now.name)
        box(self.page).blur()
        self.now.texts["house"] = self.now.name

    def write(self) -> None:
        assert self.now
        name = self.chance.choice(["house", "note", *(["trees"] if self.now.garden else [])])
        number = str(self.chance.randrange(1000))
        text = {"house": f"{self.now.name} số {number}", "trees": number}.get(name, f"ghi {number}")
        self.now.texts[name] = text
        self._turn_to(box(self.page, name))
        box(self.page, name).fill(text)
        box(self.page, name).blur()

    def type_on(self) -> None:
        """Without leaving the box."""
        assert self.now
        self._turn_to(box(self.page, "note"))
        box(self.page, "note").press("End")
        box(self.page, "note").press_sequentially(" nữa")
        self.now.texts["note"] = (self.now.texts.get("note", "") + " nữa")[:80]
        self._rest()

    def choose(self) -> None:
        assert self.now
        self.now.garden = self.chance.random() < 0.5
        self._turn_to(self.page.locator("[name='/garden'] ~ *").first)
        choose(self.page, "garden", str(self.now.garden).lower())

    def add(self) -> None:
        assert self.now
        button = self.page.locator("button[value='add /people']")
        self._turn_to(button)
        button.click()
        name = f"Người {self.chance.randrange(1000)}"
        self.now.people.append(name)
        row = self.page.locator("[data-rows='/people'] > .row:last-of-type input")
        row.fill(name)
        row.blur()

    def _turn_to(self, control: Locator) -> None:
        """The page of a control, where there are several."""
        back = control.page.locator("button.back")
        while not control.is_visible() and back.is_visible():
            back.click()
        while not control.is_visible():
            assert self._go_on(control.page)

    def _go_on(self, page: Page) -> bool:
        """Press the main button if it leads to another page of the form."""
        form, main = page.locator("form.fk"), page.locator("button.main").last
        ahead = (form.get_attribute("data-go") or "").split("|")[1:2]
        if main.inner_text() not in ahead:
            return False
        at = form.get_attribute("data-page")
        main.click()
        expect(form).not_to_have_attribute("data-page", at or "")
        return True

    # ---- what happens to a page

    def reload(self) -> None:
        self.page.reload()
        ready(self.page)

    def look_elsewhere(self) -> None:
        if self.has_line:
            visit(self.page, self.form.ward.origin + "/")
        visit(self.page, self.form.url)

    def another_tab(self) -> None:
        """A tab begins a household of its own; the other one is left to itself."""
        old = self._new_tab()
        old.close()
        self._leave()

    def crash(self) -> None:
        """The system takes the memory back, as it does when the camera opens."""
        self._rest()
        browser = self.page.context.browser
        assert browser
        session = browser.new_browser_cdp_session()
        with self.page.expect_event("crash"):
            for each in session.send("SystemInfo.getProcessInfo")["processInfo"]:
                if each["type"] == "renderer":
                    os.kill(each["id"], signal.SIGKILL)
        session.detach()
        old = self._new_tab()
        old.close()
        self._leave()

    def two_tabs(self) -> None:
        """A second tab goes on with the draft; what is typed in the first is another one then."""
        assert self.now
        self._rest()
        old = self._new_tab()
        self._go_on_with(self.now)
        self._begun += 1
        name = f"Nhà {self._begun} kia"
        self._turn_to(box(old))
        box(old).fill(name)
        box(old).blur()
        old.wait_for_timeout(600)
        old.close()
        texts = {**self.now.texts, "house": name}
        self.drafts.append(Household(name, texts, self.now.garden, [*self.now.people]))

    def _new_tab(self) -> Page:
        """Opens it, and gives the old one."""
        old = self.page
        self.page = old.context.new_page()
        visit(self.page, self.form.url)
        return old

    def _rest(self) -> None:
        """The last 300 ms of typing may be lost, so they are over."""
        self.page.wait_for_timeout(500)

    def speak(self) -> None:
        """The other language, which needs a network."""
        lang = self.page.locator("html").get_attribute("lang")
        self.page.get_by_role("button", name="English" if lang == "vi" else "Tiếng Việt").click()
        self._settle()

    def enlarge(self) -> None:
        """Large text, a question at a time, and back."""
        for _ in range(2):
            self.page.locator(".fk-langs [name]").first.click()
            self._settle()

    def _settle(self) -> None:
        self.page.wait_for_load_state()
        ready(self.page)
        self.page.wait_for_timeout(600)

    def change_line(self) -> None:
        ward = self.form.ward
        ward.between.lie = None
        state = self.chance.choice(("open", "open", "cut", "deaf", "lies"))
        self.steps.append(state)
        {"cut": ward.line.cut, "deaf": ward.line.deafen}.get(state, ward.line.open)()
        if state == "lies":
            lie = self.chance.choice(PORTALS)
            ward.between.lie = lambda _: lie
        self.has_line = state == "open"
        if self.has_line:
            online(self.page)

    # ---- one household and the next

    def lay_aside(self) -> None:
        self._rest()
        self.page.evaluate("sessionStorage.clear()")
        self.reload()
        self._leave()

    def _leave(self) -> None:
        if self.now:
            self.drafts.append(self.now)
        self.now = None

    def resume(self) -> None:
        household = self.chance.choice(self.drafts)
        self._go_on_with(household)
        self._leave()
        self.drafts.remove(household)
        self.now = household

    def _go_on_with(self, household: Household) -> None:
        unfold(self.page)
        row = self.page.locator("aside.phone li").filter(
            has_text=household.texts["house"], has=button(self.page, "resume")
        )
        row.get_by_role("button", name=words(self.page)["resume"]).click()
        expect(box(self.page)).to_have_value(household.texts["house"])

    def send(self) -> None:
        assert self.now
        while self._go_on(self.page):
            pass
        send(self.page)
        next_one = button(self.page, "next")
        self.page.wait_for_function(
            "() => location.pathname.startsWith('/r/') || document.querySelector('[id^=waits-]')"
        )
        self.done.append(self.now)
        self.now = None
        if "/r/" in self.page.url:
            if self.chance.random() < 0.5:
                # the way back leads to an empty page, and makes no draft
                self.page.go_back()
                ready(self.page)
            else:
                visit(self.page, self.form.url)
        else:
            next_one.click()

    def finish(self) -> None:
        """Back at the office: whatever isn't sent yet goes, and the rest is finished."""
        ward = self.form.ward
        ward.between.lie = None
        ward.line.open()
        self.has_line = True
        self.page.goto(self.form.url)
        ready(self.page)
        self.shows()
        if self.now:
            self.send()
        while self.drafts:
            self.resume()
            self.shows()
            self.send()
        online(self.page)
        wait_in(self.page, lambda: not [x for x in fills(self.page) if not x.get("receipt")])
        expect(waiting(self.page).filter(has_text="chưa gửi")).to_have_count(0)
        found = {each.answers["house"]: each.answers for each in self.form.stored}
        assert len(found) == len(self.form.stored)
        assert found == {each.answers["house"]: each.answers for each in self.done}


def walk(ward: Ward, page: Page, seed: int, steps: int) -> None:
    form = ward.form(PAGED if seed % 2 else HOUSES)
    visit(page, form.url)
    cached(page, form.url)
    page.reload()
    ready(page)
    made = Walk(form, page, random.Random(seed))
    try:
        for _ in range(steps):
            made.step()
        made.finish()
    except (AssertionError, Error) as error:
        raise AssertionError(f"seed {seed}: {' '.join(made.steps)}") from error


@pytest.mark.parametrize("seed", range(2))
def test_each_household_arrives_once_whatever_happens(ward: Ward, page: Page, seed: int) -> None:
    walk(ward, page, seed, 25)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 112))
def test_each_household_arrives_once_on_long_ways(
    ward: Ward, open_page: Callable[..., Page], seed: int
) -> None:
    walk(ward, open_page(), seed, 60)
