"""Cleaning N, sentence by sentence of the contract."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.testing.words import odd_texts
from formkit.text import clean, is_sendable

TEXTS = st.one_of(odd_texts(12), st.text(st.characters()))
# The White_Space property of Unicode, as PropList.txt has it.
WHITE = [
    chr(code)
    for code in (
        *range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
        0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("plain text", "plain text"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("  a  b  ", "a b"),
        ("a\t \u3000b", "a b"),
        ("\u00a0 \u2003", ""),
        ("a\u200bb\u200c\u200d\u2060\ufeff", "ab"),
        ("a \u200b b", "a b"),
        ("e\u200b\u0301", "é"),
        # separators of information are no white space to Unicode, though they are to Python
        ("\x1ca\x1f", "\x1ca\x1f"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("one  \t\n  two\n\n\nthree", "one\n two\n\n\nthree"),
        ("\n\n one", "one"),
        ("ក\u200bខ\u200c\u200d\u2060\ufeff", "ក\u200bខ\u200c\u200d"),
        ("\ufeff\u19e0\u200b", "\u19e0\u200b"),
        ("\x00\ud800", "\x00\ud800"),
    ],
)
def test_what_is_posted_is_cleaned(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a  b \u200b", "  a  b \u200b"),
        ("e\u0301", "é"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("same", "same"),
    ],
)
def test_an_exact_text_keeps_all_but_its_form_and_line_ends(text: str, cleaned: str) -> None:
    assert clean(text, exact=True) == cleaned


def test_white_space_is_unicodes() -> None:
    found = [chr(code) for code in range(sys.maxunicode + 1) if clean(chr(code)) == ""]
    invisible = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"]
    assert sorted(found) == sorted([*WHITE, *invisible])


@given(TEXTS, st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, exact: bool) -> None:
    once = clean(text, exact=exact)
    assert clean(once, exact=exact) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once


@given(TEXTS)
def test_a_cleaned_text_has_no_blanks_at_its_ends_nor_two_together(text: str) -> None:
    cleaned = clean(text)
    for line in cleaned.split("\n"):
        assert not line.endswith(tuple(WHITE))
        assert "  " not in line
        assert not set(line) & (set(WHITE) - {" "})
    assert not cleaned.startswith(tuple(WHITE))


@pytest.mark.parametrize(
    ("text", "sendable"),
    [
        ("", True),
        ("a\x01\x7f\n\ufffe😀", True),
        ("a\x00", False),
        ("\ud800", False),
        ("x\udfff", False),
    ],
)
def test_a_browser_carries_all_but_nul_and_half_a_pair(text: str, sendable: bool) -> None:
    assert is_sendable(text) is sendable
