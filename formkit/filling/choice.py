"""Which branches a value means, where a person would choose: what opens with answers."""

from formkit.definition.gather import Chooser
from formkit.definition.node import Node
from formkit.filling.controls import type_of
from formkit.filling.fields import Json
from formkit.filling.judge import Judge


def picked(node: Node, chooser: Chooser, value: Json, judge: Judge) -> tuple[str, ...]:
    """What a chooser posts for a value: the type, or the branch that it is valid under.

    Of `anyOf` that is every branch. Where a value is valid under none it means the only branch of
    its type; where there are several, nothing is chosen.
    """
    if chooser.keyword == "type":
        kind = type_of(value)
        return (kind,) if kind in chooser.texts else ()
    found = [
        text
        for text, (schema, resolver) in zip(chooser.texts, chooser.schemas, strict=True)
        if judge.condition(schema, resolver)(value)
    ]
    if not found:
        names = {"integer", "number"} if type_of(value) == "number" else {type_of(value)}
        pairs = zip(chooser.texts, chooser.types, strict=False)
        found = [text for text, types in pairs if types is None or names & types]
        return tuple(found) if len(found) == 1 else ()
    return tuple(found if node.widget == "checkboxes" else found[:1])
