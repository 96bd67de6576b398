"""What the parts of an object say of its properties, read once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from formkit.definition.gather import Given, Part
from formkit.definition.parts import child_parts
from formkit.definition.patterns import PatternError, compile_pattern
from formkit.definition.worlds import open_conditions


@frozen(eq=False)
class Said:
    """What the parts of an object say of its properties, by name."""

    given: Given
    properties: dict[str, list[Part]] = field(factory=dict)
    requiring: dict[str, list[Part]] = field(factory=dict)
    dependent: set[str] = field(factory=set)
    keepers: list[Part] = field(factory=list)

    @classmethod
    def by(cls, parts: Iterable[Part], given: Given) -> "Said":
        """What these parts say, where the conditions in `given` hold already."""
        said = cls(given)
        for part in parts:
            for name in part.keyword("properties") or ():
                said.properties.setdefault(name, []).append(part)
            for name in part.keyword("required") or ():
                said.requiring.setdefault(name, []).append(part)
            said.dependent.update(*(part.keyword("dependentRequired") or {}).values())
            unnamed = ("additionalProperties", "patternProperties")
            if any(part.keyword(each) is not None for each in unnamed) and not open_conditions(
                part, given
            ):
                said.keepers.append(part)
        return said

    def required(self, name: str, givens: Sequence[Given]) -> tuple[bool, bool]:
        """Whether a property is required under each of `givens`, and else whether it may be."""
        parts = self.requiring.get(name, ())
        always = all(any(not open_conditions(part, given) for part in parts) for given in givens)
        return always, not always and (bool(parts) or name in self.dependent)

    def keeps(self, name: str) -> bool:
        """Whether a property may stand in the object though nothing that holds names it."""
        return any(
            part.keyword("additionalProperties") not in (None, False)
            or any(_matches(pattern, name) for pattern in part.keyword("patternProperties") or ())
            for part in self.keepers
        )


def _matches(pattern: str, name: str) -> bool:
    try:
        return compile_pattern(pattern).search(name)
    except PatternError:
        return False


@frozen(eq=False)
class Unnamed:
    """The properties of an object that nothing names: what they may hold, one answer per source.

    `offered`: the object says that there may be some.
    """

    sources: tuple[tuple[Part, ...], ...]
    offered: bool


def unnamed(parts: Sequence[Part], depth: int, given: Given) -> Unnamed:
    """What the parts of an object at `depth` say of properties without a name.

    Sources that hold of the same names stand together. Conditions in `given` hold already. Where
    there may be none, one that stands there all the same can be seen, and taken out.
    """
    closed = any(
        part.keyword("additionalProperties") is False and not open_conditions(part, given)
        for part in parts
    )
    rest = any(part.keyword("unevaluatedProperties") is False for part in parts)
    additional: list[Part] = []
    patterned: list[tuple[Part, ...]] = []
    for part in parts:
        patterns = (part.keyword("patternProperties") or {}).values()
        allowed = (schema for schema in patterns if schema is not False)
        patterned.extend(child_parts(schema, part, depth + 1) for schema in allowed)
        schema = part.keyword("additionalProperties")
        if not closed and (isinstance(schema, Mapping) or schema is True):
            additional.extend(child_parts(schema, part, depth + 1))
    named = rest or any(part.keyword("properties") for part in parts)
    offered = bool(additional or patterned) or not (closed or named)
    # Where other schemas stand beside it, they may have evaluated what is there.
    if not additional and not closed and not (rest and len(parts) == 1):
        additional = [Part(True, part.resolver) for part in parts[:1]]
    sources = [each for each in (*patterned, tuple(additional)) if each]
    return Unnamed(tuple(sources) or (anything(parts),), offered)


def anything(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a place of which nothing is known."""
    resolver: Any = parts[0].resolver
    return (Part(True, resolver),)
