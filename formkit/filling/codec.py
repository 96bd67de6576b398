"""Posted pairs → the tree of fields: what was typed, what it means, and what couldn't be read."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from formkit.definition.form import Form
from formkit.definition.gather import Chooser
from formkit.definition.nodes import Node, tree
from formkit.filling.controls import (
    OFFSET_WIDGETS,
    read,
    read_json,
    read_ticks,
    read_typed,
    ticked,
    type_of,
)
from formkit.filling.encode import encoded
from formkit.filling.fields import ABSENT, Absent, Field, Json, chosen, has_text
from formkit.filling.judge import Judge, judge
from formkit.filling.numbers import Ambiguous
from formkit.filling.pairs import EMPTY, Posted
from formkit.pointer import Segments
from formkit.text import clean

# So many rows are read of all lists together, and so many ticks of one: each costs a judgement,
# and a page that shows them again would be too large for any phone.
MAX_ROWS = 500
MAX_TICKS = 1_000
# So many places that stand within themselves are opened for one page.
MAX_OPENED = 300


class _NoBase:
    """Nothing stored surrounds this place, which differs from its being absent there."""


_NO_BASE: Final = _NoBase()
_Base = Json | Absent | _NoBase


@frozen(eq=False)
class Misread:
    """What went wrong while reading one field; it counts only where the field is asked."""

    item: Field
    keyword: str
    params: Mapping[str, Any] = field(factory=dict)


def decode(
    form: Form,
    posted: Posted,
    *,
    language: str | None,
    base: Mapping[str, Json] | None,
    page: bool,
) -> tuple[Field, list[Misread]]:
    """The tree of fields for what was posted.

    `page` says that a page was posted, with a name for each of its controls: what isn't there was
    left empty, and is not to be looked for under the plain name of another control.
    `base` are the stored answers of a response that is being edited: read-only values come from
    it, or from the definition's defaults without it, never from what was posted.
    """
    decoder = _Decoder(language, page, judge(form))
    root = decoder.field(tree(form).root, posted, (), _NO_BASE if base is None else dict(base))
    if decoder.opened > MAX_OPENED:
        excess = {"limit": MAX_OPENED, "count": decoder.opened}
        decoder.misread.append(Misread(root, "pairs", excess))
    return root, decoder.misread


# What is read from the text of one control, and what has nothing inside.
_TYPED = frozenset(
    ("boolean", "choice", "const", "consent", "integer", "number", "scalar", "string")
)
_ALONE = _TYPED | {"chooser", "json", "ticks", "unrendered"}


class _Decoder:
    def __init__(self, language: str | None, page: bool, judge: Judge) -> None:
        self.language = language
        self.page = page
        self.judge = judge
        self.misread: list[Misread] = []
        self.rows = 0
        self.opened = 0

    def field(self, node: Node, posted: Posted, segments: Segments, base: _Base) -> Field:
        if node.read_only:
            posted.pass_over()
            return self._stored(node, segments, base)
        fold = node.fold
        if fold is not None and (posted.inside or (fold.chooses and posted.chooses())):
            self.opened += 1
            if self.opened > MAX_OPENED:
                posted.pass_over()
                posted = EMPTY
            else:
                node = node.unfolded()
        item = Field(node, segments, key=segments[-1] if segments else "")
        kind = node.kind
        if posted is EMPTY and kind in _ALONE:
            return item
        instance = node.instance if self.page or posted.has_control(node.instance) else 1
        if kind in _TYPED:
            self._scalar(item, posted, instance)
        elif kind == "object":
            self._object(item, posted, instance, base)
        elif kind == "rows":
            self._rows(item, posted, base)
        elif kind == "ticks":
            self._ticks(item, posted, instance)
        elif kind == "either":
            self._either(item, posted, base)
        elif node.chooser is not None:
            self._choose(item, node.chooser, posted.take(instance, node.mark))
            return item
        if node.depth and not posted.is_unmarked(instance):
            self._marks(item, posted, instance)
        return item

    def _choose(self, item: Field, chooser: Chooser, texts: list[str]) -> None:
        """What is chosen; a text that is no choice chooses nothing, and is told."""
        given = [text for text in dict.fromkeys(texts) if text]
        known = [text for text in given if text in chooser.texts]
        several = item.node.widget == "checkboxes"
        item.texts = tuple(known if several else known[:1])
        unknown = [text for text in given if text not in chooser.texts]
        if unknown:
            self.misread.append(Misread(item, "choice", {"value": unknown[0]}))
        if len(known) > 1 and not several:
            self.misread.append(Misread(item, "repeated", {"values": tuple(known[:2])}))

    def _either(self, item: Field, posted: Posted, base: _Base) -> None:
        node = item.node
        for branch in node.branches:
            for child in branch.nodes:
                item.children.append(self.field(child, posted, item.segments, base))
        item.on = [True] * len(node.branches)
        if node.typed:
            (index,) = node.choosers.values()
            self._type(item, item.children[index], next(iter(node.choosers)))

    def _type(self, item: Field, chooser: Field, node: Chooser) -> None:
        """Read a value of several types by the one that was chosen, else by what was typed."""
        for child in item.children:
            if child.node.kind == "scalar" and any(child.texts):
                kind, value = read_typed(
                    child.node, child.texts[0], chosen(chooser)[0], self.language
                )
                child.value = self._settled(child, value)
                if kind and value is not ABSENT and not chooser.texts:
                    chooser.texts = (kind,)
        for child in item.children:
            if chooser.texts:
                return
            if child.verbatim is not None and child.value is not ABSENT:
                kind = type_of(child.value)
                chooser.texts = (kind,) if kind in node.texts else ()
            elif child.node.kind in ("rows", "object") and _said(child):
                chooser.texts = ("array" if child.node.kind == "rows" else "object",)
            elif child.node.kind not in ("rows", "object", "scalar") and child.value is not ABSENT:
                kind = child.node.facts.types[-1]
                chooser.texts = ("number" if kind == "integer" else kind,)

    def _stored(self, node: Node, segments: Segments, base: _Base) -> Field:
        """A read-only field: from the base; where nothing surrounds it there, from the default."""
        if not isinstance(base, _NoBase):
            return encoded(node, base, segments, self.language, self.judge)
        default = node.said("default")
        if node.kind == "object" and node.required and default is None:
            item = Field(node, segments, key=segments[-1] if segments else "")
            for branch in node.branches:
                for child in branch.nodes:
                    place = segments if child.depth == node.depth else (*segments, child.name)
                    item.children.append(self._stored(child, place, base))
            item.on = [True] * len(node.branches)
            return item
        value = ABSENT if default is None else default
        item = encoded(node, value, segments, self.language, self.judge)
        for inside in item.walk():
            # A default is no answer; of an object it says that it is there.
            inside.given = inside.given and inside.node.kind == "object"
            inside.present = False
        return item

    def _object(self, item: Field, posted: Posted, instance: int, base: _Base) -> None:
        node = item.node
        for branch in node.branches:
            for child in branch.nodes:
                if child.kind == "map":
                    item.children.append(self._map(item, child, posted, base))
                    continue
                if child.kind == "chooser":
                    item.children.append(self.field(child, posted, item.segments, base))
                    continue
                inner: _Base = base.get(child.name, ABSENT) if isinstance(base, dict) else _NO_BASE
                place = posted.inside.get(child.name, EMPTY)
                item.children.append(self.field(child, place, (*item.segments, child.name), inner))
        item.on = [True] * len(node.branches)
        item.present = bool(posted.take(instance, "~p"))
        rows = {row.key for row in item.children[node.more].rows} if node.more is not None else ()
        extras = {}
        for name, place in posted.inside.items():
            if name not in node.controls and name not in rows:
                text = _first(place.take(instance, "~v") or place.take(1, "~v"))
                if text is not None:
                    extras[name] = text
        if extras:
            self._extras(item, extras)

    def _map(self, item: Field, node: Node, posted: Posted, base: _Base) -> Field:
        """The rows of properties without a name: of each its key, and what stands there.

        Where there may be some, the plain pointer of one that nothing declares is a row as well.
        """
        found = Field(node, item.segments)
        keys: list[str] = []
        for name, place in posted.inside.items():
            if name not in item.node.controls and (
                place.marked(node.row.instances, "~k")
                or (node.offered and not self.page and place.is_plain(node.row.instance))
            ):
                keys.append(name)
        self._hold(item, max(MAX_ROWS - self.rows, 0), keys)
        self.rows += len(keys)
        for key in keys:
            place = posted.inside[key]
            typed = place.take(node.row.instance, "~k") or place.take(1, "~k")
            names = [name for name in dict.fromkeys(map(clean, typed)) if name]
            called = (names or [""])[0] if typed else key
            inner = base.get(called, ABSENT) if isinstance(base, dict) else _NO_BASE
            row = self.field(node.row, place, (*item.segments, key), inner)
            # Without a key of its own, what was left empty is nothing.
            row.called = called if typed or has_text(row) else ""
            if len(names) > 1:
                self.misread.append(Misread(row, "repeated", {"values": tuple(names[:2])}))
            found.rows.append(row)
        return found

    def _extras(self, item: Field, extras: dict[str, str]) -> None:
        item.extras, values = extras, {}
        for name, text in extras.items():
            try:
                values[name] = read_json(text)
            except (ValueError, RecursionError):
                self.misread.append(Misread(item, "json", {"name": name}))
        item.extra_values = values

    def _ticks(self, item: Field, posted: Posted, instance: int) -> None:
        texts = ticked(item.node, posted.take(instance))
        self._hold(item, MAX_TICKS, texts)
        item.texts = tuple(texts)
        if texts:
            item.value = read_ticks(item.node, item.texts)

    def _hold(self, item: Field, limit: int, found: list[str]) -> None:
        """Keep to a limit, and tell what it cost."""
        if len(found) > limit:
            self.misread.append(Misread(item, "pairs", {"limit": limit, "count": len(found)}))
            del found[limit:]

    def _rows(self, item: Field, posted: Posted, base: _Base) -> None:
        if item.node.fold is not None:
            return
        instances = item.node.instances
        for branch in item.node.branches:
            for child in branch.nodes:
                number = int(child.name)
                place: _Base = _NO_BASE
                if isinstance(base, list):
                    place = base[number] if number < len(base) else ABSENT
                here = posted.inside.get(child.name, EMPTY)
                item.children.append(self.field(child, here, (*item.segments, child.name), place))
        item.on = [True] * len(item.node.branches)
        known = instances if self.page else instances | {1}
        keys = posted.row_keys(known, item.node.row.instance, item.node.prefix)
        self._hold(item, max(MAX_ROWS - self.rows, 0), keys)
        self.rows += len(keys)
        for key in keys:
            inner: _Base = _NO_BASE
            if isinstance(base, list) and key == str(int(key)) and int(key) < len(base):
                inner = base[int(key)]
            item.rows.append(
                self.field(item.node.row, posted.inside[key], (*item.segments, key), inner)
            )

    def _scalar(self, item: Field, posted: Posted, instance: int) -> None:
        texts = posted.take(instance)
        if item.node.widget in OFFSET_WIDGETS:
            item.offset = _first(posted.take(instance, "~z"))
        item.texts = tuple(texts[:1])
        answered = None
        for text in texts if len(texts) < 2 else dict.fromkeys(texts):
            value = read(item.node, text, item.offset, self.language)
            if value is ABSENT:
                continue
            if answered is None:
                answered = text
                item.texts = (text,)
                item.value = self._settled(item, value)
            elif clean(text) != clean(answered):
                self.misread.append(Misread(item, "repeated", {"values": (answered, text)}))
                return

    def _settled(self, item: Field, value: Json | Absent | Ambiguous) -> Json | Absent:
        """The value, or its text where that may be two numbers, which is told."""
        if not isinstance(value, Ambiguous):
            return value
        self.misread.append(
            Misread(item, "ambiguous", {"text": value.text, "options": value.readings})
        )
        return value.text

    def _marks(self, item: Field, posted: Posted, instance: int) -> None:
        """What a control can't carry: JSON text, and that a list is there though empty."""
        node = item.node
        texts = list(dict.fromkeys(posted.take(instance, "~v")))
        if node.kind in ("json", "either"):
            # Here it is a control of its own, which may be left empty.
            texts = [text for text in texts if text.strip()]
        if texts:
            self._verbatim(item, texts)
        if node.kind in ("rows", "ticks") and posted.take(instance, "~n"):
            item.none = not item.texts
            if node.kind == "ticks" and item.value is ABSENT:
                item.value = []

    def _verbatim(self, item: Field, texts: list[str]) -> None:
        if len(texts) > 1:
            self.misread.append(Misread(item, "repeated", {"values": tuple(texts[:2])}))
        if item.value is not ABSENT:
            return
        item.verbatim = texts[0]
        try:
            item.value = read_json(texts[0])
        except (ValueError, RecursionError):
            self.misread.append(Misread(item, "json"))


def _said(item: Field) -> bool:
    """Whether a person said that this list or group is there, or anything inside."""
    there = item.none or item.present or bool(item.extras)
    return there or any(map(has_text, (*item.children, *item.rows)))


def _first(texts: list[str]) -> str | None:
    return texts[0] if texts else None
