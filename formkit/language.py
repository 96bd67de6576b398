"""Languages: tags and which one is chosen, catalogues of messages, and words, numbers and dates.

Whatever a person reads comes with the tag of the language that it really is in (`Text`): where a
translation is missing the default language shows, and the page can say so with `lang`.
"""

import gettext as stdlib_gettext
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import field, frozen
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.messages.pofile import PoFileError, read_po

from formkit.errors import FormkitError

# The language of the messages' ids: what shows when no catalogue has a message.
SOURCE = "en"
DOMAIN = "formkit"
LOCALE = Path(__file__).parent / "locale"

# RFC 5646: subtags of up to eight letters and digits; more than nine of them nobody has.
_TAG = re.compile(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8}){0,8}")
_PLACEHOLDER = re.compile(r"%(?:%|\((\w+)\)s)")
_DATE = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?:[Tt ](?P<time>\d\d:\d\d).*)?", re.ASCII)
# Mobile numbers; landlines with the area codes of two cities, and with those of all provinces.
_PHONE = re.compile(
    r"(0[35789]\d\d)(\d{3})(\d{3})|(02[48])(\d{4})(\d{4})|(02\d\d)(\d{3})(\d{4})", re.ASCII
)
_SWAPPED = str.maketrans(",.", ".,")
# CLDR's short dates drop zeros and centuries; these are what people here write.
_DATE_PATTERNS = {"vi": "dd/MM/y", "en": "d MMM y"}


@frozen
class Text:
    """Words for a person, and the language that they really are in."""

    text: str
    tag: str


def normal(tag: str) -> str:
    """The tag as RFC 5646 writes it: `VI_vn` → `vi-VN`, `zh-hant` → `zh-Hant`."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join((first.lower(), *map(_normal_subtag, rest)))


def _normal_subtag(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 else subtag.lower()


def _broader(tag: str) -> Iterator[str]:
    subtags = normal(tag).split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()


def _fallbacks(tag: str) -> Iterator[str]:
    """The tag and what serves instead: `zh-TW`, `zh-Hant-TW`, `zh-Hant`, `zh`."""
    yield from list(_broader(tag))[:-1]
    likely: Mapping[str, str] = get_global("likely_subtags")
    language = normal(tag).partition("-")[0]
    yield from _broader(likely.get(normal(tag).replace("-", "_")) or likely.get(language, tag))


def _same_language(tag: str, other: str) -> bool:
    return normal(tag).partition("-")[0] == other


@lru_cache(maxsize=1024)
def find(requested: str, available: tuple[str, ...]) -> str | None:
    """The one of `available`, as it is spelled there, that serves who wants `requested`.

    Exact first, then ever fewer subtags (RFC 4647, Lookup), before the bare language the script
    that the region writes (`zh-TW` → `zh-Hant`), at last the first of the same language. None
    where nothing does, also for a text that is no tag.
    """
    if not _TAG.fullmatch(requested):
        return None
    spelled = {normal(tag): tag for tag in reversed(available)}
    for tag in _fallbacks(requested):
        if tag in spelled:
            return spelled[tag]
    language = normal(requested).partition("-")[0]
    return next((tag for tag in available if _same_language(tag, language)), None)


def negotiate(requested: str | None, available: Sequence[str], default: str) -> str:
    """The language to show: one of `available`, else `default`."""
    if requested is None:
        return default
    return find(requested, tuple(available)) or default


# ---- words of a schema node


def node_text(
    schemas: Sequence[Mapping[str, Any]], key: str, language: str | None, default: str
) -> Text | None:
    """The `title`, `description`, `help` … of a node, from the first schema that has one.

    In each, `x-i18n` in the wanted language wins; then comes the keyword itself (`x-help` for
    help), which is in the form's default language. None where no schema has such words.
    """
    return _words(schemas, (key,), ("x-help" if key == "help" else key,), language, default)


def node_message(
    schemas: Sequence[Mapping[str, Any]], keyword: str, language: str | None, default: str
) -> Text | None:
    """The node's own sentence for a failure of `keyword` (`x-message`), as `node_text` finds it."""
    return _words(schemas, ("message", keyword), ("x-message", keyword), language, default)


def _words(
    schemas: Sequence[Mapping[str, Any]],
    translated: tuple[str, ...],
    plain: tuple[str, ...],
    language: str | None,
    default: str,
) -> Text | None:
    for schema in schemas:
        translations = schema.get("x-i18n")
        if isinstance(translations, Mapping):
            tags = (*translations, default)
            for wanted in (default,) if language is None else (language, default):
                tag = find(wanted, tags) or default
                text = _at(translations.get(tag), translated)
                if text:
                    return Text(text, tag)
        text = _at(schema, plain)
        if text:
            return Text(text, default)
    return None


def _at(words: Any, path: tuple[str, ...]) -> str | None:
    for key in path:
        words = words.get(key) if isinstance(words, Mapping) else None
    return words if isinstance(words, str) else None


# ---- messages


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's tools find messages
    """Mark a message for the catalogue where it isn't looked up at once."""
    return message


@frozen
class Catalogue:
    """The messages of one language, read from one file: message id → its forms."""

    tag: str
    messages: Mapping[str, tuple[str, ...]] = field(hash=False)
    plural: Callable[[int], int]


@frozen
class Translator:
    """Messages in one language; `tag` says which, where the wanted one has no catalogue.

    A message that this language lacks comes in the form's default language, then in English.
    `gettext` and `ngettext` are what Jinja's `install_gettext_callables` asks for; `text` and
    `count` fill in the values and tell the language.
    """

    tag: str
    catalogues: tuple[Catalogue, ...]

    def gettext(self, message: str) -> str:
        return self._find(message, message, 1).text

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self._find(one, many, n).text

    def text(self, message: str, **values: str) -> Text:
        """The message with `%(name)s` filled in from `values`."""
        found = self._find(message, message, 1)
        return Text(found.text % values, found.tag)

    def count(self, one: str, many: str, n: int, **values: str) -> Text:
        """The form of the message that goes with `n`, filled in from `values` and with `%(n)s`."""
        found = self._find(one, many, n)
        return Text(found.text % {"n": number_text(n, found.tag), **values}, found.tag)

    def _find(self, one: str, many: str, n: int) -> Text:
        for catalogue in self.catalogues:
            forms = catalogue.messages.get(one)
            if forms is not None:
                return Text(forms[min(catalogue.plural(n), len(forms) - 1)], catalogue.tag)
        return Text(one if n == 1 else many, SOURCE)


@lru_cache(maxsize=256)
def translator(
    tag: str, default: str = SOURCE, folders: tuple[str | PathLike[str], ...] = ()
) -> Translator:
    """The messages for `tag`; what is missing comes in `default`, then in English.

    `folders` are a host's own catalogues: message by message the first that has it wins, and
    formkit's own come last. A folder holds `{tag}/LC_MESSAGES/formkit.po`; it is read once.
    Raises FormkitError for a catalogue that can't be used, OSError for a folder that can't be read.
    """
    places = [_places(Path(folder)) for folder in (*folders, LOCALE)]
    found: list[Catalogue] = []
    known = tuple(dict.fromkeys(own for place in places for own in place))
    for wanted in (tag, default):
        nearest = find(wanted, known)
        if nearest is not None:
            for own in dict.fromkeys((*_fallbacks(wanted), nearest)):
                found += [_read(place[own], own) for place in places if own in place]
        # The messages' ids are English, and whole: nothing is missing after it.
        if _same_language(wanted, SOURCE):
            break
    return Translator(found[0].tag if found else SOURCE, tuple(found))


def _places(folder: Path) -> dict[str, Path]:
    """The catalogues in a folder, by tag."""
    files = {normal(own.name): own / "LC_MESSAGES" / f"{DOMAIN}.po" for own in folder.iterdir()}
    return {tag: file for tag, file in sorted(files.items()) if file.is_file()}


@lru_cache(maxsize=256)
def _read(path: Path, tag: str) -> Catalogue:
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        plural = stdlib_gettext.c2py(catalogue.plural_expr)
    except (PoFileError, ValueError) as error:
        raise FormkitError(f"{path} is no catalogue of messages: {error}") from error
    messages = {}
    for message in catalogue:
        ids, forms = _forms(message.id), _forms(message.string)
        if ids[0] and all(forms) and not message.fuzzy and message.context is None:
            names = _placeholders(" ".join(ids))
            if not all(_placeholders(form) <= names for form in forms):
                known = ", ".join(sorted(names)) or "none"
                raise FormkitError(
                    f"{path}:{message.lineno}: the translation of {ids[0]!r} has a placeholder "
                    f"that the message doesn't have; write one of these as %(name)s: {known}"
                )
            messages[ids[0]] = forms
    return Catalogue(tag, messages, plural)


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> set[str]:
    """The names of a message's placeholders; a sign that isn't one counts as `%`."""
    names = set(_PLACEHOLDER.findall(text)) - {""}
    return names | {"%"} if "%" in _PLACEHOLDER.sub("", text) else names


# ---- numbers and dates


def decimal_comma(language: str | None) -> bool:
    """Whether this language writes 3,5."""
    return language is not None and language[:2].lower() == "vi" and language[2:3] in ("", "-", "_")


def number_text(value: int | float | Decimal, language: str) -> str:
    """A number as it is shown to a person: every digit, grouped by threes.

    Signs are those that a typed number is read with in this language. Below 10,000 nothing is
    grouped: the number may be a year, and 1.234 is two numbers to two people.
    """
    if isinstance(value, float):
        value = Decimal(repr(value or 0))
    exact = Decimal(value)
    text = format(exact, ",f" if exact.adjusted() >= 4 else "f")
    return text.translate(_SWAPPED) if decimal_comma(language) else text


def date_text(value: str, language: str) -> str:
    """An ISO 8601 date or date-time as it is shown to a person: 2026-03-05 → 05/03/2026.

    The clock time is the one that was written, in no other zone. Any other text stays.
    """
    match = _DATE.fullmatch(value)
    if match is None:
        return value
    try:
        day = date.fromisoformat(match["date"])
    except ValueError:
        return value
    locale = _locale(language)
    shown = format_date(day, _DATE_PATTERNS.get(locale.language, "medium"), locale)
    return f"{shown} {match['time']}" if match["time"] else shown


def phone_text(value: str) -> str:
    """A telephone number of Vietnam as it is read out: 0912345678 → 0912 345 678.

    Any other text stays.
    """
    match = _PHONE.fullmatch(value)
    return " ".join(filter(None, match.groups())) if match else value


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(normal(language), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale(SOURCE)
