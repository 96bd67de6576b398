"""The levels of what stands within itself: of those that say the same one is made, others copied.

Two of them that stand equally deep differ in the way that leads to them, and in nothing else.
"""

from collections.abc import Hashable, Sequence
from copy import copy

from formkit.definition.declared import Surroundings
from formkit.definition.dynamic import where, which
from formkit.definition.gather import Chooser, Conditions, Given, Part
from formkit.definition.layout import Branch, Section
from formkit.definition.node import Fold, Met, Node


def without_given(node: Node, given: Given) -> tuple[tuple[Part, ...], Met]:
    """The parts of a node without the conditions that hold already, and these by number."""
    met: dict[Conditions, int] = {(): 0}
    parts = []
    for part in node.parts:
        holding = (*node.met[part.met], *(each for each in part.conditions if each in given))
        parts.append(part.without(given, met.setdefault(holding, len(met))))
    return tuple(parts), tuple(met)


def level(node: Node, around: Surroundings, choosers: Sequence[Chooser]) -> Hashable:
    """Equal for two nodes inside of which the same stands, once what is given is left out."""
    return (
        node.depth,
        node.facts.kind,
        node.facts.nullable,
        node.facts.implied,
        node.required,
        node.sometimes_required,
        node.read_only,
        node.inner,
        around.native,
        around.crowded,
        tuple(choosers),
        tuple(
            (which(part.schema), where(part.resolver), part.or_null, part.conditions, part.met)
            for part in node.parts
        ),
    )


def put_inside(node: Node, known: Node) -> None:
    """Put copies of what is inside of `known` into `node`, which is of the same level."""

    def copied(one: Node) -> Node:
        made = copy(one)
        made.path = (*node.path, *one.path[node.depth :])
        made.instance = one.instance + node.instance - known.instance
        made.met = node.met
        if one.fold is not None:
            made.fold = Fold(one.fold.build, one.fold.kept, one.fold.chooses)
        fill(made, one)
        return made

    def fill(made: Node, one: Node) -> None:
        nodes = {id(each): copied(each) for branch in one.branches for each in branch.nodes}
        made.branches = tuple(
            Branch(branch.tests, tuple(nodes[id(each)] for each in branch.nodes), branch.number)
            for branch in one.branches
        )
        made.sections = tuple(
            Section(tuple(made.branches[each.number] for each in section.branches), section.page)
            for section in one.sections
        )
        made.controls = {
            name: [nodes[id(each)] for each in found] for name, found in one.controls.items()
        }
        made.item = None if one.item is None else copied(one.item)

    fill(node, known)
    node.places, node.choosers = known.places, known.choosers
    node.prefix, node.more = known.prefix, known.more
    node.offered = known.offered
