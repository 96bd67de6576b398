"""What stands in one cell for an answer: a number, a text, or nothing.

JSON says more than a sheet can hold, so some of it stands as its JSON text. Which types an answer
had exactly is for JSON Lines to tell.
"""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

Cell = str | int | float | None

# Programs for sheets count with doubles, and show fifteen digits of them.
MAX_DIGITS = 15
_MAX_WHOLE = 10**MAX_DIGITS

BETWEEN = "; "

# No sheet can hold these, and UTF-8 and XML can't carry some of them.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")


def shown(text: str) -> str:
    r"""The text as a cell can hold it: line breaks are LF, what has no sign is its escape.

    >>> shown("a\x00b")
    'a\\u0000b'
    """
    if text.isprintable():
        return text
    return _UNSHOWN.sub(_escaped, _LINE_END.sub("\n", text))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def cell(answer: Any) -> Cell:
    """The cell of one answer. Nothing answered has a blank cell, which no answer has.

    Whole numbers are numbers as far as a sheet keeps all their digits; yes is 1 and no is 0; what
    else isn't a text stands as its JSON text, and so does a text without a letter in it.
    """
    if type(answer) is str:
        return shown(answer) if answer else '""'
    if isinstance(answer, bool):
        return int(answer)
    if isinstance(answer, int):
        return answer if -_MAX_WHOLE < answer < _MAX_WHOLE else str(answer)
    if isinstance(answer, float) and math.isfinite(answer):
        return answer
    return json_cell(answer)


def json_cell(answer: Any) -> str:
    """The JSON text of any value, as a cell."""
    return shown(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def joined(answers: Iterable[Any]) -> str:
    """The cell of a multiple choice: its codes, between them `; `.

    Where that couldn't be read back, since a code has such a sign itself or none was chosen, the
    list stands as JSON text.
    """
    chosen = list(answers)
    codes = [code(answer) for answer in chosen]
    if not codes or codes[0].startswith("[") or any(not each or BETWEEN in each for each in codes):
        return json_cell(chosen)
    return shown(BETWEEN.join(codes))


def code(answer: Any) -> str:
    """The text of an option's value."""
    if isinstance(answer, str):
        return answer
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
