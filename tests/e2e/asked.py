"""What a page asks, as the definition says it: the words that must be on it, in its language."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

import formkit
from formkit.filling.encode import encode
from formkit.filling.fields import Field
from formkit.language import node_text

GROUPS = frozenset(("rows", "checkboxes", "radio", "scale", "yesno"))
UNSEEN = frozenset(("hidden", "none", "group"))


@frozen
class Asked:
    """One question that is asked now."""

    title: str
    hint: str
    widget: str
    options: tuple[str, ...]
    required: bool


def asked(form: formkit.Form, answers: Any, language: str) -> Iterator[Asked]:
    """Every question that a page with these answers shows, in its order."""
    yield from _inside(form, encode(form, answers, language), language)


def _inside(form: formkit.Form, item: Field, language: str) -> Iterator[Asked]:
    for inside in item.active():
        node = inside.node
        if node.widget not in UNSEEN and node.kind != "map":
            yield Asked(
                _words(form, node.schemas, "title", language),
                _words(form, node.schemas, "description", language),
                node.widget,
                tuple(
                    _words(form, (option.schema,), "title", language)
                    for option in node.options
                    if option.schema is not None
                ),
                node.required,
            )
        yield from _inside(form, inside, language)


def _words(form: formkit.Form, schemas: Any, key: str, language: str) -> str:
    found = node_text(schemas, key, language, form.language)
    return "" if found is None else found.text
