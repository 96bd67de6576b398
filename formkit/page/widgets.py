"""What a template sees of a question: `f` in field.html and fields/*.html.

All words are here already in the page's language. What depends on the answers (a value, a tick,
a message) is a marker that the page fills in later: a template prints it, and can't ask what it is.
"""

from collections.abc import Mapping, Sequence

from attrs import define, field
from markupsafe import Markup

from formkit.definition.nodes import Node
from formkit.page import showing as slots
from formkit.page.choices import Choice, Others, checked, choices, ends, skipped
from formkit.page.place import Place
from formkit.page.slots import Slot
from formkit.page.words import NOTHING, Speaker, Words, shown

# Widgets whose control is several inputs, or holds other questions.
_FIELDSETS = frozenset(("group", "rows", "checkboxes", "radio", "scale", "yesno"))
# Kinds whose template draws what is inside, whoever may fill it in.
HOLDING = frozenset(("object", "rows", "either", "map"))
_TYPES: Mapping[str, Slot] = {
    "date": slots.date_type,
    "time": slots.time_type,
    "date-time": slots.date_time_type,
}
_SHORT = frozenset(("integer", "number", "date", "time", "date-time", "tel"))

# Longer words than "Không" or "Chưa xong" have no room beside others on a phone.
_ASIDE = 10


@define(eq=False)
class QuestionView:
    """One question for its template, whatever its control."""

    node: Node
    place: Place
    speaker: Speaker
    # Whether it is only shown, whether it is the whole of a row, the host's own template for it.
    static: bool = False
    is_row: bool = False
    own: str = ""
    check: Markup = NOTHING
    children: Sequence[Markup] = ()
    rows: Markup = NOTHING
    blank_row: Markup = NOTHING
    row_key: str = ""
    id: Markup = field(init=False)
    name: Markup = field(init=False)
    title: Words = field(init=False)
    hint: Words | None = field(init=False)
    help: Words | None = field(init=False)
    notice: Words | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        node = self.node
        self.id = self.place.id(node)
        if node.kind in ("chooser", "map"):
            self.id = self.place.part(node, node.mark[1:].replace(".", "-"))
        elif node.kind == "either":
            # The first of its controls has the id of the place.
            self.id = self.place.part(node, "any")
        mark = node.mark if node.kind == "chooser" else "~v" if node.kind == "json" else ""
        self.name = self.place.name(node, mark=mark)
        self.title = self.speaker.title(node)
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
    def deprecated(self) -> bool:
        """Whether nobody need answer it any more."""
        return self.node.keyword("deprecated") is True

    @property
    def widget(self) -> str:
        """The name of the template that draws the control."""
        if self.node.kind == "map":
            return "map"
        if self.static and self.node.kind not in HOLDING:
            return "value"
        if self.node.kind == "const":
            # What is chosen among several needs no box of its own.
            return "hidden" if self.node.required or self.node.inner else "tick"
        return self.node.widget

    @property
    def template(self) -> str:
        """The file that draws the control."""
        standard = self.static or self.node.kind in (*HOLDING, "const", "chooser", "unrendered")
        return self.own if self.own and not standard else f"fields/{self.widget}.html"

    @property
    def bare(self) -> bool:
        """Whether it has no words around its control."""
        return self.widget in ("hidden", "none", "map")

    @property
    def fieldset(self) -> bool:
        return self.widget in _FIELDSETS

    @property
    def labelled(self) -> bool:
        """Whether its title stands over the control, rather than in it."""
        return self.widget != "tick"

    @property
    def optional(self) -> bool:
        return (
            not (self.node.required or self.node.sometimes_required or self.static or self.is_row)
            and self.node.kind not in ("object", "const", "chooser")
            and not self.node.inner
        )

    @property
    def required(self) -> Markup:
        """The attribute, where a browser may hold back a page for it."""
        single = self.widget not in ("checkboxes", "group", "rows", "hidden", "value", "json")
        # An unticked box of a boolean is an answer.
        no = self.widget == "tick" and self.node.kind != "consent"
        if not (self.node.native_required and single) or no:
            return NOTHING
        return self._slot(slots.required)

    @property
    def pair(self) -> bool:
        """Whether two options are all, each so short that they stand side by side."""
        short = [len(each.text.unescape()) <= _ASIDE and not each.hint for each in self.options]
        return short == [True, True]

    @property
    def look(self) -> Markup:
        looks = {"object": Markup(" g"), "either": Markup(" g"), "rows": Markup(" list")}
        if self.node.prefix:
            return Markup(" g")
        inner = Markup(" inner") if self.node.inner else NOTHING
        return looks.get(self.node.kind, NOTHING) + inner

    @property
    def described(self) -> Markup:
        """The attribute that names the hint and the message."""
        hint = Markup("{}--hint ").format(self.id) if self.hint or self.notice else NOTHING
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
        if self.node.own is not None:
            return NOTHING
        if self.node.kind in ("integer", "number"):
            kind = self.node.kind
        elif self.node.kind == "json":
            kind = "json"
        elif self.node.said("x-text") == "exact":
            kind = "exact"
        elif self.node.widget in ("tel", "time", "date-time"):
            kind = self.node.widget
        return Markup(' data-t="{}"').format(kind) if kind else NOTHING

    @property
    def keyboard(self) -> Markup:
        """Which keys a phone shows; what isn't prose isn't corrected."""
        node = self.node
        if node.kind in ("integer", "number"):
            # Some phones' number pads have no minus sign.
            lowest = [node.said("minimum"), node.said("exclusiveMinimum")]
            if not any(isinstance(low, int | float) and low >= 0 for low in lowest):
                return NOTHING
            mode = "numeric" if node.kind == "integer" else "decimal"
            return Markup(' inputmode="{}"').format(mode)
        if node.widget in ("email", "url"):
            return Markup(' inputmode="{}" autocapitalize="none" spellcheck="false"').format(
                node.widget
            )
        return Markup(' inputmode="tel"') if node.widget == "tel" else NOTHING

    @property
    def short(self) -> Markup:
        return Markup(" short") if self.node.widget in _SHORT else NOTHING

    @property
    def scale_look(self) -> Markup:
        """How the steps of a scale are laid out."""
        steps = self.options
        if any(step.words for step in steps) and not ends(steps):
            return Markup(" words") if len(steps) == 5 else NOTHING
        return Markup(" nums")

    # ---- what depends on the answers

    @property
    def type(self) -> Markup:
        slot = _TYPES.get(self.node.widget)
        if slot is not None:
            return self._slot(slot)
        return Markup(' type="tel"') if self.node.widget == "tel" else NOTHING

    @property
    def value(self) -> Markup:
        if self.node.kind in ("integer", "number") and self.node.own is None:
            return self._slot(slots.number_value)
        return self._slot(slots.text_value)

    @property
    def lines(self) -> Markup:
        return self._slot(slots.json_lines if self.node.kind == "json" else slots.text_lines)

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
            return NOTHING
        out = self._slot(slots.marks)
        if self.node.kind in ("ticks", "rows") and not self.may_be_none:
            out += self._slot(slots.empty_list)
        return out

    @property
    def may_be_none(self) -> bool:
        """Whether a tick says that the list is there, though nothing in it is."""
        if self.node.nullable or self.node.inner or self.node.chooser is not None:
            return False
        if any(part.keyword("contains") is not None for part in self.node.parts):
            return False
        fewest = max((part.keyword("minItems") or 0 for part in self.node.parts), default=0)
        return self.node.required and not fewest and not self.static

    # ---- options

    @property
    def options(self) -> list[Choice]:
        return choices(self.node, self.widget, self.id, self.speaker, self._slot)

    @property
    def ends(self) -> list[Choice]:
        return ends(self.options)

    @property
    def large(self) -> bool:
        """Whether it is chosen from so many branches that a page shows only what is chosen."""
        return self.node.chooser is not None and self.node.chooser.large and not self.static

    @property
    def unchosen(self) -> Markup:
        """What the first option of a select says, with which nothing is chosen."""
        say = self.speaker.say.gettext
        if self.node.chooser is not None and self.node.chooser.keyword == "type":
            return shown(say("Not chosen"))
        return shown(say("No answer") if self.skippable else say("Choose one"))

    @property
    def skippable(self) -> bool:
        """Whether "no answer" is one of the rows."""
        return not (self.node.required or self.node.sometimes_required) or self.node.nullable

    @property
    def hidden_away(self) -> bool:
        """Whether few will need it: the schema speaks of one type, and leaves room for others."""
        chooser = self.node.chooser
        by_type = chooser is not None and chooser.keyword == "type"
        return by_type and self.node.facts.implied != ""

    @property
    def skip_checked(self) -> Markup:
        return self._slot(skipped)

    @property
    def other(self) -> Markup:
        """What was answered though it is none of the options."""
        return self._slot(Others(self.node, self.widget))

    @property
    def tick(self) -> Choice:
        """The one box of a consent, a constant or a boolean; the value of a hidden constant."""
        if self.node.options:
            return self.options[0]
        title, json = self.title, Markup(" data-j")
        return Choice(title.text, title.lang, Markup("true"), self.id, json, self.yes)

    @property
    def yes(self) -> Markup:
        return self._slot(checked("true"))

    @property
    def no(self) -> Markup:
        return self._slot(checked("false"))
