"""What the results of a checklist say."""

from typing import Any

import pytest

import formkit
from formkit.report.verdicts import still_open

RESULT: dict[str, Any] = {
    "x-role": "result",
    "oneOf": [
        {"const": "self", "title": "Xong", "x-verdict": "done"},
        {"const": "helped", "title": "Xong nhờ hỗ trợ", "x-verdict": "helped"},
        {"const": "part", "title": "Còn dang dở", "x-verdict": "open"},
        {"const": "police", "title": "Ra công an phường", "x-verdict": "referred"},
        {"const": "none", "title": "Chưa làm được", "x-verdict": "failed"},
        {"const": "skip", "title": "Không cần", "x-verdict": "na"},
        {"const": "odd", "title": "Không nói gì"},
    ],
}
FORM = formkit.load(
    {
        "title": "Việc",
        "type": "object",
        "properties": {
            "one": RESULT,
            "other": {**RESULT, "x-role": "task"},
            "people": {
                "type": "array",
                "items": {"type": "object", "properties": {"two": RESULT}},
            },
        },
    }
)


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({}, 0),
        ({"one": "self"}, 0),
        ({"one": "helped"}, 0),
        ({"one": "part"}, 1),
        ({"one": "police"}, 1),
        ({"one": "none"}, 1),
        ({"one": "skip"}, 0),
        ({"one": "odd"}, 0),
        ({"one": "nobody offers this"}, 0),
        ({"other": "part"}, 0),
        ({"one": "part", "people": [{"two": "self"}, {"two": "none"}, {}, {"two": "police"}]}, 3),
    ],
)
def test_what_is_still_open_is_counted(answers: dict[str, Any], left: int) -> None:
    assert still_open(FORM, answers) == left
