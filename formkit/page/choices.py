"""Options for a template: their words, what they post, their place in a scale."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import frozen
from markupsafe import Markup

from formkit.definition.nodes import Node
from formkit.definition.options import Option
from formkit.filling.fields import Field
from formkit.page.words import NOTHING, Speaker, Words, shown
from formkit.pointer import input_name

if TYPE_CHECKING:
    from formkit.page.showing import Showing
    from formkit.page.slots import Slot

# Longer scales have no room for words in their cells.
_STEPS_WITH_WORDS = 5


@frozen
class Choice:
    """One option of a question.

    `value` is what its input posts, `attrs` tells a script how to read it, `checked` is a slot.
    Of a step of a scale: its number, its words, which of five faces goes with it (0: none).
    """

    text: Markup
    lang: Markup
    value: Markup
    id: Markup
    attrs: Markup
    checked: Markup
    hint: Words | None = None
    number: Markup = NOTHING
    words: Words | None = None
    face: int = 0


def choices(
    node: Node, widget: str, own_id: Markup, speaker: Speaker, slot: "Callable[[Slot], Markup]"
) -> list[Choice]:
    """The options of a node as its widget shows them."""
    word = "selected" if widget == "select" else "checked"
    made = []
    for number, option in enumerate(node.options):
        words = speaker.option(node, option)
        scale = widget == "scale"
        made.append(
            Choice(
                text=words.text,
                lang=words.lang,
                value=shown(option.text),
                id=own_id + Markup("--{}").format(number + 1) if number else own_id,
                attrs=Markup(" data-j") if option.json else NOTHING,
                checked=slot(checked(option.text, word)),
                hint=speaker.description(option),
                number=shown(speaker.value(option.value)) if scale else NOTHING,
                words=_step(node, number, option, speaker) if scale else None,
                face=_face(node, number) if scale else 0,
            )
        )
    return made


def ends(options: list[Choice]) -> list[Choice]:
    """The steps of a long scale that have words: those stand over it."""
    return [step for step in options if step.words] if len(options) > _STEPS_WITH_WORDS else []


def _step(node: Node, number: int, option: Option, speaker: Speaker) -> Words | None:
    titled = None if option.schema is None else speaker.of((option.schema,), "title")
    return titled or speaker.step(node, number)


def _face(node: Node, number: int) -> int:
    """Which of five faces goes with a step; none where nothing says which end is best."""
    best = (node.keyword("x-scale") or {}).get("best")
    if best is None or len(node.options) != _STEPS_WITH_WORDS:
        return 0
    return 5 - number if best == "low" else number + 1


# ---- slots


def checked(text: str, word: str = "checked") -> "Slot":
    """Whether an option is chosen."""
    yes = Markup(f" {word}")  # noqa: S704 - the name of an attribute

    def slot(item: Field, showing: "Showing") -> Markup:
        return yes if text in item.texts else NOTHING

    return slot


def skipped(item: Field, showing: "Showing") -> Markup:
    """Whether "no answer" was chosen."""
    return Markup(" checked") if item.texts == ("",) else NOTHING


@frozen
class Others:
    """What was answered though it is none of the options: it is shown, and posted, again."""

    node: Node
    widget: str

    def __call__(self, item: Field, showing: "Showing") -> Markup:
        strange = [text for text in item.texts if text and text not in self._known()]
        if not strange:
            return NOTHING
        name = input_name(item.segments, "", self.node.instance)
        kind = "checkbox" if self.widget in ("checkboxes", "tick") else "radio"
        if self.widget == "select":
            option = Markup('<option value="{0}" selected>{0}</option>')
            return NOTHING.join(option.format(shown(text)) for text in strange)
        row = Markup(
            '<label class="o"><input type="{}" name="{}" value="{}" checked><span>{}</span></label>'
        )
        return NOTHING.join(
            row.format(kind, shown(name), shown(text), shown(text)) for text in strange
        )

    def _known(self) -> set[str]:
        yes_or_no = {"true"} if self.widget == "tick" else {"true", "false"}
        return {option.text for option in self.node.options} or yes_or_no
