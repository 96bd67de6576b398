"""Answers → the tree of fields. `decode` is its mirror: what a browser posts from an encoded tree
decodes to the same answers.
"""

from collections.abc import Mapping, Sequence

from formkit.definition.form import Form
from formkit.definition.gather import Chooser, Chosen
from formkit.definition.layout import Test
from formkit.definition.nodes import Node, tree
from formkit.filling.choice import picked
from formkit.filling.conditions import activate
from formkit.filling.controls import (
    DEFAULT_OFFSET,
    OFFSET_WIDGETS,
    json_text,
    read_ticks,
    type_of,
    write,
)
from formkit.filling.fields import ABSENT, Absent, Field, Json, answer, chosen
from formkit.filling.judge import Judge, judge
from formkit.pointer import Segments
from formkit.text import clean, is_sendable

_MOST_LEVELS_OF_BLANK_ROWS = 2
# A list shows at most so many empty rows, however many it needs.
MAX_BLANK_ROWS = 10


def encode(form: Form, answers: Mapping[str, Json] | None, language: str | None) -> Field:
    """The tree of fields for these answers, with what is asked told; None shows the defaults."""
    the_judge = judge(form)
    value = ABSENT if answers is None else dict(answers)
    root = encoded(tree(form).root, value, (), language, the_judge)
    activate(root, the_judge)
    if answers is None:
        # A default may open a branch that has defaults of its own; each field is filled once.
        filled: set[int] = set()
        while _fill_defaults(root, language, filled, the_judge):
            activate(root, the_judge)
    unsettled = answers is None or form.once(_has_rivals)
    if unsettled and _blank_unasked(root, language, defaults=answers is None):
        activate(root, the_judge)
    return root


def _has_rivals(form: Form) -> bool:
    """Whether one place of the form has several controls."""
    return any(
        node.kind == "either"
        or node.fold is not None
        or any(len(found) > 1 for found in node.controls.values())
        for node in tree(form).nodes()
    )


def _fill_defaults(item: Field, language: str | None, filled: set[int], judge: Judge) -> bool:
    """Put the defaults of what is asked into an untouched tree; whether any was put."""
    changed = False
    start = 0
    for branch, on in zip(item.node.branches, item.on, strict=True):
        for index in range(start, start + len(branch.nodes)) if on else ():
            child = item.children[index]
            node = child.node
            default = node.said("default")
            if id(child) in filled or node.kind in ("const", "consent", "chooser", "map"):
                continue
            if default is not None:
                child = encoded(node, default, child.segments, language, judge)
                item.children[index] = child
                child.given = False
                filled.add(id(child))
                changed = True
            elif node.kind in ("object", "either") and (node.required or node.inner):
                changed = _fill_defaults(child, language, filled, judge) or changed
        start += len(branch.nodes)
    return changed


def _blank_unasked(item: Field, language: str | None, *, defaults: bool) -> bool:
    """Empty the controls of branches that are off, where the shown value isn't theirs.

    That is a default, or a value that another control of the same place shows.
    """
    shown = {child.node.cause for _, on, fields in item.branches() if on for child in fields}
    changed = False
    start = 0
    for branch, on in zip(item.node.branches, item.on, strict=True):
        for index in range(start, start + len(branch.nodes)):
            child = item.children[index]
            if not on and (defaults or child.node.cause in shown):
                item.children[index] = encoded(child.node, ABSENT, child.segments, language)
                changed = True
            else:
                changed = _blank_unasked(child, language, defaults=defaults) or changed
            if not on:
                shown.add(child.node.cause)
        start += len(branch.nodes)
    for row in item.rows:
        changed = _blank_unasked(row, language, defaults=defaults) or changed
    return changed


def encoded(
    node: Node,
    value: Json | Absent,
    segments: Segments,
    language: str | None,
    judge: Judge | None = None,
) -> Field:
    """The field of one node, filled with a value, with all inside it.

    The judge says which branches a value means; where there is none, nothing is chosen.
    """
    if node.fold is not None and isinstance(value, dict | list) and value:
        node = node.unfolded()
    item = Field(node, segments, key=segments[-1] if segments else "")
    if node.kind == "object":
        _encode_object(item, value, language, judge)
    elif node.kind == "rows":
        _encode_rows(item, value, language, judge)
    elif node.kind == "either":
        _encode_either(item, value, language, judge)
    elif node.chooser is not None:
        if value is not ABSENT and judge is not None:
            item.texts = picked(node, node.chooser, value, judge)
    elif node.kind in ("unrendered", "json"):
        if value is not ABSENT:
            item.value, item.verbatim = value, json_text(value)
    else:
        _encode_control(item, value, language)
    item.given = value is not ABSENT
    return item


def _encode_control(item: Field, value: Json | Absent, language: str | None) -> None:
    node = item.node
    if node.kind == "const" and node.required and value is ABSENT:
        item.texts = (node.options[0].text,)
        item.value = node.options[0].value
    elif value is not ABSENT:
        written = write(node, value, language)
        item.texts, item.verbatim, item.offset = written.texts, written.verbatim, written.offset
        item.value = (
            read_ticks(node, item.texts)
            if node.kind == "ticks" and item.verbatim is None
            else value
        )
        item.none = value == []
    elif node.widget in OFFSET_WIDGETS:
        item.offset = DEFAULT_OFFSET


def _encode_either(
    item: Field, value: Json | Absent, language: str | None, judge: Judge | None
) -> None:
    node = item.node
    for branch in node.branches:
        for child in branch.nodes:
            inner = value if _takes(child, value) else ABSENT
            filled = encoded(child, inner, item.segments, language, judge)
            # Choosing the type says that it is there; choosing a branch doesn't.
            filled.present = filled.present and not node.typed
            item.children.append(filled)
    own = {chooser: chosen(item.children[index]) for chooser, index in node.choosers.items()}
    item.on = [all(_may_hold(test, own) for test in branch.tests) for branch in node.branches]
    picks = [item.children[index].texts for index in node.choosers.values()]
    if value is None and node.nullable:
        return
    # Null may stand where a chooser has no branch for it, whatever others choose.
    unchosen = not any(picks) or (value is None and not all(picks))
    if value is not ABSENT and picks and unchosen:
        item.value, item.verbatim = value, json_text(value)


def _may_hold(test: Test, own: Mapping[Chooser, tuple[str, ...]]) -> bool:
    """Whether a test of a branch may hold, for all that is chosen at its own place."""
    return any(
        all(
            not isinstance(c, Chosen) or c.chooser not in own or c.text in own[c.chooser]
            for c in group
        )
        for group in test.alternatives
    )


def _takes(node: Node, value: Json | Absent) -> bool:
    """Whether one of the controls of a place is made for a value."""
    if value is ABSENT or node.kind in ("chooser", "either"):
        return True
    if node.kind in ("object", "rows"):
        return isinstance(value, dict if node.kind == "object" else list)
    return node.kind != "scalar" or type_of(value) in _names(node.facts.types)


def _names(types: Sequence[str]) -> set[str]:
    return {"number" if name == "integer" else name for name in types}


def _encode_object(
    item: Field, value: Json | Absent, language: str | None, judge: Judge | None
) -> None:
    node = item.node
    inside = value if isinstance(value, dict) else {}
    for branch in node.branches:
        for child in branch.nodes:
            if child.kind == "chooser":
                item.children.append(encoded(child, value, item.segments, language, judge))
                continue
            if child.kind == "map":
                item.children.append(_encoded_map(item, child, inside, language, judge))
                continue
            inner = inside.get(child.name, ABSENT)
            place = (*item.segments, child.name)
            item.children.append(encoded(child, inner, place, language, judge))
    item.on = [True] * len(node.branches)
    if isinstance(value, dict):
        rows = () if node.more is None else item.children[node.more].rows
        named = {row.called for row in rows}
        item.extra_values = {
            name: inner
            for name, inner in value.items()
            if name not in node.controls and name not in named
        }
        item.extras = {name: json_text(inner) for name, inner in item.extra_values.items()}
        needs_mark = not node.required or node.nullable
        item.present = needs_mark and not answer(item)[1]
    elif value is not ABSENT:
        item.value, item.verbatim = value, json_text(value)


def _encoded_map(
    item: Field,
    node: Node,
    inside: Mapping[str, Json],
    language: str | None,
    judge: Judge | None,
) -> Field:
    """The rows for the properties that nothing names; a key that no control can carry has none."""
    found = Field(node, item.segments)
    key = 0
    for name, value in inside.items():
        if name in item.node.controls or not can_be_key(name):
            continue
        while str(key) in item.node.controls:
            key += 1
        row = encoded(node.row, value, (*item.segments, str(key)), language, judge)
        row.called = name
        found.rows.append(row)
        key += 1
    return found


def can_be_key(name: str) -> bool:
    """Whether the control for the key of a map can carry a property's name."""
    one_line = not any(sign in name for sign in "\n\r\x85\u2028\u2029")
    return name != "" and one_line and is_sendable(name) and clean(name) == name


def _encode_rows(
    item: Field, value: Json | Absent, language: str | None, judge: Judge | None
) -> None:
    node = item.node
    if node.fold is not None and not isinstance(value, list):
        return
    given = value if isinstance(value, list) else ()
    for branch in node.branches:
        for number, child in enumerate(branch.nodes):
            inner = given[number] if number < len(given) else ABSENT
            place = (*item.segments, child.name)
            item.children.append(encoded(child, inner, place, language, judge))
    item.on = [True] * len(node.branches)
    if isinstance(value, list):
        item.none = not value
        item.rows = [
            encoded(node.row, inner, (*item.segments, str(i)), language, judge)
            for i, inner in enumerate(value[node.prefix :], node.prefix)
        ]
    elif value is not ABSENT:
        item.value, item.verbatim = value, json_text(value)
    else:
        item.rows = [
            encoded(node.row, ABSENT, (*item.segments, str(i)), language)
            for i in range(node.prefix, node.prefix + blank_rows(node))
        ]


def blank_rows(node: Node) -> int:
    """How many empty rows an unanswered list shows: what it needs at least, but never a wall.

    Lists within rows of rows show none: each level would multiply what those above it show.
    """
    if node.path.count("*") >= _MOST_LEVELS_OF_BLANK_ROWS or node.prefix:
        return 0
    fewest = max(part.keyword("minItems") or 0 for part in node.telling)
    return min(max(int(fewest), int(node.required)), MAX_BLANK_ROWS)
