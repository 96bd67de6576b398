"""formkit's own keywords, as vocabulary.schema.json describes them: the one source for all."""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

VOCABULARY: Mapping[str, Any] = json.loads(
    files("formkit.definition").joinpath("vocabulary.schema.json").read_text("utf-8")
)

KEYWORDS: Mapping[str, Mapping[str, Any]] = VOCABULARY["properties"]

# Nothing may be built on these yet.
RESERVED = frozenset({"x-computed", "x-lock"})

WIDGETS: tuple[str, ...] = tuple(KEYWORDS["x-widget"]["anyOf"][0]["enum"])

_ROOT = Draft202012Validator(VOCABULARY)
_VALIDATORS = {keyword: _ROOT.evolve(schema=schema) for keyword, schema in KEYWORDS.items()}
_SHAPES = {id(schema): name for name, schema in VOCABULARY["$defs"].items()}


def misuses(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The wrong values of formkit's keywords in one schema: segments, and what their words need.

    `rule` is the keyword of the vocabulary that fails, `expected` what it asks for.
    """
    for keyword, value in schema.items():
        validator = _VALIDATORS.get(keyword)
        if validator is None:
            continue
        for error in validator.iter_errors(value):
            segments = (keyword, *map(str, error.absolute_path))
            yield segments, {"keyword": keyword, **_told(error)}


def _told(error: Any) -> dict[str, Any]:
    rule, asked = error.validator, error.validator_value
    if rule == "additionalProperties":
        return {
            "rule": "unknown",
            "expected": list(error.schema["properties"]),
            "found": [name for name in error.instance if name not in error.schema["properties"]],
        }
    if rule == "required":
        return {"rule": rule, "expected": [name for name in asked if name not in error.instance]}
    if rule in ("enum", "const"):
        return {"rule": "enum", "expected": list(asked) if rule == "enum" else [asked]}
    if rule == "pattern":
        return {"rule": _SHAPES[id(error.schema)], "found": error.instance}
    return {"rule": rule, "expected": asked}


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one is likely a slip of, or None."""
    bound = 1 if len(name) < 8 else 2
    best = min(((_distance(name, each), each) for each in known), default=(bound + 1, ""))
    return best[1] if 0 < best[0] <= bound else None


def _distance(one: str, other: str) -> int:
    """How many letters are missing, too many, wrong or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
