"""Which places of a form's answers are personal, as `x-personal` says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from attrs import frozen

from formkit.definition.form import Form
from formkit.definition.gather import Part
from formkit.definition.nodes import tree
from formkit.definition.parts import child_parts, root_parts
from formkit.definition.patterns import PatternError, compile_pattern
from formkit.pointer import join

Level = Literal["basic", "sensitive"]


@frozen
class Personal:
    """What `x-personal` says of a question: how personal its answer is, and for how many days it
    is kept (None: as long as the form says, or for ever).
    """

    level: Level
    days: int | None = None


@frozen
class PersonalQuestion:
    """A question whose answer is personal; `path` has `*` for the rows that it stands in."""

    path: tuple[str, ...]
    level: Level
    days: int | None

    @property
    def pointer(self) -> str:
        return join(self.path)


def personal_questions(form: Form) -> tuple[PersonalQuestion, ...]:
    """The questions that are marked as personal, in the order of the page, with their terms.

    What stands inside of one, such as the rows of a personal list, is personal too.
    """
    return form.once(_questions)


def _questions(form: Form) -> tuple[PersonalQuestion, ...]:
    found: dict[tuple[str, ...], Personal] = {}
    for node in tree(form).nodes():
        said = said_of(node.parts)
        if said is not None:
            before = found.get(node.path)
            found[node.path] = said if before is None else stricter((before, said))
    retention = form.settings.retention
    return tuple(
        PersonalQuestion(path, said.level, retention if said.days is None else said.days)
        for path, said in found.items()
    )


class Place:
    """All schemas that may describe one place of the answers, whichever branch is chosen.

    Wider than what a page asks: an answer that came another way is as personal.
    """

    def __init__(self, parts: Iterable[Part], depth: int) -> None:
        self._parts = tuple(_with_branches(parts, depth))
        self._depth = depth
        self._known: dict[str, Place] = {}
        self.personal = said_of(self._parts)

    def member(self, name: str) -> "Place":
        found = self._known.get(name)
        if found is None:
            inside = [each for part in self._parts for each in _members(part, name)]
            found = self._inside(inside)
            if self.declares(name):
                # other names are anybody's, and would fill the memory
                self._known[name] = found
        return found

    def declares(self, name: str) -> bool:
        """Whether a schema has the name; else somebody typed it."""
        return any(name in (part.keyword("properties") or ()) for part in self._parts)

    def item(self, index: int) -> "Place":
        listed = max((len(part.keyword("prefixItems") or ()) for part in self._parts), default=0)
        key = str(min(index, listed))
        if key not in self._known:
            inside = [each for part in self._parts for each in _items(part, index)]
            self._known[key] = self._inside(inside)
        return self._known[key]

    def _inside(self, schemas: Iterable[tuple[Part, Any]]) -> "Place":
        depth = self._depth + 1
        parts = [each for part, schema in schemas for each in child_parts(schema, part, depth)]
        return Place(parts, depth)


def root_place(form: Form) -> Place:
    return Place(root_parts(form.document, form.resolver()), 0)


def _with_branches(parts: Iterable[Part], depth: int) -> Iterator[Part]:
    seen: set[int] = set()
    waiting = list(parts)[::-1]
    while waiting:
        part = waiting.pop()
        if id(part.schema) in seen:
            continue
        seen.add(id(part.schema))
        yield part
        for keyword in ("oneOf", "anyOf"):
            for branch in part.keyword(keyword) or ():
                waiting.extend(child_parts(branch, part, depth))


def _members(part: Part, name: str) -> Iterator[tuple[Part, Any]]:
    declared = part.keyword("properties") or {}
    if name in declared:
        yield part, declared[name]
    patterns = part.keyword("patternProperties") or {}
    matching = [schema for pattern, schema in patterns.items() if _matches(pattern, name)]
    for schema in matching:
        yield part, schema
    if name not in declared and not matching:
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            schema = part.keyword(keyword)
            if schema is not None:
                yield part, schema


def _matches(pattern: str, name: str) -> bool:
    try:
        return compile_pattern(pattern).search(name)
    except PatternError:
        # rather too private than too open
        return True


def _items(part: Part, index: int) -> Iterator[tuple[Part, Any]]:
    listed = part.keyword("prefixItems") or ()
    if index < len(listed):
        yield part, listed[index]
    elif part.keyword("items") is not None:
        yield part, part.keyword("items")
    for keyword in ("contains", "unevaluatedItems"):
        if part.keyword(keyword) is not None:
            yield part, part.keyword(keyword)


def said_of(parts: Iterable[Part]) -> Personal | None:
    """What a place's schemas say: under the same conditions the first one, else the stricter."""
    first: dict[Any, Mapping[str, Any]] = {}
    for part in parts:
        said = part.keyword("x-personal")
        if said is not None:
            first.setdefault(part.conditions, said)
    found = [
        Personal(said["level"], said.get("days"))
        for said in first.values()
        if said["level"] != "none"
    ]
    return stricter(found) if found else None


def stricter(found: Sequence[Personal]) -> Personal:
    level: Level = "sensitive" if any(each.level == "sensitive" for each in found) else "basic"
    days = [each.days for each in found if each.days is not None]
    return Personal(level, min(days, default=None))
