"""Every message that formkit shows is in the catalogues, in words that people like to read."""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from formkit.filling.wording import amounts, answers, lists, sending, texts

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# What blames, what only a programmer knows, and what shouts.
FORBIDDEN = (
    "!",
    "invalid",
    "illegal",
    "wrong",
    "fail",
    "must",
    "required",
    "json",
    "schema",
    "không hợp lệ",
    "lỗi",
    "sai",
    "vi phạm",
    "thất bại",
    "xác thực",
    "bắt buộc",
    "phải",
    "bạn",
)
# "Is not" is "không phải", and the mark of a question that may be left out holds "bắt buộc".
ALLOWED = ("không phải là", "không bắt buộc")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type] # a sequence


def entries(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {forms(m.id): forms(m.string) for m in catalog if m.id}


@pytest.fixture(scope="module")
def template(root: Path) -> Catalog:
    return read(root / "formkit/locale/formkit.pot")


@pytest.fixture(scope="module")
def vietnamese(root: Path) -> Catalog:
    return read(root / "formkit/locale/vi/LC_MESSAGES/formkit.po")


@pytest.fixture(scope="module")
def used(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the command in the documentation finds."""
    documented = (root / "docs/how-to/translate.md").read_text(encoding="utf-8")
    found = re.search(r"^\$ (pybabel extract .*)$", documented, re.MULTILINE)
    assert found is not None
    command = shlex.split(found[1])
    target = tmp_path_factory.mktemp("messages") / "formkit.pot"
    command[command.index("-o") + 1] = str(target)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        CommandLineInterface().run([command[0], "-q", *command[1:]])
    return read(target)


def test_the_template_holds_exactly_what_is_used(used: Catalog, template: Catalog) -> None:
    assert set(entries(template)) == set(entries(used))


def test_every_message_has_a_translation(used: Catalog, vietnamese: Catalog) -> None:
    translated = entries(vietnamese)
    assert set(translated) == set(entries(used))
    assert all(all(strings) for strings in translated.values())


def test_no_translation_is_left_over_or_uncertain(vietnamese: Catalog) -> None:
    assert not vietnamese.obsolete
    assert not [message.id for message in vietnamese if message.id and message.fuzzy]


def test_placeholders_are_alike(vietnamese: Catalog) -> None:
    for ids, strings in entries(vietnamese).items():
        names = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in strings:
            assert set(PLACEHOLDER.findall(text)) == names, ids
        for text in (*ids, *strings):
            assert "%" not in PLACEHOLDER.sub("", text), text


def test_blanks_at_the_ends_are_alike(vietnamese: Catalog) -> None:
    for ids, strings in entries(vietnamese).items():
        for text in strings:
            assert (text[:1] == " ", text[-1:] == " ") == (ids[0][:1] == " ", ids[0][-1:] == " ")


def test_only_what_is_counted_has_two_forms_in_english(vietnamese: Catalog) -> None:
    for ids in entries(vietnamese):
        assert ("%(n)s" in ids[0]) == (len(ids) == 2), ids


def test_no_word_blames_or_shouts(vietnamese: Catalog) -> None:
    for ids, strings in entries(vietnamese).items():
        for text in (*ids, *strings):
            plain = text.lower()
            for phrase in ALLOWED:
                plain = plain.replace(phrase, "")
            words = " ".join(re.findall(r"[\w!]+", plain))
            assert not [no for no in FORBIDDEN if f" {no}" in f" {words}"], text


def sentences(root: Path, used: Catalog, vietnamese: Catalog) -> Iterator[tuple[str, str]]:
    """The messages of the sentences about problems, in English and Vietnamese."""
    source = "".join(
        Path(str(module.__file__)).read_text(encoding="utf-8")
        for module in (amounts, answers, lists, sending, texts)
    )
    translated: Mapping[tuple[str, ...], tuple[str, ...]] = entries(vietnamese)
    for ids in entries(used):
        if f'"{ids[0]}"' in source:
            yield ids[0], translated[ids][0]


def test_sentences_start_with_what_to_do_and_are_short(
    root: Path, used: Catalog, vietnamese: Catalog
) -> None:
    found = dict(sentences(root, used, vietnamese))
    assert len(found) > 70
    for english, text in found.items():
        assert text.startswith(("Ông/Bà ", "Nếu được, Ông/Bà ", "%(sentence)s, ")), text
        for said in (english, text):
            assert len(said.split()) <= 15, said
            assert not said.endswith("."), said


def test_no_sentence_is_longer_than_who_listens_can_follow(vietnamese: Catalog) -> None:
    for plurals in entries(vietnamese).values():
        for text in plurals:
            for said in re.split(r"(?<=[.?:;]) ", text):
                assert len(said.split()) <= 15, said
