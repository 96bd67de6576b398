"""Which branches a value means, where a person would choose: what opens with answers."""

from formkit.definition.node import Node
from formkit.filling.controls import type_of
from formkit.filling.fields import Json
from formkit.filling.judge import Judge


def picked(node: Node, value: Json, judge: Judge) -> tuple[str, ...]:
    """What a chooser posts for a value: the type, or the branch that it is valid under.

    Of `anyOf` that is every branch. Where a value is valid under none, nothing is chosen.
    """
    chooser = node.chooser
    if chooser is None:
        return ()
    if chooser.keyword == "type":
        kind = type_of(value)
        return (kind,) if kind in chooser.texts else ()
    found = [
        text
        for text, (schema, resolver) in zip(chooser.texts, chooser.schemas, strict=True)
        if judge.condition(schema, resolver)(value)
    ]
    return tuple(found if node.widget == "checkboxes" else found[:1])
