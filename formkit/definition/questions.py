"""What the questions of a form let one suspect: words, pages, roles, limits, hiding in a circle."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen

from formkit.definition.bundle import Place
from formkit.definition.findings import error, warning
from formkit.definition.form import Form
from formkit.definition.nodes import Node, tree
from formkit.definition.secrets import asks_for_secret
from formkit.definition.vocabulary import WIDGETS
from formkit.errors import Problem
from formkit.pointer import join, split

# Reports read one answer for each of these.
_ONCE = frozenset(
    {
        "subject", "contact", "people", "return", "return-date", "return-ref", "filled-by",
    }
)  # fmt: skip
_WORDS = {"title": "title", "description": "description", "x-help": "help"}
_UNTITLED = frozenset({"const", "unrendered"})


@frozen
class Questions:
    """The questions of a form, with what leads from a schema back to where it is written."""

    form: Form
    where: Callable[[Any], Place]

    def findings(self) -> Iterator[Problem]:
        """All that is to be said of them, in the order of the page."""
        yield from self._pages()
        yield from self._consent()
        roles: Counter[str] = Counter()
        seen: set[tuple[str, ...]] = set()
        for node in self._nodes():
            yield from self._node(node)
            if node.path not in seen:
                seen.add(node.path)
                yield from self._role(node, roles)
        yield from self._translations()

    def _nodes(self) -> Iterator[Node]:
        return (
            node
            for node in tree(self.form).nodes()
            if node.path and node.kind not in ("chooser", "map") and not node.inner
        )

    def _paths(self) -> set[tuple[str, ...]]:
        return {node.path for node in self._nodes()}

    def _place(self, node: Node) -> Place:
        return self.where(node.schemas[0] if node.schemas else None)

    def _node(self, node: Node) -> Iterator[Problem]:
        place, name = self._place(node), join(node.path)
        if node.kind == "unrendered" and not _is_end(node):
            yield warning(place, "unrendered", question=name, reason=node.facts.reason)
        elif node.kind == "json":
            yield warning(place, "json-text", question=name, reason=node.facts.reason)
        if any(map(asks_for_secret, _controls(node))):
            tell = error if self.form.ours else warning
            yield tell(place, "secret", question=name)
        named = node.keyword("x-widget")
        if named in WIDGETS and node.kind != "unrendered" and named != node.widget:
            holder = self._holder(node, "x-widget")
            yield warning(holder, "unfitting", "x-widget", found=named, question=name)
        if node.kind == "boolean" and node.widget == "tick" and node.required:
            yield warning(place, "tick-required", question=name)
        if not node.numbered and node.kind not in _UNTITLED and node.keyword("title") is None:
            yield warning(place, "untitled", question=name)
        for keyword, pointer in (node.keyword("x-limit") or {}).items():
            if _relative(node.path, pointer) not in self._paths():
                holder = self._holder(node, "x-limit")
                yield error(holder, "limit-nowhere", "x-limit", keyword, found=pointer)

    def _holder(self, node: Node, keyword: str) -> Place:
        return self.where(next(schema for schema in node.schemas if keyword in schema))

    def _role(self, node: Node, roles: Counter[str]) -> Iterator[Problem]:
        role = node.keyword("x-role")
        roles[role] += 1
        if role in _ONCE and roles[role] == 2:
            place = self._holder(node, "x-role")
            yield warning(place, "role-twice", "x-role", found=role, question=join(node.path))

    def _pages(self) -> Iterator[Problem]:
        pages = self.form.settings.pages
        if not pages:
            return
        root = self.where(self.form.document)
        asked = {node.name for node in self._nodes() if node.depth == 1}
        named: set[str] = set()
        for number, page in enumerate(pages):
            for index, pointer in enumerate(page.questions):
                at = ("x-form", "pages", str(number), "questions", str(index))
                name, *deeper = split(pointer)
                if deeper or name not in asked:
                    yield error(root, "page-nowhere", *at, found=pointer)
                    continue
                if name in named:
                    yield error(root, "page-twice", *at, found=pointer)
                named.add(name)
        for name in sorted(asked - named):
            yield warning(root, "page-missing", "x-form", "pages", question=join((name,)))

    def _consent(self) -> Iterator[Problem]:
        names = {node.name for node in self._nodes()}
        for index, consent in enumerate(self.form.settings.consent):
            if consent.key not in names:
                root = self.where(self.form.document)
                at = ("x-form", "consent", str(index), "key")
                yield error(root, "consent-nowhere", *at, found=consent.key)

    def _translations(self) -> Iterator[Problem]:
        root = self.where(self.form.document)
        for language in self.form.languages[1:]:
            settings = self.form.settings
            yield from _untranslated(root, ("x-form",), settings.schema, language, ("thanks",))
            for number, page in enumerate(settings.pages):
                at = ("x-form", "pages", str(number))
                yield from _untranslated(root, at, page.schema, language, ("title",))
            for number, consent in enumerate(settings.consent):
                at = ("x-form", "consent", str(number))
                yield from _untranslated(root, at, consent.schema, language, ("purpose", "text"))
            for schema in self._spoken():
                yield from _untranslated_node(self.where(schema), schema, language)

    def _spoken(self) -> Iterator[Mapping[str, Any]]:
        """The schemas whose words are shown."""
        for node in tree(self.form).nodes():
            yield from node.schemas
            for option in node.options:
                if option.schema is not None:
                    yield option.schema


def _controls(node: Node) -> Iterator[Node]:
    """A question, and where it has several controls each of them."""
    yield node
    for child in node.children():
        if child.inner:
            yield from _controls(child)


def _is_end(node: Node) -> bool:
    """Whether it only says that a list or a map holds nothing more."""
    return node.numbered and any(part.schema is False for part in node.telling)


def _untranslated(
    place: Place,
    at: tuple[str, ...],
    schema: Mapping[str, Any],
    language: str,
    keywords: tuple[str, ...],
) -> Iterator[Problem]:
    said = schema.get("x-i18n", {}).get(language, {})
    for keyword in keywords:
        if keyword in schema and keyword not in said:
            yield warning(place, "untranslated", *at, keyword, keyword=keyword, language=language)


def _untranslated_node(place: Place, schema: Mapping[str, Any], language: str) -> Iterator[Problem]:
    said = schema.get("x-i18n", {}).get(language, {})
    for keyword, name in _WORDS.items():
        if keyword in schema and name not in said:
            yield warning(place, "untranslated", keyword, keyword=keyword, language=language)
    for rule in schema.get("x-message", {}):
        if rule not in said.get("message", {}):
            at = ("x-message", rule)
            yield warning(place, "untranslated", *at, keyword="x-message", language=language)


def _relative(path: tuple[str, ...], pointer: str) -> tuple[str, ...] | None:
    """The place that a relative JSON Pointer leads to from a question; None above the root."""
    up, _, rest = pointer.partition("/")
    if int(up) > len(path):
        return None
    return (*path[: len(path) - int(up)], *split("/" + rest))
