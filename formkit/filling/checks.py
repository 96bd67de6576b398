"""What belongs to one check, and what is remembered from one check to the next."""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

from attrs import define, field

from formkit.definition.dynamic import follow
from formkit.definition.patterns import TIME_LIMIT, Pattern, PatternError, compile_pattern
from formkit.filling.sameness import identity

_REMEMBERED = 10_000
_SHORT = 2_000
_ANNOTATIONS = frozenset({"const", "title", "description", "deprecated", "$comment", "examples"})


class SpentError(Exception):
    """The steps of this check are used up."""


@define(eq=False)
class Memory:
    """What is worked out once from parts of the schemas, which never change.

    Keyed by what it is and by the part's identity in memory; the part is kept, so that no other
    takes its place.
    """

    known: dict[tuple[str, int], tuple[Any, Any]] = field(factory=dict)

    def recall(self, kind: str, part: Any, make: Callable[[Any], Any]) -> Any:
        key = kind, id(part)
        if key not in self.known:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[key] = part, make(part)
        return self.known[key][1]


@define(eq=False)
class Check:
    """What belongs to one check: jsonschema hands it down unchanged as its `format_checker`."""

    formats: bool
    memory: Memory
    steps: int
    mixed: bool
    seconds: float = TIME_LIMIT
    undecided: str | None = None

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise SpentError

    def found(self, source: str, text: str) -> bool | None:
        """Whether the pattern is in the text; None where the time of this check ran out first.

        One that can't be read is never found.
        """
        pattern = _readable(source)
        if pattern is None:
            return False
        if pattern.engine == "re2" and len(text) < _SHORT:
            return pattern.search(text)
        began = time.perf_counter()
        result = pattern.decide(text, self.seconds)
        self.seconds -= time.perf_counter() - began
        if result is None:
            self.undecided = source
        return result

    def follow(self, resolver: Any, keyword: str, reference: str) -> Any:
        """What a `$ref` or `$dynamicRef` leads to, with the resolver that stands there."""
        return self.memory.recall(
            keyword + reference, resolver, lambda at: follow(at, keyword, reference)
        )

    def options(self, options: list[Any]) -> frozenset[Hashable]:
        known: frozenset[Hashable] = self.memory.recall(
            "options", options, lambda options: frozenset(map(identity, options))
        )
        return known

    def pins(self, branch: Any, resolver: Any) -> tuple[tuple[str, Any], ...]:
        """The properties that a branch pins by a constant, itself or where it refers to."""
        if self.mixed or not isinstance(branch, dict):
            return ()
        pins: tuple[tuple[str, Any], ...] = self.memory.recall("pins", branch, _pins)
        if not pins and "$ref" in branch and "$id" not in branch:
            found = self.follow(resolver, "$ref", branch["$ref"]).contents
            pins = self.memory.recall("pins", found, _pins)
        return pins

    def labels(self, branches: list[Any]) -> Mapping[Hashable, int] | None:
        """How often each constant stands in branches that are nothing but labelled constants."""
        known: Mapping[Hashable, int] | None = self.memory.recall("labels", branches, _labels)
        return known


def _pins(branch: Any) -> tuple[tuple[str, Any], ...]:
    properties = branch.get("properties", {}) if isinstance(branch, dict) else {}
    return tuple(
        (name, schema["const"])
        for name, schema in properties.items()
        if isinstance(schema, dict) and "const" in schema
    )


@lru_cache(maxsize=1024)
def _readable(source: str) -> Pattern | None:
    try:
        return compile_pattern(source)
    except PatternError:
        return None


def _labels(branches: list[Any]) -> Mapping[Hashable, int] | None:
    for branch in branches:
        if not isinstance(branch, dict) or "const" not in branch:
            return None
        if any(key not in _ANNOTATIONS and not key.startswith("x-") for key in branch):
            return None
    return Counter(identity(branch["const"]) for branch in branches)
