"""What lint finds, each by an example with its place."""

from pathlib import Path
from typing import Any

import pytest

from formkit.definition.faults import sentence
from formkit.definition.lint import lint
from formkit.definition.secrets import is_secret
from formkit.definition.vocabulary import nearest


def found(definition: Any, **given: Any) -> list[tuple[str, str, str]]:
    """What lint finds: severity, pointer, code. All of it has words."""
    problems = lint(definition, **given)
    assert all(sentence(problem, language) for problem in problems for language in ("en", "vi"))
    return [(p.severity, p.pointer, p.keyword) for p in problems]


def form(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **more}


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", "title": "A", **more}


def ours(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return form(properties, **{"x-form": {"kind": "survey", **more}})


def test_a_form_without_faults_has_no_findings() -> None:
    assert found(ours({"a": text(), "b": {"type": "boolean", "title": "B"}})) == []


def test_the_ready_forms_have_no_findings(root: Path) -> None:
    paths = [path for path in (root / "schemas").glob("*.schema.json") if "shared" not in path.name]
    assert len(paths) >= 3
    for path in paths:
        assert found(path) == []


def test_what_load_refuses_is_an_error_beside_what_each_schema_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"type": "object",\n "requird": [],\n "title": 5}')
    assert [(p.params["line"], p.severity, p.keyword) for p in lint(path)] == [
        (2, "warning", "misspelt"),
        (3, "error", "misshapen"),
    ]
    assert found("{") == [("error", "", "json-end")]
    assert found(5) == [("error", "", "no-definition")]
    assert found({"x-form": 5, "type": "array"}) == [
        ("error", "/x-form", "misuse"),
        ("error", "/type", "not-object"),
    ]


@pytest.mark.parametrize(
    ("keyword", "near"),
    [
        ("x-wiget", "x-widget"),
        ("x-reccomended", "x-recommended"),
        ("x-I18N", "x-i18n"),
        ("x_help", None),
        ("x-order", None),
        ("x-go-type", None),
        ("tilte", "title"),
        ("minLenght", "minLength"),
        ("id", None),
        ("colour", None),
    ],
)
def test_a_misspelt_keyword_is_warned_of(keyword: str, near: str | None) -> None:
    problems = lint(form({"a": text(**{keyword: []})}))
    assert [(p.pointer, p.keyword, p.params["near"]) for p in problems] == (
        [] if near is None else [(f"/properties/a/{keyword}", "misspelt", near)]
    )


def test_reserved_keywords_and_unknown_widgets_are_warned_of() -> None:
    definition = form(
        {"a": text(**{"x-lock": 1, "x-widget": "textaera"}), "b": text(**{"x-widget": "signature"})}
    )
    problems = lint(definition)
    assert [(p.pointer, p.keyword, p.params.get("near")) for p in problems] == [
        ("/properties/a/x-lock", "reserved", None),
        ("/properties/a/x-widget", "widget", "textarea"),
        ("/properties/b/x-widget", "widget", None),
    ]


@pytest.mark.parametrize("make", [form, ours])
def test_patterns(make: Any) -> None:
    look = "error" if make is ours else "warning"
    open_ = {"type": "object", "title": "B", "properties": {"c": text()}}
    definition = make(
        {"a": text(pattern="("), "b": {**open_, "patternProperties": {"(?=a)": True, "ok": True}}}
    )
    assert found(definition) == [
        ("error", "/properties/a/pattern", "pattern"),
        (look, "/properties/b/patternProperties/(?=a)", "lookaround"),
    ]
    assert found(make({"a": text(pattern=r"^(a)\1$")}))[0] == (
        look,
        "/properties/a/pattern",
        "lookaround",
    )


@pytest.mark.parametrize("make", [form, ours])
def test_questions_for_secrets(make: Any) -> None:
    severity = "error" if make is ours else "warning"
    definition = make(
        {
            "otp": text(),
            "b": text(format="password"),
            "pin": {"type": "integer", "title": "A"},
            "password": {"type": "boolean", "title": "A"},
            "mat_khau": text(enum=["a", "b"]),
            "d": {"type": "array", "title": "A", "items": form({"so_tai_khoan": text()})},
        }
    )
    assert found(definition) == [
        (severity, "/properties/otp", "secret"),
        (severity, "/properties/b", "secret"),
        (severity, "/properties/pin", "secret"),
        (severity, "/properties/d/items/properties/so_tai_khoan", "secret"),
    ]


def test_a_secret_is_noticed_whatever_control_asks_for_it() -> None:
    hidden = {"title": "A", "oneOf": [text(format="password"), {"type": "integer"}]}
    definition = form(
        {
            "pwd": {"type": ["string", "integer"], "title": "A"},
            "otp": {"title": "A"},
            "a": hidden,
            "b": {"title": "B", "anyOf": [{"type": "integer"}, form({"pin": text()})]},
            "cvc": {"type": ["boolean", "array"], "title": "A"},
        }
    )
    assert found(definition) == [
        ("warning", "/properties/pwd", "secret"),
        ("warning", "/properties/otp", "secret"),
        ("warning", "/properties/a", "secret"),
        ("warning", "/properties/b/anyOf/1/properties/pin", "secret"),
    ]


@pytest.mark.parametrize(
    "key",
    [
        "password", "userPassword", "PASSWORD", "matKhau", "mật khẩu", "mat-khau", "matkhau",
        "ma_otp", "maOTP", "OTPCode", "bankAccount", "bank_account_no", "so_tai_khoan",
        "cccd_photo", "ảnh CCCD", "id-card-photo", "MÃ PIN",
    ],
)  # fmt: skip
def test_keys_that_name_a_secret(key: str) -> None:
    assert is_secret(key)


@pytest.mark.parametrize(
    "key", ["phone", "shipping", "spinner", "opinion", "so_the_he", "account", "photo", "", "*"]
)
def test_keys_that_name_none(key: str) -> None:
    assert not is_secret(key)


def when(asked: dict[str, Any], *then: str) -> dict[str, Any]:
    return {"if": asked, "then": {"properties": {name: text() for name in then}}}


def equals(name: str, *, required: bool = True) -> dict[str, Any]:
    asked: dict[str, Any] = {"properties": {name: {"const": "x"}}}
    return {**asked, "required": [name]} if required else asked


@pytest.mark.parametrize(
    ("asked", "pointers"),
    [
        (equals("a", required=False), ["/properties/a"]),
        (equals("a"), []),
        ({"properties": {"a": True, "b": {}}}, []),
        ({"not": equals("a", required=False)}, []),
        ({"allOf": [{"required": ["a"]}, equals("a", required=False)]}, []),
        ({"anyOf": [equals("a"), equals("b", required=False), True]}, ["/anyOf/1/properties/b"]),
        ({"required": ["a"], "oneOf": [equals("a", required=False)]}, []),
        (
            {"required": ["d"], "properties": {"d": equals("a", required=False)}},
            ["/properties/d/properties/a"],
        ),
        (True, []),
    ],
)
def test_a_condition_that_holds_when_nothing_is_answered(asked: Any, pointers: list[str]) -> None:
    definition = form({"a": text(), "b": text()}, **when(asked, "c"))
    assert found(definition) == [("warning", "/if" + each, "vacuous") for each in pointers]
    assert found(form({"a": text()}, **{"if": equals("a", required=False)})) == []


def test_a_condition_that_is_misshapen_is_not_looked_into() -> None:
    asked = {"properties": 5, "required": 5, "allOf": 5, "anyOf": [5], "oneOf": [{"allOf": [5]}]}
    codes = {code for _, _, code in found(form({}, **{"if": asked, "then": True}))}
    assert codes == {"misshapen"}
    wrong = {"patternProperties": 5, "pattern": 5, "x-widget": 5}
    assert {code for _, _, code in found(form({}, **wrong))} == {"misshapen", "misuse"}


def test_a_question_that_is_not_shown_or_has_no_title() -> None:
    ticks = {"type": "array", "title": "A", "items": {"enum": ["x"]}, "uniqueItems": True}
    definition = form(
        {
            "a": {"type": ["string", "number"], "title": "A"},
            "b": {"type": "string"},
            "c": {"const": "fixed"},
            "d": ticks,
            "e": False,
            "f": {"type": "string", "enum": [1], "title": "F"},
            "g": {"type": ["string", "array"]},
        }
    )
    assert found(definition) == [
        ("warning", "/properties/b", "untitled"),
        # a schema that is no object has no place of its own
        ("warning", "", "unrendered"),
        ("warning", "/properties/f", "unrendered"),
        ("warning", "/properties/g", "untitled"),
    ]
    assert [problem.params.get("reason") for problem in lint(definition)] == [
        None, "nothing is allowed here", "no option is left", None,
    ]  # fmt: skip


def test_the_questions_in_branches_maps_and_lists_have_titles() -> None:
    branches = [form({"a": text(), "b": {"type": "string"}}), form({"c": {"type": "string"}})]
    definition = form(
        {
            "q": {"title": "Q", "oneOf": branches},
            "m": {"type": "object", "title": "M", "additionalProperties": {"type": "string"}},
            "t": {"type": "array", "title": "T", "prefixItems": [{"type": "string"}]},
            # what nobody may answer isn't missed where others end
            "end": {"type": "array", "title": "E", "prefixItems": [True], "items": False},
        }
    )
    assert found(definition) == [
        ("warning", "/properties/q/oneOf/0/properties/b", "untitled"),
        ("warning", "/properties/q/oneOf/1/properties/c", "untitled"),
    ]


def test_what_is_written_as_json_is_warned_of() -> None:
    ways = [{"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "array"}]}] * 6
    copies = [dict(each) for each in ways]
    problems = lint(form({"q": {"title": "Q", "allOf": copies}}))
    assert [(p.severity, p.pointer, p.keyword) for p in problems] == [
        ("warning", "/properties/q", "json-text")
    ]
    assert problems[0].params["reason"] == "there are too many ways to choose"


def test_a_control_that_does_not_fit_its_question() -> None:
    definition = form(
        {
            "a": {"type": "integer", "title": "A", "x-widget": "textarea"},
            "b": {"type": "boolean", "title": "B", "x-widget": "tick"},
            "c": {"type": "boolean", "title": "C", "x-widget": "tick"},
            "d": {"const": True, "title": "D", "x-widget": "tick"},
            "e": {"type": "array", "title": "E", "x-widget": "rows", "items": {"type": "string"}},
        },
        required=["b", "d"],
    )
    assert found(definition) == [
        ("warning", "/properties/a/x-widget", "unfitting"),
        ("warning", "/properties/b", "tick-required"),
    ]


def test_limits_that_lead_nowhere() -> None:
    number = {"type": "integer", "title": "A"}
    rows = {"type": "array", "title": "R"}
    inner = {**number, "x-limit": {"maximum": "1/b", "minimum": "3/a"}}
    definition = form(
        {
            "a": {**number, "x-limit": {"maximum": "1/c", "minimum": "1/b"}},
            "b": {**number, "x-limit": {"exclusiveMaximum": "2/a"}},
            "r": {**rows, "items": form({"b": number, "c": inner})},
        }
    )
    assert found(definition) == [
        ("error", "/properties/a/x-limit/maximum", "limit-nowhere"),
        ("error", "/properties/b/x-limit/exclusiveMaximum", "limit-nowhere"),
    ]


def test_pages_and_consent() -> None:
    nested = {"type": "object", "title": "N", "properties": {"x": text()}}
    definition = ours(
        {"a": text(), "b": text(), "n": nested, "rest": text()},
        pages=[
            {"questions": ["/a", "/missing"]},
            {"questions": ["/b", "/n/x", "/n", "/a"]},
        ],
        consent=[
            {"key": "a", "purpose": "p", "text": "t"},
            {"key": "absent", "purpose": "p", "text": "t"},
        ],
    )
    assert found(definition) == [
        ("error", "/x-form/pages/0/questions/1", "page-nowhere"),
        ("error", "/x-form/pages/1/questions/1", "page-nowhere"),
        ("error", "/x-form/pages/1/questions/3", "page-twice"),
        ("warning", "/x-form/pages", "page-missing"),
        ("error", "/x-form/consent/1/key", "consent-nowhere"),
    ]


def test_a_role_that_is_meant_once() -> None:
    definition = form(
        {
            "a": text(**{"x-role": "subject"}),
            "b": text(**{"x-role": "subject"}),
            "c": text(**{"x-role": "subject"}),
            "d": text(**{"x-role": "task"}),
            "e": text(**{"x-role": "task"}),
        }
    )
    assert found(definition) == [("warning", "/properties/b/x-role", "role-twice")]
    # two controls of which one is asked are one question
    branch = {"if": equals("a"), "then": {"properties": {"b": text(**{"x-role": "people"})}}}
    number = {"type": "integer", "title": "B", "x-role": "people"}
    assert found(form({"a": text()}, **branch, **{"else": {"properties": {"b": number}}})) == []


def test_missing_translations(tmp_path: Path) -> None:
    option = {"const": "x", "title": "X"}
    said = {"title": "A", "description": "D", "help": "H", "message": {"type": "M"}}
    definition = ours(
        {
            "a": text(
                description="d",
                oneOf=[option, {**option, "const": "y", "x-i18n": {"en": {"title": "Y"}}}],
                **{"x-help": "h", "x-message": {"type": "m"}},
            ),
            "b": text(**{"x-help": "h", "x-message": {"type": "m"}, "x-i18n": {"en": said}}),
            "c": text(enum=["p", "q"], **{"x-i18n": {"en": {"title": "C"}}}),
        },
        languages=["vi", "en"],
        thanks="t",
        pages=[{"title": "P", "questions": ["/a", "/b", "/c"]}],
        consent=[{"key": "a", "purpose": "p", "text": "t", "x-i18n": {"en": {"text": "t"}}}],
    )
    assert found(definition) == [
        ("warning", pointer, "untranslated")
        for pointer in (
            "/x-form/thanks",
            "/x-form/pages/0/title",
            "/x-form/consent/0/purpose",
            "/properties/a/title",
            "/properties/a/description",
            "/properties/a/x-help",
            "/properties/a/x-message/type",
            "/properties/a/oneOf/0/title",
        )
    ]
    assert found(form({"a": text()})) == []


def test_one_schema_behind_several_questions_is_told_of_once(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"$defs": {"a": {"type": "string",\n"pattern": "("}}}')
    path = tmp_path / "a.json"
    path.write_text(
        '{"type": "object", "properties": {"a": {"$ref": "b.json#/$defs/a", "title": "A"},'
        ' "b": {"$ref": "b.json#/$defs/a", "title": "B"}}}'
    )
    [problem] = lint(path)
    assert (Path(problem.params["file"]).name, problem.params["line"]) == ("b.json", 2)


def test_what_an_overlay_brings_has_the_line_of_what_it_lies_on(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"type": "object", "properties": {\n"a": {"type": "integer", "title": "A"}}}')
    [problem] = lint(path, overlay={"/properties/a": {"x-limit": {"maximum": "1/b"}}})
    assert problem.pointer == "/properties/a/x-limit/maximum"
    assert (problem.keyword, problem.params["line"]) == ("limit-nowhere", 2)


@pytest.mark.parametrize(
    ("name", "near"),
    [("x-widgte", "x-widget"), ("x-widget", None), ("completely", None), ("x-rol", "x-role")],
)
def test_the_nearest_name(name: str, near: str | None) -> None:
    assert nearest(name, ["x-widget", "x-role"]) == near
    assert nearest(name, []) is None
