"""What a definition says of the value at one place, references followed: circles, and the root."""

from collections.abc import Iterator, Set
from typing import Any

from formkit.definition.bundle import Gathering, Place
from formkit.definition.keywords import IN_PLACE, OF_OBJECTS, children
from formkit.errors import Problem

_TELLING = OF_OBJECTS | {"type", "const", "enum", "$dynamicRef"}


def _in_place(gathering: Gathering, schema: Any, keywords: Set[str] = IN_PLACE) -> Iterator[Any]:
    """The schemas that a schema applies to its own value: by `$ref`, and by these keywords.

    Where a `$dynamicRef` leads depends on who comes: it is left out.
    """
    target = gathering.targets.get(id(schema), {}).get("$ref")
    if target is not None:
        yield target
    for keyword, _, child in children(schema):
        if keyword in keywords:
            yield child


def circles(gathering: Gathering) -> Iterator[Problem]:
    """A fault for each circle of references that never comes to a value inside another.

    Whoever checks an answer against it would never end.
    """
    done: set[int] = set()
    for place in gathering.places.values():
        if id(place.schema) in gathering.targets and id(place.schema) not in done:
            yield from _circles_from(gathering, place, done)


def _circles_from(gathering: Gathering, start: Place, done: set[int]) -> Iterator[Problem]:
    # of each schema on the way: what is still to be tried from it
    way: list[tuple[int, Iterator[Any]]] = [(id(start.schema), _in_place(gathering, start.schema))]
    open_ = {id(start.schema): 0}
    while way:
        node, edges = way[-1]
        for target in edges:
            if id(target) in open_:
                yield _circle(gathering, [each for each, _ in way[open_[id(target)] :]])
            elif isinstance(target, dict) and id(target) not in done:
                open_[id(target)] = len(way)
                way.append((id(target), _in_place(gathering, target)))
                break
        else:
            way.pop()
            del open_[node]
            done.add(node)


def _circle(gathering: Gathering, nodes: list[int]) -> Problem:
    places = [gathering.places[node] for node in nodes if node in gathering.targets]
    through = [place.schema["$ref"] for place in places]
    return places[0].fault("circle", "$ref", through=through)


def not_an_object(gathering: Gathering) -> Problem | None:
    """A fault where the root, by its `$ref` and `allOf`, isn't an object; None where it is.

    Something must say that it is one: else any JSON file at all would be an empty form.
    """
    root = gathering.sources[0].document
    for schema in _together(gathering, root, {"allOf"}):
        for keyword in ("type", "const", "enum"):
            if keyword in schema and not _allows_object(keyword, schema[keyword]):
                return gathering.places[id(schema)].fault("not-object", keyword)
    if any(_speaks_of_objects(gathering, each) for each in _together(gathering, root, IN_PLACE)):
        return None
    return gathering.places[id(root)].fault("no-object")


def _together(gathering: Gathering, root: Any, keywords: Set[str]) -> Iterator[dict[str, Any]]:
    """The schemas that speak of the same value as `root`, itself first."""
    todo = [root]
    seen: set[int] = set()
    while todo:
        schema = todo.pop()
        if isinstance(schema, dict) and id(schema) not in seen:
            seen.add(id(schema))
            yield schema
            todo += _in_place(gathering, schema, keywords)


def _allows_object(keyword: str, value: Any) -> bool:
    if keyword == "const":
        return isinstance(value, dict)
    # what is none of these is misshapen, and told as such
    if keyword == "enum" and isinstance(value, list):
        return any(isinstance(each, dict) for each in value)
    return not isinstance(value, str | list) or "object" in value


def _speaks_of_objects(gathering: Gathering, schema: dict[str, Any]) -> bool:
    # where a reference leads to no schema of the definition, it leads to a meta-schema
    return not schema.keys().isdisjoint(_TELLING) or (
        "$ref" in schema and id(schema) not in gathering.targets
    )
