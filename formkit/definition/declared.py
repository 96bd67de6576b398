"""Declarations of one property in several branches: which of them the same control answers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import frozen

from formkit.definition.facts import gather_facts
from formkit.definition.gather import Chosen, Condition, Conditions, Given, Part, same_text
from formkit.definition.worlds import manner, own_choosers, telling_parts


@frozen
class Surroundings:
    """What a node inherits from what it stands in."""

    native: bool
    read_only: bool = False
    instance: int = 1
    above: frozenset[int] = frozenset()
    given: Given = frozenset()
    # Whether it is in one of many branches, whose groups and lists wait until they are needed.
    crowded: bool = False


Declared = tuple[Conditions, tuple[Part, ...]]
"""The open conditions of a declaration, and all parts that it brings."""


def merged(
    declared: Sequence[Declared], depth: int, inside: Surroundings, *, ours: bool
) -> Iterator[tuple[list[Conditions], tuple[Part, ...]]]:
    """Declarations of one property in branches, together where the same control answers them.

    Only conditions that are asked at one place can be told to a browser as one.
    """
    groups: dict[Any, list[Declared]] = {}
    for conditions, parts in declared:
        given = inside.given.union(conditions)
        telling = telling_parts(parts, given)
        facts = gather_facts(telling, depth, inside.above, ours=ours)
        asked_at = {condition.depth for condition in conditions}
        key: Any = id(parts)
        if len(asked_at) == 1:
            deep = facts.kind in ("object", "rows", "typed", "unrendered")
            several = bool(own_choosers(parts, depth, given))
            control = same_text(parts[0]) if deep or several else (facts.control, manner(telling))
            key = (asked_at.pop(), control)
        groups.setdefault(key, []).append((conditions, parts))
    for group in groups.values():
        found = [conditions for conditions, _ in group]
        if len(group) > 1 and len({same_text(parts[0]) for _, parts in group}) == 1:
            # They all say the same, so what they say holds wherever the question is asked.
            conditions, parts = group[0]
            yield found, tuple(part.without(conditions) for part in parts)
        else:
            yield found, tuple(part for _, parts in group for part in parts)


def is_crowded(groups: Iterable[Iterable[Condition | Chosen]]) -> bool:
    """Whether something is asked only where one of many branches is chosen."""
    return any(isinstance(c, Chosen) and c.chooser.large for group in groups for c in group)
