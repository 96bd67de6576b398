"""Posted pairs, gathered by the places that their names address."""

from typing import Any

import pytest

from formkit.filling.pairs import EMPTY, MAX_PAIRS, MAX_PLACES, receive


def test_pairs_are_gathered_by_place_instance_and_mark() -> None:
    received = receive([("/a/0/b", "1"), ("/a/0/b", "2"), ("~i2/a/0/b", "3"), ("~v/a/0/b", "4")])
    place = received.root.inside["a"].inside["0"].inside["b"]
    assert place.texts == {(1, ""): ["1", "2"], (2, ""): ["3"], (1, "~v"): ["4"]}
    assert place.instances == received.root.instances == {1, 2}
    assert place.has_control(2)
    assert not place.has_control(3)
    assert received.unknown == []


def test_the_marks_of_the_form_keep_their_first_text_that_is_not_empty() -> None:
    received = receive([("~id", ""), ("~id", "x"), ("~id", "y"), ("~lang", "vi"), ("~do", "")])
    assert received.meta == {"~id": "x", "~lang": "vi", "~do": ""}


@pytest.mark.parametrize("name", ["csrf", "", "a/b", "%2Fa", " /a", "é"])
def test_other_names_are_the_hosts(name: str) -> None:
    received = receive([(name, "x")])
    assert (received.unknown, received.root.inside, received.meta) == ([], {}, {})


@pytest.mark.parametrize("name", ["/~", "~", "~V/a", "/%", "/a" * 65])
def test_names_outside_the_grammar_are_unknown(name: str) -> None:
    assert receive([(name, "x")]).unknown == [name]


@pytest.mark.parametrize(
    "pair", [None, 5, "ab", ("/a",), ("/a", "b", "c"), (5, "x"), ("/a", None), ("/a", b"x")]
)
def test_what_is_no_pair_of_texts_is_unknown(pair: Any) -> None:
    received = receive([pair])
    assert len(received.unknown) == 1
    assert received.root.inside == {}


def test_a_pair_may_be_a_list() -> None:
    assert receive([["/a", "x"]]).root.inside["a"].take(1) == ["x"]


def test_pairs_after_the_limit_are_counted_only() -> None:
    received = receive(("/a", "x") for _ in range(MAX_PAIRS + 3))
    assert received.excess == 3
    assert len(received.root.inside["a"].take(1)) == MAX_PAIRS


def test_what_nothing_read_is_told() -> None:
    root = receive([("/a", "1"), ("/a/b", "2"), ("~i2~p/c%25", "3")]).root
    assert root.inside["a"].take(1) == ["1"]
    assert root.inside["a"].take(1, "~v") == []
    assert sorted(root.unread()) == ["/a/b", "~i2~p/c%25"]
    root.inside["c%"].pass_over()
    assert list(root.unread()) == ["/a/b"]
    assert list(EMPTY.unread()) == []


def test_row_keys_are_one_to_six_digits_in_order_of_appearance() -> None:
    names = ["/r/7", "/r/000001", "/r/0/x", "/r/1234567", "/r/-1", "/r/", "/r/a", "/r/٣", "/r/7"]
    place = receive([(name, "x") for name in names]).root.inside["r"]
    assert place.row_keys(frozenset((1,)), 1) == ["7", "000001", "0"]


def test_rows_are_those_of_the_list_that_asks() -> None:
    root = receive([("~i2/r/0", "a"), ("~i3/r/1", "b"), ("/r/2", "c")]).root
    assert root.inside["r"].row_keys(frozenset((2,)), 2) == ["0"]
    assert root.inside["r"].row_keys(frozenset((1, 3)), 1) == ["1", "2"]


def test_no_more_than_so_many_places_are_kept_apart() -> None:
    received = receive([(f"/{n}" * 64, "x") for n in range(MAX_PLACES // 64 + 10)])
    assert MAX_PLACES < received.places <= MAX_PLACES + 64
    assert received.excess == 9
