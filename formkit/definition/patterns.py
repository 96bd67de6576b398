"""What a `pattern` means: ECMA-262 with the flag `u`, searched anywhere in the text.

RE2 runs it, in time that grows with the text and no faster. What RE2 can't say or hold
(look-around, back-references, counts over 1,000, large classes repeated often, lone surrogates)
goes to the `regex` package under a time limit. Neither is given a text so long, or a pattern so
large, that it could take much longer than that limit.

One difference to ECMA-262 stays: a back-reference inside a repeated group still sees what the
group held in the round before.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from string import ascii_letters, digits
from typing import Literal, TypeVar

import re2
import regex

from formkit.definition.ecma import parse
from formkit.definition.expression import (
    Alt,
    Back,
    Edge,
    Group,
    Item,
    Look,
    Node,
    PatternError,
    Repeat,
    Seq,
    Set,
)
from formkit.definition.properties import CATEGORIES, code_points

__all__ = ["TIME_LIMIT", "Pattern", "PatternError", "compile_pattern"]

TIME_LIMIT = 0.05

# RE2 falls back from its automaton to a simulation of about 10 ns for each byte and instruction.
_RE2_WORK = 5_000_000
_RE2_SIZE = 40_000
_RE2_PROPERTY = 600
_PORTABLE = 600
_PLAIN = frozenset(ascii_letters + digits + " ,;:@#%&=_~<>\"'!/")

# The `regex` package unrolls the least count of a repetition, without any limit of its own, and
# takes about 0.1 ms for each node.
_REGEX_NODES = 1_000
_REGEX_UNROLLED = 20_000

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 1 << 20

# RE2's own tables, short to write; its C lacks the unassigned code points.
_RE2_CATEGORIES = frozenset(CATEGORIES.values()) - {"C", "Cn", "Cs", "LC"}


# ECMA's words are ASCII, and the package's own flag for that would make \p{…} ASCII too.
_WORD = "[0-9A-Z_a-z]"
_REGEX_EDGES = {
    "^": r"\A",
    "$": r"\Z",
    "b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    "B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
}

_T = TypeVar("_T")


class _Unfit(Exception):
    """The node is beyond the engine."""


class Pattern:
    """A compiled pattern, shared between threads.

    `lookaround` tells that it looks around or back, so that its time can't be bounded by its
    size; `engine` which package runs it.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._node = parse(source)
        self._re2 = _linear(self._node)
        self.lookaround = _looks(self._node)
        self.engine: Literal["re2", "regex"] = "re2" if self._re2 else "regex"
        if self._re2 is None and self._regex is None:
            raise PatternError(0, "the pattern is too large")

    def __repr__(self) -> str:
        return f"<Pattern {self.source!r} {self.engine}>"

    @cached_property
    def _regex(self) -> "regex.Pattern[str] | None":
        return _backtracking(self._node)

    @property
    def portable(self) -> str | None:
        """The pattern in words that RE2 and Rust read alike, where it is small and has them."""
        if not _is_portable(self._node) or self._re2 is None or self._re2.programsize > _PORTABLE:
            return None
        return _re2(self._node)

    def search(self, text: str) -> bool:
        """Whether the pattern is somewhere in the text, and was found within the time limit."""
        return self.decide(text) is True

    def decide(self, text: str, seconds: float = TIME_LIMIT) -> bool | None:
        """As `search`, but None where the time ran out before it was known."""
        if self._re2 is not None and len(text) * self._re2.programsize <= _RE2_WORK:
            try:
                return self._re2.search(text) is not None
            except UnicodeEncodeError:
                pass
        return self._backtrack(text, seconds)

    def _backtrack(self, text: str, seconds: float) -> bool | None:
        if self._regex is None or seconds <= 0:
            return None
        try:
            return self._regex.search(_paired(text), timeout=seconds) is not None
        except (TimeoutError, MemoryError):
            return None


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Pattern:
    """The pattern, ready to search; raises PatternError for what isn't ECMA-262 or too large."""
    return Pattern(pattern)


def _paired(text: str) -> str:
    """Joins surrogates that form a pair, as ECMA-262 reads them; lone ones stay."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _looks(node: Node) -> bool:
    match node:
        case Look() | Back():
            return True
        case Seq(nodes) | Alt(nodes):
            return any(map(_looks, nodes))
        case Repeat(inner) | Group(inner):
            return _looks(inner)
        case _:
            return False


def _is_portable(node: Node) -> bool:
    """Whether no word boundary and no Unicode property is in it: Rust's are others."""
    match node:
        case Seq(nodes) | Alt(nodes):
            return all(map(_is_portable, nodes))
        case Repeat(inner) | Group(inner):
            return _is_portable(inner)
        case Edge(kind):
            return kind in "^$"
        case Set(items):
            return not any(isinstance(item, str) for item in items)
        case _:
            return False


def _linear(node: Node) -> "re2._Regexp | None":
    if _instructions(node) > _RE2_SIZE:
        return None
    try:
        return re2.compile(_re2(node), _OPTIONS)
    except (_Unfit, re2.error):
        return None


def _instructions(node: Node) -> int:
    """About how large the program of RE2 becomes: compiling in vain takes long."""
    match node:
        case Seq(nodes) | Alt(nodes):
            return sum(map(_instructions, nodes)) + 1
        case Group(inner):
            return _instructions(inner)
        case Repeat(inner, least, most):
            return _instructions(inner) * max(least, most or 1, 1) + 1
        case Set(items):
            return sum(1 if isinstance(item, tuple) else _RE2_PROPERTY for item in items) + 1
        case _:
            return 1


def _re2(node: Node) -> str:
    match node:
        case Seq(nodes):
            return "".join(map(_re2, nodes)) or "(?:)"
        case Alt(nodes):
            return f"(?:{'|'.join(map(_re2, nodes))})"
        case Group(inner):
            return f"(?:{_re2(inner)})"
        case Repeat(inner, least, most):
            return f"(?:{_re2(inner)}){_counts(least, most)}"
        case Edge(kind):
            return {"^": r"\A", "$": r"\z", "b": r"\b", "B": r"\B"}[kind]
        case Set(((low, high),), False) if low == high and chr(low) in _PLAIN:
            return chr(low)
        case Set(items, negated):
            text = "".join(map(_re2_item, items))
            if text:
                return f"[{'^' * negated}{text}]"
            return r"[\x{0}-\x{10FFFF}]" if negated else r"[^\x{0}-\x{10FFFF}]"
        case _:
            raise _Unfit


def _re2_item(item: Item) -> str:
    return _re2_property(item) if isinstance(item, str) else _re2_range(*item)


@lru_cache(maxsize=256)
def _re2_property(item: str) -> str:
    name = item.removeprefix("^")
    if name in _RE2_CATEGORIES:
        return rf"\{'P' if name != item else 'p'}{{{name}}}"
    return "".join(_re2_range(low, high) for low, high in code_points(item))


def _re2_range(low: int, high: int) -> str:
    """The range without surrogates: the texts that RE2 is given hold none."""
    if low < 0xD800 <= high:
        return _re2_range(low, 0xD7FF) + _re2_range(0xD800, high)
    if 0xD800 <= low < 0xE000:
        low = 0xE000
    return rf"\x{{{low:X}}}-\x{{{high:X}}}" if low <= high else ""


def _counts(least: int, most: int | None) -> str:
    return f"{{{least},{'' if most is None else most}}}"


def _backtracking(node: Node) -> "regex.Pattern[str] | None":
    nodes, unrolled = _size(node)
    if nodes > _REGEX_NODES or unrolled > _REGEX_UNROLLED:
        return None
    return regex.compile(_regex(node, set(), forward=True), regex.VERSION0)


def _size(node: Node) -> tuple[int, int]:
    """How many nodes there are, and how many when each is repeated its least number of times."""
    match node:
        case Seq(inner) | Alt(inner):
            sizes = [_size(each) for each in inner]
            return 1 + sum(n for n, _ in sizes), 1 + sum(m for _, m in sizes)
        case Group(inner) | Look(inner):
            nodes, unrolled = _size(inner)
            return nodes + 1, unrolled + 1
        case Repeat(inner, least):
            nodes, unrolled = _size(inner)
            return nodes + 1, unrolled * max(least, 1) + 1
        case _:
            return 1, 1


def _regex(node: Node, held: set[int], *, forward: bool) -> str:
    """The node for the `regex` package.

    `held` are the groups that may hold something when the node's turn comes, which in a
    look-behind is from right to left. A reference to any other group matches the empty text.
    """
    match node:
        case Seq(nodes):
            texts = [_regex(each, held, forward=forward) for each in _turns(nodes, forward)]
            return "".join(_turns(texts, forward))
        case Alt(nodes):
            return f"(?:{'|'.join(_regex(each, held, forward=forward) for each in nodes)})"
        case Group(inner, number):
            text = f"({_regex(inner, held, forward=forward)})"
            held.add(number)
            return text
        case Repeat(inner, least, most):
            return f"(?:{_regex(inner, held, forward=forward)}){_counts(least, most)}"
        case Look(inner, ahead, negated):
            mark = ("" if ahead else "<") + ("!" if negated else "=")
            return f"(?{mark}{_regex(inner, held, forward=ahead)})"
        case Back(number):
            return f"(?({number})\\{number}|)" if number in held else "(?:)"
        case Edge(kind):
            return _REGEX_EDGES[kind]
        case _:
            if not node.items:
                return r"[\U00000000-\U0010FFFF]" if node.negated else "(?!)"
            return f"[{'^' * node.negated}{''.join(map(_regex_item, node.items))}]"


def _turns(parts: Sequence[_T], forward: bool) -> Sequence[_T]:
    return parts if forward else parts[::-1]


def _regex_item(item: Item) -> str:
    if isinstance(item, str):
        return rf"\P{{{item[1:]}}}" if item.startswith("^") else rf"\p{{{item}}}"
    low, high = item
    return rf"\U{low:08X}-\U{high:08X}"
