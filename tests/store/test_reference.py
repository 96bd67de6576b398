"""Every table, column and kind of event stands in the reference of the store."""

import re
from pathlib import Path
from typing import get_args

import pytest

from formkit.store.events import Kind
from formkit.store.tables import metadata


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, set[str]]:
    """What stands as code below each heading, by the names in that heading."""
    text = (root / "docs" / "reference" / "store.md").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for part in re.split(r"(?m)^#+ ", text)[1:]:
        heading, _, body = part.partition("\n")
        for name in re.findall(r"`([^`]+)`", heading):
            found[name] = set(re.findall(r"`([^`\n]+)`", body))
    return found


def test_every_table_and_column_stands_there(sections: dict[str, set[str]]) -> None:
    missing = {
        table.name: {column.name for column in table.columns} - sections.get(table.name, set())
        for table in metadata.tables.values()
    }
    assert {name: columns for name, columns in missing.items() if columns} == {}


def test_every_kind_of_event_stands_there(sections: dict[str, set[str]]) -> None:
    assert set(get_args(Kind)) <= sections["event"]
