"""What is to be said about a definition before it is published: faults, and what isn't meant."""

from collections.abc import Iterator, Mapping
from typing import Any

from formkit.definition.bundle import Gathering, Place
from formkit.definition.findings import error
from formkit.definition.form import Form
from formkit.definition.hiding import hiding_circles
from formkit.definition.load import attempt, reading_order
from formkit.definition.nodes import tree
from formkit.definition.overlay import Overlay
from formkit.definition.questions import Questions
from formkit.definition.slips import slips
from formkit.definition.source import Definition
from formkit.errors import Problem
from formkit.pointer import join


def lint(
    source: Definition,
    *,
    resources: Mapping[str, Any] | None = None,
    overlay: Overlay | None = None,
) -> tuple[Problem, ...]:
    """The errors and warnings about a definition, which is given as to `load`; raises nothing.

    What `load` refuses is an error. So is what must not be published: a pattern that is none,
    conditions that hide each other in a circle, pointers that lead nowhere, and in formkit's own
    forms questions for secrets and patterns that look around. The rest are warnings.
    """
    tried = attempt(source, resources=resources, overlay=overlay)
    found = list(tried.faults)
    if tried.gathering is not None:
        ours = _is_ours(tried.gathering)
        for place in tried.gathering.places.values():
            found += slips(place, ours=ours)
        if tried.form is not None:
            found += _about_questions(tried.form, tried.gathering)
    return tuple(sorted(_each_once(found), key=reading_order))


def _is_ours(gathering: Gathering) -> bool:
    settings = gathering.sources[0].document.get("x-form")
    return isinstance(settings, dict) and "kind" in settings


def _about_questions(form: Form, gathering: Gathering) -> Iterator[Problem]:
    root = gathering.places[id(gathering.sources[0].document)]

    def where(schema: Any) -> Place:
        # the document itself is another object than was read, when something was bundled into it
        return gathering.places.get(id(schema), root)

    yield from Questions(form, where).findings()
    for node, circle in hiding_circles(tree(form).root):
        place = where(node.schemas[0] if node.schemas else None)
        yield error(place, "hidden-circle", questions=[join(path) for path in circle])


def _each_once(found: list[Problem]) -> list[Problem]:
    """One question may stand in several branches, and one schema behind several questions."""
    return list(
        {
            (each.pointer, each.keyword, tuple(sorted(map(str, each.params.items())))): each
            for each in found
        }.values()
    )
