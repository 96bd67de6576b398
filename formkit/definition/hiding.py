"""Conditions that hide each other in a circle: nobody can say which questions are asked then."""

from collections.abc import Iterator, Mapping
from typing import Any

from formkit.definition.nodes import Node

Path = tuple[str, ...]


def hiding_circles(root: Node) -> Iterator[tuple[Node, list[Path]]]:
    """Each circle once: a question of it, and all its questions in their order."""
    nodes: dict[Path, Node] = {}
    for node in root.walk():
        nodes.setdefault(node.path, node)
    asks = _asked_by(root)
    done: set[Path] = set()
    for start in asks:
        if start in done:
            continue
        way = [start]
        stack = [iter(sorted(asks[start]))]
        while stack:
            cause = next((each for each in stack[-1] if each not in done), None)
            if cause is None:
                stack.pop()
                done.add(way.pop())
            elif cause in way:
                circle = way[way.index(cause) :]
                yield nodes[circle[0]], circle
            elif cause in asks:
                way.append(cause)
                stack.append(iter(sorted(asks[cause])))


def _asked_by(root: Node) -> dict[Path, set[Path]]:
    """For each question that a condition shows, the questions that the condition reads.

    A question also hides what is inside it.
    """
    asks: dict[Path, set[Path]] = {}
    for node in root.walk():
        for branch in node.branches:
            read = {
                path
                for test in branch.tests
                if test.chooser is None
                for path in _read(test.schema, node.path[: test.depth])
            }
            for child in branch.nodes:
                if child.path == node.path:
                    # Another control for the same question.
                    continue
                asks.setdefault(child.path, set()).update(read)
                if node.path:
                    asks[child.path].add(node.path)
        if node.item is not None:
            asks.setdefault(node.item.path, set()).add(node.path)
    return asks


def _read(schema: Any, at: Path) -> Iterator[Path]:
    """The places that a portable schema looks at, asked at `at`."""
    if not isinstance(schema, Mapping):
        return
    for name in (*schema.get("required", ()), *schema.get("dependentRequired", ())):
        yield (*at, name)
    for keyword in ("properties", "dependentSchemas"):
        for name, inner in schema.get(keyword, {}).items():
            yield (*at, name)
            yield from _read(inner, (*at, name) if keyword == "properties" else at)
    for keyword in ("not", "if", "then", "else"):
        yield from _read(schema.get(keyword), at)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(keyword, ()):
            yield from _read(inner, at)
    for inner in (schema.get("items"), schema.get("contains"), *schema.get("prefixItems", ())):
        yield from _read(inner, (*at, "*"))
