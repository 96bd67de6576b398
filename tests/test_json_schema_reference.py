"""What the reference says of each keyword of JSON Schema holds: example, problems, picture."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest

from formkit import check, lint, load, render, submit
from formkit.definition.keywords import KEYWORDS
from formkit.definition.nodes import tree
from formkit.filling.formats import FORMATS
from formkit.filling.messages import sentence
from formkit.testing import submitted_pairs
from formkit.testing.answering import same_answers
from tests import suite
from tests.conftest import ROOT
from tests.keyword_pages import LANGUAGE, PICTURES, Section, files, sections
from tests.markup import Page

SECTIONS = list(sections())
SHOWN = [(section, picture) for section in SECTIONS for picture in section.pictures]
LARGEST, ALL_TOGETHER = 12_000, 500_000
WIDTH = 360

every = pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.keywords[0])
refusing = pytest.mark.parametrize(
    "section",
    [section for section in SECTIONS if "Refused" in section.blocks],
    ids=lambda each: each.keywords[0],
)


def index() -> str:
    return (ROOT / "docs" / "reference" / "json-schema.md").read_text("utf-8")


# ---- the pages


def test_every_keyword_has_one_section_with_an_example() -> None:
    told = [keyword for section in SECTIONS for keyword in section.keywords]
    assert sorted(told) == sorted({*KEYWORDS, "discriminator"})
    assert all({"Definition", "Answers"} <= section.blocks.keys() for section in SECTIONS)


@every
def test_the_index_leads_to_each_section(section: Section) -> None:
    heading = ", ".join(f"`{keyword}`" for keyword in section.keywords)
    anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
    for keyword in section.keywords:
        assert f"[`{keyword}`](json-schema/{section.page}#{anchor})" in index()


@every
def test_the_keyword_stands_in_its_example(section: Section) -> None:
    if section.keywords != ("discriminator",):
        used = set(_keywords(section.blocks["Definition"]))
        assert used.issuperset(section.keywords)


def _keywords(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for inner in value.values() for name in _keywords(inner))]
    return [name for inner in value for name in _keywords(inner)] if isinstance(value, list) else []


def test_every_format_stands_there() -> None:
    (section,) = (each for each in SECTIONS if each.keywords == ("format",))
    table = re.findall(r"^\| (`.*`) \|", section.text, re.MULTILINE)
    told = {name for row in table for name in re.findall(r"`([^`]+)`", row)}
    assert told == set(FORMATS)


# ---- the examples


@every
def test_what_a_browser_sends_for_the_answers_is_the_answers(section: Section) -> None:
    back = section.sent()
    assert back.problems == ()
    assert same_answers(back.answers, section.blocks["Answers"])
    assert check(section.form, section.blocks["Answers"]) == ()


@refusing
def test_what_is_refused_says_what_the_page_says(section: Section) -> None:
    back = section.refused()
    said = {problem.pointer: sentence(section.form, problem, LANGUAGE) for problem in back.problems}
    assert said == section.blocks["Refused"]["problems"]
    shown = Page(section.html("refused"))
    text = "\n".join(element.text for element in shown.elements)
    assert all(words in text for words in said.values())


# ---- the pictures


def test_every_picture_is_there_and_none_is_left_over() -> None:
    named = [picture.file for _, picture in SHOWN]
    assert len(named) == len(set(named))
    assert set(named) == files()
    assert sum((PICTURES / name).stat().st_size for name in named) < ALL_TOGETHER


@pytest.mark.parametrize(("section", "picture"), SHOWN, ids=[picture.file for _, picture in SHOWN])
def test_a_picture_is_of_its_keyword_and_small(section: Section, picture: Any) -> None:
    names = [keyword.removeprefix("$") for keyword in section.keywords]
    assert picture.file.partition(".")[0] in names
    assert picture.state in ("answered", "blank", "refused")
    assert (picture.state == "refused") <= ("Refused" in section.blocks)
    data = (PICTURES / picture.file).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">I", data[16:20]) == (WIDTH,)
    assert len(data) < LARGEST


# What asks nothing of its own, changes no control, and refuses nothing, has nothing to show.
PLAIN = {
    "$anchor", "$comment", "$id", "$schema", "$vocabulary", "contentEncoding", "contentMediaType",
    "contentSchema", "definitions", "writeOnly",
}  # fmt: skip


def test_only_what_has_no_look_has_no_picture() -> None:
    without = {k for section in SECTIONS if not section.pictures for k in section.keywords}
    assert without == PLAIN


# ---- what the index says of presence

TEXT_OR_NULL = {"type": ["string", "null"]}
LIST = {"type": "array", "items": {"type": "string"}}
GROUP = {"type": "object", "properties": {"b": {"type": "string"}}}
ONE_OF_ALL = {"enum": [None, "", 0, False]}


def asked(schema: Any, *, required: bool) -> Any:
    names = ["a"] if required else []
    return load({"type": "object", "properties": {"a": schema}, "required": names})


@pytest.mark.parametrize("value", [None, "", [], {}, 0, False])
def test_seven_answers_differ_and_stay_what_they_are(value: Any) -> None:
    for schema in (True, TEXT_OR_NULL, LIST, GROUP, {"type": "boolean"}, {"type": "integer"}):
        form = asked(schema, required=False)
        for answers in ({"a": value}, {}):
            pairs = submitted_pairs(render(form, answers))
            assert same_answers(submit(form, pairs, base=answers).answers, answers)


@pytest.mark.parametrize(
    ("schema", "required", "pairs", "answers"),
    [
        (TEXT_OR_NULL, False, {"/a": ""}, {}),
        (TEXT_OR_NULL, True, {"/a": ""}, {"a": None}),
        (True, False, {"~t/a": "null", "/a": ""}, {"a": None}),
        (ONE_OF_ALL, False, {"/a": "null"}, {"a": None}),
        (ONE_OF_ALL, False, {"/a": '""'}, {"a": ""}),
        (True, False, {"~t/a": "string", "/a": ""}, {}),
        (LIST, True, {"~n/a": "1"}, {"a": []}),
        (True, False, {"~t/a": "array", "/a": ""}, {"a": []}),
        (GROUP, False, {"/a/b": ""}, {}),
        (GROUP, True, {"/a/b": ""}, {"a": {}}),
        (True, False, {"~t/a": "object", "/a": ""}, {"a": {}}),
        ({"type": "integer"}, False, {"/a": "0"}, {"a": 0}),
        (ONE_OF_ALL, False, {"/a": "0"}, {"a": 0}),
        ({"type": "boolean"}, False, {"/a": "false"}, {"a": False}),
        ({"type": "boolean", "x-widget": "tick"}, False, {}, {}),
        ({"type": ["string", "integer"]}, False, {"~t/a": "", "/a": "7"}, {"a": "7"}),
    ],
)
def test_how_each_answer_is_given(
    schema: Any, required: bool, pairs: dict[str, str], answers: dict[str, Any]
) -> None:
    form = asked(schema, required=required)
    back = submit(form, {"~form": form.sha256, **pairs})
    assert back.ok
    assert same_answers(back.answers, answers)


# ---- what the index says of the official suite


def test_without_the_suite_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMKIT_CORPORA", str(tmp_path))
    with pytest.raises(SystemExit, match=r"put json-schema-org/JSON-Schema-Test-Suite there"):
        suite.main()


def test_the_figures_are_printed_as_the_index_has_them() -> None:
    assert str(suite.Figure("verdicts", 1299)) == "verdicts: 1,299 of 1,299"
    assert str(suite.Figure("round trips", 765, ["a", "b"])) == "round trips: 763 of 765"


# ---- what the index says of JSON text and of conditions

TYPES = ("string", "integer", "array", "object", "boolean")


def test_too_many_ways_to_choose_are_a_field_for_json_text() -> None:
    ways = {"title": "Any", "allOf": [{"oneOf": [{"type": name} for name in TYPES]}] * 5}
    definition = {"type": "object", "properties": {"a": ways}}
    assert [problem.keyword for problem in lint(definition)] == ["json-text"]
    assert tree(load(definition)).root.controls["a"][0].kind == "json"
    assert "500 ways" in index()
    fewer = {**ways, "allOf": ways["allOf"][:2]}
    assert lint({"type": "object", "properties": {"a": fewer}}) == ()


@pytest.mark.parametrize(
    ("question", "condition", "by_server"),
    [
        ({"type": "string"}, {"const": "x"}, False),
        ({"type": ["string", "integer"]}, {"const": "x"}, True),
        ({"type": "object", "additionalProperties": True}, {"required": ["x"]}, True),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, {"minItems": 1}, True),
        ({"type": "string"}, {"format": "date"}, True),
    ],
)
def test_what_only_the_server_evaluates(question: Any, condition: Any, by_server: bool) -> None:
    definition = {
        "type": "object",
        "properties": {"a": question},
        "if": {"properties": {"a": condition}, "required": ["a"]},
        "then": {"properties": {"b": {"type": "string"}}},
    }
    told = re.search(r"data-if='[^']*' data-at=\"\"", render(load(definition)))
    assert (told is None) == by_server
