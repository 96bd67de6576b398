"""References are followed through resources within resources, and lead on from where they end."""

from typing import Any

from referencing import Registry
from referencing.jsonschema import DRAFT202012

from formkit.definition.dynamic import enter, follow

BASE = "https://x.example/"


def resolver(document: dict[str, Any]) -> Any:
    resource = DRAFT202012.create_resource(document)
    registry: Registry[Any] = Registry().with_resource(BASE + "root", resource)
    return registry.crawl().resolver(BASE + "root")


def node(**keywords: Any) -> dict[str, Any]:
    return {"$dynamicAnchor": "node", **keywords}


def test_a_pointer_into_a_resource_within_keeps_the_one_without() -> None:
    inner = node(**{"$id": "inner"})
    outer = node(**{"$id": "outer", "$defs": {"inner": inner}})
    above = follow(resolver({"$defs": {"outer": outer}}), "$ref", "outer").resolver
    at = follow(above, "$ref", "#/$defs/inner")
    assert at.contents is inner
    assert follow(at.resolver, "$ref", "#").contents is inner
    assert follow(at.resolver, "$dynamicRef", "#node").contents is outer


def test_only_the_resource_that_a_pointer_ends_in_is_entered() -> None:
    inner = {"$id": "inner", "$defs": {"node": node(title="inner")}}
    between = {"$id": "between", "$defs": {"inner": inner, "node": node(title="between")}}
    at = follow(resolver({"$defs": {"a": between}}), "$ref", "between#/$defs/inner")
    assert follow(at.resolver, "$dynamicRef", "#node").contents == node(title="inner")
    # nothing that was entered has the anchor
    above = resolver({"$defs": {"a": between}})
    assert follow(above, "$dynamicRef", "between#node").contents == node(title="between")


def test_a_subschema_with_an_id_keeps_what_it_stands_in() -> None:
    inner = node(**{"$id": "below/inner", "$defs": {"plain": True}})
    root = node(properties={"a": inner})
    above = resolver(root)
    assert enter(above, True) is above
    assert enter(above, {"title": "no resource"}) is above
    at = enter(above, inner)
    assert follow(at, "$ref", "inner#/$defs/plain").contents is True
    assert follow(at, "$dynamicRef", "#node").contents is root


def test_a_dynamic_reference_leads_on_from_where_it_ends() -> None:
    leaf = {"$anchor": "leaf", "type": "string"}
    outer = node(**{"$ref": "#leaf"})
    base = node(**{"$id": "tree/base", "$defs": {"leaf": {"$anchor": "leaf"}}})
    at = follow(resolver({"$defs": {"n": outer, "leaf": leaf, "base": base}}), "$ref", "tree/base")
    found = follow(at.resolver, "$dynamicRef", "#node")
    assert found.contents is outer
    assert follow(found.resolver, "$ref", outer["$ref"]).contents is leaf
    assert follow(found.resolver, "$ref", "tree/base").contents is base


def test_a_plain_reference_is_not_dynamic() -> None:
    inner = node(**{"$id": "inner", "$anchor": "plain"})
    root = node(**{"$defs": {"inner": inner, "plain": {"$anchor": "plain"}}})
    at = follow(resolver(root), "$ref", "inner").resolver
    assert follow(at, "$ref", "#node").contents is inner
    assert follow(at, "$dynamicRef", "#plain").contents is inner
    assert follow(at, "$dynamicRef", "root").contents is root


def test_an_anchor_that_is_not_dynamic_takes_no_place() -> None:
    first = {"$id": "first", "$ref": "second", "$defs": {"a": {"$anchor": "node"}}}
    second = {"$id": "second", "$ref": "third", "$defs": {"a": node(title="second")}}
    third = node(**{"$id": "third"})
    at = resolver({"$defs": {"1": first, "2": second, "3": third}})
    for name in ("first", "second", "third"):
        at = follow(at, "$ref", name).resolver
    assert follow(at, "$dynamicRef", "#node").contents == node(title="second")


def test_a_circle_of_references_comes_back_to_the_same_place() -> None:
    one, two = {"$id": "one"}, {"$id": "two"}
    at = follow(resolver({"$defs": {"1": one, "2": two}}), "$ref", "one").resolver
    seen = []
    for _ in range(3):
        at = follow(at, "$ref", "two").resolver
        at = follow(at, "$ref", "one").resolver
        assert follow(at, "$ref", "#").resolver is at
        seen.append(at)
    assert seen[1] == seen[2]
