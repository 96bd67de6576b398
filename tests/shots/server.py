"""Pictures of the server's own pages, for the guide of officers: the list, a receipt, results."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from playwright.sync_api import Browser, Page
from sqlalchemy import Connection

from formkit.cli.publishing import publish_ready
from formkit.cli.publishing import ready as ready_forms
from formkit.store.people import make_sign_in
from formkit.store.receipts import Fill, keep
from formkit.web import Host, Settings, application
from tests.browsing import Watch, phone
from tests.conftest import ROOT
from tests.e2e.person import Person
from tests.e2e.ready import ready, sample
from tests.serving import serve

PICTURES = ROOT / "docs" / "pictures"
SENT = "one-minute-survey"
VISITED = "household-visit"
# How many came on each of the last days, the latest last: nobody visits on a Sunday.
DAYS = {
    VISITED: (3, 5, 1, 0, 4, 6, 4, 7, 5, 2, 0, 6, 5, 4),
    SENT: (9, 12, 4, 0, 14, 11, 6),
    "small-trader": (2, 3, 1, 0, 0, 4, 2),
    "service-desk": (8, 9, 3, 0, 11, 7, 5),
    "vneid": (4, 6, 2, 0, 7, 5, 3),
    "shift-report": (2, 2, 1, 0, 2, 2, 0),
}
# A Wednesday morning in Vietnam: the same pictures each time, but for the code of the receipt.
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=timezone(timedelta(hours=7)))
DESK = {"viewport": {"width": 1024, "height": 720}, "is_mobile": False, "has_touch": False}


@contextmanager
def stocked() -> Iterator[tuple[Host, str]]:
    """A server with the ready forms and two weeks of answers; its origin comes beside it."""
    with tempfile.TemporaryDirectory() as folder:
        host = Host(Settings(data=Path(folder), log="faults", free_disk=0), now=lambda: NOW)
        try:
            opened = host.open()
            opened.writer.put(lambda c: publish_ready(c, ready_forms(), host.now())).result()
            host.refresh()
            opened.writer.put(lambda c: _fill(c, host)).result()
            with serve(application(host=host)) as origin:
                yield host, origin
        finally:
            host.close()


def _fill(connection: Connection, host: Host) -> None:
    for slug, counts in DAYS.items():
        published = host.shelf[slug]
        for ago, count in enumerate(reversed(counts)):
            for place in range(count):
                keep(
                    connection,
                    Fill(
                        form_id=published.form_id,
                        form=published.form,
                        fill_id=f"{slug}-{ago}-{place}-of-the-pictures",
                        pairs_sha256="0" * 64,
                        answers=sample(slug),
                        language="vi",
                        started_at=None,
                        received=NOW - timedelta(days=ago, minutes=11 * place),
                    ),
                )


def picture(page: Page, name: str) -> None:
    """What is seen of a page now, for the documentation."""
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def on_a_phone(browser: Browser, origin: str) -> None:
    """What somebody sees who fills in: the list, and the receipt."""
    watch = Watch()
    watch.origins.add(origin)
    with phone(browser, watch) as page:
        page.goto(f"{origin}/")
        picture(page, "forms")
        page.goto(f"{origin}/f/{SENT}")
        person = Person(page, ready(SENT), language="vi", script=True)
        person.fill(sample(SENT))
        person.send()
        picture(page, "receipt")
    _clean(watch)


def on_a_desk(browser: Browser, host: Host, origin: str) -> None:
    """What the owner sees behind the link: the results, a form's days, its files."""
    token = host.open().writer.put(lambda c: make_sign_in(c, host.now())).result()
    watch = Watch()
    watch.origins.add(origin)
    with phone(browser, watch, **DESK) as page:
        page.goto(f"{origin}/w/enter/{token}")
        with page.expect_navigation():
            page.locator("main button.first").click()
        picture(page, "results")
        page.goto(f"{origin}/w/forms/{VISITED}")
        picture(page, "days")
        page.locator("#download").evaluate("heading => heading.scrollIntoView()")
        picture(page, "download")
    _clean(watch)


def _clean(watch: Watch) -> None:
    if watch.troubles:
        raise SystemExit("\n".join(watch.troubles))


def take(browser: Browser) -> None:
    """All pictures of the server."""
    with stocked() as (host, origin):
        on_a_phone(browser, origin)
        on_a_desk(browser, host, origin)
