"""A definition in an earlier draft becomes one in 2020-12 whose verdicts are the same.

What a draft ignores is left out; where a reference leads into it, it goes to `x-ignored`. Each
schema keeps its identity, so that what is found later is told at its place as its author wrote it.
"""

from collections.abc import Container, Mapping
from typing import Any

from attrs import define

from formkit.definition.bundle import Gathering, Place
from formkit.definition.drafts import DRAFT_2019_09
from formkit.definition.keywords import DRAFT, SHAPES
from formkit.pointer import Segments

_IGNORED = "x-ignored"
_RECURSIVE = "recursive"
_COUNTS = ("contains", "minContains", "maxContains")
_TUPLE = {"items": "prefixItems", "additionalItems": "items"}
_LIMITS = {"maximum": "exclusiveMaximum", "minimum": "exclusiveMinimum"}


def bring_up(gathering: Gathering) -> None:
    """Bring every schema that was gathered up to 2020-12, and each reference to where it leads."""
    places = tuple(gathering.places.values())
    if any(not each.draft.is_current for each in places):
        _Upgrade(
            gathering,
            # in 2019-09 `contains` evaluates nothing, which only `unevaluatedItems` can tell
            counting=any("unevaluatedItems" in each.schema for each in places),
            recursive={id(each.schema) for each in places if _is_recursive(each)},
            anchor=_unused(_RECURSIVE, gathering.anchors()),
        ).of(places)
    gathering.settle()


@define(eq=False)
class _Upgrade:
    """`recursive` are the resources with a `$recursiveAnchor`, which becomes `anchor`."""

    gathering: Gathering
    counting: bool
    recursive: set[int]
    anchor: str

    def of(self, places: tuple[Place, ...]) -> None:
        for place in places:
            if not place.draft.is_current:
                self._schema(place)

    def _schema(self, place: Place) -> None:
        schema: dict[str, Any] = place.schema
        written = dict(schema)
        home = _unused(_IGNORED, written)
        schema.clear()
        for keyword, value in written.items():
            if not place.draft.ignores(written, keyword):
                self._keyword(place, written, keyword, value)
            elif (id(schema), keyword) in self.gathering.ways:
                schema.setdefault(home, {})[keyword] = value
                self._moved(place, (keyword,), (home, keyword))
        if _is_2019_09(place):
            self._recursion(place, written)
            if self.counting and "contains" in schema:
                self._uncount(place)

    def _keyword(self, place: Place, written: Mapping[str, Any], keyword: str, value: Any) -> None:
        schema = place.schema
        if keyword == place.draft.identifier and place.draft.lonely:
            self._identifier(place, value)
        elif keyword == "$schema":
            schema[keyword] = DRAFT
        elif keyword in _TUPLE and isinstance(written.get("items"), list):
            schema[_TUPLE[keyword]] = value
            self._moved(place, (keyword,), (_TUPLE[keyword],))
        elif keyword == "dependencies" and place.draft.lonely:
            self._dependencies(place, value)
        elif keyword in _LIMITS and written.get(_LIMITS[keyword]) is True:
            schema[_LIMITS[keyword]] = value
        elif keyword in _LIMITS.values() and isinstance(value, bool):
            # said together with the limit
            pass
        elif keyword not in ("$recursiveAnchor", "$recursiveRef"):
            schema[keyword] = value

    def _moved(self, place: Place, written: Segments, now: Segments) -> None:
        self.gathering.moves.add(place.schema, written, now)

    def _identifier(self, place: Place, value: Any) -> None:
        name, _, fragment = value.partition("#") if isinstance(value, str) else ("", "", "")
        if place.begins:
            place.schema["$id"] = name
        if SHAPES["anchor"](fragment):
            place.schema["$anchor"] = fragment

    def _dependencies(self, place: Place, value: Any) -> None:
        for name, each in value.items() if isinstance(value, dict) else ():
            keyword = "dependentRequired" if isinstance(each, list) else "dependentSchemas"
            place.schema.setdefault(keyword, {})[name] = each
            self._moved(place, ("dependencies", name), (keyword, name))

    def _recursion(self, place: Place, written: Mapping[str, Any]) -> None:
        if id(place.schema) in self.recursive:
            place.schema["$dynamicAnchor"] = self.anchor
        if "$recursiveRef" not in written:
            return
        root = self.gathering.resources[place.base].schema
        if id(root) in self.recursive:
            place.schema["$dynamicRef"] = "#" + self.anchor
            return
        # without an anchor at the root it leads there and nowhere else
        holder = place.schema
        if "$ref" in holder:
            holder = {}
            self._beside(place, holder)
        holder["$ref"] = "#"
        self.gathering.targets.setdefault(id(holder), {})["$ref"] = root

    def _uncount(self, place: Place) -> None:
        counts = {each: place.schema.pop(each) for each in _COUNTS if each in place.schema}
        index = self._beside(place, {"not": {"not": counts}})
        self._moved(place, ("contains",), ("allOf", str(index), "not", "not", "contains"))

    def _beside(self, place: Place, schema: dict[str, Any]) -> int:
        """Let a schema of ours apply too; gives its index in `allOf`."""
        known = place.schema.get("allOf")
        known = known if isinstance(known, list) else []
        place.schema["allOf"] = [*known, schema]
        self.gathering.places[id(schema)] = Place(
            schema, place.source, place.pointer, place.base, place.draft
        )
        return len(known)


def _is_2019_09(place: Place) -> bool:
    # also where a meta-schema leaves some of its vocabularies out
    return place.draft.name == DRAFT_2019_09.name


def _is_recursive(place: Place) -> bool:
    """Whether a resource of 2019-09 lets others take its place in `$recursiveRef`."""
    begins = place.begins or not place.pointer
    return _is_2019_09(place) and begins and place.schema.get("$recursiveAnchor") is True


def _unused(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "_"
    return name
