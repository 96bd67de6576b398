"""References, followed with the resources that were entered on the way: the dynamic scope.

A resolver of `referencing` knows the resources that references have left. It forgets the one that
is left for a resource standing in it, takes `$ref` for `$dynamicRef` where an anchor is dynamic,
and stays at its old address where a `$dynamicRef` has led to another resource.
"""

from collections.abc import Hashable, Iterator
from typing import Any

from attrs import evolve
from referencing.exceptions import NoSuchAnchor
from referencing.jsonschema import DynamicAnchor

from formkit.definition.library import absolute


def enter(resolver: Any, schema: Any) -> Any:
    """The resolver for a subschema: an `$id` there begins a resource of its own.

    What `follow` leads to has been entered: a relative `$id` applied again would double.
    """
    if isinstance(schema, dict) and isinstance(schema.get("$id"), str):
        return _at(resolver, absolute(resolver._base_uri, schema["$id"])[0])
    return resolver


def where(resolver: Any) -> tuple[str, ...]:
    """Equal for two resolvers from which every reference leads to the same: the dynamic scope."""
    return resolver._base_uri, *(address for address, _ in resolver.dynamic_scope())


def which(schema: Any) -> Hashable:
    """Equal for two schemas that are one, or that only refer to the same."""
    if isinstance(schema, dict) and len(schema) == 1:
        for keyword in ("$ref", "$dynamicRef"):
            if keyword in schema:
                return keyword, schema[keyword]
    return id(schema)


def follow(resolver: Any, keyword: str, reference: str) -> Any:
    """What a `$ref` or `$dynamicRef` leads to, with the resolver that stands there."""
    found = resolver.lookup(reference)
    address, fragment = absolute(resolver._base_uri, reference)
    if not fragment or fragment.startswith("/"):
        return evolve(found, resolver=_at(resolver, found.resolver._base_uri))
    registry = found.resolver._registry
    anchor = registry.anchor(address, fragment).value
    if keyword == "$dynamicRef" and isinstance(anchor, DynamicAnchor):
        for entered in _scope(resolver):
            try:
                outer = registry.anchor(entered, fragment).value
            except NoSuchAnchor:
                continue
            if isinstance(outer, DynamicAnchor):
                address, anchor = entered, outer
                break
    return evolve(found, contents=anchor.resource.contents, resolver=_at(resolver, address))


def _scope(resolver: Any) -> Iterator[str]:
    """The addresses of the resources that were entered, the outermost first."""
    yield from reversed([address for address, _ in resolver.dynamic_scope()])
    yield resolver._base_uri


def _at(resolver: Any, address: str) -> Any:
    if address == resolver._base_uri:
        # the same object too: what is remembered goes by it
        return resolver
    left = resolver._previous
    if resolver._base_uri not in left:
        left = left.push_front(resolver._base_uri)
    return evolve(resolver, base_uri=address, previous=left)
