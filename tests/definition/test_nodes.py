"""The tree of what a form can ask."""

from typing import Any

import pytest

from formkit.definition import gather, nodes
from formkit.definition.form import Form
from formkit.definition.nodes import tree
from tests.definition.gathering import form_of, node_of, nodes_of, unchecked

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
IS_X = {"properties": {"k": {"const": "x"}}, "required": ["k"]}
IS_Y = {"properties": {"k": {"const": "y"}}, "required": ["k"]}


def either(then: Any, other: Any, **keywords: Any) -> Form:
    """A form that asks `q` in two branches."""
    return form_of(
        {"k": TEXT},
        **{"if": IS_X, "then": {"properties": {"q": then}}, "else": {"properties": {"q": other}}},
        **keywords,
    )


def shape(form: Form, name: str = "q") -> list[tuple[str, int]]:
    return [(node.kind, node.instance) for node in nodes_of(form, name)]


def test_a_tree_is_built_once() -> None:
    form = form_of({"a": TEXT})
    assert tree(form) is tree(form)


def test_the_root_is_an_object_with_its_questions() -> None:
    form = form_of({"a": TEXT, "o": {"type": "object", "properties": {"b": TEXT}}, "r": {
        "type": "array", "items": {"type": "object", "properties": {"c": TEXT}}}})  # fmt: skip
    found = tree(form)
    assert [(node.path, node.name, node.depth) for node in found.nodes()] == [
        ((), "", 0),
        (("a",), "a", 1),
        (("o",), "o", 1),
        (("o", "b"), "b", 2),
        (("r",), "r", 1),
        (("r", "*"), "*", 2),
        (("r", "*", "c"), "c", 3),
    ]
    assert found.questions == 4
    assert found.exceeded is None
    assert nodes_of(form, "r")[0].row.kind == "object"
    assert found.root.kind == "object"


# ---- one place, several controls


def test_two_branches_with_the_same_control_share_it() -> None:
    form = either({**TEXT, "title": "A"}, {**TEXT, "title": "B", "minLength": 2})
    (node,) = nodes_of(form, "q")
    assert (node.kind, node.instance) == ("string", 1)
    (branch,) = (each for each in tree(form).root.branches if each.tests)
    (test,) = branch.tests
    assert test.schema == {"anyOf": [IS_X, {"not": IS_X}]}


@pytest.mark.parametrize("more", [{"default": "d"}, {"readOnly": True}, {"x-text": "exact"}])
def test_two_branches_that_begin_or_read_differently_do_not_share(more: dict[str, Any]) -> None:
    assert shape(either(TEXT, {**TEXT, **more})) == [("string", 1), ("string", 2)]
    assert shape(either({**TEXT, **more}, {**TEXT, **more, "title": "T"})) == [("string", 1)]


def test_what_a_branch_adds_is_not_what_a_question_says() -> None:
    form = form_of(
        {"k": TEXT, "q": TEXT}, **{"if": IS_X, "then": {"properties": {"q": {"default": "d"}}}}
    )
    (node,) = nodes_of(form, "q")
    assert node.said("default") is None
    assert node.keyword("default") == "d"
    assert node.said("type") == "string"


def test_two_branches_that_say_the_same_hold_wherever_it_is_asked() -> None:
    (node,) = nodes_of(either({**TEXT, "title": "A"}, {**TEXT, "title": "A"}), "q")
    assert all(part.conditions == () for part in node.parts)
    assert node.keyword("title") == "A"


def test_two_branches_with_another_control_have_one_each() -> None:
    assert shape(either(NUMBER, TEXT)) == [("integer", 1), ("string", 2)]
    assert shape(either({"enum": ["a"]}, {"enum": ["b"]})) == [("choice", 1), ("choice", 2)]
    assert shape(either(TEXT, {**TEXT, "x-widget": "textarea"})) == [("string", 1), ("string", 2)]


def test_groups_and_lists_share_only_what_says_the_same() -> None:
    one = {"type": "object", "properties": {"a": TEXT}}
    other = {"type": "object", "properties": {"b": TEXT}}
    assert shape(either(one, dict(one))) == [("object", 1)]
    form = either(one, other)
    assert shape(form) == [("object", 1), ("object", 2)]
    assert nodes_of(form, "q")[1].controls["b"][0].instance == 2
    assert nodes_of(form, "q")[1].instances == {2}
    rows = {"type": "array", "items": TEXT}
    assert shape(either(rows, {**rows, "title": "T"})) == [("rows", 1), ("rows", 2)]


def test_conditions_asked_at_two_places_do_not_share() -> None:
    inside = {
        "type": "object",
        "properties": {"k": TEXT},
        "if": IS_X,
        "then": {"properties": {"q": TEXT}},
    }
    form = form_of(
        {"k": TEXT, "o": inside},
        **{"if": IS_Y, "then": {"properties": {"o": {"properties": {"q": TEXT}}}}},
    )
    found = nodes_of(form, "o")[0].controls["q"]
    assert [node.instance for node in found] == [1, 2]
    depths = [test.depth for branch in nodes_of(form, "o")[0].branches for test in branch.tests]
    assert sorted(depths) == [0, 1]


def test_a_condition_in_a_condition_at_another_place_is_two_tests() -> None:
    inside = {"properties": {"q": TEXT}}
    form = form_of(
        {"k": TEXT, "o": {"type": "object", "properties": {"k": TEXT}}},
        **{"if": IS_X, "then": {"properties": {"o": {"if": IS_Y, "then": inside}}}},
    )
    (branch,) = (each for each in nodes_of(form, "o")[0].branches if each.tests)
    assert [(test.depth, test.schema) for test in branch.tests] == [(0, IS_X), (1, IS_Y)]


def test_what_is_also_declared_without_a_condition_is_there_once() -> None:
    form = form_of({"k": TEXT, "q": TEXT}, **{"if": IS_X, "then": {"properties": {"q": {"enum": ["a"]}}}})  # fmt: skip  # noqa: E501
    (node,) = nodes_of(form, "q")
    assert node.kind == "string"
    assert all(not branch.tests for branch in tree(form).root.branches)


def test_three_controls_are_three_instances() -> None:
    rules = [
        {"if": {"required": [name]}, "then": {"properties": {"q": schema}}}
        for name, schema in (("a", TEXT), ("b", NUMBER), ("c", {"type": "boolean"}))
    ]
    form = form_of({"a": TEXT, "b": TEXT, "c": TEXT}, allOf=rules)
    assert shape(form) == [("string", 1), ("integer", 2), ("boolean", 3)]


# ---- required


def test_required_holds_always_sometimes_or_natively() -> None:
    form = form_of(
        {
            "a": TEXT,
            "b": TEXT,
            "c": TEXT,
            "o": {"type": "object", "properties": {"d": TEXT}, "required": ["d"]},
            "p": {"type": "object", "properties": {"d": TEXT}, "required": ["d"]},
            "r": {"type": "array", "items": {
                "type": "object", "properties": {"d": TEXT}, "required": ["d"]}},
        },
        required=["a", "p", "r"],
        dependentRequired={"a": ["b"]},
        **{"if": IS_X, "then": {"required": ["c"], "properties": {"e": TEXT}}},
    )  # fmt: skip
    found = {
        "/".join(node.path): (node.required, node.sometimes_required, node.native_required)
        for node in tree(form).nodes()
    }
    assert found == {
        "": (True, False, True),
        "a": (True, False, True),
        "b": (False, True, False),
        "c": (False, True, False),
        "e": (False, False, False),
        "o": (False, False, False),
        "o/d": (True, False, False),
        "p": (True, False, True),
        "p/d": (True, False, True),
        "r": (True, False, True),
        "r/*": (False, False, False),
        "r/*/d": (True, False, False),
    }


def test_what_a_branch_requires_is_required_in_it_but_not_natively() -> None:
    form = form_of(
        {"k": TEXT}, **{"if": IS_X, "then": {"properties": {"q": TEXT}, "required": ["q"]}}
    )
    (node,) = nodes_of(form, "q")
    assert (node.required, node.native_required) == (True, False)
    form = either(TEXT, TEXT, allOf=[{"if": IS_X, "then": {"required": ["q"]}}])
    (node,) = nodes_of(form, "q")
    assert (node.required, node.sometimes_required) == (False, True)


# ---- words, read-only, kept


def test_words_come_from_what_always_holds_first() -> None:
    form = form_of(
        {"k": TEXT, "q": {"$ref": "#/$defs/q", "title": "Here"}},
        **{
            "$defs": {"q": {**TEXT, "title": "There", "description": "D"}},
            "if": IS_X,
            "then": {"properties": {"q": {"title": "Then", "x-help": "H"}}},
        },
    )
    (node,) = nodes_of(form, "q")
    assert node.keyword("title") == "Here"
    assert node.keyword("description") == "D"
    assert node.keyword("x-help") == "H"
    assert node.keyword("x-role") is None
    assert len(node.telling) == 2


def test_read_only_goes_down() -> None:
    inner = {"type": "object", "properties": {"a": TEXT}}
    form = form_of({"o": {**inner, "readOnly": True}, "w": inner})
    found = {node.path: node.read_only for node in tree(form).nodes()}
    assert found[("o", "a")]
    assert not found[("w", "a")]
    narrowed = form_of({"k": TEXT, "q": TEXT}, **{"if": IS_X, "then": {"properties": {"q": {"readOnly": True}}}})  # fmt: skip  # noqa: E501
    assert not nodes_of(narrowed, "q")[0].read_only


@pytest.mark.parametrize(
    ("keywords", "kept"),
    [
        ({}, False),
        ({"additionalProperties": False}, False),
        ({"additionalProperties": True}, True),
        ({"additionalProperties": {}}, True),
        ({"patternProperties": {"^q$": {}}}, True),
        ({"patternProperties": {"^x$": {}}}, False),
    ],
)
def test_what_is_declared_without_a_name_is_kept(keywords: dict[str, Any], kept: bool) -> None:
    assert [node.kept for node in nodes_of(either(NUMBER, TEXT, **keywords), "q")] == [kept] * 2


def test_a_pattern_that_is_none_keeps_nothing() -> None:
    document = either(NUMBER, TEXT).document
    form = unchecked({**document, "patternProperties": {"(": {}}})
    assert not nodes_of(form, "q")[0].kept


# ---- limits


def test_the_tree_ends_at_its_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_QUESTIONS", 3)
    found = tree(form_of_questions(10))
    assert found.exceeded == "questions"
    assert found.questions == 4


def test_nothing_in_the_last_question_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_QUESTIONS", 0)
    (node,) = nodes_of(unchecked({"properties": {"q": {"type": "array", "items": TEXT}}}), "q")
    assert node.row.kind == "unrendered"


def form_of_questions(count: int) -> Form:
    schema = {"type": "object", "properties": {f"q{n}": dict(TEXT) for n in range(count)}}
    return unchecked({**schema, "required": []})


def test_the_tree_ends_at_its_levels() -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {"q": TEXT}}
    for _ in range(70):
        schema = {"type": "object", "properties": {"o": schema}}
    found = tree(unchecked(schema))
    assert found.exceeded == "levels"
    assert max(node.depth for node in found.nodes()) == 65


@pytest.mark.parametrize("at", ["root", "question"])
def test_the_tree_ends_where_too_much_is_said(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    monkeypatch.setattr(gather, "MAX_PARTS", 20)
    fan = {"allOf": [{"minLength": number} for number in range(30)]}
    document = {"type": "object", "properties": {"q": fan}} if at == "question" else fan
    found = tree(unchecked({**document, "title": at}))
    assert found.exceeded == "parts"


def test_tick_boxes_are_one_question() -> None:
    form = form_of({"t": {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}}})
    assert tree(form).questions == 1
    assert node_of({"type": "array", "items": TEXT}).row.path == ("q", "*")
