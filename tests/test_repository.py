"""What every file of the repository holds to."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# Where packages come from is the matter of each machine, so no file names a registry.
# The names are put together here, since this file is looked at too.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("crates", "io"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    )
)
OPTIONS = tuple("--" + name for name in ("index-url", "extra-index-url", "find-links"))
LOCKS = {"uv.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "pdm.lock"}
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz", ".br"}


@pytest.fixture(scope="module")
def tracked(root: Path) -> list[Path]:
    """Every file that git keeps, as it stands now."""
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    return [path for name in listed.split("\0") if name and (path := root / name).is_file()]


def own_registries() -> set[str]:
    """The hosts that this machine's own settings name for packages."""
    names = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX")
    urls = " ".join(os.environ.get(name, "") for name in names).split()
    hosts = {urlsplit(url).hostname or "" for url in urls}
    return hosts - {"", "localhost", "127.0.0.1"}


def test_no_file_names_a_registry(tracked: list[Path], root: Path) -> None:
    forbidden = [name.encode() for name in (*REGISTRIES, *OPTIONS, *own_registries())]
    found = [
        f"{path.relative_to(root)}: {name.decode()}"
        for path in tracked
        for name in forbidden
        if name in path.read_bytes()
    ]
    assert found == []


def test_no_lock_records_where_packages_came_from(tracked: list[Path]) -> None:
    assert LOCKS.isdisjoint(path.name for path in tracked)


def test_every_requirement_is_pinned_with_hashes(root: Path) -> None:
    for path in sorted((root / "requirements").glob("*.txt")):
        logical = path.read_text().replace("\\\n", " ").splitlines()
        pins = [line for line in logical if line and not line.lstrip().startswith("#")]
        assert pins
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_text_is_utf_8_with_unix_lines(tracked: list[Path], root: Path) -> None:
    found = []
    for path in tracked:
        if path.suffix in BINARY:
            continue
        content = path.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            found.append(f"{path.relative_to(root)}: not UTF-8")
        if b"\r" in content:
            found.append(f"{path.relative_to(root)}: a carriage return")
        if content.startswith(b"\xef\xbb\xbf"):
            found.append(f"{path.relative_to(root)}: a byte order mark")
    assert found == []


def test_the_script_says_what_it_can_do(root: Path) -> None:
    told = subprocess.run(["./dev", "help"], cwd=root, check=True, capture_output=True, text=True)
    commands = {line.split()[0] for line in told.stdout.splitlines() if line.startswith("  ")}
    assert {
        "serve",
        "test",
        "check",
        "bench",
        "docs",
        "scripts",
        "shots",
        "lock",
        "help",
    } <= commands


@pytest.mark.parametrize(
    ("arguments", "help_is"),
    [
        (["nope"], "./dev help"),
        (["check", "x"], "./dev help"),
        (["serve", "--port", "x"], "formkit serve --help"),
        (["serve", "--port"], "formkit serve --help"),
    ],
)
def test_the_script_refuses_what_it_does_not_know(
    root: Path, arguments: list[str], help_is: str
) -> None:
    told = subprocess.run(["./dev", *arguments], cwd=root, capture_output=True, text=True)
    assert told.returncode == 2
    assert help_is in told.stderr
