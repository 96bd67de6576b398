"""What a condition says of answers: the same vectors run in a browser (tests/e2e)."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
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


def _multiple_of(_: Any, factor: Any, value: Any, __: Any) -> Iterator[ValidationError]:
    """As decimals, which people write: 0.3 is three times 0.1."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and Decimal(repr(value)) % Decimal(repr(factor)):
        yield ValidationError("multipleOf")


PLAIN = extend(Draft202012Validator, {"multipleOf": _multiple_of})


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["name"]) for one in VECTORS])
def test_another_judge_decides_the_same(vector: dict[str, Any]) -> None:
    """One that isn't ours. It knows another dialect of patterns: a browser judges those."""
    if "attern" not in json.dumps(vector["schema"]):
        assert PLAIN(vector["schema"]).is_valid(vector["answers"]) is vector["holds"]


def test_there_are_enough_of_them() -> None:
    assert len({one["name"] for one in VECTORS}) == len(VECTORS) >= 500
