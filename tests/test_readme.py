"""What the README promises: its picture, its links, its two commands, and its ten lines."""

import json
import re
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import formkit
from formkit.testing import submitted_pairs
from tests.serving import serve

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def program(readme: str) -> str:
    (found,) = (body for language, body in BLOCK.findall(readme) if language == "python")
    return found


@pytest.fixture
def origin(program: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The ten lines, served."""
    monkeypatch.chdir(root)
    names: dict[str, Any] = {"__name__": "ten"}
    exec(compile(program, "README.md", "exec"), names)
    with serve(names["app"]) as started:
        yield started


def ask(url: str, pairs: list[tuple[str, str]] | None = None) -> tuple[int, str, str]:
    """The status, type and text of one answer over HTTP."""
    body = None if pairs is None else urlencode(pairs).encode()
    try:
        answer = urllib.request.urlopen(url, body)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers.get_content_type(), answer.read().decode()


def test_it_says_what_it_is_in_few_lines(readme: str) -> None:
    what = readme.split("\n\n")[1]
    assert what.startswith("formkit turns one JSON Schema document into")
    assert len(what.splitlines()) <= 5


def test_everything_that_it_links_to_is_there(readme: str, root: Path) -> None:
    links = LINK.findall(readme)
    assert "docs/pictures/filled.png" in links
    assert [link for link in links if not (root / link).is_file()] == []


def test_it_names_the_two_commands(readme: str) -> None:
    told = [body for language, body in BLOCK.findall(readme) if language == "console"]
    assert told == ["$ ./dev serve\n", "$ ./dev test\n"]


def test_the_package_shows_it(root: Path) -> None:
    told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["project"]["readme"] == "README.md"
    assert "/README.md" in told["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]


def test_the_program_is_ten_lines(program: str) -> None:
    assert len([line for line in program.splitlines() if line.strip()]) <= 10


def test_the_program_shows_a_form_and_gives_its_answers(origin: str, root: Path) -> None:
    status, kind, blank = ask(origin)
    assert (status, kind) == (200, "text/html")
    for source in re.findall(r'<script defer src="([^"]+)"', blank):
        assert ask(origin + source)[:2] == (200, "text/javascript")

    sample = json.loads(
        (root / "schemas" / "samples" / "one-minute-survey.json").read_text("utf-8")
    )
    form = formkit.load(root / "schemas" / "one-minute-survey.schema.json")
    pairs = submitted_pairs(formkit.render(form, sample))
    status, kind, text = ask(origin, pairs)
    assert (status, kind) == (200, "application/json")
    assert json.loads(text) == sample


def test_the_program_gives_a_page_back_that_is_not_right(origin: str) -> None:
    status, kind, page = ask(origin, [("/comment", "Rất tốt"), ("~lang", "vi")])
    assert (status, kind) == (422, "text/html")
    assert "Rất tốt" in page
    assert 'aria-invalid="true"' in page
