"""The documentation builds without a warning, and its pages ask nobody else for anything."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

# The elements whose address a browser fetches by itself; a link is followed by a person.
FETCHED = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("link", "href"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "src"),
}
ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//", re.IGNORECASE)


class _Fetches(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f"{tag} {value}"
            for name, value in attrs
            if (tag, name) in FETCHED and value and ELSEWHERE.match(value)
        ]


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("docs")
    pages, trees = target / "pages", target / "trees"
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    ran = subprocess.run(
        [*command, "-d", str(trees), str(root / "docs"), str(pages)],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return pages


def test_all_four_kinds_are_there(built: Path) -> None:
    for kind in ("tutorial", "how-to", "reference", "explanation"):
        assert (built / kind / "index.html").is_file()


def test_no_page_asks_a_third_party(built: Path) -> None:
    found = []
    for page in built.rglob("*.html"):
        parser = _Fetches()
        parser.feed(page.read_text(encoding="utf-8"))
        found += [f"{page.name}: {fetch}" for fetch in parser.found]
    for style in built.rglob("*.css"):
        if IN_STYLE.search(style.read_text(encoding="utf-8")):
            found.append(style.name)
    assert found == []


def test_every_command_of_the_script_is_told(root: Path) -> None:
    told = subprocess.run(["./dev", "help"], cwd=root, check=True, capture_output=True, text=True)
    page = (root / "docs" / "how-to" / "develop.md").read_text(encoding="utf-8")
    for line in told.stdout.splitlines():
        if re.match(r"  \w", line) and (command := line.split()[0]) != "help":
            assert f"`./dev {command}" in page, command
