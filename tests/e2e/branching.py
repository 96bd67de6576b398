"""Definitions whose branches depend on each other, each with answers to try: for two judges."""

from typing import Any

from tests.e2e.definitions import form, is_, then

A, B, C, D = ({"title": name, "type": "string"} for name in "ABCD")
NUMBER = {"title": "N", "type": "number"}
WHOLE = {"title": "W", "type": "integer"}
YES = {"title": "Y", "type": "boolean"}
TICKS = {
    "title": "T",
    "type": "array",
    "items": {"enum": ["x", "y", "z"]},
    "uniqueItems": True,
}


def asks(condition: Any, name: str = "b") -> dict[str, Any]:
    """A form with a few kinds of questions, and one more question under a condition."""
    questions = {"a": A, "n": NUMBER, "w": WHOLE, "y": YES, "t": TICKS}
    return form(questions, allOf=[then(condition, {name: B})])


def of(name: str, schema: Any) -> dict[str, Any]:
    """The condition that a question is answered, and how."""
    return {"required": [name], "properties": {name: schema}}


def nested(inner: Any, *, required: bool = False) -> dict[str, Any]:
    """A form with an object in it."""
    whole = form({"o": {"title": "O", "type": "object", **inner}, "a": A})
    return {**whole, "required": ["o"]} if required else whole


def rows(item: Any, **keywords: Any) -> dict[str, Any]:
    """A form with a list of objects."""
    return form(
        {"p": {"title": "P", "type": "array", "items": {"type": "object", **item}}, "a": A},
        **keywords,
    )


TEXTS = ({}, {"a": "x"}, {"a": "xyz"}, {"a": "1"})
NUMBERS = ({}, {"n": 0}, {"n": 3.5}, {"n": 10}, {"n": -2})
LISTS = ({}, {"t": ["x"]}, {"t": ["x", "z"]}, {"t": ["y", "z"]}, {"t": []})

CASES: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    # one condition, keyword by keyword
    "const": (asks(is_("a", "x")), TEXTS),
    "vacuous": (asks({"properties": {"a": {"const": "x"}}}), TEXTS),
    "enum": (asks(of("a", {"enum": ["x", "1"]})), TEXTS),
    "not": (asks({"not": is_("a", "x")}), TEXTS),
    "pattern": (asks(of("a", {"pattern": "^[xy]+"})), TEXTS),
    "lengths": (asks(of("a", {"minLength": 2, "maxLength": 4})), TEXTS),
    "required": (asks({"required": ["a", "n"]}), ({}, {"a": "x"}, {"a": "x", "n": 1})),
    "minimum": (asks(of("n", {"minimum": 0, "exclusiveMaximum": 10})), NUMBERS),
    "multipleOf": (asks(of("n", {"multipleOf": 0.5})), NUMBERS),
    "integer": (asks(of("n", {"type": "integer"})), NUMBERS),
    "number as text": (asks(of("w", {"type": "integer"})), ({}, {"w": 7}, {"w": "bảy"})),
    "boolean": (asks(is_("y", False)), ({}, {"y": True}, {"y": False})),
    "contains": (asks(of("t", {"contains": {"const": "x"}})), LISTS),
    "no tick of a kind": (asks(of("t", {"not": {"contains": {"enum": ["x", "y"]}}})), LISTS),
    "counts": (asks(of("t", {"minItems": 2})), LISTS),
    "minContains": (
        asks(of("t", {"contains": {"enum": ["y", "z"]}, "minContains": 2})),
        LISTS,
    ),
    "anyOf": (asks({"anyOf": [is_("a", "x"), of("n", {"minimum": 5})]}), (*TEXTS, *NUMBERS)),
    "oneOf": (
        asks({"oneOf": [is_("a", "x"), is_("y", True)]}),
        ({}, {"a": "x"}, {"y": True}, {"a": "x", "y": True}),
    ),
    "properties counted": (asks({"minProperties": 2}), ({}, {"a": "x"}, {"a": "x", "n": 1})),
    "dependentSchemas": (
        {**form({"a": A}), "dependentSchemas": {"a": {"properties": {"b": B}}}},
        TEXTS,
    ),
    "else": (
        form({"a": A}, allOf=[{**then(is_("a", "x"), {"b": B}), "else": {"properties": {"c": C}}}]),
        TEXTS,
    ),
    "always and never": (
        form({"a": A}, allOf=[then(True, {"b": B}), then(False, {"c": C})]),
        TEXTS,
    ),
    # branches that depend on branches
    "chain": (
        form(
            {"a": A},
            allOf=[
                then(is_("a", "x"), {"b": B}),
                then({"required": ["b"]}, {"c": C}),
                then({"required": ["c"]}, {"d": D}),
            ],
        ),
        (
            {},
            {"a": "x"},
            {"a": "x", "b": "1", "c": "2"},
            {"a": "no", "b": "1", "c": "2", "d": "3"},
        ),
    ),
    "chain told backwards": (
        form(
            {"a": A},
            allOf=[
                then({"required": ["c"]}, {"d": D}),
                then({"required": ["b"]}, {"c": C}),
                then(is_("a", "x"), {"b": B}),
            ],
        ),
        ({}, {"a": "x", "b": "1", "c": "2", "d": "3"}, {"a": "no", "b": "1", "c": "2", "d": "3"}),
    ),
    "condition in a condition": (
        form(
            {"a": A, "y": YES},
            allOf=[
                {
                    "if": is_("a", "x"),
                    "then": {"properties": {"b": B}, "allOf": [then(is_("y", True), {"c": C})]},
                }
            ],
        ),
        ({}, {"a": "x"}, {"y": True}, {"a": "x", "y": True}),
    ),
    "two hide each other": (
        form(
            {"a": A},
            allOf=[
                then({"not": {"required": ["c"]}}, {"b": B}),
                then({"not": {"required": ["b"]}}, {"c": C}),
            ],
        ),
        ({}, {"b": "1"}, {"c": "2"}, {"b": "1", "c": "2"}),
    ),
    "one hides itself": (
        form({"a": A}, allOf=[then({"not": {"required": ["b"]}}, {"b": B})]),
        ({}, {"b": "1"}),
    ),
    "a circle of three": (
        form(
            {"a": A},
            allOf=[
                then({"not": {"required": ["d"]}}, {"b": B}),
                then({"not": {"required": ["b"]}}, {"c": C}),
                then({"not": {"required": ["c"]}}, {"d": D}),
            ],
        ),
        ({}, {"b": "1", "c": "2", "d": "3"}, {"c": "2", "d": "3"}, {"d": "3"}),
    ),
    "one place in two branches": (
        form(
            {"a": A},
            allOf=[then(is_("a", "x"), {"b": B}), then(is_("a", "1"), {"b": NUMBER})],
        ),
        ({}, {"a": "x", "b": "chữ"}, {"a": "1", "b": 3.5}, {"a": "1"}),
    ),
    "either of two branches": (
        form(
            {"a": A, "y": YES},
            allOf=[then(is_("a", "x"), {"b": B}), then(is_("y", True), {"b": B})],
        ),
        ({}, {"a": "x"}, {"y": True, "b": "1"}, {"a": "x", "y": True}),
    ),
    "a constant opens a branch": (
        form(
            {"a": A},
            allOf=[
                then(is_("a", "x"), {"k": {"const": "on"}}, required=["k"]),
                then(is_("k", "on"), {"b": B}),
            ],
        ),
        TEXTS,
    ),
    # objects
    "inside an object": (
        nested({"properties": {"a": A}, "allOf": [then(is_("a", "x"), {"b": B})]}),
        ({}, {"o": {"a": "x"}}, {"o": {"a": "y"}}, {"a": "x"}),
    ),
    "about an object": (
        form(
            {"o": {"title": "O", "type": "object", "properties": {"a": A, "n": NUMBER}}},
            allOf=[then(of("o", is_("a", "x")), {"b": B}), then({"required": ["o"]}, {"c": C})],
        ),
        ({}, {"o": {"a": "x"}}, {"o": {"a": "y"}}, {"o": {"n": 1}}),
    ),
    "about what an object requires": (
        form(
            {
                "o": {
                    "title": "O",
                    "type": "object",
                    "properties": {
                        "i": {"title": "I", "type": "object", "properties": {"a": A}},
                        "n": NUMBER,
                    },
                    "required": ["i"],
                }
            },
            allOf=[then(of("o", {"required": ["i"]}), {"b": B})],
        ),
        ({}, {"o": {"n": 1, "i": {}}}, {"o": {"i": {"a": "x"}}}),
    ),
    "an object in a branch": (
        form(
            {"a": A},
            allOf=[
                then(
                    is_("a", "x"),
                    {
                        "o": {
                            "title": "O",
                            "type": "object",
                            "properties": {"b": B},
                            "allOf": [then({"required": ["b"]}, {"c": C})],
                        }
                    },
                ),
                then(of("o", {"required": ["c"]}), {"d": D}),
            ],
        ),
        (
            {},
            {"a": "x"},
            {"a": "x", "o": {"b": "1", "c": "2"}},
            {"a": "y", "o": {"b": "1", "c": "2"}},
        ),
    ),
    # rows
    "inside rows": (
        rows({"properties": {"a": A}, "allOf": [then(is_("a", "x"), {"b": B})]}),
        ({}, {"p": [{"a": "x"}, {"a": "y"}, {"a": "x", "b": "1"}]}),
    ),
    "about rows": (
        rows(
            {"properties": {"a": A, "n": NUMBER}},
            allOf=[
                then(of("p", {"contains": is_("a", "x")}), {"b": B}),
                then(of("p", {"minItems": 2}), {"c": C}),
                then(of("p", {"items": {"required": ["n"]}}), {"d": D}),
            ],
        ),
        (
            {},
            {"p": [{"a": "x"}]},
            {"p": [{"n": 1}, {"n": 2}]},
            {"p": [{"a": "y"}, {"a": "x", "n": 3}]},
        ),
    ),
    "rows in a branch": (
        form(
            {"a": A},
            allOf=[
                then(
                    is_("a", "x"),
                    {
                        "p": {
                            "title": "P",
                            "type": "array",
                            "items": {"type": "string", "title": "S"},
                        }
                    },
                ),
                then({"required": ["p"]}, {"b": B}),
            ],
        ),
        ({}, {"a": "x"}, {"a": "x", "p": ["1", "2"]}, {"a": "y", "p": ["1"]}),
    ),
    "rows in rows": (
        rows(
            {
                "properties": {
                    "q": {
                        "title": "Q",
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"a": A},
                            "allOf": [then(is_("a", "x"), {"b": B})],
                        },
                    }
                },
                "allOf": [then({"required": ["q"]}, {"c": C})],
            }
        ),
        ({}, {"p": [{"q": [{"a": "x"}, {"a": "y"}]}, {"c": "1"}]}),
    ),
    "a reference": (
        {
            **asks({"$ref": "#/$defs/chosen"}),
            "$defs": {"chosen": of("a", {"$ref": "#/$defs/x"}), "x": {"enum": ["x", "xyz"]}},
        },
        TEXTS,
    ),
}
