"""A page that is made once for a form, a language and a host's options, and then only filled."""

import re
from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any, TypeVar

from attrs import define, field, frozen
from jinja2 import Environment, TemplateNotFound
from markupsafe import Markup

from formkit.definition.gather import Chooser
from formkit.definition.layout import Branch, Section
from formkit.definition.nodes import Node, tree
from formkit.filling.encode import encode
from formkit.filling.fields import Field
from formkit.language import N_
from formkit.page import showing as slots
from formkit.page.built_in import BUILT_IN
from formkit.page.carried import carried, check, source
from formkit.page.inside import BlankRow, BranchSlot, Folded, Question, Row, Rows, Shy
from formkit.page.lists import View
from formkit.page.place import Place, branch_data
from formkit.page.plain import is_plain
from formkit.page.showing import Showing
from formkit.page.slots import Block, Markers, RowBlocks, Slot
from formkit.page.when import when
from formkit.page.words import Speaker, Words, shown

Made = TypeVar("Made")

# So many addresses of one blank page are kept.
_KEPT_BLANKS = 32
_KEPT_KINDS = frozenset(("choice", "ticks", "boolean", "consent"))
_BUILT_IN = frozenset(BUILT_IN.list_templates())
_WIDGET = re.compile(r"fields/[A-Za-z0-9_-]+\.html")
# So many places that stand within themselves are kept as they were drawn, for each of them.
_KEPT_FOLDS = 64
_LINED = frozenset(
    ("text", "tel", "email", "url", "number", "integer", "date", "time", "date-time")
)


@frozen
class Options:
    """What a page is made for, beside its form."""

    language: str
    prefix: str = ""
    check: str = ""
    readonly: bool = False


@frozen
class SectionView:
    """A section for form.html."""

    id: Markup
    title: Words | None
    branches: tuple[Markup, ...]


@frozen
class TestView:
    """One condition of a branch for branch.html; without `schema` a browser can't evaluate it."""

    schema: Markup | None
    at: Markup
    on: Markup
    chooser: Markup | None = None


@frozen(eq=False)
class Above:
    """What a place stands in: the node of each depth, and what branches are chosen with."""

    places: tuple[Node, ...] = ()
    choosers: Mapping[Chooser, Node] = field(factory=dict)

    @property
    def node(self) -> Node:
        """The nearest."""
        return self.places[-1]

    def inside(self, node: Node) -> "Above":
        """The same for what stands in this node."""
        children = [each for branch in node.branches for each in branch.nodes]
        own = {chooser: children[index] for chooser, index in node.choosers.items()}
        return Above((*self.places[: node.depth], node), {**self.choosers, **own})


@define(eq=False)
class Page:
    """A page of a form: `fill` shows a tree of fields in it."""

    speaker: Speaker
    options: Options
    environment: Environment
    markers: Markers = field(factory=Markers)
    key: str = field(init=False)
    block: Block = field(init=False)
    _blanks: dict[str, str] = field(factory=dict)
    _lock: RLock = field(factory=RLock)

    def __attrs_post_init__(self) -> None:
        self.key = _key(self.speaker.form.text)
        root = tree(self.speaker.form).root
        self.block = Block(*self.markers.cut(self._form(root)))

    def fill(self, root: Field, showing: Showing) -> str:
        """The HTML of the form with these fields."""
        return self.block.fill(root, showing)

    def blank(self, showing: Showing) -> str:
        """The HTML of the form without answers: the same text for the same request."""
        key = "\n".join((showing.step, showing.action, showing.hidden))
        html = self._blanks.get(key)
        if html is None:
            root = encode(self.speaker.form, None, self.options.language)
            html = self.fill(root, showing)
            if len(self._blanks) >= _KEPT_BLANKS:
                self._blanks.clear()
            self._blanks[key] = html
        return html

    # ---- how it is made

    def _rendered(self, template: str, **context: Any) -> str:
        return self.environment.get_template(template).render(
            language=self.options.language,
            readonly=self.options.readonly,
            **talk(self.speaker),
            **context,
        )

    def _slot(self, slot: Slot) -> Markup:
        return self.markers.slot(slot)

    def _form(self, root: Node) -> str:
        place = Place(self.markers, self.options.prefix)
        form = self.speaker.form
        minutes = form.settings.minutes
        return self._rendered(
            "form.html",
            f=View(root, place, self.speaker),
            prefix=shown(self.options.prefix),
            titled=self.speaker.of(root.schemas, "title") is not None,
            minutes=None if minutes is None else self._minutes(minutes),
            version=form.sha256,
            checked=bool(self.options.check),
            action=self._slot(lambda _, showing: shown(showing.action)),
            hidden=self._slot(lambda _, showing: showing.hidden),
            summary=self._slot(lambda _, showing: showing.summary),
            turn=self._slot(lambda _, showing: self._turn(showing.step)),
            sent=self._slot(lambda _, showing: ' data-sent="1"' if showing.summary else ""),
            fill_id=self._slot(lambda _, showing: shown(showing.fill_id)),
            begun=self._slot(lambda _, showing: shown(showing.begun)),
            blank=self._slot(lambda _, showing: " blank" if showing.blank else ""),
            sections=[self._section(n, s, root, place) for n, s in enumerate(root.sections)],
        )

    def _turn(self, step: str) -> Markup:
        """What the script says over a page that is one of several; the numbers are its."""
        one = N_("Question %(page)s of %(all)s") if step else N_("Page %(page)s of %(all)s")
        return shown(self.speaker.say.gettext(one))

    def _minutes(self, minutes: float) -> Words:
        whole = max(1, round(minutes))
        return self.speaker.words(
            self.speaker.say.count(
                "It takes about %(n)s minute.", "It takes about %(n)s minutes.", whole
            )
        )

    def _section(self, number: int, section: Section, root: Node, place: Place) -> SectionView:
        page = section.page
        return SectionView(
            Markup("{}s-{}").format(self.options.prefix, number + 1),
            None if page is None else self.speaker.of((page.schema,), "title"),
            tuple(
                self._branches(
                    section.branches, Above().inside(root), place, static=self.options.readonly
                )
            ),
        )

    def _branches(
        self, branches: Iterable[Branch], above: Above, place: Place, *, static: bool
    ) -> Iterable[Markup]:
        for branch in branches:
            if self.options.readonly and all(_unseen(node) for node in branch.nodes):
                continue
            first = sum(len(each.nodes) for each in above.node.branches[: branch.number])
            questions = [
                self._question(index, node, above, place, static=static)
                for index, node in enumerate(branch.nodes, first)
            ]
            if not branch.tests:
                yield Markup().join(questions)
                continue
            html = self._rendered(
                "branch.html",
                tests=self._tests(branch, above, place),
                when=when(branch.tests, above.places, above.choosers, self.speaker),
                questions=questions,
            )
            crowded = any(test.chooser and test.chooser.large for test in branch.tests)
            block = Block(*self.markers.cut(html))
            yield self._slot(BranchSlot(branch.number, block, crowded))

    def _tests(self, branch: Branch, above: Above, place: Place) -> list[TestView]:
        on = self._slot(lambda item, _: " data-on" if item.on[branch.number] else "")
        # What outlives its branch can't be switched off with it.
        kept = any(node.kept for node in branch.nodes)
        found = []
        for test in branch.tests:
            around = above.places[test.depth]
            known = test.schema is not None and not kept
            chooser = None
            if test.chooser is None:
                known = known and is_plain(around, test.reads)
            else:
                node = above.choosers[test.chooser]
                chooser = place.name(node, mark=node.mark)
            found.append(
                TestView(branch_data(test.schema) if known else None, place.at(around), on, chooser)
            )
        return found

    def _question(
        self, index: int, node: Node, above: Above, place: Place, *, static: bool
    ) -> Markup:
        view = View(node, place, self.speaker, static or node.read_only, own=self._own(node))
        if self.options.readonly:
            # What helps to answer is no part of an answer.
            view.hint = view.help = view.notice = None
        view.check = carried(view, above.places, self.options.check) + source(view)
        if node.kind == "map" and not node.offered:
            return self._slot(Shy(index, self._once(lambda: self._shy(index, view, above))))
        self._inside(view, above)
        if node.fold is not None:
            return self._slot(self._folded(index, view, above))
        return self._slot(self._made(index, view))

    def _shy(self, index: int, view: View, above: Above) -> Question:
        self._inside(view, above)
        return self._made(index, view)

    def _once(self, make: "Callable[[], Made]") -> "Callable[[], Made]":
        """The same, made when it is first asked for."""
        made: list[Made] = []

        def once() -> Made:
            with self._lock:
                if not made:
                    made.append(make())
                return made[0]

        return once

    def _inside(self, view: View, above: Above) -> None:
        """Give a view what is drawn inside of it."""
        node = view.node
        if node.fold is not None:
            return
        if node.kind in ("object", "either") or node.prefix:
            view.children = tuple(
                self._branches(node.branches, above.inside(node), view.place, static=view.static)
            )
        if node.kind in ("rows", "map"):
            self._list(view, above)

    def _folded(self, index: int, view: View, above: Above) -> Folded:
        made: dict[int, tuple[Node, Block]] = {}

        def make(node: Node) -> Block:
            with self._lock:
                if id(node) not in made:
                    if len(made) >= _KEPT_FOLDS:
                        made.clear()
                    inner = View(node, view.place, self.speaker, view.static, view.is_row)
                    inner.check = check(inner, self.options.check)
                    self._inside(inner, above)
                    made[id(node)] = node, self._field(inner, inner.template)
                return made[id(node)][1]

        return Folded(index, self._field(view, "fields/folded.html"), make)

    def _field(self, view: View, control: str) -> Block:
        around = control if view.bare else "field.html"
        if view.is_row and view.node.kind in ("object", "either") and view.template == control:
            around = "fields/within.html"
        html = self._rendered(around, f=view, control=control)
        return Block(*self.markers.cut(html))

    def _made(self, index: int, view: View) -> Question:
        full = self._field(view, view.template)
        lined = None
        if view.template == f"fields/{view.widget}.html" and view.widget in _LINED:
            lined = self._once(lambda: self._field(view, "fields/textarea.html"))
        known = None
        if view.node.kind in _KEPT_KINDS and not view.static:
            known = frozenset(option.text for option in view.node.options) | {"", "true", "false"}
        return Question(index, full, _without_message(full), lined, known)

    def _list(self, view: View, above: Above) -> None:
        node = view.node
        place = Place(self.markers, self.options.prefix, node.depth + 1)
        item = View(node.row, place, self.speaker, view.static, is_row=True)
        around = above.inside(node)
        folded = item.node.fold is not None
        if item.node.kind == "object" and not folded:
            item.children = tuple(
                self._branches(
                    item.node.branches, around.inside(item.node), place, static=view.static
                )
            )
        else:
            self._inside(item, around)
            item.check = carried(item, around.places, self.options.check)
            slot = self._folded(-1, item, around) if folded else self._made(-1, item)
            item.children = (self._slot(slot),)
        if self.speaker.of(item.node.schemas, "title") is None:
            item.title = Words(shown(self.speaker.say.gettext("Item")))
        html = self._rendered(
            "fields/row.html",
            f=item,
            list=view,
            press=lambda action: place.button(action, node),
            key=self._slot(lambda row, _: row.key),
            open=self._slot(slots.row_open),
            said=self._slot(slots.row_title),
            last=self._slot(slots.last),
            titled_by=_titled_by(item, place, view),
            land=place.landing(self.markers.id((), node.instance, self.options.prefix, 1)),
        )
        block = Block(*self.markers.cut(html))
        blocks = RowBlocks(lambda row: Row(self.markers, row).block(block))
        view.rows = self._slot(Rows(blocks))
        if not folded:
            view.row_key = self.key.format(node.depth + 1)
            self.markers.keys.add(view.row_key)
            view.blank_row = self._slot(
                BlankRow(blocks, item.node, view.row_key, node.kind == "map")
            )

    def _own(self, node: Node) -> str:
        """The host's own template for the `x-widget` of a node, if there is one."""
        name = f"fields/{node.keyword('x-widget')}.html"
        if name in _BUILT_IN or not _WIDGET.fullmatch(name):
            return ""
        try:
            self.environment.get_template(name)
        except TemplateNotFound:
            return ""
        return name


def _unseen(node: Node) -> bool:
    """Whether it says nothing to who only reads: what a value is shows in the value."""
    return node.chooser is not None and node.chooser.keyword == "type"


def _titled_by(row: View, place: Place, rows: View) -> Markup | None:
    """The name of the text input that says what a row is called; a script follows it."""
    if rows.node.kind == "map" and not row.static:
        return place.name(row.node, mark="~k")
    if row.node.inner or row.node.kind == "either":
        return None
    first = row.node.branches[0].nodes if row.node.branches else (row.node,)
    for node in first:
        if node.kind == "string" and not row.static and not node.read_only:
            return place.name(node)
    return None


def _without_message(block: Block) -> Block:
    """The block of a question at which nothing is said."""
    literals = [block.literals[0]]
    left: list[Slot] = []
    for slot, literal in zip(block.slots, block.literals[1:], strict=True):
        if slot in (slots.message, slots.invalid):
            literals[-1] += literal
        else:
            left.append(slot)
            literals.append(literal)
    return Block(tuple(literals), tuple(left))


def _key(text: str) -> str:
    """What stands for the key of a row in a blank one: nothing in the definition holds it."""
    name = "row"
    while f"__{name}" in text:
        name += "_"
    return f"__{name}{{}}__"


def talk(speaker: Speaker) -> Mapping[str, Any]:
    """What templates say formkit's own words with."""
    return {"_": speaker.say.gettext, "ngettext": speaker.say.ngettext}
