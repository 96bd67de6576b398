"""One control: what it shows for a value, and what a text in it means."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.filling.controls import (
    Written,
    in_order,
    json_text,
    phone,
    read,
    read_json,
    read_ticks,
    same,
    ticked,
    write,
)
from formkit.filling.fields import ABSENT
from formkit.filling.numbers import Ambiguous
from tests.filling.making import DATE_TIME, TEXT, question

COLOURS = {"oneOf": [{"const": "red", "title": "Đỏ"}, {"const": "blue", "title": "Xanh"}]}
MIXED = {"enum": [None, 0, 1.5, False, "", "null", "a", " b ", "c\nd", "x\x00"]}
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters()),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (TEXT, "  Nguye\u0302\u0303n  An ", "Nguyễn An"),
        (TEXT, " \u200b", ABSENT),
        (TEXT, "", ABSENT),
        ({"type": "string", "x-text": "exact"}, " a  b ", " a  b "),
        (COLOURS, "red", "red"),
        (COLOURS, " red ", "red"),
        (COLOURS, "green", "green"),
        (COLOURS, "", ABSENT),
        (MIXED, "null", None),
        (MIXED, '"null"', "null"),
        (MIXED, "0", 0),
        (MIXED, "1.5", 1.5),
        (MIXED, "false", False),
        (MIXED, '""', ""),
        (MIXED, "a", "a"),
        (MIXED, '" b "', " b "),
        (MIXED, '"c\\nd"', "c\nd"),
        (MIXED, '"x\\u0000"', "x\x00"),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, "yes", "yes"),
        ({"const": True}, "true", True),
        ({"const": "a"}, "a", "a"),
        ({"type": "integer"}, "12", 12),
        ({"type": "integer"}, "twelve", "twelve"),
        ({"type": "number"}, "1,5", 1.5),
        ({"type": "number"}, "1.234", Ambiguous("1.234", ("1234", "1,234"))),
        ({"type": "string", "x-widget": "tel"}, "+84 912 345 678", "0912345678"),
    ],
)
def test_a_text_means_a_value(schema: Any, text: str, value: Any) -> None:
    found = read(question(schema), text, None, "vi")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("widget", "text", "offset", "value"),
    [
        ("date-time", "2026-03-05T07:30", "+07:00", "2026-03-05T07:30:00+07:00"),
        ("date-time", "2026-03-05t07:30:15.5", "z", "2026-03-05t07:30:15.5z"),
        ("date-time", "2026-03-05T07:30", "+7", "2026-03-05T07:30"),
        ("date-time", "2026-03-05T07:30", None, "2026-03-05T07:30"),
        ("date-time", "tomorrow", "+07:00", "tomorrow"),
        ("time", "07:30", "Z", "07:30:00Z"),
        ("time", "07:30:01", "-03:30", "07:30:01-03:30"),
    ],
)
def test_a_moment_is_its_local_text_and_its_offset(
    widget: str, text: str, offset: str | None, value: str
) -> None:
    assert read(question({"type": "string", "format": widget}), text, offset, "vi") == value


@pytest.mark.parametrize(
    ("schema", "value", "written"),
    [
        (TEXT, "An", Written(("An",))),
        # what no control carries is JSON text
        (TEXT, "", Written((), '""')),
        (TEXT, " a ", Written((), '" a "')),
        (TEXT, "a\x00", Written((), '"a\\u0000"')),
        (TEXT, "\ud800", Written((), '"\\ud800"')),
        (TEXT, 5, Written((), "5")),
        (TEXT, None, Written((), "null")),
        (TEXT, ["a"], Written((), '["a"]')),
        # what couldn't be read is shown as it is
        ({"type": "integer"}, "twelve", Written(("twelve",))),
        ({"type": "integer"}, "12", Written((), '"12"')),
        ({"type": "integer"}, True, Written((), "true")),
        ({"type": "number"}, 1.5, Written(("1,5",))),
        ({"type": "boolean"}, True, Written(("true",))),
        ({"type": "boolean"}, False, Written(("false",))),
        ({"type": "boolean", "x-widget": "tick"}, True, Written(("true",))),
        ({"type": "boolean", "x-widget": "tick"}, False, Written((), "false")),
        (COLOURS, "red", Written(("red",))),
        (COLOURS, "green", Written(("green",))),
        (COLOURS, 1, Written((), "1")),
        (MIXED, 0.0, Written(("0",))),
        (MIXED, "null", Written(('"null"',))),
        (MIXED, True, Written((), "true")),
        (DATE_TIME, "2026-03-05T07:30:00+07:00", Written(("2026-03-05T07:30:00",), None, "+07:00")),
        # a value that doesn't split is whole in its control
        (DATE_TIME, "2026-03-05", Written(("2026-03-05",))),
        (DATE_TIME, "2026-03-05T07:30Z", Written(("2026-03-05T07:30Z",))),
        (DATE_TIME, 5, Written((), "5", "+07:00")),
        ({"type": "string", "x-widget": "tel"}, "+84912345678", Written((), '"+84912345678"')),
    ],
)
def test_a_value_has_its_text(schema: Any, value: Any, written: Written) -> None:
    assert write(question(schema), value, "vi") == written


TICKS = {"type": "array", "uniqueItems": True, "items": {"enum": ["a", 1, None, "b"]}}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ([], Written()),
        (["a", None], Written(("a", "null"))),
        ([1.0], Written(("1",))),
        # another order than the options' can't be ticked; the options' is what is stored
        (["b", "a"], Written(("a", "b"))),
        (["strange"], Written(("strange",))),
        (["a", "a"], Written((), '["a","a"]')),
        (["1"], Written((), '["1"]')),
        ([["a"]], Written((), '[["a"]]')),
        (["\x00"], Written((), '["\\u0000"]')),
        ([" "], Written((), '[" "]')),
        ([""], Written((), '[""]')),
        ("a", Written((), '"a"')),
    ],
)
def test_ticks_have_a_text_each(value: Any, written: Written) -> None:
    assert write(question(TICKS), value, None) == written


def test_ticks_are_stored_once_and_in_the_order_of_the_options() -> None:
    node = question(TICKS)
    assert in_order(node, ["x", "b", "a", "w"]) == ("a", "b", "x", "w")
    texts = ticked(node, ["b", "null", "b", " strange", "1", "", "strange"])
    assert texts == ["b", "null", "strange", "1"]
    assert read_ticks(node, tuple(texts)) == [1, None, "b", "strange"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("(091) 234-56.78", "0912345678"),
        ("+84912345678", "0912345678"),
        ("0084 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+1 202 555 0100", "+12025550100"),
        ("ext. 5", "ext. 5"),
        ("no phone", "no phone"),
        ("٣٣٣", "٣٣٣"),
        ("-", "-"),
    ],
)
def test_a_telephone_number_has_only_its_digits(text: str, number: str) -> None:
    assert phone(text) == number
    assert phone(number) == number


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ([1], [1.0], True),
        ([1], [True], False),
        ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}, True),
        ([], {}, False),
        ([], "", False),
        (None, None, True),
        (None, False, False),
        (ABSENT, ABSENT, True),
        (ABSENT, None, False),
        ("a", "a", True),
        (Ambiguous("1.234", ("1", "2")), "1.234", False),
    ],
)
def test_values_are_compared_as_json(one: Any, other: Any, expected: bool) -> None:
    assert same(one, other) is expected


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "NaN", "-Infinity", "1e400", '{"a":1,"a":2}', "[" * 65 + "]" * 65, "'a'", "01",
        "[1,]",
    ],
)  # fmt: skip
def test_json_text_is_strict(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  json's own, and ours
        read_json(text)


def test_json_text_is_at_most_64_deep() -> None:
    assert read_json("[" * 63 + "1" + "]" * 63) == json.loads("[" * 63 + "1" + "]" * 63)
    assert read_json('{"a": [1, "b", null, true]}') == {"a": [1, "b", None, True]}


@given(VALUES)
def test_json_text_reads_back_and_a_browser_carries_it(value: Any) -> None:
    text = json_text(value)
    assert same(read_json(text), value)
    assert not set(text) & {"\x00", "\r"}
    text.encode()


QUESTIONS = (
    TEXT, {"type": "string", "x-text": "exact"}, {"type": "string", "x-widget": "tel"},
    {"type": "integer"}, {"type": "number"}, {"type": "boolean"}, COLOURS, MIXED, DATE_TIME,
    {"type": "string", "format": "time"}, {"const": "a"}, {"const": True}, TICKS,
)  # fmt: skip
NODES = [question(schema) for schema in QUESTIONS]


@given(st.sampled_from(NODES), st.one_of(SCALARS, VALUES), st.sampled_from((None, "vi", "en")))
def test_what_is_written_is_read_again(node: Any, value: Any, language: str | None) -> None:
    written = write(node, value, language)
    if written.verbatim is not None:
        assert written.texts == ()
        assert same(read_json(written.verbatim), value)
    elif node.kind == "ticks":
        assert sorted(map(repr, read_ticks(node, written.texts))) == sorted(
            repr(node_value(node, each)) for each in value
        )
    else:
        assert same(read(node, written.texts[0], written.offset, language), value)


def node_value(node: Any, value: Any) -> Any:
    return next((o.value for o in node.options if same(o.value, value)), value)
