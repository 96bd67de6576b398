"""The blocks of code in a page of the documentation, for tests that run them."""

import re
from pathlib import Path

from attrs import frozen

_BLOCK = re.compile(
    r"^```(?:\{code-block\} )?(?P<language>\w+)\n"
    r"(?::caption: (?P<name>[^\n]+)\n)?(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@frozen
class Block:
    """A block of code: its language, its caption (mostly the name of a file), and its text."""

    language: str
    name: str
    text: str

    @property
    def is_file(self) -> bool:
        return "." in self.name


def blocks(page: Path) -> list[Block]:
    """All blocks of a page, in their order."""
    text = page.read_text(encoding="utf-8")
    return [Block(**found.groupdict(default="")) for found in _BLOCK.finditer(text)]
