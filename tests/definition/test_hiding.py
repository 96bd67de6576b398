"""Conditions that hide each other in a circle."""

from typing import Any

import pytest

from formkit.definition.hiding import hiding_circles
from formkit.definition.lint import lint
from formkit.definition.load import load
from formkit.definition.nodes import tree
from tests.definition.test_lint import equals, form, found, text, when


def circles(definition: Any) -> list[list[str]]:
    return [
        ["/".join(path) for path in circle]
        for _, circle in hiding_circles(tree(load(definition)).root)
    ]


def test_conditions_that_hide_each_other() -> None:
    definition = form({"a": text()}, allOf=[when(equals("b"), "c"), when(equals("c"), "b")])
    assert found(definition) == [("error", "/allOf/0/then/properties/c", "hidden-circle")]
    assert circles(definition) == [["c", "b"]]
    itself = form({"a": text()}, allOf=[when(equals("b"), "b")])
    assert circles(itself) == [["b"]]
    chain = form({"a": text()}, allOf=[when(equals("a"), "b"), when(equals("b"), "c", "d")])
    assert circles(chain) == []


def test_conditions_that_hide_what_they_read_in_an_object() -> None:
    def inside(name: str, asked: Any = None) -> dict[str, Any]:
        return {
            "properties": {
                "o": {"type": "object", "title": "O", "properties": {name: asked or text()}}
            }
        }

    reads_zip = {"properties": {"o": {"properties": {"zip": {"const": "x"}}}}}
    reads_country = {"properties": {"o": {"properties": {"country": {"const": "x"}}}}}
    shows_zip = {"if": equals("q"), "then": inside("zip")}
    circle = form(inside("country")["properties"], allOf=[when(reads_zip, "q"), shows_zip])
    assert circles(circle) == [["q", "o/zip"]]
    none = form(inside("country")["properties"], allOf=[when(reads_country, "q"), shows_zip])
    assert circles(none) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"anyOf": [{"required": ["b"]}, True]},
        {"not": {"required": ["b"]}},
        {"dependentRequired": {"b": ["a"]}},
        {"dependentSchemas": {"a": {"required": ["b"]}}},
        {"if": {"required": ["b"]}, "then": False},
        {"properties": {"b": {"minItems": 1, "prefixItems": [True]}}},
    ],
)
def test_every_way_to_read_an_answer_counts(asked: Any) -> None:
    definition = form({"a": text()}, allOf=[when(asked, "c"), when(equals("c"), "b")])
    assert circles(definition) == [["c", "b"]]


def test_rows_and_ticks_that_are_read() -> None:
    ticks = {"type": "array", "uniqueItems": True, "title": "T", "items": {"enum": ["x", "y"]}}
    asked = {"properties": {"t": {"contains": {"const": "x"}}}, "required": ["t"]}
    shows = {"if": equals("q"), "then": {"properties": {"t": ticks}}}
    assert circles(form({"a": text()}, allOf=[when(asked, "q"), shows])) == [["q", "t"]]
    rows = {"type": "array", "title": "R", "items": form({"v": text()}, **when(equals("v"), "w"))}
    assert circles(form({"r": rows})) == []
    # what a browser can't evaluate isn't followed
    opaque = {"properties": {"a": {"format": "date"}}, "required": ["a"]}
    assert circles(form({"a": text()}, allOf=[when(opaque, "a2"), when(equals("a2"), "a3")])) == []


# ---- choosers


def inside(name: str, *branches: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {name: {"type": "object", "title": "O", "oneOf": list(branches)}}}


def test_what_is_chosen_hides_and_is_no_circle() -> None:
    branches = [form({"b": text()}), form({"c": text()})]
    assert circles(form({"a": text()}, oneOf=branches)) == []
    nested = {"oneOf": [form({"b": text()}), {"oneOf": branches}]}
    assert circles(form({"a": text()}, **nested)) == []
    assert circles(form({"o": {"title": "O", "type": ["string", "array"]}})) == []


def test_a_question_of_a_branch_that_shows_what_shows_it() -> None:
    opened = when(equals("b"), "c")
    opened["then"] = {"oneOf": [{"properties": {"b": text()}}, {"properties": {"d": text()}}]}
    assert circles(form({"a": text()}, allOf=[opened])) == [["b"]]
    branches = [{"properties": {"b": text()}}, {"properties": {"c": text()}}]
    assert circles(form({}, oneOf=branches, allOf=[when(equals("b"), "d")])) == []


def test_an_object_that_is_chosen_from_is_told_where_it_is_written() -> None:
    branches = [{"properties": {"x": text()}}, {"properties": {"y": text()}}]
    reads = {"properties": {"o": {"properties": {"x": {"const": "x"}}, "required": ["x"]}},
             "required": ["o"]}  # fmt: skip
    shows = {"if": equals("q"), "then": inside("o", *branches)}
    definition = form({"a": text()}, allOf=[shows, when(reads, "q")])
    assert circles(definition) == [["o", "q"], ["o", "q", "o/x"]]
    problems = [each for each in lint(definition) if each.keyword == "hidden-circle"]
    assert {problem.pointer for problem in problems} == {"/allOf/0/then/properties/o"}
    assert problems[0].params["questions"] == ["/o", "/q"]
