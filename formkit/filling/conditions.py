"""Which branches are asked: each condition sees the answers without what isn't asked.

In the order of the page, until nothing changes, at most (conditions + 1) rounds. A circle is an
error of the definition; its last state stays. The browser does the same with the same schemas.
"""

from collections.abc import Mapping

from attrs import frozen

from formkit.definition.gather import Chooser, Chosen, Condition
from formkit.definition.layout import Branch, Test
from formkit.filling.fields import ABSENT, Field, Json, answer, chosen, named_rows, standing
from formkit.filling.judge import Judge


@frozen(eq=False)
class _Switch:
    """One branch at one place, with the places over it at which it may be asked."""

    owner: Field
    branch: Branch
    above: tuple[Field, ...]
    choosers: Mapping[Chooser, Field]


def activate(root: Field, judge: Judge) -> None:
    """Set `on` everywhere in the tree, from nothing but what was answered."""
    switches: list[_Switch] = []
    _collect(root, (), {}, switches)
    for _ in range(len(switches) + 1):
        changed = False
        for switch in switches:
            on = all(_holds(test, switch, judge) for test in switch.branch.tests)
            if switch.owner.on[switch.branch.number] != on:
                switch.owner.on[switch.branch.number] = on
                changed = True
        if not changed:
            return


def _collect(
    item: Field,
    above: tuple[Field, ...],
    choosers: Mapping[Chooser, Field],
    found: list[_Switch],
) -> None:
    node = item.node
    if len(above) == node.depth:
        above = (*above, item)
    if node.choosers:
        own = {chooser: item.children[index] for chooser, index in node.choosers.items()}
        choosers = {**choosers, **own}
    item.on = [True] * len(node.branches)
    for branch, start, end in node.spans:
        if branch.tests:
            found.append(_Switch(item, branch, above, choosers))
        for child in item.children[start:end]:
            # most have nothing inside that could be on or off
            if child.rows or child.node.branches:
                _collect(child, above, choosers, found)
    for row in item.rows:
        _collect(row, above, choosers, found)


def _holds(test: Test, switch: _Switch, judge: Judge) -> bool:
    # What was chosen is asked of the chooser, not of what stands at its place.
    view = None if test.chooser else _view(switch.above[test.depth], test)

    def met(condition: Condition | Chosen) -> bool:
        if isinstance(condition, Chosen):
            return condition.text in chosen(switch.choosers[condition.chooser])
        asked = judge.condition(condition.schema, condition.resolver)
        return asked(view) != condition.negated

    return any(all(map(met, group)) for group in test.alternatives)


def _view(place: Field, test: Test) -> Json:
    """What the test may read of a place; an object that isn't there counts as empty."""
    if test.reads is None or place.node.kind != "object":
        value, _ = answer(place)
        return {} if value is ABSENT else value
    view: dict[str, Json] = {}
    for name in (each for each in test.reads if isinstance(each, str)):
        if name in place.node.places:
            value, _ = standing(place, name)
            if value is not ABSENT:
                view[name] = value
        rows = () if place.node.more is None else named_rows(place.children[place.node.more])
        found = (answer(row) for row in rows if row.called == name)
        view.update((name, value) for value, answered in found if answered)
        if name in place.extra_values:
            view.setdefault(name, place.extra_values[name])
    return view
