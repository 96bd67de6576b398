"""Posted pairs → the tree of fields: what was typed, what it means, and what couldn't be read."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from formkit.definition.form import Form
from formkit.definition.nodes import Node, tree
from formkit.filling.controls import OFFSET_WIDGETS, read, read_json, read_ticks
from formkit.filling.encode import encoded
from formkit.filling.fields import ABSENT, Absent, Field, Json
from formkit.filling.numbers import Ambiguous
from formkit.filling.pairs import EMPTY, Posted
from formkit.pointer import Segments
from formkit.text import clean

# So many rows are read of all lists together, and so many ticks of one: each costs a judgement,
# and a page that shows them again would be too large for any phone.
MAX_ROWS = 500
MAX_TICKS = 1_000


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
    decoder = _Decoder(language, page)
    root = decoder.field(tree(form).root, posted, (), _NO_BASE if base is None else dict(base))
    return root, decoder.misread


class _Decoder:
    def __init__(self, language: str | None, page: bool) -> None:
        self.language = language
        self.page = page
        self.misread: list[Misread] = []
        self.rows = 0

    def field(self, node: Node, posted: Posted, segments: Segments, base: _Base) -> Field:
        if node.read_only:
            posted.pass_over()
            return self._stored(node, segments, base)
        item = Field(node, segments, key=segments[-1] if segments else "")
        instance = node.instance if self.page or posted.has_control(node.instance) else 1
        if node.kind == "object":
            self._object(item, posted, instance, base)
        elif node.kind == "rows":
            self._rows(item, posted, base)
        elif node.kind == "ticks":
            self._ticks(item, posted, instance)
        elif node.kind != "unrendered":
            self._scalar(item, posted, instance)
        if node.depth:
            self._marks(item, posted, instance)
        return item

    def _stored(self, node: Node, segments: Segments, base: _Base) -> Field:
        """A read-only field: from the base; where nothing surrounds it there, from the default."""
        if not isinstance(base, _NoBase):
            return encoded(node, base, segments, self.language)
        default = node.said("default")
        if node.kind == "object" and node.required and default is None:
            item = Field(node, segments, key=segments[-1])
            for branch in node.branches:
                for child in branch.nodes:
                    item.children.append(self._stored(child, (*segments, child.name), base))
            item.on = [True] * len(node.branches)
            return item
        item = encoded(node, ABSENT if default is None else default, segments, self.language)
        for inside in item.walk():
            inside.given = inside is item and node.kind == "object" and default is not None
        return item

    def _object(self, item: Field, posted: Posted, instance: int, base: _Base) -> None:
        node = item.node
        for branch in node.branches:
            for child in branch.nodes:
                inner: _Base = base.get(child.name, ABSENT) if isinstance(base, dict) else _NO_BASE
                place = posted.inside.get(child.name, EMPTY)
                item.children.append(self.field(child, place, (*item.segments, child.name), inner))
        item.on = [True] * len(node.branches)
        item.present = bool(posted.take(instance, "~p"))
        for name, place in posted.inside.items():
            if name not in node.controls:
                text = _first(place.take(instance, "~v") or place.take(1, "~v"))
                if text is not None:
                    self._extra(item, name, text)

    def _extra(self, item: Field, name: str, text: str) -> None:
        item.extras[name] = text
        try:
            item.extra_values[name] = read_json(text)
        except (ValueError, RecursionError):
            self.misread.append(Misread(item, "json", {"name": name}))

    def _ticks(self, item: Field, posted: Posted, instance: int) -> None:
        texts = [text for text in dict.fromkeys(posted.take(instance)) if clean(text)]
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
        instances = item.node.instances
        keys = posted.row_keys(instances if self.page else instances | {1})
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
        for text in dict.fromkeys(texts):
            value = read(item.node, text, item.offset, self.language)
            if value is ABSENT:
                continue
            if answered is None:
                answered = text
                item.texts = (text,)
                if isinstance(value, Ambiguous):
                    self.misread.append(
                        Misread(item, "ambiguous", {"text": value.text, "options": value.readings})
                    )
                    value = value.text
                item.value = value
            elif clean(text) != clean(answered):
                self.misread.append(Misread(item, "repeated", {"values": (answered, text)}))
                return

    def _marks(self, item: Field, posted: Posted, instance: int) -> None:
        """What a control can't carry: JSON text, and that a list is there though empty."""
        node = item.node
        text = _first(posted.take(instance, "~v"))
        if text is not None:
            item.verbatim = text
            if item.value is ABSENT:
                try:
                    item.value = read_json(text)
                except (ValueError, RecursionError):
                    self.misread.append(Misread(item, "json"))
            else:
                item.verbatim = None
        if node.kind in ("rows", "ticks") and posted.take(instance, "~n"):
            item.none = not item.texts
            if node.kind == "ticks" and item.value is ABSENT:
                item.value = []


def _first(texts: list[str]) -> str | None:
    return texts[0] if texts else None
