"""Short ways to the parts and the nodes of a definition, for tests of single rooms."""

import hashlib
import json
from typing import Any

from formkit.definition.form import Form
from formkit.definition.gather import Chosen, Part
from formkit.definition.layout import Test
from formkit.definition.load import load
from formkit.definition.nodes import Node, tree
from formkit.definition.parts import child_parts, root_parts


def form_of(properties: dict[str, Any], **keywords: Any) -> Form:
    """A form of these questions; `keywords` stand beside them at the root."""
    return load({"type": "object", "properties": properties, **keywords})


def parts_of(schema: Any, **keywords: Any) -> tuple[Part, ...]:
    """The parts of a question `q`; `keywords` stand at the root, such as `$defs`."""
    form = form_of({"q": schema}, **keywords)
    root = root_parts(form.document, form.resolver())
    return child_parts(root[0].schema["properties"]["q"], root[0], 1)


def nodes_of(form: Form, name: str) -> list[Node]:
    """The nodes of one property of the root."""
    return tree(form).root.controls[name]


def node_of(schema: Any, **keywords: Any) -> Node:
    """The only node of a question `q`."""
    (node,) = nodes_of(form_of({"q": schema}, **keywords), "q")
    return node


def unchecked(document: dict[str, Any]) -> Form:
    """The form of a document that `load` might refuse."""
    text = json.dumps(document)
    return Form(hashlib.sha256(text.encode()).hexdigest(), document, text)


def choosers_of(node: Node) -> list[tuple[str, list[str]]]:
    """The mark of each chooser of a node, and what it can post."""
    found = (child for child in node.children() if child.kind == "chooser")
    return [(child.mark, [option.text for option in child.options]) for child in found]


def shown(node: Node) -> list[tuple[str, str, str]]:
    """What stands in a node in its order: its name or mark, its kind, and when it is asked.

    `0|1` are the branches of a chooser, `if` is a condition, and `&` joins what must both hold.
    """
    return [
        (child.mark or child.name, child.kind, " & ".join(map(_when, branch.tests)))
        for branch in node.branches
        for child in branch.nodes
        if child.kind != "map" or child.offered
    ]


def _when(test: Test) -> str:
    if test.chooser is None:
        return "if"
    return "|".join(
        condition.text
        for group in test.alternatives
        for condition in group
        if isinstance(condition, Chosen)
    )
