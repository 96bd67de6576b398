"""How many examples a search is given, as a part of what the profile asks for."""

from typing import Any

from hypothesis import settings


def part(of: int, **options: Any) -> settings:
    """One example of so many: for searches that open a store or a workbook for each example."""
    return settings(max_examples=max(1, settings().max_examples // of), **options)
