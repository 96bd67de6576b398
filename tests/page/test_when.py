"""When a conditional question is to be answered, in words."""

from typing import Any

import pytest

from tests.page.making import form, shown

QUESTIONS: dict[str, Any] = {
    "met": {"title": "Gặp ai?", "enum": ["yes", "no", "later"]},
    "done": {
        "title": "Xong chưa?",
        "oneOf": [{"const": "a", "title": "Đã xong"}, {"const": "b", "title": "Chưa"}],
    },
    "n": {"title": "Mấy người?", "type": "integer"},
    "yes": {"title": "Có không?", "type": "boolean"},
    "day": {"title": "Ngày nào?", "type": "string", "format": "date"},
    "tasks": {
        "title": "Việc gì (100%)?",
        "type": "array",
        "uniqueItems": True,
        "items": {"oneOf": [{"const": "x", "title": "Ích"}, {"const": "y", "title": "Yên"}]},
    },
    "place": {"type": "object", "properties": {"ward": {"title": "Phường", "type": "string"}}},
}


def sentence(condition: Any, keyword: str = "then", language: str = "en") -> str:
    made = form(
        QUESTIONS,
        **{
            "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
            "if": condition,
            keyword: {"properties": {"more": {"type": "string"}}},
        },
    )
    return shown(made, language=language).one("p", class_="when").words


def of(name: str, schema: Any) -> dict[str, Any]:
    return {"properties": {name: schema}, "required": [name]}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (of("met", {"const": "yes"}), "“Gặp ai?” is “yes”"),
        (of("done", {"const": "a"}), "“Xong chưa?” is “Đã xong”"),
        (of("met", {"enum": ["yes", "no"]}), "“Gặp ai?” is “yes” or “no”"),
        (of("yes", {"const": False}), "“Có không?” is “No”"),
        (of("day", {"const": "2026-03-05"}), "“Ngày nào?” is “5 Mar 2026”"),
        (of("n", {"minimum": 3}), "“Mấy người?” is 3 or more"),
        (of("n", {"maximum": 3}), "“Mấy người?” is 3 or less"),
        (of("n", {"exclusiveMinimum": 3}), "“Mấy người?” is more than 3"),
        (of("n", {"exclusiveMaximum": 3}), "“Mấy người?” is less than 3"),
        (of("n", {"not": {"minimum": 3}}), "“Mấy người?” is less than 3"),
        (of("met", {"not": {"const": "yes"}}), "“Gặp ai?” is not “yes”"),
        (of("tasks", {"contains": {"const": "x"}}), "“Việc gì (100%)?” has “Ích”"),
        (of("tasks", {"contains": {"enum": ["x", "y"]}}), "“Việc gì (100%)?” has “Ích” or “Yên”"),
        (of("tasks", {"not": {"contains": {"const": "x"}}}), "“Việc gì (100%)?” lacks “Ích”"),
        (of("tasks", {"minItems": 1}), "“Việc gì (100%)?” is answered"),
        ({"required": ["n"]}, "“Mấy người?” is answered"),
        ({"not": {"required": ["n"]}}, "“Mấy người?” is not answered"),
        (
            {"properties": {"n": {"minimum": 1}, "met": {"const": "no"}}},
            "“Mấy người?” is 1 or more and “Gặp ai?” is “no”",
        ),
        (
            {"anyOf": [of("n", {"minimum": 1}), of("met", {"const": "no"})]},
            "“Mấy người?” is 1 or more or “Gặp ai?” is “no”",
        ),
        (
            {"not": {"allOf": [of("n", {"minimum": 1}), of("met", {"const": "no"})]}},
            "“Mấy người?” is less than 1 or “Gặp ai?” is not “no”",
        ),
        (
            of("met", {"anyOf": [{"const": "yes"}, {"const": "no"}]}),
            "“Gặp ai?” is “yes” or “Gặp ai?” is “no”",
        ),
        ({"properties": {"place": of("ward", {"const": "1"})}}, "“Phường” is “1”"),
    ],
)
def test_a_condition_in_words(condition: Any, said: str) -> None:
    assert sentence(condition) == f"Only if {said}."


def test_an_else_says_the_opposite() -> None:
    assert sentence(of("done", {"const": "a"}), "else") == "Only if “Xong chưa?” is not “Đã xong”."


@pytest.mark.parametrize(
    "condition",
    [
        True,
        {"properties": {"unknown": {"const": 1}}},
        of("met", {"pattern": "^y"}),
        of("tasks", {"contains": {"minLength": 3}}),
        of("tasks", {"contains": True}),
        of("tasks", {"minItems": 2}),
        of("met", False),
        {"minProperties": 3},
        {"properties": {"met": True}},
        {"anyOf": [of("n", {"minimum": n}) for n in range(9)]},
    ],
)
def test_what_has_no_plain_words_is_said_in_general(condition: Any) -> None:
    assert sentence(condition) == "Only if this concerns you."


def test_it_is_said_in_the_pages_language() -> None:
    said = sentence(of("met", {"enum": ["yes", "no"]}), language="vi")
    assert said == "Chỉ trả lời nếu câu “Gặp ai?” là “yes” hoặc “no”."
