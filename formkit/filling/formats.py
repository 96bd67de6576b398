"""What each `format` asks of a text. A format that isn't here asks nothing.

All formats of JSON Schema 2020-12 (Validation, 7.3) are here, read as strictly as their sources.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from formkit.definition.patterns import PatternError, compile_pattern
from formkit.filling import addresses

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_CLOCK = r"(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
_CALENDAR = r"(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
_DURATION = re.compile(rf"P(?:[0-9]+W|{_CALENDAR}(?:T{_CLOCK})?|T{_CLOCK})")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_POINTER = r"(?:/[^~]*+(?:~[01][^~]*+)*+)?"
_JSON_POINTER = re.compile(_POINTER)
_RELATIVE_POINTER = re.compile(rf"(?:0|[1-9][0-9]*)(?:[+-][1-9][0-9]*)?(?:#|{_POINTER})")

_MINUTES_OF_DAY = 24 * 60


def is_date(text: str) -> bool:
    """RFC 3339, 5.6: `full-date`, of a day that there is."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """RFC 3339, 5.6: `full-time`; the 60th second only where UTC has it, at 23:59."""
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    hour, minute, second, sign, ahead, beyond = match.groups(default="0")
    if second != "60":
        return True
    offset = int(ahead) * 60 + int(beyond)
    utc = int(hour) * 60 + int(minute) - (-offset if sign == "-" else offset)
    return utc % _MINUTES_OF_DAY == _MINUTES_OF_DAY - 1


def is_date_time(text: str) -> bool:
    """RFC 3339, 5.6: `date-time`."""
    return text[10:11] in ("T", "t") and is_date(text[:10]) and is_time(text[11:])


def is_regex(text: str) -> bool:
    """ECMA-262 with the flag `u`, as `pattern` reads it."""
    try:
        compile_pattern(text)
    except PatternError:
        return False
    return True


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "date": is_date,
        "date-time": is_date_time,
        "duration": _whole(_DURATION),
        "email": addresses.is_email,
        "hostname": addresses.is_hostname,
        "idn-email": addresses.is_idn_email,
        "idn-hostname": addresses.is_idn_hostname,
        "ipv4": addresses.is_ipv4,
        "ipv6": addresses.is_ipv6,
        "iri": addresses.is_iri,
        "iri-reference": addresses.is_iri_reference,
        "json-pointer": _whole(_JSON_POINTER),
        "regex": is_regex,
        "relative-json-pointer": _whole(_RELATIVE_POINTER),
        "time": is_time,
        "uri": addresses.is_uri,
        "uri-reference": addresses.is_uri_reference,
        "uri-template": addresses.is_uri_template,
        "uuid": _whole(_UUID),
    }
)


def conforms(text: str, name: str) -> bool:
    """Whether the text is of the format; True where there is no format of that name."""
    check = FORMATS.get(name)
    return check is None or check(text)
