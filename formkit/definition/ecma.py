"""Reads a regular expression of ECMA-262 (flag `u`, as JSON Schema asks) into a tree of nodes.

The grammar is ECMA-262, 22.2.1 with `+UnicodeMode +NamedCaptureGroups`: there are no legacy
octals, no lone braces and no needless escapes. What the nodes mean to an engine stands in
`patterns`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from formkit.definition.expression import (
    CLASSES,
    LINE_ENDS,
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
from formkit.definition.properties import EVERYTHING, property_items

MAX_DEPTH = 64
MAX_LENGTH = 8_192
# No text that is judged is longer, so that a higher count says nothing more.
MAX_COUNT = 10**9

SYNTAX = frozenset("^$\\.*+?()[]{}|/")
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
CONTROLS = MappingProxyType({"f": 12, "n": 10, "r": 13, "t": 9, "v": 11})


def parse(pattern: str) -> Node:
    """The tree of a pattern; raises PatternError."""
    if len(pattern) > MAX_LENGTH:
        raise PatternError(MAX_LENGTH, "the pattern is too long")
    reader = _Reader(pattern)
    node = reader.alternatives(0)
    if reader.at < len(pattern):
        raise PatternError(reader.at, "there is nothing that this ')' closes")
    return node


def _joined(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


def _is_name(name: str) -> bool:
    # Python's identifiers are ID_Start and ID_Continue too; ECMA adds $ and the two joiners.
    plain = name.replace("$", "_")
    return plain[:1] not in "\u200c\u200d" and (
        plain.replace("\u200c", "").replace("\u200d", "").isidentifier()
    )


@frozen
class _Names:
    count: int
    numbers: Mapping[str, int]


def _groups(pattern: str) -> _Names:
    """Counts the groups ahead of reading, since a reference may stand before its group."""
    count, at, inside = 0, 0, False
    numbers: dict[str, int] = {}
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif inside or char == "[":
            inside = char != "]"
        elif char == "(" and pattern[at + 1 : at + 2] != "?":
            count += 1
        elif (
            char == "("
            and pattern[at + 2 : at + 3] == "<"
            and pattern[at + 3 : at + 4]
            not in (
                "=",
                "!",
            )
        ):
            count += 1
            reader = _Reader(pattern, _Names(0, {}), at + 3)
            name = reader.name()
            if name in numbers:
                raise PatternError(at, f"two groups have the name {name!r}")
            numbers[name] = count
        at += 1
    return _Names(count, numbers)


class _Reader:
    """A cursor on the pattern; one method for each production of the grammar."""

    def __init__(self, pattern: str, names: _Names | None = None, at: int = 0) -> None:
        self.pattern = pattern
        self.at = at
        self.opened = 0
        self.names = names or _groups(pattern)

    def peek(self, length: int = 1) -> str:
        return self.pattern[self.at : self.at + length]

    def take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def alternatives(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise PatternError(self.at, f"groups stand more than {MAX_DEPTH} deep in each other")
        nodes = [self.sequence(depth)]
        while self.take("|"):
            nodes.append(self.sequence(depth))
        return nodes[0] if len(nodes) == 1 else Alt(tuple(nodes))

    def sequence(self, depth: int) -> Node:
        nodes: list[Node] = []
        while (char := self.peek()) and char not in "|)":
            node = self.atom(char, depth)
            nodes.append(self.counted(node))
        return nodes[0] if len(nodes) == 1 else Seq(tuple(nodes))

    def atom(self, char: str, depth: int) -> Node:
        start = self.at
        self.at += 1
        match char:
            case "^" | "$":
                return Edge(char)
            case ".":
                return Set(LINE_ENDS, negated=True)
            case "[":
                return self.set()
            case "(":
                return self.group(start, depth)
            case "\\":
                return self.escape()
            case "*" | "+" | "?" | "{":
                raise PatternError(start, f"there is nothing that this {char!r} repeats")
            case "}" | "]":
                raise PatternError(start, f"a lone {char!r} is written with a backslash")
            case _:
                return _one(self.character(start))

    def character(self, start: int) -> int:
        """The code point at `start`: two halves of a pair are one, as in UTF-16."""
        code = ord(self.pattern[start])
        self.at = start + 1
        if 0xD800 <= code < 0xDC00 and "\udc00" <= self.peek() <= "\udfff":
            code = _joined(code, ord(self.peek()))
            self.at += 1
        return code

    def group(self, start: int, depth: int) -> Node:
        look = next((mark for mark in ("?=", "?!", "?<=", "?<!") if self.take(mark)), None)
        number = 0
        if look is None and not self.take("?:"):
            self.opened += 1
            number = self.opened
            if self.take("?<"):
                self.name()
            elif self.peek() == "?":
                raise PatternError(start, "this kind of group is not known")
        node = self.alternatives(depth + 1)
        if not self.take(")"):
            raise PatternError(start, "this '(' is not closed")
        if look is not None:
            return Look(node, ahead="<" not in look, negated=look.endswith("!"))
        return Group(node, number) if number else Seq((node,))

    def name(self) -> str:
        start = self.at
        end = self.pattern.find(">", start)
        if end < 0:
            raise PatternError(start, "the name of a group ends with '>'")
        name = ""
        while self.at < end:
            name += chr(self.unicode(start) if self.take("\\u") else self.character(self.at))
        self.at = end + 1
        if not _is_name(name):
            raise PatternError(start, f"{name!r} is not a name for a group")
        return name

    def counted(self, node: Node) -> Node:
        start = self.at
        if self.take("*"):
            least, most = 0, None
        elif self.take("+"):
            least, most = 1, None
        elif self.take("?"):
            least, most = 0, 1
        elif self.take("{"):
            least, most = self.counts(start)
        else:
            return node
        if isinstance(node, Edge | Look):
            raise PatternError(start, "a place between characters can't be repeated")
        # Greedy or not makes no difference to whether a text matches.
        self.take("?")
        return Repeat(node, least, most)

    def counts(self, start: int) -> tuple[int, int | None]:
        least = most = self.number()
        if least is not None and self.take(","):
            most = self.number()
        if least is None or not self.take("}"):
            raise PatternError(start, "a count is written {n}, {n,} or {n,m}")
        if most is not None and most < least:
            raise PatternError(start, "the counts stand in the wrong order")
        return least, None if most == MAX_COUNT else most

    def number(self) -> int | None:
        start = self.at
        while "0" <= self.peek() <= "9":
            self.at += 1
        digits = self.pattern[start : self.at].lstrip("0")
        if len(digits) > 10:
            return MAX_COUNT
        return min(int(digits or "0"), MAX_COUNT) if self.at > start else None

    def escape(self) -> Node:
        start = self.at - 1
        char = self.peek()
        if char and char in "123456789":
            number = self.number()
            if number is None or number > self.names.count:
                raise PatternError(start, f"there is no group {number}")
            return Back(number)
        if char == "k":
            return self.named(start)
        if char and char in "bB":
            self.at += 1
            return Edge("b" if char == "b" else "B")
        items = self.class_escape(start)
        return Set(items) if items is not None else _one(self.character_escape(start, SYNTAX))

    def named(self, start: int) -> Node:
        if not self.take("k<"):
            raise PatternError(start, "a reference by name is written \\k<name>")
        name = self.name()
        if name not in self.names.numbers:
            raise PatternError(start, f"there is no group with the name {name!r}")
        return Back(self.names.numbers[name])

    def class_escape(self, start: int) -> tuple[Item, ...] | None:
        char = self.peek()
        if char in CLASSES:
            self.at += 1
            return CLASSES[char]
        if char not in ("p", "P"):
            return None
        self.at += 1
        end = self.pattern.find("}", self.at)
        if self.peek() != "{" or end < 0:
            raise PatternError(start, "a property is written \\p{Name} or \\p{Name=Value}")
        name = self.pattern[self.at + 1 : end]
        self.at = end + 1
        items = property_items(name, negated=char == "P")
        if items is None:
            raise PatternError(start, f"there is no Unicode property {name!r}")
        return items

    def character_escape(self, start: int, identity: frozenset[str]) -> int:
        char = self.peek()
        self.at += 1
        following = self.peek()
        if char and char in identity:
            return ord(char)
        if char in CONTROLS:
            return CONTROLS[char]
        if char == "0" and not "0" <= following <= "9":
            return 0
        if char == "c" and following.isascii() and following.isalpha():
            self.at += 1
            return ord(following) % 32
        if char == "x":
            return self.hexadecimal(start, 2)
        if char == "u":
            return self.unicode(start)
        raise PatternError(start, f"a backslash before {char!r} means nothing")

    def hexadecimal(self, start: int, length: int) -> int:
        digits = self.peek(length)
        if len(digits) < length or not set(digits) <= HEXADECIMAL:
            raise PatternError(start, f"{length} hexadecimal digits are missing")
        self.at += length
        return int(digits, 16)

    def unicode(self, start: int) -> int:
        if self.take("{"):
            digits, closing, _ = self.pattern[self.at :].partition("}")
            self.at += len(digits) + 1
            code = int(digits, 16) if digits and set(digits) <= HEXADECIMAL else -1
            if not closing or not 0 <= code <= EVERYTHING[1]:
                raise PatternError(start, "a code point is written \\u{0} to \\u{10FFFF}")
            return code
        code = self.hexadecimal(start, 4)
        if 0xD800 <= code < 0xDC00 and self.peek(2) == "\\u":
            back = self.at
            self.at += 2
            low = self.hexadecimal(start, 4) if self.peek() != "{" else 0
            if 0xDC00 <= low < 0xE000:
                return _joined(code, low)
            self.at = back
        return code

    def set(self) -> Node:
        start = self.at - 1
        negated = self.take("^")
        items: list[Item] = []
        while not self.take("]"):
            if self.at >= len(self.pattern):
                raise PatternError(start, "this '[' is not closed")
            here = self.at
            low = self.member()
            if self.peek() == "-" and self.peek(2) not in ("-", "-]"):
                self.at += 1
                high = self.member()
                if isinstance(low, tuple) or isinstance(high, tuple):
                    raise PatternError(here, "a range goes from one character to another")
                if high < low:
                    raise PatternError(here, "the ends of the range stand in the wrong order")
                items.append((low, high))
            elif isinstance(low, tuple):
                items.extend(low)
            else:
                items.append((low, low))
        return Set(tuple(items), negated)

    def member(self) -> int | tuple[Item, ...]:
        start = self.at
        if not self.take("\\"):
            return self.character(start)
        if self.take("b"):
            return 8
        items = self.class_escape(start)
        return items if items is not None else self.character_escape(start, SYNTAX | {"-"})


def _one(code: int) -> Set:
    return Set(((code, code),))
