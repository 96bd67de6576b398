"""What applies at one place: the schemas that speak of it, and the conditions they stand under.

Merging `allOf` as text is wrong, so nothing is merged: a place is a list of parts, each a schema
with the resolver of its own `$ref`s and the conditions under which it counts.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen
from referencing.jsonschema import DRAFT202012

from formkit.definition.portable import portable

Schema = Mapping[str, Any] | bool


@frozen
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


@frozen(eq=False)
class Part:
    """A schema that applies at a place, and the conditions it stands under (all must hold)."""

    schema: Any
    resolver: Any = field(repr=False)
    conditions: tuple[Condition, ...] = ()

    def keyword(self, name: str) -> Any:
        """The value of a keyword, or None."""
        return None if isinstance(self.schema, bool) else self.schema.get(name)

    def without(self, conditions: tuple[Condition, ...]) -> "Part":
        """The same part where these conditions hold already."""
        rest = tuple(condition for condition in self.conditions if condition not in conditions)
        return Part(self.schema, self.resolver, rest)


# So many schemas may speak of one place; references that fan out could name billions.
MAX_PARTS = 10_000


class TooManyParts(Exception):
    """More schemas than `MAX_PARTS` speak of one place."""


def root_parts(document: Schema, resolver: Any) -> tuple[Part, ...]:
    """All parts of the root of a document; `resolver` already stands at it."""
    return _Expansion(0).all(document, resolver, ())


def child_parts(schema: Schema, part: Part, depth: int) -> tuple[Part, ...]:
    """All parts of a subschema of `part` that describes a place at `depth` segments."""
    return _Expansion(depth).all(schema, _entered(schema, part.resolver), part.conditions)


def _entered(schema: Schema, resolver: Any) -> Any:
    if isinstance(schema, Mapping) and "$id" in schema:
        return resolver.in_subresource(DRAFT202012.create_resource(dict(schema)))
    return resolver


class _Expansion:
    """One place's schemas, followed through references and conditions, each told once."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.seen: set[tuple[int, tuple[Condition, ...]]] = set()

    def all(
        self, schema: Schema, resolver: Any, conditions: tuple[Condition, ...]
    ) -> tuple[Part, ...]:
        return tuple(self._follow(schema, resolver, conditions, frozenset()))

    def _follow(
        self,
        schema: Schema,
        resolver: Any,
        conditions: tuple[Condition, ...],
        above: frozenset[int],
    ) -> Iterator[Part]:
        if isinstance(schema, bool):
            yield Part(schema, resolver, conditions)
            return
        if id(schema) in above or (id(schema), conditions) in self.seen:
            return
        self.seen.add((id(schema), conditions))
        if len(self.seen) > MAX_PARTS:
            raise TooManyParts
        yield Part(schema, resolver, conditions)
        above = above | {id(schema)}
        for keyword in ("$ref", "$dynamicRef"):
            if keyword in schema:
                found = resolver.lookup(schema[keyword])
                # What was looked up has been entered: a relative $id applied again would double.
                yield from self._follow(found.contents, found.resolver, conditions, above)
        for sub in schema.get("allOf", ()):
            yield from self._follow(sub, _entered(sub, resolver), conditions, above)
        for condition, sub in self._conditional(schema, resolver):
            yield from self._follow(sub, _entered(sub, resolver), (*conditions, condition), above)

    def _conditional(
        self, schema: Mapping[str, Any], resolver: Any
    ) -> Iterator[tuple[Condition, Schema]]:
        if "if" in schema:
            asked = schema["if"]
            at = _entered(asked, resolver)
            for keyword, negated in (("then", False), ("else", True)):
                if keyword in schema:
                    yield (
                        Condition(self.depth, asked, at, negated, (id(schema), keyword)),
                        schema[keyword],
                    )
        for name, sub in schema.get("dependentSchemas", {}).items():
            yield (
                Condition(
                    self.depth, {"required": [name]}, resolver, False, (id(schema), "/" + name)
                ),
                sub,
            )


def same_text(part: Part) -> tuple[str, int]:
    """Equal for two parts that say the same: their JSON text, and whose `$ref`s it has."""
    return json.dumps(part.schema, sort_keys=True), id(part.resolver.lookup("#").contents)
