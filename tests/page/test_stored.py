"""Stored answers to read: what is withheld is said in its place, and all that stands shows."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

import formkit
from formkit.page.render import Renderer
from tests.page.dom import Element, parse
from tests.page.making import form

RENDERER = Renderer()
COVERED = "đã che"
EMPTIED = "đã xóa vì hết hạn lưu"

BORN = {"type": "integer", "title": "Năm sinh", "x-personal": {"level": "basic"}}
OLDER = form(
    {
        "born": BORN,
        "people": {
            "type": "array",
            "title": "Từng người",
            "items": {
                "type": "object",
                "title": "Người",
                "properties": {
                    "name": {"type": "string", "title": "Họ tên"},
                    "task": {"type": "string", "title": "Việc"},
                },
            },
        },
        "contact": {
            "type": "object",
            "title": "Liên hệ",
            "properties": {"phone": {"type": "string", "title": "Số điện thoại"}},
        },
    },
    allOf=[
        {
            "if": {"required": ["born"], "properties": {"born": {"maximum": 1965}}},
            "then": {"properties": {"card": {"type": "string", "title": "Thẻ người cao tuổi"}}},
            "else": {"properties": {"work": {"type": "string", "title": "Nghề nghiệp"}}},
        }
    ],
)


def read(made: formkit.Form, answers: Any, **options: Sequence[str]) -> Element:
    (found,) = parse(RENDERER.render_stored(made, answers, **options)).all("form")
    return found


def said(page: Element) -> dict[str, str]:
    """What each question shows, by its words."""
    found = {}
    for each in page.walk():
        if each.tag == "div" and "q" in each.classes:
            title, answer = (p for p in each.all("p") if "err" not in p.classes)
            found[title.words] = answer.words
    return found


def test_nothing_withheld_is_a_page_to_read() -> None:
    answers = {"born": 1960, "card": "có"}
    assert RENDERER.render_stored(OLDER, answers) == RENDERER.render(OLDER, answers, readonly=True)


@pytest.mark.parametrize(("how", "words"), [("covered", COVERED), ("emptied", EMPTIED)])
def test_a_place_says_that_its_answer_is_withheld(how: str, words: str) -> None:
    page = read(OLDER, {"card": "có"}, **{how: ("/born",)})
    assert said(page)["Năm sinh"] == words
    (mark,) = (each for each in page.walk() if "withheld" in each.classes)
    assert mark.words == words


def test_what_was_asked_because_of_a_withheld_answer_shows() -> None:
    told = said(read(OLDER, {"card": "có"}, covered=("/born",)))
    assert told["Thẻ người cao tuổi"] == "có"


def test_what_may_not_have_been_asked_is_not_called_unanswered() -> None:
    # with no birth year among the answers, "else" would hold
    assert "Nghề nghiệp" not in said(read(OLDER, {}, covered=("/born",)))
    assert said(read(OLDER, {}))["Nghề nghiệp"] == "Chưa trả lời"


def test_withheld_answers_of_rows_are_said_in_their_row() -> None:
    answers = {"people": [{"task": "a"}, {}, {"name": "Chi"}]}
    page = read(OLDER, answers, covered=("/people/0/name", "/people/1/name"))
    rows = [each for each in page.walk() if each.tag == "details"]
    assert [said(row) for row in rows] == [
        {"Họ tên": COVERED, "Việc": "a"},
        {"Họ tên": COVERED, "Việc": "Chưa trả lời"},
        {"Họ tên": "Chi", "Việc": "Chưa trả lời"},
    ]


def test_a_withheld_list_or_group_is_said_where_it_stands() -> None:
    page = read(OLDER, {}, covered=("/people", "/contact"))
    assert said(page)["Số điện thoại"] == COVERED
    (rows,) = (each for each in page.walk() if "rows" in each.classes)
    assert rows.words == COVERED


def test_it_speaks_the_language_of_the_page() -> None:
    made = form({"born": BORN}, **{"x-form": {"vocabulary": 1, "languages": ["vi", "en"]}})
    html = RENDERER.render_stored(made, {}, covered=("/born",), language="en")
    assert '<span class="withheld">covered</span>' in html


def test_no_trace_of_a_condition_is_left_open(root: Any) -> None:
    """The ready form with most branches shows each stored answer without its personal ones."""
    made = formkit.load(root / "schemas/small-trader.schema.json")
    answers = json.loads((root / "schemas/samples/small-trader.json").read_text("utf-8"))
    whole = said(read(made, answers))
    phone = answers.pop("phone")
    page = read(made, answers, covered=("/phone",))
    assert phone not in RENDERER.render_stored(made, answers, covered=("/phone",))
    assert said(page).keys() == whole.keys()
    assert [title for title, words in said(page).items() if words != whole[title]] == [
        title for title, words in said(page).items() if words == COVERED
    ]
