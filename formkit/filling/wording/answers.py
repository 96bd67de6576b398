"""What is missing, of another kind, or not among the answers that there are."""

from collections.abc import Mapping

from formkit.filling.wording.case import Case, Wording, is_number
from formkit.language import N_, Text

# ---- an answer that is missing

_REQUIRED = {
    "consent": N_("Tick this box to agree"),
    "const": N_("Open this page again, then send it"),
    "rows": N_("Add at least one entry"),
    "either": N_("Fill in this answer"),
    "group": N_("Answer this part"),
    "checkboxes": N_("Choose at least one answer"),
    "radio": N_("Choose an answer"),
    "select": N_("Choose an answer"),
    "yesno": N_("Choose an answer"),
    "scale": N_("Choose a step on the scale"),
    "tick": N_("Tick this box"),
    "date": N_("Choose a date"),
    "time": N_("Enter a time, for example 14:30"),
    "date-time": N_("Choose a date and a time"),
    "integer": N_("Enter a whole number"),
    "number": N_("Enter a number"),
    "email": N_("Enter an email address"),
    "tel": N_("Enter a phone number"),
    "url": N_("Enter a web address"),
}


def required(case: Case) -> Text:
    return case.gettext(case.by_control(_REQUIRED) or N_("Fill in this answer"))


def _recommended(case: Case) -> Text:
    return case.gettext("If you can, answer this too")


# ---- an answer of another kind

WHOLE_NUMBER = N_("Enter a whole number, for example 3")
_SHOWN = N_("Choose one of the answers shown")
_TYPES = {
    "integer": WHOLE_NUMBER,
    "number": N_("Enter a number, for example %(example)s"),
    "boolean": N_("Choose Yes or No"),
    "string": N_("Answer in words"),
    "array": N_("Fill in this list again"),
    "object": N_("Answer this part again"),
    "null": N_("Leave this empty"),
}
_CHOOSE = {
    "choice": _SHOWN,
    "ticks": N_("Choose from the answers shown"),
    "consent": _REQUIRED["consent"],
    "const": _REQUIRED["const"],
}


def _type(case: Case) -> Text | None:
    choose = case.by_control(_CHOOSE)
    if choose:
        return case.gettext(choose)
    types = [name for name in _TYPES if name in case.several("type")]
    if len(types) > 1 and "null" in types:
        types.remove("null")
    if {"integer", "number"} <= set(types):
        types.remove("integer")
    if len(types) != 1:
        return case.gettext("Choose the kind of answer") if types else None
    return case.gettext(_TYPES[types[0]], example=case.shown(3.5))


def _enum(case: Case) -> Text:
    return case.gettext(case.by_control(_CHOOSE) or _SHOWN)


def _choice(case: Case) -> Text:
    return case.gettext(_SHOWN)


def _const(case: Case) -> Text | None:
    choose = case.by_control(_CHOOSE)
    if choose:
        return case.gettext(choose)
    options = case.several("options")
    if len(options) == 1 and (isinstance(options[0], str) or is_number(options[0])):
        return case.gettext("Enter exactly “%(value)s”", value=case.shown(options[0]))
    return None


# ---- rules over several


def _one_of(case: Case) -> Text:
    return case.gettext(case.by_control(_CHOOSE) or N_("Choose one of the ways to answer"))


def _any_of(case: Case) -> Text:
    return case.gettext(case.by_control(_CHOOSE) or N_("Choose at least one way to answer"))


def _not(case: Case) -> Text:
    return case.gettext("Give another answer")


def _depth(case: Case) -> Text:
    return case.gettext("Take out entries that lie deep inside other entries")


SENTENCES: Mapping[str, Wording] = {
    "anyOf": _any_of,
    "choice": _choice,
    "const": _const,
    "dependentRequired": required,
    "depth": _depth,
    "enum": _enum,
    "not": _not,
    "oneOf": _one_of,
    "required": required,
    "type": _type,
    "x-recommended": _recommended,
}
