"""What a host's tests need: forms and answers of every kind, and what a browser would send.

It needs hypothesis, which formkit itself doesn't.
"""

try:
    import hypothesis as _hypothesis
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "formkit.testing needs hypothesis: install it with `pip install hypothesis`",
        name=error.name,
    ) from None

from formkit.testing.answering import answers_for
from formkit.testing.definitions import forms, schemas
from formkit.testing.sending import held_back, submitted_pairs

__all__ = ["answers_for", "forms", "held_back", "schemas", "submitted_pairs"]

del _hypothesis
