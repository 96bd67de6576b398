"""Properties that nothing names: rows of a key and a value."""

from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.definition.nodes import tree
from formkit.filling.codec import MAX_ROWS
from formkit.filling.encode import can_be_key, encode
from formkit.filling.fields import answers
from formkit.filling.submission import submit
from formkit.pointer import input_name
from tests.filling.making import TEXT, answered, form_of, group, sent, shown, wrong

WORDS = {"type": "object", "additionalProperties": TEXT}
NUMBERS = {"type": "object", "additionalProperties": {"type": "integer"}}
FORM = form_of({"m": WORDS})


def row(key: str, name: str, text: str, at: str = "/m") -> list[tuple[str, str]]:
    """What a row posts."""
    return [(f"~k{at}/{key}", name), (f"{at}/{key}", text)]


def test_a_row_is_a_property() -> None:
    submission = sent(FORM, [*row("0", "b", "x"), *row("7", " a ", "y"), *row("3", "2", "z")])
    assert submission.ok
    assert submission.answers == {"m": {"b": "x", "a": "y", "2": "z"}}
    assert list(submission.answers["m"]) == ["b", "a", "2"]


def test_the_rows_of_a_map_are_of_one_kind() -> None:
    form = form_of({"m": NUMBERS})
    assert answered(form, row("0", "a", "5")) == {"m": {"a": 5}}
    assert wrong(sent(form, row("0", "a", "x"))) == [("/m/a", "type")]


# ---- keys


@pytest.mark.parametrize(
    ("pairs", "problem", "value"),
    [
        (row("0", "", "x"), ("/m/0", "empty"), {}),
        (row("0", " \u00a0", "x"), ("/m/0", "empty"), {}),
        (row("0", "a", ""), ("/m/a", "alone"), {}),
        ([*row("0", "a", "x"), *row("1", " a", "y")], ("/m/1", "twice"), {"m": {"a": "x"}}),
        ([*row("0", "a", "x"), *row("1", "a", "")], ("/m/1", "twice"), {"m": {"a": "x"}}),
        ([*row("0", "a", "x"), *row("1", "", "y")], ("/m/1", "empty"), {"m": {"a": "x"}}),
    ],
)
def test_a_key_that_is_empty_or_stands_twice_or_alone_is_told(
    pairs: list[tuple[str, str]], problem: tuple[str, str], value: Any
) -> None:
    submission = sent(FORM, pairs)
    assert [(p.pointer, p.keyword, p.params["reason"]) for p in submission.problems] == [
        (problem[0], "key", problem[1])
    ]
    assert submission.answers == value
    typed = [text for name, text in pairs if text.strip() and not name.startswith("~")]
    assert [text for texts in shown(submission).values() for text in texts if text] == typed


def test_renaming_to_a_key_that_is_there_is_told() -> None:
    stored = {"m": {"a": "x", "b": "y"}}
    renamed = [*row("0", "a", "x"), *row("1", "a", "y")]
    submission = submit(FORM, renamed, base=stored)
    assert wrong(submission) == [("/m/1", "key")]
    rows = submission.state.root.children[0].children[0].rows
    assert [(item.called, item.texts) for item in rows] == [("a", ("x",)), ("a", ("y",))]


def test_the_key_of_a_declared_property_is_told_and_takes_nothing_from_it() -> None:
    form = form_of({"m": {**WORDS, "properties": {"name": TEXT}}})
    for pairs, value in (([], {}), ([("/m/name", "n")], {"m": {"name": "n"}})):
        submission = sent(form, [*pairs, *row("0", "name", "x")])
        assert wrong(submission) == [("/m/0", "key")]
        assert submission.problems[0].params == {"reason": "twice", "name": "name"}
        assert submission.answers == value


def test_a_blank_row_is_nothing() -> None:
    assert sent(FORM, row("0", "", " ")).ok
    assert answered(FORM, row("0", "", "")) == {}


def test_of_two_names_for_a_row_the_first_that_is_not_empty_counts() -> None:
    submission = sent(FORM, [("~k/m/0", ""), ("~k/m/0", "a"), ("~k/m/0", "b"), ("/m/0", "x")])
    assert submission.answers == {"m": {"a": "x"}}
    assert wrong(submission) == [("/m/a", "repeated")]


def test_a_row_that_says_that_it_is_there_is_there() -> None:
    form = form_of({"m": {"type": "object", "additionalProperties": group({"a": TEXT})}})
    assert wrong(sent(form, [("~k/m/0", "x"), ("/m/0/a", "")])) == [("/m/x", "key")]
    assert answered(form, [("~k/m/0", "x"), ("~p/m/0", "1")]) == {"m": {"x": {}}}
    root = encode(form, {"m": {"x": {}}}, None)
    assert [item.pointer for item in root.walk() if item.present] == ["/m/0"]


def test_problems_are_told_at_the_property() -> None:
    inner = group({"a": {**TEXT, "minLength": 2}, "b": TEXT}, "b")
    form = form_of(
        {"m": {**WORDS, "additionalProperties": inner, "propertyNames": {"maxLength": 3}}}
    )
    assert wrong(sent(form, [("~k/m/4", "long"), ("/m/4/a", "x")])) == [
        ("/m/long", "propertyNames"),
        ("/m/long/a", "minLength"),
        ("/m/long/b", "required"),
    ]


# ---- plain pointers


def test_where_entries_are_offered_a_plain_pointer_has_its_key() -> None:
    assert answered(FORM, [("/m/a", "x"), ("/m/0", "y")]) == {"m": {"a": "x", "0": "y"}}
    form = form_of({"m": {"type": "object", "additionalProperties": group({"a": TEXT})}})
    assert answered(form, [("/m/x/a", "1")]) == {"m": {"x": {"a": "1"}}}
    assert wrong(sent(FORM, [("/m/a", "x"), *row("0", "a", "y")])) == [("/m/0", "key")]
    assert sent(FORM, [("/m/a", "")]).ok
    assert sent(form, [("/m/x/a", " ")]).ok


def test_on_a_page_and_where_none_are_offered_it_is_no_name() -> None:
    assert wrong(sent(FORM, [("~form", FORM.sha256), ("/m/a", "x")])) == [("", "name")]
    assert wrong(sent(form_of({"a": TEXT}), [("/b", "x")])) == [("", "name")]


def test_a_segment_is_a_row_key_only_where_a_key_is_named() -> None:
    form = form_of({"m": {**WORDS, "properties": {"0": TEXT}}})
    assert answered(form, [("/m/0", "x"), *row("1", "a", "y")]) == {"m": {"0": "x", "a": "y"}}
    submission = sent(form, row("0", "a", "x"))
    assert submission.answers == {"m": {"0": "x"}}
    assert wrong(submission) == [("", "name")]


# ---- what a row can't carry


@pytest.mark.parametrize(
    "name", ["", " a ", "a\nb", "a  b", "\u200b", "a\ud800", "e\u0301", "a\u2028b"]
)
def test_a_key_that_no_row_can_carry_is_json_text(name: str) -> None:
    assert not can_be_key(name)
    value = {"m": {name: "x", "a": "y"}}
    root = encode(FORM, value, None)
    assert answers(root) == value
    (item,) = (each for each in root.walk() if each.extras)
    assert item.extras == {name: '"x"'}
    pairs = [(input_name(("m", name), "~v"), '"x"'), *row("0", "a", "y")]
    assert answered(FORM, pairs) == value


def test_a_row_wins_over_json_text_of_its_key() -> None:
    assert answered(FORM, [("~v/m/a", '"v"'), *row("0", "a", "y")]) == {"m": {"a": "y"}}
    rule = {"if": {"properties": {"a": {"const": "y"}}}, "then": {"properties": {"b": TEXT}}}
    form = form_of({"m": {**WORDS, **rule}})
    pairs = [("~v/m/a", '"v"'), ("/m/b", "z")]
    assert answered(form, [*pairs, *row("0", "a", "y")]) == {"m": {"a": "y", "b": "z"}}
    assert answered(form, pairs) == {"m": {"a": "v", "b": "z"}}


# ---- where properties may stand though nobody says so


def test_an_extra_is_a_row_where_it_is_only_implied() -> None:
    form = form_of({"a": TEXT})
    value = {"a": "x", "more": {"x": [1, None]}, "n": 5}
    root = encode(form, value, None)
    assert answers(root) == value
    assert not any(item.extras for item in root.walk())
    pairs = [("~k/0", "n"), ("~t/0", "number"), ("/0", "5")]
    assert answered(form, pairs) == {"n": 5}


def test_one_that_may_not_be_there_is_told_and_can_be_taken_out() -> None:
    form = form_of({"a": TEXT}, additionalProperties=False)
    pairs = row("0", "z", "x", at="")
    assert wrong(sent(form, pairs)) == [("/z", "additionalProperties")]
    root = encode(form, {"z": 1}, None)
    assert root.node.more is not None
    assert [each.called for each in root.children[root.node.more].rows] == ["z"]
    assert wrong(sent(form, [("~v/z", "1")])) == [("/z", "additionalProperties")]
    assert wrong(sent(form, [*pairs, ("~do", "add ")])) == [("", "button")]
    back = sent(form, [*pairs, ("~do", "remove /0")])
    assert (back.answers, back.problems) == ({}, ())


def test_patterns_name_properties() -> None:
    patterns = {"^x": TEXT, "^n": {"type": "integer"}}
    form = form_of({"m": group({}, patternProperties=patterns, additionalProperties=False)})
    pairs = [*row("0", "x1", "5"), *row("1", "n1", "5"), ("~t/m/1", "number")]
    assert answered(form, pairs) == {"m": {"x1": "5", "n1": 5}}
    assert wrong(sent(form, row("0", "q", "x"))) == [("/m/q", "additionalProperties")]


def test_the_rows_of_an_answer_skip_the_names_that_are_declared() -> None:
    rule = {"if": {"required": ["0"]}, "then": {"properties": {"2": TEXT}}}
    form = form_of({"m": {**WORDS, "properties": {"0": TEXT}, **rule}})
    value = {"m": {"a": "x", "0": "y", "b": "z"}}
    root = encode(form, value, None)
    assert answers(root) == value
    keys = [item.key for item in root.walk() if item.called is not None]
    assert keys == ["1", "3"]


def test_conditions_see_the_rows() -> None:
    rule = {"if": {"properties": {"k": {"const": "x"}}, "required": ["k"]}}
    form = form_of({"m": group({"a": TEXT}, **rule, then={"properties": {"b": TEXT}})})
    assert answered(form, [*row("0", "k", "x"), ("/m/b", "1")]) == {"m": {"k": "x", "b": "1"}}
    assert answered(form, [*row("0", "k", "y"), ("/m/b", "1")]) == {"m": {"k": "y"}}


# ---- what is only read


def test_a_map_that_is_only_read_comes_from_the_base() -> None:
    form = form_of({"m": {**WORDS, "readOnly": True}})
    assert submit(form, row("0", "a", "forged"), base={"m": {"k": "v"}}).answers == {
        "m": {"k": "v"}
    }
    assert answered(form, row("0", "a", "forged")) == {}
    form = form_of({"m": {**WORDS, "readOnly": True, "default": {"k": "d"}}})
    assert answered(form, row("0", "a", "forged")) == {"m": {"k": "d"}}
    inner = {**group({"m": {**WORDS, "default": {"k": "d"}}}), "readOnly": True}
    assert answered(form_of({"o": inner}, "o"), row("0", "a", "f", at="/o/m")) == {
        "o": {"m": {"k": "d"}}
    }


def test_rows_are_matched_with_the_base_by_their_keys() -> None:
    value = group({"id": {**TEXT, "readOnly": True}, "b": TEXT})
    form = form_of({"m": {"type": "object", "additionalProperties": value}})
    base = {"m": {"one": {"id": "1", "b": "x"}, "two": {"id": "2"}}}
    pairs = [
        ("~k/m/0", "two"),
        ("/m/0/b", "y"),
        ("/m/0/id", "9"),
        ("~k/m/1", "new"),
        ("/m/1/b", "z"),
    ]
    assert submit(form, pairs, base=base).answers == {
        "m": {"two": {"id": "2", "b": "y"}, "new": {"b": "z"}}
    }


# ---- many, and one in another


def test_maps_may_stand_in_maps_and_in_rows() -> None:
    form = form_of({"r": {"type": "array", "items": {**WORDS, "additionalProperties": WORDS}}})
    pairs = [("~k/r/0/5", "a"), *row("7", "b", "x", at="/r/0/5"), ("/r/1/p/q", "y")]
    assert answered(form, pairs) == {"r": [{"a": {"b": "x"}}, {"p": {"q": "y"}}]}


def test_rows_after_the_limit_are_told() -> None:
    pairs = [pair for n in range(MAX_ROWS + 5) for pair in row(str(n), f"a{n}", "x")]
    submission = sent(FORM, pairs)
    assert len(submission.answers["m"]) == MAX_ROWS
    assert ("/m", "pairs") in wrong(submission)


# ---- buttons


def keys(form: Form, *pairs: tuple[str, str]) -> list[tuple[str, str | None]]:
    submission = sent(form, pairs)
    assert submission.problems == ()
    return [(i.pointer, i.called) for i in submission.state.root.walk() if i.called is not None]


def test_rows_are_added_moved_and_removed() -> None:
    pairs = [*row("0", "a", "x"), *row("4", "b", "y")]
    assert keys(FORM, *pairs, ("~do", "add /m")) == [("/m/0", "a"), ("/m/4", "b"), ("/m/5", "")]
    assert keys(FORM, *pairs, ("~do", "remove /m/0")) == [("/m/4", "b")]
    assert keys(FORM, *pairs, ("~do", "up /m/4")) == [("/m/4", "b"), ("/m/0", "a")]


def test_the_key_of_an_added_row_is_no_declared_name() -> None:
    form = form_of({"m": {**WORDS, "properties": {"0": TEXT, "1": TEXT}}})
    assert keys(form, ("~do", "add /m")) == [("/m/2", "")]


def test_the_form_itself_may_be_a_map() -> None:
    form = form_of({}, additionalProperties=TEXT)
    assert keys(form, ("~do", "add ")) == [("/0", "")]
    assert keys(form, *row("0", "a", "x", at=""), ("~do", "add ")) == [("/0", "a"), ("/1", "")]
    assert answered(form, row("0", "a", "x", at="")) == {"a": "x"}
    assert tree(form).root.more is not None


@pytest.mark.parametrize("button", ["add ", "add /a", "add /o", "open /o", "remove /0", "add /c"])
def test_where_none_are_offered_there_is_no_button(button: str) -> None:
    closed = {**WORDS, "readOnly": True}
    form = form_of({"a": TEXT, "o": group({"b": TEXT}), "c": closed})
    assert wrong(sent(form, [("~do", button)])) == [("", "button")]
