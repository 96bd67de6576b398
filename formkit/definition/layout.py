"""The order of the page: a conditional question stands under what caused it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from formkit.definition.form import Page
from formkit.definition.gather import Chooser, Chosen, Condition, Conditions
from formkit.definition.portable import Schema, reads
from formkit.pointer import split

if TYPE_CHECKING:
    from formkit.definition.nodes import Node


Cause = str | Chooser
"""What a test reads beside the branch: a property, or what was chosen."""


@frozen
class Test:
    """What must hold at one place (`depth` segments deep) for a branch to be asked.

    `alternatives`: any of these groups of conditions, of a group all. `schema` is the same as one
    self-contained schema, None where a browser can't evaluate it; `reads` are the causes that
    the verdict depends on, None where it may be all. With a `chooser` the schema is asked of the
    list of what is chosen there.
    """

    depth: int
    alternatives: tuple[Conditions, ...]
    schema: Schema | None = field(eq=False, repr=False)
    reads: frozenset[Cause] | None = field(eq=False, repr=False)
    chooser: Chooser | None = None

    @classmethod
    def of(cls, alternatives: Sequence[Conditions]) -> "Test":
        """The test for these alternatives, which are all asked at one place."""
        depth = alternatives[0][0].depth
        asked = [c for group in alternatives for c in group if isinstance(c, Condition)]
        chosen = [c for group in alternatives for c in group if isinstance(c, Chosen)]
        choosers = frozenset(c.chooser for c in chosen)
        if not choosers:
            schema = _joined(
                "anyOf", [_joined("allOf", [_portable(c) for c in group]) for group in alternatives]
            )
            return cls(depth, tuple(alternatives), schema, reads(schema))
        if len(choosers) == 1 and not asked and all(len(group) == 1 for group in alternatives):
            texts = sorted({c.text for c in chosen})
            found: Schema = {
                "contains": {"const": texts[0]} if len(texts) == 1 else {"enum": texts}
            }
            return cls(depth, tuple(alternatives), found, choosers, chosen[0].chooser)
        named = [reads(_portable(c)) for c in asked]
        known = None if None in named else choosers.union(*(each or () for each in named))
        return cls(depth, tuple(alternatives), None, known)


def _portable(condition: Condition | Chosen) -> Schema | None:
    return condition.portable() if isinstance(condition, Condition) else None


def _joined(keyword: str, schemas: Sequence[Schema | None]) -> Schema | None:
    if len(schemas) == 1:
        return schemas[0]
    return None if None in schemas else {keyword: list(schemas)}


def tests(alternatives: Iterable[Conditions]) -> tuple[Test, ...]:
    """The tests of a branch, all of which must hold: one for each place where they are asked.

    What all alternatives have in common is asked first. The rest is asked at its deepest place.
    Without alternatives nothing is asked.
    """
    groups = [tuple(group) for group in alternatives]
    if not groups:
        return ()
    common = tuple(c for c in groups[0] if all(c in group for group in groups))
    found = []
    sources = {(c.depth, c.chooser if isinstance(c, Chosen) else None): None for c in common}
    for depth, chooser in sorted(sources, key=lambda source: source[0]):
        same = (c for c in common if c.depth == depth)
        found.append(Test.of([tuple(c for c in same if getattr(c, "chooser", None) == chooser)]))
    rest = [tuple(c for c in group if c not in common) for group in groups]
    if all(rest):
        found.append(Test.of(rest))
    return tuple(found)


@frozen(eq=False)
class Branch:
    """Questions that are asked together: always (no tests), or while all tests hold."""

    tests: tuple[Test, ...]
    nodes: tuple["Node", ...]
    number: int


@frozen(eq=False)
class Section:
    """Branches under one heading; `page` holds the heading's words, None where there is none."""

    branches: tuple[Branch, ...]
    page: Page | None = None


@define(eq=False)
class _Block:
    tests: tuple[Test, ...]
    nodes: tuple["Node", ...]
    page: Page | None
    # The blocks that it was put under, nearest first.
    anchors: tuple["_Block", ...] = ()
    names: frozenset[Cause] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.names = frozenset(node.cause for node in self.nodes)

    def causes(self, depth: int) -> frozenset[Cause]:
        """What stands beside it that its tests read."""
        return frozenset(
            name for test in self.tests if test.depth == depth for name in test.reads or ()
        )


def arranged(
    branches: Mapping[tuple[Test, ...], Sequence["Node"]], depth: int, pages: Sequence[Page]
) -> tuple[Section, ...]:
    """The sections of an object at `depth`.

    Questions stand in the order of the pages, then of the definition; a branch that no page names
    stands after the last question that its tests read.
    """
    named: dict[Cause, list[tuple[tuple[Test, ...], Node]]] = {}
    for tests, nodes in branches.items():
        for node in nodes:
            named.setdefault(node.cause, []).append((tests, node))
    blocks = []
    for page in pages:
        for pointer in page.questions:
            for tests, node in named.pop(split(pointer)[0], ()):
                blocks.append(_Block(tests, (node,), page))
    last = pages[-1] if pages else None
    for tests, node in (pair for pairs in named.values() for pair in pairs):
        if not tests:
            blocks.append(_Block((), (node,), last))
    waiting = []
    for tests, nodes in branches.items():
        rest = tuple(node for node in nodes if node.cause in named)
        if tests and rest:
            waiting.append(_Block(tests, rest, last))
    return _sections(_placed(blocks, waiting, depth))


def with_last(sections: tuple[Section, ...], node: "Node") -> tuple[Section, ...]:
    """The sections with a node that is always asked behind all others."""
    *before, last = sections or (Section(()),)
    number = sum(len(section.branches) for section in sections)
    return (*before, evolve(last, branches=(*last.branches, Branch((), (node,), number))))


def _placed(blocks: list[_Block], waiting: Sequence[_Block], depth: int) -> list[_Block]:
    """Put each waiting block under its last cause; what has none, or is its own, goes to the end.

    A cause that waits itself is placed first, but for those that wait for each other.
    """
    patient = True
    while waiting:
        awaited = Counter(name for block in waiting for name in block.names)
        still = []
        for block in waiting:
            causes = block.causes(depth)
            at = max(
                (i for i, other in enumerate(blocks) if not causes.isdisjoint(other.names)),
                default=None,
            )
            if at is None or (
                patient and any(awaited[name] > (name in block.names) for name in causes)
            ):
                still.append(block)
                continue
            anchor = blocks[at]
            block.anchors = (anchor, *anchor.anchors)
            block.page = anchor.page
            at += 1
            while at < len(blocks) and anchor in blocks[at].anchors:
                at += 1
            blocks.insert(at, block)
            awaited.subtract(block.names)
        if len(still) < len(waiting):
            patient = True
        elif patient:
            patient = False
        else:
            return [*blocks, *still]
        waiting = still
    return blocks


def _sections(blocks: Sequence[_Block]) -> tuple[Section, ...]:
    number = itertools.count()
    sections = []
    for _, on_page in itertools.groupby(blocks, key=lambda block: id(block.page)):
        page = None
        found = []
        for tests, together in itertools.groupby(on_page, key=lambda block: block.tests):
            run = list(together)
            page = run[0].page
            found.append(
                Branch(tests, tuple(node for block in run for node in block.nodes), next(number))
            )
        sections.append(Section(tuple(found), page))
    return tuple(sections)
