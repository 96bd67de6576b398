"""What JSON Schema can't say: a limit that is another answer, and what is only recommended."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from formkit.definition.form import Form
from formkit.definition.gather import Chosen, Condition
from formkit.definition.nodes import tree
from formkit.errors import Problem
from formkit.filling.fields import ABSENT, Absent, Field, Json, answer
from formkit.filling.judge import Judge
from formkit.pointer import Segments, join, split

# Python reads no number of more than 4,300 digits, and no place is so deep.
_RELATIVE = re.compile(r"(?P<up>0|[1-9][0-9]{0,3})(?P<pointer>(?:/(?:[^~]|~[01])*)?)")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_KEEPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, limit: bool(value >= limit),
    "maximum": lambda value, limit: bool(value <= limit),
    "exclusiveMinimum": lambda value, limit: bool(value > limit),
    "exclusiveMaximum": lambda value, limit: bool(value < limit),
}


def has_rules(form: Form) -> bool:
    """Whether any question of the form has a rule of this room; found once."""
    return form.once(_has_rules)


def _has_rules(form: Form) -> bool:
    return any(
        part.keyword("x-limit") is not None or part.keyword("x-recommended") is not None
        for node in tree(form).nodes()
        for part in node.parts
    )


def relative_place(place: Segments, pointer: str) -> Segments | None:
    """The place that a Relative JSON Pointer leads to from `place`; None where it leads nowhere."""
    match = _RELATIVE.fullmatch(pointer)
    if match is None or int(match["up"]) > len(place):
        return None
    return (*place[: len(place) - int(match["up"])], *split(match["pointer"]))


def broken_rules(root: Field, answers: Json, judge: Judge) -> Iterator[Problem]:
    """The rules that the located, active fields of a tree break, in the order of the page."""
    for item in root.active():
        if item.at is None:
            continue
        for limits in _said("x-limit", item, item.at, answers, judge):
            yield from _limits(limits, item.value, item.at, answers)
        recommended = any(_said("x-recommended", item, item.at, answers, judge))
        if recommended and answer(item)[0] is ABSENT:
            yield Problem(join(item.at), "x-recommended", {}, "warning")
        yield from broken_rules(item, answers, judge)


def _said(keyword: str, item: Field, at: Segments, answers: Json, judge: Judge) -> Iterator[Any]:
    """The values of a keyword in what holds at a question now: a branch may add rules to it."""
    for part in item.node.parts:
        value = part.keyword(keyword)
        if value is not None and all(
            _holds(c, at, answers, judge) for c in item.node.conditions(part)
        ):
            yield value


def _holds(condition: Condition | Chosen, at: Segments, answers: Json, judge: Judge) -> bool:
    value = _lookup(answers, at[: condition.depth])
    if value is ABSENT:
        # What isn't answered meets no condition of its own; what surrounds it counts as empty.
        if condition.depth == len(at):
            return False
        value = {}
    return judge.condition(condition.schema, condition.resolver)(value) != condition.negated


def _limits(
    limits: Mapping[str, str], value: Json | Absent, at: Segments, answers: Json
) -> Iterator[Problem]:
    for keyword, pointer in limits.items():
        place = relative_place(at, pointer)
        limit = ABSENT if place is None else _lookup(answers, place)
        if _comparable(value, limit) and not _KEEPS[keyword](value, limit):
            yield Problem(join(at), keyword, {"limit": limit, "with": join(place or ())})


def _lookup(value: Json, place: Segments) -> Json | Absent:
    for segment in place:
        if isinstance(value, dict) and segment in value:
            value = value[segment]
        elif isinstance(value, list) and _INDEX.fullmatch(segment) and int(segment) < len(value):
            value = value[int(segment)]
        else:
            return ABSENT
    return value


def _comparable(value: Json | Absent, limit: Json | Absent) -> bool:
    """Two numbers, or two texts, which are dates: those order as their texts do."""
    numbers = [isinstance(x, int | float) and not isinstance(x, bool) for x in (value, limit)]
    return all(numbers) or (isinstance(value, str) and isinstance(limit, str))
