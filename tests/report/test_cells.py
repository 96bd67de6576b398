"""What stands in a cell for each kind of answer."""

import pytest

from formkit.report.cells import cell, joined, shown


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Hoa", "Hoa"),
        ("00071", "00071"),
        ("=1+1", "=1+1"),
        (" hai  dấu cách ", " hai  dấu cách "),
        ("Nguye\u0302\u0303n", "Nguye\u0302\u0303n"),
        ("", '""'),
        (True, 1),
        (False, 0),
        (0, 0),
        (-5, -5),
        (3.5, 3.5),
        (1.0, 1.0),
        (0.1 + 0.2, 0.30000000000000004),
        (1e300, 1e300),
        (999_999_999_999_999, 999_999_999_999_999),
        (-999_999_999_999_999, -999_999_999_999_999),
        (1_000_000_000_000_000, "1000000000000000"),
        (12_345_678_901_234_567_890, "12345678901234567890"),
        (None, "null"),
        ([], "[]"),
        ({}, "{}"),
        ({"a": ["b", 1]}, '{"a":["b",1]}'),
        ([1, [2, "ba"]], '[1,[2,"ba"]]'),
    ],
)
def test_each_kind_of_answer_has_its_cell(answer: object, expected: object) -> None:
    found = cell(answer)
    assert found == expected
    assert type(found) is type(expected)


def test_the_longest_number_that_can_be_answered_keeps_its_digits() -> None:
    assert cell(10**4299) == "1" + "0" * 4299


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"),
        ("a\tb", "a\tb"),
        ("a\x00b\x1fc", "a\\u0000b\\u001fc"),
        ("\x0b\x0c", "\\u000b\\u000c"),
        ("\ud800", "\\ud800"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
        ("😀\x7f\x85\u2028\u200b", "😀\x7f\x85\u2028\u200b"),
    ],
)
def test_what_no_sheet_can_hold_is_shown(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert cell(text) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["vneid"], "vneid"),
        (["vneid", "safe"], "vneid; safe"),
        ([1, 2.5, True, None], "1; 2.5; true; null"),
        ([], "[]"),
        (["a; b", "c"], '["a; b","c"]'),
        ([""], '[""]'),
        (["[", "b"], '["[","b"]'),
        (["a;", "b"], "a;; b"),
        (["a\x00"], "a\\u0000"),
    ],
)
def test_a_multiple_choice_is_one_cell(answers: list[object], expected: str) -> None:
    assert joined(answers) == expected
