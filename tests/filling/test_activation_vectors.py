"""What is asked and stored of a page that was filled; the same vectors run in a browser (e2e).

Their answers were found by hand.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from formkit.definition.load import load
from formkit.filling.submission import submit
from formkit.testing.answering import same_answers

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).parent.parent.joinpath("vectors", "activation.json").read_text()
)


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["name"]) for one in VECTORS])
def test_the_server_asks_as_the_vector_says(vector: dict[str, Any]) -> None:
    pairs = [(name, text) for name, text in vector["pairs"]]
    answers = submit(load(vector["schema"]), pairs).answers
    assert same_answers(answers, vector["answers"])


def test_there_are_enough_of_them() -> None:
    assert len({one["name"] for one in VECTORS}) == len(VECTORS) >= 50
