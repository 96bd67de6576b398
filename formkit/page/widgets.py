"""What a template sees of a question: `f` in field.html and fields/*.html.

All words are here already in the page's language. What depends on the answers (a value, a tick,
a message) is a marker that the page fills in later: a template prints it, and can't ask what it is.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field, frozen
from markupsafe import Markup

from formkit.definition.facts import Option
from formkit.definition.nodes import Node
from formkit.page import showing as slots
from formkit.page.slots import Markers, Slot
from formkit.page.words import Speaker, Words, shown
from formkit.pointer import html_id, input_name

_EMPTY = Markup()

# Widgets whose control is several inputs, or holds other questions.
_FIELDSETS = frozenset(("group", "rows", "checkboxes", "radio", "scale", "yesno"))
_TYPES: Mapping[str, Slot] = {
    "date": slots.date_type,
    "time": slots.time_type,
    "date-time": slots.date_time_type,
}
_SHORT = frozenset(("integer", "number", "date", "time", "date-time", "tel"))


@frozen
class Choice:
    """One option: its words, what it posts, and its place in a scale."""

    text: Markup
    lang: Markup
    value: Markup
    id: Markup
    attrs: Markup
    checked: Markup
    hint: Words | None = None
    number: Markup = _EMPTY
    words: Words | None = None
    face: int = 0


@frozen
class Place:
    """How names and ids of a node are written: whole, or from the row that it stands in."""

    markers: Markers
    prefix: str
    # How many segments lead to the row; 0 outside of rows.
    row: int = 0

    def name(self, node: Node, before: str = "", mark: str = "") -> Markup:
        """The name of an input, with `before` in front of it."""
        if not self.row:
            return Markup(shown(before + input_name(node.path, mark, node.instance)))
        which = "" if node.instance == 1 else f"~i{node.instance}"
        return self.markers.name(before + which + mark, node.path[self.row :])

    def id(self, node: Node) -> Markup:
        """The id of the element that answers a node."""
        if not self.row:
            return Markup(shown(html_id(node.path, node.instance, self.prefix)))
        return self.markers.id(node.path[self.row :], node.instance, self.prefix)

    def at(self, node: Node) -> Markup:
        """The name of an object that this place stands in, from whatever row it is in."""
        if node.depth >= self.row:
            return self.name(node)
        return self.markers.name("", (), self.row - node.depth) if node.depth else _EMPTY

    def button(self, action: str, rows: Node) -> Markup:
        """What a button of a row of this list says."""
        which = "" if rows.instance == 1 else f"~i{rows.instance}"
        return self.markers.name(f"{action} {which}", ())

    def landing(self, id: Markup) -> Markup:  # noqa: A002 - it is one
        """The address of a button that comes back to the element with this id."""
        return self.markers.slot(slots.address) + Markup("#") + id


@define(eq=False)
class View:
    """One question for its template."""

    node: Node
    place: Place
    speaker: Speaker
    # What stands around it: whether it is only shown, and whether it is the whole of a row.
    static: bool = False
    is_row: bool = False
    check: Markup = _EMPTY
    children: Sequence[Any] = ()
    rows: Markup = _EMPTY
    blank_row: Markup = _EMPTY
    row_key: str = ""
    id: Markup = field(init=False)
    name: Markup = field(init=False)
    title: Words = field(init=False)
    hint: Words | None = field(init=False)
    help: Words | None = field(init=False)
    notice: Words | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.id = self.place.id(self.node)
        self.name = self.place.name(self.node)
        self.title = self.speaker.title(self.node)
        self.hint = self.speaker.of(self.node.schemas, "description")
        self.help = self.speaker.of(self.node.schemas, "help")
        self.notice = self._notice()

    def _slot(self, slot: Slot) -> Markup:
        return self.place.markers.slot(slot)

    def _notice(self) -> Words | None:
        """What a person agrees to here, as `x-form` says it."""
        for consent in self.speaker.form.settings.consent:
            if self.node.path == (consent.key,):
                return self.speaker.of((consent.schema,), "text")
        return None

    @property
    def widget(self) -> str:
        """The name of the template that draws the control."""
        if self.static and self.node.kind not in ("object", "rows"):
            return "value"
        if self.node.kind == "const":
            return "hidden" if self.node.required else "tick"
        return self.node.widget

    @property
    def template(self) -> str:
        return f"fields/{self.widget}.html"

    @property
    def bare(self) -> bool:
        """Whether it has no words around its control."""
        return self.widget in ("hidden", "none")

    @property
    def fieldset(self) -> bool:
        return self.widget in _FIELDSETS

    @property
    def labelled(self) -> bool:
        """Whether its title stands over the control, rather than in it."""
        return self.widget != "tick"

    @property
    def optional(self) -> bool:
        return not (
            self.node.required or self.node.sometimes_required or self.static or self.is_row
        ) and self.node.kind not in ("object", "const")

    @property
    def required(self) -> Markup:
        """The attribute, where a browser may hold back a page for it."""
        single = self.widget not in ("checkboxes", "group", "rows", "hidden", "value")
        is_tick = self.widget == "tick" and self.node.kind != "consent"
        return Markup(" required") if self.node.native_required and single and not is_tick else _EMPTY

    @property
    def look(self) -> Markup:
        looks = {"object": Markup(" g"), "rows": Markup(" list")}
        return looks.get(self.node.kind, _EMPTY)

    @property
    def described(self) -> Markup:
        """The attribute that names the hint and the message."""
        hint = Markup("{}--hint ").format(self.id) if self.hint or self.notice else _EMPTY
        return Markup(' aria-describedby="{}{}--error"').format(hint, self.id)

    @property
    def group(self) -> Markup:
        """Attributes of the fieldset."""
        out = self.described
        if self.widget in ("radio", "scale", "yesno"):
            out += Markup(' role="radiogroup"') + self.invalid
            if self.node.required:
                out += Markup(' aria-required="true"')
        if self.node.kind == "object" and self.node.required:
            # For the script: it is there, though empty, once what surrounds it is.
            out += Markup(' name="{}" data-c data-j="{{}}"').format(self.name)
        return out

    @property
    def attrs(self) -> Markup:
        """Attributes of a control that is one element."""
        return self.described + self.kind_of_text + self.keyboard + self.required + self.invalid

    @property
    def kind_of_text(self) -> Markup:
        """How a script reads the text of the control."""
        kind = ""
        if self.node.kind in ("integer", "number"):
            kind = self.node.kind
        elif self.node.keyword("x-text") == "exact":
            kind = "exact"
        elif self.node.widget in ("tel", "time", "date-time"):
            kind = self.node.widget
        return Markup(' data-t="{}"').format(kind) if kind else _EMPTY

    @property
    def keyboard(self) -> Markup:
        """Which keys a phone shows; what isn't prose isn't corrected."""
        node = self.node
        if node.kind in ("integer", "number"):
            # Some phones' number pads have no minus sign.
            lowest = [node.keyword("minimum"), node.keyword("exclusiveMinimum")]
            if not any(isinstance(low, int | float) and low >= 0 for low in lowest):
                return _EMPTY
            mode = "numeric" if node.kind == "integer" else "decimal"
            return Markup(' inputmode="{}"').format(mode)
        if node.widget in ("email", "url"):
            return Markup(' inputmode="{}" autocapitalize="none" spellcheck="false"').format(
                node.widget
            )
        return Markup(' inputmode="tel"') if node.widget == "tel" else _EMPTY

    @property
    def short(self) -> Markup:
        return Markup(" short") if self.node.widget in _SHORT else _EMPTY

    @property
    def scale_look(self) -> Markup:
        """How the steps of a scale are laid out."""
        if any(choice.words for choice in self.options):
            return Markup(" words") if len(self.options) == 5 else _EMPTY
        return Markup(" nums")

    # ---- what depends on the answers

    @property
    def type(self) -> Markup:
        slot = _TYPES.get(self.node.widget)
        if slot is not None:
            return self._slot(slot)
        return Markup(' type="tel"') if self.node.widget == "tel" else _EMPTY

    @property
    def value(self) -> Markup:
        return self._slot(slots.text_value)

    @property
    def lines(self) -> Markup:
        return self._slot(slots.text_lines)

    @property
    def answer(self) -> Markup:
        return self._slot(slots.answer_text)

    @property
    def carried(self) -> Markup:
        return self._slot(slots.carried)

    @property
    def message(self) -> Markup:
        return self._slot(slots.message)

    @property
    def invalid(self) -> Markup:
        return self._slot(slots.invalid)

    @property
    def marks(self) -> Markup:
        if self.static and not self.node.read_only:
            return _EMPTY
        out = self._slot(slots.marks)
        if self.node.kind in ("ticks", "rows") and not self.may_be_none:
            out += self._slot(slots.empty_list)
        return out

    # ---- options

    @property
    def options(self) -> list[Choice]:
        return [self._choice(number, option) for number, option in enumerate(self.node.options)]

    def _choice(self, number: int, option: Option) -> Choice:
        words = self.speaker.option(self.node, option)
        scale = self.widget == "scale"
        said = None
        if scale:
            titled = option.schema is not None and self.speaker.of((option.schema,), "title")
            said = words if titled else self.speaker.step(self.node, number)
        return Choice(
            text=words.text,
            lang=words.lang,
            value=Markup(shown(option.text)),
            id=self.id + (Markup("--{}").format(number + 1) if number else _EMPTY),
            attrs=Markup(" data-j") if option.json else _EMPTY,
            checked=self._slot(_checked(option.text, "selected" if self.widget == "select" else "checked")),
            hint=self.speaker.description(option),
            number=Markup(shown(self.speaker.value(option.value))) if scale else _EMPTY,
            words=said,
            face=self._face(number) if scale else 0,
        )

    def _face(self, number: int) -> int:
        """Which of five faces goes with a step; none where nothing says which end is best."""
        best = (self.node.keyword("x-scale") or {}).get("best")
        if best is None or len(self.node.options) != 5:
            return 0
        return 5 - number if best == "low" else number + 1

    @property
    def ends(self) -> list[Choice]:
        """The options of a long scale that have words: they stand beside it."""
        return [choice for choice in self.options if choice.words] if len(self.node.options) > 5 else []

    @property
    def skippable(self) -> bool:
        """Whether "no answer" is one of the rows."""
        return not (self.node.required or self.node.sometimes_required)

    @property
    def skip_checked(self) -> Markup:
        return self._slot(_skipped)

    @property
    def other(self) -> Markup:
        """What was answered though it is none of the options: it is shown, and posted, again."""
        return self._slot(_Others(self.node, self.name, self.widget))

    @property
    def tick(self) -> Choice:
        """The one box of a consent, a constant or a boolean; the value of a hidden constant."""
        if self.node.options:
            return self.options[0]
        words = self.title
        return Choice(
            words.text, words.lang, Markup("true"), self.id, Markup(" data-j"), self._slot(_checked("true", "checked"))
        )

    @property
    def yes(self) -> Markup:
        return self._slot(_checked("true", "checked"))

    @property
    def no(self) -> Markup:
        return self._slot(_checked("false", "checked"))

    # ---- lists

    @property
    def add(self) -> Markup:
        """The words of the button that adds a row."""
        say = self.speaker.say.gettext
        item = self.node.item
        title = item and self.speaker.of(item.schemas, "title")
        if not title:
            return Markup(shown(say("Add")))
        name = title.text.unescape()
        if name[1:2].islower() or name[1:2].isspace():
            name = name[0].lower() + name[1:]
        return Markup(shown(say("Add: %(item)s") % {"item": name}))

    @property
    def may_be_none(self) -> bool:
        """Whether a tick says that the list is there, though nothing in it is."""
        fewest = max((part.keyword("minItems") or 0 for part in self.node.parts), default=0)
        return self.node.required and not fewest and not self.static

    @property
    def none_name(self) -> Markup:
        return self.place.name(self.node, mark="~n")

    @property
    def none_checked(self) -> Markup:
        return self._slot(slots.none_checked)

    @property
    def no_rows(self) -> Markup:
        """What stands where a list that is only shown has nothing in it."""
        return self._slot(slots.no_rows)

    @property
    def next_key(self) -> Markup:
        return self._slot(slots.next_key)

    @property
    def last(self) -> Markup:
        """The address of the "add" button: the page comes back at the new row."""
        return self.place.landing(self.id + Markup("--last"))

    def do(self, action: str) -> Markup:
        """The value of a button that changes the list."""
        return self.place.name(self.node, f"{action} ")


def _checked(text: str, word: str) -> Slot:
    yes = f" {word}"

    def checked(item: Any, _showing: Any) -> str:
        return yes if text in item.texts else ""

    return checked


def _skipped(item: Any, _showing: Any) -> str:
    return " checked" if item.texts == ("",) else ""


@frozen
class _Others:
    node: Node
    name: Markup
    widget: str

    def __call__(self, item: Any, showing: slots.Showing) -> str:
        yesno = {"true"} if self.widget == "tick" else {"true", "false"}
        known = {option.text for option in self.node.options} or yesno
        strange = [text for text in item.texts if text and text not in known]
        if not strange:
            return ""
        name = shown(input_name(item.segments, "", self.node.instance))
        kind = "checkbox" if self.widget in ("checkboxes", "tick") else "radio"
        if self.widget == "select":
            return "".join(f'<option value="{shown(t)}" selected>{shown(t)}</option>' for t in strange)
        return "".join(
            f'<label class="o"><input type="{kind}" name="{name}" value="{shown(text)}" checked>'
            f"<span>{shown(text)}</span></label>"
            for text in strange
        )


def branch_data(schema: Any) -> Markup:
    """A condition as the value of an attribute."""
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    if shown(text).unescape() != text:
        text = json.dumps(schema, separators=(",", ":"))
    # In single quotes the many double quotes of JSON needn't be escaped.
    return Markup(text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;"))  # noqa: S704
