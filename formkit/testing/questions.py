"""Generated questions: schemas of one place, of every kind that a form can ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from formkit.definition.options import identity
from formkit.testing.words import WORDS

Schema = dict[str, Any]

SCALARS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2.5,
    1e21,
    10**30,
    "",
    " ",
    "a",
    "b",
    "null",
    "true",
    "0",
    "1",
    "2.5",
    '""',
    '"a"',
    "yes/no",
    "~v",
    "one  two",
    "line\nbreak",
    "e\u0301",
    "\x00",
    "\ud800",
    "<b>&amp;",
    "Có",
)

PATTERNS = ("^[A-Z]{2}[0-9]{3}$", r"^\d+$", "[aă]", "^.+$", r"^[\p{L} ]+$")
FORMATS = ("date", "time", "date-time", "email", "uri", "uuid")


def distinct(values: Sequence[Any]) -> list[Any]:
    """Each value once, where 1 and 1.0 are one."""
    return list({identity(value): value for value in values}.values())


def worded(draw: st.DrawFn, schema: Schema) -> Schema:
    """The schema with words, or none."""
    return {**draw(st.sampled_from(WORDS)), **schema}


def scalar(draw: st.DrawFn) -> Schema:
    """A question with one answer."""
    return worded(draw, draw(st.sampled_from(_SCALAR_KINDS))(draw))


def _text(draw: st.DrawFn) -> Schema:
    schema: Schema = {"type": "string"}
    more = draw(st.integers(0, 7))
    if more == 1:
        schema["minLength"] = draw(st.integers(0, 3))
    elif more == 2:
        schema["maxLength"] = draw(st.sampled_from((3, 20, 199, 200, 1000)))
    elif more == 3:
        schema["pattern"] = draw(st.sampled_from(PATTERNS))
    elif more == 4:
        schema["x-text"] = "exact"
    elif more == 5:
        schema["x-widget"] = draw(st.sampled_from(("textarea", "tel", "text")))
    return schema


def _formatted(draw: st.DrawFn) -> Schema:
    return {"type": "string", "format": draw(st.sampled_from(FORMATS))}


def _number(draw: st.DrawFn) -> Schema:
    schema: Schema = {"type": draw(st.sampled_from(("number", "integer")))}
    more = draw(st.integers(0, 5))
    if more == 1:
        schema["minimum"] = draw(st.integers(-5, 5))
    elif more == 2:
        schema["maximum"] = draw(st.sampled_from((10, 99.5, 10**12)))
    elif more == 3:
        schema["exclusiveMinimum"] = 0
    elif more == 4:
        schema["multipleOf"] = 5 if schema["type"] == "integer" else 0.01
    return schema


def _boolean(draw: st.DrawFn) -> Schema:
    schema: Schema = {"type": "boolean"}
    if draw(st.integers(0, 3)) == 0:
        schema["x-widget"] = "tick"
    return schema


def choice(draw: st.DrawFn) -> Schema:
    """A choice of labelled options, or of values."""
    values = distinct(draw(st.lists(st.sampled_from(SCALARS), min_size=1, max_size=9)))
    if draw(st.booleans()):
        schema: Schema = {
            "oneOf": [{"const": value, "title": f"Số {n}"} for n, value in enumerate(values)]
        }
    else:
        schema = {"enum": values}
    if all(isinstance(value, str) for value in values):
        schema["type"] = "string"
    if draw(st.integers(0, 4)) == 0:
        schema["x-widget"] = draw(st.sampled_from(("radio", "select")))
    return schema


def _scale(draw: st.DrawFn) -> Schema:
    if draw(st.booleans()):
        return {"type": "integer", "minimum": 0, "maximum": 10, "x-scale": {"of": "nps"}}
    steps = [{"const": step, "title": f"Mức {step}"} for step in range(1, 6)]
    return {"type": "integer", "oneOf": steps, "x-scale": {"of": "csat", "best": "high"}}


def _constant(draw: st.DrawFn) -> Schema:
    return {"const": draw(st.sampled_from((True, True, False, None, 0, "", "a", "line\nbreak")))}


_SCALAR_KINDS = (
    _text,
    _text,
    _formatted,
    _number,
    _number,
    _boolean,
    choice,
    choice,
    _scale,
    _constant,
)


def ticks(draw: st.DrawFn) -> Schema:
    """A choice of several options."""
    schema: Schema = {"type": "array", "uniqueItems": True, "items": choice(draw)}
    return worded(draw, _counted(draw, schema, len(_values(schema["items"]))))


def rows(draw: st.DrawFn, items: Schema) -> Schema:
    """A list of whatever `items` asks for."""
    return worded(draw, _counted(draw, {"type": "array", "items": items}, 3))


def _counted(draw: st.DrawFn, schema: Schema, most: int) -> Schema:
    if draw(st.integers(0, 2)) == 0:
        schema["minItems"] = draw(st.integers(0, min(most, 2)))
    if draw(st.integers(0, 3)) == 0:
        schema["maxItems"] = draw(st.integers(max(1, schema.get("minItems", 0)), 5))
    return schema


def _values(schema: Mapping[str, Any]) -> list[Any]:
    if all("const" in branch for branch in schema.get("oneOf", ({},))):
        return [branch["const"] for branch in schema["oneOf"]]
    return list(schema.get("enum", ()))


def asked(draw: st.DrawFn, schema: Mapping[str, Any]) -> Schema:
    """A schema that some answers to a question match, and others don't: a condition on it."""
    values = _values(schema)
    if values:
        some = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2))
        return {"const": some[0]} if len(some) == 1 else {"enum": distinct(some)}
    if "const" in schema:
        return {"const": schema["const"]}
    kind = schema.get("type")
    if kind == "boolean":
        return {"const": draw(st.booleans())}
    if kind in ("integer", "number"):
        return draw(st.sampled_from(({"minimum": 3}, {"exclusiveMaximum": 3}, {"const": 1})))
    if kind == "string":
        texts: tuple[Schema, ...] = ({"minLength": 3}, {"pattern": "a"}, {"const": "a"}, {})
        return draw(st.sampled_from(texts))
    if kind == "array":
        return draw(st.sampled_from(({"minItems": 1}, {"maxItems": 1}, {"contains": {}})))
    inside = schema.get("properties", {})
    if inside:
        name = draw(st.sampled_from(sorted(inside)))
        return {"properties": {name: asked(draw, inside[name])}, "required": [name]}
    return {}


def default_for(schema: Mapping[str, Any]) -> list[Any]:
    """Values that may stand as the default of a question; none where none is sure to fit."""
    values = _values(schema)
    if values:
        return values
    if len(schema.keys() & {"minLength", "pattern", "format", "multipleOf", "const"}):
        return []
    kind = schema.get("type")
    if kind == "string" and "x-widget" not in schema:
        return ["a", "abc", "ă"]
    plain: Mapping[Any, list[Any]] = {"boolean": [True, False], "integer": [5, 1], "number": [2.5]}
    return plain.get(kind, []) if isinstance(kind, str) else []
