"""What sets formkit up on the ward's PC, and starts it."""

import os
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT
from tests.test_deploy import DEPLOY, needed, run

FORMKIT_SH = "examples/deploy/formkit.sh"


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is set up already, with a formkit that only says what it was told."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("FORMKIT_DATA", raising=False)
    folder = tmp_path / "a folder"
    for name in ("examples/deploy/server.py", "examples/deploy/formkit.sh"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "requirements").mkdir()
    (folder / "requirements" / "server.txt").write_text("# nothing\n", encoding="utf-8")
    programs = folder / ".server" / "bin"
    programs.mkdir(parents=True)
    program = programs / "formkit"
    program.write_text('#!/bin/sh\necho "$FORMKIT_DATA" "$@"\nexit 7\n', encoding="utf-8")
    program.chmod(0o755)
    (folder / ".server" / "set-up").write_text(script(folder).fingerprint(), encoding="utf-8")
    return folder


def script(folder: Path) -> ModuleType:
    """The script of a repository, as a module."""
    module = ModuleType("server")
    path = folder / "examples" / "deploy" / "server.py"
    module.__file__ = str(path)
    exec(compile(path.read_text("utf-8"), str(path), "exec"), vars(module))
    return module


@pytest.mark.skipif(os.name == "nt", reason="the program of the test is a script of sh")
@pytest.mark.parametrize(
    ("words", "told"),
    [([], "serve --lan"), (["backup", "-o", "two words.zip"], "backup -o two words.zip")],
)
def test_the_script_serves_or_does_what_it_is_told(pc: Path, words: list[str], told: str) -> None:
    for command in ([sys.executable, pc / "examples/deploy/server.py"], ["sh", pc / FORMKIT_SH]):
        ran = run(*command, *words)
        assert ran.stdout == f"{Path.home() / 'formkit-data'} {told}\n"
        assert ran.returncode == 7


def test_the_script_keeps_the_data_where_it_is_told(
    pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMKIT_DATA", "/elsewhere")
    ran = run(sys.executable, pc / "examples/deploy/server.py", "doctor")
    assert ran.stdout == "/elsewhere doctor\n"


def test_pages_are_told_how_a_command_is_run(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = pc / ".server" / "bin" / "formkit"
    program.write_text('#!/bin/sh\necho "$FORMKIT_COMMAND"\n', encoding="utf-8")
    script = pc / "examples/deploy/server.py"
    assert run(sys.executable, script).stdout == "examples/deploy/formkit.sh\n"
    monkeypatch.setenv("FORMKIT_COMMAND", "mine")
    assert run(sys.executable, script).stdout == "mine\n"


def test_the_script_makes_anew_what_no_longer_fits(pc: Path) -> None:
    module = script(pc)
    before = module.fingerprint()
    (pc / "requirements" / "server.txt").write_text("# other\n", encoding="utf-8")
    assert module.fingerprint() != before


@pytest.mark.parametrize("name", ["start-formkit.cmd", "back-up-formkit.cmd"])
def test_a_file_of_windows_needs_no_lines_of_windows(name: str) -> None:
    """cmd reads lines that end as elsewhere, but then misses labels; and it reads no UTF-8."""
    text = (DEPLOY / name).read_text(encoding="ascii")
    assert not re.search(r"^\s*:|\bgoto\b|\bcall :", text, re.MULTILINE | re.IGNORECASE)
    assert text.startswith("@echo off\n")
    for named in re.findall(r"%~dp0([\w.-]+)", text):
        assert (DEPLOY / named).is_file()


@pytest.mark.long
def test_the_script_sets_everything_up(root: Path, tmp_path: Path) -> None:
    """On the network, from what git keeps, as on a machine where nothing is."""
    needed("git", "git")
    folder = tmp_path / "fresh"
    listed = run("git", "ls-files", "-z", cwd=root).stdout.split("\0")
    for name in filter(None, listed):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    environ = {**os.environ, "HOME": str(tmp_path)}
    ran = run(sys.executable, folder / "examples/deploy/server.py", "--version", env=environ)
    assert ran.returncode == 0, ran.stderr
    again = run("sh", folder / FORMKIT_SH, "check", folder / "schemas", env=environ)
    assert (again.returncode, again.stdout + again.stderr) == (0, "")
