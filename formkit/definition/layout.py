"""The order of the page: a conditional question stands under what caused it."""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from formkit.definition.form import Page
from formkit.definition.gather import Condition
from formkit.definition.portable import Schema, reads
from formkit.pointer import split

if TYPE_CHECKING:
    from formkit.definition.nodes import Node


@frozen
class Test:
    """What must hold at one place (`depth` segments deep) for a branch to be asked.

    `alternatives`: any of these groups of conditions, of a group all. `schema` is the same as one
    self-contained schema, None where a browser can't evaluate it; `reads` are the properties that
    the verdict depends on, None where it may be all.
    """

    depth: int
    alternatives: tuple[tuple[Condition, ...], ...]
    schema: Schema | None = field(eq=False, repr=False)
    reads: frozenset[str] | None = field(eq=False, repr=False)

    @classmethod
    def of(cls, alternatives: Sequence[tuple[Condition, ...]]) -> "Test":
        """The test for these alternatives, which are all asked at one place."""
        schema = _joined(
            "anyOf", [_joined("allOf", [c.portable() for c in group]) for group in alternatives]
        )
        return cls(alternatives[0][0].depth, tuple(alternatives), schema, reads(schema))


def _joined(keyword: str, schemas: Sequence[Schema | None]) -> Schema | None:
    if len(schemas) == 1:
        return schemas[0]
    return None if None in schemas else {keyword: list(schemas)}


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
    names: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.names = frozenset(node.name for node in self.nodes)

    def causes(self, depth: int) -> frozenset[str]:
        """The properties beside it that its tests read."""
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
    named: dict[str, list[tuple[tuple[Test, ...], Node]]] = {}
    for tests, nodes in branches.items():
        for node in nodes:
            named.setdefault(node.name, []).append((tests, node))
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
        rest = tuple(node for node in nodes if node.name in named)
        if tests and rest:
            waiting.append(_Block(tests, rest, last))
    return _sections(_placed(blocks, waiting, depth))


def _placed(blocks: list[_Block], waiting: Sequence[_Block], depth: int) -> list[_Block]:
    """Put each waiting block under its cause; what has none, or is its own, goes to the end."""
    while waiting:
        still = []
        for block in waiting:
            causes = block.causes(depth)
            at = max(
                (i for i, other in enumerate(blocks) if not causes.isdisjoint(other.names)),
                default=None,
            )
            if at is None:
                still.append(block)
                continue
            anchor = blocks[at]
            block.anchors = (anchor, *anchor.anchors)
            block.page = anchor.page
            at += 1
            while at < len(blocks) and anchor in blocks[at].anchors:
                at += 1
            blocks.insert(at, block)
        if len(still) == len(waiting):
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
