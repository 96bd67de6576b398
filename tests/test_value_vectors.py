"""What a typed text means: the same vectors run in a browser (tests/e2e)."""

import json
from pathlib import Path
from typing import Any

import pytest

from formkit.filling.numbers import Ambiguous, read_number
from formkit.text import clean

FOLDER = Path(__file__).parent / "vectors"
CLEANING: list[dict[str, Any]] = json.loads((FOLDER / "cleaning.json").read_text())
NUMBERS: list[dict[str, Any]] = json.loads((FOLDER / "numbers.json").read_text())


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["name"]) for one in CLEANING])
def test_texts_are_cleaned(vector: dict[str, Any]) -> None:
    exact = vector.get("exact", False)
    assert clean(vector["text"], exact=exact) == vector["cleaned"]
    assert clean(vector["cleaned"], exact=exact) == vector["cleaned"]


def number_id(vector: dict[str, Any]) -> str:
    return f"{vector['text']} {vector['language']} {vector['kind']}"


@pytest.mark.parametrize("vector", NUMBERS, ids=number_id)
def test_numbers_are_read(vector: dict[str, Any]) -> None:
    number = read_number(vector["text"], vector["language"], vector["kind"] == "integer")
    if vector.get("ambiguous"):
        assert isinstance(number, Ambiguous)
    elif vector.get("stays"):
        assert number is None
    else:
        assert not isinstance(number, bool)
        assert number == vector["value"]


def test_there_are_enough_of_them() -> None:
    assert len(CLEANING) >= 60
    assert len(NUMBERS) >= 80
