"""The answers that can be chosen at one place: what each means, and what its input posts."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from formkit.definition.gather import Part
from formkit.text import clean, is_sendable

_WORDS = frozenset(
    (
        "title",
        "description",
        "$comment",
        "deprecated",
        "examples",
        "default",
        "readOnly",
        "writeOnly",
        "type",
    )
)
_LINE_BREAK = re.compile("[\n\r\u0085\u2028\u2029]")


@frozen(eq=False)
class Option:
    """One answer that can be chosen: `text` is what the input posts, `value` what it means.

    `json` says that the text is JSON text, `schema` holds the option's words.
    """

    value: Any
    text: str
    json: bool
    schema: Mapping[str, Any] | None = field(default=None, repr=False)


def identity(value: Any) -> str:
    """Equal texts for two values that are one to JSON Schema: 1 and 1.0, keys in any order."""
    return json.dumps(_folded(value), sort_keys=True)


def _folded(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value


def make_options(values: Iterable[tuple[Any, Mapping[str, Any] | None]]) -> tuple[Option, ...]:
    """The options for these values, each once: its string is posted, or its JSON text."""
    found: dict[str, tuple[Any, Mapping[str, Any] | None]] = {}
    for value, schema in values:
        found.setdefault(identity(value), (value, schema))
    json_texts = {_json_text(value) for value, _ in found.values()}
    options = []
    for value, schema in found.values():
        plain = (
            isinstance(value, str)
            and value != ""
            and value not in json_texts
            and not _LINE_BREAK.search(value)
            and is_sendable(value)
            and clean(value) == value
        )
        options.append(Option(value, value if plain else _json_text(value), not plain, schema))
    return tuple(options)


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if is_sendable(text) and clean(text) == text and not _LINE_BREAK.search(text):
        return text
    return json.dumps(value, separators=(",", ":"))


def is_labelled(branches: Any) -> bool:
    """Whether every branch of a `oneOf` or `anyOf` is one constant with its words."""
    return bool(branches) and all(
        isinstance(branch, Mapping)
        and "const" in branch
        and all(key == "const" or key in _WORDS or key.startswith("x-") for key in branch)
        for branch in branches
    )


def _option_values(part: Part) -> list[tuple[Any, Mapping[str, Any] | None]] | None:
    for keyword in ("oneOf", "anyOf"):
        branches = part.keyword(keyword)
        if branches and is_labelled(branches):
            return [(branch["const"], branch) for branch in branches]
    values = part.keyword("enum")
    return None if values is None else [(value, None) for value in values]


def _fits(value: Any, types: Sequence[str]) -> bool:
    if not types:
        return True
    if isinstance(value, bool):
        return "boolean" in types
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return "number" in types or ("integer" in types and whole)
    names = {str: "string", list: "array", dict: "object", type(None): "null"}
    return names[type(value)] in types


def options_of(parts: Sequence[Part], types: Sequence[str]) -> tuple[Option, ...] | None:
    """The options that every part allows, in the order and words of the first that lists them."""
    listed = [values for values in map(_option_values, parts) if values is not None]
    if not listed:
        return _steps(parts, types)
    # Words come from labelled options where there are any.
    listed.sort(key=lambda values: values[0][1] is None if values else True)
    allowed = [{identity(value) for value, _ in values} for values in listed]
    return make_options(
        (value, schema)
        for value, schema in listed[0]
        if _fits(value, types) and all(identity(value) in values for values in allowed)
    )


def _steps(parts: Sequence[Part], types: Sequence[str]) -> tuple[Option, ...] | None:
    """A scale without labelled options has a step for each whole number between its ends."""
    if types != ("integer",) or widget_named(parts) not in (None, "scale"):
        return None
    if widget_named(parts) is None and not any(part.keyword("x-scale") for part in parts):
        return None
    lows = [part.keyword("minimum") for part in parts if part.keyword("minimum") is not None]
    highs = [part.keyword("maximum") for part in parts if part.keyword("maximum") is not None]
    if not lows or not highs or not 0 < min(highs) - max(lows) <= 10:
        return None
    return make_options(
        (step, None) for step in range(math.ceil(max(lows)), math.floor(min(highs)) + 1)
    )


def widget_named(parts: Sequence[Part]) -> str | None:
    """The first `x-widget` that the parts give."""
    for part in parts:
        name = part.keyword("x-widget")
        if isinstance(name, str):
            return name
    return None
