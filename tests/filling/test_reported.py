"""What users of other form libraries reported, each for its whole kind."""

from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.filling.encode import encode
from formkit.filling.fields import answers
from formkit.filling.submission import submit
from formkit.pointer import input_name
from tests.filling.making import TEXT, answered, form_of, group, sent, shown, wrong

ADDRESS = group({"street": TEXT, "town": TEXT}, "street", "town")


def places(inner: Any, *required: str) -> list[tuple[Form, str, Any]]:
    """Forms that hold a question `q` in different places: the place, and how answers hold it."""
    return [
        (form_of({"q": inner}, *required), "", lambda value: value),
        (form_of({"o": group({"q": inner}, *required)}, "o"), "/o", lambda value: {"o": value}),
        (
            form_of({"r": {"type": "array", "items": group({"q": inner, "z": TEXT}, *required)}}),
            "/r/0",
            lambda value: {"r": [value]} if value else {},
        ),
        (
            form_of({"b": {"oneOf": [group({"q": inner}, *required), TEXT]}}, "b"),
            "/b",
            lambda value: {"b": value},
        ),
    ]


# ---- branches


def test_branches_may_have_the_same_keys_with_other_constants() -> None:
    shapes = [
        group({"kind": {"const": name}, "size": {"const": size}, "note": TEXT}, "kind", "size")
        for name, size in (("a", 1), ("b", 2), ("c", 1))
    ]
    form = form_of({"q": {"oneOf": shapes}}, "q")
    for name, size in (("a", 1), ("b", 2), ("c", 1)):
        value = {"q": {"kind": name, "size": size, "note": "x"}}
        assert answers(encode(form, value, None)) == value
        root = encode(form, value, None)
        pairs = [
            (input_name(item.segments, "", item.node.instance), text)
            for item in root.walk()
            for text in item.texts
        ]
        submission = sent(form, [*pairs, ("~form", form.sha256)])
        assert submission.ok
        assert submission.answers == value


@pytest.mark.parametrize("where", ["root", "object", "rows"])
def test_defaults_of_branches_show_only_where_those_are_asked(where: str) -> None:
    rule: dict[str, Any] = {
        "if": {"properties": {"k": {"const": "x"}}, "required": ["k"]},
        "then": {"properties": {"t": {**TEXT, "default": "then"}}},
        "else": {"properties": {"e": {**TEXT, "default": "else"}}},
    }
    inner = group({"k": {**TEXT, "default": "x"}}, **rule)
    forms = {
        "root": (form_of(inner["properties"], **rule), ""),
        "object": (form_of({"o": inner}, "o"), "/o"),
        "rows": (form_of({"r": {"type": "array", "items": inner, "minItems": 1}}), "/r/0"),
    }
    form, at = forms[where]
    blank = {item.pointer: item.texts for item in encode(form, None, None).walk() if item.texts}
    # A row that isn't there has no answers, and so no defaults.
    assert blank == ({} if where == "rows" else {at + "/k": ("x",), at + "/t": ("then",)})
    assert not any(item.texts for item in encode(form, {}, None).walk())
    submission = sent(form, [(at + "/k", "y"), (at + "/t", "then")])
    assert "then" not in str(submission.answers)


# ---- what is absent


def test_an_optional_object_with_required_children_blocks_nothing() -> None:
    for form, at, held in places(ADDRESS):
        choice = [("~b/b", "0")] if at == "/b" else []
        blank = [(at + "/q/street", ""), (at + "/q/town", " ")]
        for pairs in ([], blank):
            submission = sent(form, [*choice, *pairs])
            assert submission.ok
            assert submission.answers == held({})
        assert wrong(sent(form, [*choice, (at + "/q/street", "x")])) == [
            (at + "/q/town", "required")
        ]


def test_a_text_that_was_cleared_is_absent() -> None:
    for schema in ({**TEXT, "format": "email"}, {**TEXT, "minLength": 3}, {"type": "integer"}, {}):
        for form, at, held in places(schema):
            choice = [("~b/b", "0")] if at == "/b" else []
            submission = sent(form, [*choice, (at + "/q", "")])
            assert submission.ok
            assert submission.answers == held({})


def test_counts_of_ticks_invent_no_item() -> None:
    ticks = {
        "type": "array",
        "uniqueItems": True,
        "minItems": 2,
        "items": {"enum": ["a", "b", "c"]},
    }
    for form, at, held in places(ticks):
        choice = [("~b/b", "0")] if at == "/b" else []
        assert answered(form, choice) == held({})
        submission = sent(form, [*choice, (at + "/q", "b")])
        assert submission.answers == held({"q": ["b"]})
        assert wrong(submission) == [(at + "/q", "minItems")]


NOTHINGS: list[Any] = [None, "", [], {}, 0, False]


@pytest.mark.parametrize("value", NOTHINGS)
def test_nothings_are_all_different(value: Any) -> None:
    for schema in (
        {},
        {"enum": NOTHINGS},
        {"type": ["string", "null"]},
        {"type": ["array", "null"]},
    ):
        for required in ([], ["q"]):
            form = form_of({"q": schema}, *required)
            found = answers(encode(form, {"q": value}, None))
            assert found == {"q": value}
            assert type(found["q"]) is type(value)
        assert answers(encode(form_of({"q": schema}), {}, None)) == {}


# ---- consent and booleans


def test_consent_is_never_given_by_itself() -> None:
    agreed = {"const": True, "default": True}
    for form, at, held in places(agreed, "q"):
        choice = [("~b/b", "0")] if at == "/b" else []
        there = [(at + "/z", "x")] if at.startswith("/r") else []
        assert not any(
            item.texts for item in encode(form, None, None).walk() if item.node.kind == "consent"
        )
        submission = sent(form, [*choice, *there])
        assert wrong(submission) == [(at + "/q", "required")]
        assert "q" not in str(submission.answers)
        assert sent(form, [*choice, *there, (at + "/q", "true")]).ok
        assert held is not None


def test_no_is_an_answer() -> None:
    for form, at, _ in places({"type": "boolean"}, "q"):
        choice = [("~b/b", "0")] if at == "/b" else []
        submission = sent(form, [*choice, (at + "/q", "false")])
        assert submission.ok
        assert "False" in str(submission.answers)


# ---- numbers


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (None, "2.0", 2), ("vi", "2,0", 2), ("en", "2.0", 2),
        (None, "12345678901234567890", 12345678901234567890), (None, "1e3", 1000),
        ("vi", "1.000", 1000), ("en", "1,000", 1000), ("vi", "-0", 0),
    ],
)  # fmt: skip
def test_whole_numbers_are_read(language: str | None, text: str, value: int) -> None:
    pairs = [("~lang", language)] if language else []
    for schema in ({"type": "integer"}, {"type": ["integer", "null"]}, {"anyOf": [
        {"type": "integer"}, {"type": "null"}]}):  # fmt: skip
        submission = sent(form_of({"q": schema}), [*pairs, ("/q", text)])
        assert submission.ok
        assert submission.answers == {"q": value}
        shows = shown(sent(form_of({"q": schema}), [*pairs, ("/q", text)]))
        assert shows["/q"] == (text,)


def test_zeros_before_a_number_are_kept_in_texts() -> None:
    for schema in (TEXT, {"type": ["string", "number"]}, {}, {"enum": ["00001", "1"]}):
        for form, at, held in places(schema):
            choice = [("~b/b", "0")] if at == "/b" else []
            assert answered(form, [*choice, (at + "/q", "00001")]) == held({"q": "00001"})


# ---- chains


def test_a_problem_goes_when_its_question_is_hidden() -> None:
    def rule(name: str, then: dict[str, Any]) -> dict[str, Any]:
        asked = {"properties": {name: {"const": "x"}}, "required": [name]}
        return {"if": asked, "then": {"properties": then, "required": list(then)}}

    short = {**TEXT, "maxLength": 1}
    rules = [rule("a", {"b": short}), rule("b", {"c": short}), rule("c", {"d": short})]
    form = form_of({"a": TEXT}, allOf=rules)
    pairs = [("/b", "x"), ("/c", "x"), ("/d", "long")]
    assert wrong(sent(form, [("/a", "x"), *pairs])) == [("/d", "maxLength")]
    assert sent(form, [("/a", "y"), *pairs]).ok
    choice = {"oneOf": [group({"n": {**TEXT, "minLength": 5}}, title="A"), TEXT]}
    form = form_of({"q": choice})
    assert wrong(sent(form, [("~b/q", "0"), ("/q/n", "x")])) == [("/q/n", "minLength")]
    assert sent(form, [("~b/q", "1"), ("/q/n", "x")]).ok


# ---- rows


def test_edits_land_in_the_row_that_was_edited() -> None:
    item = group({"id": {**TEXT, "readOnly": True}, "a": TEXT, "q": {"oneOf": [TEXT, ADDRESS]}})
    form = form_of({"r": {"type": "array", "items": item}})
    base = {"r": [{"id": str(n), "a": f"a{n}"} for n in range(4)]}
    pairs = [(f"/r/{n}/a", f"a{n}") for n in range(4)]
    moved = sent(form, [*pairs, ("~do", "up /r/3")])
    order = [row.key for row in moved.state.root.children[0].rows]
    assert order == ["0", "1", "3", "2"]
    edited = [(f"/r/{key}/a", "edited" if key == "3" else f"a{key}") for key in order if key != "1"]
    submission = submit(form, [*edited, ("/r/7/a", "new")], base=base)
    assert submission.answers == {
        "r": [
            {"id": "0", "a": "a0"},
            {"id": "3", "a": "edited"},
            {"id": "2", "a": "a2"},
            {"a": "new"},
        ]
    }


# ---- names

NAMES = [
    "a.b", "a/b", "a~b", "~0", "~1", "[0]", "a[0]", "a b", "'", '"', "😀", "a\nb", "0", "00", "",
    "__proto__", "constructor", "toString", "~b", "~k", "%2F", "%", "a_b", "*", "<b>", "\u202e",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_name(name: str) -> None:
    value = {name: {name: "x"}}
    form = form_of({name: group({name: TEXT}), "a": group({"b": TEXT})})
    assert answered(form, [(input_name((name, name)), "x")]) == value
    assert answers(encode(form, value, None)) == value
    # as the key of an entry
    entries = form_of({"m": {"type": "object", "additionalProperties": TEXT}})
    value = {"m": {name: "x"}}
    assert answers(encode(entries, value, None)) == value
    submission = sent(entries, [(input_name(("m", name)), "x")])
    assert submission.answers == value if name else wrong(submission) == [("/m/", "key")]


def test_all_names_stand_beside_each_other() -> None:
    form = form_of(dict.fromkeys(NAMES, TEXT))
    pairs = [(input_name((name,)), str(number)) for number, name in enumerate(NAMES)]
    expected = {name: str(number) for number, name in enumerate(NAMES)}
    assert answered(form, pairs) == expected
    assert answers(encode(form, expected, None)) == expected


# ---- size


def test_a_thousand_questions_two_hundred_rows_and_sixty_branches_twice() -> None:
    wide = form_of({f"q{n}": TEXT for n in range(1_000)})
    value = {f"q{n}": str(n) for n in range(1_000)}
    assert answered(wide, [(f"/q{n}", str(n)) for n in range(1_000)]) == value

    rows = form_of({"r": {"type": "array", "items": {"oneOf": [ADDRESS, TEXT]}}})
    pairs = [pair for n in range(200) for pair in ((f"~b/r/{n}", "1"), (f"/r/{n}", str(n)))]
    assert answered(rows, pairs) == {"r": [str(n) for n in range(200)]}

    inner = {"oneOf": [group({f"b{n}": TEXT}, f"b{n}", title=f"B{n}") for n in range(60)]}
    outer = {"oneOf": [group({f"a{n}": inner}, f"a{n}", title=f"A{n}") for n in range(60)]}
    nested = form_of({"q": outer})
    deep: dict[str, Any] = {"q": {"a59": {"b7": "x"}}}
    assert answers(encode(nested, deep, None)) == deep
    assert answered(nested, [("~b/q", "59"), ("~b/q/a59", "7"), ("/q/a59/b7", "x")]) == deep
