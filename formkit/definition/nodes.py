"""The tree of what a form can ask: one node for each place of the answers and each control there.

It is built once for a form. Rendering, decoding and pruning walk it; nobody else reads schemas to
find out what is asked. What stands within itself is opened one level at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from formkit.definition.branches import child_parts, root_parts
from formkit.definition.choosing import branch_chooser, mark_of, type_chooser, typed
from formkit.definition.declared import Surroundings, merged
from formkit.definition.facts import (
    Facts,
    containers,
    gather_facts,
    item_parts,
    prefix_length,
    prefix_parts,
)
from formkit.definition.form import Form
from formkit.definition.gather import Chooser, Chosen, Condition, Part, TooManyParts
from formkit.definition.layout import Branch, Test, arranged, tests, with_last
from formkit.definition.node import Fold, Kept, Node, Tree
from formkit.definition.said import Said, anything, unnamed
from formkit.definition.worlds import (
    Alternative,
    Given,
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
    def __init__(self, form: Form, kept: Kept | None = None) -> None:
        self.form = form
        self.ours = form.ours
        self.kept = kept or Kept()
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
        node.instances = frozenset((node.instance,)).union(
            *(child.instances for child in node.children())
        )
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
            self._fill_object(node, inside, choosers)
        else:
            self._fill_list(node, inside)
        return node

    def _fold(
        self,
        node: Node,
        one: Alternative,
        around: Surroundings,
        choosers: Sequence[Chooser] = (),
    ) -> None:
        """Leave what is inside for when it is needed."""

        def build() -> Node:
            builder = _Builder(self.form, self.kept)
            builder.last_instance[node.path] = node.instance - 1
            bare = evolve(node)
            made = builder._filled(bare, one, around, choosers, opened=True)
            made.instances = frozenset((made.instance,)).union(
                *(child.instances for child in made.children())
            )
            return made

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
            )
            surroundings = Surroundings(
                False,
                node.read_only,
                inner.instance,
                around.above,
                around.given.union(only),
                _is_crowded(each.worlds),
            )
            one = evolve(each, facts=evolve(each.facts, nullable=False))
            if each.facts.kind in ("object", "rows") and by_type and not containers(each.parts):
                inner.facts, inner.read_only = one.facts, node.read_only
                self.last_instance[node.path] = inner.instance
                self.questions += 1
                self._fold(inner, one, surroundings)
            else:
                inner = self._filled(inner, one, surroundings)
            inner.inner = True
            inner.instances = frozenset((inner.instance,)).union(
                *(child.instances for child in inner.children())
            )
            branches.append(Branch(tests(each.worlds), (inner,), len(branches)))
        node.branches = tuple(branches)
        return node

    # ---- what is inside

    def _fill_list(self, node: Node, inside: Surroundings) -> None:
        row = Surroundings(False, inside.read_only, inside.instance, inside.above, inside.given)
        counted = self.questions
        fewest = max((part.keyword("minItems") or 0 for part in node.telling), default=0)
        places = [
            self.node(
                _placed(prefix_parts(node.parts, node.depth, index), inside.given),
                (*node.path, str(index)),
                row,
                required=index < fewest,
            )
            for index in range(prefix_length(node.parts))
            if self.exceeded is None
        ]
        for place in places:
            place.placed = True
        node.prefix = len(places)
        node.branches = (Branch((), tuple(places), 0),) if places else ()
        node.item = self.node(
            item_parts(node.parts, node.depth), (*node.path, "*"), row, required=False
        )
        if node.item.kind == "unrendered" and self.exceeded is None:
            # What stands there all the same can be seen, and taken out.
            node.offered = False
            before = self.questions, self.exceeded
            node.item = self.node(anything(node.parts), (*node.path, "*"), row, required=False)
            self.questions, self.exceeded = before
        if node.kind == "ticks":
            # Its boxes are one question, and their control is the list's.
            self.questions = counted

    def _fill_object(self, node: Node, inside: Surroundings, choosers: Sequence[Chooser]) -> None:
        branches: dict[tuple[Test, ...], list[Node]] = {}
        said = Said.by(node.parts, inside.given)
        for name in said.properties:
            if self.exceeded is not None:
                break
            for asked, child in self._controls(node, name, said, inside):
                branches.setdefault(asked, []).append(child)
                node.controls.setdefault(name, []).append(child)
        for chooser in choosers:
            child = branch_chooser(chooser, node, mark_of(chooser, choosers))
            asked = tests(ways_to(chooser, node.parts, inside.given))
            branches.setdefault(asked, []).append(child)
        pages = self.form.settings.pages if node.depth == 0 else ()
        node.sections = arranged(branches, node.depth, pages)
        more = self._map(node, inside)
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

    def _map(self, node: Node, inside: Surroundings) -> Node | None:
        """The rows for properties that nothing names."""
        if self.exceeded is not None:
            return None
        found = unnamed(node.parts, node.depth, inside.given)
        telling = (telling_parts(each, inside.given) for each in found.sources)
        depth, above = node.depth + 1, inside.above
        controls = {gather_facts(each, depth, above, ours=self.ours).control for each in telling}
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
        )
        made.taken = frozenset(node.controls)
        path = (*node.path, "*")
        if found.offered:
            made.item = self.node(parts, path, row, required=False)
            made.instances = frozenset((made.instance,)) | made.item.instances
        else:
            # It is no question of the form, and most pages have none.
            made.later = self._later(parts, path, row)
        return made

    def _later(
        self, parts: Sequence[Part], path: tuple[str, ...], around: Surroundings
    ) -> Callable[[], Node]:
        """Makes a node when it is needed, with numbers that none beside it has."""
        before = max(self.last_instance.get(path, 0), around.instance - 1)
        self.last_instance[path] = before + _CONTROLS_OF_ANYTHING

        def make() -> Node:
            builder = _Builder(self.form, self.kept)
            builder.last_instance[path] = before
            return builder.node(parts, path, around, required=False)

        return make

    def _controls(
        self, node: Node, name: str, said: Said, inside: Surroundings
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
            yield (), self.node(parts, path, inside, required=required, sometimes=sometimes)
            return
        kept = said.keeps(name)
        for groups, parts in merged(declared, len(path), inside, ours=self.ours):
            givens = [inside.given.union(conditions) for conditions in groups]
            required, sometimes = said.required(name, givens)
            given = givens[0] if len(givens) == 1 else inside.given
            around = Surroundings(
                False, inside.read_only, inside.instance, inside.above, given, _is_crowded(groups)
            )
            yield (
                tests(groups),
                self.node(parts, path, around, required=required, sometimes=sometimes, kept=kept),
            )


def _is_crowded(groups: Iterable[Iterable[Condition | Chosen]]) -> bool:
    """Whether something is asked only where one of many branches is chosen."""
    return any(isinstance(c, Chosen) and c.chooser.large for group in groups for c in group)


def _around(parts: Sequence[Part], depth: int, given: Given) -> Iterator[Part]:
    """The parts that speak of a place whatever is chosen there."""
    for part in parts:
        opened = open_conditions(part, given)
        if not any(isinstance(c, Chosen) and c.depth == depth for c in opened):
            yield part


def _schemas(parts: Iterable[Part]) -> tuple[Mapping[str, Any], ...]:
    return tuple(part.schema for part in parts if isinstance(part.schema, Mapping))


def _placed(parts: Sequence[Part], given: Given) -> tuple[Part, ...]:
    """The parts of an item that has a place of its own; others may take it, unless it is said.

    What only holds under a condition doesn't say what stands there without it.
    """
    sure = any(not open_conditions(part, given) for part in parts)
    return tuple(parts) if sure else (Part(True, parts[0].resolver), *parts)
