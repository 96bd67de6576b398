"""What is inside of an object or a list: its questions, its choosers, and the rows for the rest."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from formkit.definition.choosing import branch_chooser, mark_of
from formkit.definition.declared import Surroundings, is_crowded, merged
from formkit.definition.facts import Facts, gather_facts, item_parts, prefix_length, prefix_parts
from formkit.definition.form import Settings
from formkit.definition.gather import Chooser, Given, Part
from formkit.definition.layout import Branch, Test, arranged, tests, with_last
from formkit.definition.node import Node
from formkit.definition.parts import child_parts
from formkit.definition.said import Said, anything, unnamed
from formkit.definition.worlds import open_conditions, telling_parts, ways_to


class Builder(Protocol):
    """What makes the nodes of a tree, and counts them."""

    ours: bool
    settings: Settings
    questions: int
    exceeded: str | None

    def node(
        self,
        parts: Sequence[Part],
        path: tuple[str, ...],
        around: Surroundings,
        *,
        required: bool,
        sometimes: bool = False,
        kept: bool = False,
    ) -> Node:
        """The node at `path`, with all inside it."""

    def later(
        self, parts: Sequence[Part], path: tuple[str, ...], around: Surroundings
    ) -> Callable[[Node], Node]:
        """Makes the item of a list or of a map when it is needed."""


def fill_list(builder: Builder, node: Node, inside: Surroundings) -> None:
    """Put into a list the items that have places of their own, and the item of each row."""
    row = Surroundings(False, inside.read_only, inside.instance, inside.above, inside.given)
    counted = builder.questions
    fewest = max((part.keyword("minItems") or 0 for part in node.telling), default=0)
    places = [
        builder.node(
            _placed(prefix_parts(node.parts, node.depth, index), inside.given),
            (*node.path, str(index)),
            row,
            required=index < fewest,
        )
        for index in range(prefix_length(node.parts))
        if builder.exceeded is None
    ]
    for place in places:
        place.placed = True
    node.prefix = len(places)
    node.branches = (Branch((), tuple(places), 0),) if places else ()
    node.item = builder.node(
        item_parts(node.parts, node.depth), (*node.path, "*"), row, required=False
    )
    if node.item.kind == "unrendered" and builder.exceeded is None:
        # What stands there all the same can be seen, and taken out.
        node.offered = False
        before = builder.questions, builder.exceeded
        node.item = builder.node(anything(node.parts), (*node.path, "*"), row, required=False)
        builder.questions, builder.exceeded = before
    if node.kind == "ticks":
        # Its boxes are one question, and their control is the list's.
        builder.questions = counted


def fill_object(
    builder: Builder, node: Node, inside: Surroundings, choosers: Sequence[Chooser]
) -> None:
    branches: dict[tuple[Test, ...], list[Node]] = {}
    said = Said.by(node.parts, inside.given)
    for name in said.properties:
        if builder.exceeded is not None:
            break
        for asked, child in _controls(builder, node, name, said, inside):
            branches.setdefault(asked, []).append(child)
            node.controls.setdefault(name, []).append(child)
    for chooser in choosers:
        child = branch_chooser(chooser, node, mark_of(chooser, choosers))
        asked = tests(ways_to(chooser, node.parts, inside.given))
        branches.setdefault(asked, []).append(child)
    pages = builder.settings.pages if node.depth == 0 else ()
    node.sections = arranged(branches, node.depth, pages)
    more = _map(builder, node, inside)
    if more is not None:
        node.sections = with_last(node.sections, more)
    node.branches = tuple(branch for section in node.sections for branch in section.branches)
    index = 0
    for branch in node.branches:
        for child in branch.nodes:
            if child.chooser is not None:
                node.choosers[child.chooser] = index
            elif child.kind == "map":
                node.more = index
            else:
                node.places.setdefault(child.name, []).append((branch.number, index))
            index += 1


def _map(builder: Builder, node: Node, inside: Surroundings) -> Node | None:
    """The rows for properties that nothing names."""
    if builder.exceeded is not None:
        return None
    found = unnamed(node.parts, node.depth, inside.given)
    telling = (telling_parts(each, inside.given) for each in found.sources)
    depth, above = node.depth + 1, inside.above
    controls = {gather_facts(each, depth, above, ours=builder.ours).control for each in telling}
    parts = found.sources[0] if len(controls) == 1 else anything(node.parts)
    row = Surroundings(False, inside.read_only, inside.instance, inside.above, inside.given)
    made = Node(
        facts=Facts("map", "rows"),
        path=node.path,
        instance=node.instance,
        parts=(),
        telling=(),
        schemas=(),
        read_only=node.read_only,
        offered=found.offered,
        mark="~k",
        met=node.met,
    )
    made.taken = frozenset(node.controls)
    path = (*node.path, "*")
    if found.offered:
        made.item = builder.node(parts, path, row, required=False)
    else:
        # It is no question of the form, and most pages have none.
        made.later = builder.later(parts, path, row)
    return made


def _controls(
    builder: Builder, node: Node, name: str, said: Said, inside: Surroundings
) -> Iterator[tuple[tuple[Test, ...], Node]]:
    """Each control for one property, with the tests under which it is asked."""
    path = (*node.path, name)
    declared = [
        (
            open_conditions(part, inside.given),
            child_parts(part.schema["properties"][name], part, len(path)),
        )
        for part in said.properties[name]
    ]
    if any(not conditions for conditions, _ in declared):
        parts = tuple(part for _, found in declared for part in found)
        required, sometimes = said.required(name, [inside.given])
        yield (), builder.node(parts, path, inside, required=required, sometimes=sometimes)
        return
    kept = said.keeps(name)
    for groups, parts in merged(declared, len(path), inside, ours=builder.ours):
        givens = [inside.given.union(conditions) for conditions in groups]
        required, sometimes = said.required(name, givens)
        given = givens[0] if len(givens) == 1 else inside.given
        around = Surroundings(
            False, inside.read_only, inside.instance, inside.above, given, is_crowded(groups)
        )
        yield (
            tests(groups),
            builder.node(parts, path, around, required=required, sometimes=sometimes, kept=kept),
        )


def _placed(parts: Sequence[Part], given: Given) -> tuple[Part, ...]:
    """The parts of an item that has a place of its own; others may take it, unless it is said.

    What only holds under a condition doesn't say what stands there without it.
    """
    sure = any(not open_conditions(part, given) for part in parts)
    return tuple(parts) if sure else (Part(True, parts[0].resolver), *parts)
