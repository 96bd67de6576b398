"""What the element of a question carries for scripts: its check, its rules, its source."""

from collections.abc import Iterable

from markupsafe import Markup

from formkit.definition.nodes import Node
from formkit.page.lists import View
from formkit.page.place import branch_data
from formkit.page.rules import rules
from formkit.page.widgets import HOLDING
from formkit.page.words import NOTHING

# What stays the same from one fill to the next, or is known where it is filled in.
_SOURCES = ("place", "area", "team", "helper", "helper-kind", "today")


def carried(view: View, above: Iterable[Node], url: str) -> Markup:
    """Where a question is checked, and what the script may judge of it by itself.

    `above` is what it stands in, `url` where single questions are checked, or empty.
    """
    return check(view, url) + _rules(view, above)


def check(view: View, url: str) -> Markup:
    """What has htmx check a question; one that holds others has none, since changes bubble."""
    if not url or view.static or view.bare or view.node.kind in (*HOLDING, "chooser"):
        return NOTHING
    sign = "&" if "?" in url else "?"
    return Markup(' hx-post="{}{}q={}"').format(url, sign, view.place.in_url(view.node))


def source(view: View) -> Markup:
    """Where the answer may come from, if a page can know it: `x-from`."""
    found = view.node.keyword("x-from")
    if view.static or view.bare or found not in _SOURCES:
        return NOTHING
    return Markup(' data-from="{}"').format(found)


def _rules(view: View, above: Iterable[Node]) -> Markup:
    # Which schemas an entry of a map has depends on its key.
    unsure = view.own or any(place.kind == "map" for place in above)
    if view.static or view.bare or unsure:
        return NOTHING
    found = rules(view.node, view.speaker)
    return Markup(" data-rules='{}'").format(branch_data(found)) if found else NOTHING
