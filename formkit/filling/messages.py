"""Problems in words: a sentence for a person, that starts with what to do and blames nobody.

The node's own `x-message` comes first, then the catalogue. The judge's own text never shows.
"""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from formkit.errors import Problem
from formkit.filling.wording import amounts, answers, lists, sending, texts
from formkit.filling.wording.case import Case, Wording
from formkit.language import Text, node_message, normal, translator

# Whoever writes a form thinks of both as one.
_OWN_MESSAGE = {"dependentRequired": "required"}


SENTENCES: Mapping[str, Wording] = {
    **answers.SENTENCES,
    **amounts.SENTENCES,
    **texts.SENTENCES,
    **lists.SENTENCES,
    **sending.SENTENCES,
}


def sentence(
    problem: Problem,
    language: str | None,
    schemas: Sequence[Mapping[str, Any]] = (),
    *,
    kind: str = "",
    widget: str = "",
    default: str = "vi",
    other: str | None = None,
    folders: tuple[str | PathLike[str], ...] = (),
) -> str:
    """The sentence that tells a person about a problem; see `message`."""
    return message(
        problem,
        language,
        schemas,
        kind=kind,
        widget=widget,
        default=default,
        other=other,
        folders=folders,
    ).text


def message(
    problem: Problem,
    language: str | None,
    schemas: Sequence[Mapping[str, Any]] = (),
    *,
    kind: str = "",
    widget: str = "",
    default: str = "vi",
    other: str | None = None,
    folders: tuple[str | PathLike[str], ...] = (),
) -> Text:
    """The sentence about a problem, with the language that it is in.

    `schemas` are those whose words the node has, `kind` and `widget` the node's, for the words
    that differ by control. `language` is the person's, `default` the form's. `other` is the title
    of the question whose answer is the limit (`x-limit`). `folders` are a host's own catalogues,
    as `translator` takes them. Any problem whatever has a sentence.
    """
    wanted = language or default
    for keyword in (problem.keyword, _OWN_MESSAGE.get(problem.keyword)):
        own = None if keyword is None else node_message(schemas, keyword, wanted, default)
        if own is not None:
            return own
    words = translator(normal(wanted), normal(default), folders)
    case = Case(problem.params, wanted, words, schemas, kind, widget, other)
    say = SENTENCES.get(problem.keyword)
    said = None if say is None else say(case)
    if said is not None:
        return said
    if problem.severity == "warning":
        return case.gettext("If you can, look at this answer again")
    return case.gettext("Check this answer")
