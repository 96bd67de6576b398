"""What an export costs: how fast the rows come, and how much memory 20,000 or 100,000 take."""

import csv
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import formkit
from formkit.store.database import open_database
from formkit.store.engine import FILE, Database
from formkit.store.forms import Published, publish
from formkit.store.receipts import Fill, keep

HERE = Path(__file__).parent
SLUG = "checklist-40"
FEW, MANY = 20_000, 100_000
MOST_MEGABYTES = 300
# Between two measurements of one program; what grows with its rows would be five times as much.
GROWTH = 1.1
BEGAN = datetime.fromisoformat("2026-11-02T08:00:00+07:00")


def main() -> bool:
    """Measure all of it; whether it is within its bounds."""
    answers = json.loads((HERE / f"{SLUG}.answers.json").read_text("utf-8"))["valid"]
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = open_database(folder)
        try:
            with database.writing() as connection:
                form = formkit.load(HERE / f"{SLUG}.schema.json")
                published = publish(connection, SLUG, form, at=BEGAN)
            fill(database, published, answers, range(FEW))
            few = [Export(folder, kind) for kind in ("jsonl", "csv", "xlsx")]
            fill(database, published, answers, range(FEW, MANY))
        finally:
            database.close()
        reference = bare(folder)
        print(
            f"\n{f'export of {MANY:,} responses':<58} {'rows/s':>9} {'bare CSV':>12}  {'ratio':>7}"
        )
        within = [told(folder, before, reference) for before in few]
        return all(within)


def fill(database: Database, published: Published, answers: Any, numbers: range) -> None:
    for start in range(numbers.start, numbers.stop, 1_000):
        with database.writing() as connection:
            for number in range(start, start + 1_000):
                received = BEGAN + timedelta(seconds=number)
                keep(connection, sent(published, answers, number, received))


def sent(published: Published, answers: Any, number: int, received: datetime) -> Fill:
    return Fill(
        form_id=published.form_id,
        form=published.form,
        fill_id=f"{number:032x}",
        pairs_sha256="",
        answers=answers,
        language="vi",
        started_at=None,
        received=received,
    )


# The peak of a process that was started counts from that of the one that started it, but for what
# the kernel counts for its own memory alone.
COMMAND = """
import runpy
try:
    runpy.run_module("formkit", run_name="__main__", alter_sys=True)
finally:
    with open("/proc/self/status") as status:
        print(next(line for line in status if line.startswith("VmHWM")).split()[1])
"""


class Export:
    """One run of `formkit export`, in a process of its own."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.kind = kind
        output = folder / f"out.{kind}"
        command = [sys.executable, "-c", COMMAND, "export", SLUG, "--data", folder, "-o", output]
        start = time.perf_counter()
        told = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
        self.seconds = time.perf_counter() - start
        self.megabytes = int(told.stdout) / 1_000
        output.unlink()


def told(folder: Path, few: Export, reference: float) -> bool:
    """Measure a format and print it; whether it is within its bounds."""
    many = Export(folder, few.kind)
    rate = MANY / many.seconds
    growth = many.megabytes / few.megabytes
    within = many.megabytes <= MOST_MEGABYTES and growth <= GROWTH
    print(
        f"{few.kind:<58} {rate:>9.0f} {reference:>12.0f}  {rate / reference:>6.2f} ×"
        f"  ({many.megabytes:.0f} MB, {growth:.2f} × that of {FEW:,}; at most {MOST_MEGABYTES} MB,"
        f" {GROWTH:g} ×{'' if within else ', NOT MET'})"
    )
    return within


def bare(folder: Path) -> float:
    """Rows a second of a CSV of the same answers, written by SQLite's and Python's own hands."""
    start = time.perf_counter()
    with (
        closing(sqlite3.connect(folder / FILE)) as connection,
        (folder / "bare.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, delimiter=";")
        for (answers,) in connection.execute("SELECT answers FROM revision"):
            writer.writerow(list(flat(json.loads(answers))))
    return MANY / (time.perf_counter() - start)


def flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inside in value.values():
            yield from flat(inside)
    elif isinstance(value, list):
        yield "; ".join(map(str, value))
    else:
        yield value


if __name__ == "__main__":
    sys.exit(not main())
