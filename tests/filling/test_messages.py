"""Every problem has a sentence, and the sentences that matter most are these."""

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
from formkit.filling.messages import SENTENCES, message, message_of, sentence
from formkit.language import Text

KINDS = (
    "",
    "object",
    "rows",
    "ticks",
    "choice",
    "boolean",
    "consent",
    "const",
    "string",
    "number",
    "integer",
    "unrendered",
)
WIDGETS = (
    "",
    "group",
    "rows",
    "checkboxes",
    "radio",
    "select",
    "scale",
    "yesno",
    "tick",
    "hidden",
    "text",
    "textarea",
    "email",
    "tel",
    "url",
    "date",
    "time",
    "date-time",
    "number",
    "integer",
    "none",
)
# Every keyword of JSON Schema 2020-12 that can fail, and formkit's own.
KEYWORDS = (
    *("type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum"),
    *("exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems"),
    *("uniqueItems", "maxContains", "minContains", "contains", "maxProperties", "minProperties"),
    *("required", "dependentRequired", "format", "not", "anyOf", "oneOf", "false", "items"),
    *("additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"),
    *("prefixItems", "additionalItems", "key"),
    *("ambiguous", "repeated", "name", "json", "version", "button", "depth", "pairs"),
    "x-recommended",
)


def told(
    keyword: str,
    params: Mapping[str, Any] | None = None,
    *,
    severity: Any = "error",
    **known: Any,
) -> tuple[str, str]:
    """The sentence in Vietnamese and in English."""
    problem = Problem("/a", keyword, params or {}, severity)
    return message_of(problem, "vi", **known).text, message_of(problem, "en", **known).text


def test_every_keyword_has_words() -> None:
    assert set(SENTENCES) == set(KEYWORDS)


@pytest.mark.parametrize(
    ("kind", "widget", "vi", "en"),
    [
        ("string", "text", "Ông/Bà điền câu trả lời này", "Fill in this answer"),
        ("choice", "radio", "Ông/Bà chọn một câu trả lời", "Choose an answer"),
        ("choice", "select", "Ông/Bà chọn một câu trả lời", "Choose an answer"),
        ("boolean", "yesno", "Ông/Bà chọn một câu trả lời", "Choose an answer"),
        ("choice", "scale", "Ông/Bà chọn một mức", "Choose a step on the scale"),
        (
            "ticks",
            "checkboxes",
            "Ông/Bà chọn ít nhất một câu trả lời",
            "Choose at least one answer",
        ),
        ("rows", "rows", "Ông/Bà thêm ít nhất một mục", "Add at least one entry"),
        ("consent", "tick", "Ông/Bà đánh dấu vào ô này để đồng ý", "Tick this box to agree"),
        ("boolean", "tick", "Ông/Bà đánh dấu vào ô này", "Tick this box"),
        ("string", "date", "Ông/Bà chọn ngày", "Choose a date"),
        ("string", "time", "Ông/Bà điền giờ, ví dụ 14:30", "Enter a time, for example 14:30"),
        ("string", "date-time", "Ông/Bà chọn ngày và giờ", "Choose a date and a time"),
        ("integer", "integer", "Ông/Bà điền một số nguyên", "Enter a whole number"),
        ("number", "number", "Ông/Bà điền một số", "Enter a number"),
        ("string", "email", "Ông/Bà điền địa chỉ email", "Enter an email address"),
        ("string", "tel", "Ông/Bà điền số điện thoại", "Enter a phone number"),
        ("string", "url", "Ông/Bà điền địa chỉ trang web", "Enter a web address"),
        ("object", "group", "Ông/Bà trả lời phần này", "Answer this part"),
        (
            "const",
            "hidden",
            "Ông/Bà mở lại trang này rồi gửi lại",
            "Open this page again, then send it",
        ),
        ("", "", "Ông/Bà điền câu trả lời này", "Fill in this answer"),
    ],
)
def test_what_is_missing_is_said_by_control(kind: str, widget: str, vi: str, en: str) -> None:
    assert told("required", kind=kind, widget=widget) == (vi, en)
    assert told("dependentRequired", {"property": "a"}, kind=kind, widget=widget) == (vi, en)
    assert told("minLength", {"limit": 1}, kind=kind, widget=widget) == (vi, en)


@pytest.mark.parametrize(
    ("keyword", "params", "vi", "en"),
    [
        ("minimum", {"limit": 1}, "Ông/Bà điền số từ 1 trở lên", "Enter 1 or more"),
        ("maximum", {"limit": 3.5}, "Ông/Bà điền số từ 3,5 trở xuống", "Enter 3.5 or less"),
        ("exclusiveMinimum", {"limit": 0}, "Ông/Bà điền số lớn hơn 0", "Enter a number above 0"),
        (
            "exclusiveMaximum",
            {"limit": 12345},
            "Ông/Bà điền số nhỏ hơn 12.345",
            "Enter a number below 12,345",
        ),
        (
            "minimum",
            {"limit": "2026-03-05"},
            "Ông/Bà chọn ngày từ 05/03/2026 trở đi",
            "Choose 5 Mar 2026 or a later date",
        ),
        (
            "maximum",
            {"limit": "2026-03-05"},
            "Ông/Bà chọn ngày từ 05/03/2026 trở về trước",
            "Choose 5 Mar 2026 or an earlier date",
        ),
        (
            "exclusiveMinimum",
            {"limit": "2026-03-05T14:30:00+07:00"},
            "Ông/Bà chọn ngày sau 05/03/2026 14:30",
            "Choose a date after 5 Mar 2026 14:30",
        ),
        (
            "exclusiveMaximum",
            {"limit": "2026-03-05"},
            "Ông/Bà chọn ngày trước 05/03/2026",
            "Choose a date before 5 Mar 2026",
        ),
        (
            "minimum",
            {"limit": "14:30:00+07:00"},
            "Ông/Bà điền giờ từ 14:30 trở đi",
            "Enter 14:30 or a later time",
        ),
        (
            "maximum",
            {"limit": "noon"},
            "Ông/Bà kiểm tra lại câu trả lời này",
            "Check this answer",
        ),
        (
            "multipleOf",
            {"limit": 1},
            "Ông/Bà điền một số nguyên, ví dụ 3",
            "Enter a whole number, for example 3",
        ),
        (
            "multipleOf",
            {"limit": 0.01},
            "Ông/Bà điền số có nhiều nhất 2 chữ số sau dấu phẩy",
            "Enter a number with at most 2 decimal places",
        ),
        (
            "multipleOf",
            {"limit": 0.1},
            "Ông/Bà điền số có nhiều nhất 1 chữ số sau dấu phẩy",
            "Enter a number with at most 1 decimal place",
        ),
        (
            "multipleOf",
            {"limit": 500},
            "Ông/Bà điền số chia hết cho 500",
            "Enter a multiple of 500",
        ),
        (
            "ambiguous",
            {"text": "1.234", "options": ["1234", "1,234"]},
            "Ông/Bà điền 1234 hoặc 1,234: “1.234” có hai cách hiểu",
            "Enter 1234 or 1,234: “1.234” can be read as either",
        ),
        (
            "minLength",
            {"limit": 10},
            "Ông/Bà viết ít nhất 10 ký tự",
            "Write at least 10 characters",
        ),
        (
            "maxLength",
            {"limit": 300},
            "Ông/Bà viết ngắn lại, nhiều nhất 300 ký tự",
            "Shorten this to 300 characters",
        ),
        (
            "maxLength",
            {"limit": 1},
            "Ông/Bà viết ngắn lại, nhiều nhất 1 ký tự",
            "Shorten this to 1 character",
        ),
        ("minItems", {"limit": 2}, "Ông/Bà điền ít nhất 2 mục", "Fill in at least 2 entries"),
        ("maxItems", {"limit": 1}, "Ông/Bà bớt lại còn nhiều nhất 1 mục", "Keep at most 1 entry"),
        (
            "uniqueItems",
            {},
            "Ông/Bà bỏ hoặc sửa những mục giống nhau",
            "Remove or change the entries that are alike",
        ),
        (
            "minProperties",
            {"limit": 2.0},
            "Ông/Bà trả lời ít nhất 2 câu trong phần này",
            "Answer at least 2 questions here",
        ),
        (
            "maxProperties",
            {"limit": 1},
            "Ông/Bà bớt lại, chỉ trả lời nhiều nhất 1 câu trong phần này",
            "Answer at most 1 question here",
        ),
        (
            "additionalProperties",
            {"property": "a"},
            "Ông/Bà bỏ phần này, vì phiếu không hỏi",
            "Leave this out: the form doesn't ask for it",
        ),
        (
            "enum",
            {"options": ["a", "b"]},
            "Ông/Bà chọn một trong các câu trả lời có sẵn",
            "Choose one of the answers shown",
        ),
        ("const", {"options": ["có"]}, "Ông/Bà điền đúng “có”", "Enter exactly “có”"),
        ("const", {"options": [3.5]}, "Ông/Bà điền đúng “3,5”", "Enter exactly “3.5”"),
        ("const", {"options": [True]}, "Ông/Bà kiểm tra lại câu trả lời này", "Check this answer"),
        (
            "oneOf",
            {},
            "Ông/Bà chọn một trong các cách trả lời",
            "Choose one of the ways to answer",
        ),
        ("anyOf", {}, "Ông/Bà chọn ít nhất một cách trả lời", "Choose at least one way to answer"),
        ("not", {}, "Ông/Bà trả lời khác đi", "Give another answer"),
        ("propertyNames", {}, "Ông/Bà đặt tên khác cho mục này", "Give this entry another name"),
        (
            "contains",
            {},
            "Ông/Bà xem lại và thêm mục còn thiếu",
            "Look at the entries again and add the one that is missing",
        ),
        (
            "maxContains",
            {"limit": 1},
            "Ông/Bà bỏ bớt những mục thừa",
            "Remove the entries that are too many",
        ),
        (
            "depth",
            {},
            "Ông/Bà bỏ bớt những mục lồng nhiều lớp trong mục khác",
            "Take out entries that lie deep inside other entries",
        ),
        (
            "repeated",
            {"values": ["a", "b"]},
            "Ông/Bà trả lời lại câu này, vì có hai câu khác nhau được gửi",
            "Give one answer here: two different ones were sent",
        ),
        (
            "json",
            {},
            "Ông/Bà điền lại câu này, vì bản đã giữ không đọc được",
            "Fill in this answer again: what was kept can't be read",
        ),
        (
            "name",
            {"names": ["/a%"], "count": 1},
            "Ông/Bà mở lại trang này rồi gửi lại, vì có phần không đọc được",
            "Open this page again, then send it: a part can't be read",
        ),
        (
            "pairs",
            {"limit": 20000, "count": 1},
            "Ông/Bà bớt câu trả lời rồi gửi lại, vì phiếu dài quá mức nhận được",
            "Take out some answers, then send again: this is too much at once",
        ),
        (
            "version",
            {"version": "0" * 64},
            "Ông/Bà xem lại các câu trả lời, vì phiếu đã có bản mới",
            "Look through your answers again: the form has changed since",
        ),
        (
            "button",
            {"value": "up /people/9"},
            "Ông/Bà bấm lại nút, vì chưa có gì thay đổi",
            "Press the button again: nothing was changed",
        ),
        ("key", {"reason": "empty"}, "Ông/Bà đặt tên cho mục này", "Name this entry"),
        (
            "key",
            {"reason": "twice", "name": "a"},
            "Ông/Bà đặt tên khác cho mục này: đã có một mục tên như vậy",
            "Give this entry another name: there is one of this name already",
        ),
        (
            "key",
            {"reason": "alone"},
            "Ông/Bà trả lời ở đây, hoặc bỏ mục này ra",
            "Answer here, or take this entry out",
        ),
        ("key", {}, "Ông/Bà kiểm tra lại câu trả lời này", "Check this answer"),
        ("unheard-of", {}, "Ông/Bà kiểm tra lại câu trả lời này", "Check this answer"),
    ],
)
def test_sentences(keyword: str, params: Mapping[str, Any], vi: str, en: str) -> None:
    assert told(keyword, params) == (vi, en)


@pytest.mark.parametrize(
    ("types", "vi", "en"),
    [
        (["integer"], "Ông/Bà điền một số nguyên, ví dụ 3", "Enter a whole number, for example 3"),
        (["number"], "Ông/Bà điền một số, ví dụ 3,5", "Enter a number, for example 3.5"),
        (["integer", "number"], "Ông/Bà điền một số, ví dụ 3,5", "Enter a number, for example 3.5"),
        (["null", "boolean"], "Ông/Bà chọn Có hoặc Không", "Choose Yes or No"),
        (["string"], "Ông/Bà trả lời bằng chữ", "Answer in words"),
        (["array"], "Ông/Bà điền lại danh sách này", "Fill in this list again"),
        (["object"], "Ông/Bà trả lời lại phần này", "Answer this part again"),
        (["null"], "Ông/Bà để trống câu này", "Leave this empty"),
        (["string", "integer"], "Ông/Bà chọn kiểu câu trả lời", "Choose the kind of answer"),
        ([], "Ông/Bà kiểm tra lại câu trả lời này", "Check this answer"),
        (["date"], "Ông/Bà kiểm tra lại câu trả lời này", "Check this answer"),
    ],
)
def test_what_is_of_another_type(types: list[str], vi: str, en: str) -> None:
    assert told("type", {"type": types}) == (vi, en)


@pytest.mark.parametrize("keyword", ["type", "enum", "const", "oneOf", "anyOf"])
def test_what_can_only_be_chosen_is_to_be_chosen(keyword: str) -> None:
    params = {"type": ["string"], "options": ["a"]}
    assert told(keyword, params, kind="choice", widget="radio") == (
        "Ông/Bà chọn một trong các câu trả lời có sẵn",
        "Choose one of the answers shown",
    )
    assert told(keyword, params, kind="ticks")[0] == "Ông/Bà chọn trong các câu trả lời có sẵn"
    assert told(keyword, params, kind="consent")[0] == "Ông/Bà đánh dấu vào ô này để đồng ý"
    assert told(keyword, params, kind="const")[1] == "Open this page again, then send it"


@pytest.mark.parametrize(
    ("keyword", "limit", "vi", "en"),
    [
        ("minItems", 1, "Ông/Bà chọn ít nhất 1 câu trả lời", "Choose at least 1 answer"),
        ("maxItems", 3, "Ông/Bà chọn nhiều nhất 3 câu trả lời", "Choose at most 3 answers"),
        (
            "contains",
            1,
            "Ông/Bà xem lại và chọn thêm câu trả lời còn thiếu",
            "Look at the answers again and choose the one that is missing",
        ),
    ],
)
def test_answers_to_tick_are_answers(keyword: str, limit: int, vi: str, en: str) -> None:
    assert told(keyword, {"limit": limit}, kind="ticks", widget="checkboxes") == (vi, en)


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
