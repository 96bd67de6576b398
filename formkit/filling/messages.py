"""Problems in words: a sentence for a person, that starts with what to do and blames nobody.

The node's own `x-message` comes first, then the catalogue. The judge's own text never shows.
"""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from formkit.definition.form import Form
from formkit.definition.nodes import Node, tree
from formkit.errors import Problem, Severity
from formkit.filling.wording import amounts, answers, lists, sending, texts
from formkit.filling.wording.case import Case, Wording
from formkit.language import Text, node_message, node_text, translator
from formkit.pointer import split

# Whoever writes a form thinks of both as one.
_OWN_MESSAGES = {"dependentRequired": ("dependentRequired", "required")}

SENTENCES: Mapping[str, Wording] = {
    **answers.SENTENCES,
    **amounts.SENTENCES,
    **texts.SENTENCES,
    **lists.SENTENCES,
    **sending.SENTENCES,
}


def sentence(
    form: Form,
    problem: Problem,
    language: str | None = None,
    *,
    folders: tuple[str | PathLike[str], ...] = (),
) -> str:
    """The sentence that tells a person about a problem of a form's answers; see `message`."""
    return message(form, problem, language, folders=folders).text


def message(
    form: Form,
    problem: Problem,
    language: str | None = None,
    *,
    folders: tuple[str | PathLike[str], ...] = (),
) -> Text:
    """The sentence about a problem of a form's answers, with the language that it is in.

    Without a language it is in the form's own. `folders` are a host's own catalogues, as
    `translator` takes them. Any problem whatever has a sentence.
    """
    node = _node(form, problem.pointer)
    limiting = _node(form, problem.params.get("with"))
    wanted = language or form.language
    title = limiting and node_text(limiting.schemas, "title", wanted, form.language)
    return message_of(
        problem,
        wanted,
        node.schemas if node else (),
        kind=node.kind if node else "",
        widget=node.widget if node else "",
        default=form.language,
        other=title.text if title else None,
        folders=folders,
    )


def message_of(
    problem: Problem,
    language: str,
    schemas: Sequence[Mapping[str, Any]] = (),
    *,
    kind: str = "",
    widget: str = "",
    default: str = "vi",
    other: str | None = None,
    folders: tuple[str | PathLike[str], ...] = (),
) -> Text:
    """The sentence about a problem, for who knows the question.

    `schemas` are those whose words the question has; `kind` and `widget` choose between words that
    differ by control. `default` is the form's language. `other` is the title of the question
    whose answer is the limit (`x-limit`).
    """
    own = _OWN_MESSAGES.get(problem.keyword, (problem.keyword,))
    for keyword in own:
        said = node_message(schemas, keyword, language, default)
        if said:
            return said
    words = translator(language, default, folders)
    case = Case(problem.params, language, words, schemas, kind, widget, other)
    say = SENTENCES.get(problem.keyword)
    said = say(case) if say else None
    return said or _generally(case, problem.severity)


def _node(form: Form, pointer: Any) -> Node | None:
    """The question at a place of the answers; of several that a place may have, the first."""
    try:
        segments = split(pointer)
    except (AttributeError, TypeError, ValueError):
        return None
    node: Node | None = tree(form).root
    for segment in segments:
        if node is None:
            return None
        node = _inside(node.unfolded(), segment)
    return node


def _inside(node: Node, segment: str) -> Node | None:
    """The first control for a segment in a node, or in one of the controls of its place."""
    children = [child for branch in node.branches for child in branch.nodes]
    if node.kind == "either":
        found = (_inside(child.unfolded(), segment) for child in children)
        return next((each for each in found if each is not None), None)
    if node.kind == "rows" and segment.isdecimal() and int(segment) < node.prefix:
        return children[int(segment)]
    if node.item is not None:
        return node.item
    declared = node.controls.get(segment)
    if declared:
        return declared[0]
    return None if node.more is None else children[node.more].row


def _generally(case: Case, severity: Severity) -> Text:
    if severity == "warning":
        return case.gettext("If you can, look at this answer again")
    return case.gettext("Check this answer")
