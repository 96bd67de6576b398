"""What stands within itself: opened one level at a time, and only where it is needed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from formkit.definition import node as nodes
from formkit.definition.load import load
from formkit.definition.node import Node
from formkit.definition.nodes import tree
from tests.definition.gathering import choosers_of, node_of, shown

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
SELF = {"$ref": "#/$defs/t"}
TREE = {"type": "object", "properties": {"name": TEXT, "child": SELF}}


def folding(schema: Any, **keywords: Any) -> Node:
    """The node of what stands within itself, by the name `#/$defs/t`."""
    return node_of(SELF, **{"$defs": {"t": schema}}, **keywords)


def folded(node: Node) -> list[Node]:
    return [each for each in node.walk() if each.fold is not None]


@pytest.mark.parametrize(
    ("schema", "path", "kind"),
    [
        (TREE, "q/child", "object"),
        ({"type": "array", "items": SELF}, "q/*", "rows"),
        ({"type": "object", "additionalProperties": SELF}, "q/*", "object"),
        (
            {"type": "object", "patternProperties": {"^x": SELF}, "additionalProperties": False},
            "q/*",
            "object",
        ),
        ({"type": "array", "prefixItems": [TEXT, SELF], "items": False}, "q/1", "rows"),
        (
            {"type": "object", "properties": {"rows": {"type": "array", "items": SELF}}},
            "q/rows/*",
            "object",
        ),
        (
            {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": SELF}}}},
            "q/a/b",
            "object",
        ),
        ({"type": ["object", "null"], "properties": {"a": SELF}}, "q/a", "object"),
        (
            {**TREE, "if": {"required": ["name"]}, "then": {"properties": {"more": SELF}}},
            "q/more",
            "object",
        ),
    ],
)
def test_what_holds_itself_is_folded_at_its_second_level(schema: Any, path: str, kind: str) -> None:
    (node,) = (each for each in folded(folding(schema)) if each.path == tuple(path.split("/")))
    assert node.kind == kind
    assert (node.branches, node.item, list(node.children())) == ((), None, [])
    opened = node.unfolded()
    assert opened.fold is None
    assert (opened.path, opened.kind, opened.instance) == (node.path, node.kind, node.instance)
    assert list(opened.children()) != []


def test_it_is_opened_level_by_level() -> None:
    node = folding(TREE)
    for depth in range(1, 30):
        assert node.path == ("q", *["child"] * (depth - 1))
        assert [each.name for each in node.unfolded().children()] == ["name", "child"]
        (node,) = folded(node.unfolded())
    assert node.unfolded() is node.unfolded()


def test_what_does_not_hold_itself_is_itself() -> None:
    node = node_of(TREE | {"properties": {"name": TEXT}})
    assert folded(node) == []
    assert node.unfolded() is node


def test_a_form_may_hold_itself_from_its_root() -> None:
    form = load({"type": "object", "properties": {"a": TEXT, "me": {"$ref": "#"}}})
    (node,) = folded(tree(form).root)
    assert node.path == ("me",)
    assert [each.name for each in node.unfolded().children()] == ["a", "me"]
    # an open level is one question at the most: that of its place
    assert tree(form).questions == 1


def test_what_is_required_and_read_only_goes_down_into_it() -> None:
    schema = {**TREE, "required": ["name", "child"], "additionalProperties": False}
    node = folding(schema, required=["q"])
    (inner,) = folded(node)
    name, child = inner.unfolded().children()
    assert (inner.required, name.required, child.required) == (True, True, True)
    (inner,) = folded(node_of({"readOnly": True, **SELF}, **{"$defs": {"t": TREE}}))
    assert all(each.read_only for each in inner.unfolded().walk())


def test_a_choice_that_holds_itself() -> None:
    node = folding({"oneOf": [TEXT, {"type": "array", "items": SELF}]})
    (rows,) = folded(node)
    assert (rows.path, rows.kind, rows.inner) == (("q", "*"), "rows", True)
    opened = rows.unfolded()
    assert choosers_of(opened.row) == [("~b", ["0", "1"])]
    assert [each.path for each in folded(opened)] == [("q", "*", "*")]
    # its inputs don't share the numbers of those around it
    assert min(opened.instances) == rows.instance


def test_an_object_with_a_chooser_that_holds_itself() -> None:
    leaf = {"type": "object", "properties": {"value": TEXT}}
    pair = {"type": "object", "properties": {"left": SELF, "right": SELF}}
    node = folding({"oneOf": [leaf, pair]})
    left, right = folded(node)
    assert (left.name, right.name) == ("left", "right")
    opened = left.unfolded()
    assert shown(opened) == shown(node)
    assert opened.choosers.keys() != node.choosers.keys()
    assert {each.depth for each in opened.choosers} == {2}


def test_a_choice_by_a_property_that_holds_itself() -> None:
    def of(kind: str, **properties: Any) -> Any:
        kinds = {"kind": {"const": kind}, **properties}
        return {"type": "object", "properties": kinds, "required": ["kind"]}

    both = [of("leaf", value=TEXT), of("not", of=SELF)]
    node = folding({"oneOf": both})
    (inner,) = folded(node)
    assert shown(inner.unfolded()) == shown(node)


def test_two_schemas_that_hold_each_other() -> None:
    defs = {
        "t": {"type": "object", "properties": {"other": {"$ref": "#/$defs/u"}}},
        "u": {"type": "object", "properties": {"back": SELF, "n": NUMBER}},
    }
    node = node_of(SELF, **{"$defs": defs})
    (back,) = folded(node)
    assert back.path == ("q", "other", "back")
    assert [each.path for each in folded(back.unfolded())] == [
        ("q", "other", "back", "other", "back")
    ]


def test_a_dynamic_reference_to_itself_is_folded() -> None:
    document = {
        "$id": "https://example.org/tree",
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"data": TEXT, "kids": {"type": "array", "items": {"$dynamicRef": "#node"}}},
    }
    (kids,) = folded(tree(load(document)).root)
    assert kids.path == ("kids", "*")
    assert [each.name for each in kids.unfolded().children()] == ["data", "kids"]


PAIR = {"type": "object", "properties": {"left": SELF, "right": SELF, "n": NUMBER}}
LEAF = {"type": "object", "properties": {"value": {"type": ["string", "integer"]}}}


def described(node: Node) -> list[tuple[Any, ...]]:
    """All that is said of a node and of what is inside, other than the schemas."""
    return [
        (
            each.path,
            each.kind,
            each.instance,
            each.mark,
            (each.required, each.sometimes_required, each.native_required, each.read_only),
            # those of two forms are told apart by the identity of their schemas
            [repr(branch.tests) for branch in each.branches],
            [(repr(chooser), at) for chooser, at in each.choosers.items()],
            [[branch.number for branch in section.branches] for section in each.sections],
            {name: [one.instance for one in found] for name, found in each.controls.items()},
            (each.places, each.prefix, each.more, each.offered),
            [(len(each.conditions(part)), part.or_null) for part in each.parts],
            each.row.path if each.kind in ("rows", "map") and each.fold is None else None,
        )
        for each in node.walk()
    ]


@pytest.mark.parametrize(
    "schema",
    [
        PAIR,
        {**PAIR, "required": ["right"]},
        {**PAIR, "additionalProperties": {"type": ["string", "object"]}},
        {**PAIR, "if": {"required": ["n"]}, "then": {"properties": {"more": SELF, "m": TEXT}}},
        {"oneOf": [LEAF, PAIR]},
        {"anyOf": [LEAF, {"type": "array", "prefixItems": [SELF, SELF], "items": False}]},
        {"anyOf": [LEAF, PAIR, {"type": "object", "properties": {"left": {"items": SELF}}}]},
        {"type": "array", "prefixItems": [SELF, TEXT, SELF], "items": SELF},
        {"type": ["object", "null"], "properties": {"a": SELF, "b": SELF}},
    ],
)
def test_it_is_the_same_whatever_was_opened_before(schema: Any) -> None:
    once = [one.unfolded() for one in folded(folding(schema))]
    inside = [[each.unfolded() for each in folded(one)] for one in once]
    assert len(once) > 1
    for number, one in enumerate(once):
        alone = folded(folding(schema))[number].unfolded()
        assert described(one) == described(alone)
        for deeper, each in enumerate(inside[number]):
            alone = folded(folded(folding(schema))[number].unfolded())[deeper].unfolded()
            assert described(each) == described(alone)


def test_those_that_say_the_same_share_what_was_gathered() -> None:
    left, right = folded(folding(PAIR))
    one, other = left.unfolded(), right.unfolded()
    assert [each.path[2:] for each in one.walk()] == [each.path[2:] for each in other.walk()]
    pairs = zip(list(one.walk())[1:], list(other.walk())[1:], strict=True)
    assert all(each.parts is same.parts and each is not same for each, same in pairs)
    (deep, _), (deeper, _) = folded(one), folded(other)
    assert deeper.unfolded() is not deep.unfolded()
    assert deeper.unfolded().path == ("q", "right", "left")


def test_so_many_open_places_are_kept_and_more_are_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    node = folding(TREE)
    each = sum(1 for _ in node.unfolded().walk())
    monkeypatch.setattr(nodes, "_KEPT_UNFOLDED", 2 * each)
    opened = []
    for _ in range(3):
        (node,) = folded(node.unfolded())
        opened.append(node)
    assert [each.unfolded() is each.unfolded() for each in opened] == [True, True, False]


def test_one_that_many_ask_for_at_once_is_made_once() -> None:
    (node,) = folded(folding(TREE))
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: id(node.unfolded()), range(64)))
    assert len(found) == 1


def test_it_ends_at_the_levels_of_a_pointer() -> None:
    node = folding({**TREE, "properties": {"child": SELF}})
    for _ in range(63):
        (node,) = folded(node.unfolded())
    assert node.depth == 64
    (last,) = node.unfolded().children()
    assert (last.depth, last.kind) == (65, "unrendered")
