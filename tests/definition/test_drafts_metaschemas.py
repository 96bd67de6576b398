"""Meta-schemas in earlier drafts: referred to, and handed over as dialects of one's own."""

import pytest

from formkit.definition.load import load
from tests.definition.test_drafts import D4, D6, D7, D2019, D2020, faults, judged


@pytest.mark.parametrize("draft", [D4, D6, D7, D2019])
def test_a_reference_to_a_meta_schema_is_one_to_what_it_says(draft: str) -> None:
    for outer in (D2020, draft):
        assert judged(outer, {"$ref": draft}, {"items": [{"minLength": 1}]})
        assert not judged(outer, {"$ref": draft}, {"items": [{"minLength": -1}]})
        assert judged(outer, {"$ref": draft}, {"exclusiveMaximum": True}) is False
    definition = {"type": "object", "properties": {"a": {"$ref": draft}}}
    form = load(definition)
    assert load(form.document) == form


MIN_TITLE = {"properties": {"title": {"minLength": 3}}}


def test_a_meta_schema_of_ones_own_is_in_a_draft_too() -> None:
    own = {"$schema": D7, "allOf": [{"$ref": D7}, MIN_TITLE]}
    definition = {"$schema": "http://x/own", "type": "object", "title": "long", "items": [True]}
    form = load(definition, resources={"http://x/own": own})
    assert form.document == {
        "$schema": D2020, "type": "object", "title": "long", "prefixItems": [True],
    }  # fmt: skip
    assert load(form.document) == form
    given = {"http://x/own": own}
    assert faults({**definition, "title": "s"}, resources=given) == [("/title", "dialect-rule")]
    assert faults({**definition, "if": 5}, resources=given) == [("/if", "dialect-rule")]
    # one that is in a circle, none, or unreadable says nothing of a draft
    circle = {"http://x/own": {"$schema": "http://x/b"}, "http://x/b": {"$schema": "http://x/own"}}
    plain = {"$schema": "http://x/own", "type": "object", "title": "long"}
    assert load(plain, resources=circle).document == plain
    for other in (True, {"a": {5}}):
        assert faults(plain, resources={"http://x/own": other})


def test_vocabularies_of_2019_09_say_what_counts() -> None:
    vocabularies = ("core", "applicator")
    own = {
        "$schema": D2019,
        "$id": "http://x/own",
        "$vocabulary": {
            **{
                f"https://json-schema.org/draft/2019-09/vocab/{each}": True for each in vocabularies
            },
            "http://x/vocabulary": False,
        },
    }
    definition = {
        "$schema": "http://x/own",
        "properties": {
            "a": {"maximum": 5, "const": 7},
            "b": {"items": [{"required": ["c"]}, False]},
        },
    }
    form = load(definition, resources={"http://x/own": own})
    assert form.document["properties"] == {"a": {}, "b": {"prefixItems": [{}, False]}}
