"""What one request brings to a page that is made already: problems, action, hidden pairs, marks."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urldefrag

from attrs import define, field, frozen
from markupsafe import Markup

from formkit.definition.choosing import TYPE_WORDS
from formkit.filling.fields import ABSENT, Field, answer
from formkit.filling.numbers import write_number
from formkit.page.words import NOTHING, Speaker, shown
from formkit.pointer import html_id, input_name


@frozen
class Said:
    """What is said at one field: HTML of its sentences, and whether one of them is an error.

    `key` is said of the key that it has in a map.
    """

    html: str
    error: bool
    key: str = ""


@define(eq=False)
class Showing:
    """One showing of a page. `said` is keyed by the id() of the fields of `root`."""

    speaker: Speaker
    prefix: str = ""
    action: str = ""
    hidden: str = ""
    summary: str = ""
    fill_id: str = ""
    begun: str = ""
    step: str = ""
    blank: bool = False
    readonly: bool = False
    # Whether the answers were typed in another language, in which 3,5 may be another number.
    turned: bool = False
    said: Mapping[int, Said] = field(factory=dict)
    # What is said in the place of an answer that is withheld, keyed in the same way.
    withheld: Mapping[int, str] = field(factory=dict)
    # The last row of the list that is being written, and which control of its place that list is.
    last: Field | None = None
    last_of: int = 1


# ---- slots: what stands in a page for one field


def address(item: Field, showing: Showing) -> str:
    """The form's own address, without a fragment."""
    return shown(urldefrag(showing.action)[0])


def message(item: Field, showing: Showing) -> str:
    """The sentences at a question."""
    said = showing.said.get(id(item))
    return said.html if said else NOTHING


def invalid(item: Field, showing: Showing) -> str:
    """The attribute that tells a screen reader of an error."""
    said = showing.said.get(id(item))
    return ' aria-invalid="true"' if said and said.error else NOTHING


def key_message(item: Field, showing: Showing) -> str:
    """The sentences at the key of a map."""
    said = showing.said.get(id(item))
    return said.key if said else NOTHING


def key_invalid(item: Field, showing: Showing) -> str:
    """As `invalid`, for the key of a map."""
    said = showing.said.get(id(item))
    return ' aria-invalid="true"' if said and said.key else NOTHING


def required(item: Field, showing: Showing) -> str:
    """The attribute, unless a mark carries the answer: then the control is empty, and may be."""
    return " required" if item.verbatim is None else NOTHING


def text_value(item: Field, showing: Showing) -> str:
    """The `value` of a text input."""
    texts = item.texts
    return f' value="{shown(texts[0])}"' if texts and texts[0] else NOTHING


def number_value(item: Field, showing: Showing) -> str:
    """The `value` of a number: as it was typed, unless the page is in another language now."""
    value = item.value
    if showing.turned and isinstance(value, int | float) and item.verbatim is None:
        return f' value="{shown(write_number(value, showing.speaker.language))}"'
    return text_value(item, showing)


def text_lines(item: Field, showing: Showing) -> str:
    """What stands in a textarea; a parser drops one line break after its tag."""
    return f"\n{shown(item.texts[0])}" if item.texts else NOTHING


def json_lines(item: Field, showing: Showing) -> str:
    """The JSON text in a textarea."""
    return f"\n{shown(item.verbatim)}" if item.verbatim else NOTHING


def called(item: Field, showing: Showing) -> str:
    """The `value` of the input for the key of a map."""
    return f' value="{shown(item.called)}"' if item.called else NOTHING


def date_type(item: Field, showing: Showing) -> str:
    """The browser's own control only for what it can show: it drops any other text."""
    return ' type="date"' if _is_date(item.texts) else NOTHING


def time_type(item: Field, showing: Showing) -> str:
    """As `date_type`; only where the offset has its own place."""
    if item.offset is None or not _is_time(item.texts, "2000-01-01T"):
        return NOTHING
    return ' type="time" step="any"'


def date_time_type(item: Field, showing: Showing) -> str:
    """As `time_type`."""
    if item.offset is None or not _is_time(item.texts, ""):
        return NOTHING
    return ' type="datetime-local" step="any"'


def _is_date(texts: tuple[str, ...]) -> bool:
    if not texts or not texts[0]:
        return True
    try:
        return len(texts[0]) == 10 and date.fromisoformat(texts[0]).isoformat() == texts[0]
    except ValueError:
        return False


def _is_time(texts: tuple[str, ...], before: str) -> bool:
    if not texts or not texts[0]:
        return True
    text = before + texts[0]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    # A browser writes the shortest form; the seconds that it drops come back when it is read.
    return text in (moment.isoformat(), moment.isoformat(timespec="minutes"))


def marks(item: Field, showing: Showing) -> str:
    """Hidden inputs for what no control carries."""
    return _marked(item)


def _marked(item: Field) -> str:
    if item.offset is None and item.verbatim is None and not item.present and not item.extras:
        return NOTHING
    node, out = item.node, []
    if item.offset is not None:
        out.append(_hidden(input_name(item.segments, "~z", node.instance), item.offset))
    if item.verbatim is not None and item.segments and node.kind != "json":
        out.append(
            _hidden(input_name(item.segments, "~v", node.instance), item.verbatim, " data-j")
        )
    if item.present:
        out.append(_hidden(input_name(item.segments, "~p", node.instance), "1", " data-j='{}'"))
    for name, text in item.extras.items():
        out.append(_hidden(input_name((*item.segments, name), "~v"), text, " data-j"))
    return "".join(out)


def typed(item: Field) -> str:
    """Everything that was typed at a place and inside, as hidden inputs."""
    out: list[str] = []
    for inside in item.walk():
        node = inside.node
        if node.kind == "const":
            continue
        mark = node.mark if node.kind == "chooser" else ""
        name = input_name(inside.segments, mark, node.instance)
        out.extend(_hidden(name, text) for text in inside.texts if text)
        if inside.called is not None:
            out.append(_hidden(input_name(inside.segments, "~k", node.instance), inside.called))
        if any(inside.texts) or inside.verbatim or inside.present or inside.extras:
            out.append(_marked(inside))
        if inside.none:
            out.append(_hidden(input_name(inside.segments, "~n", node.instance), "1", " data-j=[]"))
    return "".join(out)


def empty_list(item: Field, showing: Showing) -> str:
    """The mark of a list that is there though empty, where no tick says so."""
    if not item.none or showing.readonly:
        return NOTHING
    return _hidden(input_name(item.segments, "~n", item.node.instance), "1", " data-j=[]")


def none_checked(item: Field, showing: Showing) -> str:
    """Whether "none of these" is ticked."""
    return " checked" if item.none else NOTHING


def _hidden(name: str, value: str, attrs: str = "") -> str:
    return f'<input type="hidden" name="{shown(name)}" value="{shown(value)}"{attrs}>'


def pairs(hidden: "tuple[tuple[str, str], ...]") -> str:
    """The host's own pairs."""
    return "".join(_hidden(name, value) for name, value in hidden)


def answer_text(item: Field, showing: Showing) -> str:
    """An answer that is only shown: in words, or what was typed where it means nothing."""
    if id(item) in showing.withheld:
        return _instead(item, showing)
    if item.node.keyword("writeOnly") is True and item.value is not ABSENT:
        return shown(showing.speaker.say.gettext("Answered, and not shown here"))
    if item.value is not ABSENT:
        return shown(showing.speaker.answer(item.node, item.value))
    if item.node.chooser is not None:
        words = [
            showing.speaker.option(item.node, option).text
            for option in item.node.options
            if option.text in item.texts
        ]
        return Markup(", ").join(words) or shown(showing.speaker.say.gettext("Not answered"))
    typed = ", ".join(text for text in item.texts if text)
    return shown(typed or showing.speaker.say.gettext("Not answered"))


def _instead(item: Field, showing: Showing) -> str:
    """What stands in the place of an answer that is withheld."""
    words = shown(showing.speaker.say.gettext(showing.withheld[id(item)]))
    return f'<span class="withheld">{words}</span>'


def carried(item: Field, showing: Showing) -> str:
    """Hidden inputs of a read-only question, for the conditions that ask for it."""
    if showing.readonly:
        return NOTHING
    node = item.node
    name = shown(input_name(item.segments, "", node.instance))
    json_texts = {option.text for option in node.options if option.json}
    kind = NOTHING
    if node.kind in ("integer", "number"):
        kind = Markup(' data-t="{}"').format(node.kind)
    elif node.kind == "boolean":
        kind = Markup(" data-j")
    if not item.given:
        kind += Markup(" data-c")
    out = []
    for text in item.texts:
        json = Markup(" data-j") if text in json_texts else NOTHING
        out.append(f'<input type="hidden" name="{name}" value="{shown(text)}"{kind}{json}>')
    return "".join(out)


def row_title(item: Field, showing: Showing) -> str:
    """What a row is called: its key, else its first answer in words, else its first number.

    Nothing if blank.
    """
    if item.called:
        return shown(item.called if len(item.called) <= 60 else item.called[:57].rstrip() + "…")
    for kinds in _TITLES:
        for inside in (item, *item.active()):
            if inside.node.kind in kinds and inside.value is not ABSENT:
                text = showing.speaker.answer(inside.node, inside.value)
                return shown(text if len(text) <= 60 else text[:57].rstrip() + "…")
    return NOTHING


_TITLES = (("string", "choice", "ticks"), ("integer", "number"))


def row_open(item: Field, showing: Showing) -> str:
    """Rows are folded once they are complete."""
    if showing.readonly or not _is_complete(item, showing):
        return " open"
    return NOTHING


def _is_complete(item: Field, showing: Showing) -> bool:
    answered = False
    for inside in _asked(item):
        if id(inside) in showing.said:
            return False
        if inside.value is not ABSENT:
            answered = answered or inside.node.kind != "const"
        elif inside.node.required and not inside.rows and inside.node.kind not in _SILENT:
            return False
    return answered


# Kinds that may be without a value though everything in them is answered.
_SILENT = frozenset(("object", "unrendered", "map", "chooser", "either"))


def _asked(item: Field) -> "list[Field]":
    found = [item]
    for inside in item.active():
        found += _asked(inside)
    return found


def null(item: Field, showing: Showing) -> str:
    """What is said to who only reads, where null was chosen: no control shows it."""
    if not showing.readonly or item.node.kind != "either" or answer(item)[0] is not None:
        return NOTHING
    return f'<p class="ro">{shown(showing.speaker.say.gettext(TYPE_WORDS["null"]))}</p>'


def no_rows(item: Field, showing: Showing) -> str:
    """What stands where a list that is only shown has nothing in it."""
    if item.rows or item.node.prefix:
        return NOTHING
    if id(item) in showing.withheld:
        return f'<p class="ro">{_instead(item, showing)}</p>'
    say = showing.speaker.say.gettext
    return f'<p class="ro">{shown(say("There are none") if item.none else say("Not answered"))}</p>'


def next_key(item: Field, showing: Showing) -> str:
    """The key that a new row gets."""
    key = max((int(row.key) for row in item.rows if row.key.isdigit()), default=-1) + 1
    key = max(key, item.node.prefix)
    while str(key) in item.node.taken:
        key += 1
    return str(key)


def last(item: Field, showing: Showing) -> str:
    """The id of the last row, where a page that comes back with a new one lands."""
    if item is not showing.last:
        return NOTHING
    own = html_id(item.segments[:-1], showing.last_of, showing.prefix)
    return f' id="{shown(own)}--last"'
