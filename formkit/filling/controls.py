"""One control: the text it shows for a value, and the value that a text in it means."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from formkit.definition.nodes import Node
from formkit.definition.options import Option, identity
from formkit.filling.fields import ABSENT, Absent, Json
from formkit.filling.numbers import Ambiguous, read_number, write_number
from formkit.pointer import MAX_SEGMENTS
from formkit.text import clean, is_sendable

# What a blank date-time begins with: the whole of Vietnam.
DEFAULT_OFFSET = "+07:00"

_LOCAL = {
    "date-time": re.compile(
        r"(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(?P<rest>:[0-9]{2}(?:\.[0-9]+)?)?)"
    ),
    "time": re.compile(r"(?P<local>[0-9]{2}:[0-9]{2}(?P<rest>:[0-9]{2}(?:\.[0-9]+)?)?)"),
}
OFFSET_WIDGETS = frozenset(_LOCAL)
_OFFSET = re.compile(r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})")
_PHONE_FILLER = re.compile(r"[\s.()\-]")
_PHONE_COUNTRY = re.compile(r"(?:\+84|0084|84)([0-9]{9})")


@frozen
class Written:
    """A value in its control: the texts, or JSON text (`verbatim`) where none can carry it."""

    texts: tuple[str, ...] = ()
    verbatim: str | None = None
    offset: str | None = None


def read(
    node: Node, text: str, offset: str | None, language: str | None
) -> Json | Absent | Ambiguous:
    """The value that one text in the control of a scalar means; ABSENT for an empty one.

    What can't be read stays its cleaned text.
    """
    if node.kind in ("choice", "consent", "const"):
        option = _option(node, text)
        if option is not None:
            return option.value
    cleaned = clean(text, exact=node.exact)
    if cleaned == "":
        return ABSENT
    own = node.own
    if own is not None:
        try:
            return own.read(cleaned, language)
        except ValueError:
            return cleaned
    if node.kind in ("choice", "consent", "const"):
        option = _option(node, cleaned)
        return cleaned if option is None else option.value
    if node.kind == "boolean":
        return _SAYS.get(cleaned, cleaned)
    if node.kind in ("integer", "number"):
        number = read_number(cleaned, language, node.kind == "integer")
        return cleaned if number is None else number
    if node.widget == "tel":
        return phone(cleaned)
    if node.widget in _LOCAL and offset is not None:
        return _joined(node.widget, cleaned, offset)
    return cleaned


_SAYS = {"true": True, "false": False}
# What a person writes for yes and no, where a text line stands for both.
_YES_AND_NO = {"vi": ("Có", "Không"), "en": ("Yes", "No")}
_MEANS = {
    word.lower(): word == words[0] for words in _YES_AND_NO.values() for word in words
} | _SAYS


def read_typed(
    node: Node, text: str, kind: str, language: str | None
) -> tuple[str, Json | Absent | Ambiguous]:
    """The type and the value that a text means where a value may have several types.

    `kind` is the type that was chosen. With none it is a text where it may be one, else what
    it reads as. What can't be read stays its cleaned text.
    """
    cleaned = clean(text, exact=node.exact)
    if cleaned == "":
        return kind, ABSENT
    types = node.facts.types
    kind = kind or ("string" if "string" in types else "")
    if kind == "string":
        return kind, cleaned
    if kind == "boolean":
        return kind, _MEANS.get(cleaned.lower(), cleaned)
    if kind == "" and "boolean" in types and cleaned in _SAYS:
        return "boolean", _SAYS[cleaned]
    if kind in ("", "number"):
        number = read_number(cleaned, language, "number" not in types)
        if number is not None:
            return "number", number
    return kind, cleaned


def _option(node: Node, text: str) -> Option | None:
    for option in node.options:
        if option.text == text:
            return option
    return None


def phone(text: str) -> str:
    """A telephone number without what stands between its digits; one from Vietnam has its 0."""
    digits = _PHONE_FILLER.sub("", text)
    home = _PHONE_COUNTRY.fullmatch(digits)
    if home:
        return "0" + home[1]
    return digits if digits.isascii() and digits.lstrip("+").isdigit() else text


def _joined(widget: str, text: str, offset: str) -> str:
    match = _LOCAL[widget].fullmatch(text)
    if match is None or not _OFFSET.fullmatch(offset):
        return text
    # Browsers leave out seconds that are zero; RFC 3339 doesn't.
    return text + ("" if match["rest"] else ":00") + offset


def write(node: Node, value: Json, language: str | None) -> Written:
    """What the control shows for a value, so that reading it gives the same value."""
    if node.kind == "ticks":
        return _written_ticks(node, value)
    if node.kind == "scalar":
        return _written_typed(node, value, language)
    text, offset = _text(node, value, language)
    if text and is_sendable(text) and same(read(node, text, offset, language), value):
        return Written((text,), None, offset)
    return Written((), json_text(value), DEFAULT_OFFSET if node.widget in _LOCAL else None)


def type_of(value: Json) -> str:
    """The type of a value, as a chooser of types calls it."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    names = {str: "string", list: "array", dict: "object", type(None): "null"}
    return names[type(value)]


def _written_typed(node: Node, value: Json, language: str | None) -> Written:
    text, _ = _text(node, value, language)
    if isinstance(value, bool):
        words = _YES_AND_NO.get((language or "").partition("-")[0])
        text = words[0 if value else 1] if words else text
    read_back = read_typed(node, text, type_of(value), language)[1]
    if text and is_sendable(text) and same(read_back, value):
        return Written((text,))
    return Written((), json_text(value))


def _text(node: Node, value: Json, language: str | None) -> tuple[str, str | None]:
    if node.kind in ("choice", "consent", "const"):
        for option in node.options:
            if same(option.value, value):
                return option.text, None
        return value if isinstance(value, str) else "", None
    own = node.own
    if own is not None:
        try:
            return own.write(value, language), None
        except (TypeError, ValueError):
            return value if isinstance(value, str) else "", None
    if value is False and node.widget == "tick":
        # A box that isn't ticked sends nothing.
        return "", None
    if isinstance(value, bool):
        return "true" if value else "false", None
    if isinstance(value, int | float):
        return write_number(value, language), None
    if not isinstance(value, str):
        return "", None
    if node.widget in _LOCAL:
        match = re.fullmatch(_LOCAL[node.widget].pattern + _OFFSET.pattern, value)
        if match and match["rest"]:
            return match["local"], match["offset"]
    return value, None


def _written_ticks(node: Node, value: Json) -> Written:
    if not isinstance(value, list):
        return Written((), json_text(value))
    texts = []
    for item in value:
        text, _ = _text_of_tick(node, item)
        if not text or text in texts:
            return Written((), json_text(value))
        texts.append(text)
    return Written(in_order(node, texts))


def _text_of_tick(node: Node, item: Json) -> tuple[str, bool]:
    for option in node.options:
        if same(option.value, item):
            return option.text, True
    plain = (
        isinstance(item, str)
        and is_sendable(item)
        and clean(item) == item
        and _option(node, item) is None
    )
    return (item, False) if plain else ("", False)


def in_order(node: Node, texts: "list[str]") -> tuple[str, ...]:
    """Ticked texts in the order of the options; what is none of them comes last, as it came."""
    order = {option.text: number for number, option in enumerate(node.options)}
    return tuple(sorted(texts, key=lambda text: order.get(text, len(order))))


def ticked(node: Node, posted: Iterable[str]) -> list[str]:
    """Posted texts as what they tick: an option's as it is, any other cleaned; each once."""
    known = {option.text for option in node.options}
    texts = (text if text in known else clean(text) for text in posted)
    return [text for text in dict.fromkeys(texts) if text]


def read_ticks(node: Node, texts: tuple[str, ...]) -> list[Json]:
    """The list that ticked texts mean, in the order of the options."""
    values = []
    for text in in_order(node, list(texts)):
        option = _option(node, text)
        values.append(text if option is None else option.value)
    return values


def same(one: Any, other: Any) -> bool:
    """Whether two values are one JSON value: 1 is 1.0, and neither is true."""
    if one is ABSENT or other is ABSENT:
        return one is other
    if isinstance(one, Ambiguous):
        return False
    if isinstance(one, list | dict) or isinstance(other, list | dict):
        return type(one) is type(other) and identity(one) == identity(other)
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def json_text(value: Json) -> str:
    """Strict JSON text that a browser carries unchanged."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        text if is_sendable(text) and "\r" not in text else json.dumps(value, separators=(",", ":"))
    )


def read_json(text: str) -> Json | None:
    """The value of a `~v`: strict JSON, no key twice, at most 64 deep. Raises ValueError."""
    value = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_unique)
    if _depth(value) > MAX_SEGMENTS:
        raise ValueError("too deep")
    return value


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(text)
    return value


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _depth(value: Json) -> int:
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            inside
            for item in level
            if isinstance(item, dict | list)
            for inside in (item.values() if isinstance(item, dict) else item)
        ]
    return depth
