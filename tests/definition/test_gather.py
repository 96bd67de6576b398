"""What applies at one place, and under which conditions."""

from typing import Any

import pytest

from formkit.definition import gather, parts
from formkit.definition.gather import Condition, Part, TooManyParts, same_text
from formkit.definition.parts import child_parts, root_parts
from tests.definition.gathering import form_of, parts_of, unchecked

TEXT = {"type": "string"}


def schemas(parts: tuple[Part, ...]) -> list[Any]:
    return [part.schema for part in parts]


def test_allof_and_references_are_parts_in_their_order() -> None:
    defs = {"$defs": {"b": {"maxLength": 9, "allOf": [{"pattern": "x"}]}}}
    parts = parts_of({"$ref": "#/$defs/b", **TEXT, "allOf": [{"minLength": 1}, True]}, **defs)
    assert [part.keyword("maxLength") for part in parts] == [None, 9, None, None, None]
    assert schemas(parts)[1:] == [
        defs["$defs"]["b"],
        {"pattern": "x"},
        {"minLength": 1},
        True,
    ]
    assert all(part.conditions == () for part in parts)
    assert parts[-1].keyword("type") is None


def test_conditions_stand_on_what_they_open() -> None:
    inner = {"if": {"const": 2}, "then": {"pattern": "t"}}
    parts = parts_of({"if": {"const": 1}, "then": {"maxLength": 1, **inner}, "else": False})
    assert [len(part.conditions) for part in parts] == [0, 1, 2, 1]
    (then,) = parts[1].conditions
    assert (then.depth, then.schema, then.negated) == (1, {"const": 1}, False)
    assert isinstance(then, Condition)
    assert then.portable() == {"const": 1}
    (other,) = parts[3].conditions
    assert other.negated
    assert isinstance(other, Condition)
    assert other.portable() == {"not": {"const": 1}}
    assert parts[2].conditions[0] == then
    assert parts[2].without((then,)).conditions == parts[2].conditions[1:]


def test_an_if_without_then_or_else_says_nothing() -> None:
    assert len(parts_of({"if": {"const": 1}})) == 1


def test_a_dependent_schema_stands_on_a_presence() -> None:
    parts = parts_of({"type": "object", "dependentSchemas": {"a": {"required": ["b"]}}})
    (presence,) = parts[1].conditions
    assert isinstance(presence, Condition)
    assert presence.portable() == {"required": ["a"]}


def test_a_condition_that_only_the_server_knows_is_not_portable() -> None:
    parts = parts_of({"if": {"format": "date"}, "else": True})
    (asked,) = parts[1].conditions
    assert isinstance(asked, Condition)
    assert asked.portable() is None


def test_each_part_is_told_once_and_circles_end() -> None:
    twice = {"allOf": [{"$ref": "#/$defs/x"}, {"$ref": "#/$defs/x"}]}
    parts = parts_of(twice, **{"$defs": {"x": {"minLength": 1}}})
    assert schemas(parts).count({"minLength": 1}) == 1
    loop = {"minLength": 1, "if": True, "then": {"$ref": "#/$defs/x"}}
    form = unchecked({"$ref": "#/$defs/x", "$defs": {"x": loop}})
    assert schemas(root_parts(form.document, form.resolver())).count(loop) == 1


def test_an_embedded_address_is_the_base_of_its_references() -> None:
    other = {
        "$id": "https://example.org/a/b",
        "properties": {"x": {"$id": "c/d", "$ref": "e"}},
        "$defs": {"e": {"$id": "c/e", **TEXT}},
    }
    parts = parts_of({"$ref": "https://example.org/a/b"}, **{"$defs": {"o": other}})
    inside = child_parts(parts[1].schema["properties"]["x"], parts[1], 2)
    assert [part.keyword("type") for part in inside] == [None, "string"]
    # …and of those in another base, two equal texts aren't the same
    assert same_text(inside[0]) != same_text(Part(inside[0].schema, parts[0].resolver))


def test_dynamic_references_are_followed() -> None:
    defs = {"$defs": {"x": {"$dynamicAnchor": "x", **TEXT}}}
    assert [part.keyword("type") for part in parts_of({"$dynamicRef": "#x"}, **defs)] == [
        None, "string",
    ]  # fmt: skip


def test_equal_texts_are_the_same() -> None:
    one, other = parts_of({"a": 1, "b": 2}), parts_of({"b": 2, "a": 1})
    assert same_text(one[0])[0] == same_text(other[0])[0]


def test_references_that_fan_out_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MAX_PARTS", 20)
    form = form_of({"q": TEXT})
    fan = {"allOf": [{"minLength": number} for number in range(30)]}
    with pytest.raises(TooManyParts):
        root_parts(fan, form.resolver())


def test_what_a_schema_brings_to_a_depth_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    same = {"$ref": "#/$defs/x"}
    form = form_of({"a": same, "b": dict(same), "c": TEXT}, **{"$defs": {"x": {"enum": [1, 2]}}})
    (root,) = root_parts(form.document, form.resolver())
    a, b, c = root.schema["properties"].values()
    known = child_parts(a, root, 1)
    assert child_parts(b, root, 1) is known
    assert child_parts(a, root, 2) is not known
    # there is no room for more than two of them
    monkeypatch.setattr(parts, "_KEPT_PARTS", 2 * len(known))
    child_parts(c, root, 1)
    again = child_parts(a, root, 1)
    assert again is not known
    assert [each.schema for each in again] == [each.schema for each in known]
