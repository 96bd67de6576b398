"""Every problem is shown: at its field, or in the summary where no field can say it."""

from typing import Any

import pytest

from formkit.definition.load import load
from formkit.errors import Problem
from formkit.filling.submission import submit
from formkit.page.render import OPEN_LINKS
from tests.page.dom import Element
from tests.page.making import EVERY, FILLED, TEXT, form, shown

MANY = form({f"q{n}": {**TEXT, "title": f"Câu {n}"} for n in range(9)})


def failed(problems: "list[Problem]", made: Any = MANY, answers: Any = None) -> Element:
    return shown(made, {} if answers is None else answers, problems=problems)


def lines(page: Element) -> list[str]:
    return [each.words for each in page.one(class_="sum").all("li")]


def test_the_summary_comes_first_and_takes_the_focus() -> None:
    page = failed([Problem(f"/q{n}", "required") for n in (5, 2)])
    summary = page.one(class_="sum")
    assert page.inside.index(summary) < page.inside.index(page.all("div", class_="q")[0])
    assert summary.attrs.items() >= {"role": "alert", "tabindex": "-1"}.items()
    assert "autofocus" in summary.attrs
    assert summary.one("h2").words == "Còn 2 chỗ cần xem lại"
    assert summary.one("a", class_="btn")["href"] == "#f-q2"
    assert lines(page) == ["Câu 2 Ông/Bà điền câu trả lời này", "Câu 5 Ông/Bà điền câu trả lời này"]


def test_more_than_five_links_are_folded() -> None:
    page = failed([Problem(f"/q{n}", "required") for n in range(9)])
    summary = page.one(class_="sum")
    folded = summary.one("details")
    assert len(folded.all("li")) == 9 - OPEN_LINKS
    assert len(summary.all("li")) == 9
    assert "4" in folded.one("summary").words


def test_an_error_stands_over_its_control() -> None:
    page = failed([Problem("/q3", "required")])
    question = page.one("div", id="f-q3--q")
    control = question.one("input")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"].split() == ["f-q3--error"]
    order = [each.get("id") for each in question.walk() if each.get("id")]
    assert order == ["f-q3--error", "f-q3"]
    assert question.one("span", class_="e").words == "Ông/Bà điền câu trả lời này"
    assert [each["id"] for each in page.all("input") if each.get("aria-invalid")] == ["f-q3"]


def test_a_warning_blocks_nothing() -> None:
    page = failed([Problem("/q3", "x-recommended", {}, "warning")])
    assert page.all(class_="sum") == []
    question = page.one("div", id="f-q3--q")
    assert question.all("span", class_="e") == []
    assert question.one("span", class_="w").words
    assert question.one("input").get("aria-invalid") is None


def test_errors_come_before_warnings() -> None:
    page = failed(
        [Problem("/q3", "x-recommended", {}, "warning"), Problem("/q3", "minLength", {"limit": 3})]
    )
    said = page.one("p", id="f-q3--error").all("span")
    assert [each.classes for each in said] == [["e"], ["w"]]


@pytest.mark.parametrize("pointer", ["", "/unknown", "/q1/deeper", "no pointer", "/~x"])
def test_what_belongs_to_no_question_is_said_in_the_summary(pointer: str) -> None:
    page = failed([Problem(pointer, "type", {"type": ["object"]})])
    assert len(lines(page)) == 1
    assert page.one(class_="sum").all("a") == []
    assert page.all("span", class_="e") == []


def test_a_warning_without_a_question_is_said_too() -> None:
    page = failed([Problem("/unknown", "x-recommended", {}, "warning")])
    summary = page.one(class_="sum")
    assert "mild" in summary.classes
    assert len(lines(page)) == 1


def test_what_is_not_asked_is_said_in_the_summary() -> None:
    page = failed(
        [Problem("/again", "format", {"format": "date"}), Problem("/fixed", "const")], load(EVERY)
    )
    assert page.one(class_="sum").all("a") == []
    assert [
        line.startswith(title)
        for line, title in zip(lines(page), ["Khi nào?", "Loại"], strict=True)
    ] == [True, True]


def test_a_tick_that_fails_is_said_at_its_list() -> None:
    page = failed([Problem("/tasks/1", "enum", {"options": []})], load(EVERY), FILLED)
    assert page.one("p", id="f-tasks--error").one("span", class_="e")
    assert {each.get("aria-invalid") for each in page.all("input", name="/tasks")} == {"true"}


def test_links_lead_to_what_can_be_focused() -> None:
    made = load(EVERY)
    pointers = [
        "/few",
        "/many",
        "/five",
        "/yes",
        "/agree",
        "/tasks",
        "/people",
        "/people/0/name",
        "/address",
    ]
    page = failed([Problem(pointer, "type", {"type": []}) for pointer in pointers], made, FILLED)
    ids = {each["id"]: each for each in page.walk() if each.get("id")}
    found = {
        link["href"][1:]: ids[link["href"][1:]].tag for link in page.one(class_="sum").all("a")
    }
    assert found == {
        "f-few": "input",
        "f-many": "select",
        "f-five": "input",
        "f-yes": "input",
        "f-agree": "input",
        "f-tasks": "input",
        "f-people": "div",
        "f-people-0-name": "input",
        "f-address--q": "fieldset",
    }
    assert page.one("fieldset", id="f-five--q")["aria-invalid"] == "true"


def test_rows_that_were_dropped_shift_no_message() -> None:
    made = load(EVERY)
    sent = submit(made, [("/people/3/name", ""), ("/people/5/a b", "x"), ("/people/8/name", "An")])
    assert "/people/0/name" in {problem.pointer for problem in sent.problems}
    page = shown(made, sent)
    said = page.one(id="f-people").all("span", class_="e")
    assert [each.parent["id"] for each in said] == ["f-people-5-name--error"]
    links = [link["href"] for link in page.one(class_="sum").all("a")]
    assert "#f-people-5-name" in links


def test_problems_of_the_host_replace_the_submissions_own() -> None:
    sent = submit(MANY, [("~form", "other")])
    assert len(lines(shown(MANY, sent))) == 1
    page = shown(MANY, sent, problems=[Problem("/q1", "required"), Problem("/q2", "required")])
    assert len(lines(page)) == 2


def test_a_problem_twice_is_said_once() -> None:
    page = failed([Problem("/q1", "required"), Problem("/q1", "required")])
    assert len(lines(page)) == 1


def test_what_is_wrong_with_a_key_is_said_at_the_key() -> None:
    made = form({"m": {"type": "object", "additionalProperties": TEXT}})
    back = submit(made, [("~k/m/0", ""), ("/m/0", "x"), ("~k/m/1", "a"), ("/m/1", "")])
    page = shown(made, back)
    assert "Ông/Bà đặt tên cho mục này" in page.one(id="f-m-0--k--error").words
    assert page.one(id="f-m-0--k")["aria-invalid"] == "true"
    assert page.one(id="f-m-0--error").words == ""
    assert page.one(id="f-m-1--k--error").words == ""
    assert page.one(id="f-m-1--error").words != ""
    assert {link["href"] for link in page.one(id="sum").all("a")} >= {"#f-m-0--k", "#f-m-1"}
