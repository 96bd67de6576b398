"""What the tests of `formkit import` share: a folder, its store, and the command."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from formkit.cli import main
from formkit.store.database import Database, open_database
from tests.importing.phone_files import FORM, Run, publish


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, without settings of anybody's."""
    for name in os.environ:
        if name.startswith("FORMKIT_") and name != "FORMKIT_TEST_DATABASE":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command in this process: its status, what it printed, and what it said why."""

    def call(*arguments: str) -> tuple[int, list[str], list[str]]:
        with pytest.raises(SystemExit) as left:
            main(["import", *arguments])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out.splitlines(), err.splitlines()

    return call


@pytest.fixture
def store(folder: Path) -> Iterator[Database]:
    """The store of the default folder with a form, open beside the command as in a server."""
    database = open_database(folder / "formkit-data", serving=True)
    publish(database, FORM)
    yield database
    database.close()
