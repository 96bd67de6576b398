"""What may be chosen for one place, and which control answers it then."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import field, frozen

from formkit.definition.branches import declared_types
from formkit.definition.facts import Facts, gather_facts
from formkit.definition.gather import Chooser, Chosen, Conditions, Given, Part
from formkit.definition.options import identity

World = tuple[Chosen, ...]
"""One branch of each chooser that there is to choose with, in the order of the choosers."""

# So many ways to choose are told apart; a place that has more gets a text area.
MAX_WORLDS = 500


def open_conditions(part: Part, given: Given) -> Conditions:
    """The conditions of a part that don't hold already."""
    if not part.conditions:
        return ()
    return tuple(condition for condition in part.conditions if condition not in given)


def telling_parts(parts: Sequence[Part], given: Given) -> tuple[Part, ...]:
    """The parts that say what a place is: those that always hold, or all where none does."""
    always = tuple(part for part in parts if not open_conditions(part, given))
    return always or tuple(parts)


def own_choosers(parts: Iterable[Part], depth: int, given: Given) -> list[Chooser]:
    """The choosers that stand at this very place, in the order of their schemas."""
    found: dict[Chooser, None] = {}
    for part in parts:
        for condition in part.conditions:
            if (
                isinstance(condition, Chosen)
                and condition.depth == depth
                and condition not in given
            ):
                found.setdefault(condition.chooser)
    return list(found)


def ways_to(chooser: Chooser, parts: Iterable[Part], given: Given) -> list[Conditions]:
    """The open conditions that lead to a chooser, of each schema that it stands in; none where it
    is always asked.
    """
    found: dict[Conditions, None] = {}
    for part in parts:
        for number, condition in enumerate(part.conditions):
            if isinstance(condition, Chosen) and condition.chooser == chooser:
                found.setdefault(tuple(c for c in part.conditions[:number] if c not in given))
    return [] if () in found else list(found)


@frozen(eq=False)
class Alternative:
    """One control for a place: what says what it is, and the worlds in which it stands."""

    facts: Facts
    telling: tuple[Part, ...]
    parts: tuple[Part, ...]
    worlds: list[World] = field(factory=list)


def alternatives(
    parts: Sequence[Part], depth: int, above: frozenset[int], given: Given, *, ours: bool
) -> list[Alternative] | None:
    """The controls of a place, each once; None where there are too many ways to choose."""
    opened = [(part, open_conditions(part, given)) for part in parts]
    chosen = [tuple(c for c in conditions if isinstance(c, Chosen)) for _, conditions in opened]
    # What stands under a condition never changes the control, nor does what is chosen there.
    sure_ways = [
        needs
        for (_, conditions), needs in zip(opened, chosen, strict=True)
        if len(needs) == len(conditions)
    ]
    ways = sure_ways or chosen
    if not any(ways):
        telling = telling_parts(parts, given)
        facts = gather_facts(telling, depth, above, ours=ours)
        return [Alternative(facts, telling, tuple(parts))]
    always = [part for part, conditions in opened if not conditions]
    if _is_object(always, opened):
        facts = gather_facts([*always, Part({"type": "object"}, None)], depth, above, ours=ours)
        return [Alternative(facts, tuple(always) or tuple(parts), tuple(parts))]
    found: dict[Any, Alternative] = {}
    for number, world in enumerate(_worlds(ways)):
        if number >= MAX_WORLDS:
            return None
        here = [
            (part, conditions)
            for (part, conditions), needs in zip(opened, chosen, strict=True)
            if _stands(needs, world)
        ]
        if not here:
            continue
        sure = tuple(part for part, conditions in here if set(conditions).issubset(world))
        telling = sure or tuple(part for part, _ in here)
        facts = gather_facts(telling, depth, above, ours=ours)
        key = facts.control if facts.kind == "object" else (facts.control, manner(telling))
        if key not in found:
            found[key] = Alternative(facts, telling, tuple(part for part, _ in here))
        found[key].worlds.append(world)
    if len(found) > 1:
        return [_with_all(each, opened, chosen) for each in found.values()]
    return [
        Alternative(each.facts, tuple(always) or each.telling, tuple(parts), each.worlds)
        for each in found.values()
    ]


def _with_all(
    each: Alternative,
    opened: Sequence[tuple[Part, Conditions]],
    chosen: Sequence[tuple[Chosen, ...]],
) -> Alternative:
    """The alternative with the parts of all its worlds."""
    parts = tuple(
        part
        for (part, _), needs in zip(opened, chosen, strict=True)
        if any(_stands(needs, world) for world in each.worlds)
    )
    return Alternative(each.facts, each.telling, parts, each.worlds)


def _stands(needs: Sequence[Chosen], world: World) -> bool:
    """Whether what needs these choices may stand in a world: it chooses nothing else instead."""
    decided = {each.chooser: each for each in world}
    return all(decided.get(each.chooser, each) == each for each in needs)


def _is_object(always: Sequence[Part], opened: Sequence[tuple[Part, Conditions]]) -> bool:
    """Whether a place holds an object whatever is chosen, without trying all there is."""
    types = declared_types(always)
    if types is not None and types == {"object"}:
        return True
    branches: dict[Chooser, dict[int, list[Part]]] = {}
    for part, conditions in opened:
        if len(conditions) == 1 and isinstance(conditions[0], Chosen):
            only = conditions[0]
            branches.setdefault(only.chooser, {}).setdefault(only.index, []).append(part)
    return any(
        len(found) == len(chooser.schemas)
        and all(declared_types([*always, *parts]) == {"object"} for parts in found.values())
        for chooser, found in branches.items()
    )


def _worlds(chosen: Sequence[tuple[Chosen, ...]]) -> Iterator[World]:
    ways: dict[Chooser, set[tuple[Chosen, ...]]] = {}
    for needs in chosen:
        for number, each in enumerate(needs):
            ways.setdefault(each.chooser, set()).add(needs[:number])
    yield from _extended((), list(ways.items()))


def _extended(
    world: World, left: Sequence[tuple[Chooser, set[tuple[Chosen, ...]]]]
) -> Iterator[World]:
    for number, (chooser, ways) in enumerate(left):
        if any(set(way).issubset(world) for way in ways):
            rest = [*left[:number], *left[number + 1 :]]
            for index in range(len(chooser.schemas)):
                yield from _extended((*world, chooser.chosen(index)), rest)
            return
    yield world


def manner(telling: Sequence[Part]) -> tuple[str, ...]:
    """Equal for two controls that begin with the same value, and read it alike."""
    said = ([part.keyword(name) for part in telling] for name in ("default", "readOnly", "x-text"))
    return tuple(identity([value for value in values if value is not None]) for values in said)
