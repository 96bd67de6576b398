"""The reference says of backups what the code does."""

import re
from pathlib import Path

from formkit.store.archive import FORMAT, LEFT_OUT, MANIFEST, TABLES, Manifest
from formkit.store.copies import EXPORTS
from formkit.store.erasing import _TELLING
from formkit.store.tables import response


def page(root: Path, name: str) -> str:
    return (root / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def test_backups_are_told_as_they_are(root: Path) -> None:
    text = page(root, "backups")
    words = set(re.findall(r"`([^`\n]+)`", text))
    assert {each.name for each in (*TABLES, *LEFT_OUT)} <= words
    assert set(Manifest.__annotations__) <= words
    assert MANIFEST in words
    assert f"| `format` | `{FORMAT}`." in text


def test_erasing_is_told_as_it_is(root: Path) -> None:
    text = page(root, "erasing")
    assert f"`{EXPORTS}`" in text
    # what stays of a response, and what goes, is all of it
    stays = {
        "code", "erased_at", "fill_id", "form_id", "id", "language", "receipt", "received_at",
        "revision", "state", "trial", "utc_offset", "version_sha256",
    }  # fmt: skip
    assert {*stays, *_TELLING} == set(response.columns.keys())
