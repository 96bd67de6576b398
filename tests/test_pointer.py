"""JSON Pointers, names of inputs and ids of elements, line by line of the contract."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.pointer import (
    MAX_SEGMENTS,
    Name,
    encode,
    html_id,
    input_name,
    join,
    parse_name,
    split,
)

SEGMENTS = st.lists(st.text(st.characters(), max_size=6), max_size=5).map(tuple)
MARKS = st.sampled_from(("", "~v", "~p", "~n", "~z", "~t", "~k", "~b", "~b.allOf.0.oneOf"))


@pytest.mark.parametrize(
    ("pointer", "segments"),
    [
        ("", ()),
        ("/", ("",)),
        ("/a", ("a",)),
        ("/a/b", ("a", "b")),
        ("/a~1b/c~0d", ("a/b", "c~d")),
        ("/~01", ("~1",)),
        ("//", ("", "")),
        ("/a%25", ("a%25",)),
    ],
)
def test_a_pointer_is_its_segments(pointer: str, segments: tuple[str, ...]) -> None:
    assert split(pointer) == segments
    assert join(segments) == pointer


@pytest.mark.parametrize("pointer", ["a", "a/b", "/~", "/~2", "/a~", "#/a"])
def test_what_is_no_pointer_is_refused(pointer: str) -> None:
    with pytest.raises(ValueError, match="not a JSON Pointer"):
        split(pointer)


@pytest.mark.parametrize(
    ("segments", "name"),
    [
        (("name",), "/name"),
        (("people", "0", "họ tên"), "/people/0/họ tên"),
        (("a/b~c",), "/a~1b~0c"),
        (("100%",), "/100%25"),
        (("a\nb\r\t\x00\x7f",), "/a%0Ab%0D%09%00%7F"),
        (("\ud800",), "/%ED%A0%80"),
        (("\x80\u2028😀.[0]",), "/\x80\u2028😀.[0]"),
        (("",), "/"),
        ((), ""),
    ],
)
def test_a_name_is_the_pointer_without_what_browsers_rewrite(
    segments: tuple[str, ...], name: str
) -> None:
    assert input_name(segments) == name
    if segments:
        assert parse_name(name) == Name("", segments)


def test_marks_and_further_controls_stand_in_front() -> None:
    assert input_name(("a",), "~v") == "~v/a"
    assert input_name(("a",), "~v", 3) == "~i3~v/a"
    assert input_name(("a", "0"), instance=2) == "~i2/a/0"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("~v/a", Name("~v", ("a",))),
        ("~p/a/0/b", Name("~p", ("a", "0", "b"))),
        ("~b.allOf.0.oneOf/a", Name("~b.allOf.0.oneOf", ("a",))),
        ("~b", Name("~b", ())),
        ("~i2/a", Name("", ("a",), 2)),
        ("~i10~v/a", Name("~v", ("a",), 10)),
        ("/a%2Fb", Name("", ("a/b",))),
        ("/%7E1", Name("", ("/",))),
        ("/%e1%ba%bf", Name("", ("ế",))),
        ("/a\nb", Name("", ("a\nb",))),
    ],
)
def test_a_name_is_split_then_decoded_then_unescaped(name: str, read: Name) -> None:
    assert parse_name(name) == read


@pytest.mark.parametrize(
    "name",
    [
        "a", "~", "~V/a", "~1/a", "~i1/a", "~i0/a", "~i02/a", "~i/a/~", "~b./a", "~v /a",
        "/~", "/~2", "/%", "/%4", "/%zz", "/%FF", "/a/%ZZ",
    ],
)  # fmt: skip
def test_what_is_outside_the_grammar_is_no_name(name: str) -> None:
    assert parse_name(name) is None


def test_a_name_has_at_most_64_segments() -> None:
    assert MAX_SEGMENTS == 64
    assert parse_name("/a" * 64) == Name("", ("a",) * 64)
    assert parse_name("/a" * 65) is None
    assert parse_name("/%41" * 3_000) is None


@given(SEGMENTS, MARKS, st.integers(1, 9_999))
def test_every_place_has_a_name_that_reads_back(
    segments: tuple[str, ...], mark: str, instance: int
) -> None:
    name = input_name(segments, mark, instance)
    assert parse_name(name) == Name(mark, segments, instance)
    assert not re.search("[\x00-\x1f\x7f\ud800-\udfff]", name)
    assert split(join(segments)) == segments


@given(st.text(st.characters()))
def test_any_name_is_read_or_refused(name: str) -> None:
    for before in ("", "/", "~", "~v/"):
        read = parse_name(before + name)
        assert read is None or isinstance(read, Name)


@given(st.text(st.characters()))
def test_encoding_leaves_what_a_browser_carries(text: str) -> None:
    assert encode(text) == "".join(
        character
        if character >= " " and character not in "\x7f%" and not "\ud800" <= character <= "\udfff"
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
        for character in text
    )


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (("name",), "f-name"),
        (("people", "0", "q_1"), "f-people-0-q_1"),
        ((), "f-"),
        (("a b",), "h-"),
        (("",), "h-"),
        (("ế",), "h-"),
        (("a-b",), "h-"),
    ],
)
def test_ids_are_readable_where_every_segment_is(segments: tuple[str, ...], expected: str) -> None:
    found = html_id(segments)
    if expected == "h-":
        assert re.fullmatch("h-[A-Z2-7]{16}", found)
    else:
        assert found == expected
    assert html_id(segments, 2, "x-") == f"x-{found}--i2"


def test_an_unreadable_id_is_the_hash_of_the_pointer() -> None:
    # base32 of the first bytes of SHA-256 of "/a b"
    assert html_id(("a b",)) == "h-" + _base32_of("/a b")


def _base32_of(pointer: str) -> str:
    import base64
    import hashlib

    return base64.b32encode(hashlib.sha256(pointer.encode()).digest()).decode()[:16]


@given(SEGMENTS, SEGMENTS)
def test_two_places_have_two_ids(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (html_id(one) == html_id(other)) == (one == other)
