"""A definition becomes a form: read, checked, bundled, named by its hash."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from formkit.definition.form import Form
from formkit.definition.source import Definition, UnreadableError, read
from formkit.errors import DefinitionError

_SURROGATE = re.compile("[\ud800-\udfff]")


def load(
    source: Definition,
    *,
    resources: Mapping[str, Any] | None = None,
    overlay: Mapping[str, Mapping[str, Any]] | None = None,
) -> Form:
    """The form that a definition describes; raises DefinitionError, which tells all its faults."""
    try:
        root, _ = read(source)
    except UnreadableError as error:
        raise DefinitionError(error.faults, [str(each) for each in error.faults]) from None
    return named(root.document)


def named(document: dict[str, Any]) -> Form:
    """The form of a bundled document, by the hash of its text."""
    text = compact(document)
    return Form(hashlib.sha256(text.encode()).hexdigest(), document, text)


def compact(document: Any) -> str:
    """The compact JSON of a value in its own order, lone surrogates as escapes."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
