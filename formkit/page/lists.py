"""What a template sees of a list, of a map, and of their rows, beside what any question has."""

from attrs import define
from markupsafe import Markup

from formkit.page import showing as slots
from formkit.page.widgets import QuestionView
from formkit.page.words import shown


@define(eq=False)
class View(QuestionView):
    """One question for its template, with the rows that it may have."""

    @property
    def add(self) -> Markup:
        """The words of the button that adds a row."""
        say = self.speaker.say.gettext
        item = self.node.item
        if self.node.kind == "map":
            return shown(say("Add an entry"))
        title = item and self.speaker.of(item.schemas, "title")
        if not title:
            return shown(say("Add"))
        name = title.text.unescape()
        if name[1:2].islower() or name[1:2].isspace():
            name = name[0].lower() + name[1:]
        return shown(say("Add: %(item)s") % {"item": name})

    @property
    def addable(self) -> bool:
        """Whether there may be more rows."""
        return not self.static and self.node.offered

    @property
    def none_name(self) -> Markup:
        return self.place.name(self.node, mark="~n")

    @property
    def none_checked(self) -> Markup:
        return self._slot(slots.none_checked)

    @property
    def null(self) -> Markup:
        """What is said of null to who only reads."""
        return self._slot(slots.null)

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

    @property
    def pointer(self) -> Markup:
        """Where the list is, whichever of its controls this one is."""
        return self.place.at(self.node)

    @property
    def closed(self) -> bool:
        """Whether it stands within itself, and what is inside isn't on the page yet."""
        return self.node.fold is not None

    @property
    def landing(self) -> Markup:
        """The address of a button that comes back to this question."""
        return self.place.landing(self.id + Markup("--q"))

    def do(self, action: str) -> Markup:
        """The value of a button that changes the list."""
        return self.place.name(self.node, f"{action} ")

    # ---- the key of a row of a map

    @property
    def called(self) -> Markup:
        """The `value` of the input for the key of a map."""
        return self._slot(slots.called)

    @property
    def key_message(self) -> Markup:
        """What is said of the key of a map."""
        return self._slot(slots.key_message)

    @property
    def key_id(self) -> Markup:
        """The id of the input for the key of a map, whichever control the entry has."""
        return self.place.row_id(Markup("--k"))

    @property
    def key_invalid(self) -> Markup:
        return self._slot(slots.key_invalid)

    @property
    def key_name(self) -> Markup:
        return self.place.name(self.node, mark="~k")
