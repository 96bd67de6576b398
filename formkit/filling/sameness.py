"""When two JSON values are one: 1 and 1.0 are, 1 and true are not."""

from collections.abc import Hashable
from typing import Any

# From here on the numbers of Python may share their hash as someone wishes.
_BIG = 1 << 60


def identity(value: Any) -> Hashable:
    """What is equal for equal JSON values, and differs for others."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, list):
        return (list, *map(identity, value))
    if isinstance(value, dict):
        return (dict, frozenset((key, identity(inner)) for key, inner in value.items()))
    if abs(value) >= _BIG and value == value // 1:
        return (int, hex(int(value)))
    number: Hashable = value
    return number
