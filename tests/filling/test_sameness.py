"""Two JSON values are one where JSON Schema says so."""

import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from formkit.filling.sameness import identity

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([0.0, 1.0, -0.0, 0.5, 1e300, 2.0**70, 2**70, 2**70 + 1, 10**4000])
    | st.sampled_from(["", "1", "true", "a"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=6,
)


def same(one: Any, two: Any) -> bool:
    """By the letter of JSON Schema 2020-12, 4.2.2, pair by pair."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    return bool(one == two)


@given(VALUES, VALUES)
def test_identity_is_equality(one: Any, two: Any) -> None:
    assert (identity(one) == identity(two)) == same(one, two)


@given(VALUES)
def test_identity_of_a_copy(value: Any) -> None:
    assert hash(identity(value)) == hash(identity(value))


def test_numbers_that_share_their_hash_take_no_longer() -> None:
    numbers = [i * (2**61 - 1) for i in range(10_000)]
    began = time.thread_time()
    assert len({identity(number) for number in numbers}) == len(numbers)
    assert time.thread_time() - began < 0.5
