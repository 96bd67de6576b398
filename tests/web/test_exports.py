"""The files that are made for downloading: how long they last, and what several processes see."""

import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

from formkit.web import application
from formkit.web.exports import Exports, File, Wanted
from formkit.web.host import Host, local_now
from tests.web.making import Slow, folder, until

DAY = timedelta(days=1)


class Clocked:
    """Exports on a folder, with a clock that the test turns."""

    def __init__(self, host: Host) -> None:
        self.now = local_now()
        self.going = True
        self.told: list[Exception] = []
        self.exports = self.another(host)

    def another(self, host: Host) -> Exports:
        return Exports(
            host.settings.data,
            lambda: host.database,
            lambda: self.now,
            lambda: self.going,
            self.told.append,
        )

    def ready(self) -> File:
        file = self.exports.ask(Wanted("poll", "csv", personal=False, language="vi"), 0)
        until(lambda: self._state(file) == "ready")
        return file

    def _state(self, file: File) -> str | None:
        found = self.exports.find(file.id)
        return found.state if found else None


def test_a_file_lasts_a_day(host: Host) -> None:
    clocked = Clocked(host)
    first = clocked.ready()
    clocked.now += DAY - timedelta(seconds=1)
    second = clocked.ready()
    assert [file.id for file in clocked.exports.all()] == [second.id, first.id]
    clocked.now += timedelta(seconds=1)
    clocked.exports.tidy()
    assert [file.id for file in clocked.exports.all()] == [second.id]
    assert not clocked.exports.path(first).exists()


def test_the_host_tidies_when_it_opens(hosting: Callable[..., Host]) -> None:
    host = hosting()
    clocked = Clocked(host)
    file = clocked.ready()
    host.close()
    late = hosting()
    late.now = lambda: clocked.now + DAY
    with TestClient(application(host=late)):
        until(lambda: not clocked.exports.path(file).exists())


def test_another_process_sees_the_same_files(host: Host) -> None:
    clocked = Clocked(host)
    file = clocked.ready()
    other = clocked.another(host)
    assert other.find(file.id) == clocked.exports.find(file.id)
    other.remove(file)
    assert clocked.exports.find(file.id) is None


def test_what_a_process_left_when_it_was_killed_is_broken_and_goes(host: Host) -> None:
    clocked = Clocked(host)
    file = clocked.ready()
    beside = folder(host) / f"{file.id}.json"
    told = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps({**told, "state": "running"}), "utf-8")
    assert clocked.exports.find(file.id) is not None
    assert clocked.exports.find(file.id).state == "running"  # type: ignore[union-attr] # see above
    silent = time.time() - 60
    os.utime(beside, (silent, silent))
    assert clocked.exports.find(file.id).state == "broken"  # type: ignore[union-attr] # see above
    # the half of a file, and the folder that a workbook is put together in
    for name in (".half.part", ".formkit-x/sheet"):
        left = folder(host) / name
        left.parent.mkdir(exist_ok=True)
        left.write_text("…", "utf-8")
        old = time.time() - 2 * DAY.total_seconds()
        os.utime(left, (old, old))
        os.utime(folder(host) / name.partition("/")[0], (old, old))
    clocked.exports.tidy()
    assert {path.suffix for path in folder(host).iterdir()} == {".json", ".csv"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"wanted": {}}', '{"id": "x"}'])
def test_what_is_no_file_is_passed_over(host: Host, text: str) -> None:
    clocked = Clocked(host)
    file = clocked.ready()
    (folder(host) / "0123456789abcdef.json").write_text(text, "utf-8")
    assert [each.id for each in clocked.exports.all()] == [file.id]
    assert clocked.exports.find("0123456789abcdef") is None


def test_moments_are_those_of_the_clock_that_asked() -> None:
    wanted = Wanted(
        "x", "csv", personal=False, language="vi", since="2026-11-24", until="2026-11-25"
    )
    since, until = wanted.moments("+07:00")
    assert since == datetime.fromisoformat("2026-11-24T00:00:00+07:00")
    assert until == datetime.fromisoformat("2026-11-26T00:00:00+07:00")


def test_a_server_that_ends_goes_on_with_none(host: Host, slow: Slow) -> None:
    clocked = Clocked(host)
    file = clocked.exports.ask(Wanted("poll", "csv", personal=False, language="vi"), 0)
    until(lambda: slow.at_work == 1)
    clocked.going = False
    until(lambda: slow.at_work == 0)
    assert not clocked.exports.path(file).exists()
    assert clocked.told == []
