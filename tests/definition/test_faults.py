"""Every fault has words in English and in Vietnamese, in one line that a terminal can show."""

import ast
import string
from pathlib import Path

import pytest

from formkit.definition.facts import Facts
from formkit.definition.faults import printable, sentence, sentence_with_place
from formkit.definition.keywords import SHAPES
from formkit.definition.remarks import REASON
from formkit.definition.shapes import SHAPE
from formkit.definition.words import WORDS
from formkit.errors import Problem


def test_all_words_are_of_faults_that_are_made(root: Path) -> None:
    said = {
        node.value
        for path in (root / "formkit" / "definition").glob("*.py")
        if path.name not in ("words.py", "remarks.py", "shapes.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert {code for code in WORDS if not code.startswith("misuse ")} <= said


@pytest.mark.parametrize("code", sorted(WORDS))
def test_both_languages_say_the_same_things(code: str) -> None:
    english, vietnamese = WORDS[code]
    names = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in WORDS[code]
    ]
    assert names[0] == names[1] or code == "misuse"
    for text in (english, vietnamese):
        assert text.strip() == text
        assert text.endswith(".")
        assert "  " not in text
    assert not english.isascii() or english != vietnamese
    assert not vietnamese.isascii()


def test_every_shape_has_words() -> None:
    assert SHAPE.keys() == SHAPES.keys()


def test_every_reason_of_an_unrendered_question_has_vietnamese_words(root: Path) -> None:
    source = ast.parse((root / "formkit/definition/facts.py").read_text("utf-8"))
    reasons = {
        constant.value
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_nothing"
        for constant in ast.walk(node.args[1])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    assert reasons <= REASON.keys()
    assert Facts("unrendered", "none").reason == ""


def test_a_sentence_shows_its_parameters() -> None:
    problem = Problem("/a", "misuse", {"keyword": "x-role", "rule": "enum", "expected": ["a", "b"]})
    assert sentence(problem) == "Here x-role takes one of: a, b."
    assert sentence(problem, "en-GB") == sentence(problem)
    assert sentence(problem, "vi") == "Ở đây x-role cần một trong các giá trị: a, b."
    many = Problem("", "misuse", {"keyword": "k", "rule": "enum", "expected": list(range(30))})
    assert sentence(many).endswith("18, 19, ….")
    rule = Problem("", "misuse", {"keyword": "k", "rule": "minimum", "expected": True})
    assert sentence(rule) == "This is not what k takes (minimum: true). See the vocabulary."
    deep = Problem("", "misuse", {"keyword": "k", "rule": "allOf", "expected": [{"a": 1}]})
    assert "{…}" in sentence(deep)


def test_a_shape_and_a_reason_are_said_in_the_language() -> None:
    shape = Problem("/a", "misshapen", {"keyword": "minLength", "shape": "count"})
    assert sentence(shape) == "minLength takes a whole number, 0 or more."
    assert sentence(shape, "vi") == "minLength cần một số nguyên, từ 0 trở lên."
    for code, reason, vietnamese in (
        ("unrendered", "no type is left", "không còn kiểu (type) nào"),
        ("json-text", "there are too many ways to choose", "có quá nhiều cách chọn"),
    ):
        problem = Problem("/a", code, {"question": "/a", "reason": reason})
        assert reason in sentence(problem)
        assert vietnamese in sentence(problem, "vi")


def test_a_nearest_name_is_asked_for() -> None:
    near = Problem("/a", "misspelt", {"keyword": "x-wiget", "near": "x-widget"})
    assert sentence(near).endswith("Did you mean x-widget?")
    assert sentence(near, "vi").endswith("Có phải ý Ông/Bà là x-widget?")
    none = Problem("/a", "no-pointer", {"found": "#/b", "near": None})
    assert sentence(none).endswith("Check each name in it.")


@pytest.mark.parametrize(
    ("params", "place"),
    [
        ({}, ""),
        ({"line": 3}, "line 3: "),
        ({"file": "a.json"}, "a.json: "),
        ({"file": "a\n.json", "line": 3}, "a\\n.json:3: "),
    ],
)
def test_a_fault_in_one_line(params: dict[str, object], place: str) -> None:
    problem = Problem("", "no-definition", params)
    said = "A definition is one JSON object: begin it with { and end it with }."
    assert sentence_with_place(problem) == f"{place}(root): {said}"
    warning = Problem("/a\n", "untitled", {"question": "/a\n", **params}, "warning")
    assert sentence_with_place(warning).startswith(f"{place}/a\\n: warning: ")
    assert sentence_with_place(warning, "vi").startswith(f"{place}/a\\n: cảnh báo: ")


def test_what_a_terminal_would_obey_is_escaped() -> None:
    assert printable("ă \x1b[1m\u202e\ud800") == "ă \\x1b[1m\\u202e\\ud800"
