"""What got a receipt is kept once, whatever dies in between: servers, databases, a full disk."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from formkit.page.render import render
from formkit.store.database import open_database
from formkit.store.responses import responses
from formkit.testing import submitted_pairs
from tests.crowd import Acknowledged, Crowd, Pairs, Process, post
from tests.e2e.ready import ROOT, ready, sample
from tests.postgres import server as postgres_server
from tests.serving import free_port

SLUG = "one-minute-survey"
FORM = ROOT / "schemas" / f"{SLUG}.schema.json"

# submissions and kills: a few each time, as many as the house promises in a long run
SIZES = [
    pytest.param(400, 2, id="short"),
    pytest.param(5_000, 10, id="long", marks=pytest.mark.long),
]
# a crowd at one address is no attack here, and the disk of a test is its own business
UNLIMITED = {"FORMKIT_RATE": "0", "FORMKIT_FREE_DISK": "0"}


@pytest.fixture(scope="module")
def pairs() -> Callable[[int], Pairs]:
    """The n-th of many different answers to one form."""
    form = ready(SLUG)
    blank = submitted_pairs(render(form, sample(SLUG)))
    sent = [pair for pair in blank if pair[0] not in ("~id", "/comment")]
    return lambda number: [*sent, ("/comment", f"Góp ý {number}")]


@contextmanager
def servers(folder: Path, count: int = 1, database: str | None = None) -> Iterator[list[Process]]:
    """Processes that serve the form, started."""
    environment = UNLIMITED if database is None else UNLIMITED | {"FORMKIT_DATABASE": database}
    with ExitStack() as stack:
        made = []
        for number in range(count):
            data = folder / ("data" if database is None else f"data-{number}")
            process = Process(FORM, "--data", data, log=folder / f"log-{number}", **environment)
            stack.callback(process.kill)
            made.append(process.start())
        yield made


def hold(
    folder: Path, database: str | None, acknowledged: list[Acknowledged], port: int, crowd: Crowd
) -> None:
    """Each acknowledged fill is stored once, and posted again it has the same receipt."""
    numbers = {fill: number for number, fill in enumerate(crowd.fills)}
    for told in acknowledged:
        status, answer = post(port, SLUG, crowd.pairs(numbers[told.fill]), told.fill)
        assert status == 200
        assert (answer["receipt"], answer["code"]) == (told.receipt, told.code)
    store = open_database(folder, database)
    try:
        with store.reading() as connection:
            kept = list(responses(connection, SLUG))
    finally:
        store.close()
    assert Counter(each.code for each in kept) == Counter(told.code for told in acknowledged)
    assert len(kept) == crowd.count
    comments = Counter(each.answers["comment"] for each in kept)
    assert comments == Counter(f"Góp ý {number}" for number in range(crowd.count))


@pytest.mark.parametrize(("count", "kills"), SIZES)
def test_a_killed_server_loses_nothing_and_stores_nothing_twice(
    tmp_path: Path, pairs: Callable[[int], Pairs], count: int, kills: int
) -> None:
    with servers(tmp_path) as (process,):
        crowd = Crowd([process.port], SLUG, pairs, count)
        crowd.begin()
        for moment in sorted(random.sample(range(10, count - 10), kills)):
            crowd.wait_for(moment)
            process.kill()
            process.start()
        crowd.finish()
        hold(tmp_path / "data", None, crowd.acknowledged, process.port, crowd)


@pytest.mark.parametrize(("count", "kills"), SIZES)
def test_a_killed_postgresql_loses_nothing_and_stores_nothing_twice(
    tmp_path: Path, pairs: Callable[[int], Pairs], count: int, kills: int
) -> None:
    with postgres_server() as database, servers(tmp_path, 1, database.postgres.url) as (process,):
        crowd = Crowd([process.port], SLUG, pairs, count)
        crowd.begin()
        for number, moment in enumerate(sorted(random.sample(range(10, count - 10), kills))):
            crowd.wait_for(moment)
            database.kill()
            if number % 2:
                process.kill()
            database.start()
            if number % 2:
                process.start()
        crowd.finish()
        url = database.postgres.url
        hold(tmp_path / "data-0", url, crowd.acknowledged, process.port, crowd)


@pytest.mark.parametrize(("count", "kills"), SIZES)
def test_four_servers_share_one_postgresql(
    tmp_path: Path, pairs: Callable[[int], Pairs], count: int, kills: int
) -> None:
    with postgres_server() as database, servers(tmp_path, 4, database.postgres.url) as processes:
        crowd = Crowd([each.port for each in processes], SLUG, pairs, count)
        crowd.begin()
        for moment in sorted(random.sample(range(10, count - 10), kills)):
            crowd.wait_for(moment)
            process = random.choice(processes)
            process.kill()
            process.start()
        crowd.finish()
        url = database.postgres.url
        hold(tmp_path / "data-0", url, crowd.acknowledged, processes[-1].port, crowd)


def test_a_second_server_of_one_folder_is_refused_in_words(tmp_path: Path) -> None:
    with servers(tmp_path):
        command = [sys.executable, "-m", "formkit", "serve", FORM, "--data", tmp_path / "data"]
        command += ["--port", free_port()]
        second = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60)
    assert second.returncode == 2
    assert "Another formkit is serving" in second.stderr


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own with so much room."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size}", "formkit-test", str(folder)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a small disk")
def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path, pairs: Callable[[int], Pairs]) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "5m"), servers(disk) as (process,):
        stored: list[tuple[int, Acknowledged]] = []
        crowd = Crowd([process.port], SLUG, pairs, 100_000, clients=1)
        for number in range(crowd.count):
            status, told = post(process.port, SLUG, pairs(number), crowd.fills[number])
            if status != 200:
                break
            stored.append(
                (number, Acknowledged(crowd.fills[number], told["receipt"], told["code"]))
            )
        assert status == 507
        assert len(stored) > 100
        for number, first in (stored[0], stored[-1]):
            status, told = post(process.port, SLUG, pairs(number), first.fill)
            assert (status, told["receipt"]) == (200, first.receipt)
        process.kill()
        store = open_database(disk / "data")
        try:
            with store.reading() as connection:
                kept = Counter(each.code for each in responses(connection, SLUG))
        finally:
            store.close()
        assert kept == Counter(told.code for _, told in stored)
