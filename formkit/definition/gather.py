"""What applies at one place: the schemas that speak of it, and the conditions they stand under.

Merging `allOf` as text is wrong, so nothing is merged: a place is a list of parts, each a schema
with the resolver of its own `$ref`s and the conditions under which it counts.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from formkit.definition.dynamic import enter, follow
from formkit.definition.portable import portable

Schema = Mapping[str, Any] | bool


@frozen(cache_hash=True)
class Condition:
    """One `if` (or `else` of it, or the presence that `dependentSchemas` asks for).

    It is asked at the place that the first `depth` segments of a pointer address. `negated` is
    the `else` of an `if`.
    """

    depth: int
    schema: Any = field(eq=False)
    resolver: Any = field(eq=False, repr=False)
    negated: bool
    identity: tuple[int, str] = field(repr=False)

    def portable(self) -> Schema | None:
        """The condition as one self-contained schema; None where a browser can't evaluate it."""
        schema = portable(self.schema, self.resolver)
        if schema is None:
            return None
        return {"not": schema} if self.negated else schema


# With more branches a page would hold many questions for each that is asked.
MAX_SHOWN_BRANCHES = 8


@frozen(cache_hash=True)
class Chooser:
    """Branches of which a person chooses: a `oneOf` or `anyOf`, or the types that a value may have.

    It stands at the place that the first `depth` segments of a pointer address. `location` leads
    to its keyword from the schema of that place. `schemas` are the branches with their resolvers,
    `texts` what choosing each of them posts, `types` what each of them allows (None: any), and
    `holder` is the schema that it stands in. `called` holds the words of each.
    """

    depth: int
    keyword: str
    identity: tuple[int, str] = field(repr=False)
    location: tuple[str, ...] = field(eq=False)
    schemas: tuple[tuple[Any, Any], ...] = field(eq=False, repr=False)
    texts: tuple[str, ...] = field(eq=False)
    types: tuple[frozenset[str] | None, ...] = field(eq=False, default=())
    holder: Mapping[str, Any] = field(eq=False, repr=False, factory=dict)
    called: tuple[Mapping[str, Any], ...] = field(eq=False, repr=False, default=())

    @property
    def large(self) -> bool:
        """Whether a page shows only the branches that are chosen."""
        return self.keyword != "type" and len(self.schemas) > MAX_SHOWN_BRANCHES

    @property
    def several(self) -> bool:
        """Whether more than one branch may be chosen."""
        return self.keyword == "anyOf"

    def chosen(self, index: int) -> "Chosen":
        """The condition that this branch is chosen."""
        return Chosen(self, index)


@frozen(cache_hash=True)
class Chosen:
    """That one branch of a chooser is chosen; `schema` is the branch."""

    chooser: Chooser
    index: int

    negated = False

    @property
    def depth(self) -> int:
        return self.chooser.depth

    @property
    def schema(self) -> Any:
        return self.chooser.schemas[self.index][0]

    @property
    def resolver(self) -> Any:
        return self.chooser.schemas[self.index][1]

    @property
    def text(self) -> str:
        """What posts this choice."""
        return self.chooser.texts[self.index]


Conditions = tuple[Condition | Chosen, ...]
Given = frozenset[Condition | Chosen]


@define(eq=False)
class Memo:
    """What is known of the schemas of one definition, wherever they stand in a form.

    `branches` are those of each `oneOf` and `anyOf`, `parts` all parts that a schema brings to a
    place, and `count` how many of these are kept.
    """

    branches: dict[Any, Any] = field(factory=dict)
    parts: dict[Any, "tuple[Part, ...]"] = field(factory=dict)
    count: int = 0


@frozen(eq=False)
class Part:
    """A schema that applies at a place, and the conditions it stands under (all must hold).

    In what stands within itself the conditions are left out that hold wherever its node stands:
    `Node.conditions` tells all, and `met` is the number of those left out. `or_null`: it stands
    in a branch beside which null is allowed as well. `memo` is what is known of the whole
    definition.
    """

    schema: Any
    resolver: Any = field(repr=False)
    conditions: Conditions = ()
    or_null: bool = False
    memo: Memo = field(factory=Memo, repr=False)
    met: int = 0

    def keyword(self, name: str) -> Any:
        """The value of a keyword, or None."""
        return None if isinstance(self.schema, bool) else self.schema.get(name)

    def under(self, part: "Part") -> "Part":
        """The same part under the conditions of what it stands in."""
        conditions = (*part.conditions, *self.conditions)
        return Part(self.schema, self.resolver, conditions, self.or_null, self.memo, part.met)

    def without(self, conditions: Collection[Condition | Chosen], met: int | None = None) -> "Part":
        """The same part where these conditions hold already; `met` tells them by a number."""
        rest = tuple(condition for condition in self.conditions if condition not in conditions)
        number = self.met if met is None else met
        return Part(self.schema, self.resolver, rest, self.or_null, self.memo, number)


# So many schemas may speak of one place; references that fan out could name billions.
MAX_PARTS = 10_000


class TooManyParts(Exception):
    """More schemas than `MAX_PARTS` speak of one place."""


@frozen(eq=False)
class Waiting:
    """A `oneOf` or `anyOf` that is decided on once all is known that holds beside it."""

    schema: Mapping[str, Any]
    keyword: str
    resolver: Any
    conditions: Conditions
    location: tuple[str, ...]
    above: frozenset[int]
    or_null: bool


class Expansion:
    """One place's schemas, followed through references and conditions, each told once."""

    def __init__(self, depth: int, memo: Memo | None = None) -> None:
        self.depth = depth
        self.memo = Memo() if memo is None else memo
        self.seen: set[tuple[int, Conditions]] = set()
        self.waiting: list[Waiting] = []

    def follow(
        self,
        schema: Schema,
        resolver: Any,
        conditions: Conditions,
        location: tuple[str, ...],
        above: frozenset[int],
        *,
        or_null: bool = False,
    ) -> Iterator[Part]:
        """A schema and all that it brings with it; its `oneOf` and `anyOf` are left waiting."""
        if isinstance(schema, bool):
            yield Part(schema, resolver, conditions, or_null, self.memo)
            return
        if id(schema) in above or (id(schema), conditions) in self.seen:
            return
        self.seen.add((id(schema), conditions))
        if len(self.seen) > MAX_PARTS:
            raise TooManyParts
        yield Part(schema, resolver, conditions, or_null, self.memo)
        above = above | {id(schema)}
        for keyword, step in (("$ref", "ref"), ("$dynamicRef", "dynamicRef")):
            if keyword in schema:
                found = follow(resolver, keyword, schema[keyword])
                yield from self.follow(
                    found.contents,
                    found.resolver,
                    conditions,
                    (*location, step),
                    above,
                    or_null=or_null,
                )
        for number, sub in enumerate(schema.get("allOf", ())):
            way = (*location, "allOf", str(number))
            yield from self.follow(
                sub, enter(resolver, sub), conditions, way, above, or_null=or_null
            )
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                self.waiting.append(
                    Waiting(schema, keyword, resolver, conditions, location, above, or_null)
                )
        for condition, sub, name in self._conditional(schema, resolver):
            yield from self.follow(
                sub,
                enter(resolver, sub),
                (*conditions, condition),
                (*location, *name),
                above,
                or_null=or_null,
            )

    def _conditional(
        self, schema: Mapping[str, Any], resolver: Any
    ) -> Iterator[tuple[Condition, Schema, tuple[str, ...]]]:
        if "if" in schema:
            asked = schema["if"]
            at = enter(resolver, asked)
            for keyword, negated in (("then", False), ("else", True)):
                if keyword in schema:
                    yield (
                        Condition(self.depth, asked, at, negated, (id(schema), keyword)),
                        schema[keyword],
                        (keyword,),
                    )
        for number, (name, sub) in enumerate(schema.get("dependentSchemas", {}).items()):
            yield (
                Condition(
                    self.depth, {"required": [name]}, resolver, False, (id(schema), "/" + name)
                ),
                sub,
                ("dependentSchemas", str(number)),
            )


def same_text(part: Part) -> tuple[str, int]:
    """Equal for two parts that say the same: their JSON text, and whose `$ref`s it has."""
    return json.dumps(part.schema, sort_keys=True), id(part.resolver.lookup("#").contents)
