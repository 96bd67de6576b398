"""Branches and rows of a page: what is asked now, what waits, and by which names."""

import json
from collections import Counter

import pytest

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.errors import Problem
from formkit.page.render import render
from tests.page.making import EVERY, FILLED, TEXT, form, shown


@pytest.fixture(scope="module")
def every() -> Form:
    return load(EVERY)


def test_a_branch_is_enabled_and_says_when(every: Form) -> None:
    page = shown(every)
    branch = page.one("input", name="/again").parent
    while "b" not in branch.classes:
        branch = branch.parent
    assert branch.tag == "fieldset"
    assert json.loads(branch["data-if"]) == EVERY["if"]
    assert branch["data-at"] == ""
    assert "data-on" not in branch.attrs
    assert branch.one("p", class_="when").words == "Chỉ trả lời nếu câu “Có không?” là “Có”."
    asked = shown(every, FILLED).one("input", name="/again").parent
    while "b" not in asked.classes:
        asked = asked.parent
    assert "data-on" in asked.attrs


def test_a_branch_in_a_row_names_its_row(every: Form) -> None:
    page = shown(every, FILLED)
    on = {
        row["data-row"]: [
            (each["data-at"], "data-on" in each.attrs) for each in row.all(class_="b")
        ]
        for row in page.one(id="f-people").all("details", class_="row")
        if row.parent["data-rows"] == "/people"
    }
    assert on == {"0": [("/people/0", True)], "1": [("/people/1", False)]}


def test_a_condition_of_an_outer_place_is_asked_there() -> None:
    made = form(
        {
            "on": {"type": "boolean"},
            "list": {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}},
        },
        **{
            "if": {"required": ["on"], "properties": {"on": {"const": True}}},
            "then": {"properties": {"list": {"items": {"properties": {"b": TEXT}}}}},
        },
    )
    page = shown(made, {"list": [{"a": "x"}]})
    branch = page.one("input", name="/list/0/b").parent
    while "b" not in branch.classes:
        branch = branch.parent
    assert branch["data-at"] == ""


def test_a_condition_that_only_the_server_knows_stays_shown() -> None:
    made = form(
        {"a": TEXT},
        **{
            "if": {"required": ["a"], "properties": {"a": {"format": "email"}}},
            "then": {"properties": {"b": TEXT}},
        },
    )
    branch = shown(made).one("fieldset", class_="b")
    assert {"data-if", "data-on"}.isdisjoint(branch.attrs)
    assert (
        branch.one("p", class_="when").words
        == "Chỉ trả lời nếu câu này hợp với trường hợp của Ông/Bà."
    )


def test_a_blank_row_waits_in_a_template(every: Form) -> None:
    page = shown(every, FILLED)
    template = next(each for each in page.all("template") if each.parent["id"] == "f-people")
    key = template["data-key"]
    assert template["data-next"] == "2"
    assert key not in every.text
    names = [each["name"] for each in template.walk() if each.get("name")]
    assert f"/people/{key}/name" in names
    assert {each["value"] for each in template.all("button", name="~do", templates=True)} >= {
        f"up /people/{key}",
        f"down /people/{key}",
        f"remove /people/{key}",
        f"add /people/{key}/pets",
    }
    inner = template.one("template", templates=True)
    assert inner["data-key"] != key
    assert [each["name"] for each in inner.all("input", templates=True)] == [
        f"/people/{key}/pets/{inner['data-key']}"
    ]
    ids = Counter(each["id"] for each in template.walk() if each.get("id"))
    assert set(ids.values()) == {1}
    assert not [each for each in template.walk() if each.get("data-on") is not None]


def test_a_row_key_may_not_stand_in_the_definition() -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"__row2__": TEXT}}}
    made = form({"__row": TEXT, "l": rows})
    assert shown(made).one("template")["data-key"] not in made.text


def test_rows_fold_once_complete(every: Form) -> None:
    people = [{"name": "Bình"}, {"a b": "x"}, {"name": "Chi"}]
    problems = [Problem("/people/2/name", "minLength", {"limit": 9})]
    page = shown(every, {"people": people}, problems=problems)
    rows = page.one(id="f-people").all("details", class_="row")
    assert [("open" in row.attrs, row.one("summary").words) for row in rows] == [
        (False, "NgườiBình"),
        (True, "Ngườix"),
        (True, "NgườiChi"),
    ]
    assert rows[-1].one("summary")["id"] == "f-people--last"
    assert rows[0].one("b")["data-title"] == "/people/0/name"


def test_a_row_is_called_by_its_first_answer_in_words() -> None:
    ticks = {"type": "array", "uniqueItems": True, "items": {"enum": ["VNeID", "Lừa đảo"]}}
    questions = {"age": {"type": "integer"}, "what": ticks, "level": {"enum": ["1", "2"]}}
    made = form({"l": {"type": "array", "items": {"type": "object", "properties": questions}}})
    said = {
        "VNeID, Lừa đảo": {"age": 70, "what": ["VNeID", "Lừa đảo"], "level": "2"},
        "2": {"age": 70, "level": "2"},
        "70": {"age": 70},
    }
    page = shown(made, {"l": list(said.values())})
    assert [row.one("b").words for row in page.all("details", class_="row")] == list(said)


def test_rows_of_rows_of_rows_make_no_endless_page() -> None:
    inner: dict[str, object] = {"type": "string"}
    for _ in range(20):
        item = {"type": "object", "required": ["a"], "properties": {"a": inner}}
        inner = {"type": "array", "minItems": 2, "items": item}
    assert len(render(form({"a": inner}, required=["a"]))) < 1_000_000


def test_ids_in_a_blank_row_differ_from_row_to_row(every: Form) -> None:
    page = shown(every)
    template = next(each for each in page.all("template") if each.parent["id"] == "f-people")
    odd = template.one("input", name=f"/people/{template['data-key']}/a b", templates=True)
    assert odd["id"].startswith("h-")
    assert template["data-key"] in odd["id"]


def test_what_outlives_its_branch_stays_shown() -> None:
    made = form(
        {"a": TEXT},
        additionalProperties={"type": "string"},
        **{"if": {"required": ["a"]}, "then": {"properties": {"b": TEXT}}},
    )
    assert "data-if" not in shown(made).one("fieldset", class_="b").attrs
