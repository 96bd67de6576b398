"""What forms, places and moments are called on the pages for staff."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from markupsafe import Markup

from formkit.definition.form import Form
from formkit.definition.nodes import Node, tree
from formkit.language import date_text, negotiate, node_text, number_text, translator
from formkit.page.words import NOTHING, Speaker, Words, shown
from formkit.report.columns import layout
from formkit.store.forms import Published
from formkit.store.personal import personal_questions
from formkit.store.times import read_moment

# A code is read out in groups of so many signs, as on the receipt.
_GROUP = 3
_DAYS = {"vi": "EEE dd/MM", "en": "EEE d MMM"}
_COLUMNS = {"place": "place", "team": "team", "channel": "channel", "helper_kind": "helper-kind"}


def form_language(form: Form, language: str) -> str:
    """The language that a form is shown in to whoever reads `language`."""
    return negotiate(language, form.languages or (form.language,), form.language)


def form_title(form: Form, language: str) -> Words:
    """What a form is called, with `lang` where that isn't in the page's language."""
    own = form_language(form, language)
    found = node_text((form.document,), "title", own, form.language)
    found = found or translator(language).text("Form")
    lang = NOTHING if found.tag == language else Markup(' lang="{}"').format(found.tag)
    return Words(shown(found.text), lang)


def personal_titles(versions: Sequence[Published], language: str) -> list[str]:
    """What the personal questions of a form are called, over all its versions, each once."""
    titles: dict[str, None] = {}
    paths: set[tuple[str, ...]] = set()
    for each in reversed(versions):
        wanted = {question.path for question in personal_questions(each.form)} - paths
        paths |= wanted
        speaker = Speaker(each.form, form_language(each.form, language))
        for node in tree(each.form).nodes() if wanted else ():
            if node.path in wanted:
                titles[speaker.title(node).text.unescape()] = None
    return list(titles)


def row_tables(versions: Sequence[Published], language: str) -> list[tuple[str, str]]:
    """The lists of a form, over all its versions, by the name of their table; what each is called.

    Those that are personal as a whole aren't among them: only whoever asks for them has them.
    """
    if not any(node.kind == "rows" for each in versions for node in tree(each.form).nodes()):
        return []
    found = []
    for table in layout(versions, personal=False, options=False).rows:
        newest, row = table.spot.nodes[0]
        speaker = Speaker(newest.form, form_language(newest.form, language))
        several = (node for node in tree(newest.form).nodes() if node.item is row)
        titles = (speaker.of(node.schemas, "title") for node in (row, *several))
        found.append((table.name, next((t.text.unescape() for t in titles if t), table.name)))
    return found


def in_words(form: Form, column: str, value: str | None, language: str) -> str:
    """What a column of a response says, in the words of the question that it was copied from."""
    if value is None:
        return ""
    node = form.once(_sources).get(_COLUMNS[column])
    if node is None:
        return value
    return Speaker(form, form_language(form, language)).answer(node, value)


def _sources(form: Form) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in tree(form).nodes():
        source = node.keyword("x-from")
        if isinstance(source, str):
            found.setdefault(source, node)
    return found


def grouped(code: str) -> str:
    """A code as it is read out: `ABC DEF GH`."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def moment_text(moment: str, utc_offset: str, language: str) -> str:
    """A moment of the store as a clock with that offset showed it: 24/11/2026 10:42."""
    return date_text(read_moment(moment, utc_offset).isoformat(), language)


def day_text(day: date, language: str) -> str:
    """24/11/2026."""
    return date_text(day.isoformat(), language)


def weekday_text(day: date, language: str) -> str:
    """A day among others of one year: T3 24/11."""
    return format_date(day, _DAYS[language], language)


def size_text(size: int, language: str) -> str:
    """How large a file is."""
    if size < 1_000_000:
        return f"{number_text(max(1, round(size / 1000)), language)} KB"
    return f"{number_text(round(size / 1_000_000, 1), language)} MB"
