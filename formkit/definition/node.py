"""One place of a form with its control, as everything that walks a form meets it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from threading import Lock
from typing import Any, cast

from attrs import define, field, frozen

from formkit.definition.facts import Facts, Kind
from formkit.definition.gather import Chooser, Conditions, Part
from formkit.definition.layout import Branch, Cause, Section
from formkit.definition.options import Option
from formkit.widgets import Widget, any_registered, registered

# So many nodes that were folded are kept for one form; more are built again for each page.
_KEPT_UNFOLDED = 5_000

# Conditions by number: a part says which of them are its own.
Met = tuple[Conditions, ...]
NOTHING_MET: Met = ((),)


def _of_facts(node: Any, _: object, facts: Facts) -> Facts:
    node.kind, node.widget, node.options = facts.kind, facts.widget, facts.options
    return facts


def _of_path(node: Any, _: object, path: tuple[str, ...]) -> tuple[str, ...]:
    node.name, node.depth = path[-1] if path else "", len(path)
    return path


@define(eq=False)
class Node:
    """One control, or one group of them, at one place of the answers.

    `path` is the place with `*` for the items of a list and the values of a map. `instance` is 1
    but for the second and further controls that different branches declare for one place.
    `telling` are the parts that say what it is: those that always hold, or all where none does.
    `schemas` are the schemas that words come from; the first that has one wins. `required` holds
    once what surrounds the node is there; `sometimes_required` says that a branch may require it.
    `places` tells for the name of a property the numbers of its branches, and of its controls
    among the children; `choosers` for a chooser its number among them, and `more` that of the map.

    The kind `either` has its controls as children, each under what was chosen; a `chooser` is
    what a person chooses with, `typed` where that is the type of a value. Both stand at the same
    place as what is chosen, as a `map` stands at that of its object. `prefix` counts the items of
    a list that have places of their own. What has a `fold` stands within itself, and holds what is
    inside only once it is unfolded.
    """

    facts: Facts = field(on_setattr=_of_facts)
    path: tuple[str, ...] = field(on_setattr=_of_path)
    instance: int
    parts: tuple[Part, ...] = field(repr=False)
    telling: tuple[Part, ...] = field(repr=False)
    schemas: tuple[Mapping[str, Any], ...] = field(repr=False)
    required: bool = False
    sometimes_required: bool = False
    native_required: bool = False
    read_only: bool = False
    kept: bool = False
    # What chooses among the branches, of a `chooser`, and its mark in the names of inputs.
    chooser: Chooser | None = None
    mark: str = ""
    # Whether a map or a list has a button for more.
    offered: bool = True
    # Whether it is one of the controls of a place, which stand in an `either`.
    inner: bool = False
    # Whether it is an item that has a place of its own.
    placed: bool = False
    # What its parts leave out of their conditions since it holds wherever the node stands.
    met: Met = field(default=NOTHING_MET, repr=False)
    sections: tuple[Section, ...] = field(default=(), repr=False)
    item: "Node | None" = field(default=None, repr=False)
    branches: tuple[Branch, ...] = field(init=False, default=(), repr=False)
    controls: dict[str, list["Node"]] = field(init=False, factory=dict, repr=False)
    places: dict[str, list[tuple[int, int]]] = field(init=False, factory=dict, repr=False)
    choosers: dict[Chooser, int] = field(init=False, factory=dict, repr=False)
    prefix: int = field(init=False, default=0)
    more: int | None = field(init=False, default=None)
    typed: bool = field(init=False, default=False)
    later: "Callable[[Node], Node] | None" = field(init=False, default=None, repr=False)
    # The names that no row of a map may have as its key.
    taken: frozenset[str] = field(init=False, default=frozenset(), repr=False)
    fold: "Fold | None" = field(init=False, default=None, repr=False)
    # What facts and path say, which is asked of every question of every page.
    kind: Kind = field(init=False, repr=False)
    widget: str = field(init=False, repr=False)
    options: tuple[Option, ...] = field(init=False, repr=False)
    name: str = field(init=False, repr=False)
    depth: int = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.facts, self.path = self.facts, self.path

    @cached_property
    def instances(self) -> frozenset[int]:
        """Which controls of their places stand here and inside, once all of it is made."""
        return frozenset((self.instance,)).union(*(each.instances for each in self.children()))

    @cached_property
    def spans(self) -> tuple[tuple[Branch, int, int], ...]:
        """Each branch with where its nodes begin and end among all, once they are all there."""
        ends = list(accumulate(len(branch.nodes) for branch in self.branches))
        return tuple(zip(self.branches, [0, *ends], ends, strict=False))

    @cached_property
    def exact(self) -> bool:
        """Whether what is typed stays as it is typed."""
        return bool(self.said("x-text") == "exact")

    @property
    def own(self) -> Widget | None:
        """The host's widget that says what its text means, where there is one."""
        if self.kind not in ("string", "number", "integer", "boolean"):
            return None
        return registered(self.keyword("x-widget")) if any_registered() else None

    @property
    def nullable(self) -> bool:
        """Whether an empty answer means null, where one is required."""
        return self.facts.nullable and self.required

    @property
    def numbered(self) -> bool:
        """Whether it is an item of a list or an entry of a map, which need no name of their own."""
        return self.name == "*" or self.placed

    @property
    def cause(self) -> Cause:
        """What conditions beside it know it by."""
        return self.chooser or self.name

    @property
    def row(self) -> "Node":
        """The node of each item; only lists and maps have one. What few need is made for them."""
        if self.item is None and self.later is not None:
            self.item = self.later(self)
        return cast("Node", self.item)

    def unfolded(self) -> "Node":
        """The same node with all inside it: itself, unless it stands within itself."""
        return self if self.fold is None else self.fold.open(self)

    def conditions(self, part: Part) -> Conditions:
        """All conditions that one of its parts stands under."""
        return (*self.met[part.met], *part.conditions)

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
            # What may stand somewhere though nobody says so is no part of the form.
            yield from (node for node in branch.nodes if node.kind != "map" or node.offered)
        if self.item is not None:
            yield self.item

    def walk(self) -> Iterator["Node"]:
        """This node and all inside it, in the order of the page."""
        yield self
        for child in self.children():
            yield from child.walk()


@define(eq=False)
class Fold:
    """What stands within itself, opened one level at a time and only where it is needed."""

    build: Callable[[Node], Node]
    kept: "Kept"
    # Whether there is something to choose with at its very place.
    chooses: bool = False
    _node: Node | None = None
    _lock: Lock = field(factory=Lock)

    def open(self, closed: Node) -> Node:
        """The node with what is directly inside it."""
        with self._lock:
            if self._node is not None:
                return self._node
            node = self.build(closed)
            if not self.kept.full:
                self.kept.count += sum(1 for _ in node.walk())
                self._node = node
            return node


@define
class Kept:
    """How many nodes of a form that were folded are kept, and those that others are copied from."""

    count: int = 0
    levels: dict[Hashable, Node] = field(factory=dict)

    @property
    def full(self) -> bool:
        return self.count >= _KEPT_UNFOLDED


@frozen(eq=False)
class Tree:
    """All that a form can ask. `exceeded` names the limit that was met: the tree ends there."""

    root: Node
    questions: int
    exceeded: str | None = None

    def nodes(self) -> Iterator[Node]:
        """Every node, in the order of the page."""
        return self.root.walk()
