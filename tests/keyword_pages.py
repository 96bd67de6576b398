"""The keywords of JSON Schema in the reference with their examples, for tests and pictures.

A section is headed by the keywords that it is about. Its blocks are a definition, answers to it,
and where something is refused the answers that are (or the pairs, where a control is left empty),
with the sentence that is said at each place.
"""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from attrs import frozen

from formkit import load, render, submit
from formkit.definition.form import Form
from formkit.filling.submission import Submission
from formkit.page.assets import asset
from formkit.page.render import render_page
from formkit.testing import submitted_pairs
from tests.conftest import ROOT

LANGUAGE = "en"
PAGES = ROOT / "docs" / "reference" / "json-schema"
PICTURES = ROOT / "docs" / "pictures" / "keywords"
# A definition may refer to this document; it is handed over, never fetched.
RESOURCES = {
    "https://example.org/country": {"title": "Country", "enum": ["vn", "la", "kh"]},
}

_HEADING = re.compile(r"^## (`.*)$", re.MULTILINE)
_BLOCK = re.compile(
    r"^```\{code-block\} json\n:caption: (Definition|Answers|Refused)\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_PICTURE = re.compile(r"^!\[([^\]]+)\]\(\.\./\.\./pictures/keywords/([^)]+)\)$", re.MULTILINE)


@frozen
class Picture:
    """A picture of an example; its file is named after what it shows, and the state of the page."""

    file: str
    words: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.file.removesuffix(".png")

    @property
    def state(self) -> str:
        """`answered`, `blank` or `refused`."""
        return self.name.partition(".")[2] or "answered"


@frozen(slots=False)
class Section:
    """What the reference says of some keywords."""

    page: str
    keywords: tuple[str, ...]
    text: str

    @cached_property
    def blocks(self) -> dict[str, Any]:
        """The JSON of each block, by its caption."""
        return {caption: json.loads(body) for caption, body in _BLOCK.findall(self.text)}

    @cached_property
    def form(self) -> Form:
        settings = {"vocabulary": 1, "languages": [LANGUAGE]}
        return load(
            self.blocks["Definition"], resources=RESOURCES, overlay={"": {"x-form": settings}}
        )

    @property
    def pictures(self) -> list[Picture]:
        return [Picture(file, words) for words, file in _PICTURE.findall(self.text)]

    def sent(self) -> Submission:
        """What comes back when the page with the answers is sent."""
        return _sent(self.form, self.blocks["Answers"])

    def refused(self) -> Submission:
        """What comes back of the answers, or the pairs, that are refused."""
        refused = self.blocks["Refused"]
        if "pairs" in refused:
            pairs = [("~form", self.form.sha256), ("~lang", LANGUAGE), *refused["pairs"].items()]
            return submit(self.form, pairs)
        return _sent(self.form, refused["answers"])

    def html(self, state: str) -> str:
        """The page in one of its states."""
        shown = None if state == "blank" else self.blocks["Answers"]
        if state == "refused":
            shown = self.refused()
        return render_page(self.form, shown, language=LANGUAGE, static="/static")


def _sent(form: Form, answers: dict[str, Any]) -> Submission:
    return submit(form, submitted_pairs(render(form, answers, language=LANGUAGE)), base=answers)


def sections() -> Iterator[Section]:
    """Every section of every page."""
    for path in sorted(PAGES.glob("*.md")):
        text = path.read_text("utf-8")
        headings = list(_HEADING.finditer(text))
        for heading, after in zip(headings, [*headings[1:], None], strict=True):
            keywords = tuple(re.findall(r"`([^`]+)`", heading[1]))
            body = text[heading.end() : after.start() if after else None]
            yield Section(path.name, keywords, body)


def script() -> bytes:
    """The script of the page."""
    return asset("formkit.js").content


def files() -> set[str]:
    """The pictures that there are."""
    return {path.name for path in PICTURES.glob("*")}
