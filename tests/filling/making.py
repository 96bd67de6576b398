"""Short ways to a form, a question and a submission, for tests of single rooms."""

from collections.abc import Mapping, Sequence
from typing import Any

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.definition.nodes import Node, tree
from formkit.filling.submission import Submission, submit
from formkit.pointer import input_name

TEXT = {"type": "string"}
DATE_TIME = {"type": "string", "format": "date-time"}


def form_of(properties: Mapping[str, Any], *required: str, **keywords: Any) -> Form:
    """A form of these questions; `keywords` stand beside them at the root."""
    schema: dict[str, Any] = {"type": "object", "properties": dict(properties), **keywords}
    if required:
        schema["required"] = list(required)
    return load(schema)


def question(schema: Any, *, required: bool = False) -> Node:
    """The node of a question `q`."""
    form = form_of({"q": schema}, *(["q"] if required else []))
    return tree(form).root.controls["q"][0]


def sent(form: Form, pairs: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> Submission:
    """What becomes of pairs."""
    return submit(form, pairs)


def answered(form: Form, pairs: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> Any:
    """The answers of pairs."""
    return submit(form, pairs).answers


def wrong(submission: Submission) -> list[tuple[str, str]]:
    """Where and why, of each problem."""
    return [(problem.pointer, problem.keyword) for problem in submission.problems]


def group(properties: Mapping[str, Any], *required: str, **keywords: Any) -> dict[str, Any]:
    """The schema of an object with these properties."""
    schema = {"type": "object", "properties": dict(properties), **keywords}
    return {**schema, "required": list(required)} if required else schema


def shown(submission: Submission) -> dict[str, tuple[str, ...]]:
    """What the controls of a page show that comes back, by the names of their inputs."""
    return {
        input_name(item.segments, item.node.mark, item.node.instance): item.texts
        for item in submission.state.root.walk()
        if item.texts
    }
