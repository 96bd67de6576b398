"""The first judge never says "valid" where the last one doesn't."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from formkit.filling import first
from formkit.filling.first import first_judge
from tests.filling import schemas
from tests.filling.judging import judge_of

pytest.importorskip("jsonschema_rs", reason="the first judge isn't installed")

BENCH = Path(__file__, "../../bench").resolve()
VECTORS = Path(__file__, "../../vectors/patterns.json").resolve()


def says_valid(schema: Any, value: Any, *, formats: bool = True) -> bool:
    registry: Registry[Any] = Registry().with_resource(
        "urn:form", DRAFT202012.create_resource(schema)
    )
    judge = first_judge(schema, registry.resolver("urn:form"), formats=formats)
    return judge is not None and judge(value)


@given(schemas.documents(), schemas.answers)
def test_never_valid_where_the_last_judge_has_an_error(schema: Any, value: Any) -> None:
    if says_valid(schema, value):
        assert judge_of(schema).errors(value) == []


@given(schemas.documents(), schemas.answers)
def test_one_verdict_with_and_without(schema: Any, value: Any) -> None:
    assert judge_of(schema, first=True).is_valid(value) is judge_of(schema).is_valid(value)


def test_it_says_so_at_all() -> None:
    schema = json.loads((BENCH / "checklist-40.schema.json").read_text())
    answers = json.loads((BENCH / "checklist-40.answers.json").read_text())
    assert says_valid(schema, answers["valid"])
    assert not says_valid(schema, answers["invalid"])


def test_patterns_mean_the_same() -> None:
    lies = []
    for source, text, expected in json.loads(VECTORS.read_text()):
        if says_valid({"pattern": source}, text) and not expected:
            lies.append((source, text))
    assert lies == []


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"multipleOf": 0.01}, 19.99),
        ({"multipleOf": 2}, 4),
        ({"multipleOf": 2}, "a"),
        ({"pattern": r"^\p{L}+$"}, "ế"),
        ({"pattern": r"^\p{L}+$"}, 1),
        ({"format": "email"}, "a@b.vn"),
        ({"items": {"oneOf": [{"pattern": "^a$"}, {"const": "b"}]}}, ["a", "b"]),
        ({"properties": {"pattern": {"pattern": "^a$"}}, "$defs": {"x": True}}, {"pattern": "a"}),
        # no references, though they look it
        ({"properties": {"a": True}, "examples": [{"$ref": "#/properties/a/b"}]}, {}),
        ({"enum": [{"$ref": "#/enum/5"}]}, {"$ref": "#/enum/5"}),
        ({"const": {"$ref": "urn:a"}, "default": {"$ref": "urn:a"}}, {"$ref": "urn:a"}),
        ({"x-own": {"items": {"$ref": "#/x-own/items"}}}, {}),
        ({"$ref": "#/x-own/a", "x-own": {"a": {"type": "object"}}}, {}),
        # a relative address within one
        (
            {
                "$ref": "#/$defs/a",
                "$defs": {
                    "a": {
                        "$id": "https://a.example/b/",
                        "$defs": {"b": {"$id": "c/", "$ref": "d"}},
                    },
                    "d": {"$id": "https://a.example/b/c/d"},
                },
            },
            {},
        ),
    ],
)
def test_valid(schema: Any, value: Any) -> None:
    assert says_valid(schema, value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"multipleOf": 0.01}, 19.995),
        ({"pattern": r"^\d$"}, "٣"),
        ({"pattern": r"^a$"}, "a\n"),
        ({"pattern": r"^\p{L}+$"}, "1"),
        ({"pattern": r"^[\p{L} ]{2,80}$"}, "1"),
        ({"format": "email"}, "a@"),
        ({"type": "number"}, math.nan),
        ({"type": "number"}, math.inf),
        ({"type": "string"}, "\ud800"),
        ({"patternProperties": {"^a": {}}}, {}),
        ({"propertyNames": {"pattern": "^a"}}, {}),
        ({"default": {"pattern": "^a"}}, {}),
        ({"pattern": "("}, "("),
        ({"items": {"$ref": "#"}}, []),
        ({"$dynamicRef": "#"}, 1),
        ({"not": {"dependencies": {"a": ["b"]}}}, {"a": 1}),
        ({"$ref": "urn:elsewhere"}, {}),
        ({"not": {"pattern": "^(?:a|a)*(?=b)$"}}, "a" * 40),
    ],
)  # fmt: skip
def test_left_to_the_last_judge(schema: Any, value: Any) -> None:
    assert not says_valid(schema, value)


def test_formats_may_annotate() -> None:
    assert says_valid({"format": "email"}, "a@", formats=False)


def test_it_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "_rs", None)
    assert not says_valid(True, 1)
