"""The scripts that are served: built of their sources, and understood by old phones."""

import re
import shutil
import subprocess

import pytest

from tests.scripts import ROOT, SCRIPTS, Script, built

SERVED = sorted(
    path for floor in ("page", "web") for path in (ROOT / "formkit" / floor / "static").glob("*.js")
)


@pytest.fixture(params=SCRIPTS, ids=lambda script: script.path.name)
def script(request: pytest.FixtureRequest) -> Script:
    found: Script = request.param
    return found


def test_what_is_served_is_what_the_sources_give(script: Script) -> None:
    pytest.importorskip("minify", reason="needs tdewolff-minify, which this system has no wheel of")
    assert script.path.read_bytes() == built(script), (
        "a source has changed since: run ./dev scripts, and commit what it builds"
    )


def test_every_script_and_every_source_is_known() -> None:
    assert sorted(script.path for script in SCRIPTS) == SERVED
    folders = {source.parent for script in SCRIPTS for source in script.sources}
    assert {source for script in SCRIPTS for source in script.sources} == {
        path for folder in folders for path in folder.glob("*.js")
    }


def test_it_is_a_script(script: Script) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, which isn't here; the browser tests run the scripts too")
    subprocess.run([node, "--check", "-"], input=script.path.read_bytes(), check=True)


def test_old_phones_know_its_words(script: Script) -> None:
    # of what came after Chrome 87 or ES2020, what is easily written by habit
    newer = r"\|\|=|&&=|\?\?=|\.at\(|replaceAll|hasOwn\(|:has\(|structuredClone|randomUUID|#\w+ in "
    assert re.findall(newer, script.path.read_text(encoding="utf-8")) == []
