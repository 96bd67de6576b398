"""A definition is read, checked, and refused with all its faults, each at its place."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from formkit.definition.jsontext import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from formkit.definition.keywords import KEYWORDS, children, misshapen
from formkit.definition.load import attempt, compact, load
from formkit.definition.vocabulary import KEYWORDS as OURS
from formkit.errors import DefinitionError

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FORM = {"type": "object", "properties": {"a": {"type": "string"}}}


def faults(source: Any, **given: Any) -> list[tuple[str, str]]:
    """The faults of a definition: pointer and code."""
    with pytest.raises(DefinitionError) as caught:
        load(source, **given)
    return [(problem.pointer, problem.keyword) for problem in caught.value.problems]


def test_a_path_a_text_bytes_and_a_dict_are_one_form(tmp_path: Path) -> None:
    text = json.dumps(FORM, indent=2)
    path = tmp_path / "a.json"
    path.write_text("\ufeff" + text, "utf-8")
    forms = [load(each) for each in (path, str(path), text, " \n" + text, text.encode(), FORM)]
    assert {form.sha256 for form in forms} == {forms[0].sha256}
    assert forms[0].document == FORM
    assert forms[0].text == '{"type":"object","properties":{"a":{"type":"string"}}}'


def test_the_hash_is_of_the_utf8_text_with_lone_surrogates_escaped() -> None:
    form = load({"type": "object", "title": "ă\ud800", "description": "\ud83d\ude00"})
    assert form.text == '{"type":"object","title":"ă\\ud800","description":"😀"}'
    assert form.sha256 == "cf6748eca537a6c522a0014dccdf89e58c64db76787a3e00bb6485a0d2869921"
    assert load(form.text) == form


def test_what_was_given_is_not_changed() -> None:
    given = json.loads(json.dumps(FORM))
    form = load(given, overlay={"/properties/a": {"x-help": "b"}})
    assert given == FORM
    assert form.document["properties"]["a"]["x-help"] == "b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"type": "object",\n "a": {"b": 1,\n "b": 2}, "a": 3}',
            ["3 /a/b repeated", "3 /a repeated"],
        ),
        (
            '{"type": "object",\n "default": [1,\n NaN, -Infinity, 1e999]}',
            ["3 /default/1 number", "3 /default/2 number", "3 /default/3 number"],
        ),
        ('{"a": [{},\n' + "1" * 4301 + "]}", ["2 /a/1 number"]),
        ('{"a": 1, \n "a": [2, NaN]}', ["2 /a repeated", "2 /a/1 number"]),
        ('{"a": 1,\n}', ["2  json"]),
        ('{"a": 1,\n', ["2  json-end"]),
        (
            '{"type": "object",\n"minLength": -1,\n"properties":\n{"a": {"type": "text"}}}',
            ["2 /minLength misshapen", "4 /properties/a/type misshapen"],
        ),
    ],
)
def test_a_fault_of_a_text_has_its_line(text: str, expected: list[str]) -> None:
    with pytest.raises(DefinitionError) as caught:
        load(text)
    problems = caught.value.problems
    assert [f"{p.params['line']} {p.pointer} {p.keyword}" for p in problems] == expected


def test_a_fault_of_a_file_is_one_line_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text('{"type": "object",\n "title": 5,\n "required": "a"}')
    with pytest.raises(DefinitionError) as caught:
        load(path)
    assert str(caught.value).splitlines() == [
        f"{path}:2: /title: title takes text in quotes.",
        f"{path}:3: /required: required takes a list of names, none twice.",
    ]


def test_deep_brackets_are_refused_at_their_line() -> None:
    deep = '{"a":\n' + "[" * 300 + "]" * 300 + "}"
    deeper = '{"a":\n' + "[" * 100_000
    for text in (deep, deeper):
        with pytest.raises(DefinitionError) as caught:
            load(text)
        assert [(p.keyword, p.params["line"]) for p in caught.value.problems] == [("depth", 2)]
    endless: list[Any] = []
    endless.append(endless)
    assert faults({"a": endless}) == [("/a" + "/0" * (MAX_DEPTH - 1), "depth")]


def test_too_much_is_refused(tmp_path: Path) -> None:
    large = '{"a":"' + "b" * MAX_BYTES + '"}'
    path = tmp_path / "large.json"
    path.write_text(large)
    for source in (large, large.encode(), path):
        assert faults(source) == [("", "size")]
    assert faults({"type": "object", "title": "b" * MAX_BYTES}) == [("", "size")]
    same: list[Any] = [0] * 1000
    assert faults({"a": [same] * (MAX_VALUES // 1000 + 1)}) == [("", "values")]


def test_what_is_no_text_or_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_bytes(b'{"type": "object",\n"title": "\xff"}')
    with pytest.raises(DefinitionError) as caught:
        load(path)
    assert [(p.keyword, p.params["line"]) for p in caught.value.problems] == [("utf8", 2)]
    assert faults(tmp_path / "absent.json") == [("", "file")]
    assert faults(tmp_path) == [("", "file")]
    assert faults("a\0b") == [("", "file")]


@pytest.mark.parametrize("source", [None, True, 5, ["{}"], b"[]", b"5"])
def test_a_definition_is_an_object(source: Any) -> None:
    assert faults(source) == [("", "no-definition")]


def test_what_json_has_no_words_for_is_refused() -> None:
    class Text(str):
        pass

    assert faults({"a": {1: 2, "b": {3}, "c": float("inf"), "d": 10**5000}}) == [
        ("/a", "key"),
        ("/a/b", "value"),
        ("/a/c", "number"),
        ("/a/d", "number"),
    ]
    form = load({"type": "object", Text("title"): Text("b"), "examples": ({"a": 1}, 1.5)})
    assert form.document["examples"] == [{"a": 1}, 1.5]
    assert type(form.document["title"]) is str


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ({"type": "string"}, [("/type", "not-object")]),
        ({"type": ["array", "null"]}, [("/type", "not-object")]),
        ({"const": 5}, [("/const", "not-object")]),
        ({"enum": [5, "a"]}, [("/enum", "not-object")]),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"type": "integer"}]}}},
            [("/$defs/a/allOf/0/type", "not-object")],
        ),
        ({}, [("", "no-object")]),
        ({"title": "a", "name": "b", "allOf": [True]}, [("", "no-object")]),
    ],
)
def test_the_root_is_an_object(definition: Any, expected: Any) -> None:
    assert faults(definition) == expected


@pytest.mark.parametrize(
    "definition",
    [
        {"type": ["object", "string"]},
        {"required": ["a"]},
        {"const": {"a": 1}},
        {"enum": [{"a": 1}, 5]},
        {"anyOf": [{"properties": {}}, {"type": "object"}]},
        {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"type": "object"}, {"type": "object"}]}}},
        {"$ref": DRAFT},
        {"$dynamicRef": "#a", "$defs": {"b": {"$dynamicAnchor": "a", "type": "object"}}},
    ],
)
def test_an_object_at_the_root_is_taken(definition: Any) -> None:
    assert load(definition).document == definition


def test_too_many_questions_and_levels_are_refused() -> None:
    many = {f"q{n}": {"type": "string"} for n in range(2001)}
    assert faults({"type": "object", "properties": many}) == [("", "questions")]
    deep: Any = {"type": "string"}
    for _ in range(66):
        deep = {"type": "object", "properties": {"a": deep}}
    assert faults(deep) == [("", "levels")]
    # references that call each other, each for one place
    chain: dict[str, Any] = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(1500)}
    chain["d1500"] = {"type": "string"}
    definition = {"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "$defs": chain}
    assert faults(definition) == [("", "levels")]


def test_what_is_older_than_draft_4_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        load({**FORM, "$schema": "http://json-schema.org/draft-03/schema#"})
    assert [(p.pointer, p.keyword) for p in caught.value.problems] == [("/$schema", "draft")]
    assert "JSON Schema draft-03" in str(caught.value)


def test_2020_12_and_none_are_taken() -> None:
    for schema in (DRAFT, DRAFT + "#"):
        assert load({**FORM, "$schema": schema}).document["$schema"] == schema


def test_a_definition_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    module = sys.modules["formkit.definition.load"]
    real = module.faults_of

    def counted(*given: Any) -> Any:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(module, "faults_of", counted)
    definition = {**FORM, "title": "checked once"}
    assert load(definition) == load(dict(definition)) == load(json.dumps(definition))
    assert len(calls) == 1
    for number in range(1100):
        load({**FORM, "title": f"checked once {number}"})
    calls.clear()
    load(definition)
    assert len(calls) == 1


OVERLAID = {"type": "object", "properties": {"a": {"type": "string", "x-help": "old"}, "b": True}}


def test_an_overlay_counts_in_the_hash_and_takes_the_place_of_keywords() -> None:
    overlay = {"": {"x-form": {"kind": "survey"}}, "/properties/a": {"x-help": "new"}}
    form = load(OVERLAID, overlay=overlay)
    assert form.document["properties"]["a"] == {"type": "string", "x-help": "new"}
    assert form.ours
    assert form == load(form.document)
    assert form != load(OVERLAID)
    assert load(OVERLAID, overlay={}) == load(OVERLAID)


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        ({"/properties/c": {"x-help": "a"}}, [("/properties/c", "overlay-nowhere")]),
        ({"/properties/b": {"x-help": "a"}}, [("/properties/b", "overlay-nowhere")]),
        ({"/properties/a/type/0": {"x-help": "a"}}, [("/properties/a/type/0", "overlay-nowhere")]),
        ({"properties": {"x-help": "a"}}, [("properties", "overlay-nowhere")]),
        ({"/properties/a": {"title": "a"}}, [("/properties/a", "overlay-keyword")]),
        ({"/properties/a": {"x-help": 5}}, [("/properties/a/x-help", "misuse")]),
        ({"/properties/a": {"x-form": {}}}, [("/properties/a", "misplaced")]),
        ({"/properties/a": 5}, [("/properties/a", "overlay-value")]),
        ({"/properties/a": {"x-help": {5}}}, [("/~1properties~1a/x-help", "overlay-value")]),
        ([5], [("", "overlay-value")]),
    ],
)
def test_a_misuse_of_an_overlay_is_refused(overlay: Any, expected: Any) -> None:
    assert faults(OVERLAID, overlay=overlay) == expected


@pytest.mark.parametrize(
    ("keyword", "value", "expected"),
    [
        ("x-form", {"vocabulary": 2}, "/x-form/vocabulary"),
        ("x-form", {"kind": "poll"}, "/x-form/kind"),
        ("x-form", {"languages": ["vietnamese!"]}, "/x-form/languages/0"),
        ("x-form", {"languages": ["vi", "vi"]}, "/x-form/languages"),
        ("x-form", {"pages": [{"title": "a"}]}, "/x-form/pages/0"),
        ("x-form", {"pages": [{"questions": ["a"]}]}, "/x-form/pages/0/questions/0"),
        ("x-form", {"minutes": 0}, "/x-form/minutes"),
        ("x-form", {"consent": [{"key": "a"}]}, "/x-form/consent/0"),
        ("x-form", {"retention": 0.5}, "/x-form/retention"),
        ("x-form", {"colour": "red"}, "/x-form"),
        ("x-widget", 5, "/x-widget"),
        ("x-widget", "", "/x-widget"),
        ("x-help", ["a"], "/x-help"),
        ("x-message", {"pattern": 5}, "/x-message/pattern"),
        ("x-i18n", {"en": {"titel": "a"}}, "/x-i18n/en"),
        ("x-text", "raw", "/x-text"),
        ("x-personal", {"days": 3}, "/x-personal"),
        ("x-from", "ward", "/x-from"),
        ("x-scale", {"of": "stars"}, "/x-scale/of"),
        ("x-role", "subjects", "/x-role"),
        ("x-verdict", "ok", "/x-verdict"),
        ("x-recommended", False, "/x-recommended"),
        ("x-limit", {"minimum": "0"}, "/x-limit/minimum"),
        ("x-limit", {}, "/x-limit"),
    ],
)
def test_a_misuse_of_the_vocabulary_is_refused(keyword: str, value: Any, expected: str) -> None:
    assert (expected, "misuse") in faults({**FORM, keyword: value})


def test_every_example_of_the_vocabulary_is_taken() -> None:
    for keyword, described in OURS.items():
        assert described["title"]
        assert described["description"]
        assert described["where"]
        assert len(described["examples"]) == 1
        load({**FORM, keyword: described["examples"][0]})


def test_x_form_stands_at_the_root() -> None:
    assert faults({"type": "object", "properties": {"a": {"x-form": {}}}}) == [
        ("/properties/a/x-form", "misplaced")
    ]


def test_what_others_add_is_kept() -> None:
    definition = {**FORM, "x-order": 5, "colour": "red"}
    assert load(definition).document == definition


atoms = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["object", "string", "#", "#/properties/a", "#a", "a", "a#b", "//["])
)  # fmt: skip
names = (
    st.sampled_from([*sorted(KEYWORDS), "x-form", "x-i18n", "x-limit", "x-role", "a"]) | st.text()
)
values = st.recursive(
    atoms, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)
)


@given(values)
def test_any_value_gives_a_form_or_a_definition_error(value: Any) -> None:
    tried(value)
    if isinstance(value, dict):
        tried({"type": "object", **value})
        tried({"type": "object", "properties": {"a": value}})
        tried(FORM, resources={"a": value}, overlay={"/properties/a": value})
        tried({**FORM, "allOf": [{"$ref": "a"}]}, resources={"a": value})


@given(st.text() | st.binary())
def test_any_text_gives_a_form_or_a_definition_error(text: str | bytes) -> None:
    tried(text)
    tried(b"{" + text if isinstance(text, bytes) else "{" + text)


@given(st.data())
def test_a_form_with_something_changed_gives_a_form_or_a_definition_error(data: Any) -> None:
    text = compact(FORM)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    middle = data.draw(st.text(st.sampled_from('{}[]",:0-eN\\u/$#'), max_size=6))
    tried(text[:start] + middle + text[end:] if start else middle)


def tried(source: Any, **given: Any) -> None:
    """Load; a form that comes of it comes of its own text and document as well."""
    form = attempt(source, **given).form
    if form is not None:
        assert load(form.text) == load(form.document) == form
        return
    with pytest.raises(DefinitionError) as caught:
        load(source, **given)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems) == len(caught.value.sentences) > 0


shaped = st.sampled_from(
    [
        None, True, 0, 1, -1, 1.0, 1.5, "", "a", "string", "_a", "a b", "a#", "a#b", [], ["a"],
        ["a", "a"], ["string", "null"], ["null", "null"], [1], {}, {"a": True}, {"a": 1},
        {"a": ["b"]}, {"a": ["b", "b"]}, [True], [{}], [None], [{"type": 5}],
        {"type": "string"}, {"a": {"minLength": -1}},
    ]
)  # fmt: skip
# a schema in `dependencies` is left alone: in 2020-12 the keyword does nothing
keywords = st.sampled_from(sorted(KEYWORDS - {"dependencies"}))
schemas = st.recursive(
    st.dictionaries(keywords, shaped, max_size=3),
    lambda inner: st.dictionaries(keywords, shaped | inner, max_size=3),
    max_leaves=5,
)


@given(schemas)
def test_the_shapes_of_keywords_are_those_of_the_meta_schema(schema: Any) -> None:
    judge = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    assert well_shaped(schema) == judge.is_valid(schema)


def well_shaped(schema: Any) -> bool:
    if isinstance(schema, dict):
        inner = (well_shaped(child) for _, _, child in children(schema))
        return not list(misshapen(schema)) and all(inner)
    return isinstance(schema, bool)


def test_dependencies_hold_schemas_or_names() -> None:
    assert load({**FORM, "dependencies": {"a": ["b"], "b": {}}})
    assert faults({**FORM, "dependencies": {"a": 5}}) == [("/dependencies", "misshapen")]
