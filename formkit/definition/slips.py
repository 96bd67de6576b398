"""What a schema by itself lets one suspect: slips of spelling, patterns, conditions."""

from collections.abc import Iterator
from typing import Any

from formkit.definition.bundle import Place
from formkit.definition.findings import error, warning
from formkit.definition.keywords import KEYWORDS
from formkit.definition.patterns import PatternError, compile_pattern
from formkit.definition.vocabulary import KEYWORDS as OURS
from formkit.definition.vocabulary import RESERVED, WIDGETS, nearest
from formkit.errors import Problem
from formkit.widgets import registered

# Shorter words are near to too many others.
_LONG_ENOUGH = 4
_STANDARD = tuple(name for name in sorted(KEYWORDS) if len(name) >= _LONG_ENOUGH)


def slips(place: Place, *, ours: bool) -> Iterator[Problem]:
    """All that is to be said of one schema; `ours` judges as of formkit's own forms."""
    yield from _spelling(place)
    yield from _widget(place)
    yield from _patterns(place, ours=ours)
    if "if" in place.schema and not place.schema.keys().isdisjoint({"then", "else"}):
        yield from _vacuous(place, place.schema["if"], ("if",))


def _spelling(place: Place) -> Iterator[Problem]:
    for keyword in place.schema:
        if keyword in RESERVED:
            yield warning(place, "reserved", keyword, keyword=keyword)
        elif keyword in OURS or keyword in KEYWORDS:
            continue
        elif keyword.startswith("x-"):
            near = nearest(keyword.lower().replace("_", "-"), OURS)
            near = near or next((name for name in OURS if name == keyword.lower()), None)
            if near is not None:
                yield warning(place, "misspelt", keyword, keyword=keyword, near=near)
        elif len(keyword) >= _LONG_ENOUGH:
            near = nearest(keyword, _STANDARD)
            if near is not None:
                yield warning(place, "misspelt", keyword, keyword=keyword, near=near)


def _widget(place: Place) -> Iterator[Problem]:
    name = place.schema.get("x-widget")
    if isinstance(name, str) and name not in WIDGETS and registered(name) is None:
        near = nearest(name, WIDGETS)
        yield warning(place, "widget", "x-widget", found=name, near=near)


def _patterns(place: Place, *, ours: bool) -> Iterator[Problem]:
    pattern = place.schema.get("pattern")
    named = place.schema.get("patternProperties")
    written: list[tuple[tuple[str, ...], str]] = []
    if isinstance(pattern, str):
        written.append((("pattern",), pattern))
    if isinstance(named, dict):
        written += [(("patternProperties", key), key) for key in named]
    for segments, source in written:
        try:
            compiled = compile_pattern(source)
        except PatternError as broken:
            yield error(place, "pattern", *segments, found=source, reason=str(broken))
            continue
        if compiled.lookaround:
            tell = error if ours else warning
            yield tell(place, "lookaround", *segments, found=source)


def _vacuous(place: Place, asked: Any, segments: tuple[str, ...]) -> Iterator[Problem]:
    """The properties that a condition asks about without asking for them.

    A property that is missing satisfies everything that is said of it.
    """
    if not isinstance(asked, dict):
        return
    required = _required(asked)
    properties = asked.get("properties")
    for name, schema in properties.items() if isinstance(properties, dict) else ():
        below = (*segments, "properties", name)
        if name not in required and schema not in (True, {}):
            yield warning(place, "vacuous", *below, property=name)
        yield from _vacuous(place, schema, below)
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = asked.get(keyword)
        for index, branch in enumerate(branches if isinstance(branches, list) else ()):
            if isinstance(branch, dict):
                branch = {**branch, "required": [*required, *_required(branch)]}
            yield from _vacuous(place, branch, (*segments, keyword, str(index)))


def _required(schema: dict[str, Any]) -> list[str]:
    """The names that a schema requires, itself or by an `allOf`."""
    names = schema.get("required")
    found = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    parts = schema.get("allOf")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict):
            found += _required(part)
    return found
