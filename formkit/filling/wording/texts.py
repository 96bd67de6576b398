"""Text of another form or length than is asked for."""

from collections.abc import Mapping

from formkit.filling.wording.answers import required
from formkit.filling.wording.case import Case, Wording
from formkit.language import N_, Text

_FORMATS = {
    "date": (N_("Enter the date as year-month-day, for example %(example)s"), "2026-03-05"),
    "time": (N_("Enter the time, for example %(example)s"), "14:30"),
    "date-time": (N_("Enter the date and time, for example %(example)s"), "2026-03-05T14:30"),
    "duration": (N_("Enter how long, for example %(example)s for 3 days"), "P3D"),
    "email": (N_("Enter an email address, for example %(example)s"), "ten@example.com"),
    "hostname": (N_("Enter a website name, for example %(example)s"), "example.com"),
    "ipv4": (N_("Enter a network address, for example %(example)s"), "192.0.2.1"),
    "ipv6": (N_("Enter a network address, for example %(example)s"), "2001:db8::1"),
    "uri": (N_("Enter a web address, for example %(example)s"), "https://example.com"),
    "uri-reference": (N_("Enter a web address, for example %(example)s"), "/gioi-thieu"),
    "uri-template": (
        N_("Enter a web address, for example %(example)s"),
        "https://example.com/{ma}",
    ),
    "uuid": (
        N_("Copy the whole code, for example %(example)s"),
        "123e4567-e89b-12d3-a456-426614174000",
    ),
    "json-pointer": (N_("Enter a path, for example %(example)s"), "/a/b"),
    "relative-json-pointer": (N_("Enter a path, for example %(example)s"), "1/a"),
    "regex": (N_("Enter a pattern, for example %(example)s"), "^[0-9]+$"),
    "tel": (N_("Enter a phone number, for example %(example)s"), "0912 345 678"),
}
_SAME_FORMAT = {
    "idn-email": "email",
    "idn-hostname": "hostname",
    "iri": "uri",
    "iri-reference": "uri-reference",
    "phone": "tel",
    "url": "uri",
}


def _format(case: Case) -> Text:
    name = case.params.get("format")
    return _as_usual(case, name if isinstance(name, str) else "") or _pattern(case)


def _as_usual(case: Case, name: str) -> Text | None:
    known = _FORMATS.get(_SAME_FORMAT.get(name, name))
    return None if known is None else case.gettext(known[0], example=known[1])


def _pattern(case: Case) -> Text:
    example = case.example()
    if example is not None:
        return case.gettext("Write it like this example: %(example)s", example=example)
    return _as_usual(case, case.widget) or case.gettext("Check how this answer is written")


def _min_length(case: Case) -> Text | None:
    limit = case.count()
    if limit == 1:
        return required(case)
    return case.ngettext("Write at least %(n)s character", "Write at least %(n)s characters", limit)


def _max_length(case: Case) -> Text | None:
    limit = case.count()
    return case.ngettext(
        "Shorten this to %(n)s character", "Shorten this to %(n)s characters", limit
    )


SENTENCES: Mapping[str, Wording] = {
    "format": _format,
    "maxLength": _max_length,
    "minLength": _min_length,
    "pattern": _pattern,
}
