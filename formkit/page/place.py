"""How names, ids and conditions of a node are written into a page."""

import json
from typing import Any
from urllib.parse import quote

from attrs import frozen
from markupsafe import Markup

from formkit.definition.nodes import Node
from formkit.page import showing as slots
from formkit.page.slots import SAFE_IN_QUERY, Markers
from formkit.page.words import shown
from formkit.pointer import html_id, input_name


@frozen
class Place:
    """How names and ids of a node are written: whole, or from the row that it stands in."""

    markers: Markers
    prefix: str
    # How many segments lead to the row; 0 outside of rows.
    row: int = 0

    def name(self, node: Node, before: str = "", mark: str = "") -> Markup:
        """The name of an input, with `before` in front of it."""
        if not self.row:
            return shown(before + input_name(node.path, mark, node.instance))
        which = "" if node.instance == 1 else f"~i{node.instance}"
        # What a row's branches are chosen with may stand above the row.
        above = max(0, self.row - node.depth)
        return self.markers.name(before + which + mark, node.path[self.row :], above)

    def in_url(self, node: Node) -> Markup:
        """The name of an input as a value of a query."""
        if not self.row:
            return shown(quote(input_name(node.path, "", node.instance), safe=SAFE_IN_QUERY))
        which = "" if node.instance == 1 else f"~i{node.instance}"
        return self.markers.name(which, node.path[self.row :], in_url=True)

    def id(self, node: Node) -> Markup:
        """The id of the element that answers a node."""
        if not self.row:
            return shown(html_id(node.path, node.instance, self.prefix))
        return self.markers.id(node.path[self.row :], node.instance, self.prefix)

    def row_id(self, part: Markup) -> Markup:
        """The id of an element of the row itself."""
        return self.markers.id((), 1, self.prefix) + part

    def part(self, node: Node, part: str) -> Markup:
        """The id of another element of a node, such as what its branches are chosen with."""
        return self.id(node) + Markup("--") + part

    def at(self, node: Node) -> Markup:
        """Where a list is, or an object that this place stands in, from whatever row it is in."""
        if not self.row or not node.depth:
            return shown(input_name(node.path))
        above = max(0, self.row - node.depth)
        return self.markers.name("", node.path[self.row :], above)

    def button(self, action: str, rows: Node) -> Markup:
        """What a button of a row of this list says."""
        which = "" if rows.instance == 1 else f"~i{rows.instance}"
        return self.markers.name(f"{action} {which}", ())

    def landing(self, id: Markup) -> Markup:  # noqa: A002 - it is one
        """The address of a button that comes back to the element with this id."""
        return self.markers.slot(slots.address) + Markup("#") + id


def branch_data(schema: Any) -> Markup:
    """Any JSON as the value of an attribute in single quotes: a condition, rules, words."""
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    if shown(text).unescape() != text:
        text = json.dumps(schema, separators=(",", ":"))
    # In single quotes the many double quotes of JSON needn't be escaped.
    return Markup(text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;"))  # noqa: S704 - escaped here
