"""A place that may be a list or a map: both may have rows, whose keys are the same."""

from typing import Any

import pytest

from formkit.definition.form import Form
from formkit.filling.submission import submit
from formkit.page.render import render
from formkit.testing import submitted_pairs
from tests.filling.making import TEXT, form_of

Pairs = list[tuple[str, str]]

LIST = {"type": "array", "items": TEXT}
MAP = {"type": "object", "additionalProperties": TEXT}


def typed(form: Form, value: Any) -> Pairs:
    """What a page sends on which this value is typed."""
    return submitted_pairs(render(form, {"q": value}, language="vi"))


def both(form: Form) -> Pairs:
    """A page on which a map was filled, then a list chosen and filled."""
    pairs = typed(form, ["x"])
    taken = {name for name, text in pairs if text}
    return pairs + [(name, text) for name, text in typed(form, {"k": "v"}) if name not in taken]


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": ["array", "object"]},
        {"type": ["object", "array"]},
        {"oneOf": [LIST, MAP]},
        {"oneOf": [MAP, LIST]},
        {"oneOf": [TEXT, MAP, LIST]},
        {"oneOf": [MAP, {"type": "array", "items": {"type": ["string", "number"]}}]},
    ],
)
@pytest.mark.parametrize("page", [True, False])
def test_both_are_read_and_come_back(schema: Any, page: bool) -> None:
    form = form_of({"q": schema})
    pairs = [(name, text) for name, text in both(form) if page or name != "~form"]
    first = submit(form, pairs)
    assert first.ok
    assert first.answers == {"q": ["x"]}
    again = submit(form, submitted_pairs(render(form, first)))
    assert again.answers == first.answers
    # As they were chosen the other way round.
    choice = next(pair for pair in typed(form, {"k": "v"}) if pair[0] in ("~t/q", "~b/q"))
    turned = [choice, *(pair for pair in pairs if pair[0] != choice[0])]
    assert submit(form, turned).answers == {"q": {"k": "v"}}


def test_an_item_of_a_list_is_no_row_of_the_map_beside_it() -> None:
    """Pairs without a version: there a plain name may be the key of a map."""
    form = form_of({"z": TEXT})
    pairs = [("~k/0", "q"), ("~t/0", "object"), ("~i3~k/0/0", "b"), ("~i3~t/0/0", "array")]
    pairs += [("~lang", "vi"), ("~i4~t/0/0/0", "number"), ("~i4/0/0/0", "1")]
    first = submit(form, pairs)
    assert first.answers == {"q": {"b": [1]}}
    again = submit(form, submitted_pairs(render(form, first)))
    assert again.ok
    assert again.answers == first.answers


def test_a_plain_name_is_still_the_key_of_a_map() -> None:
    form = form_of({"q": {"oneOf": [LIST, {"type": "object", "additionalProperties": MAP}]}})
    pairs = [("~b/q", "1"), ("/q/one/two", "x")]
    assert submit(form, pairs).answers == {"q": {"one": {"two": "x"}}}
    pairs = [("~b/q", "1"), ("~i2/q/one/two", "x")]
    assert submit(form, pairs).answers == {"q": {"one": {"two": "x"}}}
