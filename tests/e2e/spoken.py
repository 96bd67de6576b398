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


# What a screen reader says of a thing beside its role, name and description.
_TOLD = ("level", "expanded", "required", "invalid", "checked", "focused", "live", "disabled")
# These have no words of their own.
_SILENT = ("InlineTextBox", "ListMarker", "generic", "none", "LineBreak", "LabelText", "Legend")


def told(page: Page, role: str = "main") -> str:
    """The part of the tree with this role as lines, indented, to be compared with a snapshot."""
    (top,) = (each for each in spoken(page) if each.role == role)
    return "\n".join(_lines(top, 0))


def _lines(item: Spoken, depth: int) -> Iterator[str]:
    silent = item.role in _SILENT
    if not silent:
        found = {key: item.properties.get(key) for key in _TOLD}
        said = [
            key if value is True or value == "true" else f"{key}={value}"
            for key, value in found.items()
            if value not in (None, "false", "off")
            and (value is not False or key == "expanded")
            and (key != "level" or item.role == "heading")
        ]
        parts = [item.role, f'"{item.name}"' if item.name else "", *said]
        if item.description:
            parts.append(f"({item.description})")
        yield "  " * depth + " ".join(filter(None, parts))
    if item.role == "StaticText" or (item.role != "main" and _is_said(item)):
        return
    for each in item.inside:
        yield from _lines(each, depth if silent else depth + 1)


def _is_said(item: Spoken) -> bool:
    """Whether what it has inside is no more than its name."""
    return bool(item.name) and _is_plain(item)


def _is_plain(item: Spoken) -> bool:
    return all(each.role in ("StaticText", *_SILENT) and _is_plain(each) for each in item.inside)


# Notes what live regions say, from now on; `window.heard` has it.
HEAR = """() => {
  window.heard = [];
  const live = "[role=status],[role=alert],[aria-live]:not([aria-live=off])";
  const around = x => (x.closest ? x : x.parentNode).closest(live);
  new MutationObserver(list => {
    const found = new Set(list.map(x => around(x.target)).filter(x => x && x.textContent.trim()));
    for (const x of found) window.heard.push(x.textContent.trim());
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
