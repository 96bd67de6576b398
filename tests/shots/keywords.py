"""Pictures of the examples of each keyword, for the reference.

`./dev shots` takes them with all others, `python -m tests.shots.keywords` takes them alone.
"""

from playwright.sync_api import Browser, Page

from tests.browsing import Watch, launched, phone
from tests.keyword_pages import PICTURES, script, sections
from tests.serving import serve
from tests.shots.png import small

# What stands around the questions of an example.
AROUND = "header, form > .main { display: none !important }"
# The summary tells again what is told at a question, unless it is told at none.
SUMMARY = ".sum { display: none !important }"
SIZE = {"width": 360, "height": 640}
MARGIN = 12


def take(browser: Browser) -> None:
    """All pictures that the pages name; those that none names go."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = [(section, picture) for section in sections() for picture in section.pictures]
    pages = {f"/{each.name}": section.html(each.state).encode() for section, each in found}
    watch = Watch()
    with (
        serve(pages | {"/static/formkit.js": script()}) as origin,
        phone(browser, watch, viewport=SIZE) as page,
    ):
        watch.origins.add(origin)
        for _, each in found:
            page.goto(f"{origin}/{each.name}")
            (PICTURES / each.file).write_bytes(small(_questions(page)))
            print(f"docs/pictures/keywords/{each.file}")
    for path in PICTURES.glob("*"):
        if path.name not in {each.file for _, each in found}:
            path.unlink()
    if watch.troubles:
        raise SystemExit("\n".join(watch.troubles))


def _questions(page: Page) -> bytes:
    """The questions of a page, without what stands around them."""
    page.add_style_tag(content=AROUND)
    if page.locator(".q .e, .row .e").count():
        page.add_style_tag(content=SUMMARY)
    page.evaluate("document.activeElement.blur()")
    box = page.locator("form").bounding_box()
    assert box is not None
    clip = {
        "x": 0,
        "y": max(0, box["y"] - MARGIN),
        "width": SIZE["width"],
        "height": box["height"] + 2 * MARGIN,
    }
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type] # its keys are known


def main() -> None:
    with launched() as browser:
        take(browser)


if __name__ == "__main__":
    main()
