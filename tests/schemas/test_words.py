"""The words of the ready forms: in both languages, short, polite, and in the reference."""

import re
import unicodedata

import pytest

from tests.schemas.reading import DOCUMENTS, FORMS, ROOT, all_questions, nodes, worded

PAGE = ROOT / "docs" / "reference" / "ready-forms.md"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_text_is_in_english_too(name: str) -> None:
    missing = [f"{at} {key}" for at, key, _, english in worded(DOCUMENTS[name]) if not english]
    assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_translation_of_nothing(name: str) -> None:
    for pointer, node in nodes(DOCUMENTS[name]):
        for key in node.get("x-i18n", {}).get("en", {}):
            assert key in node or f"x-{key}" in node, f"{pointer} {key}"


@pytest.mark.parametrize("name", FORMS)
def test_every_question_and_option_has_a_title(name: str) -> None:
    for path, question in all_questions(name).items():
        assert all(question.titles), path
        assert all(option.get("title") for option in question.options), path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sentences_are_short(name: str) -> None:
    """At most 15 words, so that a person who listens keeps up."""
    long = [
        sentence
        for _, _, *texts in worded(DOCUMENTS[name])
        for text in texts
        for sentence in re.split(r"(?<=[.?!])\s+", text or "")
        if len(sentence.split()) > 15
    ]
    assert long == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_texts_are_composed_and_polite(name: str) -> None:
    for _, _, vietnamese, english in worded(DOCUMENTS[name]):
        for text in (vietnamese, english or ""):
            assert text == unicodedata.normalize("NFC", text)
            assert text == " ".join(text.split())
            assert "!" not in text
        assert not re.search(r"\b(anh|chị|bạn|xác thực)\b", vietnamese.lower())


def section(name: str) -> str:
    """What the reference says about a form."""
    page = PAGE.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(\S+)`.*?\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    return str(sections[name])


@pytest.mark.parametrize("name", FORMS)
def test_the_reference_shows_every_question(name: str) -> None:
    row = r"^\| `([^`]+)` \| (.+?) \| (.+?) \| .+ \|$"
    assert re.findall(row, section(name), re.M) == [
        (path.replace("/*/", "[]."), *question.titles)
        for path, question in all_questions(name).items()
    ]


@pytest.mark.parametrize("name", FORMS)
def test_the_reference_shows_every_option(name: str) -> None:
    shown = {
        key: codes
        for keys, codes in re.findall(r"^\| (`[^|]+`) \| ([^|]+) \|$", section(name), re.M)
        for key in re.findall(r"`(.+?)`", keys)
    }
    assert shown == {
        path.replace("/*/", "[]."): ", ".join(
            f"`{each['const']}` {each['title']} / {each['x-i18n']['en']['title']}"
            for each in question.options
        )
        for path, question in all_questions(name).items()
        if question.options
    }
