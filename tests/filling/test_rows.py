"""The buttons of a page that needs no script."""

from typing import Any

import pytest

from formkit.filling.submission import Submission
from tests.filling.making import TEXT, form_of, sent, wrong

ROWS = {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}}
FORM = form_of(
    {
        "r": ROWS,
        "o": {"type": "object", "properties": {"r": {"type": "array", "items": ROWS}}},
        "kept": {**ROWS, "readOnly": True, "default": [{"a": "x"}]},
        "t": TEXT,
    }
)
PAIRS = [("/r/0/a", "x"), ("/r/5/a", "y"), ("/r/2/a", "z")]


def keys(submission: Submission, *path: str) -> list[str]:
    item: Any = submission.state.root
    for segment in path:
        inside = (*item.children, *item.rows)
        item = next(each for each in inside if each.segments[-1] == segment)
    return [row.key for row in item.rows]


@pytest.mark.parametrize(
    ("button", "after"),
    [
        ("add /r", ["0", "5", "2", "6"]),
        ("remove /r/5", ["0", "2"]),
        ("up /r/5", ["5", "0", "2"]),
        ("down /r/5", ["0", "2", "5"]),
    ],
)
def test_rows_are_added_moved_and_removed(button: str, after: list[str]) -> None:
    submission = sent(FORM, [*PAIRS, ("~do", button), ("/t", " as typed ")])
    assert keys(submission, "r") == after
    assert submission.problems == ()
    assert submission.state.button == button
    assert not submission.ok
    (typed,) = (item for item in submission.state.root.children if item.pointer == "/t")
    assert typed.texts == (" as typed ",)


@pytest.mark.parametrize(
    "button",
    [
        "up /r/0", "down /r/2", "up /r/7", "remove /r/7", "remove /r", "fly /r/0", "add /t",
        "add /r/0", "add /kept", "remove /kept/0", "add /nowhere", "add", "add ", "add  /r",
        "add ~v/r", "add r",
        "remove ~i2/r/0", "remove /nowhere/0", "up /r/0/a", "branch /t", "\x00",
    ],
)  # fmt: skip
def test_a_button_that_can_not_be_done_is_a_problem(button: str) -> None:
    submission = sent(FORM, [*PAIRS, ("~do", button)])
    assert wrong(submission) == [("", "button")]
    assert keys(submission, "r") == ["0", "5", "2"]
    assert not submission.ok


def test_rows_in_rows_have_buttons_too() -> None:
    submission = sent(FORM, [("/o/r/0/1/a", "x"), ("~do", "add /o/r/0")])
    assert keys(submission, "o", "r", "0") == ["1", "2"]
    submission = sent(FORM, [("~do", "add /o/r")])
    assert keys(submission, "o", "r") == ["0"]


def test_a_row_key_has_at_most_six_digits() -> None:
    submission = sent(FORM, [("/r/999999/a", "x"), ("~do", "add /r")])
    assert wrong(submission) == [("", "button")]


def test_an_empty_button_is_none() -> None:
    assert sent(FORM, [("~do", "")]).ok
