"""Meta-schemas of one's own: what they refuse is told, and what they let through can be read."""

from typing import Any

import pytest

from formkit.definition.drafts import DRAFTS
from formkit.definition.keywords import DRAFT, KEYWORDS, SHAPE_OF
from formkit.definition.load import load
from formkit.errors import DefinitionError
from formkit.filling.validation import check

FORM = {"type": "object", "properties": {"a": {"type": "string"}}}
OWN = "https://example.org/own"
SHAPES: tuple[Any, ...] = (
    None, True, 1, "x", [], [1], ["a", "a"], [[]], [{}], {}, {"a": 1}, {"a": [1]}, {"a": "x"},
)  # fmt: skip
SILENT = {"$comment": 5, "contentEncoding": 5, "contentMediaType": 5, "deprecated": "a"}


def faults(definition: Any, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        load(definition, **given)
    return [(each.pointer, each.keyword) for each in caught.value.problems]


def test_another_meta_schema_must_be_handed_over() -> None:
    definition = {**FORM, "$schema": OWN, "$defs": {"b": {"$id": "b", "$schema": OWN}}}
    assert faults(definition) == [("/$schema", "dialect"), ("/$defs/b/$schema", "dialect")]
    assert faults(definition, resources={OWN: True}) == [
        ("/$schema", "dialect"),
        ("/$defs/b/$schema", "dialect"),
    ]
    own = {"$id": OWN, "$ref": "own-too", "properties": {"properties": {"maxProperties": 1}}}
    too = {"$id": "https://example.org/own-too", "properties": {"title": {"minLength": 2}}}
    resources = {OWN: own, "https://example.org/own-too": too}
    form = load(definition, resources=resources)
    assert form.sha256 == load(definition, resources=resources).sha256
    assert form.document == definition
    assert form.registry[OWN].contents == own
    assert form.registry["https://example.org/own-too"].contents == too
    wrong = {**definition, "title": "a", "minLength": -1}
    assert faults(wrong, resources=resources) == [
        ("/title", "dialect-rule"),
        ("/minLength", "misshapen"),
    ]
    # its rules are for what names it
    beside = {
        **FORM,
        "title": "a",
        "minLength": -1,
        "$defs": {"b": {"$id": "b", "$schema": OWN, "maxLength": -1}},
    }
    assert faults(beside, resources=resources) == [
        ("/minLength", "misshapen"),
        ("/$defs/b/maxLength", "misshapen"),
    ]


def test_a_meta_schema_that_is_broken_is_told() -> None:
    definition = {**FORM, "$schema": OWN}
    broken = {OWN: {"properties": {"type": {"pattern": "("}}}}
    assert faults(definition, resources=broken) == [("/$schema", "dialect-broken")]
    unreadable = {OWN: {"a": {5}}}
    assert faults(definition, resources=unreadable) == [("/a", "value")]
    nowhere = {OWN: {"$ref": "https://example.org/absent"}}
    assert ("/$ref", "network") in faults(definition, resources=nowhere)


@pytest.mark.parametrize("draft", [DRAFT, "http://json-schema.org/draft-07/schema"])
def test_what_takes_anything_lets_nothing_through_that_can_not_be_read(draft: str) -> None:
    resources = {OWN: {"$schema": draft}}
    for keyword in sorted(KEYWORDS | {"additionalItems"}):
        for value in SHAPES:
            for schema in ({keyword: value}, {"properties": {"q": {keyword: value}}}):
                try:
                    form = load({"type": "object", **schema, "$schema": OWN}, resources=resources)
                except DefinitionError:
                    continue
                for answers in ({"a": 1}, {"q": 1}, {"q": "x"}, {"q": [1]}, {"q": {"a": 1}}):
                    check(form, answers)


@pytest.mark.parametrize("draft", [*DRAFTS, OWN])
def test_a_meta_schema_has_its_shape_too(draft: str) -> None:
    for keyword in SHAPE_OF:
        for value in SHAPES:
            own = {"$schema": draft, keyword: value}
            try:
                form = load({**FORM, "$schema": OWN}, resources={OWN: own})
            except DefinitionError:
                continue
            check(form, {"a": "b"})


def test_what_is_misshapen_is_told_once() -> None:
    definition = {"type": "object", "$schema": OWN, "items": [True]}
    assert faults(definition, resources={OWN: {}}) == [("/items", "misshapen")]
    refusing = {"properties": {"items": {"type": "object"}}}
    assert faults(definition, resources={OWN: refusing}) == [("/items", "dialect-rule")]


def test_what_is_never_read_may_be_anything() -> None:
    definition = {**FORM, "writeOnly": 5, **SILENT}
    assert len(faults(definition)) == len(SILENT) + 1
    assert check(load({**definition, "$schema": OWN}, resources={OWN: {}}), {}) == ()
