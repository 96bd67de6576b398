"""Values of several types, values that may be null, and those that only JSON text can carry."""

import functools
from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.definition.nodes import tree
from formkit.filling.controls import json_text
from formkit.filling.encode import encode
from formkit.filling.fields import answers
from formkit.filling.numbers import MAX_DIGITS
from tests.filling.making import TEXT, answered, form_of, group, sent, shown, wrong

ANYTHING = form_of({"q": {}})
VI = ("~lang", "vi")


# ---- the type that is chosen


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "x", "x"),
        ("string", "2.0", "2.0"),
        ("string", "true", "true"),
        ("string", "null", "null"),
        ("string", "00001", "00001"),
        ("string", " a   b ", "a b"),
        ("number", "2", 2),
        ("number", "2.0", 2),
        ("number", "-0", 0),
        ("number", "1e3", 1000),
        ("number", "12345678901234567890", 12345678901234567890),
        ("number", "1,5", 1.5),
        ("number", "00001", 1),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("null", "", None),
        ("array", "", []),
        ("object", "", {}),
        # what was typed for another type stays on the page
        ("null", "x", None),
        ("array", "x", []),
        ("object", "x", {}),
    ],
)
def test_a_text_is_read_as_the_type_that_was_chosen(kind: str, text: str, value: Any) -> None:
    submission = sent(ANYTHING, [VI, ("~t/q", kind), ("/q", text)])
    assert submission.ok
    assert submission.answers == {"q": value}
    assert type(submission.answers["q"]) is type(value) or kind == "number"
    assert shown(submission).get("/q", ("",)) == (text,)
    assert shown(submission)["~t/q"] == (kind,)


@pytest.mark.parametrize(
    ("kind", "text", "keyword"),
    [
        ("number", "x", "type"),
        ("number", "true", "type"),
        ("number", "1.234", "ambiguous"),
        ("number", "9" * (MAX_DIGITS + 1), "type"),
        ("number", "1e999", "type"),
        ("number", "NaN", "type"),
        ("boolean", "2", "type"),
        ("boolean", "phải", "type"),
    ],
)
def test_what_does_not_read_as_that_is_told_and_kept(kind: str, text: str, keyword: str) -> None:
    for schema in ({}, {"type": [kind, "string", "null"]}, {"type": [kind, "array"]}):
        submission = sent(form_of({"q": schema}), [VI, ("~t/q", kind), ("/q", text)])
        assert wrong(submission) == [("/q", keyword)]
        assert submission.answers == {"q": text}
        assert shown(submission)["/q"] == (text,)


def test_a_whole_number_is_asked_for_where_only_that_may_be() -> None:
    form = form_of({"q": {"type": ["integer", "string"]}})
    assert answered(form, [("~t/q", "number"), ("/q", "2.0")]) == {"q": 2}
    assert wrong(sent(form, [("~t/q", "number"), ("/q", "2.5")])) == [("/q", "type")]
    (problem,) = sent(form, [("~t/q", "number"), ("/q", "x")]).problems
    assert (problem.keyword, problem.params) == ("type", {"type": ["integer"]})
    (problem,) = sent(ANYTHING, [("~t/q", "number"), ("/q", "x")]).problems
    assert problem.params == {"type": ["number"]}


@pytest.mark.parametrize("kind", ["", "string", "number", "boolean"])
def test_an_empty_text_is_absent_whatever_was_chosen(kind: str) -> None:
    for text in ("", " \u00a0 "):
        submission = sent(ANYTHING, [("~t/q", kind), ("/q", text)])
        assert submission.ok
        assert submission.answers == {}
        assert shown(submission).get("~t/q", ("",)) == (kind,)
    assert wrong(sent(form_of({"q": {}}, "q"), [("~t/q", kind)])) == [("/q", "required")]


# ---- no type is chosen


@pytest.mark.parametrize(
    ("types", "text", "value"),
    [
        (["string", "number"], "5", "5"),
        (["string", "boolean", "null"], "true", "true"),
        (["integer", "boolean", "null"], "5", 5),
        (["integer", "boolean", "null"], "true", True),
        (["boolean", "number"], "false", False),
        (["integer", "array"], "5", 5),
        (["boolean", "array"], "true", True),
        (["string", "object"], "x", "x"),
    ],
)
def test_it_is_a_string_if_that_may_be_else_what_it_reads_as(
    types: list[str], text: str, value: Any
) -> None:
    form = form_of({"q": {"type": types}})
    submission = sent(form, [("/q", text)])
    assert submission.ok
    assert submission.answers == {"q": value}
    kind = {str: "string", bool: "boolean", int: "number"}[type(value)]
    assert shown(submission)["~t/q"] == (kind,)


def test_what_reads_as_none_of_them_is_told_and_kept() -> None:
    for types in (["integer", "boolean"], ["number", "array"], ["boolean", "null", "number"]):
        submission = sent(form_of({"q": {"type": types}}), [("/q", "x")])
        assert submission.answers == {"q": "x"}
        assert wrong(submission) == [("/q", "type")]


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([("/q/0", "z")], ["z"]),
        ([("~i2/q/0", "z")], ["z"]),
        ([("~n/q", "1")], []),
        ([("/q/a", "z")], {"a": "z"}),
        ([("~i3/q/0", "z"), ("~i3~k/q/0", "a")], {"a": "z"}),
        ([("~p/q", "1")], {}),
        ([("~v/q", '""')], ""),
        ([("~v/q", "[[]]")], [[]]),
        ([("~v/q", '{"a":{}}')], {"a": {}}),
        ([("~v/q", "null")], None),
        ([("~v/q", "[1]"), ("/q", "typed")], "typed"),
    ],
)
def test_lists_and_groups_are_known_by_what_is_in_them(
    pairs: list[tuple[str, str]], value: Any
) -> None:
    submission = sent(ANYTHING, pairs)
    assert submission.ok
    assert submission.answers == {"q": value}


def test_blank_rows_are_no_list() -> None:
    form = form_of({"q": {"type": ["integer", "array", "object"], "items": {}}}, "q")
    blank = [("~t/q", ""), ("/q", ""), ("~i2~t/q/0", ""), ("~i2/q/0", " "), ("~k/q/1", "")]
    for page in ([], [("~form", form.sha256)]):
        assert wrong(sent(form, [*blank, *page])) == [("/q", "required")]
        assert answered(form, [*blank, *page]) == {}


@pytest.mark.parametrize("value", [None, "x", "", {"a": 1}])
def test_a_value_of_no_type_that_may_be_is_kept(value: Any) -> None:
    form = form_of({"q": {"type": ["integer", "boolean", "array"]}}, "q")
    assert answers(encode(form, {"q": value}, None)) == {"q": value}
    submission = sent(form, [("~v/q", json_text(value)), ("/q", ""), ("~t/q", "")])
    assert submission.answers == {"q": value}
    assert wrong(submission) == [("/q", "type")]


def test_of_all_that_was_typed_the_chosen_type_is_submitted() -> None:
    pairs = [("/q", "5"), ("~i2/q/0", "z"), ("~i3/q/1", "w"), ("~i3~k/q/1", "a")]
    pairs.append(("~form", ANYTHING.sha256))
    for kind, value in (
        ("number", 5),
        ("string", "5"),
        ("array", ["z"]),
        ("object", {"a": "w"}),
        ("null", None),
    ):
        submission = sent(ANYTHING, [("~t/q", kind), *pairs])
        assert submission.ok
        assert submission.answers == {"q": value}
        assert shown(submission)["~i2/q/0"] == ("z",)


def test_broken_json_text_is_no_group() -> None:
    submission = sent(ANYTHING, [("~v/q", "{")])
    assert submission.answers == {}
    assert wrong(submission) == [("/q", "json")]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        1.5,
        "x",
        "5",
        "true",
        "",
        " a ",
        "\n",
        [],
        {},
        [None, [True]],
        {"a": {"b": 0}},
    ],
)
def test_any_value_opens(value: Any) -> None:
    for form in (ANYTHING, form_of({"q": {}}, "q"), form_of({"q": {"type": "array"}})):
        root = encode(form, {"q": value}, "vi")
        assert answers(root) == {"q": value}


# ---- null

NULL = {"type": "null"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"type": ["integer", "null"]},
        {"type": ["boolean", "null"]},
        {"type": ["array", "null"], "items": TEXT},
        {"type": ["object", "null"], "properties": {"x": TEXT}},
        {"anyOf": [TEXT, NULL]},
        {"anyOf": [NULL, {"type": "integer"}]},
        {"oneOf": [NULL, {"type": "array", "items": TEXT}]},
        {"oneOf": [{"const": "a", "title": "A"}, NULL]},
        {"oneOf": [group({"a": TEXT}, "a"), NULL]},
    ],
)
def test_one_that_may_be_null_is_null_where_required_and_absent_elsewhere(schema: Any) -> None:
    required, optional = form_of({"q": schema}, "q"), form_of({"q": schema})
    assert sent(required).ok
    assert answered(required) == {"q": None}
    assert answered(optional) == {}
    assert answers(encode(required, {"q": None}, None)) == {"q": None}
    assert answers(encode(optional, {"q": None}, None)) == {"q": None}
    assert answered(optional, [("~v/q", "null")]) == {"q": None}
    assert wrong(sent(required, [("~b/q", "0")])) == [("", "name")]


def test_null_does_not_make_what_surrounds_it_be_there() -> None:
    inner = group({"a": {"type": ["string", "null"]}, "b": TEXT}, "a")
    form = form_of({"o": inner})
    assert answered(form, [("/o/a", "")]) == {}
    assert answered(form, [("~p/o", "1")]) == {"o": {"a": None}}
    assert answered(form, [("/o/b", "x")]) == {"o": {"a": None, "b": "x"}}
    assert answered(form_of({"o": inner}, "o")) == {"o": {"a": None}}
    assert answers(encode(form, {"o": {"a": None}}, None)) == {"o": {"a": None}}


def test_a_row_that_is_null_says_so() -> None:
    form = form_of({"r": {"type": "array", "items": {"type": ["string", "null"]}}})
    assert answered(form, [("/r/0", ""), ("/r/1", "x")]) == {"r": ["x"]}
    assert answered(form, [("~v/r/0", "null"), ("/r/1", "x")]) == {"r": [None, "x"]}
    assert answers(encode(form, {"r": [None, "x"]}, None)) == {"r": [None, "x"]}


def test_null_among_options_is_one_of_them() -> None:
    values: list[Any] = ["a", None, 0, False, "", [], "0"]
    form = form_of({"q": {"enum": values}}, "q")
    options = tree(form).root.controls["q"][0].options
    assert [option.value for option in options] == values
    for option in options:
        value = answered(form, [("/q", option.text)])["q"]
        assert (value, type(value)) == (option.value, type(option.value))
    assert wrong(sent(form, [("/q", "")])) == [("/q", "required")]


# ---- JSON text


def ways(number: int) -> dict[str, Any]:
    """More ways to choose than anyone could be shown."""
    kinds = [{"type": "string"}, {"type": "integer"}, {"type": "array"}, {"type": "boolean"}]
    return {
        "allOf": [
            {"oneOf": [{**kind, "title": f"{n} {kind['type']}"} for kind in kinds]}
            for n in range(number)
        ]
    }


@functools.cache
def json_form(*required: str) -> Form:
    form = form_of({"q": ways(7), "r": {"type": "array", "items": ways(7)}}, *required)
    kinds = {node.kind for node in tree(form).root.controls["q"][0].walk()}
    assert "json" in kinds
    return form


def test_a_text_area_takes_json() -> None:
    form = json_form()
    for text, value in (('"x"', "x"), (" 5 ", 5), ("[1, 2]", [1, 2]), ("true", True)):
        submission = sent(form, [("~v/q", text), ("~v/r/3", text)])
        assert submission.ok
        assert submission.answers == {"q": value, "r": [value]}
        assert answers(encode(form, submission.answers, None)) == submission.answers


@pytest.mark.parametrize("text", ["{", "x", "NaN", "'x'", '{"a":1,"a":2}', "[" * 99 + "]" * 99])
def test_text_that_is_no_json_is_told_and_kept(text: str) -> None:
    for required in ([], ["q"]):
        submission = sent(json_form(*required), [("~v/q", text), ("~v/r/7", text)])
        assert wrong(submission) == [("/q", "json"), ("/r/0", "json")]
        kept = [i.verbatim for i in submission.state.root.walk() if i.node.kind == "json"]
        assert kept == [text, text]


def test_a_text_area_may_be_left_empty() -> None:
    blank = [("~v/q", ""), ("~v/r/0", " \n ")]
    assert sent(json_form(), blank).ok
    assert answered(json_form(), blank) == {}
    assert wrong(sent(json_form("q"), blank)) == [("/q", "required")]


def test_of_two_texts_the_first_that_is_not_empty_counts() -> None:
    submission = sent(json_form(), [("~v/q", ""), ("~v/q", "1"), ("~v/q", "2")])
    assert submission.answers == {"q": 1}
    assert wrong(submission) == [("/q", "repeated")]


@pytest.mark.parametrize(
    ("text", "value"), [("Có", True), ("không", False), ("YES", True), ("no", False), ("hm", "hm")]
)
def test_yes_and_no_are_written_as_they_are_spoken(text: str, value: Any) -> None:
    form = form_of({"q": {"type": ["boolean", "integer"]}})
    assert sent(form, [("~t/q", "boolean"), ("/q", text)]).answers == {"q": value}
