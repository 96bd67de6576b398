"""Pairs → answers: what the contract says under "Names of inputs" and "Values"."""

from typing import Any

import pytest

from formkit.filling.codec import MAX_ROWS, MAX_TICKS
from formkit.filling.fields import ABSENT, Field
from formkit.filling.submission import submit
from formkit.pointer import input_name
from tests.filling.making import DATE_TIME, TEXT, answered, form_of, sent, wrong

PEOPLE = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": TEXT, "kind": {"const": "p"}, "age": {"type": "integer"}},
        "required": ["kind"],
    },
}
TICKS = {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b", 3]}}


# ---- plain pointers


def test_plain_pointers_are_a_complete_submission() -> None:
    form = form_of(
        {"name": TEXT, "age": {"type": "integer"}, "ok": {"type": "boolean"}, "home": {
            "type": "object", "properties": {"street": TEXT}}, "people": PEOPLE, "tags": TICKS},
        "name",
    )  # fmt: skip
    submission = sent(
        form,
        [
            ("/name", "An"),
            ("/age", "61"),
            ("/ok", "false"),
            ("/home/street", "Hàng Bạc"),
            ("/people/0/name", "Bình"),
            ("/people/0/kind", "p"),
            ("/tags", "b"),
            ("/tags", "a"),
        ],
    )
    assert submission.ok
    assert submission.answers == {
        "name": "An",
        "age": 61,
        "ok": False,
        "home": {"street": "Hàng Bạc"},
        "people": [{"name": "Bình", "kind": "p"}],
        "tags": ["a", "b"],
    }


def test_pairs_may_be_a_mapping() -> None:
    assert answered(form_of({"a": TEXT}), {"/a": "x"}) == {"a": "x"}


@pytest.mark.parametrize(
    "name", ["a/b", "~v", "%41", "", "0", "họ tên", "\n", "\ud800", "__proto__"]
)
def test_odd_names_are_names(name: str) -> None:
    assert answered(form_of({name: TEXT}), [(input_name((name,)), "x")]) == {name: "x"}


def test_an_empty_input_is_absent() -> None:
    form = form_of({"a": TEXT, "n": {"type": "integer"}, "c": {"enum": ["x"]}})
    assert answered(form, [("/a", "  "), ("/n", ""), ("/c", "")]) == {}


def test_what_cannot_be_read_stays_as_its_text_and_its_type_is_reported() -> None:
    submission = sent(form_of({"n": {"type": "integer"}}), [("/n", " two  apples ")])
    assert submission.answers == {"n": "two apples"}
    assert wrong(submission) == [("/n", "type")]


# ---- rows


def test_rows_stand_in_order_of_appearance_and_are_compacted() -> None:
    form = form_of({"r": {"type": "array", "items": TEXT}})
    assert answered(form, [("/r/9", "a"), ("/r/2", "b"), ("/r/2000000000", "no")]) == {
        "r": ["a", "b"]
    }


def test_a_row_with_only_empty_controls_and_constants_is_dropped() -> None:
    form = form_of({"people": PEOPLE})
    pairs = [("/people/0/name", ""), ("/people/0/kind", "p"), ("/people/1/name", "An")]
    assert answered(form, [*pairs, ("/people/1/kind", "p")]) == {
        "people": [{"name": "An", "kind": "p"}]
    }


def test_a_mark_keeps_an_empty_row() -> None:
    form = form_of({"people": PEOPLE})
    pairs = [("/people/0/name", ""), ("/people/0/kind", "p"), ("~p/people/0", "1")]
    assert answered(form, pairs) == {"people": [{"kind": "p"}]}


# ---- marks


def test_an_optional_object_is_there_by_its_mark() -> None:
    form = form_of({"home": {"type": "object", "properties": {"street": TEXT}}})
    assert answered(form, [("/home/street", "")]) == {}
    assert answered(form, [("~p/home", "1")]) == {"home": {}}


def test_a_required_object_is_there_once_its_parent_is() -> None:
    inner = {"type": "object", "properties": {"street": TEXT}}
    form = form_of({"home": inner}, "home")
    assert answered(form) == {"home": {}}
    outer = {"type": "object", "properties": {"home": inner, "a": TEXT}, "required": ["home"]}
    form = form_of({"o": outer})
    assert answered(form) == {}
    assert answered(form, [("/o/a", "x")]) == {"o": {"a": "x", "home": {}}}


def test_a_list_is_there_though_empty_by_its_mark() -> None:
    form = form_of({"people": PEOPLE, "tags": TICKS})
    assert answered(form, [("~n/people", "1"), ("~n/tags", "1")]) == {"people": [], "tags": []}
    assert answered(form) == {}


def test_that_mark_loses_to_any_row_or_option() -> None:
    form = form_of({"people": PEOPLE, "tags": TICKS})
    pairs = [("~n/people", "1"), ("/people/0/name", "An"), ("~n/tags", "1"), ("/tags", "a")]
    assert answered(form, pairs) == {"people": [{"name": "An"}], "tags": ["a"]}


def test_a_moment_is_its_local_text_and_its_offset() -> None:
    form = form_of({"at": DATE_TIME})
    local = ("/at", "2026-03-05T07:30")
    assert answered(form, [local, ("~z/at", "+07:00")]) == {"at": "2026-03-05T07:30:00+07:00"}
    assert answered(form, [("/at", "2026-03-05T07:30:00Z")]) == {"at": "2026-03-05T07:30:00Z"}
    submission = sent(form, [local, ("~z/at", "x")])
    assert submission.answers == {"at": "2026-03-05T07:30"}
    assert wrong(submission) == [("/at", "format")]


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (TEXT, '""', ""),
        (TEXT, '" a "', " a "),
        (TEXT, "[1]", [1]),
        ({"type": "object", "properties": {"x": TEXT}}, '"odd"', "odd"),
        (PEOPLE, '{"a": 1}', {"a": 1}),
        (TICKS, '["b","a"]', ["b", "a"]),
    ],
)
def test_json_text_carries_what_no_control_can(schema: Any, text: str, value: Any) -> None:
    assert answered(form_of({"q": schema}), [("~v/q", text)]) == {"q": value}


def test_a_control_that_is_not_empty_wins_over_json_text() -> None:
    form = form_of({"q": TEXT, "tags": TICKS})
    pairs = [("/q", "typed"), ("~v/q", '""'), ("/tags", "a"), ("~v/tags", "[]")]
    assert answered(form, pairs) == {"q": "typed", "tags": ["a"]}
    assert answered(form, [("/q", ""), ("~v/q", '""')]) == {"q": ""}


@pytest.mark.parametrize("text", ["NaN", "{", '{"a":1,"a":2}', "[" * 5000, ""])
def test_broken_json_text_is_a_problem(text: str) -> None:
    submission = sent(form_of({"q": TEXT}), [("~v/q", text)])
    assert submission.answers == {}
    assert wrong(submission) == [("/q", "json")]


def test_undeclared_keys_are_carried_as_json_text() -> None:
    form = form_of({"a": TEXT})
    assert answered(form, [("~v/more", '{"x":[1]}')]) == {"more": {"x": [1]}}
    submission = sent(form, [("~v/more", "{")])
    assert submission.answers == {}
    assert wrong(submission) == [("/more", "json")]


# ---- one pointer, two controls

TWO = {
    "properties": {"kind": {"enum": ["n", "t"]}},
    "if": {"properties": {"kind": {"const": "n"}}, "required": ["kind"]},
    "then": {"properties": {"q": {"type": "integer"}}},
    "else": {"properties": {"q": TEXT}},
}


def test_the_control_of_the_branch_that_is_asked_is_read() -> None:
    form = form_of(TWO["properties"], **{k: v for k, v in TWO.items() if k != "properties"})
    pairs = [("/q", "12"), ("~i2/q", "twelve")]
    assert answered(form, [("/kind", "n"), *pairs]) == {"kind": "n", "q": 12}
    assert answered(form, [("/kind", "t"), *pairs]) == {"kind": "t", "q": "twelve"}


def test_else_the_plain_one_is_read() -> None:
    form = form_of(TWO["properties"], **{k: v for k, v in TWO.items() if k != "properties"})
    assert answered(form, [("/kind", "t"), ("/q", "twelve")]) == {"kind": "t", "q": "twelve"}


def test_on_a_page_what_was_left_empty_is_not_looked_for_elsewhere() -> None:
    ticks = {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}}
    rows = {"type": "array", "items": TEXT}
    for kind, other in ((ticks, TEXT), (rows, {**rows, "title": "Other"}), ({"enum": ["a"]}, TEXT)):
        either = {**TWO, "then": {"properties": {"q": other}}, "else": {"properties": {"q": kind}}}
        form = form_of(TWO["properties"], **{k: v for k, v in either.items() if k != "properties"})
        typed = [("/kind", "t"), ("/q/0" if kind is rows else "/q", "a")]
        assert answered(form, [*typed, ("~form", form.sha256)]) == {"kind": "t"}
        assert answered(form, typed)["q"] in ("a", ["a"])


# ---- what is sent twice, and numbers


def test_the_first_value_that_is_not_empty_counts_and_another_is_a_problem() -> None:
    form = form_of({"a": TEXT})
    assert wrong(sent(form, [("/a", ""), ("/a", "x"), ("/a", " x ")])) == []
    submission = sent(form, [("/a", ""), ("/a", "x"), ("/a", "y"), ("/a", "z")])
    assert submission.answers == {"a": "x"}
    assert wrong(submission) == [("/a", "repeated")]
    assert submission.problems[0].params["values"] == ("x", "y")


def test_numbers_are_read_in_the_language_of_the_page() -> None:
    form = form_of({"n": {"type": "number"}})
    assert answered(form, [("~lang", "vi"), ("/n", "1,5")]) == {"n": 1.5}
    assert answered(form, [("~lang", "en"), ("/n", "1,500")]) == {"n": 1500}
    assert answered(form, [("/n", "1.5")]) == {"n": 1.5}
    assert answered(form, [("/n", "1,5")]) == {"n": "1,5"}


def test_an_ambiguous_number_is_a_problem_that_offers_both() -> None:
    submission = sent(form_of({"n": {"type": "number"}}), [("~lang", "vi"), ("/n", "1.234")])
    assert submission.answers == {"n": "1.234"}
    assert wrong(submission) == [("/n", "ambiguous")]
    assert submission.problems[0].params == {"text": "1.234", "options": ("1234", "1,234")}


# ---- read-only

READ_ONLY = {
    "a": {"type": "string", "readOnly": True, "default": "d"},
    "o": {
        "type": "object",
        "readOnly": True,
        "properties": {"x": {**TEXT, "default": "inner"}},
    },
    "r": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"id": {"type": "integer", "readOnly": True}, "t": TEXT},
        },
    },
}


def test_read_only_values_come_from_the_base() -> None:
    form = form_of(READ_ONLY)
    base = {"a": "stored", "o": {"x": "y"}, "r": [{"id": 1, "t": "p"}, {"id": 2, "t": "q"}]}
    pairs = [
        ("/a", "forged"),
        ("~v/a", '"forged"'),
        ("/o/x", "forged"),
        ("/r/1/t", "Q"),
        ("/r/1/id", "9"),
        ("/r/2/t", "new"),
        ("/r/2/id", "9"),
        ("/r/01/t", "odd"),
    ]
    submission = submit(form, pairs, base=base)
    assert submission.problems == ()
    assert submission.answers == {
        "a": "stored",
        "o": {"x": "y"},
        "r": [{"id": 2, "t": "Q"}, {"t": "new"}, {"t": "odd"}],
    }


def test_what_the_base_lacks_stays_away() -> None:
    assert submit(form_of(READ_ONLY), [("/a", "forged")], base={}).answers == {}


def test_without_a_base_they_come_from_the_default() -> None:
    assert answered(form_of(READ_ONLY), [("/a", "forged")]) == {"a": "d"}


@pytest.mark.parametrize(
    "default", [[], ["p"], [[]], [{"a": 1}], {}, {"a": {}}, {"b": [None]}, "x", "", 0, False]
)
def test_a_default_that_is_only_read_is_whole_and_no_answer(default: Any) -> None:
    kinds: list[dict[str, Any]] = [{}, {"anyOf": [{"type": "integer"}, {"title": "other"}]}]
    if isinstance(default, list):
        kinds.append({"type": "array"})
    if isinstance(default, dict):
        kinds += [{"type": "object"}, {"type": "object", "properties": {"a": {"type": "object"}}}]
    for kind in kinds:
        schema = {**kind, "readOnly": True, "default": default}
        assert answered(form_of({"q": schema})) == {"q": default}
        inner = {"type": "object", "properties": {"q": schema, "b": TEXT}}
        assert answered(form_of({"o": inner})) == {}
        assert answered(form_of({"o": inner}), [("/o/b", "x")]) == {"o": {"q": default, "b": "x"}}
        assert submit(form_of({"q": schema}), [], base={"q": default}).answers == {"q": default}


def test_defaults_in_a_required_read_only_object_are_its_own() -> None:
    inner = {"type": "object", "properties": {"x": {**TEXT, "default": "d"}}, "readOnly": True}
    assert answered(form_of({"o": inner}, "o"), [("/o/x", "forged")]) == {"o": {"x": "d"}}
    assert answered(form_of({"o": inner}), [("/o/x", "forged")]) == {}
    assert answered(form_of({"o": {**inner, "default": {"x": "e"}}})) == {"o": {"x": "e"}}


def test_a_constant_does_not_make_a_read_only_object_be_there() -> None:
    inner = {"type": "object", "properties": {"c": {"const": 1}}, "required": ["c"]}
    form = form_of({"o": {**inner, "readOnly": True}})
    assert answered(form) == {}
    assert submit(form, [], base={}).answers == {}
    assert submit(form, [], base={"o": {"c": 1}}).answers == {"o": {"c": 1}}


def test_a_read_only_default_does_not_make_its_parent_be_there() -> None:
    inner = {"type": "object", "properties": {"a": READ_ONLY["a"], "b": TEXT}}
    form = form_of({"o": inner})
    assert answered(form, [("/o/a", "forged")]) == {}
    assert answered(form, [("/o/b", "x")]) == {"o": {"a": "d", "b": "x"}}


# ---- constants and consent


def test_a_required_constant_never_counts_as_an_answer() -> None:
    inner = {"type": "object", "properties": {"v": {"const": 1}, "b": TEXT}, "required": ["v"]}
    form = form_of({"o": inner})
    assert answered(form, [("/o/v", "1")]) == {}
    assert answered(form, [("/o/b", "x"), ("/o/v", "1")]) == {"o": {"b": "x", "v": 1}}


def test_an_optional_constant_is_a_box() -> None:
    form = form_of({"v": {"const": "yes please"}})
    assert answered(form) == {}
    assert answered(form, [("/v", "yes please")]) == {"v": "yes please"}


def test_a_box_that_is_not_ticked_is_absent() -> None:
    form = form_of({"agreed": {"const": True}}, "agreed")
    submission = sent(form)
    assert submission.answers == {}
    assert wrong(submission) == [("/agreed", "required")]
    assert answered(form, [("/agreed", "true")]) == {"agreed": True}


def test_ticked_texts_that_are_empty_say_nothing() -> None:
    assert answered(form_of({"tags": TICKS}), [("/tags", ""), ("/tags", " ")]) == {}


def test_a_ticked_text_that_is_no_option_is_cleaned() -> None:
    typed = [("/tags", "một\rhai"), ("/tags", "một\nhai")]
    assert answered(form_of({"tags": TICKS}), typed) == {"tags": ["một\nhai"]}


def test_what_is_not_rendered_is_carried() -> None:
    form = form_of({"none": False})
    assert answered(form, [("~v/none", "[null]")]) == {"none": [None]}
    assert wrong(sent(form, [("/none", "x")])) == [("", "name")]


def test_fields_show_themselves() -> None:
    item = sent(form_of({"a": TEXT}), [("/a", "x")]).state.root.children[0]
    assert isinstance(item, Field)
    assert item.pointer == "/a"
    assert repr(ABSENT) == "ABSENT"
    assert not ABSENT


def test_a_place_inside_an_undeclared_key_is_not_read() -> None:
    assert wrong(sent(form_of({"a": TEXT}), [("/more/x", "1")])) == [("", "name")]


def test_rows_and_ticks_after_the_limit_are_told() -> None:
    form = form_of({"r": {"type": "array", "items": TEXT}, "tags": TICKS})
    pairs = [(f"/r/{number}", "x") for number in range(MAX_ROWS + 2)]
    submission = sent(form, [*pairs, *(("/tags", f"t{n}") for n in range(MAX_TICKS + 1))])
    assert ("/r", "pairs") in wrong(submission)
    assert ("/tags", "pairs") in wrong(submission)
    assert len(submission.answers["r"]) == MAX_ROWS
    assert len(submission.answers["tags"]) == MAX_TICKS
