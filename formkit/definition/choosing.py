"""What a person chooses with: the branches of a `oneOf` or `anyOf`, and the types of a value."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from formkit.definition.facts import MAX_ROWS_OF_OPTIONS, SCALARS, Facts, gather_facts
from formkit.definition.gather import Chooser, Part
from formkit.definition.options import Option
from formkit.definition.worlds import Alternative, World
from formkit.language import N_

if TYPE_CHECKING:
    from formkit.definition.node import Node

# What the types of a value are called; of a number there is one kind.
TYPE_WORDS = {
    "string": N_("Text"),
    "number": N_("A number"),
    "boolean": N_("Yes or no"),
    "array": N_("A list"),
    "object": N_("A group of answers"),
    "null": N_("Nothing (null)"),
}


def mark_of(chooser: Chooser, beside: Sequence[Chooser]) -> str:
    """The mark of a chooser in the names of inputs; `beside` are all of its place."""
    if chooser.keyword == "type":
        return "~t"
    if len(beside) == 1:
        return "~b"
    same = [each for each in beside if each.location == chooser.location]
    number = (str(same.index(chooser) + 1),) if len(same) > 1 else ()
    return ".".join(("~b", *chooser.location, *number))


def branch_chooser(chooser: Chooser, node: "Node", mark: str, *, alone: bool = False) -> "Node":
    """The node of a chooser that stands at the place of `node`.

    `alone`: its branches have controls of which only one can be answered.
    """
    from formkit.definition.node import Node

    options = tuple(
        Option(text, text, False, called)
        for text, called in zip(chooser.texts, chooser.called, strict=True)
        if text
    )
    widget = "radio" if len(options) <= MAX_ROWS_OF_OPTIONS else "select"
    if chooser.several and not alone:
        widget = "checkboxes"
    if chooser.keyword == "type":
        widget = "select"
    return Node(
        facts=Facts("chooser", widget, options, implied=node.facts.implied),
        path=node.path,
        instance=node.instance,
        parts=(),
        telling=(),
        schemas=(),
        required=node.required and not node.facts.nullable,
        sometimes_required=node.sometimes_required,
        read_only=node.read_only,
        chooser=chooser,
        mark=mark,
        met=node.met,
    )


def type_chooser(facts: Facts, depth: int) -> Chooser:
    """The chooser among the types of a value at `depth`. Its last text stands for no choice."""
    texts = tuple("number" if name == "integer" else name for name in facts.types)
    schemas = tuple(({"type": name}, None) for name in facts.types)
    return Chooser(
        depth,
        "type",
        (id(facts), "type"),
        ("type",),
        (*schemas, (True, None)),
        (*texts, ""),
        called=({},) * (len(texts) + 1),
    )


def _type_groups(chooser: Chooser, facts: Facts) -> Iterator[tuple[tuple[str, ...], list[World]]]:
    """The types that one control answers, and the choices under which it stands.

    While nothing is chosen, the control stands that the schema speaks of, else the text.
    """
    scalars = tuple(name for name in facts.types if name in SCALARS)
    groups = [scalars] if scalars else []
    groups += [(name,) for name in facts.types if name in ("array", "object")]
    if facts.implied in ("array", "object"):
        groups.sort(key=lambda group: group[0] != facts.implied)
    alone = len(groups) == 1 and "null" not in facts.types
    for number, group in enumerate(groups):
        names = {"number" if name == "integer" else name for name in group}
        texts = [text for text in chooser.texts if text in names or (not text and number == 0)]
        worlds: list[World] = [(chooser.chosen(chooser.texts.index(text)),) for text in texts]
        yield group, [] if alone else worlds


def typed(one: Alternative, chooser: Chooser, *, ours: bool) -> list[Alternative]:
    """The controls for a value of several types."""
    found = []
    for types, worlds in _type_groups(chooser, one.facts):
        said = Part({"type": list(types)}, one.telling[0].resolver)
        telling = (*one.telling, said)
        facts = Facts("scalar", "text", types=types)
        if len(types) == 1:
            facts = gather_facts(telling, chooser.depth, ours=ours)
        found.append(Alternative(facts, telling, (*one.parts, said), worlds))
    return found
