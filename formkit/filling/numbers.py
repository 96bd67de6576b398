"""Numbers as people type them: 3,5 and 1.234.567 in Vietnamese, 3.5 and 1,234,567 in English."""

import math
import re
from decimal import Decimal

from attrs import frozen

from formkit.language import decimal_comma

# More digits than this Python refuses to read, for the time it takes.
MAX_DIGITS = 4300

_JSON = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][+-]?[0-9]+)?")
_SIGN = r"(?P<sign>[+-]?)"
_EXPONENT = r"(?P<exponent>[eE][+-]?[0-9]+)?"


def _grammar(group: str, point: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_SIGN}(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)(?:{point}(?P<fraction>[0-9]+))?{_EXPONENT}"
    )


_COMMA = _grammar(r"\.", ",")
_POINT = _grammar(",", r"\.")
_PLAIN_POINT = re.compile(rf"{_SIGN}(?P<whole>[0-9]+)\.(?P<fraction>[0-9]+){_EXPONENT}")
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


@frozen
class Ambiguous:
    """A text that is one number to one person and another to the next: `readings` are both."""

    text: str
    readings: tuple[str, str]


def read_number(text: str, language: str | None, integer: bool) -> int | float | Ambiguous | None:
    """Read a cleaned text as a number; None where it is none, or too large to be one.

    Without a language it must be JSON's own spelling. Integers are exact up to 4,300 digits,
    decimals are doubles; −0 is 0.
    """
    text = text.replace("\u2212", "-")
    if language is None:
        match = _JSON.fullmatch(text)
        return (
            None
            if match is None
            else _number(text, bool(match["fraction"] or match["exponent"]), integer)
        )
    if not decimal_comma(language):
        return _local(_POINT.fullmatch(text), ",", integer)
    if not integer and _EITHER.fullmatch(text):
        return Ambiguous(text, (text.replace(".", ""), text.replace(".", ",")))
    return _local(_COMMA.fullmatch(text) or _PLAIN_POINT.fullmatch(text), ".", integer)


def _local(match: re.Match[str] | None, group: str, integer: bool) -> int | float | None:
    if match is None:
        return None
    whole = match["whole"].replace(group, "")
    fraction, exponent = match["fraction"], match["exponent"] or ""
    spelled = match["sign"] + whole + (f".{fraction}" if fraction else "") + exponent
    return _number(spelled, bool(fraction or exponent), integer)


def _number(spelled: str, decimal: bool, integer: bool) -> int | float | None:
    if not decimal:
        return int(spelled) if len(spelled.lstrip("+-")) <= MAX_DIGITS else None
    value = float(spelled)
    if math.isinf(value):
        return None
    if value == 0:
        return 0
    return int(value) if integer and value.is_integer() else value


def write_number(value: int | float, language: str | None) -> str:
    """The text for a number, without grouping, that `read_number` reads back to it."""
    if isinstance(value, int):
        # `str` refuses more than 4,300 digits, which an answer made by a program may have.
        return format(Decimal(value), "f")
    text = repr(value)
    return text.replace(".", ",") if decimal_comma(language) else text
