"""The tree of what a form can ask: one node for each place of the answers and each control there.

It is built once for a form. Rendering, decoding and pruning walk it; nobody else reads schemas to
find out what is asked. What stands within itself is opened one level at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from formkit.definition.choosing import branch_chooser, mark_of, type_chooser, typed
from formkit.definition.contents import fill_list, fill_object
from formkit.definition.declared import Surroundings, is_crowded
from formkit.definition.facts import (
    Facts,
    containers,
)
from formkit.definition.form import Form
from formkit.definition.gather import Chooser, Chosen, Given, Part, TooManyParts
from formkit.definition.layout import Branch, tests
from formkit.definition.levels import level, put_inside, without_given
from formkit.definition.node import NOTHING_MET, Fold, Kept, Met, Node, Tree
from formkit.definition.parts import root_parts
from formkit.definition.worlds import (
    Alternative,
    alternatives,
    open_conditions,
    own_choosers,
    telling_parts,
    ways_to,
)
from formkit.pointer import MAX_SEGMENTS

__all__ = ["MAX_QUESTIONS", "Node", "Tree", "tree"]

MAX_QUESTIONS = 2000

# Of a value of any type: a text, a list, a group.
_CONTROLS_OF_ANYTHING = 3

_UNRENDERED = Facts("unrendered", "none")
_JSON = Facts("json", "json", reason="there are too many ways to choose")


def tree(form: Form) -> Tree:
    """The tree of a form, built once."""
    return form.once(_build)


def _build(form: Form) -> Tree:
    builder = _Builder(form)
    around = Surroundings(native=True)
    try:
        parts = root_parts(form.document, form.resolver())
        root = builder.node(parts, (), around, required=True)
    except TooManyParts:
        bare = _Builder(form)
        root = bare.node((Part(False, form.resolver()),), (), around, required=True)
        return Tree(root, 0, "parts")
    return Tree(root, builder.questions, builder.exceeded)


class _Builder:
    def __init__(self, form: Form, kept: Kept | None = None, met: Met = NOTHING_MET) -> None:
        self.form = form
        self.ours = form.ours
        self.settings = form.settings
        self.kept = kept or Kept()
        self.met = met
        self.questions = 0
        self.exceeded: str | None = None
        self.last_instance: dict[tuple[str, ...], int] = {}

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
        """The node at `path`, with all inside it. Conditions in `around.given` hold already."""
        depth = len(path)
        found = self._alternatives(parts, depth, around)
        # What is written as JSON is chosen by its value.
        choosers = [] if found[0].facts is _JSON else own_choosers(parts, depth, around.given)
        bare = Node(
            facts=_UNRENDERED,
            path=path,
            instance=max(self.last_instance.get(path, 0) + 1, around.instance),
            parts=tuple(parts),
            telling=found[0].telling,
            schemas=_schemas((*found[0].telling, *_around(parts, depth, around.given))),
            required=required,
            sometimes_required=sometimes,
            native_required=required and around.native,
            kept=kept,
            met=self.met,
        )
        if len(found) == 1 and (not choosers or found[0].facts.kind == "object"):
            node = self._filled(bare, found[0], around, choosers)
        else:
            bare.telling = telling_parts(parts, around.given)
            bare.schemas = _schemas(bare.telling)
            if len(found) == 1:
                # Whatever is chosen, the control is the same.
                found = [evolve(found[0], worlds=[])]
            node = self._either(bare, found, around, choosers)
        return node

    def _alternatives(
        self, parts: Sequence[Part], depth: int, around: Surroundings
    ) -> list[Alternative]:
        """The controls of a place, one at least."""
        if depth == 0 and self.exceeded is None:
            always = telling_parts(parts, around.given)
            return [Alternative(Facts("object", "group", types=("object",)), always, tuple(parts))]
        if depth > MAX_SEGMENTS:
            self.exceeded = self.exceeded or "levels"
        if self.exceeded is None:
            found = alternatives(parts, depth, around.above, around.given, ours=self.ours)
            if found:
                return found
            return [Alternative(_JSON, telling_parts(parts, around.given), tuple(parts))]
        return [Alternative(_UNRENDERED, tuple(parts), tuple(parts))]

    def _filled(
        self,
        node: Node,
        one: Alternative,
        around: Surroundings,
        choosers: Sequence[Chooser] = (),
        *,
        opened: bool = False,
    ) -> Node:
        """A node with its only control, and with all inside it."""
        facts = one.facts
        if facts.kind == "typed":
            chooser = type_chooser(facts, node.depth)
            node.facts = facts
            return self._either(node, typed(one, chooser, ours=self.ours), around, [chooser])
        if facts.kind not in ("object", "unrendered"):
            self.questions += 1
            if self.questions > MAX_QUESTIONS:
                self.exceeded = self.exceeded or "questions"
        node.facts = facts
        node.read_only = around.read_only or any(
            part.keyword("readOnly") is True for part in one.telling
        )
        self.last_instance[node.path] = node.instance
        if facts.kind not in ("object", "rows", "ticks"):
            return node
        held = containers(node.parts)
        crowded = around.crowded and not node.inner
        if not opened and (crowded or not around.above.isdisjoint(held)):
            self._fold(node, one, around, choosers)
            return node
        inside = Surroundings(
            native=around.native and node.required and not facts.nullable,
            read_only=node.read_only,
            instance=node.instance,
            above=held if opened else around.above | held,
            given=around.given,
            crowded=around.crowded and node.inner,
        )
        if facts.kind == "object":
            fill_object(self, node, inside, choosers)
        else:
            fill_list(self, node, inside)
        return node

    def _fold(
        self,
        node: Node,
        one: Alternative,
        around: Surroundings,
        choosers: Sequence[Chooser] = (),
    ) -> None:
        """Leave what is inside for when it is needed."""

        def build(closed: Node) -> Node:
            parts, met = without_given(closed, around.given)
            opened = evolve(closed, parts=parts, met=met)
            same = level(opened, around, choosers)
            known = self.kept.levels.get(same)
            if known is not None:
                put_inside(opened, known)
                return opened
            builder = _Builder(self.form, self.kept, met)
            builder.last_instance[closed.path] = closed.instance - 1
            builder._filled(opened, one, around, choosers, opened=True)
            if not self.kept.full:
                self.kept.levels[same] = opened
            return opened

        node.fold = Fold(build, self.kept, bool(choosers))

    # ---- several controls for one place

    def _either(
        self,
        node: Node,
        found: Sequence[Alternative],
        around: Surroundings,
        choosers: Sequence[Chooser],
    ) -> Node:
        """A node with several controls, each asked under what was chosen."""
        by_type = node.typed = bool(choosers) and choosers[0].keyword == "type"
        node.facts = Facts(
            "either",
            "group",
            nullable=not by_type and any(each.facts.nullable for each in found),
            implied=node.facts.implied,
        )
        node.native_required = False
        node.read_only = around.read_only or any(
            part.keyword("readOnly") is True for part in node.telling
        )
        branches: list[Branch] = []
        decided = {each.chooser for one in found for world in one.worlds for each in world}
        for chooser in choosers:
            mark, alone = mark_of(chooser, choosers), chooser in decided
            child = branch_chooser(chooser, node, mark, alone=alone)
            node.choosers[chooser] = len(branches)
            asked = tests(ways_to(chooser, node.parts, around.given))
            branches.append(Branch(asked, (child,), len(branches)))
        for each in found:
            only = each.worlds[0] if len(each.worlds) == 1 else ()
            inner = Node(
                facts=_UNRENDERED,
                path=node.path,
                instance=max(self.last_instance.get(node.path, 0) + 1, around.instance),
                parts=each.parts,
                telling=each.telling,
                schemas=_schemas((*each.telling, *each.parts)),
                required=node.required,
                sometimes_required=node.sometimes_required,
                inner=True,
                met=node.met,
            )
            surroundings = Surroundings(
                False,
                node.read_only,
                inner.instance,
                around.above,
                around.given.union(only),
                is_crowded(each.worlds),
            )
            one = evolve(each, facts=evolve(each.facts, nullable=False))
            if each.facts.kind in ("object", "rows") and by_type and not containers(each.parts):
                inner.facts, inner.read_only = one.facts, node.read_only
                self.last_instance[node.path] = inner.instance
                self.questions += 1
                self._fold(inner, one, surroundings)
            else:
                inner = self._filled(inner, one, surroundings)
            branches.append(Branch(tests(each.worlds), (inner,), len(branches)))
        node.branches = tuple(branches)
        return node

    def later(
        self, parts: Sequence[Part], path: tuple[str, ...], around: Surroundings
    ) -> Callable[[Node], Node]:
        """Makes the item of a list when it is needed, with numbers that none beside it has."""
        before = max(self.last_instance.get(path, 0), around.instance - 1)
        self.last_instance[path] = before + _CONTROLS_OF_ANYTHING
        ahead = before - around.instance

        def make(node: Node) -> Node:
            builder = _Builder(self.form, self.kept, node.met)
            item = (*node.path, path[-1])
            builder.last_instance[item] = node.instance + ahead
            row = evolve(around, instance=node.instance)
            return builder.node(parts, item, row, required=False)

        return make


def _around(parts: Sequence[Part], depth: int, given: Given) -> Iterator[Part]:
    """The parts that speak of a place whatever is chosen there."""
    for part in parts:
        opened = open_conditions(part, given)
        if not any(isinstance(c, Chosen) and c.depth == depth for c in opened):
            yield part


def _schemas(parts: Iterable[Part]) -> tuple[Mapping[str, Any], ...]:
    return tuple(part.schema for part in parts if isinstance(part.schema, Mapping))
