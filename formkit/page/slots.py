"""From a template's text to a block: the parts that never change, and the slots between them.

Templates run once, with a marker wherever something depends on the answers. The text that comes
out is cut at the markers; to show answers is then to join strings.
"""

import re
import secrets
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from attrs import define, field
from markupsafe import Markup

from formkit.filling.fields import Field
from formkit.page.words import shown
from formkit.pointer import Segments, encode, html_id, join

if TYPE_CHECKING:
    from formkit.page.showing import Showing

Slot = Callable[[Field, "Showing"], str]
"""What stands in one place, for one field of one page: HTML, already escaped."""

# What a pointer holds, and a query may.
SAFE_IN_QUERY = "/~"

# A row's names and ids are made for its key once, and kept for so many rows of one list.
_KEPT_ROWS = 256


@define(eq=False)
class Block:
    """HTML with slots: `literals` are one more than `slots`. `fill` joins them for a field."""

    literals: tuple[str, ...]
    slots: tuple[Slot, ...]

    def fill(self, item: Field, showing: "Showing") -> str:
        """The HTML of the block for a field."""
        literals = self.literals
        out = [literals[0]]
        add = out.append
        for number, slot in enumerate(self.slots, 1):
            add(slot(item, showing))
            add(literals[number])
        return "".join(out)


@define(eq=False)
class Markers:
    """The markers of one page that is being made. Nobody can guess them, so no text holds one."""

    slots: list[Slot] = field(factory=list)
    names: list[tuple[str, Segments, int, bool]] = field(factory=list)
    ids: list[tuple[Segments, int, str, int]] = field(factory=list)
    # What stands for keys of rows in blank ones.
    keys: set[str] = field(factory=set)
    _nonce: str = field(factory=lambda: secrets.token_hex(8))
    _pattern: re.Pattern[str] = field(init=False)
    _in_rows: re.Pattern[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pattern = re.compile(f"\ue000{self._nonce}s([0-9]+)\ue001")
        self._in_rows = re.compile(f"\ue000{self._nonce}([ni])([0-9]+)\ue001")

    def slot(self, slot: Slot) -> Markup:
        """A marker for what depends on the answers."""
        self.slots.append(slot)
        return self._marker("s", len(self.slots) - 1)

    def name(
        self, before: str, segments: Segments, above: int = 0, *, in_url: bool = False
    ) -> Markup:
        """A marker for the name of an input in a row: `segments` follow those of the row.

        `above` leads out of the row: so many of the row's own segments are left out.
        """
        self.names.append((before, segments, above, in_url))
        return self._marker("n", len(self.names) - 1)

    def id(self, segments: Segments, instance: int, prefix: str, above: int = 0) -> Markup:
        """A marker for the id of an element in a row."""
        self.ids.append((segments, instance, prefix, above))
        return self._marker("i", len(self.ids) - 1)

    def _marker(self, kind: str, number: int) -> Markup:
        return Markup(f"\ue000{self._nonce}{kind}{number}\ue001")  # noqa: S704 - no text of anyone

    def cut(self, html: str) -> tuple[tuple[str, ...], tuple[Slot, ...]]:
        """The literals and slots of what a template made."""
        pieces = self._pattern.split(html)
        return tuple(pieces[::2]), tuple(self.slots[int(number)] for number in pieces[1::2])

    def in_row(self, literal: str, row: Segments) -> str:
        """A literal with the names and ids of the row whose segments are given."""

        def made(match: re.Match[str]) -> str:
            if match[1] == "n":
                before, segments, above, in_url = self.names[int(match[2])]
                name = before + encode(join((*row[: len(row) - above], *segments)))
                return shown(quote(name, safe=SAFE_IN_QUERY) if in_url else name)
            segments, instance, prefix, above = self.ids[int(match[2])]
            own = html_id((*row[: len(row) - above], *segments), instance, prefix)
            if own.startswith(f"{prefix}h-"):
                # A script only writes the key in, and can't make the hash of another place.
                own += "".join(key for key in row if key in self.keys)
            return shown(own)

        return self._in_rows.sub(made, literal)


@define(eq=False)
class RowBlocks:
    """The blocks of one list's rows, one for each row's segments, made as they are needed."""

    make: Callable[[Segments], Block]
    _made: dict[Segments, Block] = field(factory=dict)
    _lock: Lock = field(factory=Lock)

    def at(self, row: Segments) -> Block:
        """The block for a row."""
        block = self._made.get(row)
        if block is None:
            block = self.make(row)
            with self._lock:
                if len(self._made) >= _KEPT_ROWS:
                    self._made.clear()
                self._made[row] = block
        return block
