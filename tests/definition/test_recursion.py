"""The recursion limit is one exception, wherever it is reached."""

import pytest
from rpds import HashTrieMap

from formkit.definition.recursion import told_when_too_deep


class Deep:
    """A key that can't be compared any more."""

    def __hash__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        raise RecursionError


def test_a_compiled_map_that_cannot_go_deeper_is_too_deep() -> None:
    keys = HashTrieMap({Deep(): 1})
    with pytest.raises(RecursionError), told_when_too_deep():
        keys.get(Deep())


def test_everything_else_is_raised_as_it_is() -> None:
    with pytest.raises(KeyboardInterrupt), told_when_too_deep():
        raise KeyboardInterrupt
