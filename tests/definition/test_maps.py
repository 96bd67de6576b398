"""Properties that nothing names, and items that have places of their own."""

from typing import Any

import pytest

from formkit.definition.nodes import Node, tree
from tests.definition.gathering import form_of, node_of, nodes_of, shown

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
OBJECT = {"type": "object"}
NAMED = {"type": "object", "properties": {"a": TEXT}}
CLOSED = {"additionalProperties": False}


def map_of(node: Node) -> Node | None:
    """The map of an object; None where it has none."""
    nodes = [child for branch in node.branches for child in branch.nodes]
    (found,) = [nodes[node.more]] if node.more is not None else [None]
    assert found is None or found.kind == "map"
    return found


# ---- maps


@pytest.mark.parametrize(
    ("schema", "offered", "row"),
    [
        # the object says that there may be some
        (OBJECT, True, "either"),
        ({**OBJECT, "additionalProperties": True}, True, "either"),
        ({**OBJECT, "additionalProperties": TEXT}, True, "string"),
        ({**NAMED, "additionalProperties": TEXT}, True, "string"),
        ({**NAMED, "additionalProperties": {}}, True, "either"),
        ({**NAMED, "patternProperties": {"^x": NUMBER}, **CLOSED}, True, "integer"),
        (
            {**NAMED, "patternProperties": {"^x": NUMBER}, "unevaluatedProperties": False},
            True,
            "integer",
        ),
        ({"minProperties": 1, "type": "object"}, True, "either"),
        # what is only implied is kept, and not offered
        (NAMED, False, "either"),
        ({**OBJECT, "allOf": [NAMED]}, False, "either"),
        ({**NAMED, "unevaluatedProperties": True}, False, "either"),
        ({"unevaluatedProperties": False, "allOf": [OBJECT]}, False, "either"),
        ({**NAMED, "patternProperties": {"^x": False}}, False, "either"),
    ],
)
def test_a_map_is_offered_where_the_object_says_so(schema: Any, offered: bool, row: str) -> None:
    node = node_of(schema)
    found = map_of(node)
    assert found is not None
    assert (found.offered, found.row.kind, found.mark) == (offered, row, "~k")
    assert (found.path, found.row.path) == (("q",), ("q", "*"))
    assert found.row.numbered
    # what may stand there though nobody says so is no part of the form
    assert (found in list(node.children())) is offered
    assert found.taken == set(node.controls)


@pytest.mark.parametrize(
    "schema",
    [
        {**OBJECT, **CLOSED},
        {**NAMED, **CLOSED},
        {"allOf": [NAMED, CLOSED]},
        {**NAMED, "unevaluatedProperties": False},
        {**NAMED, **CLOSED, "patternProperties": {"^x": False}},
        # one that forbids all counts for all
        {**NAMED, **CLOSED, "allOf": [{"additionalProperties": TEXT}, OBJECT]},
    ],
)
def test_nothing_is_offered_where_nothing_may_stand(schema: Any) -> None:
    """What stands there all the same can be seen, and taken out."""
    found = map_of(node_of(schema))
    assert found is not None
    assert (found.offered, found.row.kind) == (False, "either")


def test_what_a_branch_forbids_is_forbidden_where_it_holds() -> None:
    node = node_of({"oneOf": [TEXT, {**OBJECT, **CLOSED}]})
    (_, _, group) = node.children()
    closed = map_of(group)
    assert closed is not None
    assert not closed.offered
    when = {"if": {"required": ["a"]}, "then": CLOSED}
    assert map_of(node_of({**NAMED, **when})) is not None
    # other values may be evaluated by what only sometimes holds
    assert map_of(node_of({**NAMED, "unevaluatedProperties": False, "anyOf": [True]})) is not None


def test_additional_properties_stand_beside_what_is_not_evaluated_elsewhere() -> None:
    schema = {**NAMED, "additionalProperties": TEXT, "unevaluatedProperties": False}
    found = map_of(node_of(schema))
    assert found is not None
    assert (found.offered, found.row.kind) == (True, "string")


@pytest.mark.parametrize(
    ("keywords", "row"),
    [
        ({"patternProperties": {"^x": TEXT, "^y": {**TEXT, "minLength": 2}}, **CLOSED}, "string"),
        ({"patternProperties": {"^x": TEXT, "^y": NUMBER}, **CLOSED}, "either"),
        ({"patternProperties": {"^x": TEXT}}, "either"),
        ({"patternProperties": {"^x": TEXT}, "additionalProperties": TEXT}, "string"),
        ({"patternProperties": {"^x": TEXT}, "additionalProperties": NUMBER}, "either"),
        (
            {"additionalProperties": TEXT, "allOf": [{"additionalProperties": {"enum": ["a"]}}]},
            "choice",
        ),
    ],
)
def test_sources_that_one_control_answers_share_it(keywords: Any, row: str) -> None:
    found = map_of(node_of({**OBJECT, **keywords}))
    assert found is not None
    assert found.row.kind == row


def test_in_a_form_of_ours_sources_are_told_apart_by_what_they_imply() -> None:
    schema = {**OBJECT, "patternProperties": {"^x": {"minLength": 1}}}
    found = map_of(node_of(schema, **{"x-form": {"kind": "survey"}}))
    assert found is not None
    assert found.row.kind == "either"


def test_a_map_stands_behind_all_that_has_a_name() -> None:
    form = form_of(
        {"a": TEXT}, additionalProperties=NUMBER, oneOf=[NAMED, {"properties": {"b": TEXT}}]
    )
    root = tree(form).root
    assert shown(root) == [
        ("a", "string", ""), ("~b", "chooser", ""), ("b", "string", "1"), ("~k", "map", ""),
    ]  # fmt: skip
    assert root.places.keys() == {"a", "b"}
    assert map_of(root) is list(root.children())[-1]


def test_a_row_of_a_map_is_asked_but_never_by_the_browser() -> None:
    schema = {**OBJECT, "additionalProperties": {**NAMED, "required": ["a"], **CLOSED}}
    form = form_of({"q": {**schema, "readOnly": True}}, required=["q"])
    (node,) = nodes_of(form, "q")
    found = map_of(node)
    assert found is not None
    (inner,) = found.row.controls["a"]
    assert (inner.required, inner.native_required, inner.read_only) == (True, False, True)
    assert not found.row.required
    assert [each.path for each in node.walk()] == [("q",), ("q",), ("q", "*"), ("q", "*", "a")]


def test_only_what_is_offered_counts_as_a_question() -> None:
    assert tree(form_of({"q": NAMED}, **CLOSED)).questions == 1
    assert tree(form_of({"q": {**NAMED, "additionalProperties": TEXT}}, **CLOSED)).questions == 2


def test_the_inputs_of_a_map_have_the_numbers_of_its_object() -> None:
    form = form_of(
        {"k": TEXT},
        oneOf=[{"properties": {"q": NUMBER}}, {"properties": {"q": OBJECT}}],
    )
    found = map_of(nodes_of(form, "q")[1])
    assert found is not None
    assert found.instance == 2
    assert found.instances == {2, *found.row.instances}


# ---- items that have places of their own


def places(node: Node) -> list[tuple[str, str, bool]]:
    assert node.kind == "rows"
    found = [child for branch in node.branches for child in branch.nodes]
    assert node.prefix == len(found)
    assert all(child.placed and child.numbered for child in found)
    return [(child.name, child.kind, child.required) for child in found]


@pytest.mark.parametrize(
    ("keywords", "row", "offered"),
    [
        ({}, "either", True),
        ({"items": TEXT}, "string", True),
        ({"items": False}, "either", False),
        ({"unevaluatedItems": False}, "either", False),
        ({"unevaluatedItems": True}, "either", True),
        ({"unevaluatedItems": False, "contains": TEXT}, "either", True),
        ({"unevaluatedItems": False, "allOf": [{"maxItems": 1}]}, "either", True),
        ({"uniqueItems": True, "items": {"enum": ["a", "b"]}}, "choice", True),
    ],
)
def test_behind_the_places_stand_the_items(keywords: Any, row: str, offered: bool) -> None:
    node = node_of({"type": "array", "prefixItems": [TEXT, NUMBER], **keywords})
    assert places(node) == [("0", "string", False), ("1", "integer", False)]
    assert (node.row.kind, node.offered) == (row, offered)
    assert not node.row.placed


def test_so_many_places_are_required_as_the_list_has_items_at_least() -> None:
    schema = {"type": "array", "prefixItems": [TEXT, TEXT, TEXT], "allOf": [{"minItems": 2}]}
    form = form_of({"q": schema}, required=["q"])
    (node,) = nodes_of(form, "q")
    assert [required for _, _, required in places(node)] == [True, True, False]
    assert not any(child.native_required for child in node.children())


def test_several_schemas_speak_of_one_place() -> None:
    schema = {
        "type": "array",
        "prefixItems": [TEXT, True],
        "allOf": [{"items": {"enum": ["a"]}}, {"prefixItems": [True, NUMBER, NUMBER]}],
    }
    node = node_of(schema)
    # the second is an option that is no number
    assert places(node) == [
        ("0", "choice", False), ("1", "unrendered", False), ("2", "unrendered", False),
    ]  # fmt: skip
    assert node.row.kind == "choice"


def test_a_place_that_only_a_condition_describes_takes_anything_without_it() -> None:
    schema = {"type": "array", "if": {"minItems": 2}, "then": {"prefixItems": [TEXT]}}
    node = node_of(schema)
    assert places(node) == [("0", "either", False)]
    assert node.row.kind == "either"
    # what was chosen is known, and so is what stands there
    chosen = node_of({"oneOf": [TEXT, {"type": "array", "prefixItems": [NUMBER]}]})
    assert places(list(chosen.children())[2]) == [("0", "integer", False)]


def test_a_list_without_places_has_none() -> None:
    assert places(node_of({"type": "array", "items": TEXT})) == []
