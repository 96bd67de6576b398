"""Lists whose first items have places of their own (`prefixItems`)."""

from typing import Any

import pytest

from formkit.filling.encode import encode
from formkit.filling.fields import answers
from formkit.filling.submission import submit
from tests.filling.making import TEXT, answered, form_of, group, sent, wrong

PLACES: list[Any] = [TEXT, {"type": "integer"}, group({"a": TEXT}, "a")]
TUPLE = {"type": "array", "prefixItems": PLACES, "items": TEXT}
FORM = form_of({"t": TUPLE})


def test_each_place_has_its_question() -> None:
    pairs = [("/t/0", "x"), ("/t/1", "2"), ("/t/2/a", "z")]
    submission = sent(FORM, pairs)
    assert submission.ok
    assert submission.answers == {"t": ["x", 2, {"a": "z"}]}
    assert answered(FORM, pairs[::-1]) == submission.answers


def test_further_items_stand_after_them_in_order_of_appearance() -> None:
    pairs = [("/t/9", "m"), ("/t/0", "x"), ("/t/1", "2"), ("/t/5", "n"), ("/t/2/a", "z")]
    assert answered(FORM, pairs) == {"t": ["x", 2, {"a": "z"}, "m", "n"]}


@pytest.mark.parametrize(
    ("pairs", "value", "missing"),
    [
        ([("/t/1", "5")], [None, 5], ["/t/0"]),
        ([("/t/0", ""), ("/t/1", "5")], [None, 5], ["/t/0"]),
        ([("/t/2/a", "z")], [None, None, {"a": "z"}], ["/t/0", "/t/1"]),
        # a group that is asked for is there though empty
        ([("/t/9", "m")], [None, None, {}, "m"], ["/t/0", "/t/1", "/t/2/a"]),
        ([("/t/0", "x"), ("~p/t/2", "1")], ["x", None, {}], ["/t/1", "/t/2/a"]),
    ],
)
def test_a_hole_is_null_and_missing(
    pairs: list[tuple[str, str]], value: list[Any], missing: list[str]
) -> None:
    submission = sent(FORM, pairs)
    assert submission.answers == {"t": value}
    assert wrong(submission) == [(at, "required") for at in missing]


def test_places_at_the_end_may_be_left_empty() -> None:
    assert sent(FORM).ok
    assert answered(FORM) == {}
    submission = sent(FORM, [("/t/0", "x"), ("/t/1", ""), ("/t/2/a", "")])
    assert submission.ok
    assert submission.answers == {"t": ["x"]}


def test_what_can_not_be_read_is_told_at_its_place() -> None:
    assert wrong(sent(FORM, [("/t/0", "x"), ("/t/1", "y")])) == [("/t/1", "type")]


@pytest.mark.parametrize("name", ["/t/00", "/t/01", "/t/000", "/t/x"])
def test_a_place_has_one_name(name: str) -> None:
    assert wrong(sent(FORM, [(name, "x")])) == [("", "name")]


def test_no_items_may_follow() -> None:
    form = form_of({"t": {**TUPLE, "items": False}})
    whole = [("/t/0", "x"), ("/t/1", "1"), ("/t/2/a", "z")]
    assert wrong(sent(form, [*whole, ("/t/3", "m")])) == [("/t/3", "items")]
    assert wrong(sent(form, [("~v/t", '["x",1,{"a":"z"},5]')])) == [("/t/3", "items")]
    assert wrong(sent(form, [("/t/3", "m"), ("~do", "add /t")])) == [("", "button")]
    back = sent(form, [*whole, ("/t/3", "m"), ("~do", "remove /t/3")])
    assert (back.answers, back.problems) == ({"t": ["x", 1, {"a": "z"}]}, ())


def test_a_list_that_needs_all_its_places_has_them() -> None:
    form = form_of({"t": {**TUPLE, "minItems": 3}}, "t")
    assert wrong(sent(form)) == [("/t", "required")]
    assert wrong(sent(form, [("/t/1", "1")])) == [("/t/0", "required"), ("/t/2/a", "required")]
    assert wrong(sent(form, [("/t/0", "x")])) == [("/t", "minItems")]


def test_what_stands_unanswered_follows_those_before_it() -> None:
    nullable = {"type": ["string", "null"]}
    places = [TEXT, {"const": 1}, nullable, group({}), TEXT]
    form = form_of({"t": {"type": "array", "prefixItems": places, "minItems": 4}})
    assert answered(form, [("/t/1", "1")]) == {}
    assert answered(form, [("/t/0", "x"), ("/t/1", "1")]) == {"t": ["x", 1, None, {}]}
    assert sent(form, [("/t/0", "x"), ("/t/1", "1")]).ok


def test_a_constant_that_was_not_posted_is_missing_once() -> None:
    form = form_of({"t": {"type": "array", "prefixItems": [{"const": 1}, TEXT]}})
    assert wrong(sent(form, [("/t/1", "x")])) == [("/t/0", "required")]


def test_a_choice_that_was_not_made_is_told_at_its_place() -> None:
    choice = {"oneOf": [TEXT, {"type": "integer"}]}
    form = form_of({"t": {"type": "array", "prefixItems": [choice, TEXT]}})
    assert wrong(sent(form, [("/t/0", "x")])) == [("/t/0", "oneOf")]
    assert wrong(sent(form, [("/t/0", "x"), ("/t/1", "y")])) == [("/t/0", "oneOf")]


def test_a_list_says_that_it_is_there() -> None:
    assert answered(FORM, [("~n/t", "1")]) == {"t": []}
    assert answered(FORM, [("~n/t", "1"), ("/t/0", "x")]) == {"t": ["x"]}


@pytest.mark.parametrize(
    "value", [[], ["x"], ["x", 1], ["x", 1, {}], ["x", 1, {"a": "y"}, "b", "c"], [None, 1], "odd"]
)
def test_any_answer_opens(value: Any) -> None:
    root = encode(FORM, {"t": value}, None)
    assert answers(root) == {"t": value}


def test_tuples_may_stand_in_rows_and_in_tuples() -> None:
    pair = {"type": "array", "prefixItems": [TEXT, TEXT]}
    form = form_of({"r": {"type": "array", "items": pair}, "t": {"prefixItems": [pair, pair],
                    "type": "array"}})  # fmt: skip
    pairs = [("/r/7/0", "a"), ("/r/7/1", "b"), ("/r/2/1", "c"), ("/t/1/0", "d")]
    submission = sent(form, pairs)
    assert submission.answers == {"r": [["a", "b"], [None, "c"]], "t": [None, ["d"]]}
    assert wrong(submission) == [("/r/1/0", "required"), ("/t/0", "required")]


def test_what_is_only_read_comes_from_its_place_in_the_base() -> None:
    places = [TEXT, {**TEXT, "readOnly": True}]
    form = form_of({"t": {"type": "array", "prefixItems": places}})
    pairs = [("/t/0", "x"), ("/t/1", "forged")]
    assert submit(form, pairs, base={"t": ["a", "b"]}).answers == {"t": ["x", "b"]}
    assert submit(form, pairs, base={"t": ["a"]}).answers == {"t": ["x"]}
    assert submit(form, pairs, base={}).answers == {"t": ["x"]}
    whole = form_of({"t": {**TUPLE, "readOnly": True}})
    base = {"t": ["a", 1, {"a": "b"}, "c"]}
    assert submit(whole, [("/t/0", "x"), ("/t/7", "y")], base=base).answers == base


@pytest.mark.parametrize(
    ("button", "rows"),
    [("add /t", ["3", "5", "6"]), ("remove /t/3", ["5"]), ("up /t/5", ["5", "3"])],
)
def test_further_items_have_buttons(button: str, rows: list[str]) -> None:
    pairs = [("/t/0", "x"), ("/t/3", "m"), ("/t/5", "n")]
    submission = sent(FORM, [*pairs, ("~do", button)])
    assert submission.problems == ()
    (item,) = (each for each in submission.state.root.walk() if each.pointer == "/t")
    assert [row.key for row in item.rows] == rows
    if button == "add /t":
        submission = sent(FORM, [("~do", button)])
        (item,) = (each for each in submission.state.root.walk() if each.pointer == "/t")
        assert [row.key for row in item.rows] == ["3"]


@pytest.mark.parametrize("button", ["remove /t/0", "up /t/1", "down /t/2", "add /t/0"])
def test_places_have_none(button: str) -> None:
    pairs = [("/t/0", "x"), ("/t/3", "m"), ("~do", button)]
    assert wrong(sent(FORM, pairs)) == [("", "button")]
