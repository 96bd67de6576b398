"""Stored answers to be read, of which some are withheld: covered, or emptied when their time ended.

What is withheld isn't among the answers, so a condition that asks for it can't be judged. But
nothing hidden is ever stored: what stands was asked.
"""

from collections.abc import Iterable, Mapping

from formkit.definition.form import Form
from formkit.definition.layout import Branch
from formkit.filling.encode import encode
from formkit.filling.fields import ABSENT, Field, Json
from formkit.language import N_
from formkit.pointer import Segments, split

COVERED = N_("covered")
EMPTIED = N_("deleted, as its time was over")


def stored(
    form: Form,
    answers: Mapping[str, Json],
    covered: Iterable[str],
    emptied: Iterable[str],
    language: str,
) -> tuple[Field, dict[int, str]]:
    """The tree of fields for answers without those at the pointers `covered` and `emptied`.

    Beside it what is to be said in the place of each field that is withheld, by its id().
    """
    root = encode(form, answers, language)
    words = dict.fromkeys(map(split, emptied), EMPTIED) | dict.fromkeys(
        map(split, covered), COVERED
    )
    if not words:
        return root, {}
    said = {}
    for item in root.walk():
        found = _withheld(item.segments, words)
        if found is not None and item.node.kind not in ("object", "either", "chooser", "map"):
            said[id(item)] = words[found]
    _asked(root, words, said)
    return root, said


def _withheld(segments: Segments, words: Mapping[Segments, str]) -> Segments | None:
    """The place, among those that are withheld, in which a field stands."""
    return next(
        (segments[:length] for length in range(len(segments) + 1) if segments[:length] in words),
        None,
    )


def _asked(item: Field, words: Mapping[Segments, str], said: Mapping[int, str]) -> bool:
    """Tell for each branch whether it was asked; whether anything stands in this field."""
    stands = (item.value is not ABSENT or bool(item.extras) or item.present or item.none) or id(
        item
    ) in said
    for row in item.rows:
        _asked(row, words, said)
        stands = True
    on = []
    for branch, evaluated, fields in item.branches():
        inside = [_asked(field, words, said) for field in fields]
        if branch.tests:
            evaluated = any(inside) or (evaluated and not _unsure(branch, item.segments, words))
        on.append(evaluated)
        stands = stands or any(inside)
    item.on = on
    return stands


def _unsure(branch: Branch, here: Segments, words: Mapping[Segments, str]) -> bool:
    """Whether a condition of the branch asks for something that is withheld."""
    return any(
        place[: test.depth] == here[: test.depth]
        and len(place) > test.depth
        and (test.reads is None or place[test.depth] in test.reads)
        for test in branch.tests
        for place in words
    )
