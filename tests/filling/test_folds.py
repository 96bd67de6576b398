"""What stands within itself: opened one level at a time, and only where it is needed."""

from collections.abc import Sequence
from typing import Any

import pytest

from formkit.definition.load import load
from formkit.filling.codec import MAX_OPENED
from formkit.filling.encode import encode
from formkit.filling.fields import Field, answers
from formkit.filling.submission import Submission, submit
from formkit.pointer import MAX_SEGMENTS
from tests.filling.making import TEXT, answered, form_of, group, sent, wrong

NODE = group(
    {
        "v": TEXT,
        "kid": {"$ref": "#/$defs/node"},
        "kids": {"type": "array", "items": {"$ref": "#/$defs/node"}},
    }
)
FORM = form_of({"t": {"$ref": "#/$defs/node"}}, **{"$defs": {"node": NODE}})


def folded(root: Field) -> list[str]:
    """The places that are there and not opened."""
    return [item.pointer for item in root.walk() if item.node.fold is not None]


def inside(submission: Submission) -> list[str]:
    """All places of a page that comes back."""
    return [item.pointer for item in submission.state.root.walk() if item.node.kind != "map"]


def test_a_blank_page_has_one_level() -> None:
    assert folded(encode(FORM, None, None)) == ["/t/kid"]


def test_pairs_open_what_they_are_about() -> None:
    pairs = [
        ("/t/v", "a"),
        ("/t/kid/v", "b"),
        ("/t/kid/kid/kid/v", "c"),
        ("/t/kids/3/v", "d"),
        ("/t/kids/3/kids/0/kid/v", "e"),
    ]
    submission = sent(FORM, pairs)
    assert submission.ok
    assert submission.answers == {
        "t": {
            "v": "a",
            "kid": {"v": "b", "kid": {"kid": {"v": "c"}}},
            "kids": [{"v": "d", "kids": [{"kid": {"v": "e"}}]}],
        }
    }


def test_answers_open_what_they_hold() -> None:
    value = {"t": {"kid": {"kid": {"v": "x"}}, "kids": [{"v": "1"}, {"kid": {}}]}}
    root = encode(FORM, value, None)
    assert answers(root) == value
    assert "/t/kid/kid/kid" in folded(root)
    assert "/t/kid/kid" not in folded(root)


@pytest.mark.parametrize(
    "value", [{}, {"kid": {}}, {"kids": []}, {"kid": "odd"}, {"kids": "odd"}, {"kid": {"z": 1}}]
)
def test_what_is_empty_or_odd_there_is_kept(value: Any) -> None:
    assert answers(encode(FORM, {"t": value}, None)) == {"t": value}


def test_a_mark_says_that_it_is_there_though_folded() -> None:
    assert answered(FORM, [("~p/t/kid", "1")]) == {"t": {"kid": {}}}
    assert answered(FORM, [("~v/t/kid", '"odd"')]) == {"t": {"kid": "odd"}}
    assert answered(FORM, [("~n/t/kids", "1")]) == {"t": {"kids": []}}


def test_what_is_only_read_opens_by_its_answer() -> None:
    schema = {"$ref": "#/$defs/node", "readOnly": True}
    form = form_of({"t": schema}, **{"$defs": {"node": NODE}})
    base = {"t": {"kid": {"kid": {"kid": {"v": "x"}}}}}
    assert submit(form, [("/t/kid/v", "forged")], base=base).answers == base


# ---- buttons


@pytest.mark.parametrize(
    ("pairs", "button", "there", "not_there"),
    [
        ([], "open /t/kid", ["/t/kid/v", "/t/kid/kid", "/t/kid/kids"], "/t/kid/kid/v"),
        ([("/t/kid/v", "x")], "open /t/kid/kid", ["/t/kid/kid/v"], "/t/kid/kid/kid/v"),
        ([], "add /t/kids", ["/t/kids/0/v", "/t/kids/0/kid"], "/t/kids/0/kid/v"),
        ([("/t/kids/4/v", "x")], "add /t/kids", ["/t/kids/5/v"], "/t/kids/5/kid/v"),
        ([("/t/kids/4/v", "x")], "open /t/kids/4/kid", ["/t/kids/4/kid/v"], "/t/kids/4/kid/kid/v"),
    ],
)
def test_a_button_opens_one_level(
    pairs: Sequence[tuple[str, str]], button: str, there: list[str], not_there: str
) -> None:
    submission = sent(FORM, [*pairs, ("~do", button)])
    assert submission.problems == ()
    assert not submission.ok
    assert set(there) <= set(inside(submission))
    assert not_there not in inside(submission)
    assert answered(FORM, pairs) == submission.answers


@pytest.mark.parametrize(
    "button",
    [
        "open /t", "open /t/v", "open /t/kid/kid", "open /nowhere", "open",
        "open ~i2/t/kid", "open ~p/t/kid", "add /t/kid", "add /t/kid/kids", "open /t/kids/0/kid",
    ],
)  # fmt: skip
def test_there_is_nothing_else_to_open(button: str) -> None:
    submission = sent(FORM, [("/t/v", "x"), ("~do", button)])
    assert wrong(submission) == [("", "button")]
    assert folded(submission.state.root) == ["/t/kid"]


def test_the_root_is_open_and_gives_the_page_back_as_it_is() -> None:
    pairs = [("/t/v", "x"), ("/t/kid/v", " y ")]
    submission = sent(FORM, [*pairs, ("~do", "open ")])
    assert wrong(submission) == []
    assert not submission.ok
    assert submission.answers == answered(FORM, pairs)


def test_what_is_open_or_only_read_can_not_be_opened() -> None:
    assert wrong(sent(FORM, [("/t/kid/v", "x"), ("~do", "open /t/kid")])) == [("", "button")]
    schema = {"$ref": "#/$defs/node", "readOnly": True}
    form = form_of({"t": schema}, **{"$defs": {"node": NODE}})
    assert wrong(sent(form, [("~do", "open /t/kid")])) == [("", "button")]


# ---- other ways to stand within oneself

JSON: dict[str, Any] = {
    "oneOf": [
        {**TEXT, "title": "Text"},
        {"type": "array", "items": {"$ref": "#/$defs/json"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/json"}},
    ]
}


def test_branches_may_hold_the_whole() -> None:
    form = form_of({"j": {"$ref": "#/$defs/json"}}, **{"$defs": {"json": JSON}})
    for value in ("x", ["x", ["y", []]], {"a": {"b": "c"}, "d": ["e"]}, [], {}):
        assert answers(encode(form, {"j": value}, None)) == {"j": value}
    pairs = [("~b/j", "1"), ("~b/j/0", "0"), ("/j/0", "x"), ("~b/j/1", "1"), ("/j/1/3", "y")]
    assert answered(form, [*pairs, ("~b/j/1/3", "0")]) == {"j": ["x", ["y"]]}


def test_a_form_may_stand_within_itself() -> None:
    form = form_of({"v": TEXT, "more": {"$ref": "#"}}, "v")
    assert answered(form, [("/v", "a"), ("/more/v", "b"), ("/more/more/v", "c")]) == {
        "v": "a",
        "more": {"v": "b", "more": {"v": "c"}},
    }
    assert wrong(sent(form, [("/v", "a"), ("/more/more/v", "c")])) == [("/more/v", "required")]


def test_documents_may_stand_within_each_other() -> None:
    resources = {
        "https://a.vn/one": {"type": "object", "properties": {"b": {"$ref": "two"}, "v": TEXT}},
        "https://a.vn/two": {"type": "object", "properties": {"c": {"$ref": "three"}}},
        "https://a.vn/three": {"type": "array", "items": {"$ref": "one"}},
    }
    form = load({"type": "object", "properties": {"a": {"$ref": "https://a.vn/one"}}},
                resources=resources)  # fmt: skip
    value = {"a": {"b": {"c": [{"v": "x"}, {"b": {"c": [{"v": "y"}]}}]}}}
    assert answers(encode(form, value, None)) == value
    assert answered(form, [("/a/b/c/0/b/c/7/v", "z")]) == {
        "a": {"b": {"c": [{"b": {"c": [{"v": "z"}]}}]}}
    }


# ---- limits


def test_answers_may_be_as_deep_as_a_name_is_long() -> None:
    for kids in (10, MAX_SEGMENTS - 2):
        submission = sent(FORM, [("/t" + "/kid" * kids + "/v", "x")])
        assert submission.ok
        place = submission.answers["t"]
        for _ in range(kids):
            place = place["kid"]
        assert place == {"v": "x"}
        assert answers(encode(FORM, submission.answers, None)) == submission.answers
    assert wrong(sent(FORM, [("/t" + "/kid" * (MAX_SEGMENTS - 1) + "/v", "x")])) == [("", "name")]


def test_the_last_level_can_not_be_opened_further() -> None:
    deepest = "/t" + "/kid" * (MAX_SEGMENTS - 2)
    submission = sent(FORM, [(deepest + "/v", "x"), ("~do", f"open {deepest}/kid")])
    assert max(len(item.segments) for item in submission.state.root.walk()) <= MAX_SEGMENTS + 1


def test_no_more_than_so_many_are_opened() -> None:
    pairs = [(f"/t/kids/{n}/kid/v", "x") for n in range(MAX_OPENED)]
    submission = sent(FORM, pairs)
    assert wrong(submission) == [("", "pairs")]
    assert submission.problems[0].params == {"limit": MAX_OPENED, "count": MAX_OPENED * 3 // 2}
    assert len(submission.answers["t"]["kids"]) == MAX_OPENED // 2
    assert sent(FORM, pairs[: MAX_OPENED // 2]).ok
