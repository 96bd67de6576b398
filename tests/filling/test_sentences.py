"""Every problem has a sentence, and the sentences that matter most are these."""

from collections.abc import Mapping
from typing import Any

import pytest

from formkit.filling.messages import SENTENCES
from tests.filling.telling import KEYWORDS, told


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
