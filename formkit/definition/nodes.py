"""The tree of what a form can ask: one node for each place of the answers and each control there.

It is built once for a form. Rendering, decoding and pruning walk it; nobody else reads schemas to
find out what is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import define, field, frozen

from formkit.definition.facts import Facts, Kind, Option, containers, gather_facts, item_parts
from formkit.definition.form import Form
from formkit.definition.gather import (
    Condition,
    Part,
    TooManyParts,
    child_parts,
    declared_names,
    root_parts,
    same_text,
)
from formkit.definition.layout import Branch, Section, Test, arranged
from formkit.definition.patterns import PatternError, compile_pattern
from formkit.pointer import MAX_SEGMENTS

MAX_QUESTIONS = 2000

_UNRENDERED = Facts("unrendered", "none")


@define(eq=False)
class Node:
    """One control, or one group of them, at one place of the answers.

    `path` is the place with `*` for the items of a list. `instance` is 1 but for the second and
    further controls that different branches declare for one place. `telling` are the parts that say
    what it is: those that always hold, or all where none does. `schemas` are the schemas that
    words come from; the first that has one wins. `required` holds once what surrounds the node is
    there; `sometimes_required` says that a branch may require it.
    """

    facts: Facts
    path: tuple[str, ...]
    instance: int
    parts: tuple[Part, ...] = field(repr=False)
    telling: tuple[Part, ...] = field(repr=False)
    schemas: tuple[Mapping[str, Any], ...] = field(repr=False)
    required: bool
    sometimes_required: bool
    native_required: bool
    read_only: bool
    kept: bool = False
    sections: tuple[Section, ...] = field(default=(), repr=False)
    item: "Node | None" = field(default=None, repr=False)
    branches: tuple[Branch, ...] = field(init=False, default=(), repr=False)
    controls: dict[str, list["Node"]] = field(init=False, factory=dict, repr=False)
    instances: frozenset[int] = field(init=False, default=frozenset(), repr=False)

    @property
    def kind(self) -> Kind:
        return self.facts.kind

    @property
    def widget(self) -> str:
        return self.facts.widget

    @property
    def options(self) -> tuple[Option, ...]:
        return self.facts.options

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def depth(self) -> int:
        return len(self.path)

    @property
    def row(self) -> "Node":
        """The node of each item; only lists have one."""
        return cast("Node", self.item)

    def keyword(self, name: str) -> Any:
        """The first value of a keyword among the schemas that words come from, or None."""
        for schema in self.schemas:
            if name in schema:
                return schema[name]
        return None

    def children(self) -> Iterator["Node"]:
        """The nodes directly inside: of an object in the order of the page, of a list its item."""
        for branch in self.branches:
            yield from branch.nodes
        if self.item is not None:
            yield self.item

    def walk(self) -> Iterator["Node"]:
        """This node and all inside it, in the order of the page."""
        yield self
        for child in self.children():
            yield from child.walk()


@frozen(eq=False)
class Tree:
    """All that a form can ask. `exceeded` names the limit that was met: the tree ends there."""

    root: Node
    questions: int
    exceeded: str | None = None

    def nodes(self) -> Iterator[Node]:
        """Every node, in the order of the page."""
        return self.root.walk()


def tree(form: Form) -> Tree:
    """The tree of a form, built once."""
    return form.once(_build)


def _build(form: Form) -> Tree:
    builder = _Builder(form)
    around = _Surroundings(native=True)
    try:
        parts = root_parts(form.document, form.resolver())
        root = builder.node(parts, (), around, required=True)
    except TooManyParts:
        bare = _Builder(form)
        root = bare.node((Part(True, form.resolver()),), (), around, required=True)
        return Tree(root, 0, "parts")
    return Tree(root, builder.questions, builder.exceeded)


@frozen
class _Surroundings:
    """What a node inherits from what it stands in."""

    native: bool
    read_only: bool = False
    instance: int = 1
    above: frozenset[int] = frozenset()
    given: frozenset[Condition] = frozenset()


class _Builder:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.questions = 0
        self.exceeded: str | None = None
        self.last_instance: dict[tuple[str, ...], int] = {}

    def node(
        self,
        parts: Sequence[Part],
        path: tuple[str, ...],
        around: _Surroundings,
        *,
        required: bool,
        sometimes: bool = False,
        kept: bool = False,
    ) -> Node:
        """The node at `path`, with all inside it. Conditions in `around.given` hold already."""
        telling = _telling(parts, around.given)
        facts = self._facts(telling, len(path), around)
        instance = max(self.last_instance.get(path, 0) + 1, around.instance)
        self.last_instance[path] = instance
        schemas = tuple(
            part.schema for part in (*telling, *parts) if isinstance(part.schema, Mapping)
        )
        node = Node(
            facts=facts,
            path=path,
            instance=instance,
            parts=tuple(parts),
            telling=telling,
            schemas=schemas,
            required=required,
            sometimes_required=sometimes,
            native_required=required and around.native,
            read_only=around.read_only or any(part.keyword("readOnly") is True for part in telling),
            kept=kept,
        )
        inside = _Surroundings(
            native=around.native and required,
            read_only=node.read_only,
            instance=instance,
            above=around.above | containers(telling),
            given=around.given,
        )
        if facts.kind == "object":
            self._fill_object(node, inside)
        elif facts.kind in ("rows", "ticks"):
            self._fill_list(node, inside)
        node.instances = frozenset((instance,)).union(
            *(child.instances for child in node.children())
        )
        return node

    def _facts(self, telling: Sequence[Part], depth: int, around: _Surroundings) -> Facts:
        if self.exceeded is not None:
            return _UNRENDERED
        if depth > MAX_SEGMENTS:
            self.exceeded = "levels"
            return _UNRENDERED
        if depth == 0:
            return Facts("object", "group", types=("object",))
        facts = gather_facts(telling, depth, around.above)
        if facts.kind not in ("object", "unrendered"):
            self.questions += 1
            if self.questions > MAX_QUESTIONS:
                self.exceeded = "questions"
        return facts

    def _fill_list(self, node: Node, inside: _Surroundings) -> None:
        row = _Surroundings(False, inside.read_only, inside.instance, inside.above, inside.given)
        counted = self.questions
        node.item = self.node(
            item_parts(node.parts, node.depth), (*node.path, "*"), row, required=False
        )
        if node.kind == "ticks":
            # Its boxes are one question, and their control is the list's.
            self.questions = counted

    def _fill_object(self, node: Node, inside: _Surroundings) -> None:
        branches: dict[tuple[Test, ...], list[Node]] = {}
        for name in declared_names(node.parts):
            if self.exceeded is not None:
                break
            for tests, child in self._controls(node, name, inside):
                branches.setdefault(tests, []).append(child)
                node.controls.setdefault(name, []).append(child)
        pages = self.form.settings.pages if node.depth == 0 else ()
        node.sections = arranged(branches, node.depth, pages)
        node.branches = tuple(branch for section in node.sections for branch in section.branches)

    def _controls(
        self, node: Node, name: str, inside: _Surroundings
    ) -> Iterator[tuple[tuple[Test, ...], Node]]:
        """Each control for one property, with the tests under which it is asked."""
        path = (*node.path, name)
        declared = []
        for part in node.parts:
            properties = part.keyword("properties") or {}
            if name in properties:
                found = child_parts(properties[name], part, len(path))
                declared.append((_open(part, inside.given), found, part))
        kept = any(not _open(part, inside.given) and _keeps(part, name) for part in node.parts)
        if any(not conditions for conditions, _, _ in declared):
            parts = tuple(part for _, found, _ in declared for part in found)
            required, sometimes = _required(node, name, inside.given)
            yield (), self.node(parts, path, inside, required=required, sometimes=sometimes)
            return
        for conditions, parts in self._merged(declared, len(path), inside):
            tests = _tests(conditions)
            given = inside.given.union(conditions[0]) if len(conditions) == 1 else inside.given
            required, sometimes = _required(node, name, given)
            around = _Surroundings(False, inside.read_only, inside.instance, inside.above, given)
            yield (
                tests,
                self.node(parts, path, around, required=required, sometimes=sometimes, kept=kept),
            )

    def _merged(
        self,
        declared: Sequence[tuple[tuple[Condition, ...], tuple[Part, ...], Part]],
        depth: int,
        inside: _Surroundings,
    ) -> Iterator[tuple[list[tuple[Condition, ...]], tuple[Part, ...]]]:
        """Declarations of one property in branches, together where the same control answers them.

        Only conditions that are asked at one place can be told to a browser as one.
        """
        groups: dict[Any, list[tuple[tuple[Condition, ...], tuple[Part, ...], Part]]] = {}
        for conditions, parts, owner in declared:
            facts = gather_facts(
                _telling(parts, inside.given.union(conditions)), depth, inside.above
            )
            asked_at = {condition.depth for condition in conditions}
            key: Any = id(parts)
            if len(asked_at) == 1:
                control = (
                    facts.control
                    if facts.kind not in ("object", "rows", "unrendered")
                    else same_text(parts[0])
                )
                key = (asked_at.pop(), control)
            groups.setdefault(key, []).append((conditions, parts, owner))
        for group in groups.values():
            if len(group) > 1 and len({same_text(parts[0]) for _, parts, _ in group}) == 1:
                # They all say the same, so what they say holds wherever the question is asked.
                prefix = len(group[0][0])
                parts = tuple(
                    Part(part.schema, part.resolver, part.conditions[prefix:])
                    for part in group[0][1]
                )
                yield [conditions for conditions, _, _ in group], parts
            else:
                yield (
                    [conditions for conditions, _, _ in group],
                    tuple(p for _, parts, _ in group for p in parts),
                )


def _open(part: Part, given: frozenset[Condition]) -> tuple[Condition, ...]:
    """The conditions of a part that don't hold already."""
    return tuple(condition for condition in part.conditions if condition not in given)


def _telling(parts: Sequence[Part], given: frozenset[Condition]) -> tuple[Part, ...]:
    """The parts that say what a place is: those that always hold, or all where none does."""
    always = tuple(part for part in parts if not _open(part, given))
    return always or tuple(parts)


def _required(node: Node, name: str, given: frozenset[Condition]) -> tuple[bool, bool]:
    """Whether a property is required always, and whether it may be by a branch."""
    always = sometimes = False
    for part in node.parts:
        if name in (part.keyword("required") or ()):
            if _open(part, given):
                sometimes = True
            else:
                always = True
        if any(name in names for names in (part.keyword("dependentRequired") or {}).values()):
            sometimes = True
    return always, sometimes and not always


def _keeps(part: Part, name: str) -> bool:
    """Whether a part declares a property without naming it."""
    return part.keyword("additionalProperties") not in (None, False) or any(
        _matches(pattern, name) for pattern in part.keyword("patternProperties") or ()
    )


def _matches(pattern: str, name: str) -> bool:
    try:
        return compile_pattern(pattern).search(name)
    except PatternError:
        return False


def _tests(alternatives: Iterable[tuple[Condition, ...]]) -> tuple[Test, ...]:
    """The tests of a branch: one for each place where they are asked, all of which must hold."""
    groups = list(alternatives)
    if len(groups) > 1:
        return (Test.of(groups),)
    depths = sorted({condition.depth for condition in groups[0]})
    return tuple(Test.of([tuple(c for c in groups[0] if c.depth == depth)]) for depth in depths)
