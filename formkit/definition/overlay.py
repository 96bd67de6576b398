"""Presentation that comes from a second document, for a definition that must stay untouched."""

from collections.abc import Iterator, Mapping
from typing import Any

from formkit.definition.jsontext import NotJsonError, NowhereError, plain, value_at
from formkit.definition.moves import Moves
from formkit.definition.vocabulary import misuses
from formkit.errors import Problem
from formkit.pointer import join

Overlay = Mapping[str, Mapping[str, Any]]


def lay(overlay: Overlay, document: dict[str, Any], moves: Moves) -> list[Problem]:
    """Lay x- keywords over a bundled document, which is changed; gives the faults of the overlay.

    The overlay is `{pointer: {x-…}}`; each keyword takes the place of the document's own. Pointers
    lead to what its author wrote, wherever that has moved to.
    """
    try:
        layers = plain(overlay)
    except NotJsonError as error:
        return [Problem(flaw.pointer, "overlay-value", flaw.params) for flaw in error.flaws]
    if not isinstance(layers, dict):
        return [Problem("", "overlay-value", {"found": type(overlay).__name__})]
    faults: list[Problem] = []
    for pointer, layer in layers.items():
        faults += _lay_one(pointer, layer, document, moves)
    return faults


def _lay_one(pointer: str, layer: Any, document: dict[str, Any], moves: Moves) -> Iterator[Problem]:
    now = moves.pointer(document, pointer)
    try:
        schema = value_at(document, now)
    except NowhereError as error:
        # what is near where it moved to isn't what its author knows
        near = error.near if now == pointer else None
        yield Problem(pointer, "overlay-nowhere", {"near": near})
        return
    if not isinstance(schema, dict):
        yield Problem(pointer, "overlay-nowhere", {"near": None})
        return
    if not isinstance(layer, dict):
        yield Problem(pointer, "overlay-value", {"found": type(layer).__name__})
        return
    for keyword in layer:
        if not keyword.startswith("x-"):
            yield Problem(pointer, "overlay-keyword", {"keyword": keyword})
        elif keyword == "x-form" and pointer:
            yield Problem(pointer, "misplaced", {"keyword": keyword})
    for segments, params in misuses(layer):
        yield Problem(pointer + join(segments), "misuse", params)
    schema.update(layer)
