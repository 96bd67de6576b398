"""When a conditional question is to be answered, in words: for paper, and without a script."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from formkit.definition.gather import Chooser, Chosen
from formkit.definition.layout import Test
from formkit.definition.nodes import Node
from formkit.page.words import Speaker

Negated = bool

# A longer sentence says less than none.
_MOST_CLAUSES = 6


class _Unsaid(Exception):
    """There are no plain words for this condition."""


def when(
    tests: Sequence[Test],
    above: Sequence[Node],
    choosers: Mapping[Chooser, Node],
    speaker: Speaker,
) -> str:
    """The sentence that stands over a branch: “Only if “Did you meet anyone?” is “Yes”.”

    `above` are the places over the branch, the root first: a test reads one of them, or what is
    chosen with one of `choosers`.
    """
    say = speaker.say.gettext
    try:
        clauses = [_clause(test, above[test.depth], choosers, speaker) for test in tests]
        return say("Only if %(condition)s.") % {"condition": _joined(clauses, say(" and "))}
    except _Unsaid:
        return say("Only if this concerns you.")


def _clause(test: Test, place: Node, choosers: Mapping[Chooser, Node], speaker: Speaker) -> str:
    clauses = _Clauses(speaker)
    if test.chooser is None:
        return clauses.said(test.schema, place, False)
    chooser = choosers[test.chooser]
    texts = {c.text for group in test.alternatives for c in group if isinstance(c, Chosen)}
    answers = [option.text for option in chooser.options if option.text in texts]
    return clauses.about_choice(chooser, place, answers)


def _joined(clauses: Sequence[str], word: str) -> str:
    distinct = list(dict.fromkeys(clause for clause in clauses if clause))
    if not 0 < len(distinct) <= _MOST_CLAUSES:
        raise _Unsaid
    return word.join(distinct)


class _Clauses:
    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.say = speaker.say.gettext

    def said(self, schema: Any, node: Node, negated: Negated) -> str:
        """The clause for a schema that is asked at an object."""
        if not isinstance(schema, Mapping):
            raise _Unsaid
        clauses = []
        named = schema.get("properties", {})
        for keyword, value in schema.items():
            if keyword == "properties":
                clauses += [self._of_child(node, name, sub, negated) for name, sub in value.items()]
            elif keyword == "required":
                clauses += [
                    self._answered(self._child(node, name), negated)
                    for name in value
                    if name not in named
                ]
            elif keyword in ("allOf", "anyOf", "oneOf"):
                clauses.append(
                    self._several(
                        keyword, [self.said(each, node, negated) for each in value], negated
                    )
                )
            elif keyword == "not":
                clauses.append(self.said(value, node, not negated))
            elif keyword != "type":
                raise _Unsaid
        # Not (one and other) is: not one, or not the other.
        return _joined(clauses, self.say(" or ") if negated else self.say(" and "))

    def _several(self, keyword: str, clauses: Sequence[str], negated: Negated) -> str:
        every = (keyword == "allOf") != negated
        return _joined(clauses, self.say(" and ") if every else self.say(" or "))

    def _child(self, node: Node, name: str) -> Node:
        controls = node.controls.get(name)
        if not controls:
            raise _Unsaid
        return controls[0]

    def _of_child(self, node: Node, name: str, schema: Any, negated: Negated) -> str:
        child = self._child(node, name)
        if schema is True and not negated:
            return ""
        if child.kind == "object":
            return self.said(schema, child, negated)
        return self._phrase(child, schema, negated)

    def _phrase(self, node: Node, schema: Any, negated: Negated) -> str:
        """The clause for a schema that is asked at one question."""
        if not isinstance(schema, Mapping):
            raise _Unsaid
        clauses = []
        for keyword, value in schema.items():
            if keyword in ("allOf", "anyOf", "oneOf"):
                said = [self._phrase(node, each, negated) for each in value]
                clauses.append(self._several(keyword, said, negated))
            elif keyword == "not":
                clauses.append(self._phrase(node, value, not negated))
            elif keyword in _PHRASES:
                clauses.append(_PHRASES[keyword](self, node, value, negated))
            elif keyword not in ("type", "uniqueItems"):
                raise _Unsaid
        return _joined(clauses, self.say(" or ") if negated else self.say(" and "))

    def _about(self, node: Node, sentence: str, *values: Any) -> str:
        answers = self.say("” or “").join(self.speaker.answer(node, value) for value in values)
        title = self.speaker.title(node).text.unescape()
        return sentence % {"question": title, "answer": answers}

    def about_choice(self, chooser: Node, place: Node, texts: Sequence[str]) -> str:
        """The clause for what is chosen at a place."""
        answers = self.say("” or “").join(self.speaker.answer(chooser, text) for text in texts)
        title = self.speaker.title(place if place.depth else chooser).text.unescape()
        return self.say("“%(question)s” is “%(answer)s”") % {"question": title, "answer": answers}

    def _is(self, node: Node, values: Sequence[Any], negated: Negated) -> str:
        if negated:
            return self._about(node, self.say("“%(question)s” is not “%(answer)s”"), *values)
        return self._about(node, self.say("“%(question)s” is “%(answer)s”"), *values)

    def _has(self, node: Node, schema: Any, negated: Negated) -> str:
        values = schema.get("enum", [schema.get("const")]) if isinstance(schema, Mapping) else []
        if (
            node.item is None
            or not values
            or not {"const", "enum"} & set(schema)
            or len(schema) > 1
        ):
            raise _Unsaid
        if negated:
            return self._about(
                node.item,
                self._titled(node, self.say("“%(question)s” lacks “%(answer)s”")),
                *values,
            )
        return self._about(
            node.item, self._titled(node, self.say("“%(question)s” has “%(answer)s”")), *values
        )

    def _titled(self, node: Node, sentence: str) -> str:
        title = self.speaker.title(node).text.unescape().replace("%", "%%")
        return sentence.replace("%(question)s", title)

    def _answered(self, node: Node, negated: Negated) -> str:
        if negated:
            return self._about(node, self.say("“%(question)s” is not answered"))
        return self._about(node, self.say("“%(question)s” is answered"))

    def _at_least(self, node: Node, value: Any, negated: Negated) -> str:
        if negated:
            return self._about(node, self.say("“%(question)s” is less than %(answer)s"), value)
        return self._about(node, self.say("“%(question)s” is %(answer)s or more"), value)

    def _at_most(self, node: Node, value: Any, negated: Negated) -> str:
        if negated:
            return self._about(node, self.say("“%(question)s” is more than %(answer)s"), value)
        return self._about(node, self.say("“%(question)s” is %(answer)s or less"), value)

    def _some(self, node: Node, value: Any, negated: Negated) -> str:
        if value != 1:
            raise _Unsaid
        return self._answered(node, negated)


_PHRASES: Mapping[str, Callable[[_Clauses, Node, Any, Negated], str]] = {
    "const": lambda c, node, value, negated: c._is(node, [value], negated),
    "enum": lambda c, node, value, negated: c._is(node, value, negated),
    "contains": lambda c, node, value, negated: c._has(node, value, negated),
    "minimum": lambda c, node, value, negated: c._at_least(node, value, negated),
    "exclusiveMaximum": lambda c, node, value, negated: c._at_least(node, value, not negated),
    "maximum": lambda c, node, value, negated: c._at_most(node, value, negated),
    "exclusiveMinimum": lambda c, node, value, negated: c._at_most(node, value, not negated),
    "minItems": lambda c, node, value, negated: c._some(node, value, negated),
    "minLength": lambda c, node, value, negated: c._some(node, value, negated),
}
