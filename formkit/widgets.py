"""Controls of a host's own: what is typed in them, and what that means.

A control is drawn by a template, `fields/{name}.html`, and asked for by `x-widget: {name}`. Where
its text isn't what the question's type reads, two functions say what it means.
"""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from formkit.errors import FormkitError

Json = Any


@frozen
class Widget:
    """What the text in a control means.

    `read` takes the cleaned text, never empty, and the language of the page (None where it isn't
    known), and gives the value; it raises ValueError for a text that it can't read, which stays
    as it is and is told by its type. `write` gives the text for a value, and is its mirror: a value
    that comes back as another is carried along instead of being shown.
    """

    name: str
    read: Callable[[str, str | None], Json]
    write: Callable[[Json, str | None], str]


_registered: dict[str, Widget] = {}


def register(widget: Widget) -> None:
    """Let questions have a widget, in every form of this process. Raises FormkitError for a name
    that another one has already.
    """
    known = _registered.setdefault(widget.name, widget)
    if known is not widget:
        raise FormkitError(f"there is a widget {widget.name!r} already")


def registered(name: object) -> Widget | None:
    """The widget of that name; None where nobody registered one."""
    return _registered.get(name) if isinstance(name, str) else None


def any_registered() -> bool:
    """Whether there is any."""
    return bool(_registered)
