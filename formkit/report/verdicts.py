"""What the results of a checklist say: which of its tasks are still open."""

from collections.abc import Mapping
from typing import Any

from formkit.definition.form import Form
from formkit.definition.options import identity
from formkit.filling.encode import encode
from formkit.filling.fields import ABSENT, Field

# The values of x-verdict after which something is left to do.
_OPEN = frozenset(("open", "referred", "failed"))


def still_open(form: Form, answers: Mapping[str, Any]) -> int:
    """How many results in a form's answers leave something to do.

    A result is a question with `x-role: result`; it leaves something to do where the option that
    was chosen has `x-verdict: open`, `referred` or `failed`. `answers` are those that are stored.
    """
    root = encode(form, answers, form.language)
    return sum(_verdict(item) in _OPEN for item in root.walk())


def _verdict(item: Field) -> str | None:
    if item.value is ABSENT or item.node.keyword("x-role") != "result":
        return None
    chosen = identity(item.value)
    for option in item.node.options:
        if option.schema is not None and identity(option.value) == chosen:
            found = option.schema.get("x-verdict")
            return found if isinstance(found, str) else None
    return None
