"""What can go wrong, as values: a `Problem` says where and why, another room makes the sentence."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from attrs import field, frozen

Severity = Literal["error", "warning"]


class FormkitError(Exception):
    """The base of every exception that formkit raises on purpose."""


def _frozen_params(params: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(params))


@frozen
class Problem:
    """One thing that is wrong, at one place.

    `pointer` is a JSON Pointer into what was judged: the answers for `submit` and `check`, the
    definition for `lint` and `load`. `keyword` is the JSON Schema keyword that failed, or one of
    formkit's own; `params` is what a sentence about it needs. A `warning` doesn't block.
    """

    pointer: str
    keyword: str
    params: Mapping[str, Any] = field(factory=dict, converter=_frozen_params, hash=False)
    severity: Severity = "error"


class DefinitionError(FormkitError):
    """A definition that can't become a form. `problems` holds every fault that was found.

    `sentences` are the same faults in words, one for each problem, in the same order.
    """

    def __init__(self, problems: Sequence[Problem], sentences: Sequence[str]) -> None:
        self.problems = tuple(problems)
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class StoreError(FormkitError):
    """What the store can't do, in a sentence for whoever asked for it."""


class StoreFullError(StoreError):
    """The disk has no room: nothing of what was to be stored is stored."""


class StoreAwayError(StoreError):
    """The database can't be reached. What was under way may not be stored; the rest is safe."""


class ExportError(FormkitError):
    """What can't be taken out as it was asked for, in a sentence for whoever asked."""
