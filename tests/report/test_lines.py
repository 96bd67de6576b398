"""From answers to lines: every value has its cell, and none is lost."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from formkit.report.cells import Cell
from formkit.testing import answers_for, forms
from tests.report.taking import gathered, published, response, responses, spread, tables
from tests.report.test_columns import TEXT, form, names, rows, ticks
from tests.searching import part


def told(document: dict[str, Any], *answers: dict[str, Any]) -> dict[str, list[dict[str, Cell]]]:
    """The lines of each table, without blanks and without what every response has."""
    versions = published(document)
    laid, found = tables(versions, responses(versions[0], *answers))
    return {
        table: [
            {
                name: value
                for name, value in zip(names(laid, table), cells, strict=True)
                if value is not None
                and (name[0] != "~" or name == "~rest" or name == "~value" or "/" in name)
            }
            for cells in lines
        ]
        for table, lines in found.items()
    }


def test_what_is_known_of_a_response_stands_first() -> None:
    versions = published(form(a=TEXT))
    _, found = tables(versions, responses(versions[0], {"a": "x"}))
    assert found[""] == [
        [
            "019a0000-0000-7000-8000-000000000001",
            "visit",
            1,
            "2026-11-25T10:51:49+07:00",
            "26740",
            "Đội 1",
            "vi",
            None,
            "x",
            None,
        ]
    ]


def test_a_blank_is_not_0() -> None:
    number = {"type": "integer", "title": "T"}
    document = form(n=number, yes={"type": "boolean", "title": "T"}, t=ticks("a", "b"))
    assert told(document, {}, {"n": 0, "yes": False, "t": []}, {"t": ["b"]})[""] == [
        {},
        {"n": 0, "yes": 0, "t": "[]", "t/a": 0, "t/b": 0},
        {"t": "b", "t/a": 0, "t/b": 1},
    ]


def test_options_are_known_as_json_schema_compares_them() -> None:
    document = form(t=ticks(1, True, "1", None))
    assert told(document, {"t": [1.0, "1"]})[""] == [
        {"t": "1.0; 1", "t/1": 1, "t/true": 0, 't/"1"': 1, "t/null": 0}
    ]


def test_rows_in_rows_are_linked_by_their_numbers() -> None:
    document = form(people=rows(name=TEXT, visits=rows(day=TEXT)))
    answers = {
        "people": [
            {"name": "A"},
            {"name": "B", "visits": [{"day": "1"}, {"day": "2"}]},
            {},
            {"visits": []},
        ]
    }
    found = told(document, answers)
    assert found[""] == [{"people": 4}]
    assert found["people"] == [
        {"~row/people": 1, "name": "A"},
        {"~row/people": 2, "name": "B", "visits": 2},
        {"~row/people": 3},
        {"~row/people": 4, "visits": 0},
    ]
    assert found["people/visits"] == [
        {"~row/people": 2, "~row/people/visits": 1, "day": "1"},
        {"~row/people": 2, "~row/people/visits": 2, "day": "2"},
    ]


def test_lists_in_lists_are_rows_too() -> None:
    lists = {"type": "array", "title": "T", "items": {"type": "array", "items": TEXT}}
    found = told(form(lists=lists), {"lists": [["a", "b"], []]})
    assert found[""] == [{"lists": 2}]
    assert found["lists"] == [{"~row/lists": 1, "~value": 2}, {"~row/lists": 2, "~value": 0}]
    assert found["lists/*"] == [
        {"~row/lists": 1, "~row/lists/*": 1, "~value": "a"},
        {"~row/lists": 1, "~row/lists/*": 2, "~value": "b"},
    ]


def test_what_no_column_stands_for_is_in_the_rest() -> None:
    address = {"type": "object", "properties": {"street": TEXT}, "title": "T"}
    document = form(address=address, people=rows(name=TEXT))
    answers = {
        "other": {"a/b": 1},
        "address": {"street": "S", "zip": "00071"},
        "people": [{"name": "A", "age": 5}, "không rõ", {"name": {"x": 1}}],
    }
    found = told(document, answers)
    assert found[""] == [
        {
            "address/street": "S",
            "people": 3,
            "~rest": '{"/other":{"a/b":1},"/address/zip":"00071"}',
        }
    ]
    assert found["people"] == [
        {"~row/people": 1, "name": "A", "~rest": '{"/age":5}'},
        {"~row/people": 2, "~rest": '{"":"không rõ"}'},
        {"~row/people": 3, "name": '{"x":1}'},
    ]


def test_what_could_not_be_read_stands_as_it_was_typed() -> None:
    document = form(
        n={"type": "integer", "title": "T"},
        people=rows(name=TEXT),
        t=ticks("a"),
        g={"type": "object", "properties": {"a": TEXT}},
    )
    typed = {"n": "khoảng 5", "people": "hai", "t": "a và b", "g": "không"}
    assert told(document, typed)[""] == [
        {"n": "khoảng 5", "people": "hai", "t": "a và b", "~rest": '{"/g":"không"}'}
    ]


def test_an_optional_group_without_an_answer_is_told_in_the_rest() -> None:
    group = {"type": "object", "properties": {"a": TEXT}, "title": "T"}
    assert told(form(g=group), {"g": {}})[""] == [{"~rest": '{"/g":{}}'}]
    always = {**form(g=group), "required": ["g"]}
    assert told(always, {"g": {}})[""] == [{}]


def test_an_answer_to_a_question_that_became_another_kind_keeps_its_cell() -> None:
    versions = published(
        form(a=TEXT, b=ticks("x"), c=rows(n=TEXT)),
        form(a=rows(n=TEXT), b=rows(n=TEXT), c={"type": "object", "properties": {"n": TEXT}}),
    )
    given_answers = [
        response(versions[0], {"a": "chữ", "b": ["x"], "c": [{"n": "1"}]}, 1),
        response(versions[1], {"a": [{"n": "2"}], "b": [{"n": "3"}], "c": {"n": "4"}}, 2),
    ]
    laid, found = tables(versions, given_answers)
    at = {name: index for index, name in enumerate(names(laid))}
    first, second = found[""]
    assert [first[at[name]] for name in ("~version", "a", "b", "b/x", "c", "c/n")] == [
        1, "chữ", "x", 1, 1, None,
    ]  # fmt: skip
    assert [second[at[name]] for name in ("~version", "a", "b", "b/x", "c", "c/n")] == [
        2, 1, 1, None, None, "4",
    ]  # fmt: skip
    assert {table: [cells[-2] for cells in found[table]] for table in ("a", "b", "c")} == {
        "a": ["2"],
        "b": ["3"],
        "c": ["1"],
    }


def test_what_another_version_calls_personal_is_in_no_line() -> None:
    marked = {**TEXT, "x-personal": {"level": "basic"}}
    versions = published(
        form(a=TEXT, people=rows(n=TEXT, phone=TEXT)),
        form(a=marked, people=rows(n=TEXT, phone=marked)),
        form(b=TEXT),
    )
    secret = {"a": "bí mật", "people": [{"n": "1", "phone": "bí mật"}]}
    given_answers = [response(versions[number], secret, number + 1) for number in (0, 2)]
    _, found = tables(versions, given_answers)
    assert "bí mật" not in json.dumps(found, ensure_ascii=False)
    assert [line[-2] for line in found["people"]] == ["1", "1"]
    _, whole = tables(versions, given_answers, personal=True)
    assert json.dumps(whole, ensure_ascii=False).count("bí mật") == 4


# ---- nothing is lost, whatever is answered

TEXTS = st.text(max_size=8).filter(lambda text: text[:1] not in ("[", "{", '"'))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=12,
)  # fmt: skip


def alike(values: dict[str, Cell]) -> dict[str, str]:
    """Cells as a code shows them, without what only JSON Lines tells."""
    words = {"true": "1", "false": "0"}
    return {
        pointer: words.get(str(value), str(value))
        for pointer, value in values.items()
        if value not in ("{}", "[]")
    }


@part(4)
@given(st.data())
def test_every_answer_is_in_a_cell(data: st.DataObject) -> None:
    """Of two versions, with the answers of one, and whatever else stands in them."""
    versions = published(data.draw(forms()), data.draw(forms()))
    version = versions[data.draw(st.integers(0, 1))]
    answers = data.draw(answers_for(version.form))
    for key in data.draw(st.lists(st.sampled_from(sorted(answers) or ["x"]), max_size=2)):
        answers[key] = data.draw(VALUES)
    answers |= data.draw(st.dictionaries(TEXTS, VALUES, max_size=2))
    laid, found = tables(versions, [response(version, answers)], personal=True)
    assert alike(gathered(laid, found, answers)) == alike(spread(answers))
