"""What others wrote is here unchanged, and says what it is."""

import hashlib
import json
import re
from pathlib import Path

import formkit.page
from formkit.page.assets import asset

FOLDER = Path(formkit.page.__file__).parent / "static" / "htmx"
MANIFEST: dict[str, str] = json.loads((FOLDER / "vendored.json").read_text())


def test_the_file_is_the_one_that_the_manifest_names() -> None:
    assert hashlib.sha256((FOLDER / "htmx.min.js").read_bytes()).hexdigest() == MANIFEST["sha256"]


def test_it_is_served_as_it_came() -> None:
    assert asset("htmx.js").sha256 == MANIFEST["sha256"]


def test_the_version_is_the_one_inside() -> None:
    text = (FOLDER / "htmx.min.js").read_text()
    assert re.findall(r'\.version="([^"]+)"', text) == [MANIFEST["version"]]


def test_the_licence_stands_beside_it() -> None:
    assert set(MANIFEST) == {"name", "version", "source", "licence", "sha256"}
    assert MANIFEST["licence"] == "0BSD"
    licence = (FOLDER / "LICENSE").read_text()
    assert "Zero-Clause BSD" in licence
    assert "Permission to use, copy, modify, and/or distribute this software" in licence
