"""What is asked before a file is made: its kind, its days, and whether with personal answers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import frozen

from formkit.language import N_, Translator
from formkit.report.export import Format
from formkit.web.posted import Posted

# By the name that each is known by everywhere; and what it is for.
_FORMATS: Sequence[tuple[Format, str, str]] = (
    ("xlsx", "Excel (.xlsx)", N_("To read and to count: answers, questions and codes in sheets.")),
    ("csv", "CSV", N_("One table for other programs, without the rows of lists.")),
    ("jsonl", "JSON Lines", N_("For programmers: every answer exactly as it was given.")),
)
# Clocks of all places reach these.
_YEARS = range(1900, 9000)
_TYPED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
NAMES = {value: name for value, name, _ in _FORMATS}


@frozen
class Asked:
    """What was chosen. `since` and `until` are as they were typed.

    `rows` is the list whose rows a CSV has in place of the answers.
    """

    format: Format = "xlsx"
    rows: str = ""
    since: str = ""
    until: str = ""
    personal: bool = False

    @property
    def kind(self) -> str:
        """The value of the kind that was chosen."""
        return f"{self.format}/{self.rows}" if self.rows else self.format


def asked(posted: Posted) -> tuple[Asked, dict[str, str]]:
    """What was chosen, and what is to be said at a field that needs another look (msgids)."""
    format, _, rows = posted.first("format").partition("/")  # noqa: A001 - as everybody calls it
    found = Asked(
        format if format in NAMES else "xlsx",
        rows if format == "csv" else "",
        posted.first("from").strip(),
        posted.first("to").strip(),
        bool(posted.first("personal")),
    )
    said = {}
    for name, text in (("from", found.since), ("to", found.until)):
        if text and day(text) is None:
            said[name] = N_("Write the day as day/month/year, for example 24/11/2026")
    since, until = day(found.since), day(found.until)
    if since and until and until < since:
        said["to"] = N_("Choose a last day that isn't before the first")
    return found, said


def day(text: str) -> date | None:
    """A day as a browser sends it, or as people type it where that has no calendar; else None."""
    typed = _TYPED.fullmatch(text)
    try:
        if typed is not None:
            found = date(int(typed[3]), int(typed[2]), int(typed[1]))
        else:
            found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def kinds(say: Translator, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The kinds of files: the value, the name, and what each is for.

    `rows` are the lists of a form by name, with what each is called: a CSV holds one table.
    """
    for value, name, words in _FORMATS:
        yield value, name, say.gettext(words)
        if value == "csv":
            for table, title in rows:
                yield f"csv/{table}", f"CSV: {title}", say.gettext(N_("The rows of this list."))
