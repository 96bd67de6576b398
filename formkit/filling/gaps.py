"""What is wrong with a page though its answers may be valid: something typed has no place in them.

A value in a map without its key, or with the key of another; a hole before items that have places
of their own; answers to branches of which none is chosen, or that don't read as what is.
"""

from collections.abc import Iterable, Iterator

from formkit.errors import Problem
from formkit.filling.fields import (
    Field,
    answer,
    chosen,
    has_text,
    holes,
    named_rows,
    unchosen,
)
from formkit.pointer import join


def gaps(fields: Iterable[Field]) -> Iterator[Problem]:
    """The gaps of located fields that are asked, in the order of the page."""
    for item in fields:
        node = item.node
        if item.at is None:
            continue
        if node.kind == "map":
            yield from _keys(item)
        elif node.prefix:
            yield from (
                Problem(join((*item.at, hole.node.name)), "required") for hole in holes(item)
            )
        if node.kind == "either":
            yield from _unread(item)
        chooser = unchosen(item)
        if chooser is not None:
            yield Problem(join(item.at), chooser.keyword)


def _keys(item: Field) -> Iterator[Problem]:
    named = {id(row) for row in named_rows(item)}
    for row in item.rows:
        if row.at is None or row.node.read_only:
            continue
        answered = answer(row)[1] or has_text(row)
        if not row.called:
            if answered:
                yield Problem(join(row.at), "key", {"reason": "empty"})
        elif id(row) not in named:
            yield Problem(join(row.at), "key", {"reason": "twice", "name": row.called})
        elif not answered:
            yield Problem(join(row.at), "key", {"reason": "alone", "name": row.called})


# The types that a text has to be read as.
_READ = frozenset(("integer", "number", "boolean"))


def _unread(item: Field) -> Iterator[Problem]:
    """A text that doesn't read as what was chosen for it, though another choice might take it."""
    for child in item.active():
        kind: str = child.node.kind
        if kind == "scalar":
            types = [text for i in item.node.choosers.values() for text in item.children[i].texts]
            kind = types[0] if types else ""
            if kind == "number" and "number" not in child.node.facts.types:
                kind = "integer"
        unread = isinstance(child.value, str) and child.verbatim is None
        if kind in _READ and unread and item.at is not None:
            yield Problem(join(item.at), "type", {"type": [kind]})


def branches_chosen(
    fields: Iterable[Field],
) -> dict[tuple[tuple[str, ...], int], frozenset[str]]:
    """Which branches are chosen, by the place and the identity of the `oneOf` or `anyOf`."""
    found = {}
    for item in fields:
        if item.at is None or not item.node.choosers:
            continue
        for chooser, index in item.node.choosers.items():
            picked = frozenset(chosen(item.children[index])) - {""}
            if picked and chooser.keyword in chooser.holder:
                found[item.at, id(chooser.holder[chooser.keyword])] = picked
    return found
