"""What a `oneOf` or `anyOf` asks of a person: nothing, an answer among options, or to choose."""

from typing import Any

import pytest

from formkit.definition.nodes import tree
from tests.definition.gathering import choosers_of, form_of, node_of, shown

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
NULL = {"type": "null"}
LABELLED = [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]


def group(*names: str, **keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), **keywords}


def pins(value: Any, *names: str, key: str = "k", **keywords: Any) -> dict[str, Any]:
    """A branch that pins a required property, and asks for more."""
    schema = value if isinstance(value, dict) else {"const": value}
    return {"properties": {key: schema, **dict.fromkeys(names, TEXT)}, "required": [key]} | keywords


# ---- no chooser


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("schema", "kind", "nullable"),
    [
        (LABELLED, "choice", False),
        ([*LABELLED, NULL], "choice", True),
        ([TEXT, NULL], "string", True),
        ([NULL, group("a")], "object", True),
        ([{"type": "array", "items": TEXT}, {"type": ["null"]}], "rows", True),
        ([{"enum": ["a", "b"]}, NULL], "choice", True),
        ([{"const": 5}, NULL], "choice", True),
        ([TEXT], "string", False),
        ([False, TEXT], "string", False),
        ([{"anyOf": [TEXT, NULL]}], "string", True),
        ([NULL, False], "const", False),
        ([False], "unrendered", False),
    ],
)
def test_one_branch_beside_null_or_nothing_is_no_choice(
    keyword: str, schema: Any, kind: str, nullable: bool
) -> None:
    node = node_of({keyword: schema})
    assert (node.kind, node.facts.nullable) == (kind, nullable)
    assert choosers_of(node) == []


def test_null_counts_only_where_what_stands_beside_it_allows_it() -> None:
    for branch in ({"enum": ["a", "b"]}, {"minLength": 3}, {"pattern": "a"}):
        assert not node_of({**TEXT, "oneOf": [branch, NULL]}).facts.nullable
    assert node_of({"type": ["string", "null"], "oneOf": [TEXT, NULL]}).facts.nullable
    assert [each.value for each in node_of({"oneOf": [NULL, NULL]}).options] == [None]


def test_an_empty_answer_means_null_only_where_one_is_required() -> None:
    assert not node_of({"oneOf": [TEXT, NULL]}).nullable
    assert node_of({"oneOf": [TEXT, NULL]}, required=["q"]).nullable


@pytest.mark.parametrize(
    "schema",
    [
        group("a", "b", anyOf=[{"required": ["a"]}, {"required": ["b"]}]),
        group("a", oneOf=[{"required": ["a"]}, {"not": {"required": ["a"]}}, {"minProperties": 3}]),
        # a declared question is narrowed
        group("a", oneOf=[{"properties": {"a": {"minLength": 3}}}, {"maxProperties": 1}]),
        group("a", oneOf=[{"properties": {"a": True}}, {"properties": {"a": {"const": "x"}}}]),
        group("a", oneOf=[{"properties": {"a": {"enum": ["x"]}}}, {"required": ["a"]}]),
        group("a", oneOf=[{"additionalProperties": False}, {"additionalProperties": True}]),
        {
            **group(),
            "properties": {"l": {"type": "array", "items": group("a")}},
            "oneOf": [
                {"properties": {"l": {"items": {"required": ["a"]}}}},
                {"properties": {"l": {"items": {"properties": {"a": {"minLength": 1}}}}}},
            ],
        },
        # what already stands beside it
        {
            **group("a"), "patternProperties": {"^x": TEXT},
            "anyOf": [{"patternProperties": {"^x": NUMBER}}, {"required": ["a"]}],
        },
        # inside of what stands in itself
        {
            **group(), "properties": {"a": {"$ref": "#/$defs/t"}},
            "anyOf": [{"$ref": "#/$defs/t"}, {"required": ["a"]}],
        },
    ],
)  # fmt: skip
def test_branches_that_are_only_rules_are_judged_and_not_chosen(schema: Any) -> None:
    tree_ = group(properties={"a": {"$ref": "#/$defs/t"}})
    node = node_of(schema, **{"$defs": {"t": tree_}})
    assert node.kind == "object"
    assert choosers_of(node) == []


def test_rules_that_differ_in_no_type_leave_the_type_that_they_say() -> None:
    assert node_of({"oneOf": [{**TEXT, "minLength": 4}, {**TEXT, "pattern": "x"}]}).kind == "string"
    assert node_of({**TEXT, "anyOf": [{"minLength": 4}, {"pattern": "x"}]}).kind == "string"
    two = {"type": ["string", "integer"]}
    node = node_of({"anyOf": [{**two, "minLength": 4}, two]})
    assert choosers_of(node) == [("~t", ["number", "string"])]
    # nothing is said of any type
    assert choosers_of(node_of({"anyOf": [{"minLength": 4}, {"pattern": "x"}]}))[0][0] == "~t"


def test_options_that_stand_beside_a_rule_are_no_other_control() -> None:
    schema = {"enum": ["a", "b"], "anyOf": [{"const": "a"}, {"enum": ["b"]}]}
    assert node_of(schema).kind == "choice"


# ---- a property tells the branches apart


def test_a_constant_of_each_branch_is_the_option_that_chooses_it() -> None:
    node = node_of(
        {"oneOf": [{**group(), **pins("c", "a", title="Cat")}, pins("d", "b", type="object")]}
    )
    assert shown(node) == [("k", "choice", ""), ("a", "string", "if"), ("b", "string", "if")]
    (kind,) = node.controls["k"]
    assert kind.required
    assert [(option.value, option.schema) for option in kind.options] == [
        ("c", {"const": "c", "title": "Cat"}),
        ("d", {"const": "d"}),
    ]
    (test,) = node.branches[1].tests
    assert test.schema == {"properties": {"k": {"const": "c"}}, "required": ["k"]}


def test_the_types_that_the_branches_say_are_those_of_the_whole() -> None:
    both = [pins("c", "a", type="object"), pins("d", "b", type="object")]
    assert node_of({"oneOf": both}).kind == "object"
    node = node_of({"oneOf": [*both, NULL]})
    assert (node.kind, node.facts.nullable) == ("object", True)
    open_ = node_of({"oneOf": [both[0], pins("d", "b")]})
    assert choosers_of(open_)[0][1][0] == "object"
    either = node_of({"oneOf": [pins("c", type=["object", "string"]), both[1]]})
    assert choosers_of(either) == [("~t", ["string", "object"])]


def test_the_words_of_a_branch_come_with_their_translations() -> None:
    said: dict[str, Any] = {
        "title": "Mèo",
        "x-i18n": {"en": {"title": "Cat", "description": "D"}, "fr": {}},
    }
    node = node_of(group(oneOf=[pins("c", **said), pins({"enum": ["d", "e"]}, title="Two")]))
    assert [option.schema for option in node.controls["k"][0].options] == [
        {"const": "c", "title": "Mèo", "x-i18n": {"en": {"title": "Cat"}}},
        {"const": "d"},
        {"const": "e"},
    ]
    (test,) = node_of(group(oneOf=[pins({"enum": ["d", "e"]}, "a"), pins("c")])).branches[1].tests
    assert test.schema == {"properties": {"k": {"enum": ["d", "e"]}}, "required": ["k"]}


@pytest.mark.parametrize(
    "constant",
    [
        {"$ref": "#/$defs/c"},
        {"allOf": [{"const": "c"}]},
        {"enum": ["c"]},
        {"if": {"const": "x"}, "then": {"const": "y"}, "const": "c"},
        {"if": True, "then": {"const": "y"}, "allOf": [True, {"enum": ["c", "e"]}]},
    ],
)
def test_a_constant_is_found_where_it_is_said(constant: Any) -> None:
    schema = group(oneOf=[pins(constant, "a"), pins("d", "b")])
    node = node_of(schema, **{"$defs": {"c": {"const": "c"}}})
    assert choosers_of(node) == []
    assert node.controls["k"][0].options[0].value == "c"


def test_what_is_required_beside_the_branches_is_required_in_each() -> None:
    branches = [{"properties": {"k": {"const": each}, each: TEXT}} for each in "cd"]
    kind = {"properties": {"k": {**TEXT, "title": "Kind"}}, "required": ["k"]}
    node = node_of({**group(), **kind, "oneOf": branches})
    assert shown(node)[0] == ("k", "choice", "")
    assert node.controls["k"][0].keyword("title") == "Kind"


def test_of_several_constants_a_discriminator_says_which_is_asked() -> None:
    branches = [
        {"properties": {"k": {"const": n}, "t": {"const": -n}}, "required": ["k", "t"]}
        for n in (1, 2)
    ]
    for discriminator, name in (({}, "k"), ({"propertyName": "t"}, "t"), ("t", "k")):
        node = node_of(group(oneOf=branches, discriminator=discriminator))
        assert node.controls[name][0].kind == "choice"
        (other,) = {"k", "t"} - {name}
        assert [each.kind for each in node.controls[other]] == ["const", "const"]


@pytest.mark.parametrize(
    "branches",
    [
        [pins("c", "a"), pins("c", "b")],
        [pins(1, "a"), pins({"enum": [1.0, 2]}, "b")],
        [pins("c", "a"), group("b")],
        [pins("c", "a"), pins("d", "b", required=[])],
        [pins("c", "a"), pins("d", "b", key="other")],
        [pins("c", "a"), pins({"enum": []}, "b")],
        [pins("c", "a"), pins(TEXT, "b")],
        # a constant under a condition tells nothing
        [pins("c", "a"), pins({"if": {"minLength": 1}, "then": {"const": "d"}}, "b")],
    ],
)
def test_what_no_constant_tells_apart_is_chosen(branches: Any) -> None:
    assert choosers_of(node_of(group(oneOf=branches))) == [("~b", ["0", "1"])]


# ---- a chooser


def test_branches_that_ask_for_more_are_chosen() -> None:
    node = node_of({"oneOf": [group("a", "c"), group("b", "c")]}, required=["q"])
    assert node.kind == "object"
    assert shown(node) == [
        ("~b", "chooser", ""),
        ("a", "string", "0"),
        ("c", "string", "0|1"),
        ("b", "string", "1"),
    ]
    chooser = next(node.children())
    assert (chooser.widget, chooser.path, chooser.required) == ("radio", ("q",), True)
    assert chooser.chooser is not None
    assert node.branches[node.choosers[chooser.chooser]].nodes == (chooser,)


@pytest.mark.parametrize(
    "branch",
    [
        {"properties": {"new": TEXT}},
        {"properties": {"a": {"properties": {"new": TEXT}}}},
        {"properties": {"l": {"items": {"properties": {"new": TEXT}}}}},
        {"properties": {"l": {"prefixItems": [TEXT]}}},
        {"patternProperties": {"^x": TEXT}},
        {"additionalProperties": TEXT},
        {"allOf": [{"properties": {"new": TEXT}}]},
        {"if": {"required": ["a"]}, "then": {"properties": {"new": TEXT}}},
        {"oneOf": [{"required": ["a"]}, {"properties": {"new": TEXT}}]},
    ],
)
def test_whatever_asks_for_more_is_chosen(branch: Any) -> None:
    schema = group(properties={"a": group("x"), "l": {"type": "array", "items": group("x")}})
    node = node_of({**schema, "anyOf": [{"minProperties": 1}, branch]})
    assert choosers_of(node)[0][1] == ["0", "1"]


def test_of_any_of_several_may_be_chosen_but_of_one_control() -> None:
    assert next(node_of({"anyOf": [group("a"), group("b")]}).children()).widget == "checkboxes"
    node = node_of({"anyOf": [TEXT, {"type": "array", "items": TEXT}]})
    assert next(node.children()).widget == "radio"
    many = node_of({"oneOf": [group(f"a{n}") for n in range(8)]})
    assert next(many.children()).widget == "select"


def test_branches_that_differ_only_in_type_are_chosen() -> None:
    assert shown(node_of({"oneOf": [TEXT, NUMBER]})) == [
        ("~b", "chooser", ""), ("q", "string", "0"), ("q", "integer", "1"),
    ]  # fmt: skip
    # but not where another schema leaves one type
    assert node_of({**TEXT, "oneOf": [TEXT, {"type": ["string", "integer"]}]}).kind == "string"


def test_false_is_no_branch_and_the_others_keep_their_numbers() -> None:
    assert choosers_of(node_of({"oneOf": [False, TEXT, NULL, NUMBER]})) == [("~b", ["1", "3"])]


def test_a_choice_that_may_be_null_needs_no_answer() -> None:
    node = node_of({"oneOf": [group("a"), group("b"), NULL]}, required=["q"])
    assert node.nullable
    assert not next(node.children()).required


# ---- choosers in choosers


def test_a_chooser_in_a_branch_stands_behind_the_one_that_opens_it() -> None:
    schema = {"oneOf": [group("a"), {"oneOf": [group("b"), group("c")]}]}
    assert shown(node_of(schema)) == [
        ("~b.oneOf", "chooser", ""),
        ("a", "string", "0"),
        ("~b.oneOf.1.oneOf", "chooser", "1"),
        ("b", "string", "1 & 0"),
        ("c", "string", "1 & 1"),
    ]


@pytest.mark.parametrize(
    ("schema", "mark"),
    [
        ({"allOf": [{"oneOf": [group("x"), group("y")]}]}, "~b.allOf.0.oneOf"),
        ({"$ref": "#/$defs/d"}, "~b.ref.oneOf"),
        ({"if": {"required": ["a"]}, "else": {"$ref": "#/$defs/d"}}, "~b.else.ref.oneOf"),
        (
            {"dependentSchemas": {"b": True, "a/b": {"$ref": "#/$defs/d"}}},
            "~b.dependentSchemas.1.ref.oneOf",
        ),
        ({"$dynamicRef": "#d"}, "~b.dynamicRef.oneOf"),
    ],
)  # fmt: skip
def test_several_choosers_are_marked_by_where_they_stand(schema: Any, mark: str) -> None:
    defs = {"$defs": {"d": {"$dynamicAnchor": "d", "oneOf": [group("x"), group("y")]}}}
    node = node_of({**schema, "anyOf": [group("p"), group("r")]}, **defs)
    assert {each for each, _ in choosers_of(node)} == {"~b.anyOf", mark}


def test_two_choosers_at_one_location_are_counted() -> None:
    one, other = ({"oneOf": [group(a), group(b)]} for a, b in ("ab", "cd"))
    form = form_of({"q": one}, allOf=[{"properties": {"q": other}}])
    (node,) = tree(form).root.controls["q"]
    assert [mark for mark, _ in choosers_of(node)] == ["~b.oneOf.1", "~b.oneOf.2"]


def test_a_chooser_in_a_condition_is_asked_under_it() -> None:
    schema = group("k", **{"if": {"required": ["k"]}, "then": {"oneOf": [group("a"), group("b")]}})
    assert shown(node_of(schema)) == [
        ("k", "string", ""),
        ("~b", "chooser", "if"),
        ("a", "string", "if & 0"),
        ("b", "string", "if & 1"),
    ]
    control = {"if": {"minLength": 2}, "then": {"oneOf": [TEXT, {"enum": ["abc"]}]}}
    assert shown(node_of(control))[0] == ("~b", "chooser", "if")


def test_a_chooser_that_several_ways_lead_to_is_asked_under_each() -> None:
    defs = {"$defs": {"x": {"oneOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}]}}}
    ref = {"$ref": "#/$defs/x"}
    when = {"if": {"required": ["k"]}, "then": ref}
    form = form_of({"k": TEXT}, **when, **{"else": ref}, **defs)
    assert [each[1:] for each in shown(tree(form).root)[:2]] == [("string", ""), ("chooser", "if")]
    (test,) = tree(form).root.branches[1].tests
    assert len(test.alternatives) == 2
    two = [{"allOf": [ref], "properties": {name: TEXT}} for name in "pr"]
    node = node_of(group(oneOf=[*two, {"properties": {"s": TEXT}}]), **defs)
    assert ("~b.oneOf.0.allOf.0.ref.oneOf", "chooser", "0|1") in shown(node)
    # it is always asked where one of them always holds
    node = node_of(group("k", allOf=[when, ref]), **defs)
    assert ("~b", "chooser", "") in shown(node)
    assert shown(node_of({"allOf": [{"oneOf": [TEXT, NUMBER]}]}))[0] == ("~b", "chooser", "")
