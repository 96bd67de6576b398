"""Judges for tests: of one schema, with or without the first judge."""

from typing import Any

import attrs
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from formkit.filling.judge import Judge
from formkit.filling.validation import problems


def judge_of(
    schema: Any, *, formats: bool = True, first: bool = False, others: dict[str, Any] | None = None
) -> Judge:
    """A judge of the schema; without `first`, the last judge alone. `others`: more documents."""
    documents = {"urn:form": schema, **(others or {})}
    registry: Registry[Any] = Registry().with_resources(
        (uri, DRAFT202012.create_resource(document)) for uri, document in documents.items()
    )
    judge = Judge.of(schema, registry=registry, uri="urn:form", formats=formats)
    return judge if first else attrs.evolve(judge, first=None)


def told(schema: Any, answers: Any, **options: Any) -> list[tuple[str, str]]:
    """Pointer and keyword of every problem."""
    return [(p.pointer, p.keyword) for p in problems(judge_of(schema, **options).errors(answers))]
