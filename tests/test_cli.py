"""The command, as people call it: what it prints where, and how it ends."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from formkit.cli import main
from formkit.definition.faults import sentence_with_place
from formkit.definition.lint import lint

GOOD: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Mượn sách",
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "title": "Họ tên"},
        "age": {"type": "integer", "title": "Tuổi"},
    },
    "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
}
# Without `x-form` there is one language, and nothing to translate.
PLAIN = {key: value for key, value in GOOD.items() if key != "x-form"}
WARNED = {**PLAIN, "properties": {**PLAIN["properties"], "note": {"type": "string"}}}
REFUSED = {**PLAIN, "required": "name"}
NEVER_PUBLISHED = {**PLAIN, "properties": {"code": {"title": "Mã", "pattern": "["}}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, so that paths are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Calls the command in this process: its status, what it printed, and what it complained of."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        return left.value.code or 0, out, err  # type: ignore[return-value] # it is a number

    return call


Run = Callable[..., tuple[int, str, str]]


def write(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return path


def command(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "formkit", *arguments], capture_output=True, **options
    )


# ---- check


def test_a_form_without_faults_prints_nothing(folder: Path, run: Run) -> None:
    write(folder / "good.json", PLAIN)
    assert run("check", "good.json") == (0, "", "")


def test_a_fault_is_one_line_with_file_line_and_pointer(folder: Path, run: Run) -> None:
    write(folder / "form.json", REFUSED)
    status, out, err = run("check", "form.json")
    assert (status, err) == (1, "")
    assert out == "form.json:5: /required: required takes a list of names, none twice.\n"


def test_a_warning_is_told_and_does_not_fail(folder: Path, run: Run) -> None:
    write(folder / "form.json", WARNED)
    status, out, _ = run("check", "form.json")
    assert status == 0
    assert "/properties/note: warning: The question /note has no title." in out


def test_what_load_takes_and_nobody_may_publish_fails(folder: Path, run: Run) -> None:
    write(folder / "form.json", NEVER_PUBLISHED)
    status, out, _ = run("check", "form.json")
    assert status == 1
    assert "form.json:11: /properties/code/pattern: The pattern [ can't be read" in out


def test_it_says_what_lint_finds_in_the_language_asked_for(folder: Path, run: Run) -> None:
    path = write(folder / "form.json", {**WARNED, "required": "name"})
    for language in ("en", "vi"):
        _, out, _ = run("check", str(path), "--language", language)
        found = [sentence_with_place(problem, language) for problem in lint(path)]
        assert out.splitlines() == found != []


def test_a_folder_is_its_forms_and_those_below(folder: Path, run: Run) -> None:
    write(folder / "forms/a.schema.json", REFUSED)
    write(folder / "forms/deep/er/b.schema.json", REFUSED)
    write(folder / "forms/shared.schema.json", {"$defs": {"name": {"type": "strnig"}}})
    write(folder / "forms/.hidden/c.schema.json", REFUSED)
    write(folder / "forms/notes.json", REFUSED)
    status, out, _ = run("check", "forms")
    assert status == 1
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        "forms/a.schema.json",
        "forms/deep/er/b.schema.json",
    ]


def test_a_file_of_definitions_is_judged_where_it_is_named(folder: Path, run: Run) -> None:
    write(folder / "shared.schema.json", {"$defs": {"name": {"type": "string"}}})
    status, out, _ = run("check", "shared.schema.json")
    assert status == 1
    assert "Nothing here says that the answers are an object" in out


def test_a_file_of_a_folder_that_cannot_be_read_as_json_is_told(folder: Path, run: Run) -> None:
    (folder / "a.schema.json").write_text("{", encoding="utf-8")
    (folder / "b.schema.json").write_text("[" * 100_000, encoding="utf-8")
    status, out, _ = run("check", ".")
    assert status == 1
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        "a.schema.json",
        "b.schema.json",
    ]


def test_a_form_that_is_named_twice_is_judged_once(folder: Path, run: Run) -> None:
    write(folder / "a.schema.json", REFUSED)
    _, out, _ = run("check", "a.schema.json", ".", "./a.schema.json")
    assert len(out.splitlines()) == 1


def test_the_ready_forms_have_no_fault(root: Path, run: Run) -> None:
    assert run("check", str(root / "schemas")) == (0, "", "")


# ---- render


def test_it_prints_a_whole_page(folder: Path, run: Run) -> None:
    write(folder / "form.json", GOOD)
    status, out, err = run("render", "form.json")
    assert (status, err) == (0, "")
    assert out.startswith("<!doctype html>")
    assert '<html lang="vi">' in out
    assert "Họ tên" in out
    assert 'name="/age"' in out


def test_it_speaks_the_language_asked_for(folder: Path, run: Run) -> None:
    write(folder / "form.json", GOOD)
    for asked, spoken in (("en", "en"), ("en-GB", "en"), ("vi", "vi")):
        assert f'<html lang="{spoken}">' in run("render", "form.json", "--language", asked)[1]


@pytest.mark.parametrize("tag", ["de", "xx-yy", "", "not a tag"])
def test_a_language_that_the_form_lacks_is_refused(folder: Path, run: Run, tag: str) -> None:
    write(folder / "form.json", GOOD)
    status, out, err = run("render", "form.json", "--language", tag)
    assert (status, out) == (2, "")
    assert err == f"form.json: the form has no language {tag!r}, only vi, en\n"


def test_a_form_that_names_no_language_is_vietnamese(folder: Path, run: Run) -> None:
    write(folder / "form.json", PLAIN)
    assert run("render", "form.json", "--language", "vi")[0] == 0
    assert run("render", "form.json", "--language", "en")[0] == 2


def test_it_shows_answers(folder: Path, run: Run) -> None:
    write(folder / "form.json", GOOD)
    write(folder / "answers.json", {"name": "Nguyễn Thị Hoa", "age": 61})
    _, out, _ = run("render", "form.json", "--answers", "answers.json")
    assert 'value="Nguyễn Thị Hoa"' in out
    assert 'value="61"' in out


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"[1]", "answers.json: answers are one JSON object"),
        (b"{", "answers.json:1: (root): This isn't JSON"),
        (b'{"a": NaN}', "answers.json:1: /a: nan is no number that JSON can hold"),
        (b'{"a": 1, "a": 2}', "The key “a” stands here twice"),
        (b"\xff", "answers.json:1: (root): The file isn't UTF-8 text"),
    ],
)
def test_answers_that_are_none_are_refused(
    folder: Path, run: Run, content: bytes, complaint: str
) -> None:
    write(folder / "form.json", GOOD)
    (folder / "answers.json").write_bytes(content)
    status, out, err = run("render", "form.json", "--answers", "answers.json")
    assert (status, out) == (2, "")
    assert complaint in err


def test_a_form_that_cannot_be_loaded_tells_all_its_faults(folder: Path, run: Run) -> None:
    write(folder / "form.json", {**REFUSED, "title": 1})
    status, out, err = run("render", "form.json")
    assert (status, out) == (1, "")
    assert [line.split(": ")[1] for line in err.splitlines()] == ["/title", "/required"]


@pytest.mark.e2e
def test_the_page_works_when_it_is_opened_as_a_file(root: Path, tmp_path: Path, page: Page) -> None:
    target = tmp_path / "visit.html"
    form = root / "schemas" / "household-visit.schema.json"
    target.write_bytes(command("render", str(form), "--language", "en", check=True).stdout)
    page.goto(target.as_uri())
    page.locator("form.fk.js").wait_for(state="attached")
    asked = page.locator("#f-ok--q")
    assert not asked.is_visible()
    for name, value in (("ward", "26740"), ("area", "5"), ("team", "1"), ("volunteer_code", "a")):
        page.locator(f"[name='/{name}']").fill(value)
    page.locator("[name='/date']").fill("2026-11-30")
    page.locator("label:has([name='/helper_kind'])").first.click()
    page.get_by_role("button", name="Continue").click()
    page.locator("[name='/contact'][value=met]").check()
    asked.wait_for(state="visible")
    assert page.evaluate("getComputedStyle(document.querySelector('.main')).minHeight") != "0px"


# ---- both


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["check"], "check needs a file or a folder"),
        (["check", "nowhere.json"], "nowhere.json: there is no such file"),
        (["check", "good.json", "nowhere"], "nowhere: there is no such file"),
        (["check", "empty"], "empty: no file in this folder ends in .schema.json"),
        (["check", "good.json", "--language", "fr"], "--language"),
        (["check", "good.json", "--quickly"], "--quickly"),
        (["render"], "FORM"),
        (["render", "nowhere.json"], "nowhere.json: there is no such file"),
        (["render", "empty"], "empty: this is a folder, and one file is needed"),
        (["render", "good.json", "--answers", "no.json"], "no.json: there is no such file"),
        (["render", "good.json", "--answers", "empty"], "empty: this is a folder"),
        (["render", "good.json", "good.json"], "good.json"),
        (["chek", "good.json"], "chek"),
        (["check", "no\udcffwhere.json"], "no\\udcffwhere.json: there is no such file"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(
    folder: Path, run: Run, arguments: list[str], complaint: str
) -> None:
    write(folder / "good.json", PLAIN)
    (folder / "empty").mkdir()
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert complaint in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["render"], "formkit render"),
        (["check", "--quickly"], "formkit check"),
        (["serve", "--port", "eighty"], "formkit serve"),
        (["chek"], "formkit"),
    ],
)
def test_a_slip_is_answered_with_the_command_that_helps(
    run: Run, arguments: list[str], command: str
) -> None:
    assert run(*arguments)[2].endswith(f"\n{command} --help tells what there is.\n")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["check", "--help"], ["render", "-h"]])
def test_help_is_printed_with_examples(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: formkit")
    assert "formkit check" in out or "formkit render" in out
    if len(arguments) == 2:
        assert "Examples:" in out


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == (0, version("formkit") + "\n", "")


def test_output_is_utf_8_whatever_the_machine_says(folder: Path) -> None:
    form = str(write(folder / "form.json", {**GOOD, "title": "Mượn \ud800 sách"}))
    for language in ("C", "POSIX"):
        told = {"LC_ALL": language, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        shown = command("render", form, env=told)
        assert (shown.returncode, shown.stderr) == (0, b"")
        assert "Họ tên" in shown.stdout.decode("utf-8")
        judged = command("check", form, "--language", "vi", env=told)
        assert "cảnh báo" in judged.stdout.decode("utf-8")


def test_nobody_who_reads_is_no_reason_to_complain(folder: Path) -> None:
    # far more than a pipe holds
    texts = {f"q{number}": {"type": "string", "title": "x" * 500} for number in range(500)}
    form = write(folder / "form.json", {"type": "object", "properties": texts})
    program = "from formkit.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "render", str(form)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk without room")
def test_a_full_disk_is_told(folder: Path) -> None:
    form = write(folder / "form.json", GOOD)
    program = "from formkit.cli import main; main()"
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", program, "render", str(form)],
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"the output can't be written: ")
    assert b"Traceback" not in ran.stderr


def test_no_command_imports_a_web_framework_or_a_database(folder: Path) -> None:
    form = write(folder / "form.json", GOOD)
    program = f"""
import sys
from formkit.cli import main
for arguments in (["check", {str(form)!r}], ["render", {str(form)!r}]):
    try:
        main(arguments)
    except SystemExit as left:
        assert left.code == 0, left
names = {{name.partition(".")[0] for name in sys.modules}}
print(names & {{
    "alembic", "django", "fastapi", "flask", "httpx", "hypothesis", "playwright", "psycopg",
    "requests", "rich", "sqlalchemy", "starlette", "uvicorn", "werkzeug",
}}, file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stderr == b"set()\n"
