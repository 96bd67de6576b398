"""Names, words and texts that generated forms and answers are made of: plain ones and odd ones."""

from typing import Any

from hypothesis import strategies as st

PLAIN_NAMES = ("name", "age", "visited", "note", "a", "b", "q1", "q_2", "people", "reason")

ODD_NAMES = (
    "",
    " ",
    " a ",
    "a b",
    ".",
    "a.b",
    "/",
    "a/b",
    "~",
    "~0",
    "~1",
    "~v",
    "~form",
    "~i2",
    "%",
    "%41",
    "%zz",
    "[0]",
    "a[0]",
    "0",
    "00",
    "7",
    "123456",
    "1234567",
    "-",
    "*",
    "+",
    "&amp;",
    "<b>",
    '"',
    "'",
    "`",
    "$ref",
    "__proto__",
    "constructor",
    "toString",
    "length",
    "họ tên",
    "e\u0302\u0301",
    "😀",
    "\u200d",
    "\ufeff",
    "\u2028",
    "line\nbreak",
    "\r",
    "\r\n",
    "\t",
    "\x00",
    "\x1f",
    "\x7f",
    "\x85",
    "\ud800",
    "\udc00x",
    "\ufffd",
)

# Nothing in a definition is executed, and markup is shown as text.
WORDS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {},
    {"title": "Họ và tên"},
    {"title": "How many?", "description": "Count everybody."},
    {"title": "<script>alert(1)</script>", "description": "{{ 7 * 7 }} {% raw %} ${7*7}"},
    {"title": "</textarea></form><img src=x onerror=alert(1)>"},
    {"title": "", "description": ""},
    {"title": "Tên", "x-i18n": {"en": {"title": "Name & <i>more</i>"}}, "x-help": "Ghi đủ."},
    {"title": "Số", "x-message": {"required": "Xin điền số.", "minimum": "Ít quá."}},
    {"title": "a\x00b\ud800c\r\nd"},
)


def names() -> st.SearchStrategy[str]:
    """Names of properties: mostly plain, often odd, now and then anything at all."""
    return st.one_of(
        st.sampled_from(PLAIN_NAMES),
        st.sampled_from(PLAIN_NAMES),
        st.sampled_from(ODD_NAMES),
        st.text(st.characters(), max_size=4),
    )


def clean_texts(min_size: int, max_size: int) -> st.SearchStrategy[str]:
    """Texts as people type them; not yet cleaned, but mostly clean already."""
    letters = st.sampled_from("abcXYZ019 ăâđêôơưệỗ.,-+~/%&<>\"'😀က្")
    return st.text(letters, min_size=min_size, max_size=max_size)


def odd_texts(max_size: int) -> st.SearchStrategy[str]:
    """Texts that only JSON text carries: blanks at the ends, line ends, NULs, half surrogates."""
    odd = (
        " \t\n\r\x00\x1f\x7f\x85\xa0\u1680\u2003\u2028"
        "\u200b\u200d\u2060\ufeff\ud800\udfff\ufffde\u0301ក"
    )
    return st.one_of(
        st.text(st.sampled_from(odd), max_size=min(max_size, 6)),
        st.text(st.characters(), max_size=min(max_size, 12)),
    )
