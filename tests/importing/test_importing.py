"""`formkit import`: what a phone saved in a file is stored once, as if the phone had sent it."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import formkit
from formkit.cli import main
from formkit.cli.importing import Intake
from formkit.store import forms
from formkit.store.database import Database, open_database
from formkit.store.retention import keep_terms
from tests.crowd import Process, post
from tests.importing.phone_files import (
    FILE,
    FORM,
    NAME,
    NEXT,
    VISIT,
    Run,
    id_of,
    kept,
    publish,
    recorded,
    saved,
    write,
)
from tests.postgres import postgres

UNKNOWN = "it was made on a version of {} that this store hasn't"
ELSEWHERE = "; its version is published as visit"

# ---- what is stored


def test_a_fill_is_stored_as_it_was_filled_in(store: Database, run: Run) -> None:
    people = [("/people/4/name", "Bà  Tư "), ("/people/2/name", "Ông Năm")]
    file = write(saved(1, ("/house", "12/3"), ("/age", "1.234"), ("/name", "Ánh"), *people))
    before = Path(file).read_bytes()
    status, out, err = run(file)
    (response,) = kept(store)
    assert (status, err) == (0, [])
    assert out == [f"{FILE}: 1: stored as {response.code}: {NAME}", "1 fill: 1 stored."]
    assert response.answers == {
        "house": "12/3",
        "age": 1234,
        "name": "Ánh",
        "people": [{"name": "Bà Tư"}, {"name": "Ông Năm"}],
    }
    assert response.language == "vi"
    # that it came from a file is recorded; what was answered isn't
    assert recorded(store) == [(response.id, "command", ())]
    assert Path(file).read_bytes() == before


def test_nothing_that_was_answered_is_printed(store: Database, run: Run) -> None:
    answers = [("/house", "12/3 Cô Giang"), ("/name", "Nguyễn Thị Ánh")]
    write(saved(1, *answers), saved(2, *answers, ("/age", "tám mươi")))
    _, out, err = run(FILE)
    assert len(kept(store)) == 1
    assert not any(word in "\n".join(out + err) for word in ("Cô Giang", "Ánh", "tám mươi"))


def test_twice_is_stored_once(store: Database, run: Run) -> None:
    write(saved(1), saved(2))
    run(FILE)
    codes = [each.code for each in kept(store)]
    status, out, err = run(FILE)
    assert (status, err) == (0, [])
    assert out == [
        f"{FILE}: 1: stored before as {codes[0]}: {NAME}",
        f"{FILE}: 2: stored before as {codes[1]}: {NAME}",
        "2 fills: 2 stored before.",
    ]
    assert len(kept(store)) == 2
    assert len(recorded(store)) == 2


def test_two_files_may_hold_the_same_fill(store: Database, run: Run) -> None:
    write(saved(1), saved(1))
    write(saved(1), saved(2), name="other.json")
    status, out, _ = run(FILE, "other.json", FILE)
    assert status == 0
    assert out[-1] == "4 fills: 2 stored, 2 stored before."
    assert len(kept(store)) == 2


def test_the_same_id_with_other_answers_is_a_conflict(store: Database, run: Run) -> None:
    write(saved(1))
    run(FILE)
    (first,) = kept(store)
    write(saved(1, ("/house", "7")), saved(2))
    status, out, err = run(FILE)
    assert status == 1
    assert out[0] == f"{FILE}: 1: not stored: {NAME}"
    assert out[-1] == "2 fills: 1 stored, 1 not stored."
    why = f"its id is stored as {first.code} with other answers, and those stay as they are"
    assert err == [f"{FILE}: 1: {why}"]
    assert kept(store)[0] == first


def test_when_the_page_was_opened_makes_no_conflict(store: Database, run: Run) -> None:
    write(saved(1))
    run(FILE)
    again = saved(1)
    write({**again, "body": again["body"].replace("16%3A58", "17%3A01")})
    assert run(FILE)[1][-1] == "1 fill: 1 stored before."


def test_a_fill_of_another_form_is_a_conflict(store: Database, run: Run) -> None:
    publish(store, formkit.load({**VISIT, "title": "Khác"}), "other")
    write(saved(1))
    run(FILE)
    write(saved(1, path="/f/other"))
    status, _, (why,) = run(FILE)
    assert status == 1
    assert "is stored as" in why


def test_an_older_version_judges_its_own(store: Database, run: Run) -> None:
    publish(store, NEXT)
    write(saved(1), saved(2, form=NEXT), saved(3, ("/house", "7"), ("/age", "81"), form=NEXT))
    status, out, err = run(FILE)
    assert status == 1
    assert [each.number for each in kept(store)] == [1, 2]
    assert out[-1] == "3 fills: 2 stored, 1 not stored."
    (why,) = err
    assert why.startswith(f"{FILE}: 2: /age: ")


def test_without_a_version_it_is_the_newest(store: Database, run: Run) -> None:
    publish(store, NEXT)
    write(saved(1, body=f"~id={id_of(1)}&/house=7&/age=8"))
    assert run(FILE)[0] == 0
    assert kept(store)[0].number == 2


@pytest.mark.parametrize(
    ("fill", "why"),
    [
        (saved(form=NEXT), UNKNOWN.format("visit")),
        (saved(body=f"~form=x&~id={id_of(1)}"), UNKNOWN.format("visit")),
        (saved(path="/f/other"), UNKNOWN.format("other") + ELSEWHERE),
        (saved(path="/f/visits", form=NEXT), "there is no form visits in this store"),
        (saved(path="/f/visits"), "there is no form visits in this store" + ELSEWHERE),
    ],
)
def test_what_is_not_published_here_is_told(
    store: Database, run: Run, fill: dict[str, Any], why: str
) -> None:
    publish(store, formkit.load({**VISIT, "title": "Khác"}), "other")
    write(fill)
    status, out, err = run(FILE)
    slug = fill["path"].removeprefix("/phieu").removeprefix("/f/").partition("?")[0]
    assert (status, err) == (1, [f"{FILE}: 1: {why}"])
    assert out == [f"{FILE}: 1: not stored: {slug}", "1 fill: 1 not stored."]


def test_a_stopped_form_takes_what_files_hold(store: Database, run: Run) -> None:
    with store.writing() as connection:
        forms.set_state(connection, "visit", "stopped")
    write(saved(1), saved(2))
    status, out, err = run(FILE)
    assert (status, err) == (0, ["visit is stopped, and takes fills from files."])
    assert out[-1] == "2 fills: 2 stored."
    assert run(FILE)[2] == []


def test_problems_are_told_with_their_places(store: Database, run: Run) -> None:
    write(saved(1, ("/age", "x"), ("/nobody", "1")), saved(2))
    before = Path(FILE).read_bytes()
    status, out, err = run(FILE)
    assert status == 1
    assert out[0] == f"{FILE}: 1: not stored: {NAME}"
    assert out[-1] == "2 fills: 1 stored, 1 not stored."
    assert [line.split(": ")[:3] for line in err] == [
        [FILE, "1", "(root)"], [FILE, "1", "/house"], [FILE, "1", "/age"],
    ]  # fmt: skip
    # what is only recommended keeps nothing from being stored, and isn't told
    found = formkit.submit(FORM, {"~lang": "vi", "/age": "x"}).problems
    assert [each.severity for each in found] == ["error", "error", "warning"]
    assert all(line.rpartition(": ")[2][0].isupper() for line in err)
    assert Path(FILE).read_bytes() == before


def test_a_button_is_no_sending(store: Database, run: Run) -> None:
    write(saved(1, ("/house", "7"), ("~do", "add /people")))
    status, _, err = run(FILE)
    assert status == 1
    assert err == [f"{FILE}: 1: a button in the form was pressed (~do), and the form wasn't sent"]
    assert kept(store) == []


def test_who_was_erased_stays_erased(
    store: Database, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    write(saved(1))
    run(FILE)
    (first,) = kept(store)
    with pytest.raises(SystemExit):
        main(["erase", first.code])
    capsys.readouterr()
    # as it was, and with something else under the same id
    write(saved(1), saved(1, ("/house", "7")))
    status, out, err = run(FILE)
    assert (status, err) == (0, [])
    line = f"stored before as {first.code}, and erased since: {NAME}"
    assert out == [f"{FILE}: 1: {line}", f"{FILE}: 2: {line}", "2 fills: 2 erased."]
    assert kept(store) == []


def test_after_a_term_sameness_is_not_known(store: Database, run: Run) -> None:
    term = formkit.load(
        {
            "title": "Thăm nhà",
            "type": "object",
            "properties": {"name": {"type": "string", "x-personal": {"level": "basic", "days": 7}}},
        }
    )
    publish(store, term, "term")
    write(saved(1, ("/name", "Ánh"), form=term, path="/f/term"))
    assert run(FILE)[0] == 0

    def work(each: Any) -> Any:
        with store.writing() as connection:
            return each(connection)

    later = datetime.now().astimezone().replace(year=datetime.now().year + 1)
    assert keep_terms(store, work, later).answers == 1
    status, _, (why,) = run(FILE)
    assert status == 1
    assert "whether with the same answers isn't known any more" in why


# ---- a trial


def test_a_dry_run_stores_nothing(store: Database, run: Run) -> None:
    write(saved(1))
    run(FILE)
    (first,) = kept(store)
    write(
        saved(1), saved(2), saved(2), saved(2, ("/house", "7")), saved(3, ("/age", "1")),
        saved(3),
    )  # fmt: skip
    status, out, err = run(FILE, "--dry-run")
    assert status == 1
    assert out == [
        f"{FILE}: 1: stored before as {first.code}: {NAME}",
        f"{FILE}: 2: would be stored: {NAME}",
        f"{FILE}: 3: stored before: visit",
        f"{FILE}: 4: not stored: visit",
        f"{FILE}: 5: not stored: {NAME}",
        f"{FILE}: 6: would be stored: {NAME}",
        "6 fills: 2 would be stored, 2 stored before, 2 not stored.",
    ]
    assert [line.split(": ")[1] for line in err] == ["4", "5"]
    assert kept(store) == [first]
    assert len(recorded(store)) == 1
    assert [line.partition(" as ")[0] for line in run(FILE)[1][:6]] == [
        f"{FILE}: 1: stored before", f"{FILE}: 2: stored", f"{FILE}: 3: stored before",
        f"{FILE}: 4: not stored: {NAME}", f"{FILE}: 5: not stored: {NAME}", f"{FILE}: 6: stored",
    ]  # fmt: skip


def test_a_full_disk_is_told_and_the_rest_comes_later(
    store: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(saved(1))
    run(FILE)
    monkeypatch.setenv("FORMKIT_FREE_DISK", str(10**17))
    status, out, (why,) = run(write(saved(1), saved(2)))
    # what is stored already needs no room
    assert (status, out[-1]) == (2, "1 fill: 1 stored before.")
    assert why.startswith("Less than 100,000,000,000,000,000 bytes are free on the disk")
    monkeypatch.delenv("FORMKIT_FREE_DISK")
    assert run(FILE)[1][-1] == "2 fills: 1 stored, 1 stored before."


# ---- beside a server, in PostgreSQL, and in the pages


def test_the_server_and_the_command_know_each_others_fills(folder: Path) -> None:
    Path("visit.schema.json").write_text(json.dumps(VISIT), encoding="utf-8")
    process = Process("visit.schema.json", "--data", "data", log=folder / "log").start()
    try:
        answers = [("~form", FORM.sha256), ("~lang", "vi"), ("/house", "12/3 Cô Giang")]
        _, sent = post(process.port, "visit", answers, id_of(1))
        write(*(saved(number) for number in range(1, 41)))
        command = [sys.executable, "-m", "formkit", "import", FILE, "--data", "data"]
        # two at once, while phones send what is in the file
        first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        second = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        told = {
            number: post(process.port, "visit", answers, id_of(number))
            for number in range(40, 1, -1)
        }
        outputs = [each.communicate(timeout=120) for each in (first, second)]
        assert [first.returncode, second.returncode] == [0, 0]
        assert [err for _, err in outputs] == [b"", b""]
        codes = {1: sent["code"], **{number: each["code"] for number, (_, each) in told.items()}}
        assert {status for status, _ in told.values()} == {200}
        for out, _ in outputs:
            lines = out.decode().splitlines()
            assert len(lines) == 41
            for number, line in enumerate(lines[:-1], 1):
                assert f" as {codes[number]}: {NAME}" in line
        # something else under an id that came from a file
        status, clash = post(process.port, "visit", [*answers, ("/age", "8")], id_of(7))
        assert (status, clash["conflict"]) == (409, "other")
    finally:
        process.stop()
    database = open_database(Path("data"))
    assert len(kept(database)) == 40
    imported = sum(out.count(b": stored as ") for out, _ in outputs)
    assert imported == len(recorded(database))
    database.close()


def test_what_arrives_while_it_is_judged_is_stored_once(
    store: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(saved(1), saved(2), name="meanwhile.json")
    look = Intake._room

    def arrive(self: Intake) -> None:
        monkeypatch.setattr(Intake, "_room", look)
        with pytest.raises(SystemExit):
            main(["import", "meanwhile.json"])

    monkeypatch.setattr(Intake, "_room", arrive)
    status, out, _ = run(write(saved(1), saved(2, ("/house", "7"))))
    assert status == 1
    first, second = kept(store)
    assert out == [
        f"meanwhile.json: 1: stored as {first.code}: {NAME}",
        f"meanwhile.json: 2: stored as {second.code}: {NAME}",
        "2 fills: 2 stored.",
        f"{FILE}: 1: stored before as {first.code}: {NAME}",
        f"{FILE}: 2: not stored: {NAME}",
        "2 fills: 1 stored before, 1 not stored.",
    ]
    assert len(recorded(store)) == 2


def test_it_goes_into_postgresql_alike(folder: Path, run: Run) -> None:
    with postgres() as server, server.database() as address:
        database = open_database(Path("data"), address)
        publish(database, FORM)
        there = ("--data", "data", "--database", address)
        write(saved(1), saved(2, ("/age", "1")), saved(3, path="/f/\x00"))
        status, out, _ = run(FILE, *there)
        assert (status, out[-1]) == (1, "3 fills: 1 stored, 2 not stored.")
        assert run(FILE, *there)[1][-1] == "3 fills: 1 stored before, 2 not stored."
        assert len(kept(database)) == len(recorded(database)) == 1
        database.close()
