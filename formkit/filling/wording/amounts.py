"""Numbers, dates and clock times that lie beyond a limit or between two steps."""

import re
from collections.abc import Mapping

from formkit.filling.wording.answers import WHOLE_NUMBER
from formkit.filling.wording.case import Case, Wording, is_number
from formkit.language import N_, Text

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ].*)?", re.DOTALL)
_CLOCK = re.compile(r"(?P<shown>[0-9]{2}:[0-9]{2})(?::.*)?", re.DOTALL)

_LIMITS = {
    "minimum": (
        N_("Enter %(limit)s or more"),
        N_("Choose %(limit)s or a later date"),
        N_("Enter %(limit)s or a later time"),
    ),
    "maximum": (
        N_("Enter %(limit)s or less"),
        N_("Choose %(limit)s or an earlier date"),
        N_("Enter %(limit)s or an earlier time"),
    ),
    "exclusiveMinimum": (
        N_("Enter a number above %(limit)s"),
        N_("Choose a date after %(limit)s"),
        N_("Enter a time after %(limit)s"),
    ),
    "exclusiveMaximum": (
        N_("Enter a number below %(limit)s"),
        N_("Choose a date before %(limit)s"),
        N_("Enter a time before %(limit)s"),
    ),
}


def _limit(keyword: str) -> Wording:
    of_numbers, of_dates, of_times = _LIMITS[keyword]

    def say(case: Case) -> Text | None:
        limit = case.params.get("limit")
        number = case.number()
        if number is not None:
            both = _range(case, keyword, number)
            said = both or case.gettext(of_numbers, limit=case.shown(number))
        elif not isinstance(limit, str):
            return None
        elif _DAY.fullmatch(limit):
            said = case.gettext(of_dates, limit=case.shown(limit))
        elif clock := _CLOCK.fullmatch(limit):
            said = case.gettext(of_times, limit=clock["shown"])
        else:
            return None
        return _as_in(case, said)

    return say


def _range(case: Case, keyword: str, limit: int | float) -> Text | None:
    """Both ends at once, where the schema that sets this one sets the other too."""
    if "with" in case.params:
        return None
    for schema in case.schemas:
        low, high = schema.get("minimum"), schema.get("maximum")
        if is_number(low) and is_number(high) and schema.get(keyword) == limit:
            return case.gettext(
                "Enter a number from %(low)s to %(high)s",
                low=case.shown(low),
                high=case.shown(high),
            )
    return None


def _as_in(case: Case, said: Text) -> Text:
    """Where the limit is another answer, the question that it was given to."""
    if case.other is None or "with" not in case.params:
        return said
    return case.gettext(
        "%(sentence)s, as in “%(question)s”", sentence=said.text, question=case.shown(case.other)
    )


def _multiple_of(case: Case) -> Text | None:
    step = case.number()
    if step is None:
        return None
    if step == 1:
        return case.gettext(WHOLE_NUMBER)
    places = _decimal_places(step)
    if places:
        return case.ngettext(
            "Enter a number with at most %(n)s decimal place",
            "Enter a number with at most %(n)s decimal places",
            places,
        )
    return case.gettext("Enter a multiple of %(step)s", step=case.shown(step))


def _decimal_places(step: int | float) -> int | None:
    """2 for 0.01, None for what isn't a tenth, a hundredth …"""
    return next((places for places in range(1, 16) if step == float(f"1e-{places}")), None)


def _ambiguous(case: Case) -> Text | None:
    text, options = case.params.get("text"), case.several("options")
    if len(options) != 2 or not isinstance(text, str):
        return None
    return case.gettext(
        "Enter %(one)s or %(other)s: “%(text)s” can be read as either",
        one=str(options[0]),
        other=str(options[1]),
        text=text,
    )


SENTENCES: Mapping[str, Wording] = {
    "ambiguous": _ambiguous,
    "exclusiveMaximum": _limit("exclusiveMaximum"),
    "exclusiveMinimum": _limit("exclusiveMinimum"),
    "maximum": _limit("maximum"),
    "minimum": _limit("minimum"),
    "multipleOf": _multiple_of,
}
