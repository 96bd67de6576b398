"""What a screen reader is told: the accessibility tree that the browser itself has made."""

from collections.abc import Iterator
from typing import Any

from attrs import define, field
from playwright.sync_api import Page


@define(eq=False)
class Spoken:
    """A node of the tree: its role, name and description, and its other properties."""

    role: str
    name: str
    description: str
    properties: dict[str, Any]
    above: "Spoken | None" = None
    inside: "list[Spoken]" = field(factory=list)

    def surroundings(self) -> "Iterator[Spoken]":
        """What it stands in, the nearest first."""
        if self.above is not None:
            yield self.above
            yield from self.above.surroundings()


# Every page of a form at once.
UNFOLD = """() => document.querySelectorAll("form.fk [hidden]:not(button)").forEach(x => {
    x.hidden = false;
    x.ariaHidden = null;
})"""


def spoken(page: Page) -> list[Spoken]:
    """The nodes that are told, in the order of the page."""
    session = page.context.new_cdp_session(page)
    raw = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    nodes = {node["nodeId"]: node for node in raw}
    made: dict[str, Spoken] = {}
    for node in raw:
        if node["ignored"]:
            continue
        made[node["nodeId"]] = Spoken(
            node["role"]["value"],
            node.get("name", {}).get("value", "").strip(),
            node.get("description", {}).get("value", "").strip(),
            {each["name"]: each["value"].get("value") for each in node.get("properties", ())},
        )
    for key, item in made.items():
        above = nodes[key].get("parentId")
        while above is not None and above not in made:
            above = nodes[above].get("parentId")
        if above is not None:
            item.above = made[above]
            made[above].inside.append(item)
    return list(made.values())
