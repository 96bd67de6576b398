"""The tree of what is asked: what counts as an answer, and where it stands."""

from formkit.filling.encode import encode
from formkit.filling.fields import ABSENT, Absent, answer, answers, locate
from formkit.pointer import Segments
from tests.filling.making import TEXT, form_of, sent

ROWS = {"type": "array", "items": {"type": "object", "properties": {"a": TEXT, "b": TEXT}}}


def test_absent_is_no_value() -> None:
    assert isinstance(ABSENT, Absent)
    assert not ABSENT
    assert repr(ABSENT) == "ABSENT"


def test_a_field_knows_its_branches_and_what_is_inside() -> None:
    rule = {"if": {"required": ["a"]}, "then": {"properties": {"b": TEXT}}}
    root = encode(form_of({"a": TEXT, "r": ROWS}, **rule), {"r": [{"a": "x"}]}, None)
    named = [(on, [item.pointer for item in fields]) for _, on, fields in root.branches()]
    # The map of an object, for what nothing declares, stands at its place and comes last.
    assert named == [(True, ["/a"]), (False, ["/b"]), (True, ["/r"]), (True, [""])]
    assert [item.pointer for item in root.active()] == ["/a", "/r", ""]
    assert [item.pointer for item in root.walk()] == [
        "", "/a", "/b", "/r", "/r/0", "/r/0/a", "/r/0/b", "/r/0", "",
    ]  # fmt: skip


def test_rows_know_their_place_among_the_answers() -> None:
    root = sent(form_of({"r": ROWS}), [("/r/7/a", ""), ("/r/3/a", "x"), ("/r/5/b", "y")]).state.root
    locate(root)
    places: dict[str, Segments | None] = {item.pointer: item.at for item in root.walk()}
    assert places[""] == ()
    assert places["/r"] == ("r",)
    assert places["/r/7"] is None
    assert places["/r/7/a"] is None
    assert places["/r/3/a"] == ("r", "0", "a")
    assert places["/r/5/b"] == ("r", "1", "b")


def test_the_first_control_of_a_place_that_says_something_counts() -> None:
    rules = [
        {"if": {"required": ["a"]}, "then": {"properties": {"q": schema}}}
        for schema in (TEXT, {"type": "integer"})
    ]
    root = sent(form_of({"a": TEXT}, allOf=rules), [("/a", "x"), ("~i2/q", "5")]).state.root
    assert answers(root)["q"] in ("5", 5)


def test_an_object_counts_by_what_is_in_it() -> None:
    inner = {
        "type": "object",
        "properties": {"k": {"const": 1}, "a": TEXT, "r": {**TEXT, "readOnly": True}},
        "required": ["k"],
    }
    form = form_of({"o": inner})

    def of(value: object) -> object:
        return answer(encode(form, {"o": value}, None).children[0])

    assert of({"k": 1}) == ({"k": 1}, True)  # by its mark
    assert of({"k": 1, "a": "x"}) == ({"k": 1, "a": "x"}, True)
    assert of({"r": "stored"}) == ({"k": 1, "r": "stored"}, True)
    assert of("odd") == ("odd", True)
    assert answer(encode(form, {}, None).children[0]) == ({"k": 1}, False)


def test_answers_are_always_an_object() -> None:
    form = form_of({"a": TEXT})
    assert answers(sent(form, [("~v", '"odd"')]).state.root) == {}
