"""Problems as they are told: each keyword, kind and control that there is, and both languages."""

from collections.abc import Mapping
from typing import Any

from formkit.errors import Problem
from formkit.filling.messages import message_of

KINDS = (
    "",
    "object",
    "rows",
    "ticks",
    "choice",
    "boolean",
    "consent",
    "const",
    "string",
    "number",
    "integer",
    "unrendered",
)
WIDGETS = (
    "",
    "group",
    "rows",
    "checkboxes",
    "radio",
    "select",
    "scale",
    "yesno",
    "tick",
    "hidden",
    "text",
    "textarea",
    "email",
    "tel",
    "url",
    "date",
    "time",
    "date-time",
    "number",
    "integer",
    "none",
)
# Every keyword of JSON Schema 2020-12 that can fail, and formkit's own.
KEYWORDS = (
    *("type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum"),
    *("exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems"),
    *("uniqueItems", "maxContains", "minContains", "contains", "maxProperties", "minProperties"),
    *("required", "dependentRequired", "format", "not", "anyOf", "oneOf", "false", "items"),
    *("additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"),
    *("prefixItems", "additionalItems", "key", "choice"),
    *("ambiguous", "repeated", "name", "json", "version", "button", "depth", "pairs"),
    "x-recommended",
)


def told(
    keyword: str,
    params: Mapping[str, Any] | None = None,
    *,
    severity: Any = "error",
    **known: Any,
) -> tuple[str, str]:
    """The sentence in Vietnamese and in English."""
    problem = Problem("/a", keyword, params or {}, severity)
    return message_of(problem, "vi", **known).text, message_of(problem, "en", **known).text
