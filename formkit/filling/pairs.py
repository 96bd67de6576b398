"""Posted pairs, gathered by the places that their names address."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field

from formkit.pointer import Segments, input_name, parse_name

META = ("~form", "~id", "~lang", "~at", "~do")
# Far more than any page has; a server's own limit comes first.
MAX_PAIRS = 20_000
# So many places are kept apart: names may be deep, and each of their segments is one.
MAX_PLACES = 100_000

_ROW_KEY = re.compile(r"[0-9]{1,6}")
_CONTROL = tuple[int, str]


@define(eq=False)
class Posted:
    """What was posted for one place and for those inside it, in order of first appearance.

    `texts` are keyed by instance and mark; `inside` by segment; `instances` are all that occur
    here and inside.
    """

    texts: dict[_CONTROL, list[str]] = field(factory=dict)
    inside: "dict[str, Posted]" = field(factory=dict)
    instances: set[int] = field(factory=set)
    read: set[_CONTROL] = field(factory=set)

    def take(self, instance: int, mark: str = "") -> list[str]:
        """The texts of one control of this place; they are known from then on."""
        key = (instance, mark)
        if key in self.texts:
            self.read.add(key)
            return self.texts[key]
        return []

    def pass_over(self) -> None:
        """What was posted here and inside is known, and isn't wanted."""
        for posted in self.walk():
            posted.read.update(posted.texts)

    def walk(self) -> "Iterator[Posted]":
        """This place and all inside it."""
        stack = [self]
        while stack:
            posted = stack.pop()
            yield posted
            stack.extend(posted.inside.values())

    def has_control(self, instance: int) -> bool:
        """Whether anything was posted here for this control itself."""
        return any(own == instance for own, _ in self.texts)

    def is_unmarked(self, instance: int) -> bool:
        """Whether nothing was posted here but, at most, the texts of this control."""
        return len(self.texts) <= ((instance, "") in self.texts)

    def marked(self, instances: frozenset[int], mark: str) -> bool:
        """Whether one of these controls, or the first, posted this mark here."""
        return any(own == mark and (each in instances or each == 1) for each, own in self.texts)

    def chooses(self) -> bool:
        """Whether a branch was chosen here."""
        return any(mark.startswith("~b") for _, mark in self.texts)

    def is_plain(self, instance: int) -> bool:
        """Whether an answer to this control, or the first, was posted here or inside, unmarked."""
        return any(not mark and own in (instance, 1) for own, mark in self.texts) or any(
            instance in inside.instances or 1 in inside.instances for inside in self.inside.values()
        )

    def row_keys(self, instances: frozenset[int], own: int, first: int = 0) -> list[str]:
        """The keys of the rows that were posted here for these controls, in their order.

        Those below `first` are places of their own. What has a key of a map is no item, unless
        the control of an item (`own`) is there as well: a list and a map of one place may both
        have rows, and their keys are the same.
        """
        return [
            key
            for key, row in self.inside.items()
            if _ROW_KEY.fullmatch(key)
            and int(key) >= first
            and not instances.isdisjoint(row.instances)
            and not row.is_keyed(instances, own)
        ]

    def is_keyed(self, instances: frozenset[int], own: int) -> bool:
        """Whether a key of a map was posted here, and not `own`, which is another's control."""
        keyed = {each for each, mark in self.texts if mark == "~k" and each in instances}
        return bool(keyed) and (own in keyed or own not in self.instances)

    def unread(self, segments: Segments = ()) -> Iterator[str]:
        """The names that nothing read."""
        stack: list[tuple[Segments, Posted]] = [(segments, self)]
        while stack:
            place, posted = stack.pop()
            for key in posted.texts:
                if key not in posted.read:
                    yield input_name(place, key[1], key[0])
            for name, inside in posted.inside.items():
                # what is read is among the texts, and most places have nothing else
                if inside.inside or len(inside.read) < len(inside.texts):
                    stack.append(((*place, name), inside))


EMPTY = Posted()


@define(eq=False)
class Received:
    """All pairs of one submission: the marks of the whole form, the places, and other names.

    `unknown` are names that begin as formkit's do and aren't in the grammar; other names are the
    host's. `excess` counts the pairs that came after a limit, `places` the places of the others.
    """

    meta: dict[str, str] = field(factory=dict)
    root: Posted = field(factory=Posted)
    unknown: list[str] = field(factory=list)
    excess: int = 0
    places: int = 0


def receive(pairs: Iterable[Any]) -> Received:
    """Sort pairs by their names. Never raises: what isn't a pair of texts is an unknown name."""
    received = Received()
    for number, pair in enumerate(pairs):
        if number >= MAX_PAIRS:
            received.excess += 1
            continue
        if not (isinstance(pair, tuple | list) and len(pair) == 2):
            received.unknown.append(repr(pair)[:80])
            continue
        name, text = pair
        if not isinstance(name, str):
            received.unknown.append(repr(name)[:80])
        elif not name.startswith(("/", "~")):
            continue
        elif not isinstance(text, str):
            received.unknown.append(name)
        elif name in META:
            if not received.meta.get(name):
                received.meta[name] = text
        else:
            _place(received, name, text)
    return received


def _place(received: Received, name: str, text: str) -> None:
    parsed = parse_name(name)
    if parsed is None or not (parsed.segments or parsed.mark):
        received.unknown.append(name)
        return
    if received.places > MAX_PLACES:
        received.excess += 1
        return
    place, instance = received.root, parsed.instance
    place.instances.add(instance)
    for segment in parsed.segments:
        inside = place.inside.get(segment)
        if inside is None:
            inside = place.inside[segment] = Posted()
            received.places += 1
        inside.instances.add(instance)
        place = inside
    place.texts.setdefault((instance, parsed.mark), []).append(text)
