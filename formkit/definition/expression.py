"""The tree of a regular expression: what `ecma` reads and `patterns` hands to an engine."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from attrs import frozen

from formkit.definition.properties import EVERYTHING
from formkit.errors import FormkitError

Range = tuple[int, int]
Item = Range | str
"""A range of code points, or the name of a Unicode property (`^` before it: all others)."""


class PatternError(FormkitError):
    """A pattern that isn't ECMA-262 with the flag `u`, or is too large to be run safely.

    `position` is the index in the pattern where reading stopped, `reason` says why in English.
    """

    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        self.reason = reason
        super().__init__(f"{reason} (at {position})")


@frozen
class Seq:
    nodes: "tuple[Node, ...]"


@frozen
class Alt:
    nodes: "tuple[Node, ...]"


@frozen
class Repeat:
    node: "Node"
    least: int
    most: int | None


@frozen
class Set:
    """One code point out of the items, or with `negated` one out of all others."""

    items: tuple[Item, ...]
    negated: bool = False


@frozen
class Edge:
    kind: Literal["^", "$", "b", "B"]


@frozen
class Look:
    node: "Node"
    ahead: bool
    negated: bool


@frozen
class Group:
    node: "Node"
    number: int


@frozen
class Back:
    number: int


Node = Seq | Alt | Repeat | Set | Edge | Look | Group | Back

DIGITS: tuple[Range, ...] = ((48, 57),)
WORDS: tuple[Range, ...] = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACES: tuple[Range, ...] = (
    (9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
    (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
LINE_ENDS: tuple[Range, ...] = ((10, 10), (13, 13), (0x2028, 0x2029))


def complement(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """All code points outside of `ranges`, which are sorted and apart, and begin after 0."""
    result, start = [], 0
    for low, high in ranges:
        result.append((start, low - 1))
        start = high + 1
    return (*result, (start, EVERYTHING[1]))


CLASSES: Mapping[str, tuple[Range, ...]] = MappingProxyType(
    {
        "d": DIGITS,
        "D": complement(DIGITS),
        "w": WORDS,
        "W": complement(WORDS),
        "s": SPACES,
        "S": complement(SPACES),
    }
)
