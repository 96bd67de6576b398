"""Pictures of every ready form in every state, at the size of a phone: `./dev shots`.

They land in `shots/`, a whole page each, and those of the documentation in `docs/pictures/`.
"""

import shutil

from playwright.sync_api import Browser, Page

from tests.browsing import Watch, launched, phone
from tests.e2e.person import Person
from tests.e2e.ready import ALL_FORMS, ROOT, example, ready, sample
from tests.serving import serve
from tests.shots import keywords, server, states

SHOTS = ROOT / "shots"
PICTURES = ROOT / "docs" / "pictures"
PICTURED = "one-minute-survey"
STATES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "no-script": {"java_script_enabled": False},
    "forced-colours": {"forced_colors": "active"},
}


def take(page: Page, name: str) -> None:
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    print(f"shots/{name}.png")


def picture(browser: Browser, origin: str, slug: str, look: str, language: str) -> None:
    """The states of one form: as it comes, sent while empty, and filled from its sample."""
    name = f"{slug}.{language}.{look}"
    script = look != "no-script"
    watch = Watch()
    watch.origins.add(origin)
    with phone(browser, watch, **STATES[look]) as page:
        page.goto(f"{origin}/f/{slug}?lang={language}")
        take(page, f"{name}.blank")
        person = Person(page, ready(slug), language=language, script=script)
        if script:
            person.send()
            take(page, f"{name}.failed")
            page.goto(f"{origin}/f/{slug}?lang={language}")
        person.fill(sample(slug))
        take(page, f"{name}.filled")
        if slug == PICTURED and look == "light" and language == "vi":
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=PICTURES / "filled.png")
    if watch.troubles:
        raise SystemExit("\n".join(watch.troubles))


def on_paper(browser: Browser, origin: str, slug: str) -> None:
    """The page as a printer gets it, in colours that a screen shows."""
    watch = Watch()
    with phone(browser, watch, viewport={"width": 794, "height": 1123}, is_mobile=False) as page:
        page.emulate_media(media="print")
        page.goto(f"{origin}/f/{slug}")
        take(page, f"{slug}.vi.print")


def main() -> None:
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    PICTURES.mkdir(exist_ok=True)
    with launched() as browser, serve(example("fastapi_app")) as origin:
        for slug in ALL_FORMS:
            for look in STATES:
                picture(browser, origin, slug, look, "vi")
            picture(browser, origin, slug, "light", "en")
            on_paper(browser, origin, slug)
        server.take(browser)
        states.take(browser)
        keywords.take(browser)


if __name__ == "__main__":
    main()
