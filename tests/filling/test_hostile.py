"""Whatever is posted to a form of any schema: nothing raises, and the work stays bounded."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.errors import Problem
from formkit.filling.codec import MAX_OPENED, MAX_ROWS
from formkit.filling.fields import Field
from formkit.filling.pairs import MAX_PAIRS
from formkit.filling.submission import Submission, submit
from formkit.pointer import MAX_SEGMENTS, input_name
from tests.filling.making import TEXT, form_of, group

A, B = group({"a": TEXT}, "a"), group({"b": {}, "n": {"type": "integer"}}, "b")
DEFS = {
    "node": group(
        {
            "v": TEXT,
            "kid": {"$ref": "#/$defs/node"},
            "more": {"items": {"$ref": "#/$defs/node"}, "type": "array"},
        }
    ),
    "json": {
        "oneOf": [
            {**TEXT, "title": "Text"},
            {"type": "array", "items": {"$ref": "#/$defs/json"}},
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/json"}},
        ]
    },
}
FORM = form_of(
    {
        "any": {},
        "one": {"oneOf": [A, B]},
        "several": {"anyOf": [A, B, {"type": ["integer", "null"]}]},
        "kinds": {"oneOf": [TEXT, {"type": "integer"}, {"type": "array", "items": {}}]},
        "map": {"type": "object", "additionalProperties": {"oneOf": [A, B]}},
        "tuple": {
            "type": "array",
            "prefixItems": [TEXT, {}, A],
            "items": {"type": ["null", "number"]},
        },
        "node": {"$ref": "#/$defs/node"},
        "json": {"$ref": "#/$defs/json"},
        "kept": {"readOnly": True, "default": [1, {"a": []}]},
    },
    "one",
    "kinds",
    additionalProperties={"$ref": "#/$defs/json"},
    **{"$defs": DEFS, "anyOf": [{"required": ["any"], "properties": {"extra": TEXT}}, A]},
)

NAMES = ("any", "one", "several", "kinds", "map", "tuple", "node", "json", "kept", "a", "b", "n")
INSIDE = ("0", "1", "2", "3", "00", "999999", "v", "kid", "more", "", "~", "a/b", "\ud800", "*")
MARKS = ("", "~b", "~t", "~k", "~v", "~p", "~n", "~z", "~b.oneOf", "~b.oneOf.1.oneOf", "~q")
TEXTS = (
    "", " ", "0", "1", "2", "x", "true", "null", "array", "object", "number", "1.234", "9" * 5_000,
    "{}", "[]", '{"a":[1]}', "[" * 70 + "]" * 70, "{", "NaN", "\0", "\ud800", "a\nb", "-1",
)  # fmt: skip
BUTTONS = ("add", "remove", "up", "down", "open", "branch", "fly")

segments = st.lists(st.sampled_from(NAMES + INSIDE), max_size=6)
names = st.builds(
    lambda first, rest, mark, instance: input_name((first, *rest), mark, instance),
    st.sampled_from(NAMES),
    segments,
    st.sampled_from(MARKS),
    st.integers(1, 6),
)
odd = st.builds(
    lambda name, at, sign: name[:at] + sign + name[at:],
    names,
    st.integers(0, 30),
    st.sampled_from(["/", "~", "%", "0", "\0", "~k", "~i9", "é"]),
)
texts = st.sampled_from(TEXTS) | st.text(max_size=3)
buttons = st.builds(
    lambda action, name: ("~do", f"{action} {name}"), st.sampled_from(BUTTONS), names
)
pairs = st.lists(st.tuples(names | odd, texts), max_size=25)


def size(root: Field) -> int:
    return sum(1 for _ in root.walk())


def holds(submission: Submission) -> None:
    """What holds of any submission."""
    assert all(isinstance(problem, Problem) for problem in submission.problems)
    told = [(problem.pointer, problem.keyword) for problem in submission.problems]
    assert len(set(told)) == len(told)
    assert isinstance(submission.answers, dict)
    assert submission.answers.get("kept", [1, {"a": []}]) == [1, {"a": []}]


@given(pairs, st.booleans(), st.none() | buttons)
def test_submit_takes_names_that_are_nearly_right(
    posted: list[tuple[str, str]], page: bool, button: tuple[str, str] | None
) -> None:
    marks = [("~form", FORM.sha256), ("~lang", "vi")] if page else []
    holds(submit(FORM, [*marks, *posted, *([button] if button else [])]))
    submit(
        FORM, posted, base={"kept": 5, "map": {"a": 1}, "tuple": "x", "one": [], "any": {"a": 0}}
    )


DEEP = MAX_SEGMENTS - 1
SOME = 3_000
MANY: dict[str, list[tuple[str, str]]] = {
    "many keys": [(f"~k/map/{n}", str(n)) for n in range(SOME)],
    "many keys everywhere": [(f"~k/{n % 7}/{n % 11}/{n}", "k") for n in range(SOME)],
    "20,000 entries": [(f"/map/{n}/a", "x") for n in range(MAX_PAIRS)],
    "many items of anything": [(f"/any/{n}/0", "x") for n in range(SOME)],
    "many items after others": [(f"/tuple/{n}", "1") for n in range(SOME)],
    "many choices": [("~b/several", str(n)) for n in range(SOME)],
    "many instances": [(f"~i{n}/kinds", "x") for n in range(2, SOME)],
    "many JSON texts": [(f"~v/{n}", "{}") for n in range(SOME)],
    "a deep node": [("/node" + "/kid" * (DEEP - 1) + "/v", "x")],
    "a deep list": [("/json" + "/0" * DEEP, "x")],
    "deep keys": [("~k/json" + "/0" * n, "x") for n in range(1, DEEP)],
    "deep everything": [
        (f"{mark}/{name}" + f"/{inside}" * n, "1")
        for mark in MARKS[:5]
        for name in ("any", "json", "node", "map")
        for inside in ("0", "kid", "more")
        for n in range(DEEP)
    ],
    "wide and deep nodes": [
        (f"/node/more/{n % 10}/kid/more/{n % 100 // 10}/kid/more/{n}/v", "x") for n in range(SOME)
    ],
    "more places than are kept": [("/any" + f"/{n}" * DEEP, "x") for n in range(SOME)],
    "all that opens": [
        (f"/node{'/kid' * (n % 30)}/more/{n}{'/kid' * (n % 20)}/v", "x") for n in range(SOME)
    ],
}


@pytest.mark.parametrize("posted", MANY.values(), ids=list(MANY))
def test_many_pairs_make_bounded_work(posted: Sequence[tuple[str, str]]) -> None:
    submission = submit(FORM, posted)
    holds(submission)
    # Each row and each opened place has its own controls, and those that they hold.
    assert size(submission.state.root) < 50 * (MAX_ROWS + MAX_OPENED)


@pytest.mark.parametrize("place", ["/any", "/json", "/node/kid", "/map", "/tuple", "", "/one"])
def test_buttons_take_any_place(place: str) -> None:
    for action in BUTTONS:
        for mark in MARKS:
            for deep in (0, 1, DEEP, DEEP + 5):
                holds(submit(FORM, [("~do", f"{action} {mark}{place}" + "/0" * deep)]))


def test_pages_may_be_opened_again_and_again() -> None:
    """Each button is pressed on the page that the one before it made."""
    posted: list[tuple[str, Any]] = []
    for press in range(12):
        submission = submit(FORM, [*posted, ("~do", "open /node" + "/kid" * (press + 1))])
        assert submission.problems == ()
        posted.append(("/node" + "/kid" * (press + 1) + "/v", "x"))
    assert submit(FORM, posted).answers["node"]["kid"]["kid"]["kid"]["v"] == "x"
