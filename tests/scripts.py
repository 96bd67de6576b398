"""Builds the scripts that are served out of their sources: `./dev scripts`.

A source has one noun, and room for comments. What is built of them stands beside their folders, in
git and in the wheel, so that whoever installs formkit needs no tool.
"""

import re
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
# what the oldest browsers for which the pages are made understand, Chrome 87 among them
LANGUAGE = 2020
# the minifier takes both for what stands before them, also where that is no boolean
_MISREAD = re.compile(r"&& *true\b|\|\| *false\b")


@frozen
class Script:
    """A script, and what it is made of, in this order: each part sees what stands before it."""

    path: Path
    sources: tuple[Path, ...]


def _parts(folder: str, names: str) -> tuple[Path, ...]:
    return tuple(ROOT / "formkit" / folder / f"{name}.js" for name in names.split())


_COMMON = _parts("page/static/formkit", "elements")
_PAGE = _parts("page/static/formkit", "judging reading asking checking rows paging starting")
# these stand before the page's, which begin with the form: the next fill begins from it as it was
_PHONE = _parts(
    "web/static/phone", "common keeping telling drafting opening sending waiting starting"
)
_LATER = _parts("web/static/phone", "common")
_MORE = _parts("web/static/more", "keeping asking summing sending listing")
_WORKER = _parts("web/static/sw", "caching")

SCRIPTS = (
    Script(ROOT / "formkit/page/static/formkit.js", (*_COMMON, *_PAGE)),
    Script(ROOT / "formkit/web/static/fill.js", (*_COMMON, *_PHONE, *_PAGE)),
    Script(ROOT / "formkit/web/static/more.js", (*_COMMON, *_LATER, *_MORE)),
    Script(ROOT / "formkit/web/static/sw.js", _WORKER),
)


def built(script: Script) -> bytes:
    """The parts as one script that leaves no name behind, as short as it gets."""
    import minify

    parts = "".join(source.read_text(encoding="utf-8") for source in script.sources)
    if misread := _MISREAD.search(parts):
        raise ValueError(f"write `{misread[0]}` as `? :`, since the minifier leaves it out")
    minify.config({"js-version": LANGUAGE})
    # that a name never changes is for whoever reads the source
    parts = re.sub(r"\bconst ", "let ", parts)
    text: str = minify.string("text/javascript", f"(() => {{\n{parts}}})();")
    return text.encode()


if __name__ == "__main__":
    for script in SCRIPTS:
        script.path.write_bytes(built(script))
        print(f"{script.path.relative_to(ROOT)}: {script.path.stat().st_size} bytes")
