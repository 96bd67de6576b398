"""Definitions in earlier drafts become the same in 2020-12, and are told of as they are written."""

import json
from pathlib import Path
from typing import Any

import pytest

from formkit.definition.lint import lint
from formkit.definition.load import load
from formkit.errors import DefinitionError
from formkit.filling.validation import check

D4 = "http://json-schema.org/draft-04/schema#"
D6 = "http://json-schema.org/draft-06/schema#"
D7 = "http://json-schema.org/draft-07/schema#"
D2019 = "https://json-schema.org/draft/2019-09/schema"
D2020 = "https://json-schema.org/draft/2020-12/schema"


def brought_up(draft: str, **keywords: Any) -> dict[str, Any]:
    """What a document becomes, but for its `$schema` and `type`."""
    document = load({"$schema": draft, "type": "object", **keywords}).document
    assert document["$schema"] == D2020
    return {k: v for k, v in document.items() if k not in ("$schema", "type")}


def faults(source: Any, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        load(source, **given)
    return [(problem.pointer, problem.keyword) for problem in caught.value.problems]


def judged(draft: str, schema: Any, value: Any, **given: Any) -> bool:
    """Whether a value is valid by a schema in a document of that draft."""
    definition = {"$schema": draft, "type": "object", "properties": {"a": schema}}
    return not check(load(definition, **given), {"a": value}, formats=False)


@pytest.mark.parametrize(
    ("draft", "written", "expected"),
    [
        (D4, {"maximum": 5, "exclusiveMaximum": True}, {"exclusiveMaximum": 5}),
        (D4, {"exclusiveMinimum": False, "minimum": 5}, {"minimum": 5}),
        (D4, {"id": "http://x/a#"}, {"$id": "http://x/a"}),
        (D4, {"id": "#b", "$id": "http://x/c"}, {"$anchor": "b"}),
        (D4, {"const": 1, "contains": {}, "examples": [1]}, {"examples": [1]}),
        (D4, {"examples": {"a": 1}, "$defs": {"a": 5}, "readOnly": True}, {"readOnly": True}),
        (D4, {"enum": [{}, 1, True]}, {"enum": [{}, 1, True]}),
        (D6, {"const": {"id": "a"}, "id": "b"}, {"const": {"id": "a"}, "id": "b"}),
        (D6, {"if": {}, "then": False, "$comment": "a"}, {"$comment": "a"}),
        (D6, {"if": {}, "writeOnly": "yes", "deprecated": True}, {"deprecated": True}),
        (D7, {"items": [{}], "additionalItems": False}, {"prefixItems": [{}], "items": False}),
        (D7, {"items": {}, "additionalItems": False}, {"items": {}}),
        (D7, {"items": False, "additionalItems": {}}, {"items": False}),
        (
            D7,
            {"dependencies": {"a": ["b"], "c": {"minProperties": 3}, "d": False}},
            {
                "dependentRequired": {"a": ["b"]},
                "dependentSchemas": {"c": {"minProperties": 3}, "d": False},
            },
        ),
        (D7, {"dependentRequired": {"a": ["b"]}, "$anchor": "a", "minContains": 2}, {}),
        (D7, {"$id": "#/a", "definitions": {"b": True}}, {"definitions": {"b": True}}),
        (D7, {"$id": "http://x/a#b"}, {"$id": "http://x/a", "$anchor": "b"}),
        (D7, {"x-order": {"items": [1]}, "a": [5]}, {"x-order": {"items": [1]}, "a": [5]}),
        (D2019, {"items": [{}], "additionalItems": {}}, {"prefixItems": [{}], "items": {}}),
        (D2019, {"prefixItems": [{}], "$dynamicAnchor": "b", "dependencies": {"a": ["b"]}}, {}),
        (D2019, {"contains": {}, "minContains": 0}, {"contains": {}, "minContains": 0}),
        (D2019, {"$recursiveAnchor": False}, {}),
    ],
)
def test_keywords_become_those_of_2020_12(draft: str, written: Any, expected: Any) -> None:
    assert brought_up(draft, **written) == expected
    nested = brought_up(draft, properties={"a": {"not": written}})
    assert nested == {"properties": {"a": {"not": expected}}}


def test_a_form_is_named_by_what_it_becomes() -> None:
    old = {"$schema": D7, "type": "object", "properties": {"a": {"items": [True]}}}
    new = {"$schema": D2020, "type": "object", "properties": {"a": {"prefixItems": [True]}}}
    assert load(old).sha256 == load(json.dumps(old)).sha256 == load(new).sha256
    # nothing is brought up in place of what was handed over
    assert old["$schema"] == D7


def test_beside_a_reference_only_what_tells_is_left() -> None:
    written = {"$ref": "#/definitions/b", "title": "A", "default": 1, "type": "null", "x-help": "h"}
    definitions = {"b": {"type": "string"}}
    for draft in (D4, D6, D7):
        found = brought_up(draft, properties={"a": written}, definitions=definitions)
        left = {"$ref": "#/definitions/b", "title": "A", "default": 1, "x-help": "h"}
        assert found["properties"]["a"] == left
    found = brought_up(D2019, properties={"a": written}, definitions=definitions)
    assert found["properties"]["a"] == written
    # an address beside a reference is none
    based = {"$id": "http://x/a", "$ref": "#/definitions/b"}
    found = brought_up(D7, properties={"a": based}, definitions=definitions)
    assert found["properties"]["a"] == {"$ref": "#/definitions/b"}
    root = {"$schema": D7, "$ref": "#/definitions/b", "definitions": {"b": {"type": "object"}}}
    assert load(root).document == {**root, "$schema": D2020}


@pytest.mark.parametrize(
    ("draft", "holder", "pointer", "now"),
    [
        (D4, {"items": [{}, {"type": "null"}]}, "items/1", "prefixItems/1"),
        (D7, {"items": [{}], "additionalItems": {"type": "null"}}, "additionalItems", "items"),
        (D7, {"items": {"type": "null"}}, "items", "items"),
        (D6, {"dependencies": {"a/%": {"type": "null"}}}, "dependencies/a~1%25", None),
        (D6, {"if": {"type": "null"}}, "if", "x-ignored/if"),
        (D6, {"if": {"items": [{"type": "null"}]}}, "if/items/0", "x-ignored/if/items/0"),
        (D7, {"foo": {"items": [{"type": "null"}]}}, "foo/items/0", None),
        (D7, {"foo": {"b": [{"type": "null"}]}}, "foo/b/0", None),
        (
            D7,
            {"$ref": "#/definitions/c", "items": [{"type": "null"}], "x-ignored": 1},
            "items/0",
            "x-ignored_/items/0",
        ),
        (D2019, {"dependencies": {"a": {"type": "null"}}}, "dependencies/a", None),
        (D2019, {"contains": {"type": "null"}}, "contains", "contains"),
        (
            D2019,
            {"contains": {"type": "null"}, "unevaluatedItems": True, "allOf": [{}]},
            "contains",
            "allOf/1/not/not/contains",
        ),
    ],
)
def test_references_lead_where_they_led(draft: str, holder: Any, pointer: str, now: Any) -> None:
    reference = {"$ref": f"#/definitions/b/{pointer}"}
    definition = {
        "$schema": draft,
        "type": "object",
        "properties": {"a": reference},
        "definitions": {"b": holder, "c": {}},
    }
    form = load(definition)
    assert not check(form, {"a": None})
    assert check(form, {"a": 5})
    assert load(form.document) == form
    if now is not None:
        assert form.document["properties"]["a"] == {"$ref": f"#/definitions/b/{now}"}
    # and so from a document in another draft
    outer = {"type": "object", "properties": {"a": {"$ref": f"b{reference['$ref']}"}}}
    form = load(outer, resources={"b": definition})
    assert not check(form, {"a": None})
    assert check(form, {"a": 5})


def test_names_within_a_document_stay_or_become_pointers() -> None:
    definitions = {
        "plain": {"$id": "#plain", "type": "null"},
        "colon": {"$id": "#a:b", "type": "null"},
        "inner": {"$id": "inner", "definitions": {"c": {"$id": "#a:b", "items": [{}]}}},
        "both": {"$id": "both#name", "type": "null"},
    }
    references = ["#plain", "#a:b", "inner#a:b", "both#name", "both"]
    properties = {str(n): {"$ref": each} for n, each in enumerate(references)}
    document = brought_up(D7, properties=properties, definitions=definitions)
    assert [each["$ref"] for each in document["properties"].values()] == [
        "#plain", "#/definitions/colon", "inner#/definitions/c", "both#name", "both",
    ]  # fmt: skip
    assert document["definitions"] == {
        "plain": {"$anchor": "plain", "type": "null"},
        "colon": {"type": "null"},
        "inner": {"$id": "inner", "definitions": {"c": {"prefixItems": [{}]}}},
        "both": {"$id": "both", "$anchor": "name", "type": "null"},
    }
    # an address that is the document's own names no second one
    own = {"$id": "http://x/a", "definitions": {"b": {"$id": "http://x/a#b"}}}
    expected = {"$id": "http://x/a", "definitions": {"b": {"$anchor": "b"}}}
    assert brought_up(D7, **own) == expected


def test_each_document_is_in_its_own_draft() -> None:
    pair = [{"type": "null"}]
    seven = {"$schema": D7, "properties": {"b": {"items": pair}}, "dependentRequired": {"b": ["c"]}}
    root = {"type": "object", "properties": {"a": {"$ref": "seven"}, "b": {"items": pair[0]}}}
    form = load(root, resources={"seven": seven})
    assert form.document["properties"]["b"] == {"items": pair[0]}
    [brought] = form.document["$defs"].values()
    assert brought["properties"] == {"b": {"prefixItems": pair}}
    assert "dependentRequired" not in brought
    # the other way round, and where a part of a document says it
    new = {"$schema": D2020, "prefixItems": pair}
    assert not judged(D7, {"$ref": "new"}, [5], resources={"new": new})
    assert judged(D7, {"$ref": "new"}, [None], resources={"new": new})
    inner = {"$schema": D4, "id": "inner", "maximum": 5, "exclusiveMaximum": True}
    assert judged(D2020, inner, 4)
    assert not judged(D2020, inner, 5)


def test_a_document_that_names_no_draft_is_in_that_of_who_refers_to_it(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"definitions": {"b": {"items": [{"type": "null"}]}}}')
    path = tmp_path / "form.json"
    for draft, valid in ((D7, False), (D2019, False), (D4, False)):
        reference = {"$ref": "other.json#/definitions/b"}
        path.write_text(
            json.dumps({"$schema": draft, "type": "object", "properties": {"a": reference}})
        )
        assert (not check(load(path), {"a": [5]})) is valid
    # also where it is known by an address that it gives itself
    given = {"c": {"definitions": {"d": {"id": "http://x/d", "items": [{"type": "null"}]}}}}
    assert not judged(D4, {"$ref": "http://x/d"}, [5], resources=given)
    with pytest.raises(DefinitionError):
        judged(D7, {"$ref": "http://x/d"}, [5], resources=given)


def test_recursive_references_become_dynamic_ones() -> None:
    tree = {
        "$schema": D2019,
        "$id": "http://x/tree",
        "$recursiveAnchor": True,
        "type": "object",
        "properties": {"next": {"$recursiveRef": "#"}, "a": {"$anchor": "recursive"}},
    }
    strict = {
        "$schema": D2019,
        "$id": "http://x/strict",
        "$recursiveAnchor": True,
        "$ref": "tree",
        "unevaluatedProperties": False,
    }
    form = load(strict, resources={"http://x/tree": tree})
    assert not check(form, {"next": {"next": {}}})
    assert [each.pointer for each in check(form, {"next": {"b": 1}})] == ["/next/b"]
    assert form.document["$dynamicAnchor"] == "recursive_"
    loose = {key: value for key, value in tree.items() if key != "$recursiveAnchor"}
    form = load({**strict, "$ref": "tree"}, resources={"http://x/tree": loose})
    assert not check(form, {"next": {"b": 1}})
    [brought] = form.document["$defs"].values()
    assert brought["properties"]["next"] == {"$ref": "#"}
    # in a place that isn't the root of a resource it says nothing
    inner = {"$recursiveAnchor": True, "properties": {"b": {"$recursiveRef": "#"}}}
    assert brought_up(D2019, properties={"a": inner})["properties"]["a"] == {
        "properties": {"b": {"$ref": "#"}}
    }


def test_a_recursive_reference_beside_another_applies_too() -> None:
    both = {"$ref": "#/$defs/b", "$recursiveRef": "#"}
    document = brought_up(D2019, properties={"a": both}, **{"$defs": {"b": {}}})
    assert document["properties"]["a"] == {"$ref": "#/$defs/b", "allOf": [{"$ref": "#"}]}
    circle = {"$schema": D2019, "type": "object", "allOf": [{"$recursiveRef": "#"}]}
    assert faults(circle) == [("/allOf/0/$ref", "circle")]
    assert faults({**circle, "allOf": 5, **both, "$defs": {"b": {}}}) == [
        ("/allOf", "misshapen"), ("/$ref", "circle"),
    ]  # fmt: skip


def test_contains_evaluates_nothing_in_2019_09() -> None:
    schema = {"contains": {"const": 1}, "maxContains": 1, "unevaluatedItems": {"type": "string"}}
    for value, valid in (([1], False), (["a", 1], False)):
        assert judged(D2019, schema, value) is valid
        assert judged(D2020, schema, value) is not valid
    assert not judged(D2019, {**schema, "unevaluatedItems": True}, [1, 1])
    assert judged(D2019, {**schema, "unevaluatedItems": True}, [1, 2])


def test_one_and_one_point_zero_are_one_value_in_every_draft() -> None:
    assert judged(D4, {"type": "integer"}, 1.0)
    assert not judged(D4, {"type": "integer"}, 1.5)


def test_formats_are_those_of_2020_12() -> None:
    definition = {"$schema": D4, "type": "object", "properties": {"a": {"format": "date"}}}
    assert check(load(definition), {"a": "yesterday"})
    assert not check(load(definition), {"a": "2024-02-29"})


def test_an_overlay_points_into_what_its_author_wrote() -> None:
    definition = {
        "$schema": D7,
        "type": "object",
        "properties": {"a": {"items": [{"title": "A"}], "additionalItems": {}}},
    }
    overlay = {
        "/properties/a/items/0": {"x-help": "first"},
        "/properties/a/additionalItems": {"x-help": "others"},
        "": {"x-form": {"kind": "survey"}},
    }
    form = load(definition, overlay=overlay)
    assert form.document["properties"]["a"] == {
        "prefixItems": [{"title": "A", "x-help": "first"}],
        "items": {"x-help": "others"},
    }
    assert form == load(form.document)
    for pointer in ("/properties/a/items", "/properties/a/items/1", "/properties/a/items/0/titel"):
        with pytest.raises(DefinitionError) as caught:
            load(definition, overlay={pointer: {"x-help": "a"}})
        [problem] = caught.value.problems
        assert (problem.pointer, problem.keyword) == (pointer, "overlay-nowhere")
        assert problem.params["near"] is None
    # and into a document that is bundled
    root = {"type": "object", "properties": {"a": {"$ref": "b"}}}
    overlay = {"/$defs/file:~1~1~1here~1b/items/0": {"x-help": "first"}}
    form = load(root, resources={"b": {"$schema": D7, "items": [{}]}}, overlay=overlay)
    [brought] = form.document["$defs"].values()
    assert brought["prefixItems"] == [{"x-help": "first"}]


@pytest.mark.parametrize(
    ("draft", "written", "pointer", "said"),
    [
        (D4, {"exclusiveMaximum": 5, "maximum": 6}, "/exclusiveMaximum", "true or false, beside"),
        (D4, {"exclusiveMinimum": True}, "/exclusiveMinimum", "true or false, beside"),
        (D4, {"required": []}, "/required", "at least one name"),
        (D4, {"enum": [1, 1.0]}, "/enum", "none twice"),
        (D4, {"enum": [[{"a": 1}], [{"a": 1.0}]]}, "/enum", "none twice"),
        (D4, {"properties": {"b": True}}, "/properties/b", "takes a schema: an object."),
        (D4, {"items": True}, "/items", "takes a schema: an object."),
        (D4, {"dependencies": {"b": []}}, "/dependencies", "at least one name"),
        (D4, {"id": 5}, "/id", "text in quotes"),
        (D6, {"exclusiveMaximum": True}, "/exclusiveMaximum", "a number"),
        (D6, {"$id": 5}, "/$id", "text in quotes"),
        (D7, {"items": []}, "/items", "or a list of at least one schema"),
        (D7, {"items": [5]}, "/items/0", "a schema: an object, true or false"),
        (D7, {"dependencies": {"b": 5}}, "/dependencies", "schemas or lists of names"),
        (D7, {"dependencies": 5}, "/dependencies", "schemas or lists of names"),
        (D7, {"$ref": "#", "not": {"type": 5}}, "/not/type", "type takes one of array"),
        (D7, {"additionalItems": {"if": 5}}, "/additionalItems/if", "if takes a schema"),
        (D7, {"$ref": "#", "not": {"not": {"if": 5}}}, "/not/not/if", "if takes a schema"),
        (D2019, {"$anchor": "_b"}, "/$anchor", "begins with a letter."),
        (D2019, {"$recursiveAnchor": "b"}, "/$recursiveAnchor", "true or false"),
    ],
)
def test_a_draft_refuses_what_its_meta_schema_does(
    draft: str, written: Any, pointer: str, said: str
) -> None:
    definition = {"$schema": draft, "type": "object", "properties": {"a": {"items": [written]}}}
    with pytest.raises(DefinitionError) as caught:
        load(definition)
    [problem] = caught.value.problems
    assert problem.pointer == "/properties/a/items/0" + pointer
    assert said in str(caught.value)


def test_faults_stand_where_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    definition = {
        "$schema": D7,
        "type": "object",
        "properties": {"a": {"items": [{}, {"x-widget": 5}], "additionalItems": {"pattern": "("}}},
        "dependencies": {"b": {"$ref": "#/items/0"}},
    }
    path.write_text(json.dumps(definition, indent=1))
    found = {each.keyword: (each.pointer, each.params.get("line")) for each in lint(path)}
    assert found["misuse"] == ("/properties/a/items/1/x-widget", 9)
    assert found["pattern"] == ("/properties/a/additionalItems/pattern", 13)
    assert found["no-pointer"] == ("/dependencies/b/$ref", 19)
    assert faults({"$schema": D4, "type": "object", "id": "//["}) == [("/id", "address")]
    twice = {"a": {"id": "http://x/a"}, "b": {"id": "http://x/a"}}
    twice_written = {"$schema": D4, "type": "object", "definitions": twice}
    assert faults(twice_written) == [("/definitions/b/id", "id-twice")]


def test_what_becomes_a_known_form_is_judged_by_its_draft_all_the_same() -> None:
    assert load({"$schema": D2020, "type": "object", "required": []})
    assert faults({"$schema": D4, "type": "object", "required": []}) == [("/required", "misshapen")]
