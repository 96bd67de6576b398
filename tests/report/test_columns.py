"""Which tables and columns a form has, over all of its versions."""

from collections.abc import Mapping
from typing import Any

import pytest

from formkit.report.columns import MAX_NAME, Layout, column_name, layout
from tests.report.taking import published

TEXT = {"type": "string", "title": "T"}
ABOUT = [
    "~id", "~form", "~version", "~received", "~place", "~team", "~language", "~channel"
]  # fmt: skip


def form(**questions: Any) -> dict[str, Any]:
    return {"title": "Phiếu", "type": "object", "properties": questions}


def ticks(*codes: Any) -> dict[str, Any]:
    return {"type": "array", "uniqueItems": True, "items": {"enum": list(codes)}, "title": "T"}


def rows(**questions: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": questions}, "title": "T"}


def laid(*documents: Mapping[str, Any], personal: bool = False, options: bool = True) -> Layout:
    return layout(published(*documents), personal=personal, options=options)


def names(found: Layout, table: str = "") -> list[str]:
    held = found.table(table)
    assert held is not None
    return [column.name for column in held.columns]


def questions(found: Layout) -> list[str]:
    """The columns of the answers without those that every form has."""
    assert names(found)[: len(ABOUT)] == ABOUT
    assert names(found)[-1] == "~rest"
    return names(found)[len(ABOUT) : -1]


def test_a_column_is_named_by_its_pointer() -> None:
    address = {"type": "object", "properties": {"street": TEXT, "a/b~c": TEXT}}
    assert questions(laid(form(name=TEXT, address=address))) == [
        "name",
        "address/street",
        "address/a~1b~0c",
    ]


def test_what_is_known_of_a_response_never_takes_the_name_of_a_question() -> None:
    found = laid(form(**{"~id": TEXT, "id": TEXT, "~rest": TEXT, "place": TEXT}))
    assert questions(found) == ["~0id", "id", "~0rest", "place"]


def test_a_multiple_choice_has_a_column_for_each_option_where_wanted() -> None:
    document = form(tasks=ticks("vneid", "a/b", 3))
    assert questions(laid(document)) == ["tasks", "tasks/vneid", "tasks/a~1b", "tasks/3"]
    assert questions(laid(document, options=False)) == ["tasks"]


def test_rows_have_a_table_and_are_counted() -> None:
    visits = rows(day=TEXT)
    found = laid(form(people=rows(name=TEXT, visits=visits), note=TEXT))
    assert questions(found) == ["people", "note"]
    assert [table.name for table in found.rows] == ["people", "people/visits"]
    assert names(found, "people") == ["~id", "~row/people", "name", "visits", "~rest"]
    assert names(found, "people/visits") == [
        "~id",
        "~row/people",
        "~row/people/visits",
        "day",
        "~rest",
    ]


def test_rows_without_questions_of_their_own_have_one_column() -> None:
    lists = {"type": "array", "title": "T", "items": {"type": "array", "items": TEXT}}
    found = laid(form(phones={"type": "array", "items": TEXT, "title": "T"}, lists=lists))
    assert names(found, "phones") == ["~id", "~row/phones", "~value", "~rest"]
    assert names(found, "lists/*") == ["~id", "~row/lists", "~row/lists/*", "~value", "~rest"]


def test_all_versions_are_in_one_table_in_the_newest_order() -> None:
    group = {"type": "object", "properties": {"a": TEXT, "old": TEXT}}
    newer = {"type": "object", "properties": {"b": TEXT, "a": TEXT}}
    found = laid(form(gone=TEXT, kept=TEXT, group=group), form(new=TEXT, kept=TEXT, group=newer))
    assert questions(found) == ["new", "kept", "group/b", "group/a", "group/old", "gone"]


def test_options_of_all_versions_have_columns() -> None:
    found = laid(form(t=ticks("a", "old")), form(t=ticks("b", "a")))
    assert questions(found) == ["t", "t/b", "t/a", "t/old"]


def test_an_option_makes_room_for_a_question_of_another_version() -> None:
    found = laid(form(t={"type": "object", "properties": {"a": TEXT}}), form(t=ticks("a")))
    assert questions(found) == ["t/a", "t", "t/a~2"]


def test_a_question_that_became_rows_has_both() -> None:
    found = laid(form(people=TEXT), form(people=rows(name=TEXT)))
    assert questions(found) == ["people"]
    assert [table.name for table in found.rows] == ["people"]


def test_keys_that_look_alike_in_a_sheet_have_names_of_their_own() -> None:
    found = laid(form(**{"a\r": TEXT, "a\n": TEXT, "\x00": TEXT, "\\u0000": TEXT}))
    assert questions(found) == ["a\n", "a\n~2", "\\u0000", "\\u0000~2"]


def test_the_empty_key_has_a_name() -> None:
    group = {"type": "object", "properties": {"": TEXT}}
    assert questions(laid(form(**{"": TEXT, "g": group}))) == ["~", "g/"]


def test_a_star_is_no_list() -> None:
    group = {"type": "object", "properties": {"*": TEXT}}
    found = laid(form(a=group, b={"type": "array", "items": TEXT, "title": "T"}))
    assert questions(found) == ["a/*", "b"]


def test_a_name_is_never_longer_than_a_title_can_be() -> None:
    one, other = column_name(("x" * 40_000,)), column_name(("x" * 39_999,))
    assert len(one) == len(other) == MAX_NAME
    assert one != other
    assert column_name(("x" * MAX_NAME,)) == "x" * MAX_NAME
    assert questions(laid(form(**{"x" * 40_000: TEXT}))) == [one]


@pytest.mark.parametrize("level", ["basic", "sensitive"])
def test_personal_questions_are_left_out_unless_asked_for(level: str) -> None:
    phone = {**TEXT, "x-personal": {"level": level}}
    people = {**rows(name=TEXT, phone=phone)}
    home = {"type": "object", "properties": {"street": TEXT}, "x-personal": {"level": level}}
    kin = {**rows(name=TEXT), "x-personal": {"level": level}}
    document = form(phone=phone, people=people, home=home, kin=kin, note=TEXT)
    found = laid(document)
    assert questions(found) == ["people", "note"]
    assert names(found, "people") == ["~id", "~row/people", "name", "~rest"]
    assert [table.name for table in found.rows] == ["people"]
    assert [name for name, _ in found.left_out] == ["phone", "home", "kin", "people/phone"]
    whole = laid(document, personal=True)
    assert questions(whole) == ["phone", "people", "home/street", "kin", "note"]
    assert [table.name for table in whole.rows] == ["people", "kin"]
    assert whole.left_out == []


def test_what_any_version_calls_personal_is_left_out() -> None:
    marked = {**TEXT, "x-personal": {"level": "basic"}}
    for versions in ((form(a=TEXT), form(a=marked)), (form(a=marked), form(a=TEXT))):
        assert questions(laid(*versions)) == []
        assert questions(laid(*versions, personal=True)) == ["a"]


def test_what_has_no_control_has_a_column_all_the_same() -> None:
    found = laid(form(any={"title": "T"}, pair={"type": "array", "prefixItems": [TEXT]}))
    assert questions(found) == ["any", "pair"]
