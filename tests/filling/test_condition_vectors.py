"""What a condition says of answers: the same vectors run in a browser (tests/e2e)."""

import json
from pathlib import Path
from typing import Any

import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from formkit.filling.judge import Judge

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).parent.parent.joinpath("vectors", "conditions.json").read_text()
)


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["name"]) for one in VECTORS])
def test_the_judge_decides_as_the_vector_says(vector: dict[str, Any]) -> None:
    resource = DRAFT202012.create_resource(vector["schema"])
    registry = Registry().with_resource("urn:condition", resource)
    judge = Judge.of({}, registry=registry, uri="urn:condition", formats=False)
    condition = judge.condition(vector["schema"], registry.resolver("urn:condition"))
    assert condition(vector["answers"]) is vector["holds"]


def test_there_are_enough_of_them() -> None:
    assert len({one["name"] for one in VECTORS}) == len(VECTORS) >= 150
