"""Laws of earlier drafts, over generated schemas: jsonschema's own validators are the oracle."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import (
    Draft4Validator,
    Draft6Validator,
    Draft7Validator,
    Draft201909Validator,
    Draft202012Validator,
)

from formkit.definition.drafts import DRAFT_04, DRAFT_06, DRAFT_07, DRAFT_2019_09, Draft
from formkit.definition.load import attempt, load
from formkit.errors import DefinitionError
from formkit.filling.validation import check

ORACLES: dict[Draft, Any] = {
    DRAFT_04: Draft4Validator,
    DRAFT_06: Draft6Validator,
    DRAFT_07: Draft7Validator,
    DRAFT_2019_09: Draft201909Validator,
}
drafts = pytest.mark.parametrize("draft", ORACLES, ids=lambda draft: draft.name)


def address(draft: Draft) -> str:
    metaschema = ORACLES[draft].META_SCHEMA
    name: str = metaschema.get("$id") or metaschema["id"]
    return name


# ---- the verdict

words = st.sampled_from(["a", "b", "c"])
instances = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 4) | st.sampled_from([0.5, 2.5]) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
names = st.lists(words, min_size=1, max_size=2, unique=True)
types = st.sampled_from(["array", "boolean", "integer", "null", "number", "object", "string"])
counts = st.integers(0, 3)
limits = st.integers(-1, 3) | st.just(0.5)

# Pointers into what moves, and what stays.
PLACES = (
    "#/definitions/a", "#/definitions/b", "#/definitions/b/items/0", "#/definitions/b/contains",
    "#/definitions/b/additionalItems", "#/definitions/b/dependencies/a", "#/definitions/b/if",
)  # fmt: skip

_VALUES: dict[str, Any] = {
    "const": instances, "dependentRequired": st.dictionaries(words, names, max_size=2),
    "enum": st.lists(instances, min_size=1, max_size=3, unique_by=repr),
    "maxContains": counts, "maxItems": counts, "maxLength": counts, "maxProperties": counts,
    "maximum": limits, "minContains": counts, "minItems": counts, "minLength": counts,
    "minProperties": counts, "minimum": limits, "multipleOf": st.sampled_from([1, 2, 0.5]),
    "pattern": words, "required": names, "title": words,
    "type": types | st.lists(types, min_size=1, max_size=2, unique=True),
    "uniqueItems": st.booleans(),
}  # fmt: skip
_ONE = (
    "additionalProperties contains else if not propertyNames then unevaluatedItems"
    " unevaluatedProperties"
).split()


def keyword(draft: Draft, inner: Any) -> Any:
    """A keyword and a value of it, be it that the draft knows it or doesn't."""
    some = st.lists(inner, min_size=1, max_size=2)
    several = st.dictionaries(words, inner, max_size=2)
    bounds = st.booleans() if draft is DRAFT_04 else limits
    booleans = st.booleans() if draft is DRAFT_04 else st.nothing()
    values = _VALUES | dict.fromkeys(_ONE, inner) | {
        "$ref": st.sampled_from(PLACES),
        "additionalItems": inner | booleans,
        "allOf": some, "anyOf": some, "oneOf": some, "prefixItems": some,
        "dependencies": st.dictionaries(words, names | inner, max_size=2),
        "dependentSchemas": several, "patternProperties": several, "properties": several,
        "exclusiveMaximum": bounds, "exclusiveMinimum": bounds,
        "items": inner | some,
    }  # fmt: skip
    if draft is DRAFT_2019_09:
        # jsonschema takes `$recursiveRef` away from what is beside it
        values["$recursiveAnchor"] = st.booleans()
    # what moves is what this is about
    likely = st.sampled_from(["$ref", "additionalItems", "contains", "dependencies", "items"])
    return (likely | st.sampled_from(sorted(values))).flatmap(
        lambda name: st.tuples(st.just(name), values[name])
    )


def schemas_of(draft: Draft) -> Any:
    leaf = st.just({}) if draft is DRAFT_04 else st.booleans() | st.just({})
    leaf = leaf | st.dictionaries(st.just("type"), types, min_size=1)
    return st.recursive(
        leaf,
        lambda inner: st.lists(keyword(draft, inner), max_size=4).map(dict).filter(can_be_judged),
        max_leaves=8,
    )


def can_be_judged(schema: dict[str, Any]) -> bool:
    """Whether jsonschema can judge it: beside `additionalItems` it asks how long `items` is."""
    return not ("additionalItems" in schema and isinstance(schema.get("items"), bool))


@drafts
@given(st.data())
def test_the_verdict_is_that_of_the_draft(draft: Draft, data: Any) -> None:
    schemas = schemas_of(draft)
    definition = {
        "$schema": address(draft),
        "type": "object",
        "properties": {"value": data.draw(schemas)},
        "definitions": {"a": data.draw(schemas), "b": data.draw(schemas)},
    }
    oracle = ORACLES[draft]
    assume(oracle(oracle.META_SCHEMA).is_valid(definition))
    tried = attempt(definition)
    if tried.form is None:
        # references that lead nowhere, or in a circle
        assert {each.keyword for each in tried.faults} <= {"circle", "no-pointer", "not-schema"}
        return
    Draft202012Validator.check_schema(tried.form.document)
    assert load(tried.form.document) == tried.form
    judge = oracle(definition)
    for value in data.draw(st.lists(instances, min_size=1, max_size=5)):
        answers = {"value": value}
        assert (not check(tried.form, answers, formats=False)) == judge.is_valid(answers)


# ---- what the meta-schemas refuse

shaped = st.sampled_from(
    [
        None, True, 0, 1, -1, 1.5, "", "a", "string", "_a", "a:b", "a b", "a#b", [], ["a"],
        ["a", "a"], ["string", "null"], ["null", "null"], [1], [1, True], [1, 1.0], {},
        {"a": True}, {"a": 1}, {"a": ["b"]}, {"a": []}, {"a": ["b", "b"]}, [True], [{}], [None],
        [{"type": 5}], [[{"b": 1}], [{"b": 1}]], {"type": "string"}, {"a": {"minLength": -1}},
    ]
)  # fmt: skip


def shapes_of(draft: Draft) -> Any:
    known = {*draft.shapes, *draft.anything, "foo"}
    # 2019-09 doesn't know this any more, and its meta-schema looks into it all the same
    known -= {"dependencies"} if draft is DRAFT_2019_09 else set()
    # that of draft-04 says nothing of `$ref`, which can only be a text
    known -= {"$ref"} if draft is DRAFT_04 else set()
    keywords = st.sampled_from(sorted(known))
    return st.recursive(
        st.dictionaries(keywords, shaped, max_size=3),
        lambda inner: st.dictionaries(keywords, shaped | inner, max_size=3),
        max_leaves=5,
    )


@drafts
@given(st.data())
def test_the_shapes_of_keywords_are_those_of_the_meta_schema(draft: Draft, data: Any) -> None:
    schema = data.draw(shapes_of(draft))
    oracle = ORACLES[draft]
    told = list(misshapen(draft, schema))
    assert len(told) == len(set(told))
    assert (not told) == oracle(oracle.META_SCHEMA).is_valid(schema)


def misshapen(draft: Draft, schema: Any, above: tuple[str, ...] = ()) -> Any:
    if isinstance(schema, dict):
        for segments, _, _ in draft.misshapen(schema):
            yield (*above, *segments)
        for _, segments, child in draft.children(schema):
            yield from misshapen(draft, child, (*above, *segments))


# ---- whatever comes

KEYWORDS = sorted({"id", "x-form", "x-ignored", "a"}.union(*(each.shapes for each in ORACLES)))
atoms = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["object", "string", "#", "#/items/0", "#a", "#a:b", "r", "r#/items", "//["])
    | st.sampled_from([address(each) for each in ORACLES])
)  # fmt: skip
keys = st.sampled_from(KEYWORDS) | st.text(max_size=3)
values = st.recursive(
    atoms, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4)
)


@drafts
@given(st.data())
def test_any_value_gives_a_form_or_a_definition_error(draft: Draft, data: Any) -> None:
    value = data.draw(values)
    root = {"$schema": address(draft), "type": "object", "properties": {"a": {"$ref": "r"}}}
    other = {**root, "$schema": address(data.draw(st.sampled_from(list(ORACLES))))}
    definition, resource = data.draw(
        st.sampled_from(
            [
                (root, value),
                (
                    root,
                    {**other, "definitions": {"b": value}, "allOf": [{"$ref": "#/definitions/b"}]},
                ),
                ({**root, "definitions": value}, other),
                ({**other, **value} if isinstance(value, dict) else root, value),
            ]
        )
    )
    tried(definition, {"r": resource})


def tried(source: Any, resources: Any) -> None:
    form = attempt(source, resources=resources).form
    if form is None:
        with pytest.raises(DefinitionError):
            load(source, resources=resources)
        return
    assert load(form.text, resources=resources) == form
    check(form, {"a": [1, {"a": "b"}]})
