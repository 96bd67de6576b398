"""What the script of a page may judge by itself of one question, with the server's own sentences.

It may be more lenient than the server, never stricter: where in doubt there is no rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, prod
from typing import Any

from formkit.definition.ecma import parse
from formkit.definition.expression import Alt, Edge, Group, PatternError, Repeat, Seq, Set
from formkit.definition.expression import Node as Expression
from formkit.definition.nodes import Node
from formkit.errors import Problem
from formkit.filling.messages import message_of
from formkit.language import Text
from formkit.page.words import Speaker

Rule = list[Any]
"""`[schema, sentence]`, and the sentence's language where it isn't the page's; 0 for a schema
where the rule is that there must be an answer."""

_NUMBERS = (
    "type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
)  # fmt: skip
_KEYWORDS: Mapping[str, Sequence[str]] = {
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "string": ("minLength", "maxLength", "pattern"),
    "ticks": ("minItems", "maxItems"),
    "choice": (),
    "boolean": (),
    "consent": (),
}
# How a script reads these depends on more than their text.
_UNSURE = frozenset(("time", "date-time"))
# A double is exact up to here.
_EXACT = 2**53
# In so many ways may a pattern be tried at one place of a text; a script has no time limit.
_MOST_WAYS = 100_000
_LONG_TEXT = 300


def rules(node: Node, speaker: Speaker) -> list[Rule]:
    """The rules that travel with a question; none where only the server can tell."""
    if node.kind not in _KEYWORDS or node.inner or node.instance > 1 or node.own is not None:
        return []
    found: list[tuple[dict[str, Any] | int, Text]] = []
    # An unticked box of a boolean is an answer.
    empty = node.facts.nullable or (node.widget == "tick" and node.kind != "consent")
    if node.native_required and not empty:
        found.append((0, _said(node, "required", node.name, speaker)))
    for keyword, value in _limits(node):
        text = _said(node, keyword, value, speaker)
        same = [schema for schema, said in found if said == text and isinstance(schema, dict)]
        if same and keyword not in same[0]:
            same[0][keyword] = value
        else:
            found.append(({keyword: value}, text))
    return [
        [schema, text.text] if text.tag == speaker.language else [schema, text.text, text.tag]
        for schema, text in found
    ]


def _said(node: Node, keyword: str, value: Any, speaker: Speaker) -> Text:
    name = {"required": "property", "type": "type", "pattern": "pattern"}.get(keyword, "limit")
    value = [value] if keyword == "type" and isinstance(value, str) else value
    return message_of(
        Problem("", keyword, {name: value}),
        speaker.language,
        node.schemas,
        kind=node.kind,
        widget=node.widget,
        default=speaker.form.language,
        folders=speaker.folders,
    )


def _limits(node: Node) -> Iterator[tuple[str, Any]]:
    """The keywords that hold whatever else was answered."""
    if node.widget in _UNSURE or node.said("x-text") == "exact":
        return
    for part in node.parts:
        for keyword in () if node.conditions(part) else _KEYWORDS[node.kind]:
            value = part.keyword(keyword)
            if value is not None and _is_sure(keyword, value):
                yield keyword, value


def _is_sure(keyword: str, value: Any) -> bool:
    if keyword == "type":
        return True
    if keyword == "pattern":
        try:
            return _ways(parse(value)) <= _MOST_WAYS
        except PatternError:
            return False
    if keyword in ("minLength", "minItems"):
        # Of what is empty there is no answer.
        return bool(1 < value < _EXACT)
    return bool(-_EXACT < value < _EXACT)


def _ways(expression: Expression) -> float:
    """In about how many ways a backtracking engine may try an expression at one place."""
    match expression:
        case Seq(nodes):
            return prod(map(_ways, nodes))
        case Alt(nodes):
            return sum(map(_ways, nodes))
        case Group(inner):
            return _ways(inner)
        case Repeat(inner, least, most):
            times = _LONG_TEXT if most is None else most
            ways = _ways(inner)
            # No power of a double may overflow.
            return max(1, times - least + 1) if ways <= 1 else min(ways, 1e6) ** min(times, 20)
        case Set() | Edge("^" | "$"):
            return 1.0
        case _:
            return inf
