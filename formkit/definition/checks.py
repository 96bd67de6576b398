"""What a definition is refused for, once all its documents are there."""

from collections.abc import Iterator

from formkit.definition.bundle import Gathering, Place
from formkit.definition.circles import circles, not_an_object
from formkit.definition.dialects import Dialects
from formkit.definition.vocabulary import misuses
from formkit.errors import Problem

# They say nothing to formkit, and may be anything in a dialect of one's own.
_SILENT = frozenset({"$comment", "contentEncoding", "contentMediaType", "deprecated", "writeOnly"})


def faults_as_written(gathering: Gathering, dialects: Dialects) -> Iterator[Problem]:
    """What the meta-schemas of other drafts refuse; to be asked before anything is brought up."""
    yield from dialects.misuses()
    for place in gathering.places.values():
        if not place.draft.is_current:
            yield from _misshapen(place, dialects)


def faults_of(gathering: Gathering, dialects: Dialects) -> Iterator[Problem]:
    """Every other fault of the schemas themselves, of each document in its order."""
    for place in gathering.places.values():
        if place.draft.is_current:
            yield from _misshapen(place, dialects)
        yield from _vocabulary_faults(place)
    yield from circles(gathering)
    other = not_an_object(gathering)
    if other is not None:
        yield other


def _misshapen(place: Place, dialects: Dialects) -> Iterator[Problem]:
    """The wrong values of a schema, also where its own meta-schema would take them: they are read.

    What that has refused already is told once.
    """
    own = dialects.applies(place)
    for fault in place.misshapen():
        if not own or not (fault.params["keyword"] in _SILENT or dialects.refuses(fault)):
            yield fault


def _vocabulary_faults(place: Place) -> Iterator[Problem]:
    if "x-form" in place.schema and place.pointer:
        yield place.fault("misplaced", "x-form", keyword="x-form")
    for segments, params in misuses(place.schema):
        yield place.fault("misuse", *segments, **params)
