"""Several controls for one place, and the types of a value."""

import copy
from typing import Any

import pytest

from formkit.definition import worlds
from formkit.definition.form import Form
from formkit.definition.gather import Chosen
from formkit.definition.nodes import Node, tree
from tests.definition.gathering import choosers_of, form_of, node_of, nodes_of, shown

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
LIST = {"type": "array", "items": TEXT}
ANYTHING = ["string", "number", "boolean", "array", "object", "null"]


def group(*names: str, **keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), **keywords}


def controls(node: Node) -> list[tuple[str, str]]:
    """The kinds of the controls of a place, and the choices under which they are asked."""
    assert node.kind == "either"
    return [(kind, when) for _, kind, when in shown(node) if kind != "chooser"]


# ---- what was chosen says which control is asked


def test_each_control_stands_under_what_was_chosen() -> None:
    closed = group("a", additionalProperties=False)
    node = node_of({"oneOf": [TEXT, closed, LIST]}, required=["q"])
    assert controls(node) == [("string", "0"), ("object", "1"), ("rows", "2")]
    assert [child.instance for child in node.children()] == [1, 1, 2, 3]
    assert [child.inner for child in node.children()] == [False, True, True, True]
    assert node.instances >= {1, 2, 3}
    assert all(child.path == ("q",) and child.required for child in node.children())
    ((chosen,),) = node.branches[2].tests[0].alternatives
    assert isinstance(chosen, Chosen)
    assert (chosen.schema, chosen.text, chosen.depth, chosen.negated) == (closed, "1", 1, False)
    assert chosen.resolver.lookup("#").contents["type"] == "object"
    assert not any(child.native_required for child in node.walk())


@pytest.mark.parametrize(
    ("branches", "found"),
    [
        ([TEXT, {**TEXT, "title": "T"}, NUMBER], [("string", "0|1"), ("integer", "2")]),
        ([{"enum": ["a"]}, {"enum": ["b", "c"]}], [("choice", "0"), ("choice", "1")]),
        ([TEXT, {**TEXT, "enum": ["a"]}], [("string", "0"), ("choice", "1")]),
        ([LIST, {**LIST, "items": NUMBER}], [("rows", "")]),
        ([TEXT, {"const": 5}], [("string", "0"), ("const", "1")]),
        ([group("a"), group("b"), TEXT], [("object", "0|1"), ("string", "2")]),
    ],
)
def test_choices_that_the_same_control_answers_share_it(branches: Any, found: Any) -> None:
    assert controls(node_of({"oneOf": branches})) == found


@pytest.mark.parametrize("more", [{"default": "d"}, {"readOnly": True}, {"x-text": "exact"}])
def test_controls_that_begin_or_read_differently_are_two(more: dict[str, Any]) -> None:
    node = node_of({"oneOf": [TEXT, {**TEXT, **more}, NUMBER]})
    assert controls(node) == [("string", "0"), ("string", "1"), ("integer", "2")]
    assert [child.read_only for child in node.children()][1:] == [False, "readOnly" in more, False]
    # a group or a list is filled by what is inside it
    node = node_of({"oneOf": [group("a"), {**group("b"), **more}]})
    assert node.kind == "object"


def test_what_always_holds_is_read_only_whatever_is_chosen() -> None:
    node = node_of({"readOnly": True, "oneOf": [TEXT, NUMBER]})
    assert all(each.read_only for each in node.walk())


def test_two_choosers_of_one_control_are_told_together() -> None:
    schema = {"allOf": [{"oneOf": [TEXT, NUMBER]}, {"anyOf": [NUMBER, {"type": "number"}, TEXT]}]}
    assert controls(node_of(schema)) == [
        ("unrendered", "if"),
        ("string", "0 & 2"),
        ("integer", "1 & 0|1"),
    ]
    one = node_of({"allOf": [{"oneOf": [TEXT, NUMBER]}, {"oneOf": [TEXT, NUMBER]}]})
    (_, _, text, never, _) = one.branches
    assert never.tests[0].schema is None
    assert [test.schema for test in text.tests] == [{"contains": {"const": "0"}}] * 2
    assert one.choosers.keys() == never.tests[0].reads


def test_a_condition_beside_a_choice_is_read_with_it() -> None:
    asked = {"properties": {"k": {"const": "x"}}, "required": ["k"]}
    pick = {"oneOf": [{"properties": {"q": TEXT}}, {"properties": {"r": TEXT}}]}
    when = {"if": asked, "then": {"properties": {"q": TEXT}}}
    found = tree(form_of({"k": TEXT}, allOf=[pick, when])).root
    (branch,) = (each for each in found.branches if "q" in {node.name for node in each.nodes})
    (test,) = branch.tests
    assert (test.schema, test.chooser) == (None, None)
    assert test.reads == frozenset(("k", *found.choosers))
    # what may read everything still does
    when["if"] = {"minProperties": 2}
    found = tree(form_of({"k": TEXT}, allOf=[pick, when])).root
    (branch,) = (each for each in found.branches if "q" in {node.name for node in each.nodes})
    assert branch.tests[0].reads is None


def test_what_is_declared_in_two_branches_has_what_they_choose_between() -> None:
    inside = {"oneOf": [TEXT, NUMBER]}
    branches = [{"properties": {"q": schema, name: TEXT}} for schema, name in
                ((inside, "a"), (dict(inside), "b"), ({"oneOf": [TEXT, LIST]}, "c"))]  # fmt: skip
    form = form_of({}, oneOf=branches)
    assert [controls(node) for node in nodes_of(form, "q")] == [
        [("string", "0"), ("integer", "1")],
        [("string", "0"), ("rows", "1")],
    ]
    assert [each for each in shown(tree(form).root) if each[0] == "q"] == [
        ("q", "either", "0|1"),
        ("q", "either", "2"),
    ]


def test_a_question_of_two_branches_that_a_third_lacks_has_one_control() -> None:
    branches = [
        {"properties": {"q": {**TEXT, "minLength": 1}}},
        {"properties": {"q": {**TEXT, "maxLength": 9}}},
        {"properties": {"r": TEXT}},
    ]
    form = form_of({}, oneOf=branches)
    (node,) = nodes_of(form, "q")
    assert (node.kind, node.instance) == ("string", 1)


def test_what_is_chosen_under_a_condition_never_changes_the_control() -> None:
    schema = {
        "oneOf": [TEXT, NUMBER],
        "if": {"minLength": 3},
        "then": {"anyOf": [{"enum": ["abc"]}, {"minLength": 4}]},
    }
    node = node_of(schema)
    assert shown(node) == [
        ("~b.oneOf", "chooser", ""),
        ("~b.then.anyOf", "chooser", "if"),
        ("q", "string", "0"),
        ("q", "integer", "1"),
    ]
    assert [child.widget for child in node.children()][:2] == ["radio", "checkboxes"]
    # what it brings is said of either
    enum = {"enum": ["abc"]}
    assert [enum in child.schemas for child in node.children()] == [False, False, True, True]


def test_what_is_only_asked_under_a_condition_is_chosen_there() -> None:
    pick = {"properties": {"q": {"oneOf": [TEXT, NUMBER]}}}
    rules = [{"if": {"required": [name]}, "then": copy.deepcopy(pick)} for name in "ab"]
    form = form_of({"a": TEXT, "b": TEXT}, allOf=rules)
    (node,) = nodes_of(form, "q")
    assert shown(node) == [
        ("~b", "chooser", ""), ("q", "string", "0"), ("q", "integer", "1"),
    ]  # fmt: skip
    assert [when for name, _, when in shown(tree(form).root) if name == "q"] == ["if"]


# ---- without trying all there is


def test_an_object_is_one_whatever_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "MAX_WORLDS", 2)
    ways = [{"oneOf": [{"properties": {f"{c}{n}": TEXT}} for c in "ab"]} for n in range(12)]
    assert node_of(group(allOf=ways)).kind == "object"
    typed = [{"oneOf": [group(f"{c}{n}") for c in "ab"]} for n in range(12)]
    node = node_of({"allOf": typed})
    assert node.kind == "object"
    assert len(choosers_of(node)) == 12
    # where each branch alone may be another thing, they are tried
    nested = {"oneOf": [group("a"), {"oneOf": [group("b"), group("c")]}]}
    assert node_of(nested).kind == "json"
    monkeypatch.setattr(worlds, "MAX_WORLDS", 3)
    assert node_of(nested).kind == "object"


def test_what_has_too_many_ways_to_choose_is_written_as_json() -> None:
    three = {"oneOf": [TEXT, NUMBER, LIST]}
    assert node_of({"allOf": [three] * 5}).kind == "either"
    ways = [{"oneOf": [TEXT, NUMBER, LIST]} for _ in range(6)]
    node = node_of({"allOf": ways, "title": "T"}, required=["q"])
    assert (node.kind, node.widget, node.inner) == ("json", "json", False)
    assert node.facts.reason == "there are too many ways to choose"
    assert (node.required, node.keyword("title")) == (True, "T")
    assert list(node.children()) == []


# ---- what a branch is called


@pytest.mark.parametrize(
    ("branch", "words"),
    [
        ({"title": "T", "$ref": "#/$defs/a"}, {"title": "T"}),
        ({"$ref": "#/$defs/titled"}, {"title": "D"}),
        ({"$ref": "#/$defs/a"}, {"title": "a"}),
        ({"$ref": "#/$defs/mapped"}, {"title": "by-name"}),
        ({"$ref": "#"}, {}),
        ({"allOf": [{"title": "T", "x-i18n": {"vi": {"title": "V"}}}]},
         {"title": "T", "x-i18n": {"vi": {"title": "V"}}}),
        ({"if": True, "then": {"title": "T"}}, {}),
        (group("x"), {}),
        (True, {}),
    ],
)  # fmt: skip
def test_a_branch_is_called_by_its_title_or_its_reference(branch: Any, words: Any) -> None:
    defs = {"a": group("y"), "mapped": group("z"), "titled": {"title": "D", **group("z")}}
    names = {"other": "#/$defs/other", "by-name": "#/$defs/mapped"}
    schema = {"anyOf": [branch, group("p"), TEXT], "discriminator": {"mapping": names}}
    chooser = next(node_of(schema, **{"$defs": defs}).children())
    assert chooser.options[0].schema == words


# ---- the types of a value


@pytest.mark.parametrize(
    ("types", "texts", "found"),
    [
        (["string", "integer"], ["number", "string"], [("scalar", "")]),
        (["string", "number", "integer"], ["number", "string"], [("scalar", "")]),
        (["boolean", "number", "null"], ["null", "boolean", "number"],
         [("scalar", "boolean|number|")]),
        (["string", "array"], ["string", "array"], [("string", "string|"), ("rows", "array")]),
        (["array", "object"], ["array", "object"], [("rows", "array|"), ("object", "object")]),
        (["array", "object", "null"], ["null", "array", "object"],
         [("rows", "array|"), ("object", "object")]),
        (["integer", "array"], ["number", "array"], [("integer", "number|"), ("rows", "array")]),
    ],
)  # fmt: skip
def test_a_value_of_several_declared_types(types: Any, texts: Any, found: Any) -> None:
    node = node_of({"type": types}, required=["q"])
    assert choosers_of(node) == [("~t", texts)]
    assert controls(node) == found
    assert node.typed
    assert not node.facts.nullable
    assert next(node.children()).widget == "select"


@pytest.mark.parametrize("kind", ["string", "integer", "boolean", "array", "object"])
def test_one_type_or_null_is_no_choice(kind: str) -> None:
    node = node_of({"type": [kind, "null"]})
    assert choosers_of(node) == []
    assert node.facts.nullable


@pytest.mark.parametrize(
    ("schema", "first", "kind"),
    [
        ({}, "string", "scalar"),
        (True, "string", "scalar"),
        ({"maxLength": 3}, "string", "scalar"),
        ({"minimum": 1}, "number", "scalar"),
        ({"items": TEXT}, "array", "rows"),
        ({"required": ["a"]}, "object", "object"),
    ],
)
def test_a_value_of_any_type_begins_with_what_its_schema_speaks_of(
    schema: Any, first: str, kind: str
) -> None:
    node = node_of(schema)
    ((mark, texts),) = choosers_of(node)
    assert (mark, texts[0]) == ("~t", first)
    assert sorted(texts) == sorted(ANYTHING)
    asked_first = next(each for each in controls(node) if "|" in each[1] and each[1][-1] == "|")
    assert asked_first[0] == kind


def test_in_a_form_of_ours_what_is_said_of_two_types_is_still_a_choice() -> None:
    ours = {"x-form": {"kind": "survey"}}
    assert choosers_of(node_of({"minLength": 1}, **ours)) == []
    node = node_of({"minimum": 1, "items": TEXT}, **ours)
    assert choosers_of(node) == [("~t", ["array", "number", "string", "boolean", "object", "null"])]


def test_a_list_or_group_of_which_nothing_is_known_is_opened_when_it_is_needed() -> None:
    node = node_of({})
    (_, _, rows, map_) = node.children()
    assert rows.fold is not None
    assert rows.item is None
    assert rows.unfolded().row.kind == "either"
    assert map_.unfolded().more is not None
    (again,) = [child for child in rows.unfolded().row.children() if child.kind == "rows"]
    assert again.unfolded().row.depth == 3
    known = node_of({"type": ["string", "array"], "items": TEXT})
    assert [child.fold for child in known.children()] == [None] * 3


def test_types_inside_a_branch_are_chosen_after_it() -> None:
    node = node_of({"oneOf": [{"type": ["string", "array"]}, {"type": ["boolean", "object"]}]})
    assert controls(node) == [("either", "0"), ("either", "1")]
    first, second = list(node.children())[1:]
    assert controls(first) == [("string", "string|"), ("rows", "array")]
    assert controls(second) == [("boolean", "boolean|"), ("object", "object")]
    assert [each.instance for each in node.walk() if each.inner] == [1, 1, 2, 3, 3, 4]


# ---- limits


def test_choices_count_as_questions_only_by_their_controls() -> None:
    def count(schema: Any) -> int:
        return tree(form_of({"q": schema})).questions

    closed = {"additionalProperties": False}
    assert count({"oneOf": [TEXT, NUMBER]}) == 2
    assert count({"oneOf": [group("a", **closed), group("b", **closed)]}) == 2
    assert count({"type": ["string", "array"], "items": TEXT}) == 3
    assert count({}) == 3


def test_the_tree_ends_at_its_questions_among_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    from formkit.definition import nodes
    from formkit.errors import DefinitionError

    monkeypatch.setattr(nodes, "MAX_QUESTIONS", 20)

    def many(count: int) -> Form:
        branches = [{"properties": {f"q{n}": TEXT}} for n in range(count)]
        return form_of({}, anyOf=branches, additionalProperties=False)

    assert tree(many(20)).questions == 20
    with pytest.raises(DefinitionError) as caught:
        many(21)
    assert [problem.keyword for problem in caught.value.problems] == ["questions"]
