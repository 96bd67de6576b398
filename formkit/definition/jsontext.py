"""JSON read strictly, and the line that each value of it stands on."""

import difflib
import json
import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from attrs import define, evolve, frozen

from formkit.pointer import join, split

# Far beyond any form; a definition is walked by functions that call themselves.
MAX_DEPTH = 256
MAX_VALUES = 500_000
MAX_BYTES = 4_000_000
# What `int` reads and `str` writes at once; the contract's bound on exact integers.
MAX_DIGITS = 4300
_MAX_BITS = int(MAX_DIGITS * math.log2(10))

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_NAMES = 100
# More faults of one kind are of no use to anybody.
_TOLD = 1000
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_SURROGATE = re.compile("[\ud800-\udfff]")


@frozen
class Flaw:
    """Why something isn't a JSON document: a code of `faults`, where, and what its words need."""

    code: str
    params: Mapping[str, Any] = {}
    pointer: str = ""
    line: int | None = None


class NotJsonError(Exception):
    """Something that isn't JSON, or is too much of it."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(flaws)
        self.flaws = flaws


def parse(text: str) -> Any:
    """The value that a JSON text stands for: no key twice, no NaN, bounded; else NotJsonError."""
    if len(text) > MAX_BYTES:
        raise NotJsonError(Flaw("size", {"limit": MAX_BYTES}))
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        value = dict(items)
        repeated = repeated or len(value) != len(items)
        return value

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_int=_integer)
    except json.JSONDecodeError as error:
        found = text[error.pos : error.pos + 20]
        code = "json" if found.strip() else "json-end"
        params = {"column": error.colno, "found": found}
        raise NotJsonError(Flaw(code, params, line=error.lineno)) from None
    except RecursionError:
        raise NotJsonError(Flaw("depth", {"limit": MAX_DEPTH}, line=_deep_line(text))) from None
    flaws = Places(text).repeated[:_TOLD] if repeated else []
    try:
        copy = plain(value)
    except NotJsonError as error:
        places = Places(text)
        flaws += [evolve(flaw, line=places.line(flaw.pointer)) for flaw in error.flaws]
    if flaws:
        raise NotJsonError(*flaws)
    return copy


def _integer(digits: str) -> int | float:
    # infinity is refused later, together with what else isn't a JSON number
    return int(digits) if len(digits) <= MAX_DIGITS else math.inf


def _deep_line(text: str) -> int:
    """The line where brackets are nested too deep; the text may be broken after it."""
    steps = (
        (token.start(), (token[0] in "{[") - (token[0] in "}]")) for token in _TOKEN.finditer(text)
    )
    depths = accumulate(steps, lambda before, step: (step[0], before[1] + step[1]))
    offset = next((start for start, depth in depths if depth > MAX_DEPTH), 0)
    return text.count("\n", 0, offset) + 1


def plain(value: Any) -> Any:
    """A copy of a JSON value, made of dict, list, str, int, float, bool and None alone.

    Raises NotJsonError for what JSON has no words for, and for what is too deep or too much.
    """
    copy = _Copy()
    result = copy.of(value, ())
    if copy.flaws:
        raise NotJsonError(*copy.flaws)
    return result


class _Copy:
    def __init__(self) -> None:
        self.left = MAX_VALUES
        self.flaws: list[Flaw] = []

    def of(self, value: Any, path: tuple[str, ...]) -> Any:
        """The copy of `value`, which stands at `path`; what is wrong with it goes to `flaws`."""
        self.left -= 1
        if self.left < 0:
            raise NotJsonError(Flaw("values", {"limit": MAX_VALUES}))
        if value is None or value is True or value is False:
            return value
        if isinstance(value, str):
            return _joined(value)
        if isinstance(value, int):
            return self._integer(int(value), path)
        if isinstance(value, float):
            if math.isfinite(value):
                return float(value)
            self._flaw("number", path, found=str(value))
            return None
        if len(path) == MAX_DEPTH:
            self._flaw("depth", path, limit=MAX_DEPTH)
            return None
        if isinstance(value, Mapping):
            return {
                _joined(key): self.of(each, (*path, key))
                for key, each in value.items()
                if self._is_key(key, path)
            }
        if isinstance(value, list | tuple):
            return [self.of(each, (*path, str(index))) for index, each in enumerate(value)]
        self._flaw("value", path, found=type(value).__name__)
        return None

    def _is_key(self, key: object, path: tuple[str, ...]) -> bool:
        if not isinstance(key, str):
            self._flaw("key", path, found=repr(key)[:40])
        return isinstance(key, str)

    def _integer(self, value: int, path: tuple[str, ...]) -> int | None:
        # by its bits, since turning it into text is what is too much
        if value.bit_length() > _MAX_BITS:
            self._flaw("number", path, found="…")
            return None
        return value

    def _flaw(self, code: str, path: tuple[str, ...], **params: Any) -> None:
        self.flaws.append(Flaw(code, params, join(path)))


def _joined(text: str) -> str:
    """Two surrogates that are one character become it, as JSON reads them."""
    if _SURROGATE.search(text) is None:
        return str(text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


class NowhereError(LookupError):
    """A pointer that leads nowhere; `near` is the pointer that it may have meant."""

    def __init__(self, near: str | None) -> None:
        super().__init__(near)
        self.near = near


def value_at(document: Any, pointer: str) -> Any:
    """What a JSON Pointer means in a document; raises NowhereError."""
    try:
        segments = split(pointer)
    except ValueError:
        raise NowhereError(None) from None
    value = document
    for index, segment in enumerate(segments):
        if isinstance(value, dict):
            if segment not in value:
                # comparing with every name of a large object would take long
                near = difflib.get_close_matches(segment, list(value)[:_NAMES], 1)
                meant = [*segments[:index], *near, *segments[index + 1 :]]
                raise NowhereError(join(meant) if near else None)
            value = value[segment]
        elif isinstance(value, list) and _INDEX.fullmatch(segment) and int(segment) < len(value):
            value = value[int(segment)]
        else:
            raise NowhereError(None)
    return value


@define
class _Bracket:
    """An open bracket: the number of its value, and of the value in it that is being read."""

    place: int
    path: tuple[str, ...]
    index: int | None
    segment: str = ""
    child: int = 0  # the whole is nobody's child: nothing is being read


class Places:
    """The line of every value in a JSON text whose grammar is right.

    Made only when there is a fault to tell, since it reads the text a second time. `repeated` are
    the keys that stand in an object twice.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [each.start() for each in re.finditer("\n", text)]
        # values are numbered as they come; 0 is the whole
        self._offsets: list[int] = []
        self._children: dict[tuple[int, str], int] = {}
        self.repeated: list[Flaw] = []
        self._read()

    def line(self, pointer: str) -> int:
        """The line of the value at `pointer`, or of the nearest one above it that is there."""
        place = 0
        for segment in split(pointer):
            below = self._children.get((place, segment))
            if below is None:
                break
            place = below
        return self._line(self._offsets[place])

    def _line(self, offset: int) -> int:
        return bisect_left(self._breaks, offset) + 1

    def _read(self) -> None:
        open_: list[_Bracket] = []
        for token in _TOKEN.finditer(self._text):
            text = token[0]
            if not open_:
                self._offsets.append(token.start())
                open_.append(_Bracket(0, (), 0 if text == "[" else None))
                continue
            inside = open_[-1]
            if text in "]}":
                open_.pop()
            elif text == ",":
                inside.child = 0
                inside.index = None if inside.index is None else inside.index + 1
            elif text != ":":
                is_key = inside.index is None and not inside.child
                if is_key or inside.index is not None:
                    inside.child = self._child(inside, text, token.start())
                if not is_key and text in "{[":
                    path = (*inside.path, inside.segment)
                    open_.append(_Bracket(inside.child, path, 0 if text == "[" else None))

    def _child(self, inside: _Bracket, text: str, offset: int) -> int:
        """A key of an object, or an item of a list, begins; gives its number."""
        inside.segment = _joined(json.loads(text)) if inside.index is None else str(inside.index)
        child = self._children.setdefault((inside.place, inside.segment), len(self._offsets))
        if child == len(self._offsets):
            self._offsets.append(offset)
        else:
            pointer = join((*inside.path, inside.segment))
            self.repeated.append(
                Flaw("repeated", {"key": inside.segment}, pointer, self._line(offset))
            )
        return child
