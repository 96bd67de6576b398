"""What LibreOffice, as it is set up in Vietnam, reads from an export: exactly the cells."""

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import formkit
from formkit.report.cells import Cell
from formkit.store.forms import Published
from tests.report.taking import GUARD, as_csv, published, responses, tables, taken
from tests.report.test_columns import TEXT, form, rows, ticks
from tests.report.test_csv import HOSTILE
from tests.report.test_xlsx import MARKED_UP

pytestmark = pytest.mark.long

# Tab between cells, UTF-8, each cell as it is kept and not as it is shown, every sheet.
WRITE = "csv:Text - txt - csv (StarCalc):9,34,76,1,,1033,true,false,false,false,false,-1"
# `;`, UTF-8, Vietnamese; what stands in quotes is text.
READ = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1066,true,false,false,false,false"


def found() -> str | None:
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


@pytest.fixture(scope="session")
def office() -> str:
    """The program; installed from Debian's packages where that may be done."""
    if found() is None and shutil.which("apt-get") is not None:
        before = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet: Any = {
            "capture_output": True,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run([*before, "apt-get", "update", "-q"], check=False, **quiet)
        wanted = ["install", "-y", "-q", "--no-install-recommends", "libreoffice-calc"]
        subprocess.run([*before, "apt-get", *wanted], check=False, **quiet)
    program = found()
    if program is None:
        pytest.skip("needs LibreOffice Calc, which isn't here and which apt can't install here")
    return program


def converted(office: str, file: Path, to: str, *more: str) -> list[Path]:
    """The files that LibreOffice makes of one."""
    out = file.parent / "converted"
    profile = (file.parent / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", *more]
    ran = subprocess.run(
        [*command, "--convert-to", to, "--outdir", str(out), str(file)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert out.is_dir(), ran.stderr
    return sorted(out.iterdir())


def cells(file: Path) -> list[list[str]]:
    text = io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")
    csv.field_size_limit(10_000_000)
    return list(csv.reader(text, delimiter="\t"))


def expected(versions: list[Published], given: Any, table: str, *, options: bool) -> Any:
    laid, lines = tables(versions, given, options=options, personal=True)
    held = laid.table(table)
    assert held is not None
    titles: list[Cell] = [column.name for column in held.columns]
    return [[as_csv(each, comma=False) for each in row] for row in (titles, *lines[table])]


SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
ODD = "every odd text"
READY = sorted({file.name.partition(".")[0] for file in (SCHEMAS / "samples").glob("*.json")})


def case(name: str) -> tuple[list[Published], list[dict[str, Any]]]:
    """A ready form with its samples, or a form with every odd text."""
    if name != ODD:
        samples = sorted((SCHEMAS / "samples").glob(f"{name}.*"))
        answers = [json.loads(sample.read_text(encoding="utf-8")) for sample in samples]
        return published(formkit.load(SCHEMAS / f"{name}.schema.json").document), answers
    number = {"type": "number", "title": "T"}
    odd = form(a=TEXT, n=number, t=ticks("x", "y"), people=rows(name=TEXT))
    texts = [text for text in HOSTILE + MARKED_UP if len(text) < 30_000]
    return published(odd), [
        {"a": text, "n": 3.5 + index, "t": ["x"], "people": [{"name": text}]}
        for index, text in enumerate(texts)
    ]


@pytest.mark.parametrize("name", [ODD, *READY])
def test_it_reads_a_workbook(name: str, office: str, tmp_path: Path) -> None:
    versions, answers = case(name)
    given = responses(versions[0], *answers)
    file = tmp_path / "out.xlsx"
    file.write_bytes(taken("xlsx", versions, given, personal=True))
    made = {each.stem.partition("-")[2]: each for each in converted(office, file, WRITE)}
    laid, _ = tables(versions, given, personal=True)
    for table in laid.tables:
        sheet = cells(made[table.name.replace("/", ".") or "Câu trả lời"])
        assert sheet == expected(versions, given, table.name, options=True)


@pytest.mark.parametrize("name", [ODD, *READY])
def test_it_reads_a_csv(name: str, office: str, tmp_path: Path) -> None:
    versions, answers = case(name)
    given = responses(versions[0], *answers)
    laid, _ = tables(versions, given, personal=True)
    for number, table in enumerate(laid.tables):
        file = tmp_path / str(number) / "out.csv"
        file.parent.mkdir()
        file.write_bytes(taken("csv", versions, given, personal=True, rows=table.name))
        (made,) = converted(office, file, WRITE, READ)
        plain = [[each[1:] if GUARD.match(each) else each for each in row] for row in cells(made)]
        assert plain == expected(versions, given, table.name, options=False)


@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_it_finds_nothing_to_compute_and_no_link(format_: Any, office: str, tmp_path: Path) -> None:
    versions, answers = case(ODD)
    file = tmp_path / f"out.{format_}"
    file.write_bytes(taken(format_, versions, responses(versions[0], *answers)))
    # also where somebody opens a CSV without saying what its quotes mean
    loose = READ.replace(",true,false,", ",false,true,", 1)
    more = [loose] if format_ == "csv" else []
    (made,) = converted(office, file, "fods", *more)
    text = made.read_text(encoding="utf-8")
    assert "office:value-type" in text
    assert "table:formula" not in text
    assert "<text:a " not in text
