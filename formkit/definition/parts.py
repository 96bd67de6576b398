"""All parts of a place: what its schema brings with it, its branches decided on.

What stands within itself meets the same schemas at every level, and many properties refer to one
schema. What a schema brings to a depth is told once, and only put under the conditions of each
place.
"""

from typing import Any

from formkit.definition.branches import decided
from formkit.definition.dynamic import enter, where, which
from formkit.definition.gather import Expansion, Memo, Part, Schema

# So many parts of one definition are kept; more are gathered again.
_KEPT_PARTS = 20_000


def root_parts(document: Schema, resolver: Any) -> tuple[Part, ...]:
    """All parts of the root of a document; `resolver` already stands at it."""
    return _gathered(document, resolver, 0, Memo())


def child_parts(schema: Schema, part: Part, depth: int) -> tuple[Part, ...]:
    """All parts of a subschema of `part` that describes a place at `depth` segments."""
    resolver = enter(part.resolver, schema)
    memo = part.memo
    # Other depths have other conditions.
    key = which(schema), where(resolver), depth
    known = memo.parts.get(key)
    if known is None:
        known = _gathered(schema, resolver, depth, memo)
        if memo.count + len(known) > _KEPT_PARTS:
            memo.parts.clear()
            memo.count = 0
        memo.parts[key] = known
        memo.count += len(known)
    if not part.conditions and not part.met:
        return known
    return tuple(each.under(part) for each in known)


def _gathered(schema: Schema, resolver: Any, depth: int, memo: Memo) -> tuple[Part, ...]:
    expansion = Expansion(depth, memo)
    parts = list(expansion.follow(schema, resolver, (), (), frozenset()))
    while expansion.waiting:
        parts.extend(decided(expansion, expansion.waiting.pop(0), parts))
    return tuple(parts)
