"""The tree of what a form can ask: one node for each place of the answers and each control there.

It is built once for a form. Rendering, decoding and pruning walk it; nobody else reads schemas to
find out what is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import define, field, frozen

from formkit.definition.facts import Facts, Kind, containers, gather_facts, item_parts
from formkit.definition.form import Form
from formkit.definition.gather import (
    Condition,
    Part,
    TooManyParts,
    child_parts,
    root_parts,
    same_text,
)
from formkit.definition.layout import Branch, Section, Test, arranged
from formkit.definition.options import Option, identity
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
    there; `sometimes_required` says that a branch may require it. `places` tells for the name of a
    property the numbers of its branches, and of its controls among the children.
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
    places: dict[str, list[tuple[int, int]]] = field(init=False, factory=dict, repr=False)
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

    def said(self, name: str) -> Any:
        """The first value of a keyword among the parts that say what it is, or None.

        What a branch adds to a question that is asked without it is not among them.
        """
        for part in self.telling:
            value = part.keyword(name)
            if value is not None:
                return value
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


_Declared = tuple[tuple[Condition, ...], tuple[Part, ...]]
"""The open conditions of a declaration, and all parts that it brings."""


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
        said = _Said.by(node.parts, inside.given)
        for name in said.properties:
            if self.exceeded is not None:
                break
            for tests, child in self._controls(node, name, said, inside):
                branches.setdefault(tests, []).append(child)
                node.controls.setdefault(name, []).append(child)
        pages = self.form.settings.pages if node.depth == 0 else ()
        node.sections = arranged(branches, node.depth, pages)
        node.branches = tuple(branch for section in node.sections for branch in section.branches)
        index = 0
        for branch in node.branches:
            for child in branch.nodes:
                node.places.setdefault(child.name, []).append((branch.number, index))
                index += 1

    def _controls(
        self, node: Node, name: str, said: "_Said", inside: _Surroundings
    ) -> Iterator[tuple[tuple[Test, ...], Node]]:
        """Each control for one property, with the tests under which it is asked."""
        path = (*node.path, name)
        declared = [
            (
                _open(part, inside.given),
                child_parts(part.schema["properties"][name], part, len(path)),
            )
            for part in said.properties[name]
        ]
        if any(not conditions for conditions, _ in declared):
            parts = tuple(part for _, found in declared for part in found)
            required, sometimes = said.required(name, [inside.given])
            yield (), self.node(parts, path, inside, required=required, sometimes=sometimes)
            return
        kept = any(_keeps(part, name) for part in said.keepers)
        for alternatives, parts in self._merged(declared, len(path), inside):
            givens = [inside.given.union(conditions) for conditions in alternatives]
            required, sometimes = said.required(name, givens)
            given = givens[0] if len(givens) == 1 else inside.given
            around = _Surroundings(False, inside.read_only, inside.instance, inside.above, given)
            yield (
                _tests(alternatives),
                self.node(parts, path, around, required=required, sometimes=sometimes, kept=kept),
            )

    def _merged(
        self, declared: Sequence[_Declared], depth: int, inside: _Surroundings
    ) -> Iterator[tuple[list[tuple[Condition, ...]], tuple[Part, ...]]]:
        """Declarations of one property in branches, together where the same control answers them.

        Only conditions that are asked at one place can be told to a browser as one.
        """
        groups: dict[Any, list[_Declared]] = {}
        for conditions, parts in declared:
            telling = _telling(parts, inside.given.union(conditions))
            facts = gather_facts(telling, depth, inside.above)
            asked_at = {condition.depth for condition in conditions}
            key: Any = id(parts)
            if len(asked_at) == 1:
                deep = facts.kind in ("object", "rows", "unrendered")
                control = same_text(parts[0]) if deep else (facts.control, _manner(telling))
                key = (asked_at.pop(), control)
            groups.setdefault(key, []).append((conditions, parts))
        for group in groups.values():
            alternatives = [conditions for conditions, _ in group]
            if len(group) > 1 and len({same_text(parts[0]) for _, parts in group}) == 1:
                # They all say the same, so what they say holds wherever the question is asked.
                conditions, parts = group[0]
                yield alternatives, tuple(part.without(conditions) for part in parts)
            else:
                yield alternatives, tuple(part for _, parts in group for part in parts)


@frozen(eq=False)
class _Said:
    """What the parts of an object say of its properties, by name; read once."""

    given: frozenset[Condition]
    properties: dict[str, list[Part]] = field(factory=dict)
    requiring: dict[str, list[Part]] = field(factory=dict)
    dependent: set[str] = field(factory=set)
    keepers: list[Part] = field(factory=list)

    @classmethod
    def by(cls, parts: Iterable[Part], given: frozenset[Condition]) -> "_Said":
        said = cls(given)
        for part in parts:
            for name in part.keyword("properties") or ():
                said.properties.setdefault(name, []).append(part)
            for name in part.keyword("required") or ():
                said.requiring.setdefault(name, []).append(part)
            said.dependent.update(*(part.keyword("dependentRequired") or {}).values())
            unnamed = ("additionalProperties", "patternProperties")
            if any(part.keyword(each) is not None for each in unnamed) and not _open(part, given):
                said.keepers.append(part)
        return said

    def required(self, name: str, givens: Sequence[frozenset[Condition]]) -> tuple[bool, bool]:
        """Whether a property is required under each of `givens`, and else whether it may be."""
        parts = self.requiring.get(name, ())
        always = all(any(not _open(part, given) for part in parts) for given in givens)
        return always, not always and (bool(parts) or name in self.dependent)


def _open(part: Part, given: frozenset[Condition]) -> tuple[Condition, ...]:
    """The conditions of a part that don't hold already."""
    return tuple(condition for condition in part.conditions if condition not in given)


def _telling(parts: Sequence[Part], given: frozenset[Condition]) -> tuple[Part, ...]:
    """The parts that say what a place is: those that always hold, or all where none does."""
    always = tuple(part for part in parts if not _open(part, given))
    return always or tuple(parts)


def _manner(telling: Sequence[Part]) -> tuple[str, ...]:
    """Equal for two controls that begin with the same value, and read it alike."""
    said = ([part.keyword(name) for part in telling] for name in ("default", "readOnly", "x-text"))
    return tuple(identity([value for value in values if value is not None]) for values in said)


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
