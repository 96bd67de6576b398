"""No page and no file names a command or a setting of formkit that there isn't."""

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import CycloptsError, MissingArgumentError

from formkit.cli import app
from formkit.web.settings import NAMES, OTHERS, PREFIX, gather
from tests.conftest import ROOT

DEPLOY = ROOT / "examples" / "deploy"
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


# ---- commands


FENCE = re.compile(r"^```(?:\{code-block\} )?(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
IN_LINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
NAMES_OF_IT = {"formkit", "formkit.sh", "start-formkit.cmd", "server.py"}
# After these a name is that of an account or of a container.
NAMING = {"-u", "-g", "-o", "-U", "exec", "run", "logs"}
END = re.compile(r"\s(?:\||>|>>|&&|;|#)\s.*$|;.*$")


def formkit_words(line: str) -> list[str] | None:
    """What a line hands to formkit; None for a line that doesn't run it."""
    try:
        words = shlex.split(END.sub("", line).replace("\\deploy\\", "/deploy/"))
    except ValueError:
        return None
    for place in reversed(range(len(words))):
        name = words[place].replace("\\", "/").rpartition("/")[2]
        if name in NAMES_OF_IT and (place == 0 or words[place - 1] not in NAMING):
            rest = words[place + 1 :]
            # a container or a service that is named last, with nothing said to it
            return rest if rest or place == 0 else None
    return None


def commands_of_page(page: Path) -> Iterator[tuple[str, bool]]:
    """The lines that run formkit, and whether each is meant to be typed as it stands."""
    text = page.read_text(encoding="utf-8")
    for language, block in FENCE.findall(text):
        if language in ("bat", "console", "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                yield line.strip().removeprefix("$ "), True
    for words in IN_LINE.findall(FENCE.sub("", text)):
        yield " ".join(words.split()), False


def commands_of_deploy() -> Iterator[str]:
    for path in DEPLOY.glob("*.service"):
        for line in re.findall(r"^ExecStart=(.+)$", path.read_text("utf-8"), re.MULTILINE):
            yield line
    container = (DEPLOY / "Containerfile").read_text("utf-8")
    (entry,) = re.findall(r"^ENTRYPOINT (.+)$", container, re.MULTILINE)
    (command,) = re.findall(r"^CMD (.+)$", container, re.MULTILINE)
    yield shlex.join(ast.literal_eval(entry) + ast.literal_eval(command))
    for name in ("start-formkit.cmd", "back-up-formkit.cmd"):
        for line in (DEPLOY / name).read_text("utf-8").splitlines():
            if "start-formkit.cmd" in line:
                yield line.replace('"%~dp0start-formkit.cmd"', "formkit").replace("%*", "")
    # what the script runs without arguments
    (words,) = re.findall(
        r"sys\.argv\[1:\] or (\[.+?\])", (DEPLOY / "server.py").read_text("utf-8")
    )
    yield shlex.join(["formkit", *ast.literal_eval(words)])


def refused(words: list[str], *, whole: bool) -> str | None:
    """Why the command line doesn't take these words; None where it does.

    Where a page only names a command (`formkit erase`), what else it needs may be missing.
    """
    if not words or words[0].startswith("-"):
        return None
    try:
        app.parse_args(words, print_error=False, exit_on_error=False)
    except MissingArgumentError as error:
        return str(error) if whole else None
    except CycloptsError as error:
        return str(error)
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_of_a_page_is_one(page: Path) -> None:
    found = []
    for line, whole in commands_of_page(page):
        words = formkit_words(line)
        if words and "…" not in line and (why := refused(words, whole=whole)):
            found.append(f"{line}: {why}")
    assert found == []


def test_every_command_of_a_file_is_one() -> None:
    lines = list(commands_of_deploy())
    assert len(lines) >= 5
    for line in lines:
        words = formkit_words(line)
        assert words, line
        assert refused(words, whole=True) is None, line


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("formkit doctor", ["doctor"]),
        ("sudo -u formkit /opt/formkit/bin/formkit doctor", ["doctor"]),
        ("docker compose exec formkit formkit backup -o /x", ["backup", "-o", "/x"]),
        ("docker compose exec formkit rm /x", None),
        ("sudo install -m 640 -g formkit a b", None),
        ("formkit export a --format csv > a.csv", ["export", "a", "--format", "csv"]),
        ("examples/deploy/formkit.sh backup", ["backup"]),
        ("systemctl restart formkit", None),
        ("sudo -u postgres createdb --owner formkit --encoding UTF8 formkit", None),
    ],
)
def test_a_line_is_understood(line: str, words: list[str] | None) -> None:
    assert formkit_words(line) == words


def test_a_wrong_line_is_noticed() -> None:
    assert refused(["serve", "--lann"], whole=True)
    assert refused(["sreve"], whole=False)
    assert refused(["erase"], whole=True)
    assert refused(["erase"], whole=False) is None


# ---- settings


def test_every_setting_that_is_named_is_one() -> None:
    known = {PREFIX + name.upper() for name in (*NAMES, *OTHERS)}
    files = [path for path in DEPLOY.iterdir() if path.is_file()]
    pages = [page for page in PAGES if page.parent.name in ("how-to", "officers")]
    for path in (*files, *pages):
        named = set(re.findall(r"\bFORMKIT_[A-Z_]+\b", path.read_text("utf-8")))
        assert named <= known, path.name


def test_the_file_of_settings_is_taken() -> None:
    settings = gather(config=DEPLOY / "formkit.toml", environ={})
    assert settings.url == "https://phieu.example"
    assert settings.data == Path("/var/lib/formkit")
    text = (DEPLOY / "formkit.toml").read_text("utf-8")
    assert "\n# database = " in text


def test_the_postgresql_of_the_file_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "formkit.toml"
    file.write_text((DEPLOY / "formkit.toml").read_text("utf-8").replace("# database", "database"))
    assert gather(config=file, environ={}).database == "postgresql:///formkit?host=/run/postgresql"


def test_the_guide_of_officers_names_every_ready_form() -> None:
    guide = (ROOT / "docs" / "officers" / "index.md").read_text("utf-8")
    for path in (ROOT / "schemas").glob("*.schema.json"):
        document = json.loads(path.read_text("utf-8"))
        assert "properties" not in document or f"| {document['title']} |" in guide, path.name
