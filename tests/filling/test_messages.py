"""A sentence knows the question, its form, and the language; and there is one, whatever comes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.definition.form import Form
from formkit.errors import Problem
from formkit.filling.messages import message, message_of, sentence
from formkit.language import Text
from tests.filling.telling import KEYWORDS, KINDS, WIDGETS, told


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("date", "2026-03-05"),
        ("time", "14:30"),
        ("date-time", "2026-03-05T14:30"),
        ("duration", "P3D"),
        ("email", "ten@example.com"),
        ("idn-email", "ten@example.com"),
        ("hostname", "example.com"),
        ("idn-hostname", "example.com"),
        ("ipv4", "192.0.2.1"),
        ("ipv6", "2001:db8::1"),
        ("uri", "https://example.com"),
        ("iri", "https://example.com"),
        ("uri-reference", "/gioi-thieu"),
        ("iri-reference", "/gioi-thieu"),
        ("uri-template", "https://example.com/{ma}"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000"),
        ("json-pointer", "/a/b"),
        ("relative-json-pointer", "1/a"),
        ("regex", "^[0-9]+$"),
        ("phone", "0912 345 678"),
    ],
)
def test_each_format_has_an_example(name: str, example: str) -> None:
    vi, en = told("format", {"format": name})
    assert f"ví dụ {example}" in vi
    assert f"for example {example}" in en


def test_a_form_gives_its_own_example() -> None:
    known = {"schemas": [{"examples": []}, {"examples": "A1"}, {"examples": ["A-123", "B-1"]}]}
    expected = ("Ông/Bà viết theo ví dụ: A-123", "Write it like this example: A-123")
    assert told("pattern", {"pattern": "^A"}, **known) == expected
    assert told("format", {"format": "stall"}, **known) == expected
    assert told("pattern", schemas=[{"examples": [12.5]}])[0] == "Ông/Bà viết theo ví dụ: 12,5"
    assert told("pattern", schemas=[{"examples": [True]}])[1] == "Check how this answer is written"


def test_a_pattern_without_example_is_told_by_control() -> None:
    assert told("pattern", widget="tel")[0] == "Ông/Bà điền số điện thoại, ví dụ 0912 345 678"
    assert (
        told("pattern", widget="url")[1] == "Enter a web address, for example https://example.com"
    )
    assert told("pattern", widget="text") == (
        "Ông/Bà kiểm tra lại cách viết câu trả lời này",
        "Check how this answer is written",
    )
    assert told("format", {"format": 3}, widget="text")[1] == "Check how this answer is written"


def test_both_ends_are_told_where_one_schema_sets_them() -> None:
    expected = ("Ông/Bà điền số từ 1 đến 20", "Enter a number from 1 to 20")
    schemas = [{"minimum": 5}, {"minimum": 1, "maximum": 20}]
    assert told("minimum", {"limit": 1}, schemas=schemas) == expected
    assert told("maximum", {"limit": 20}, schemas=schemas) == expected
    assert told("minimum", {"limit": 5}, schemas=schemas)[1] == "Enter 5 or more"


def test_a_limit_that_is_another_answer_names_its_question() -> None:
    params = {"limit": 3, "with": "/n_helped"}
    schemas = [{"minimum": 0, "maximum": 3}]
    assert told("maximum", params, schemas=schemas, other="Hỗ trợ mấy người?") == (
        "Ông/Bà điền số từ 3 trở xuống, theo câu “Hỗ trợ mấy người?”",
        "Enter 3 or less, as in “Hỗ trợ mấy người?”",
    )
    assert told("maximum", params)[1] == "Enter 3 or less"
    assert told("maximum", {"limit": 3}, other="Hỗ trợ mấy người?")[1] == "Enter 3 or less"


def test_what_is_only_recommended_is_asked_kindly() -> None:
    assert told("x-recommended", severity="warning") == (
        "Nếu được, Ông/Bà trả lời thêm câu này",
        "If you can, answer this too",
    )
    assert told("unheard-of", severity="warning") == (
        "Nếu được, Ông/Bà xem lại câu trả lời này",
        "If you can, look at this answer again",
    )


def test_long_texts_are_cut_inside_a_sentence() -> None:
    vi, _ = told("const", {"options": ["ạ" * 500]})
    assert vi == "Ông/Bà điền đúng “" + "ạ" * 59 + "…”"


def test_the_question_has_the_first_word() -> None:
    schema = {
        "x-message": {"required": "Ông/Bà chọn nơi"},
        "x-i18n": {"en": {"message": {"required": "Choose the place"}}},
    }
    assert told("required", schemas=[schema]) == ("Ông/Bà chọn nơi", "Choose the place")
    assert told("dependentRequired", schemas=[schema])[1] == "Choose the place"
    own = {"x-message": {"dependentRequired": "Ông/Bà cho biết thêm"}}
    assert told("dependentRequired", schemas=[own, schema])[0] == "Ông/Bà cho biết thêm"
    assert told("enum", schemas=[schema])[1] == "Choose one of the answers shown"


def test_the_language_of_a_sentence_is_told() -> None:
    missing = Problem("/a", "required")
    assert message_of(missing, "km", default="vi") == Text("Ông/Bà điền câu trả lời này", "vi")
    assert message_of(missing, "km", default="en") == Text("Fill in this answer", "en")
    assert message_of(missing, "en", [{"x-message": {"required": "Nơi?"}}]) == Text("Nơi?", "vi")


def test_numbers_are_in_the_language_they_are_typed_in() -> None:
    said = message_of(Problem("/a", "minimum", {"limit": 0.5}), "km", default="vi")
    assert said == Text("Ông/Bà điền số từ 0.5 trở lên", "vi")


def test_a_host_replaces_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "vi/LC_MESSAGES/formkit.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "Fill in this answer"\nmsgstr "Quý khách điền vào đây"\n', "utf-8")
    said = message_of(Problem("/a", "required"), "vi", folders=(tmp_path,))
    assert said.text == "Quý khách điền vào đây"


# ---- for a form


def form_of(document: dict[str, Any]) -> Form:
    text = json.dumps(document, ensure_ascii=False)
    return Form(hashlib.sha256(text.encode()).hexdigest(), document, text)


VISIT = form_of(
    {
        "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
        "type": "object",
        "properties": {
            "n_helped": {
                "type": "integer",
                "title": "Hỗ trợ mấy người?",
                "x-i18n": {"en": {"title": "How many were helped?"}},
            },
            "n_60plus": {"type": "integer", "x-limit": {"maximum": "1/n_helped"}},
            "people": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"device": {"enum": ["own", "desk"]}},
                },
            },
        },
    }
)


@pytest.mark.parametrize(
    ("problem", "vi"),
    [
        (Problem("/n_helped", "required"), "Ông/Bà điền một số nguyên"),
        (Problem("/people", "required"), "Ông/Bà thêm ít nhất một mục"),
        (Problem("/people/12/device", "required"), "Ông/Bà chọn một câu trả lời"),
        (Problem("/people/12/device/x/y", "required"), "Ông/Bà điền câu trả lời này"),
        (Problem("/extra", "additionalProperties"), "Ông/Bà bỏ phần này, vì phiếu không hỏi"),
        (Problem("", "depth"), "Ông/Bà bỏ bớt những mục lồng nhiều lớp trong mục khác"),
        (Problem("no pointer", "required"), "Ông/Bà điền câu trả lời này"),
    ],
)
def test_the_question_is_found_in_the_form(problem: Problem, vi: str) -> None:
    assert sentence(VISIT, problem) == vi
    assert message(VISIT, problem, "vi-VN") == Text(vi, "vi")


def test_the_other_question_is_found_in_the_form() -> None:
    problem = Problem("/n_60plus", "maximum", {"limit": 3, "with": "/n_helped"})
    assert sentence(VISIT, problem, "en") == "Enter 3 or less, as in “How many were helped?”"
    untitled = Problem("/n_60plus", "maximum", {"limit": 3, "with": "/people"})
    assert sentence(VISIT, untitled, "en") == "Enter 3 or less"


# ---- whatever comes

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=100)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4), st.dictionaries(st.text(max_size=5), inside, max_size=4)
    ),
    max_leaves=8,
)
PARAMS = st.dictionaries(
    st.sampled_from(
        ["limit", "type", "format", "pattern", "options", "property", "with", "text", "values"]
    ),
    JSON,
)
PROBLEMS = st.builds(
    Problem,
    st.one_of(st.text(), st.sampled_from(["/n_60plus", "/people/0/device"])),
    st.one_of(st.sampled_from(KEYWORDS), st.text()),
    PARAMS,
    st.sampled_from(["error", "warning"]),
)


@given(PROBLEMS, st.one_of(st.none(), st.text(), st.sampled_from(["vi", "en", "zh-Hant"])))
def test_any_problem_has_a_sentence(problem: Problem, language: str | None) -> None:
    assert sentence(VISIT, problem, language)


@given(
    PROBLEMS,
    st.sampled_from(["vi", "en"]),
    st.lists(st.dictionaries(st.sampled_from(["examples", "minimum", "maximum"]), JSON)),
    st.sampled_from(KINDS),
    st.sampled_from(WIDGETS),
    st.one_of(st.none(), st.text()),
)
def test_any_problem_at_any_control_has_a_sentence(
    problem: Problem,
    language: str,
    schemas: list[Mapping[str, Any]],
    kind: str,
    widget: str,
    other: str | None,
) -> None:
    said = message_of(problem, language, schemas, kind=kind, widget=widget, other=other)
    assert said.text
    assert said.tag == language


@pytest.mark.parametrize("keyword", KEYWORDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_parameters_that_are_missing_are_done_without(keyword: str, language: str) -> None:
    for kind in KINDS:
        said = message_of(Problem("/a", keyword), language, kind=kind)
        assert said.tag == language
        assert "%" not in said.text
