"""Which places a browser reads as the server does, so that it may judge a condition on them."""

from collections.abc import Set

from formkit.definition.layout import Cause
from formkit.definition.node import Node

_READ_ALIKE = frozenset(
    (
        "object", "rows", "ticks", "choice", "boolean", "consent", "const", "string", "number",
        "integer", "unrendered",
    )
)  # fmt: skip


def is_plain(place: Node, reads: Set[Cause] | None) -> bool:
    """Whether a condition that reads these properties of a place can be asked in a browser.

    `reads` is None where it may read all. What a person chooses the type or the branch of, the
    entries of a map, and items that have places of their own are read on the server alone.
    """
    if place.kind != "object":
        return False
    if reads is None:
        return all(map(_is_plain, place.children()))
    # What nothing declares may still stand there, as an entry.
    return all(
        (name in place.controls or place.more is None)
        and all(map(_is_plain, place.controls.get(str(name), ())))
        for name in reads
    )


def _is_plain(node: Node) -> bool:
    return all(
        each.kind in _READ_ALIKE and each.own is None and not each.prefix and each.fold is None
        for each in node.walk()
    )
