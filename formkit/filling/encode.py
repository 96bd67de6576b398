"""Answers → the tree of fields. `decode` is its mirror: what a browser posts from an encoded tree
decodes to the same answers.
"""

from collections.abc import Mapping

from formkit.definition.form import Form
from formkit.definition.nodes import Node, tree
from formkit.filling.conditions import activate
from formkit.filling.controls import DEFAULT_OFFSET, OFFSET_WIDGETS, json_text, read_ticks, write
from formkit.filling.fields import ABSENT, Absent, Field, Json, answer
from formkit.filling.judge import judge
from formkit.pointer import Segments

_MOST_LEVELS_OF_BLANK_ROWS = 2
# A list shows at most so many empty rows, however many it needs.
MAX_BLANK_ROWS = 10


def encode(form: Form, answers: Mapping[str, Json] | None, language: str | None) -> Field:
    """The tree of fields for these answers, with what is asked told; None shows the defaults."""
    root = encoded(tree(form).root, ABSENT if answers is None else dict(answers), (), language)
    the_judge = judge(form)
    activate(root, the_judge)
    if answers is None:
        # A default may open a branch that has defaults of its own; each field is filled once.
        filled: set[int] = set()
        while _fill_defaults(root, language, filled):
            activate(root, the_judge)
    unsettled = answers is None or form.once(_has_rivals)
    if unsettled and _blank_unasked(root, language, defaults=answers is None):
        activate(root, the_judge)
    return root


def _has_rivals(form: Form) -> bool:
    """Whether one place of the form has several controls."""
    return any(len(found) > 1 for node in tree(form).nodes() for found in node.controls.values())


def _fill_defaults(item: Field, language: str | None, filled: set[int]) -> bool:
    """Put the defaults of what is asked into an untouched tree; whether any was put."""
    changed = False
    start = 0
    for branch, on in zip(item.node.branches, item.on, strict=True):
        for index in range(start, start + len(branch.nodes)) if on else ():
            child = item.children[index]
            node = child.node
            default = node.said("default")
            if id(child) in filled or node.kind in ("const", "consent"):
                continue
            if default is not None:
                child = item.children[index] = encoded(node, default, child.segments, language)
                child.given = False
                filled.add(id(child))
                changed = True
            elif node.kind == "object" and node.required:
                changed = _fill_defaults(child, language, filled) or changed
        start += len(branch.nodes)
    return changed


def _blank_unasked(item: Field, language: str | None, *, defaults: bool) -> bool:
    """Empty the controls of branches that are off, where the shown value isn't theirs.

    That is a default, or a value that another control of the same place shows.
    """
    shown = {child.node.name for _, on, fields in item.branches() if on for child in fields}
    changed = False
    start = 0
    for branch, on in zip(item.node.branches, item.on, strict=True):
        for index in range(start, start + len(branch.nodes)):
            child = item.children[index]
            if not on and (defaults or child.node.name in shown):
                item.children[index] = encoded(child.node, ABSENT, child.segments, language)
                changed = True
            else:
                changed = _blank_unasked(child, language, defaults=defaults) or changed
            if not on:
                shown.add(child.node.name)
        start += len(branch.nodes)
    for row in item.rows:
        changed = _blank_unasked(row, language, defaults=defaults) or changed
    return changed


def encoded(node: Node, value: Json | Absent, segments: Segments, language: str | None) -> Field:
    """The field of one node, filled with a value, with all inside it."""
    item = Field(node, segments, key=segments[-1] if segments else "")
    if node.kind == "object":
        _encode_object(item, value, language)
    elif node.kind == "rows":
        _encode_rows(item, value, language)
    elif node.kind == "unrendered":
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


def _encode_object(item: Field, value: Json | Absent, language: str | None) -> None:
    node = item.node
    inside = value if isinstance(value, dict) else {}
    for branch in node.branches:
        for child in branch.nodes:
            inner = inside.get(child.name, ABSENT)
            item.children.append(encoded(child, inner, (*item.segments, child.name), language))
    item.on = [True] * len(node.branches)
    if isinstance(value, dict):
        item.extra_values = {
            name: inner for name, inner in value.items() if name not in node.controls
        }
        item.extras = {name: json_text(inner) for name, inner in item.extra_values.items()}
        item.present = not node.required and not answer(item)[1]
    elif value is not ABSENT:
        item.value, item.verbatim = value, json_text(value)


def _encode_rows(item: Field, value: Json | Absent, language: str | None) -> None:
    node = item.node
    if isinstance(value, list):
        item.none = not value
        item.rows = [
            encoded(node.row, inner, (*item.segments, str(i)), language)
            for i, inner in enumerate(value)
        ]
    elif value is not ABSENT:
        item.value, item.verbatim = value, json_text(value)
    else:
        item.rows = [
            encoded(node.row, ABSENT, (*item.segments, str(i)), language)
            for i in range(blank_rows(node))
        ]


def blank_rows(node: Node) -> int:
    """How many empty rows an unanswered list shows: what it needs at least, but never a wall.

    Lists within rows of rows show none: each level would multiply what those above it show.
    """
    if node.path.count("*") >= _MOST_LEVELS_OF_BLANK_ROWS:
        return 0
    fewest = max(part.keyword("minItems") or 0 for part in node.telling)
    return min(max(int(fewest), int(node.required)), MAX_BLANK_ROWS)
