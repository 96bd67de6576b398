"""Cleaning N: what is done to every posted text, in Python and in the browser alike."""

import re
import unicodedata

# Unicode's White_Space property; Python's `str.isspace` and JavaScript's `\s` both differ from it.
_WHITE = (
    "\t\n\v\f\r \u0085\u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_WHITE_RUN = re.compile(f"[{_WHITE}]+")
_WHITE_RUN_IN_LINE = re.compile(f"(?:(?!\n)[{_WHITE}])+")
_LINE_END = re.compile(r"\r\n?")
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
# U+200B to U+200D divide and join words there.
_ZERO_WIDTH_IN_KHMER = re.compile("[\u2060\ufeff]")
_KHMER = re.compile("[\u1780-\u17ff\u19e0-\u19ff]")
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str, *, exact: bool = False) -> str:
    """Clean a posted text; `exact` (`x-text: exact`) does only NFC and line ends.

    What can't be seen goes before what can is composed and joined, so cleaning twice is cleaning
    once. A text with line breaks keeps its lines, each without blanks at its end.
    """
    if text.isascii() and text.isprintable() and text == text.strip(" ") and "  " not in text:
        return text
    text = _LINE_END.sub("\n", text)
    if exact:
        return unicodedata.normalize("NFC", text)
    invisible = _ZERO_WIDTH_IN_KHMER if _KHMER.search(text) else _ZERO_WIDTH
    text = unicodedata.normalize("NFC", invisible.sub("", text)).strip(_WHITE)
    if "\n" not in text:
        return _WHITE_RUN.sub(" ", text)
    lines = (_WHITE_RUN_IN_LINE.sub(" ", line) for line in text.split("\n"))
    return "\n".join(line.rstrip(" ") for line in lines)


def is_sendable(text: str) -> bool:
    """Whether a browser carries this text unchanged: no NUL and no lone surrogate."""
    return _UNSENDABLE.search(text) is None
