"""Every reference is answered within the form, and its hash doesn't tell where the files lie."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from formkit.definition.load import attempt, load
from formkit.errors import DefinitionError

SHARED = {"$defs": {"yes": {"const": "yes"}, "age": {"$ref": "more/deep.json#/$defs/age"}}}
DEEP = {"$defs": {"age": {"type": "integer", "minimum": 1}}}
ROOT = {
    "type": "object",
    "properties": {
        "ok": {"$ref": "shared.json#/$defs/yes"},
        "age": {"$ref": "shared.json#/$defs/age"},
        "other": {"$ref": "#/properties/ok"},
    },
}
BUNDLED = {
    "type": "object",
    "properties": {
        "ok": {"$ref": "file:///here/shared.json#/$defs/yes"},
        "age": {"$ref": "file:///here/shared.json#/$defs/age"},
        "other": {"$ref": "#/properties/ok"},
    },
    "$defs": {
        "file:///here/shared.json": {"$id": "file:///here/shared.json", **SHARED},
        "file:///here/more/deep.json": {"$id": "file:///here/more/deep.json", **DEEP},
    },
}


def written(folder: Path, documents: dict[str, Any]) -> Path:
    for name, document in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=1))
    return folder


def faults(source: Any, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        load(source, **given)
    return [(problem.pointer, problem.keyword) for problem in caught.value.problems]


def test_files_of_one_folder_become_one_document(tmp_path: Path) -> None:
    files = {"form.json": ROOT, "shared.json": SHARED, "more/deep.json": DEEP}
    form = load(written(tmp_path / "a", files) / "form.json")
    assert json.dumps(form.document) == json.dumps(BUNDLED)
    # neither the folder nor the way that the documents came by counts
    assert form == load(written(tmp_path / "b c", files) / "form.json")
    given = {"shared.json": SHARED, "more/deep.json": DEEP}
    assert form == load(ROOT, resources=given)
    assert form == load(json.dumps(ROOT), resources=given)
    assert form == load(form.document) == load(form.text)


def test_nothing_changes_in_a_definition_that_refers_to_itself_alone() -> None:
    definition = {
        "type": "object",
        "$defs": {"a": {"$anchor": "b", "type": "string"}, "c": {"$id": "d/e.json", "$defs": {}}},
        "properties": {
            "a": {"$ref": "#b"},
            "b": {"$ref": "#/$defs/a"},
            "c": {"$ref": "d/e.json"},
            "d": {"$dynamicRef": "#f"},
            "e": {"$dynamicAnchor": "f", "properties": {"g": {"$ref": "#"}}},
        },
    }
    assert load(definition, resources={"unused": {}}).document == definition


def test_a_root_with_an_address_keeps_its_references(tmp_path: Path) -> None:
    root = {"$id": "https://example.org/forms/root.json", **ROOT}
    files = {"form.json": root, "shared.json": SHARED, "more/deep.json": DEEP}
    form = load(written(tmp_path, files) / "form.json")
    assert form.document["properties"] == ROOT["properties"]
    assert list(form.document["$defs"]) == [
        "https://example.org/forms/shared.json",
        "https://example.org/forms/more/deep.json",
    ]
    given = {"shared.json": SHARED, "https://example.org/forms/more/deep.json": DEEP}
    assert form == load(root, resources=given)


def test_a_reference_by_another_address_is_rewritten_to_the_own_one() -> None:
    other = {"$id": "https://example.org/other", "$defs": {"a": {"type": "string"}}}
    root = {
        "type": "object",
        "properties": {
            "a": {"$ref": "http://localhost/b#/$defs/a"},
            "b": {"$ref": "http://localhost/b"},
            "c": {"$ref": "http://localhost/c#/$defs/a"},
            "d": {"$ref": "https://example.org/other#/$defs/a"},
        },
    }
    form = load(root, resources={"http://localhost/b": other, "http://localhost/c": dict(other)})
    assert [each["$ref"] for each in form.document["properties"].values()] == [
        "https://example.org/other#/$defs/a",
        "https://example.org/other",
        "https://example.org/other#/$defs/a",
        "https://example.org/other#/$defs/a",
    ]
    assert form.document["$defs"] == {"https://example.org/other": other}
    # found by the address that it gives itself
    by_itself = {"type": "object", "properties": {"d": {"$ref": "https://example.org/other"}}}
    assert load(by_itself, resources={"http://localhost/b": other}).document["$defs"] == {
        "https://example.org/other": other
    }


def test_documents_stand_in_the_order_of_first_reference() -> None:
    given = {
        "a": {"properties": {"x": {"$ref": "c"}, "y": {"$ref": "b"}}},
        "b": {"$id": "b", "title": "b"},
        "c": True,
        "d": False,
        "e": {"$id": "https://example.org/e"},
    }
    root = {
        "type": "object",
        "properties": {"q": {"$ref": "a"}, "r": {"$ref": "d"}, "s": {"$ref": "e"}},
        "$defs": {"file:///here/d": {"title": "another"}, "own": {}},
    }
    form = load(root, resources=given)
    assert list(form.document["$defs"].items())[2:] == [
        ("file:///here/a", {"$id": "file:///here/a", **given["a"]}),
        ("file:///here/d'", {"$id": "file:///here/d", "not": {}}),
        ("https://example.org/e", given["e"]),
        ("file:///here/c", {"$id": "file:///here/c"}),
        ("file:///here/b", {"$id": "file:///here/b", "title": "b"}),
    ]
    assert form == load(form.document)


def test_a_root_that_is_referred_to_by_its_address_gets_it(tmp_path: Path) -> None:
    root = {"type": "object", "properties": {"a": {"$ref": "other.json"}}}
    other = {"properties": {"b": {"$ref": "form.json#/properties/a"}}}
    form = load(written(tmp_path, {"form.json": root, "other.json": other}) / "form.json")
    assert form.document["$id"] == "file:///here/form.json"
    assert form == load(form.document)
    own = {"type": "object", "properties": {"a": {}, "b": {"$ref": "own.json#/properties/a"}}}
    form = load(written(tmp_path, {"own.json": own}) / "own.json")
    assert form.document == {"$id": "file:///here/own.json", **own}


def test_meta_schemas_are_not_bundled() -> None:
    metaschema = "https://json-schema.org/draft/2020-12/schema"
    definition = {
        "type": "object",
        "properties": {
            "a": {"$ref": metaschema},
            "b": {"$ref": metaschema + "#meta"},
            "c": {
                "$ref": "https://json-schema.org/draft/2020-12/meta/validation#/$defs/stringArray"
            },
        },
    }
    assert load(definition).document == definition
    wrong = {"type": "object", "properties": {"a": {"$ref": metaschema + "#other"}}}
    assert faults(wrong) == [("/properties/a/$ref", "no-anchor")]


def refused(reference: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": {"$ref": reference}, "b": {"type": ["null"]}}}


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("https://example.org/a", "network"),
        ("a.json", "no-document"),
        ("//[", "address"),
        ("#/properties/c", "no-pointer"),
        ("#/properties/b/type/0/a", "no-pointer"),
        ("#/properties/b/type/1", "no-pointer"),
        ("#/properties/b/type/-1", "no-pointer"),
        ("#/properties/~2", "no-pointer"),
        ("#c", "no-anchor"),
        ("#/properties/b/type", "not-schema"),
        ("given", "not-schema"),
        ("unreadable", "value"),
    ],
)
def test_a_reference_to_nowhere_is_refused(reference: str, code: str) -> None:
    given = {"given": 5, "unreadable": {"b": {6}}}
    pointer = "/b" if code == "value" else "/properties/a/$ref"
    assert faults(refused(reference), resources=given) == [(pointer, code)]


def test_the_nearest_name_is_offered() -> None:
    definition = {
        "type": "object",
        "properties": {"a": {"$ref": "#/$def/task"}},
        "$defs": {"task": {}},
    }
    with pytest.raises(DefinitionError, match="Did you mean /\\$defs/task"):
        load(definition)


def test_files_above_and_links_that_lead_out_are_absent(tmp_path: Path) -> None:
    above = written(tmp_path, {"above.json": {"type": "string"}})
    folder = written(above / "forms", {"inside.json": {"type": "string"}, "dir/x.json": {}})
    (folder / "link.json").symlink_to(above / "above.json")
    (folder / "good.json").symlink_to(folder / "inside.json")
    for number, reference in enumerate(
        [
            "../above.json",
            str(above / "above.json"),
            "link.json",
            "%2e%2e/above.json",
            "a%00",
            "dir",
        ]
    ):
        path = written(folder, {f"{number}.json": refused(reference)}) / f"{number}.json"
        assert [code for _, code in faults(path)] in (["no-document"], ["no-file"]), reference
    form = load(written(folder, {"form.json": refused("good.json")}) / "form.json")
    assert "file:///here/good.json" in form.document["$defs"]


def test_a_fault_in_another_file_is_told_there(tmp_path: Path) -> None:
    shared = {"$defs": {"a": {"type": "text"}, "b": {"$ref": "#/$defs/c"}}}
    root = {
        "type": "object",
        "properties": {"a": {"$ref": "b.json#/$defs/a"}, "c": {"$ref": "b.json"}},
    }
    path = written(tmp_path, {"a.json": root, "b.json": shared}) / "a.json"
    with pytest.raises(DefinitionError) as caught:
        load(path)
    found = [
        (Path(p.params["file"]).name, p.params["line"], p.pointer, p.keyword)
        for p in caught.value.problems
    ]
    assert found == [
        ("b.json", 4, "/$defs/a/type", "misshapen"),
        ("b.json", 7, "/$defs/b/$ref", "no-pointer"),
    ]
    # a file that can't be read is told once
    (tmp_path / "b.json").write_text("{")
    assert faults(path) == [("", "json-end")]


def test_one_address_names_one_schema() -> None:
    twice = {"type": "object", "$defs": {"a": {"$id": "c"}, "b": {"$id": "c", "title": "d"}}}
    assert faults(twice) == [("/$defs/b/$id", "id-twice")]
    root = {"$id": "https://example.org/a", "type": "object", "properties": {"b": {"$ref": "b"}}}
    other = {"b": {"$id": "https://example.org/a"}}
    assert faults(root, resources=other) == [("/$id", "id-twice")]


def test_a_malformed_address_is_refused() -> None:
    assert faults({"$id": "//[", "type": "object"}) == [("/$id", "address")]
    assert faults({"type": "object"}, resources={"//[": {}}) == [("", "address")]
    malformed = {"a": {"$defs": {"b": {"$id": "//["}}, "$id": 5}, "c": {"d": {5}}, "e": 6}
    assert faults(refused("f"), resources=malformed) == [("/properties/a/$ref", "no-document")]


def a_ref(target: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{target}"}


@pytest.mark.parametrize(
    "defs",
    [
        {"a": a_ref("a")},
        {"a": a_ref("b"), "b": a_ref("a")},
        {"a": a_ref("b"), "b": {"allOf": [a_ref("c")]}, "c": {"title": "d", **a_ref("a")}},
        {"a": {"anyOf": [True, a_ref("a")]}},
        {"a": {"if": {"not": a_ref("a")}}},
        {"a": {"dependentSchemas": {"b": a_ref("a")}}},
    ],
)
def test_a_circle_without_content_is_refused(defs: Any) -> None:
    definition = {"type": "object", "properties": {"q": a_ref("a")}, "$defs": defs}
    [(pointer, code)] = faults(definition)
    assert code == "circle"
    assert pointer.startswith("/$defs/")


def test_every_circle_is_told_once() -> None:
    defs = {"a": {"allOf": [a_ref("b"), a_ref("a")]}, "b": {"allOf": [a_ref("c"), a_ref("d")]}}
    defs |= {"c": {"oneOf": [a_ref("d")]}, "d": {"properties": {"e": a_ref("a")}}}
    definition = {"type": "object", "properties": {"q": a_ref("a"), "r": a_ref("c")}, "$defs": defs}
    assert faults(definition) == [("/$defs/a/allOf/1/$ref", "circle")]


def test_recursion_with_content_is_taken() -> None:
    node = {
        "type": "object",
        "properties": {"v": {}, "n": {"type": "array", "items": {"$ref": "#"}}},
    }
    assert load(node).document == node
    dynamic = {"$dynamicAnchor": "n", "type": "object", "properties": {"a": {"$dynamicRef": "#n"}}}
    assert load(dynamic).document == dynamic


def test_a_reference_may_lead_to_a_place_that_no_keyword_describes() -> None:
    definition = {
        "type": "object",
        "properties": {"a": {"$ref": "#/stuff/b"}, "c": {"$ref": "#/properties"}},
        "stuff": {"b": {"$ref": "other#c"}},
    }
    form = load(definition, resources={"other": {"$defs": {"d": {"$anchor": "c"}}}})
    assert list(form.document["$defs"]) == ["file:///here/other"]
    assert form.document["stuff"] == {"b": {"$ref": "file:///here/other#c"}}


def suite(corpora: Path) -> tuple[dict[str, Any], list[Any]]:
    folder = corpora / "JSON-Schema-Test-Suite"
    remotes = {
        "http://localhost:1234/" + str(path.relative_to(folder / "remotes")): json.loads(
            path.read_bytes()
        )
        for path in sorted((folder / "remotes").rglob("*.json"))
    }
    groups = [
        group
        for path in sorted((folder / "tests" / "draft2020-12").glob("*.json"))
        for group in json.loads(path.read_bytes())
    ]
    return remotes, groups


def test_the_official_schemas_load_and_their_bundles_judge_alike(corpora: Path) -> None:
    remotes, groups = suite(corpora)
    registry: Registry[Any] = Registry().with_resources(
        (uri, DRAFT202012.create_resource(each)) for uri, each in remotes.items()
    )
    registry = registry.crawl()
    judged = 0
    for number, group in enumerate(groups):
        schema = group["schema"]
        if isinstance(schema, dict):
            schema = {"$id": f"http://localhost:1234/own/{number}", **schema}
        definition = {"type": "object", "properties": {"value": schema}}
        tried = attempt(definition, resources=remotes)
        assert tried.form is not None, (group["description"], tried.faults)
        if tried.form.dialects:
            continue
        assert load(tried.form.document) == tried.form
        form = tried.form
        ours = Draft202012Validator(
            form.document, registry=form.registry, _resolver=form.resolver()
        )
        theirs = Draft202012Validator(schema, registry=registry)
        for test in group["tests"]:
            try:
                expected = theirs.is_valid(test["data"])
            except re.error:
                # a pattern that only ECMA-262 knows
                continue
            assert ours.is_valid({"value": test["data"]}) == expected, test["description"]
            judged += 1
    assert judged > 1200
