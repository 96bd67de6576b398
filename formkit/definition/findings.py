"""What lint finds, as problems with a place and a severity."""

from typing import Any

from attrs import evolve

from formkit.definition.bundle import Place
from formkit.errors import Problem


def error(place: Place, code: str, *segments: str, **params: Any) -> Problem:
    """Something that must not be published."""
    return place.fault(code, *segments, **params)


def warning(place: Place, code: str, *segments: str, **params: Any) -> Problem:
    """Something that is likely not meant."""
    return evolve(place.fault(code, *segments, **params), severity="warning")
