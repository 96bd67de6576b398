"""A phone's file that is damaged, odd, or no phone's: told in words, and the rest is taken in."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from formkit.store.database import Database
from formkit.store.receipts import by_fill
from tests.blocks import blocks
from tests.importing.phone_files import FILE, FORM, Run, id_of, kept, saved, write

NO_JSON = "it isn't JSON: it is damaged or cut off, or it never was"
NO_KIND = "this isn't a file of forms that a phone saved"
NO_VOCABULARY = "it doesn't say of which vocabulary it is"
NEWER = "it is of vocabulary 2, and this formkit reads 1"
NO_FILLS = "the list of fills is missing in it"


def test_letters_are_composed_as_everywhere(store: Database, run: Run) -> None:
    apart = unicodedata.normalize("NFD", "Hẻm Nguyễn Cư Trinh")
    # once as escapes, once as the letters themselves
    raw = f"~form={FORM.sha256}&~id={id_of(2)}&/house={apart.replace(' ', '+')}"
    write(saved(1, ("/house", f" {apart}\r\n")), saved(2, body=raw))
    assert run(FILE)[0] == 0
    assert [each.answers for each in kept(store)] == [{"house": "Hẻm Nguyễn Cư Trinh"}] * 2


def test_a_file_may_begin_with_a_mark(store: Database, run: Run) -> None:
    write(saved(1))
    Path(FILE).write_bytes(b"\xef\xbb\xbf" + Path(FILE).read_bytes())
    assert run(FILE)[0] == 0


@pytest.mark.parametrize(
    ("fill", "why"),
    [
        ("a text", "it isn't an object with id, path and body"),
        ({}, "its id is missing, or isn't a text"),
        (saved(id=None), "its id is missing, or isn't a text"),
        (saved(path=7), "its path is missing, or isn't a text"),
        ({"id": id_of(1), "path": "/f/visit"}, "its body is missing, or isn't a text"),
        (saved(id="short"), "its id can't be that of a fill"),
        (saved(id=id_of(2)), "its id isn't the one in its body"),
        (saved(body="/house=7"), "its id isn't the one in its body"),
        (saved(path="/r/visit"), "its path isn't the address of a form: /r/visit"),
        (saved(path="/f/Nguyễn\x1b"), "its path isn't the address of a form: /f/Nguyễn\\x1b"),
        (saved(path="/f/\x00"), "its path isn't the address of a form: /f/\\x00"),
        (saved(body=f"~id={id_of(1)}&/house=%ff"), "its body isn't UTF-8 text"),
        (saved(body=f"~id={id_of(1)}&/house=%ED%A0%80"), "its body isn't UTF-8 text"),
        (saved(body=f"~id={id_of(1)}" + "&" * 20_000), "its body has more than 20000 fields"),
    ],
)  # fmt: skip
def test_a_wrong_fill_keeps_no_other_from_being_stored(
    store: Database, run: Run, fill: Any, why: str
) -> None:
    write(fill, saved(5))
    status, out, err = run(FILE)
    assert (status, err) == (1, [f"{FILE}: 1: {why}"])
    assert out[0] == f"{FILE}: 1: not stored"
    assert out[-1] == "2 fills: 1 stored, 1 not stored."


def test_half_a_character_is_told(store: Database, run: Run) -> None:
    # a lone surrogate can stand in JSON as an escape only
    fill = saved(1, body=f"~id={id_of(1)}&/house=x\ud83d", path="/f\ud83d/f/visit?\ud83d")
    document = {"formkit": "fills", "vocabulary": 1, "fills": [fill, saved(5)]}
    Path(FILE).write_text(json.dumps(document), encoding="ascii")
    status, out, err = run(FILE)
    assert (status, err) == (1, [f"{FILE}: 1: its body isn't UTF-8 text"])
    assert out[-1] == "2 fills: 1 stored, 1 not stored."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", NO_JSON),
        (b"PK\x03\x04", NO_JSON),
        (b'{"formkit": "fills", "vocabulary": 1, "fills": [{"id"', NO_JSON),
        (b"[" * 100_000, NO_JSON),
        (b"9" * 10_000, NO_JSON),
        (b'"\xff"', "it isn't UTF-8 text"),
        (b'{"formkit": "fills", "x": "\xed\xa0\x80"}', "it isn't UTF-8 text"),
        ("{}".encode("utf-16"), "it isn't UTF-8 text"),
        (b"[]", NO_KIND),
        (b"{}", NO_KIND),
        (b'{"formkit": "backup"}', NO_KIND),
        (b'{"formkit": ["fills"]}', NO_KIND),
        (b'{"formkit": "fills"}', NO_VOCABULARY),
        (b'{"formkit": "fills", "vocabulary": true}', NO_VOCABULARY),
        (b'{"formkit": "fills", "vocabulary": 2, "fills": []}', NEWER),
        (b'{"formkit": "fills", "vocabulary": 1}', NO_FILLS),
        (b'{"formkit": "fills", "vocabulary": 1, "fills": {}}', NO_FILLS),
        (b" " * 32_000_001, "it is larger than 32 MB, and no phone's file is"),
    ],
    ids=range(18),
)
def test_a_wrong_file_is_told_and_the_others_are_taken_in(
    store: Database, run: Run, content: bytes, why: str
) -> None:
    Path("wrong.json").write_bytes(content)
    status, out, err = run("wrong.json", write(saved(1)))
    assert (status, err) == (1, [f"wrong.json: {why}"])
    assert out[-1] == "1 fill: 1 stored; 1 file not taken in."
    assert len(kept(store)) == 1


def test_a_file_that_cannot_be_read_is_told(
    store: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(saved(1))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # whoever runs the tests may be let read everything
    monkeypatch.setattr(Path, "open", refuse)
    assert run(file) == (
        1, ["0 fills; 1 file not taken in."], [f"{FILE}: it can't be read: Permission denied"],
    )  # fmt: skip


def test_a_file_may_come_by_the_standard_input(store: Database) -> None:
    # whom the store belongs to may not be let read the file
    write(saved(1))
    command = [sys.executable, "-m", "formkit", "import", "-", "--data", str(store.folder)]
    with Path(FILE).open("rb") as file:
        done = subprocess.run(command, stdin=file, capture_output=True, check=True, text=True)
    assert done.stdout.endswith("\n1 fill: 1 stored.\n")
    assert done.stdout.startswith("-: 1: stored as ")


def test_a_place_that_cannot_be_looked_into_is_told(store: Database, run: Run) -> None:
    name = "x" * 300
    assert run(name) == (2, [], [f"{name}: it can't be looked at: File name too long"])


def test_a_slip_in_a_name_stores_nothing(store: Database, run: Run) -> None:
    file = write(saved(1))
    assert run(file, "no.json") == (2, [], ["no.json: there is no such file"])
    assert run(file, "--dry-rn") == (2, [], ["--dry-rn: there is no such file"])
    assert run(file, "formkit-data")[0] == 2
    assert run()[0] == 2
    assert run(file, "--data", "elsewhere") == (
        2, [], ["elsewhere: there is no store in this folder; --data says which one it is"],
    )  # fmt: skip
    assert kept(store) == []


def test_a_file_without_fills_is_well(store: Database, run: Run) -> None:
    assert run(write()) == (0, ["0 fills."], [])


def test_the_file_of_the_reference_is_taken_in(store: Database, run: Run, root: Path) -> None:
    page = root / "docs" / "reference" / "phone-files.md"
    (block,) = [each for each in blocks(page) if each.language == "json"]
    text = block.text.replace("44d0…", FORM.sha256)
    Path(FILE).write_text(text, encoding="utf-8")
    assert run(FILE)[1][-1] == "1 fill: 1 stored."
    (response,) = kept(store)
    assert response.answers == {"house": "12/3 Cô Giang"}
    with store.reading() as connection:
        assert by_fill(connection, json.loads(text)["fills"][0]["id"]) is not None
