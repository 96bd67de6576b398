"""Numbers as people type them, sentence by sentence of the contract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.filling.numbers import MAX_DIGITS, Ambiguous, decimal_comma, read_number, write_number

LANGUAGES = st.sampled_from((None, "vi", "en", "vi-VN", "en-GB"))


@pytest.mark.parametrize(
    ("text", "language", "integer", "value"),
    [
        # without a language, JSON
        ("12", None, True, 12),
        ("-1.5e3", None, False, -1500.0),
        ("01", None, False, None),
        ("+1", None, False, None),
        ("1,5", None, False, None),
        (".5", None, False, None),
        # vi: decimal comma
        ("3,5", "vi", False, 3.5),
        ("-0,25", "vi", False, -0.25),
        ("1.234.567,5", "vi", False, 1234567.5),
        ("1.234.567", "vi", False, 1234567),
        # dots in groups of three are grouping for an integer
        ("1.234", "vi", True, 1234),
        ("12.345.678", "vi", True, 12345678),
        # and these are decimals
        ("3.5", "vi", False, 3.5),
        ("0.125", "vi", False, 0.125),
        ("1234.567", "vi", False, 1234.567),
        ("0.125", "vi", True, 0.125),
        ("1.23", "vi", True, 1.23),
        ("1.2345", "vi", False, 1.2345),
        ("1,234", "vi", False, 1.234),
        ("1.2.3", "vi", False, None),
        ("1.234.56", "vi", False, None),
        ("3,", "vi", False, None),
        # en: decimal point, commas in groups of three
        ("3.5", "en", False, 3.5),
        ("1,234", "en", False, 1234),
        ("1,234,567.5", "en", False, 1234567.5),
        ("1,23", "en", False, None),
        ("1.234", "en", False, 1.234),
        ("007", "en", True, 7),
        ("+7", "en", True, 7),
        ("\u22127", "vi", True, -7),
        # −0 is 0; 1 and 1.0 are one value
        ("-0", "en", False, 0),
        ("-0.0", None, False, 0),
        ("1.0", "en", True, 1),
        ("1e3", "en", True, 1000),
        # what overflows stays text
        ("1e400", "en", False, None),
        ("-1e400", None, True, None),
        ("1e-400", "en", False, 0),
        # and what is no number
        ("", "en", False, None),
        ("abc", "vi", False, None),
        ("NaN", None, False, None),
        ("Infinity", "en", False, None),
        ("1 000", "en", True, None),
        ("٣", "en", True, None),
        ("0x10", "en", True, None),
        ("1_000", "en", True, None),
    ],
)
def test_a_text_is_a_number_in_its_language(
    text: str, language: str | None, integer: bool, value: float | None
) -> None:
    found = read_number(text, language, integer)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["1.234", "12.345", "999.000", "-1.234"])
def test_one_dot_and_three_digits_are_ambiguous_in_vietnamese(text: str) -> None:
    readings = (text.replace(".", ""), text.replace(".", ","))
    assert read_number(text, "vi", integer=False) == Ambiguous(text, readings)
    assert not isinstance(read_number(text, "vi", integer=True), Ambiguous)
    assert not isinstance(read_number(text, "en", integer=False), Ambiguous)
    for reading in readings:
        assert isinstance(read_number(reading, "vi", integer=False), int | float)


def test_integers_are_exact_up_to_4300_digits() -> None:
    assert MAX_DIGITS == 4300
    for language in (None, "vi", "en"):
        assert read_number("-" + "9" * 4300, language, integer=True) == -(10**4300 - 1)
        assert read_number("9" * 4301, language, integer=True) is None
        assert read_number("1" * 100_000 + "e1", language, integer=True) is None


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (1234567, "vi", "1234567"),
        (1234.5, "vi", "1234,5"),
        (1234.5, "en", "1234.5"),
        (1234.5, None, "1234.5"),
        (1e21, "vi", "1e+21"),
        (-1.5e-7, "vi", "-1,5e-07"),
        (10**30, "en", "1" + "0" * 30),
    ],
)
def test_a_number_is_shown_without_grouping(value: float, language: str | None, text: str) -> None:
    assert write_number(value, language) == text


def test_a_number_of_any_length_is_shown() -> None:
    assert write_number(10**5000, "en") == "1" + "0" * 5000


@given(
    st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    LANGUAGES,
    st.booleans(),
)
def test_what_is_shown_is_read_back(value: float, language: str | None, integer: bool) -> None:
    found = read_number(write_number(value, language), language, integer)
    assert found == value


@given(st.text("0123456789.,+-eE \u2212٣ab", max_size=12), LANGUAGES, st.booleans())
def test_no_text_is_too_odd(text: str, language: str | None, integer: bool) -> None:
    found = read_number(text, language, integer)
    assert found is None or isinstance(found, int | float | Ambiguous)
    assert found is not True


@pytest.mark.parametrize(
    ("language", "comma"), [(None, False), ("vi", True), ("VI-vn", True), ("en", False)]
)
def test_vietnamese_writes_a_comma(language: str | None, comma: bool) -> None:
    assert decimal_comma(language) is comma
