"""What a form sends, read from its bytes."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.web.posted import urlencoded

# What means something to the encoding, letters of one byte and more, half of an escape.
PARTS = st.sampled_from(
    ["&", "=", "+", " ", "%", "%2", "%26", "%3d", "%2B", "%25", "%00", "%zz", "%C3", "%A9",
     "%F0%9F%8F%A0", "é", "ữ", "🏠", "a", "~id", "/0/x", ";", "\x00"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
def test_pairs_are_those_that_python_reads(text: str) -> None:
    try:
        wanted = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            urlencoded(text.encode())
    else:
        assert urlencoded(text.encode()) == wanted
