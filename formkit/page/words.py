"""Words of a form in one language, ready for a template, with `lang` where they fell back."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen
from markupsafe import Markup, escape

from formkit.definition.choosing import TYPE_WORDS
from formkit.definition.form import Form
from formkit.definition.nodes import Node
from formkit.definition.options import Option, identity
from formkit.language import (
    N_,
    Text,
    Translator,
    date_text,
    node_text,
    number_text,
    phone_text,
    translator,
)

NOTHING = Markup()
_CHOOSE = N_("Choose what applies")
_CHOOSE_TYPE = N_("Kind of answer")
_UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")

# Steps that a scale without labelled options has by its kind, from the worst to the best.
_STEPS: Mapping[str, tuple[str, ...]] = {
    "csat": (
        N_("Very dissatisfied"),
        N_("Dissatisfied"),
        N_("Neither"),
        N_("Satisfied"),
        N_("Very satisfied"),
    ),
    "likert": (
        N_("Strongly disagree"),
        N_("Disagree"),
        N_("Undecided"),
        N_("Agree"),
        N_("Strongly agree"),
    ),
    "ces": (N_("Very hard"), N_("Hard"), N_("Neither hard nor easy"), N_("Easy"), N_("Very easy")),
}


def shown(text: str) -> Markup:
    """A text as HTML. What no document can hold (NUL, lone surrogates) becomes U+FFFD."""
    if not text.isascii() or "\x00" in text:
        text = _UNSHOWABLE.sub("\ufffd", text)
    return escape(text)


@frozen
class Words:
    """A text for a template; `lang` is the attribute that it needs in its place, mostly none."""

    text: Markup
    lang: Markup = NOTHING


@frozen
class Speaker:
    """All words of one form in one language: the definition's, and formkit's own."""

    form: Form
    language: str
    folders: tuple[Path, ...] = ()
    say: Translator = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        say = translator(self.language, self.form.language, self.folders)
        object.__setattr__(self, "say", say)

    def words(self, text: Text) -> Words:
        """A text, with `lang` where it isn't in the page's language."""
        lang = NOTHING if text.tag == self.language else Markup(' lang="{}"').format(text.tag)
        return Words(shown(text.text), lang)

    def of(self, schemas: Sequence[Mapping[str, Any]], key: str) -> Words | None:
        """The `title`, `description`, `help` … of a node; None where it has none."""
        found = node_text(schemas, key, self.language, self.form.language)
        return None if found is None else self.words(found)

    def title(self, node: Node) -> Words:
        """What a question is called: its title, else its name."""
        if node.chooser is not None:
            words = _CHOOSE_TYPE if node.chooser.keyword == "type" else _CHOOSE
            return self.words(self.say.text(words))
        if node.kind == "map":
            return self.words(self.say.text(N_("Other entries")))
        found = self.of(node.schemas, "title")
        if found is None and node.placed:
            return self.words(self.say.text(N_("Item %(number)s"), number=str(int(node.name) + 1)))
        if found is None and node.name == "*":
            return self.words(self.say.text(N_("Item")))
        return found or Words(shown(node.name))

    def option(self, node: Node, option: Option) -> Words:
        """What an option is called: its title, else its value in words."""
        found = self.of((option.schema,), "title") if option.schema is not None else None
        if found is None and node.chooser is not None:
            return self.words(self._branch(node, option))
        return found or Words(shown(self.value(option.value)))

    def _branch(self, node: Node, option: Option) -> Text:
        """What a branch is called that has no title: what may stand in it, else its number."""
        chooser = node.chooser
        number = node.options.index(option)
        if chooser is not None:
            schema = chooser.schemas[number][0]
            kind = schema.get("type") if isinstance(schema, Mapping) else None
            others = [
                each.get("type")
                for each, _ in chooser.schemas
                if isinstance(each, Mapping) and each is not schema
            ]
            if isinstance(kind, str) and kind not in others:
                words = TYPE_WORDS["number" if kind == "integer" else kind]
                return self.say.text(words)
        return self.say.text(N_("Choice %(number)s"), number=str(number + 1))

    def description(self, option: Option) -> Words | None:
        """What an option says beside its title."""
        return None if option.schema is None else self.of((option.schema,), "description")

    def step(self, node: Node, number: int) -> Words | None:
        """The words of a step that has no title, where the kind of its scale has some."""
        scale = node.keyword("x-scale") or {}
        steps = _STEPS.get(scale.get("of", ""), ())
        if len(steps) != len(node.options):
            return None
        order = steps[::-1] if scale.get("best") == "low" else steps
        return self.words(self.say.text(order[number]))

    def value(self, value: Any) -> str:
        """A value that isn't an option with a title, as a person reads it."""
        if isinstance(value, bool):
            return self.say.gettext("Yes") if value else self.say.gettext("No")
        if isinstance(value, int | float):
            return number_text(value, self.language)
        return value if isinstance(value, str) else identity(value)

    def _chosen(self, node: Node, number: int) -> str:
        option = node.options[number]
        text = self.option(node, option).text.unescape()
        step = self.step(node, number) if option.schema is None else None
        return f"{text} – {step.text.unescape()}" if step else text

    def answer(self, node: Node, value: Any) -> str:
        """An answer as a person reads it, without HTML."""
        if node.kind == "ticks" and isinstance(value, list):
            return ", ".join(self.answer(node.item or node, each) for each in value)
        for number, option in enumerate(node.options):
            if identity(option.value) == identity(value):
                return self._chosen(node, number)
        if isinstance(value, str) and node.widget in ("date", "date-time"):
            return date_text(value, self.language)
        if isinstance(value, str) and node.widget == "tel":
            return phone_text(value)
        return self.value(value)
