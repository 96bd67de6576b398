"""A fault of a definition in words, for the person who writes it: what is wrong, what to do."""

from collections.abc import Mapping
from typing import Any

from formkit.definition.remarks import REASON, WARNING
from formkit.definition.shapes import SHAPE
from formkit.definition.words import NEAR, WORDS
from formkit.errors import Problem

_LISTED = 20


def sentence(problem: Problem, language: str = "en") -> str:
    """What a fault is and what to do about it; `language` is `en`, or else Vietnamese."""
    which = _column(language)
    params = {name: _shown(value) for name, value in problem.params.items()}
    if problem.keyword == "misshapen":
        params["shape"] = SHAPE[problem.params["shape"]][which]
    if problem.keyword in ("unrendered", "json-text") and which:
        params["reason"] = REASON[params["reason"]]
    text = WORDS[_words_of(problem)][which].format_map(params)
    if problem.params.get("near") is not None:
        text += " " + NEAR[which].format_map(params)
    return text


def sentence_with_place(problem: Problem, language: str = "en") -> str:
    """A fault in one line: `file:line: pointer: sentence`, of the first two what is known."""
    file, line = problem.params.get("file"), problem.params.get("line")
    place = [] if line is None else [f"line {line}"]
    if file is not None:
        place = [file if line is None else f"{file}:{line}"]
    pointer = problem.pointer or "(root)"
    text = sentence(problem, language)
    if problem.severity == "warning":
        text = WARNING[_column(language)] + text
    return ": ".join([*map(printable, (*place, pointer)), text])


def _column(language: str) -> int:
    return 0 if language.partition("-")[0] == "en" else 1


def _words_of(problem: Problem) -> str:
    if problem.keyword == "misuse":
        own = f"misuse {problem.params['rule']}"
        return own if own in WORDS else "misuse"
    return problem.keyword


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        shown = [_shown(each) for each in value[:_LISTED]]
        return ", ".join(shown + ["…"] * (len(value) > _LISTED))
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, bool):
        return str(value).lower()
    return printable(str(value))


def printable(text: str) -> str:
    """The text in one line that a terminal shows as it is: controls and surrogates escaped."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )
