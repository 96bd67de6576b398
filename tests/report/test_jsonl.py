"""JSON Lines: what was answered comes back to the last bit."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.store.responses import Response
from tests.report.taking import published, responses, taken
from tests.report.test_columns import TEXT, form
from tests.searching import part

TEXTS = st.text(st.characters(codec=None), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inside: st.lists(inside) | st.dictionaries(TEXTS, inside),
)


def written(*answers: dict[str, Any]) -> list[str]:
    versions = published(form(a=TEXT))
    text = taken("jsonl", versions, responses(versions[0], *answers)).decode("utf-8")
    assert text.endswith("\n") or not answers
    return text.split("\n")[:-1]


def exactly(value: Any) -> str:
    """Equal only for two values that are the same in type, order and every digit."""
    return repr(value)


def test_a_line_says_what_is_known_of_a_response() -> None:
    (line,) = written({"a": "Nguyễn"})
    assert line == (
        '{"id":"019a0000-0000-7000-8000-000000000001","form":"visit","version":1,'
        '"received":"2026-11-25T10:51:49.123456+07:00","place":"26740","team":"Đội 1",'
        '"language":"vi","channel":null,"answers":{"a":"Nguyễn"}}'
    )


@part(4)
@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), max_size=4))
def test_answers_come_back_exactly(answers: list[dict[str, Any]]) -> None:
    lines = written(*answers)
    assert [exactly(json.loads(line)["answers"]) for line in lines] == list(map(exactly, answers))
    # whoever splits at any end of a line finds the same lines
    assert "\n".join(lines).splitlines() == lines


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "00071", "Nguye\u0302\u0303n", "a\r\nb\u2028c\u2029d\u0085e", '";\'', "\ud800",
        "\x00", 12_345_678_901_234_567_890, 10**4299, 1.0, -0.0, 1e300, 0.1 + 0.2, "", None,
        [], {}, [[]], "x" * 40_000,
    ],
)  # fmt: skip
def test_each_odd_value_comes_back(value: Any) -> None:
    (line,) = written({"a": value, value if isinstance(value, str) else "b": 1})
    found = json.loads(line)["answers"]
    assert exactly(found) == exactly({"a": value, value if isinstance(value, str) else "b": 1})


def test_no_response_is_no_line() -> None:
    assert written() == []


def test_personal_answers_of_the_store_come_as_they_are() -> None:
    marked = {**TEXT, "x-personal": {"level": "basic"}}
    versions = published(form(a=marked))
    given_responses: list[Response] = responses(versions[0], {"a": "Hoa"})
    assert b"Hoa" in taken("jsonl", versions, given_responses, personal=True)


def test_what_a_later_version_calls_personal_is_in_no_line() -> None:
    marked = {**TEXT, "x-personal": {"level": "basic"}}
    versions = published(form(a=TEXT, b=TEXT), form(a=marked, b=TEXT))
    text = taken("jsonl", versions, responses(versions[0], {"a": "Hoa", "b": "x"}))
    assert json.loads(text)["answers"] == {"b": "x"}
