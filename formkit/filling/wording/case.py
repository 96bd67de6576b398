"""One problem at one control, and the means to speak of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

from attrs import frozen

from formkit.language import Text, Translator, date_text, number_text

# A text of the person's own, or of the form's, that stands inside a sentence.
_QUOTED_LENGTH = 60


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether a JSON value is a number; in Python `True` is one too."""
    return isinstance(value, int | float) and not isinstance(value, bool)


@frozen
class Case:
    """A problem's parameters, the person's language, and what is known of the control.

    `other` is the title of the question whose answer is the limit.
    """

    params: Mapping[str, Any]
    language: str
    words: Translator
    schemas: Sequence[Mapping[str, Any]]
    kind: str
    widget: str
    other: str | None

    def gettext(self, message: str, **values: str) -> Text:
        """The message in the person's language, with its values."""
        return self.words.text(message, **values)

    def ngettext(self, one: str, many: str, n: int | None) -> Text | None:
        """The message in the form that goes with `n`; None without one."""
        return None if n is None else self.words.count(one, many, n)

    def shown(self, value: str | int | float) -> str:
        """A value as a person reads it, cut where it is long."""
        if not isinstance(value, str):
            return number_text(value, self.language)
        text = date_text(value, self.language)
        return text if len(text) <= _QUOTED_LENGTH else text[: _QUOTED_LENGTH - 1] + "…"

    def number(self) -> int | float | None:
        """The limit, where it is a number."""
        value = self.params.get("limit")
        return value if is_number(value) else None

    def count(self) -> int | None:
        """The limit, where it is a whole number."""
        value = self.number()
        return int(value) if value is not None and value % 1 == 0 else None

    def several(self, name: str) -> tuple[Any, ...]:
        """The values of a parameter that has several."""
        values = self.params.get(name)
        return tuple(values) if isinstance(values, list | tuple) else ()

    def by_control(self, messages: Mapping[str, str]) -> str | None:
        """The message for this kind of question, else for this control."""
        return messages.get(self.kind) or messages.get(self.widget)

    def example(self) -> str | None:
        """The first of the examples that the form's author gives."""
        for schema in self.schemas:
            examples = schema.get("examples")
            first = examples[0] if isinstance(examples, list) and examples else None
            if isinstance(first, str) or is_number(first):
                return self.shown(first)
        return None


Wording = Callable[[Case], Text | None]
"""Says a case; None where the parameters don't tell enough."""
