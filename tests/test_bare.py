"""The wheel, installed with the core's requirements and nothing else: all of it works there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.scripts import SCRIPTS

# Run in the bare environment, from outside the repository.
PROGRAM = """
import importlib.util
import json
import sys
from pathlib import Path

import formkit

installed = Path(sys.prefix).resolve()
assert installed in Path(formkit.__file__).resolve().parents, formkit.__file__
for name in (
    "alembic", "django", "fastapi", "flask", "jsonschema_rs", "psycopg", "python_multipart",
    "sqlalchemy", "starlette", "uvicorn",
):
    assert importlib.util.find_spec(name) is None, name

schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Cho vay",
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "title": "Họ tên"},
        "age": {"type": "integer", "title": "Tuổi", "minimum": 0},
    },
}
form = formkit.load(schema)
html = formkit.render(form, {"name": "Nguyễn Thị Hoa"})
assert html.lstrip().startswith("<form"), html[:80]
assert 'value="Nguyễn Thị Hoa"' in html, html

good = formkit.submit(form, [("/name", "Nguyễn Thị Hoa"), ("/age", "61")])
assert good.ok, good.problems
bad = formkit.submit(form, [("/age", "-1")])
assert not bad.ok
again = formkit.render(form, bad, problems=bad.problems)
assert "-1" in again
print(json.dumps(good.answers, ensure_ascii=False))
"""


def uv(*arguments: str | Path) -> None:
    """Run uv without the network, and with it where the cache doesn't hold everything."""
    command = [sys.executable, "-m", "uv", *map(str, arguments), "--quiet"]
    offline = subprocess.run([*command, "--offline"], capture_output=True, text=True)
    if offline.returncode != 0:
        online = subprocess.run(command, capture_output=True, text=True)
        assert online.returncode == 0, online.stderr


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the repository as it stands."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    built = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    (path,) = target.glob("*.whl")
    return path


def test_the_wheel_holds_all_that_a_form_needs(wheel: Path, root: Path) -> None:
    with ZipFile(wheel) as archive:
        held = set(archive.namelist())
    package = root / "formkit"
    sources = {source for script in SCRIPTS for source in script.sources}
    needed = {
        path.relative_to(root).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path not in sources
    }
    forms = {
        f"formkit/{path.relative_to(root).as_posix()}"
        for path in (root / "schemas").rglob("*.json")
    }
    assert "formkit/py.typed" in held
    assert forms
    assert needed | forms <= held
    # the scripts are built of these, and served without them
    assert held.isdisjoint(path.relative_to(root).as_posix() for path in sources)
    for folder, ending in (
        ("formkit/definition", ".schema.json"),
        ("formkit/locale/vi", ".po"),
        ("formkit/page/static", ".css"),
        ("formkit/page/static", ".js"),
        ("formkit/page/templates", ".html"),
    ):
        assert any(name.startswith(folder) and name.endswith(ending) for name in held), folder


def test_the_wheel_holds_no_test_and_no_example(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        roots = {name.partition("/")[0] for name in archive.namelist()}
    assert {name for name in roots if not name.endswith(".dist-info")} == {"formkit"}


def test_the_core_works_in_a_bare_environment(wheel: Path, root: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    python = bare / "bin" / "python"
    requirements = root / "requirements" / "core.txt"
    uv("venv", "--python", sys.executable, bare)
    uv("pip", "install", "--python", python, "--require-hashes", "-r", requirements)
    uv("pip", "install", "--python", python, "--no-deps", wheel)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTHON"))
    }
    ran = subprocess.run(
        [python, "-X", "utf8", "-W", "error", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"name": "Nguyễn Thị Hoa", "age": 61}

    command = subprocess.run(
        [bare / "bin" / "formkit", "check", root / "schemas" / "household-visit.schema.json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert command.returncode == 0, command.stdout + command.stderr
