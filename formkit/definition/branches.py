"""What a `oneOf` or `anyOf` asks of a person: nothing, one answer among options, or to choose.

Branches that ask nothing are rules, and only judged. Those that each pin one required property by
a constant of their own are chosen by that property's question. All others get a chooser.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from formkit.definition.dynamic import enter, where
from formkit.definition.gather import (
    Chooser,
    Condition,
    Conditions,
    Expansion,
    Part,
    Schema,
    Waiting,
)
from formkit.definition.options import identity, is_labelled

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")

# What a branch may bring that is a question, or another control for it.
_ASKING = ("items", "prefixItems", "patternProperties")
_OPTIONS = ("enum", "const")


def declared_types(parts: Sequence[Part]) -> set[str] | None:
    """The types that every part allows, `number` for both kinds; None where none says any."""
    allowed: set[str] | None = None
    for part in parts:
        said = part.keyword("type")
        if said is None:
            continue
        names = {said} if isinstance(said, str) else set(said)
        if "number" in names:
            names.add("integer")
        if part.or_null:
            names.add("null")
        allowed = names if allowed is None else allowed & names
    return allowed


@frozen(eq=False)
class _Branch:
    """One branch: all schemas in it without a decision on its own branches, and its types."""

    index: int
    schema: Any
    resolver: Any
    # Those that hold without any condition, and all: what only an inner branch brings too.
    always: tuple[Part, ...]
    parts: tuple[Part, ...]
    types: frozenset[str] | None

    @cached_property
    def constants(self) -> dict[str, list[Any]]:
        """The properties that have constants, in the order of the branch, with those."""
        found: dict[str, list[Any]] = {}
        for part in self.always:
            for name, schema in (part.keyword("properties") or {}).items():
                values = _values(schema, enter(part.resolver, schema))
                if values:
                    found.setdefault(name, values)
        return found

    @property
    def is_null(self) -> bool:
        """Whether it holds null alone."""
        said = [part.schema for part in self.always if isinstance(part.schema, Mapping)]
        return self.types == frozenset({"null"}) or any(
            ("const" in schema and schema["const"] is None) or schema.get("enum") == [None]
            for schema in said
        )


def _branch(index: int, schema: Any, resolver: Any, expansion: Expansion) -> _Branch:
    key = id(schema), where(resolver)
    known: _Branch | None = expansion.memo.branches.get(key)
    if known is None or known.index != index:
        resolver = enter(resolver, schema)
        always, parts, types = _inside(schema, resolver, Expansion(0))
        said = None if types is None else frozenset(types)
        known = _Branch(index, schema, resolver, tuple(always), tuple(parts), said)
        expansion.memo.branches[key] = known
    return known


def _inside(
    schema: Any, resolver: Any, expansion: Expansion
) -> tuple[list[Part], list[Part], set[str] | None]:
    """The parts of a schema that always hold, all with those of inner branches, and its types."""
    before = len(expansion.waiting)
    parts = list(expansion.follow(schema, resolver, (), (), frozenset()))
    always = [part for part in parts if not part.conditions]
    types = declared_types(always)
    waiting = expansion.waiting[before:]
    del expansion.waiting[before:]
    for each in waiting:
        union: set[str] | None = set()
        for sub in each.schema[each.keyword]:
            _, found, inner = _inside(sub, enter(each.resolver, sub), expansion)
            parts.extend(found)
            union = None if union is None or inner is None else union | inner
        if union is not None and not each.conditions:
            types = union if types is None else types & union
    return always, parts, types


def decided(expansion: Expansion, waiting: Waiting, beside: Sequence[Part]) -> Iterator[Part]:
    """The parts that a `oneOf` or `anyOf` brings, now that what stands beside it is known."""
    branches = [
        _branch(index, schema, waiting.resolver, expansion)
        for index, schema in enumerate(waiting.schema[waiting.keyword])
        if schema is not False
    ]
    if is_labelled([each.schema for each in branches]):
        # Options, which are read where they stand.
        return
    held = set(waiting.conditions)
    beside = [part for part in beside if held.issuperset(part.conditions)]
    asking = [each for each in branches if not each.is_null]
    or_null = waiting.or_null or len(asking) < len(branches)
    if not asking:
        yield Part({"type": "null"} if branches else False, waiting.resolver, waiting.conditions)
        return
    if is_labelled([each.schema for each in asking]):
        options = {"oneOf": [each.schema for each in asking]}
        yield Part(options, waiting.resolver, waiting.conditions, or_null)
        return
    if len(asking) == 1:
        yield from _followed(expansion, waiting, asking[0], waiting.conditions, or_null)
        return
    pinned = _pinned(waiting, asking, beside)
    if pinned is not None:
        name, values = pinned
        tag = _typed(asking) | _tag(name, asking, values)
        yield Part(tag, waiting.resolver, waiting.conditions, or_null)
        for each in asking:
            asked = {"properties": {name: _one_of(values[each.index])}, "required": [name]}
            where = (id(waiting.schema), f"{waiting.keyword}/{each.index}")
            condition = Condition(expansion.depth, asked, waiting.resolver, False, where)
            conditions = (*waiting.conditions, condition)
            yield from _followed(expansion, waiting, each, conditions, or_null)
        return
    types = _types(asking, declared_types(beside))
    if not any(_adds(each.parts, beside, top=True) for each in asking) and len(set(types)) == 1:
        if types[0] is not None:
            said = [name for name in TYPES if name in types[0]]
            yield Part({"type": said}, waiting.resolver, waiting.conditions, or_null)
        return
    chooser = Chooser(
        expansion.depth,
        waiting.keyword,
        (id(waiting.schema), waiting.keyword),
        (*waiting.location, waiting.keyword),
        tuple((each.schema, each.resolver) for each in asking),
        tuple(str(each.index) for each in asking),
        tuple(each.types for each in asking),
        waiting.schema,
        tuple(_called(each, waiting.schema) for each in asking),
    )
    for number, each in enumerate(asking):
        conditions = (*waiting.conditions, chooser.chosen(number))
        yield from _followed(expansion, waiting, each, conditions, or_null)


def _followed(
    expansion: Expansion, waiting: Waiting, each: _Branch, conditions: Conditions, or_null: bool
) -> Iterator[Part]:
    return expansion.follow(
        each.schema,
        each.resolver,
        conditions,
        (*waiting.location, waiting.keyword, str(each.index)),
        waiting.above,
        or_null=or_null,
    )


def _types(branches: Sequence[_Branch], allowed: set[str] | None) -> list[frozenset[str] | None]:
    """The types of each branch, within what holds beside it."""
    return (
        [
            each.types if allowed is None or each.types is None else each.types & allowed
            for each in branches
        ]
        if allowed is None or len(allowed) > 1
        else [None]
    )


# ---- branches that a property tells apart


def _pinned(
    waiting: Waiting, branches: Sequence[_Branch], beside: Sequence[Part]
) -> tuple[str, dict[int, list[Any]]] | None:
    """The required property whose constants tell the branches apart, and those of each."""
    required = {name for part in beside for name in part.keyword("required") or ()}
    found = [_constants(each, required) for each in branches]
    names = [name for name in found[0] if all(name in each for each in found)]
    discriminator = waiting.schema.get("discriminator")
    if isinstance(discriminator, Mapping):
        names.sort(key=lambda name: name != discriminator.get("propertyName"))
    for name in names:
        values = [value for each in found for value in each[name]]
        if len({identity(value) for value in values}) == len(values):
            pairs = zip(branches, found, strict=True)
            return name, {each.index: constants[name] for each, constants in pairs}
    return None


def _constants(branch: _Branch, required: set[str]) -> dict[str, list[Any]]:
    """The required properties of a branch that have constants, in its order, with those."""
    needed = required.union(
        name for part in branch.always for name in part.keyword("required") or ()
    )
    return {name: values for name, values in branch.constants.items() if name in needed}


def _values(schema: Schema, resolver: Any) -> list[Any]:
    for part in Expansion(0).follow(schema, resolver, (), (), frozenset()):
        if part.conditions:
            continue
        if isinstance(part.schema, Mapping) and "const" in part.schema:
            return [part.schema["const"]]
        if part.keyword("enum"):
            return list(part.schema["enum"])
    return []


def _typed(branches: Sequence[_Branch]) -> dict[str, Any]:
    """The types that any of the branches allows, where each of them says some."""
    types = [each.types for each in branches if each.types is not None]
    if len(types) < len(branches):
        return {}
    return {"type": [name for name in TYPES if name in frozenset().union(*types)]}


def _one_of(values: list[Any]) -> dict[str, Any]:
    return {"const": values[0]} if len(values) == 1 else {"enum": values}


def _tag(name: str, branches: Sequence[_Branch], values: Mapping[int, list[Any]]) -> dict[str, Any]:
    """The schema of the property that tells branches apart: an option for each constant."""
    options: list[dict[str, Any]] = []
    for each in branches:
        for value in values[each.index]:
            option = {"const": value}
            if len(values[each.index]) == 1:
                option |= words(each.always)
            options.append(option)
    return {"properties": {name: {"oneOf": options}}, "required": [name]}


def words(parts: Sequence[Part]) -> dict[str, Any]:
    """What a branch is called: the first title, with its translations."""
    for part in parts:
        title = part.keyword("title")
        said = part.keyword("x-i18n") or {}
        titles = {tag: {"title": each["title"]} for tag, each in said.items() if "title" in each}
        if isinstance(title, str) or titles:
            named = {"title": title} if isinstance(title, str) else {}
            return named | ({"x-i18n": titles} if titles else {})
    return {}


def _called(branch: _Branch, holder: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a branch: its title, else what a discriminator or its reference calls it."""
    found = words(branch.always)
    if found:
        return found
    reference = branch.schema.get("$ref") if isinstance(branch.schema, dict) else None
    if isinstance(reference, str):
        mapping = (holder.get("discriminator") or {}).get("mapping") or {}
        for name, target in mapping.items():
            if target == reference:
                return {"title": name}
        name = reference.rstrip("/").rsplit("/", 1)[-1]
        if name.strip("#"):
            return {"title": name}
    return {}


# ---- branches that ask nothing


def _adds(
    parts: Sequence[Part],
    beside: Sequence[Part],
    *,
    top: bool,
    above: frozenset[int] = frozenset(),
) -> bool:
    """Whether a branch asks for more than what is asked beside it, or in another way."""
    named: dict[str, list[Part]] = {}
    for part in beside:
        for name in part.keyword("properties") or ():
            named.setdefault(name, []).append(part)
    keywords = {name for part in beside if isinstance(part.schema, Mapping) for name in part.schema}
    for part in parts:
        if not isinstance(part.schema, Mapping) or id(part.schema) in above:
            continue
        if any(part.keyword(name) and name not in keywords for name in _ASKING):
            return True
        if isinstance(part.keyword("additionalProperties"), Mapping):
            return True
        if top and keywords.isdisjoint(_OPTIONS) and not part.schema.keys().isdisjoint(_OPTIONS):
            return True
        inner = above | {id(part.schema)}
        for keyword, name, schema in _children(part.schema):
            around = [
                Part(child, enter(each.resolver, child))
                for each in (named.get(name, ()) if keyword == "properties" else beside)
                for child in [_child(each, keyword, name)]
                if child is not None
            ]
            if keyword == "properties" and not around:
                return True
            _, found, _ = _inside(schema, enter(part.resolver, schema), Expansion(0))
            told = [
                each
                for one in around
                for each in Expansion(0).follow(one.schema, one.resolver, (), (), frozenset())
            ]
            if _adds(found, told, top=False, above=inner):
                return True
    return False


def _children(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name, child in schema.get("properties", {}).items():
        yield "properties", name, child
    if "items" in schema:
        yield "items", "", schema["items"]


def _child(part: Part, keyword: str, name: str) -> Any:
    if keyword == "items":
        return part.keyword("items")
    return part.schema["properties"][name]
