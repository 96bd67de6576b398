"""Pages work under the strictest policy, on plain HTTP, and two on one page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

import formkit
from formkit.page.assets import stylesheet_hash
from tests.browsing import ARGUMENTS, Watch, browser_program, phone
from tests.e2e.definitions import HOUSE, SHOP
from tests.e2e.hosting import Host
from tests.e2e.person import Person, send
from tests.e2e.ready import FORMS, ready, same, sample

pytestmark = pytest.mark.e2e

Hosting = Callable[..., Host]

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "connect", "worker", "manifest", "frame")),
        f"style-src 'self' {stylesheet_hash()}",
        "img-src 'self' blob: data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
STRICT = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}


@pytest.mark.parametrize("slug", FORMS)
def test_everything_works_under_the_policy(
    host: Hosting, page: Page, watch: Watch, slug: str
) -> None:
    served = host(ready(slug), headers=STRICT, urls={"check": "/"})
    page.goto(served.origin)
    # the styles that stand in the page are allowed by their hash
    assert page.locator(".main").evaluate("x => getComputedStyle(x).minHeight") == "56px"
    send(page)
    expect(page.locator(".sum")).to_be_focused()
    page.goto(served.origin)
    Person(page, served.form, language="vi", script=True).fill(sample(slug))
    # a check has come and gone
    page.wait_for_load_state("networkidle")
    assert served.checks
    page.locator("button.main").click()
    page.locator("pre").wait_for()
    assert same(served.got, sample(slug))
    assert not watch.troubles


def test_a_host_without_https_is_no_trouble(host: Hosting, browser: Browser, watch: Watch) -> None:
    served = host(HOUSE)
    port = served.origin.rsplit(":", 1)[1]
    origin = f"http://phuong.example:{port}"
    watch.origins.add(origin)
    named = browser.browser_type.launch(
        executable_path=browser_program(),
        args=[*ARGUMENTS, "--host-resolver-rules=MAP phuong.example 127.0.0.1"],
    )
    with phone(named, watch) as page:
        page.goto(origin)
        assert not page.evaluate("() => isSecureContext")
        page.locator("button[value='add /people']").click()
        page.locator("[name='/people/0/name']").fill("An")
        page.locator("button.main").click()
        page.locator("pre").wait_for()
    named.close()
    assert served.got == {"people": [{"name": "An"}]}
    assert len(dict(served.posted[-1])["~id"]) == 32


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_forms_on_one_page(host: Hosting, open_page: Callable[..., Page], script: bool) -> None:
    second = formkit.load({**SHOP, "title": "Phiếu thứ hai"})

    def both(html: str) -> str:
        other = formkit.render(second, prefix="b-", language="vi")
        return html.replace("</main>", f"{other}</main>")

    served = host(SHOP, page=both)
    page = open_page(java_script_enabled=script)
    page.goto(served.origin)
    ids = page.locator("[id]").evaluate_all("found => found.map(x => x.id)")
    assert len(ids) == len(set(ids))
    first, other = page.locator("#form"), page.locator("#b-form")
    if script:
        expect(other.locator("[name='/since']")).to_be_hidden()
    other.locator("label:has(> [name='/shop'][value='yes'])").tap()
    other.locator("label:has(> [name='/kind'][value='food'])").tap()
    other.locator("[name='/since']").fill("1999")
    if script:
        expect(first.locator("[name='/since']")).to_be_hidden()
    other.locator("label[for='b-f-street']").tap()
    expect(other.locator("[name='/street']")).to_be_focused()
    page.keyboard.type("Hàm Nghi")
    other.locator("button.main").click()
    # the host takes both for its own form; what counts is that only the second one was sent
    assert {name for name, text in served.posted[-1] if text and name.startswith("/")} == {
        "/shop",
        "/kind",
        "/since",
        "/street",
    }
