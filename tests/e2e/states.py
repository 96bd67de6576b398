"""What a page of the server looks like on a phone: each state, reached as a person reaches it."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from re import Pattern
from typing import Any

from attrs import define
from playwright.sync_api import Error, Page, expect

import formkit
from formkit.cli.publishing import publish_ready
from formkit.cli.publishing import ready as ready_forms
from formkit.store.forms import State, publish, set_state
from formkit.web.host import local_now
from tests.e2e.person import Person
from tests.e2e.phoning import (
    Ward,
    button,
    lay_aside,
    like,
    online,
    ready,
    unfold,
    visit,
    wait_in,
    waits,
    ward_in,
    words,
)
from tests.e2e.ready import SCHEMAS, sample
from tests.e2e.ready import ready as ready_form

_MOST_PRESSES = 60


@contextmanager
def ready_ward() -> Iterator[Ward]:
    """A ward with the ready forms."""
    with tempfile.TemporaryDirectory() as folder, ward_in(Path(folder) / "data") as ward:
        with ward.host.database.writing() as connection:
            publish_ready(connection, ready_forms(), local_now())
        ward.host.refresh()
        yield ward


@define
class Filling:
    """A ready form on a phone, and how it comes to look in each state."""

    ward: Ward
    page: Page
    slug: str
    language: str = "vi"

    @property
    def url(self) -> str:
        return f"{self.ward.origin}/f/{self.slug}?lang={self.language}"

    def begin(self, url: str = "") -> None:
        """The first answers are there, and kept."""
        visit(self.page, url or self.url)
        self._answer(dict(islice(sample(self.slug).items(), 3)))
        expect(self.page.locator(".kept")).to_have_text(self._saved())

    saved = begin

    def blank(self) -> None:
        visit(self.page, self.url)

    def failed(self) -> None:
        visit(self.page, self.url)
        self._press_main()

    def middle(self) -> None:
        """The second page of a form with pages."""
        visit(self.page, self.url)
        self._answer(sample(self.slug))
        self.page.locator("form.fk").evaluate("f => { history.go(1 - f.dataset.page); }")
        expect(self.page.locator("form.fk")).to_have_attribute("data-page", "1")

    def large(self) -> None:
        """Large text, one question at a time, a few questions further."""
        self.begin(f"{self.url}&step=question")

    def large_failed(self) -> None:
        visit(self.page, f"{self.url}&step=question")
        while not self.page.locator(".err:visible > .e").count():
            self._press_main()

    def waiting(self) -> None:
        """Sent without a network."""
        visit(self.page, self.url)
        self._send_later()

    def listed(self) -> None:
        """One draft, one that is sent, one that isn't, and the list of them opened."""
        self.begin()
        lay_aside(self.page, self.ward)
        self.waiting()
        button(self.page, "next").click()
        self.ward.line.open()
        online(self.page)
        wait_in(self.page, lambda: self._says("sent", 1))
        self._send_later()
        unfold(self.page)
        expect(self.page.locator(".phone li")).to_have_count(3)

    def resumed(self) -> None:
        """A draft that was begun before, opened from the list."""
        self.begin()
        lay_aside(self.page, self.ward)
        self.blank()
        unfold(self.page)
        button(self.page, "resume").click()
        expect(self.page.locator(".kept")).to_have_text(self._saved())

    def newer(self) -> None:
        """A draft of the version before."""
        self.begin()
        self._publish_newer()

        def offered() -> bool:
            self.blank()
            self.page.wait_for_timeout(100)
            return button(self.page, "renew").count() > 0

        # the worker shows the page that it has, and fetches the newer one behind it
        wait_in(self.page, offered)

    def refused(self) -> None:
        """Sent to a form that was stopped meanwhile."""
        visit(self.page, self.url)
        self._answer(sample(self.slug))
        self._set("stopped")
        try:
            said = self.page.get_by_text(words(self.page)["refused"])
            self._until(lambda: said.count())
            self.page.locator(".phone li").wait_for()
        finally:
            self._set("open")

    def receipt(self) -> None:
        visit(self.page, self.url)
        self._answer(sample(self.slug))
        self._until(lambda: "/r/" in self.page.url)
        ready(self.page)

    def printed(self) -> None:
        """A blank form for the pen."""
        self.blank()
        self.page.emulate_media(media="print")

    def printed_filled(self) -> None:
        visit(self.page, self.url)
        self._answer(sample(self.slug))
        self.page.emulate_media(media="print")

    # ---- how to get there

    def _answer(self, answers: dict[str, Any]) -> None:
        person = Person(self.page, ready_form(self.slug), language=self.language, script=True)
        person.fill(answers)

    def _send_later(self) -> None:
        self._answer(sample(self.slug))
        self.ward.line.cut()
        heading = self.page.get_by_role("heading", name=words(self.page)["waits"])
        self._until(lambda: heading.count())
        waits(self.page)

    def _until(self, there: Callable[[], object]) -> None:
        """Press the main button until it is so."""
        for _ in range(_MOST_PRESSES):
            self._press_main()
            self.page.wait_for_timeout(150)
            if there():
                return
        raise AssertionError("it never came")

    def _press_main(self) -> None:
        """Press it where there is one: sending may have taken it away, or the whole page."""
        with suppress(Error):
            self.page.evaluate(
                "() => { document.querySelector('form.fk > button.main')?.click(); }"
            )

    def _says(self, key: str, count: int) -> bool:
        said = words(self.page)[key].replace("%(count)s", str(count))
        return said in (self.page.locator(".phone summary").text_content() or "")

    def _saved(self) -> Pattern[str]:
        return like(self.page, "saved")

    def _set(self, state: State) -> None:
        with self.ward.host.database.writing() as connection:
            set_state(connection, self.slug, state)
        self.ward.host.refresh()

    def _publish_newer(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(SCHEMAS, folder, dirs_exist_ok=True)
            file = Path(folder) / f"{self.slug}.schema.json"
            document = json.loads(file.read_text("utf-8"))
            document["description"] = document.get("description", "") + " "
            file.write_text(json.dumps(document), "utf-8")
            with self.ward.host.database.writing() as connection:
                publish(connection, self.slug, formkit.load(file), at=local_now())
        self.ward.host.refresh()
