"""Answers → the tree of fields: what a page shows for them."""

from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.filling.encode import MAX_BLANK_ROWS, encode
from formkit.filling.fields import Field, answers
from tests.filling.making import DATE_TIME, TEXT, form_of

LIST = {"type": "array", "items": TEXT}


def shown(
    form: Form, value: dict[str, Any] | None, language: str | None = "vi"
) -> dict[str, Field]:
    """The fields of a form's questions, by pointer."""
    root = encode(form, value, language)
    return {
        item.pointer: item
        for item in root.walk()
        if item.node.instance == 1 and item.node.kind not in ("map", "chooser")
    }


def texts(form: Form, value: dict[str, Any] | None) -> dict[str, str]:
    """What the controls of a form show."""
    return {at: item.texts[0] for at, item in shown(form, value).items() if item.texts}


# ---- defaults

DEFAULTS = {
    "a": {**TEXT, "default": "x"},
    "need": {"type": "object", "properties": {"b": {**TEXT, "default": "y"}}},
    "may": {"type": "object", "properties": {"c": {**TEXT, "default": "z"}}},
    "rows": {"type": "array", "minItems": 1, "items": {**TEXT, "default": "r"}},
    "list": {**LIST, "default": ["p", "q"]},
    "agreed": {"const": True, "default": True},
}
RULE = {
    "if": {"properties": {"a": {"const": "x"}}, "required": ["a"]},
    "then": {"properties": {"then": {**TEXT, "default": "t"}}},
    "else": {"properties": {"else": {**TEXT, "default": "e"}}},
}


def test_defaults_show_where_nothing_was_answered() -> None:
    form = form_of(DEFAULTS, "need", **RULE)
    assert texts(form, None) == {
        "/a": "x",
        "/need/b": "y",
        "/list/0": "p",
        "/list/1": "q",
        "/then": "t",
    }
    assert texts(form, {}) == {}


def test_the_default_of_a_branch_shows_while_it_is_asked() -> None:
    form = form_of({"a": {**TEXT, "default": "w"}}, **RULE)
    assert texts(form, None) == {"/a": "w", "/else": "e"}


def test_the_default_of_a_branch_that_is_not_asked_does_not_show() -> None:
    narrowing = {"if": RULE["if"], "then": {"properties": {"b": {"default": "t"}}}}
    assert texts(form_of({"a": TEXT, "b": TEXT}, **narrowing), None) == {}


def test_a_default_may_open_a_branch_inside() -> None:
    inside = {"type": "object", "properties": {"a": {**TEXT, "default": "x"}}, **RULE}
    assert texts(form_of({"o": inside}, "o"), None) == {"/o/a": "x", "/o/then": "t"}


def test_defaults_do_not_count_as_given() -> None:
    fields = shown(form_of(DEFAULTS, "need", **RULE), None)
    assert not fields["/a"].given
    assert shown(form_of(DEFAULTS), {"a": "x"})["/a"].given


# ---- branches


def test_a_value_shows_in_the_control_that_is_asked() -> None:
    form = form_of(
        {"k": TEXT},
        **{
            "if": {"properties": {"k": {"const": "n"}}, "required": ["k"]},
            "then": {"properties": {"q": {"type": "integer"}}},
            "else": {"properties": {"q": TEXT}},
        },
    )
    for kind, value in (("n", 5), ("t", "five")):
        root = encode(form, {"k": kind, "q": value}, None)
        held = [item.texts for item in root.children if item.node.name == "q"]
        assert held == ([("5",), ()] if kind == "n" else [(), ("five",)])
        assert answers(root) == {"k": kind, "q": value}


def test_what_is_not_asked_shows_once() -> None:
    rules = [
        {
            "if": {"properties": {"k": {"const": kind}}, "required": ["k"]},
            "then": {"properties": {"q": schema}},
        }
        for kind, schema in (("n", {"type": "integer"}), ("t", TEXT))
    ]
    root = encode(form_of({"k": TEXT}, allOf=rules), {"k": "z", "q": "five"}, None)
    assert [item.texts for item in root.children if item.node.name == "q"] == [("five",), ()]
    assert answers(root) == {"k": "z"}


def test_rows_have_branches_of_their_own() -> None:
    item = {"type": "object", "properties": {"a": TEXT}, **RULE}
    form = form_of({"r": {"type": "array", "items": item}})
    value = {"r": [{"a": "x", "then": "1"}, {"a": "y", "else": "2"}]}
    assert answers(encode(form, value, None)) == value
    assert texts(form, value)["/r/1/else"] == "2"


# ---- what a page begins with


@pytest.mark.parametrize(
    ("schema", "required", "blank"),
    [
        (LIST, False, 0),
        (LIST, True, 1),
        ({**LIST, "minItems": 3}, False, 3),
        ({**LIST, "minItems": 3, "allOf": [{"minItems": 4}]}, True, 4),
        ({**LIST, "minItems": 10**6}, False, MAX_BLANK_ROWS),
    ],
)
def test_a_list_shows_the_rows_that_it_needs(schema: Any, required: bool, blank: int) -> None:
    form = form_of({"q": schema}, *(["q"] if required else []))
    fields = shown(form, None)
    assert [row.key for row in fields["/q"].rows] == [str(n) for n in range(blank)]
    assert answers(encode(form, None, None)) == {}


def test_rows_in_rows_in_rows_begin_without_rows() -> None:
    deep: Any = {**LIST, "minItems": 2}
    for _ in range(3):
        deep = {"type": "array", "minItems": 2, "items": deep}
    fields = shown(form_of({"q": deep}), None)
    assert len(fields["/q/1/1"].rows) == 0


def test_a_required_constant_is_there_and_an_optional_one_isn_t() -> None:
    form = form_of({"must": {"const": 1}, "may": {"const": 2}}, "must")
    assert texts(form, None) == {"/must": "1"}
    assert texts(form, {"may": 2}) == {"/must": "1", "/may": "2"}


def test_a_moment_begins_with_the_time_of_vietnam() -> None:
    fields = shown(form_of({"at": DATE_TIME, "t": {**TEXT, "format": "time"}}), None)
    assert fields["/at"].offset == fields["/t"].offset == "+07:00"
    assert shown(form_of({"at": DATE_TIME}), {"at": "2026-03-05T07:30:00Z"})["/at"].offset == "Z"


# ---- marks


def test_an_object_is_marked_where_it_would_vanish() -> None:
    inner = {"type": "object", "properties": {"b": TEXT}}
    form = form_of({"may": inner, "must": inner, "r": {"type": "array", "items": inner}}, "must")
    fields = shown(form, {"may": {}, "must": {}, "r": [{}, {"b": "x"}]})
    marked = [at for at, item in fields.items() if item.present]
    assert marked == ["/may", "/r/0"]
    assert not any(item.present for item in shown(form, {"may": {"b": "x"}}).values())


def test_an_empty_list_is_marked() -> None:
    ticks = {"type": "array", "uniqueItems": True, "items": {"enum": ["a"]}}
    form = form_of({"l": LIST, "t": ticks})
    fields = shown(form, {"l": [], "t": []})
    assert fields["/l"].none
    assert fields["/t"].none
    assert not any(item.none for item in shown(form, {}).values())
    assert not any(item.none for item in shown(form, None).values())


@pytest.mark.parametrize("value", [{"o": "x"}, {"l": {"a": 1}}, {"s": ""}])
def test_what_no_control_carries_is_json_text(value: dict[str, Any]) -> None:
    form = form_of({"o": {"type": "object", "properties": {"b": TEXT}}, "l": LIST, "s": TEXT})
    root = encode(form, value, None)
    assert answers(root) == value
    (held,) = (item for item in root.children if item.verbatim is not None)
    assert held.texts == ()


def test_numbers_show_in_the_language_of_the_page() -> None:
    form = form_of({"n": {"type": "number"}})
    assert shown(form, {"n": 1.5}, "vi")["/n"].texts == ("1,5",)
    assert shown(form, {"n": 1.5}, "en")["/n"].texts == ("1.5",)
    assert shown(form, {"n": 1.5}, None)["/n"].texts == ("1.5",)
