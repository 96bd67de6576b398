"""Slots that hold blocks of their own: questions, branches, the rows of lists."""

from collections.abc import Callable
from typing import Any

from attrs import define, field

from formkit.definition.nodes import Node
from formkit.filling.encode import encoded
from formkit.filling.fields import ABSENT, Field
from formkit.page.showing import Showing, typed
from formkit.page.slots import Block, Markers, RowBlocks, Slot
from formkit.pointer import Segments

# The text of a question whose answers are options is kept for so many choices.
_KEPT_CHOICES = 32

# An input of one line drops them; a textarea doesn't.
_BREAKS = frozenset("\r\n")


@define(eq=False)
class Row:
    """A row's segments, and the markers that its names and ids are written with."""

    markers: Markers
    segments: Segments

    def block(self, block: Block) -> Block:
        literals = tuple(self.markers.in_row(literal, self.segments) for literal in block.literals)
        return Block(
            literals,
            tuple(slot.in_row(self) if isinstance(slot, Inside) else slot for slot in block.slots),
        )


class Inside:
    """A slot that holds a block of its own."""

    def in_row(self, row: Row) -> "Slot":
        raise NotImplementedError

    def __call__(self, item: Field, showing: Showing) -> str:
        raise NotImplementedError


@define(eq=False)
class Question(Inside):
    """One question, at `index` among the children of the field that it is filled from.

    `plain` is the block without a message, `lined` that with a textarea.
    """

    index: int
    full: Block
    plain: Block
    lined: Callable[[], Block] | None = None
    known: frozenset[str] | None = None
    # Where it stands in a row: the rarer blocks are made for it when they are needed.
    row: "Row | None" = None
    _kept: dict[Any, str] = field(factory=dict)

    def __call__(self, item: Field, showing: Showing) -> str:
        item = item.children[self.index] if self.index >= 0 else item
        if self.lined is not None and item.texts and not _BREAKS.isdisjoint(item.texts[0]):
            return self._here(self.lined()).fill(item, showing)
        if showing.said and id(item) in showing.said:
            return self._here(self.full).fill(item, showing)
        if self.known is None or item.verbatim is not None:
            return self.plain.fill(item, showing)
        choice = (item.texts, item.none)
        html = self._kept.get(choice)
        if html is None:
            html = self.plain.fill(item, showing)
            if len(self._kept) < _KEPT_CHOICES and self.known.issuperset(item.texts):
                self._kept[choice] = html
        return html

    def in_row(self, row: Row) -> Slot:
        plain = row.block(self.plain)
        return Question(self.index, self.full, plain, self.lined, self.known, row)

    def _here(self, block: Block) -> Block:
        return block if self.row is None else self.row.block(block)


@define(eq=False)
class Shy(Inside):
    """A map that nobody is offered: it is made, and there, only where it has rows."""

    index: int
    make: Callable[[], Question]
    row: "Row | None" = None

    def __call__(self, item: Field, showing: Showing) -> str:
        if not item.children[self.index].rows:
            return ""
        slot = self.make()
        return (slot if self.row is None else slot.in_row(self.row))(item, showing)

    def in_row(self, row: Row) -> Slot:
        return Shy(self.index, self.make, row)


@define(eq=False)
class Folded(Inside):
    """A question that stands within itself: a button, or what is inside once it is there."""

    index: int
    closed: Block
    make: Callable[[Node], Block]
    row: "Row | None" = None

    def __call__(self, item: Field, showing: Showing) -> str:
        item = item.children[self.index] if self.index >= 0 else item
        block = self.closed if item.node.fold is not None else self.make(item.node)
        return (block if self.row is None else self.row.block(block)).fill(item, showing)

    def in_row(self, row: Row) -> Slot:
        return Folded(self.index, self.closed, self.make, row)


@define(eq=False)
class BranchSlot(Inside):
    """A branch of the field; on a page to read, only what was asked is there."""

    number: int
    block: Block
    # Whether it is one of many, of which only those stand on a page that are chosen.
    crowded: bool = False

    def __call__(self, item: Field, showing: Showing) -> str:
        if item.on[self.number] or not (showing.readonly or self.crowded):
            return self.block.fill(item, showing)
        return "" if showing.readonly else self._kept(item)

    def _kept(self, item: Field) -> str:
        """What was typed in a branch that isn't on the page, for when it is chosen again."""
        start = sum(len(branch.nodes) for branch in item.node.branches[: self.number])
        count = len(item.node.branches[self.number].nodes)
        return "".join(map(typed, item.children[start : start + count]))

    def in_row(self, row: Row) -> Slot:
        return BranchSlot(self.number, row.block(self.block), self.crowded)


@define(eq=False)
class Rows:
    """The rows of a list."""

    blocks: RowBlocks

    def __call__(self, item: Field, showing: Showing) -> str:
        out = []
        for row in item.rows:
            # Again for each: rows hold lists of their own.
            showing.last, showing.last_of = item.rows[-1], item.node.instance
            out.append(self.blocks.at(row.segments).fill(row, showing))
        return "".join(out)


@define(eq=False)
class BlankRow:
    """What a script makes a new row from."""

    blocks: RowBlocks
    node: Node
    key: str
    # Whether it is one of a map, and has a key of its own to be filled in.
    called: bool = False

    def __call__(self, item: Field, showing: Showing) -> str:
        row = encoded(self.node, ABSENT, (*item.segments, self.key), showing.speaker.language)
        if self.called:
            row.called = ""
        for inside in row.walk():
            inside.on = [not branch.tests for branch in inside.node.branches]
        return self.blocks.at(row.segments).fill(row, showing)
