"""What a person chooses among the branches of a `oneOf` or `anyOf`, and what becomes of it."""

from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.filling.encode import encode
from formkit.filling.fields import answers
from formkit.filling.messages import sentence
from formkit.filling.submission import submit
from tests.filling.making import TEXT, answered, form_of, group, sent, shown, wrong

A = group({"a": TEXT}, "a", title="A")
B = group({"b": TEXT, "n": {"type": "integer", "minimum": 3}}, "b", title="B")
ONE = {"oneOf": [A, B]}
ANY = {"anyOf": [A, B]}
KINDS: dict[str, Any] = {"oneOf": [TEXT, {"type": "integer"}, {"type": "array", "items": TEXT}]}
OPTIONAL = form_of({"q": ONE})
REQUIRED = form_of({"q": ONE}, "q")


# ---- the branch that is chosen


@pytest.mark.parametrize("form", [OPTIONAL, REQUIRED])
def test_what_is_typed_in_the_chosen_branch_alone_is_submitted(form: Form) -> None:
    pairs = [("/q/a", "x"), ("/q/b", "y")]
    for text, value in (("0", {"a": "x"}), ("1", {"b": "y"})):
        submission = sent(form, [("~b/q", text), *pairs])
        assert submission.ok
        assert submission.answers == {"q": value}
        assert shown(submission) == {"~b/q": (text,), "/q/a": ("x",), "/q/b": ("y",)}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_its_own_problems_are_told_and_none_of_the_chooser(keyword: str) -> None:
    form = form_of({"q": {keyword: [A, B]}}, "q")
    assert wrong(sent(form, [("~b/q", "1"), ("/q/n", "2"), ("/q/a", "x")])) == [
        ("/q/b", "required"),
        ("/q/n", "minimum"),
    ]
    assert wrong(sent(form, [("~b/q", "0")])) == [("/q/a", "required")]


def test_an_optional_one_that_is_chosen_and_left_empty_is_absent() -> None:
    submission = sent(OPTIONAL, [("~b/q", "1"), ("/q/b", ""), ("/q/n", " ")])
    assert submission.ok
    assert submission.answers == {}
    assert shown(submission)["~b/q"] == ("1",)


def test_a_value_of_any_kind_may_be_chosen() -> None:
    form = form_of({"q": KINDS}, "q")
    pairs = [("/q", "x"), ("~i2/q", "5"), ("~i3/q/0", "z")]
    for text, value in (("0", "x"), ("1", 5), ("2", ["z"])):
        assert answered(form, [("~b/q", text), *pairs]) == {"q": value}
    assert wrong(sent(form, [("~b/q", "1"), ("~i2/q", "five")])) == [("/q", "type")]
    assert wrong(sent(form, [("~b/q", "1"), ("/q", "x"), ("~i2/q", "")])) == [("/q", "required")]


def test_plain_pointers_say_the_answer_once_the_branch_is_chosen() -> None:
    form = form_of({"q": KINDS})
    assert answered(form, [("~b/q", "1"), ("/q", "5")]) == {"q": 5}
    assert answered(form, [("~b/q", "2"), ("/q/0", "x")]) == {"q": ["x"]}


def test_a_chosen_constant_is_an_answer() -> None:
    form = form_of({"q": {"oneOf": [{"const": "none"}, {"type": "integer"}]}})
    assert answered(form, [("~b/q", "0")]) == {"q": "none"}
    assert answered(form, [("~b/q", "0"), ("/q", "none")]) == {"q": "none"}
    assert answered(form, [("~b/q", "1"), ("/q", "none"), ("~i2/q", "5")]) == {"q": 5}
    assert answered(form) == {}


# ---- nothing is chosen


@pytest.mark.parametrize(
    "pairs",
    [
        [("/q/a", "x")],
        [("~b/q", ""), ("/q/a", ""), ("/q/b", "y"), ("/q/n", "")],
    ],
)
@pytest.mark.parametrize("form", [OPTIONAL, REQUIRED, form_of({"q": ANY})])
def test_what_is_typed_without_a_choice_is_told_at_the_node_and_kept(
    form: Form, pairs: list[tuple[str, str]]
) -> None:
    submission = sent(form, pairs)
    ((pointer, keyword),) = wrong(submission)
    assert (pointer, keyword) in (("/q", "oneOf"), ("/q", "anyOf"))
    assert submission.answers in ({}, {"q": {}})
    typed = {name: (text,) for name, text in pairs if text and not name.startswith("~")}
    assert typed.items() <= shown(submission).items()


@pytest.mark.parametrize("pairs", [[("/q", "x")], [("~i2/q", "5")], [("~i3/q/0", "z")]])
def test_of_any_kind_as_well(pairs: list[tuple[str, str]]) -> None:
    for required in ([], ["q"]):
        submission = sent(form_of({"q": KINDS}, *required), pairs)
        assert submission.answers == {}
        assert wrong(submission) == [("/q", "oneOf")]


def test_an_optional_constant_that_is_ticked_is_typed() -> None:
    ticking = group({"a": TEXT, "k": {"const": "yes"}})
    form = form_of({"q": {"oneOf": [ticking, B]}})
    assert wrong(sent(form, [("/q/k", "yes")])) == [("/q", "oneOf")]


def test_what_nobody_typed_is_not() -> None:
    fixed = group(
        {"k": {"const": 1}, "r": {**TEXT, "readOnly": True, "default": "d"}, "a": TEXT}, "k"
    )
    form = form_of({"q": {"oneOf": [fixed, B]}})
    assert sent(form, [("/q/k", "1"), ("/q/a", "")]).ok
    submission = submit(form, [("/q/k", "1")], base={"q": {"k": 1, "r": "stored"}})
    assert submission.ok
    assert submission.answers == {}


def test_the_key_of_an_entry_is_typed() -> None:
    form = form_of({"q": {"oneOf": [group({}, additionalProperties=TEXT), TEXT]}})
    assert wrong(sent(form, [("~k/q/0", "a"), ("/q/0", "")])) == [("/q", "oneOf")]
    assert wrong(sent(form, [("~b/q", "0"), ("~k/q/0", "a"), ("/q/0", "")])) == [("/q/a", "key")]
    assert sent(form, [("~k/q/0", ""), ("/q/0", "")]).ok


def test_nothing_chosen_and_nothing_typed_is_no_answer() -> None:
    assert sent(OPTIONAL).ok
    assert answered(OPTIONAL) == {}
    assert wrong(sent(REQUIRED)) == [("/q", "oneOf")]
    assert wrong(sent(form_of({"q": KINDS}, "q"))) == [("/q", "required")]


def test_of_two_choices_the_first_counts_and_both_are_told() -> None:
    submission = sent(OPTIONAL, [("~b/q", ""), ("~b/q", "1"), ("~b/q", "0"), ("/q/b", "y")])
    assert submission.answers == {"q": {"b": "y"}}
    assert wrong(submission) == [("/q", "repeated")]
    assert sent(OPTIONAL, [("~b/q", "1"), ("~b/q", "1"), ("/q/b", "y")]).ok


# ---- anyOf


def test_of_any_of_several_may_be_chosen() -> None:
    form = form_of({"q": ANY}, "q")
    pairs = [("/q/a", "x"), ("/q/b", "y")]
    submission = sent(form, [("~b/q", "1"), ("~b/q", "0"), *pairs])
    assert submission.ok
    assert submission.answers == {"q": {"a": "x", "b": "y"}}
    assert answered(form, [("~b/q", "1"), *pairs]) == {"q": {"b": "y"}}


def test_of_several_chosen_branches_all_problems_are_told() -> None:
    form = form_of({"q": ANY}, "q")
    assert wrong(sent(form, [("~b/q", "0"), ("~b/q", "1"), ("/q/n", "2")])) == [
        ("/q/a", "required"),
        ("/q/b", "required"),
        ("/q/n", "minimum"),
    ]


def test_one_of_several_controls_is_chosen_though_any_may_hold() -> None:
    form = form_of({"q": {"anyOf": KINDS["oneOf"]}})
    assert answered(form, [("~b/q", "1"), ("~i2/q", "5")]) == {"q": 5}
    assert wrong(sent(form, [("~b/q", "1"), ("~b/q", "0"), ("~i2/q", "5")])) == [("/q", "repeated")]


def test_several_that_match_are_told_at_the_node() -> None:
    form = form_of({"q": {"oneOf": [group({"a": TEXT}), group({"b": TEXT})]}})
    assert wrong(sent(form, [("~b/q", "0"), ("/q/a", "x")])) == [("/q", "oneOf")]


# ---- where choosers stand


def test_each_row_has_its_own() -> None:
    form = form_of({"r": {"type": "array", "items": ONE}})
    submission = sent(
        form, [("~b/r/3", "0"), ("/r/3/a", "x"), ("/r/3/b", "?"), ("~b/r/1", "1"), ("/r/1/b", "y")]
    )
    assert submission.ok
    assert submission.answers == {"r": [{"a": "x"}, {"b": "y"}]}


@pytest.mark.parametrize(
    ("items", "pair", "inside"),
    [
        (ONE, ("/r/7/b", "z"), ""),
        (KINDS, ("~i2/r/7", "5"), ""),
        (group({"q": KINDS}), ("/r/7/q", "z"), "/q"),
        ({"type": "array", "items": KINDS}, ("/r/7/2", "z"), "/0"),
        ({"type": "array", "prefixItems": [KINDS]}, ("/r/7/0", "z"), "/0"),
    ],
)
def test_a_row_with_nothing_chosen_is_told_where_it_stands(
    items: Any, pair: tuple[str, str], inside: str
) -> None:
    form = form_of({"r": {"type": "array", "items": items}})
    submission = sent(form, [pair])
    assert wrong(submission) == [("/r/0" + inside, "oneOf")]
    assert not submission.ok


def test_a_row_that_is_only_chosen_is_dropped() -> None:
    form = form_of({"r": {"type": "array", "items": ONE}})
    assert answered(form, [("~b/r/7", "1"), ("/r/7/b", "")]) == {}


def test_branches_may_have_choosers_of_their_own() -> None:
    c = group({"c": TEXT}, "c")
    form = form_of({"q": {"oneOf": [{"title": "X", "oneOf": [A, B]}, c]}}, "q")
    outer, inner = "~b.oneOf/q", "~b.oneOf.0.oneOf/q"
    pairs = [("/q/a", "x"), ("/q/b", "y"), ("/q/c", "z")]
    assert answered(form, [(outer, "0"), (inner, "0"), *pairs]) == {"q": {"a": "x"}}
    assert answered(form, [(outer, "0"), (inner, "1"), *pairs]) == {"q": {"b": "y"}}
    assert answered(form, [(outer, "1"), (inner, "1"), *pairs]) == {"q": {"c": "z"}}
    assert wrong(sent(form, [(outer, "0"), *pairs])) == [("/q", "oneOf")]
    assert wrong(sent(form, [(inner, "0"), *pairs])) == [("/q", "oneOf")]
    assert wrong(sent(form, [(outer, "0"), (inner, "1"), ("/q/a", "x")])) == [("/q/b", "required")]


def test_a_place_may_have_several_choosers() -> None:
    other = {"oneOf": [group({"c": TEXT}, "c"), group({"d": TEXT}, "d")]}
    form = form_of({"q": {"type": "object", "allOf": [ONE, other]}}, "q")
    first, second = "~b.allOf.0.oneOf/q", "~b.allOf.1.oneOf/q"
    pairs = [("/q/a", "1"), ("/q/d", "2")]
    assert answered(form, [(first, "0"), (second, "1"), *pairs]) == {"q": {"a": "1", "d": "2"}}
    assert wrong(sent(form, [(first, "0"), *pairs])) == [("/q", "oneOf")]
    assert wrong(sent(form, pairs)) == [("/q", "oneOf")]


ROOT = load({"type": "object", "properties": {"z": TEXT}, "oneOf": [A, B]})


def test_the_form_itself_may_have_one() -> None:
    pairs = [("/a", "x"), ("/b", "y"), ("/z", "1")]
    assert answered(ROOT, [("~b", "0"), *pairs]) == {"a": "x", "z": "1"}
    assert answered(ROOT, [("~b", "1"), *pairs]) == {"b": "y", "z": "1"}
    assert wrong(sent(ROOT, pairs)) == wrong(sent(ROOT)) == [("", "oneOf")]
    assert wrong(sent(ROOT, [("~b", "1"), ("/n", "1")])) == [("/b", "required"), ("/n", "minimum")]


def test_a_property_that_tells_the_branches_apart_is_the_chooser() -> None:
    tagged = [
        group({"kind": {"const": "car"}, "seats": {"type": "integer"}}, "kind", "seats"),
        group({"kind": {"const": "bike"}, "gears": {"type": "integer"}}, "kind"),
    ]
    form = form_of({"q": {"oneOf": tagged}})
    pairs = [("/q/seats", "4"), ("/q/gears", "7")]
    assert answered(form, [("/q/kind", "car"), *pairs]) == {"q": {"kind": "car", "seats": 4}}
    assert answered(form, [("/q/kind", "bike"), *pairs]) == {"q": {"kind": "bike", "gears": 7}}
    assert wrong(sent(form, [("/q/kind", "car")])) == [("/q/seats", "required")]
    assert wrong(sent(form, [("~b/q", "0")])) == [("", "name")]


# ---- opened with answers


@pytest.mark.parametrize(
    ("schema", "value", "texts"),
    [
        (ONE, {"b": "y"}, ("1",)),
        (ONE, {"a": "x"}, ("0",)),
        (ONE, {"c": "y"}, ()),
        (ANY, {"a": "x", "b": "y"}, ("0", "1")),
        (KINDS, 5, ("1",)),
        (KINDS, ["x"], ("2",)),
        (KINDS, True, ()),
    ],
)
def test_it_is_chosen_by_value(schema: Any, value: Any, texts: tuple[str, ...]) -> None:
    form = form_of({"q": schema})
    root = encode(form, {"q": value}, None)
    assert [item.texts for item in root.walk() if item.node.mark == "~b"] == [texts]
    if texts:
        assert answers(root) == {"q": value}


def test_an_empty_group_of_a_branch_is_there() -> None:
    kinds = {"anyOf": [TEXT, {"type": "integer"}, {"type": "object"}]}
    for required in ([], ["q"]):
        form = form_of({"o": group({"q": kinds, "z": TEXT}, *required), "q": kinds})
        value: dict[str, Any] = {"o": {"q": {}}, "q": {}}
        root = encode(form, value, None)
        assert answers(root) == value
        marked = [item.pointer for item in root.walk() if item.present]
        assert marked == (["/o", "/q"] if required else ["/o/q", "/q"])


def test_what_no_branch_takes_is_kept_as_json_text() -> None:
    root = encode(form_of({"q": KINDS}), {"q": True}, None)
    assert answers(root) == {"q": True}
    assert [item.verbatim for item in root.children if item.pointer == "/q"] == ["true"]
    submission = sent(form_of({"q": KINDS}), [("~v/q", "true"), ("~b/q", "")])
    assert submission.answers == {"q": True}
    assert wrong(submission) == [("/q", "type")]


# ---- read-only


def test_what_is_only_read_keeps_its_branch() -> None:
    properties = {"q": {**ONE, "readOnly": True}, "s": {**KINDS, "readOnly": True}}
    base = {"q": {"b": "y"}, "s": 5}
    forged = [("~b/q", "0"), ("/q/a", "x"), ("~b/s", "0"), ("/s", "x"), ("~v/s", "1")]
    for schema, stored, pairs in (
        (properties, base, forged),
        (
            {"o": group(properties, readOnly=True)},
            {"o": base},
            [(name.replace("/", "/o/", 1), text) for name, text in forged],
        ),
    ):
        submission = submit(form_of(schema), pairs, base=stored)
        assert submission.ok
        assert submission.answers == stored


def test_a_default_that_is_only_read_has_its_branch() -> None:
    form = form_of({"q": {**ONE, "readOnly": True, "default": {"b": "y"}}})
    assert answered(form, [("~b/q", "0"), ("/q/a", "x")]) == {"q": {"b": "y"}}


def test_the_words_of_a_place_inside_a_branch_are_its_own() -> None:
    titled = {"x-message": {"minimum": "From three on"}, "type": "integer", "minimum": 3}
    place = {"type": "array", "prefixItems": [TEXT, titled], "items": titled}
    entries = {"type": "object", "additionalProperties": titled}
    form = form_of({"q": {"oneOf": [TEXT, place, entries]}}, **{"x-form": {"vocabulary": 1}})
    for pairs, pointer in (
        ([("~b/q", "1"), ("/q/0", "x"), ("/q/1", "2")], "/q/1"),
        ([("~b/q", "1"), ("/q/0", "x"), ("/q/1", "3"), ("/q/5", "2")], "/q/2"),
        ([("~b/q", "2"), ("~k/q/0", "a"), ("/q/0", "2")], "/q/a"),
    ):
        (problem,) = sent(form, pairs).problems
        assert (problem.pointer, problem.keyword) == (pointer, "minimum")
        assert sentence(form, problem) == "From three on"


def test_an_answer_that_no_branch_takes_means_the_only_one_of_its_type() -> None:
    branches = [TEXT, group({"x": {"type": "integer"}}), group({"y": TEXT}, required=["y"])]
    root = encode(form_of({"q": {"oneOf": branches[:2]}}), {"q": {"x": "z"}}, None)
    assert [child.texts for child in root.children[0].children[:1]] == [("1",)]
    root = encode(form_of({"q": {"oneOf": branches}}), {"q": {"x": "z"}}, None)
    assert [child.texts for child in root.children[0].children[:1]] == [()]
