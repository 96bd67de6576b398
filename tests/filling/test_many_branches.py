"""Many branches to choose from, of which a page holds the chosen ones; and choosers together."""

from typing import Any

from formkit.definition.load import load
from formkit.filling.encode import encode
from formkit.filling.fields import answers
from formkit.filling.messages import sentence
from formkit.page.render import render
from formkit.testing import submitted_pairs
from tests.filling.making import TEXT, form_of, group, sent, wrong


def leaf(number: int, **more: Any) -> dict[str, Any]:
    return {"title": f"N{number}", **group({f"p{number}": TEXT, **more})}


def many(count: int) -> list[dict[str, Any]]:
    return [leaf(number, **{f"g{number}": group({"z": TEXT})}) for number in range(count)]


FORM = form_of({"v": {"type": "object", "oneOf": many(60)}})


def names(pairs: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in pairs if "/" in name]


def test_a_page_holds_the_branch_that_is_chosen() -> None:
    pairs = submitted_pairs(render(FORM))
    assert names(pairs) == ["~b/v"]
    chosen = [(name, "7" if name == "~b/v" else text) for name, text in pairs]
    back = sent(FORM, [*chosen, ("~do", "branch /v")])
    assert (back.answers, back.problems, back.ok) == ({}, (), False)
    pairs = submitted_pairs(render(FORM, back))
    assert names(pairs) == ["~b/v", "/v/p7", "/v/g7/z"]
    filled = [(name, "x" if name == "/v/g7/z" else text) for name, text in pairs]
    assert sent(FORM, filled).answers == {"v": {"g7": {"z": "x"}}}


def test_what_was_typed_in_another_branch_is_kept() -> None:
    pairs = [("~b/v", "7"), ("/v/p7", "x"), ("~do", "branch /v")]
    other = [("~b/v", "8"), ("/v/p7", "x"), ("~do", "branch /v")]
    assert sent(FORM, pairs).answers == {"v": {"p7": "x"}}
    back = sent(FORM, other)
    assert back.answers == {}
    kept = submitted_pairs(render(FORM, back))
    assert ("/v/p7", "x") in kept
    assert "/v/p8" in names(kept)


def test_there_has_to_be_something_to_choose() -> None:
    assert wrong(sent(FORM, [("~do", "branch /v/p7")])) == [("", "button")]
    assert wrong(sent(FORM, [("~do", "branch /w")])) == [("", "button")]


def test_stored_answers_open_their_branch() -> None:
    names_of = {"p9": "x", "g9": {"z": "y"}}
    closed = [{**each, "additionalProperties": False} for each in many(12)]
    form = form_of({"v": {"type": "object", "oneOf": closed}})
    pairs = submitted_pairs(render(form, {"v": names_of}))
    assert sent(form, pairs).answers == {"v": names_of}


# ---- several that ask for one


def test_a_question_in_branches_of_two_choosers_is_asked_under_either() -> None:
    """Or under a condition beside one of them, which nothing but the server can ask."""
    one = [group({"a": TEXT}), group({"b": TEXT})]
    two = [group({"a": TEXT}), group({"c": TEXT})]
    form = form_of({"q": {"type": "object", "allOf": [{"anyOf": one}, {"anyOf": two}]}})
    first, second = "~b.allOf.0.anyOf/q", "~b.allOf.1.anyOf/q"
    for pairs in ([(first, "0")], [(second, "0")], [(first, "0"), (second, "0")]):
        assert sent(form, [*pairs, ("/q/a", "x")]).answers == {"q": {"a": "x"}}
    assert sent(form, [(first, "1"), (second, "1"), ("/q/a", "x")]).answers == {}


def test_a_question_in_a_branch_or_under_a_condition_is_asked_under_either() -> None:
    asked = {"if": {"properties": {"k": {"const": "y"}}, "required": ["k"]}}
    node = {
        "type": "object",
        "properties": {"k": TEXT},
        "oneOf": [group({"a": TEXT}), group({"b": TEXT}, required=["b"])],
        **asked,
        "then": {"properties": {"a": TEXT}},
    }
    form = form_of({"q": node})
    assert sent(form, [("~b/q", "0"), ("/q/a", "x")]).answers == {"q": {"a": "x"}}
    both = [("~b/q", "1"), ("/q/b", "z"), ("/q/a", "x"), ("/q/k", "y")]
    assert sent(form, both).answers == {"q": {"k": "y", "b": "z", "a": "x"}}
    assert sent(form, [*both[:3], ("/q/k", "n")]).answers == {"q": {"k": "n", "b": "z"}}


def test_a_condition_reads_entries_that_nothing_names() -> None:
    rule = {"if": {"properties": {"x": {"const": "1"}}, "required": ["x"]}}
    form = load(
        {
            "type": "object",
            "properties": {"a": TEXT},
            "additionalProperties": TEXT,
            **rule,
            "then": {"properties": {"b": TEXT}},
        }
    )
    entry = [("~k/0", "x"), ("/0", "1"), ("~k/1", "y"), ("/1", "2"), ("/b", "z")]
    assert sent(form, entry).answers == {"b": "z", "x": "1", "y": "2"}


def test_null_beside_branches_that_are_chosen() -> None:
    form = form_of({"q": {"oneOf": [group({"a": TEXT}), TEXT, {"type": "null"}]}}, "q")
    assert answers(encode(form, {"q": None}, None)) == {"q": None}
    assert sent(form, submitted_pairs(render(form, {"q": None}))).answers == {"q": None}


def test_json_text_that_can_not_be_read_is_told_as_such() -> None:
    nested = {"allOf": [{"oneOf": [{"enum": [n]}, {"enum": [n, -n]}, TEXT]} for n in range(9)]}
    form = form_of({"q": nested})
    (problem,) = sent(form, [("~v/q", "[1")]).problems
    assert (problem.pointer, problem.keyword) == ("/q", "json")
    assert "dấu ngoặc" in sentence(form, problem, "vi")


def test_what_a_branch_recommends_is_recommended_where_it_is_chosen() -> None:
    named = {**TEXT, "x-recommended": True}
    branches = [group({"k": {"const": 1}, "a": named}), group({"k": {"const": 2}, "a": TEXT})]
    form = form_of({"q": {"type": "object", "properties": {"b": TEXT}, "oneOf": branches}})
    told = [("/q/a", "x-recommended")]
    assert wrong(sent(form, [("~b/q", "0"), ("/q/b", "x"), ("/q/k", "1")])) == told
    assert wrong(sent(form, [("~b/q", "1"), ("/q/b", "x"), ("/q/k", "2")])) == []
