"""Which branches are asked: each condition sees the answers without what isn't asked.

In the order of the page, until nothing changes, at most (conditions + 1) rounds. A circle is an
error of the definition; its last state stays. The browser does the same with the same schemas.
"""

from collections.abc import Sequence

from attrs import frozen

from formkit.definition.layout import Branch, Test
from formkit.filling.fields import ABSENT, Field, Json, answer, standing
from formkit.filling.judge import Judge


@frozen(eq=False)
class _Switch:
    """One branch at one place, with the places over it at which it may be asked."""

    owner: Field
    branch: Branch
    above: tuple[Field, ...]


def activate(root: Field, judge: Judge) -> None:
    """Set `on` everywhere in the tree, from nothing but what was answered."""
    switches: list[_Switch] = []
    _collect(root, (), switches)
    for _ in range(len(switches) + 1):
        changed = False
        for switch in switches:
            on = all(_holds(test, switch.above, judge) for test in switch.branch.tests)
            if switch.owner.on[switch.branch.number] != on:
                switch.owner.on[switch.branch.number] = on
                changed = True
        if not changed:
            return


def _collect(item: Field, above: tuple[Field, ...], found: list[_Switch]) -> None:
    above = (*above, item)
    item.on = [True] * len(item.node.branches)
    for branch, _, fields in item.branches():
        if branch.tests:
            found.append(_Switch(item, branch, above))
        for child in fields:
            _collect(child, above, found)
    for row in item.rows:
        _collect(row, above, found)


def _holds(test: Test, above: Sequence[Field], judge: Judge) -> bool:
    view = _view(above[test.depth], test)
    return any(
        all(judge.condition(c.schema, c.resolver)(view) != c.negated for c in group)
        for group in test.alternatives
    )


def _view(place: Field, test: Test) -> dict[str, Json]:
    """What the test may read of an object; one that isn't there counts as empty."""
    if test.reads is None:
        value, _ = answer(place)
        return value if isinstance(value, dict) else {}
    view: dict[str, Json] = {}
    for name in test.reads:
        if name in place.node.places:
            value, _ = standing(place, name)
            if value is not ABSENT:
                view[name] = value
        if name in place.extra_values:
            view[name] = place.extra_values[name]
    return view
