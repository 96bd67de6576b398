"""Generated answers: built from what a form asks, mended until nothing is wrong with them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define
from hypothesis import assume
from hypothesis import strategies as st

from formkit.definition.form import Form
from formkit.definition.gather import Chosen
from formkit.definition.nodes import Node, tree
from formkit.definition.options import identity
from formkit.errors import Problem
from formkit.filling.controls import read
from formkit.filling.encode import encode
from formkit.filling.fields import ABSENT, Absent, Field, answers, locate
from formkit.filling.numbers import MAX_DIGITS
from formkit.filling.submission import check
from formkit.pointer import Segments, split
from formkit.testing.words import clean_texts, names, odd_texts

# Rules lead to one another; answers that are still wrong after so many rounds are given up.
_ROUNDS = 6
# A list may be so much longer than it must.
_MORE_ROWS = 2
_LONGEST = 12
# So many places that stand within themselves are filled in.
_OPENED = 4

_FORMATS: Mapping[str, Sequence[str]] = {
    "email": ("hoa@example.vn", "a.b+c@d-e.org"),
    "idn-email": ("hoa@example.vn",),
    "uri": ("https://example.vn/a?b=1#c", "tel:0912345678"),
    "iri": ("https://ví-dụ.vn/",),
    "uuid": ("2fd4e1c6-7a2d-48fc-8ed8-4cbeaad2d0a9",),
    "date": ("2026-03-05", "1960-01-01", "2024-02-29"),
    "time": ("07:30:00Z", "23:59:59+07:00", "00:00:00.5-03:30", "07:30:00z"),
    "date-time": (
        "2026-03-05T07:30:00+07:00",
        "2026-03-05T07:30:15.25Z",
        "1985-04-12t23:20:50.52z",
        "2026-03-05T00:00:00-00:00",
    ),
}


def same_answers(one: Any, other: Any) -> bool:
    """Whether two answers are the same type for type: 1 is 1.0, and neither is true."""
    return identity(one) == identity(other)


@define
class _Filler:
    draw: st.DrawFn
    form: Form
    cleaned: bool
    # How many places that stand within themselves were opened.
    opened: int = 0

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def value(self, node: Node) -> Any:
        """A value for one place, ABSENT where none is known."""
        if node.fold is not None:
            self.opened += 1
            if self.opened > _OPENED or self.chance(2):
                return [] if node.kind == "rows" else {} if node.kind == "object" else ABSENT
            node = node.unfolded()
        if node.nullable and self.chance(4):
            return None
        if node.kind == "either":
            return self._either(node)
        if node.kind == "scalar":
            return self._scalar(node)
        if node.kind == "object":
            return self._object(node)
        if node.kind == "rows":
            return self._rows(node)
        if node.kind == "ticks":
            return self._ticks(node)
        if node.kind in ("choice", "consent", "const"):
            return self.draw(st.sampled_from(node.options)).value
        if node.kind == "boolean":
            return self.draw(st.booleans())
        if node.kind in ("integer", "number"):
            return self._number(node)
        return self._text(node) if node.kind == "string" else ABSENT

    def _chosen(self, node: Node) -> list[Node]:
        """The nodes in a node that are asked when one branch of each of its choosers is chosen."""
        picked = {}
        for chooser in node.choosers:
            count = len(chooser.schemas)
            picked[chooser] = chooser.texts[self.draw(st.integers(0, count - 1))]
        found: list[Node] = []
        for branch in node.branches:
            chosen = [test for test in branch.tests if test.chooser in picked]
            if all(
                any(
                    isinstance(c, Chosen) and c.text == picked[c.chooser]
                    for group in test.alternatives
                    for c in group
                )
                for test in chosen
            ):
                found.extend(each for each in branch.nodes if each.chooser is None)
        return found

    def _either(self, node: Node) -> Any:
        """What one of the controls of a place may hold; null where that was chosen."""
        if node.typed and self.chance(6):
            (chooser,) = node.choosers
            return None if "null" in chooser.texts else ABSENT
        controls = self._chosen(node)
        if not controls:
            return ABSENT
        return self.value(self.draw(st.sampled_from(controls)))

    def _scalar(self, node: Node) -> Any:
        kind = self.draw(st.sampled_from(node.facts.types))
        if kind == "boolean":
            return self.draw(st.booleans())
        if kind == "string":
            return self._text(node)
        return self._number(node) if kind == "number" else self.draw(st.integers(-99, 99))

    def _object(self, node: Node) -> dict[str, Any]:
        found: dict[str, Any] = {}
        asked = {id(each) for each in self._chosen(node)}
        for name, controls in node.controls.items():
            controls = [each for each in controls if id(each) in asked]
            if controls and (any(child.required for child in controls) or self.chance(2)):
                value = self.value(self.draw(st.sampled_from(controls)))
                if value is not ABSENT:
                    found[name] = value
        more = [each for each in self._chosen(node) if each.kind == "map" and each.offered]
        for entries in more:
            for name in self.draw(st.lists(names(), max_size=2, unique=True)):
                value = self.value(entries.row)
                if value is not ABSENT:
                    found.setdefault(name, value)
        if self.chance(25):
            extra = self.draw(st.sampled_from(("extra", "x y", "0", "", "~v", "line\nbreak")))
            found.setdefault(extra, self.draw(st.sampled_from((None, "a", 1, {"b": [1]}))))
        return found

    def _count(self, node: Node, most: int) -> int:
        fewest = max(part.keyword("minItems") or 0 for part in node.parts)
        limits = [part.keyword("maxItems") for part in node.parts]
        most = min((limit for limit in limits if limit is not None), default=most)
        return self.draw(st.integers(fewest, max(fewest, min(most, fewest + _MORE_ROWS))))

    def _rows(self, node: Node) -> list[Any]:
        places = [self.value(each) for branch in node.branches for each in branch.nodes]
        if ABSENT in places:
            return places[: places.index(ABSENT)]
        count = max(0, self._count(node, _MORE_ROWS) - len(places))
        if node.row.kind == "unrendered":
            count = 0
        values = (self.value(node.row) for _ in range(count))
        found = [*places, *(value for value in values if value is not ABSENT)]
        if any(part.keyword("uniqueItems") for part in node.parts):
            return list({identity(value): value for value in found}.values())
        return found

    def _ticks(self, node: Node) -> list[Any]:
        count = min(self._count(node, len(node.options)), len(node.options))
        numbers = self.draw(
            st.sets(st.integers(0, len(node.options) - 1), min_size=count, max_size=count)
        )
        return [node.options[number].value for number in sorted(numbers)]

    def _number(self, node: Node) -> int | float | Absent:
        low, high = _bounds(node)
        steps = [part.keyword("multipleOf") for part in node.parts]
        step = next((each for each in steps if each is not None), None)
        if step is not None:
            most = int(min(high, 10**6) / step)
            least = -int(-max(low, -(10**6)) / step)
            if least > most:
                return ABSENT
            number = self.draw(st.integers(least, most)) * step
            return number if isinstance(number, int) else float(f"{number:.12g}")
        if node.kind == "integer" or self.chance(2):
            least, most = -int(-low // 1), int(high // 1)
            return self.draw(st.integers(least, most)) if least <= most else ABSENT
        if low > high:
            return ABSENT
        return self.draw(st.floats(low, high, allow_nan=False, allow_infinity=False))

    def _text(self, node: Node) -> str | Absent:
        if not self.cleaned and self.chance(3):
            return self.draw(odd_texts(_LONGEST))
        for part in node.parts:
            pattern, known = part.keyword("pattern"), _FORMATS.get(part.keyword("format") or "")
            if known is not None:
                return self.draw(st.sampled_from(known))
            if pattern is not None:
                return self._matching(pattern)
            if part.keyword("examples"):
                examples: list[str] = part.keyword("examples")
                return self.draw(st.sampled_from(examples))
        fewest = max(part.keyword("minLength") or 0 for part in node.parts)
        limits = [part.keyword("maxLength") for part in node.parts]
        most = min((limit for limit in limits if limit is not None), default=_LONGEST)
        text = self.draw(clean_texts(fewest, max(fewest, min(most, fewest + _LONGEST))))
        if node.widget == "textarea" and self.chance(2):
            text += "\nx"
        return self._as_read(node, text)

    def _matching(self, pattern: str) -> str | Absent:
        try:
            known = re.compile(pattern.replace(r"\p{L}", "a-ză"), re.ASCII)
        except re.error:
            return ABSENT
        return self.draw(st.from_regex(known, fullmatch=pattern.endswith("$")))

    def _as_read(self, node: Node, text: str) -> str | Absent:
        value = read(node, text, None, None)
        return value if isinstance(value, str | Absent) else ABSENT


def _bounds(node: Node) -> tuple[float, float]:
    low, high = float(-(10**9)), float(10**9)
    tiny = 1 if node.kind == "integer" else 0.001
    for part in node.parts:
        for keyword, by in (("minimum", 0.0), ("exclusiveMinimum", tiny)):
            if part.keyword(keyword) is not None:
                low = max(low, part.keyword(keyword) + by)
        for keyword, by in (("maximum", 0.0), ("exclusiveMaximum", tiny)):
            if part.keyword(keyword) is not None:
                high = min(high, part.keyword(keyword) - by)
    return low, high


def _find(root: Field, place: Segments) -> Field | None:
    """The field that is asked for this place of the answers."""
    for item in _asked(root):
        if item.at == place:
            return item
    return None


def _asked(item: Field) -> Iterator[Field]:
    yield item
    for inside in item.active():
        yield from _asked(inside)


def _put(found: Any, place: Segments, value: Any) -> None:
    """Put a value where it belongs, or take away what stands there (ABSENT)."""
    for segment in place[:-1]:
        if isinstance(found, list):
            found = found[int(segment)]
        elif isinstance(found, dict) and segment in found:
            found = found[segment]
        else:
            return
    last = place[-1]
    if isinstance(found, list):
        if value is ABSENT:
            del found[int(last)]
        else:
            found[int(last)] = value
    elif isinstance(found, dict):
        if value is ABSENT:
            found.pop(last, None)
        else:
            found[last] = value


@st.composite
def answers_for(draw: st.DrawFn, form: Form, *, cleaned: bool = True) -> dict[str, Any]:
    """Valid answers to a form, in which nothing stands that isn't asked.

    `cleaned=False` also gives texts that nobody can type: with blanks around them, line ends,
    controls, half surrogates.
    """
    filler = _Filler(draw, form, cleaned)
    found: dict[str, Any] = filler.value(tree(form).root)
    for _ in range(_ROUNDS):
        root = encode(form, found, None)
        found = json.loads(json.dumps(answers(root)))
        locate(root)
        problems = [each for each in check(form, found) if each.severity == "error"]
        if not problems:
            break
        _mend(filler, root, found, problems)
    assume(not any(each.severity == "error" for each in check(form, found)))
    assume(same_answers(answers(encode(form, found, None)), found))
    return found


def _mend(filler: _Filler, root: Field, found: dict[str, Any], problems: list[Problem]) -> None:
    """Answer what is missing, and answer again or leave out what is wrong."""
    places = {split(problem.pointer): problem for problem in problems if problem.pointer}
    # From the end, so that what is taken away moves nothing that is still to be mended.
    for place in sorted(places, key=lambda each: [_order(part) for part in each], reverse=True):
        item = _find(root, place)
        value = ABSENT if item is None else filler.value(item.node)
        missing = places[place].keyword in ("required", "dependentRequired")
        if item is not None and not missing and not item.node.required and filler.chance(2):
            value = ABSENT
        _put(found, place, value)


def _order(segment: str) -> tuple[int, str]:
    number = segment.isascii() and segment.isdigit() and len(segment) < MAX_DIGITS
    return (int(segment) if number else 0), segment
