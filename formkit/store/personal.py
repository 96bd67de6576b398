"""Personal answers apart from the others, and together again; pure, nothing is stored here.

What stands apart is a JSON text, one entry for each answer, containers before what is inside:
`[pointer, position, value, ends on]`, or `[pointer, position]` once its time has ended. The
position is the answer's index among the members of its object, so that they come together in the
order they had. In a list a `null` keeps the place of what stands apart.

A name that somebody typed, such as a key of a map, may be that of a person. Where a pointer has
one, a pointer with `*` in its place stands before the last of the entry's parts, or after the
position once its time has ended; with the answer the name goes, too.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from attrs import frozen

from formkit.definition.form import Form
from formkit.definition.load import compact
from formkit.pointer import join, split
from formkit.store.marks import Personal, PersonalQuestion, Place, personal_questions, root_place

__all__ = [
    "Personal",
    "PersonalQuestion",
    "Withheld",
    "apart",
    "ended",
    "personal_questions",
    "together",
    "withheld",
]

Json = Any


def apart(
    form: Form, answers: Mapping[str, Json], received: datetime | None = None
) -> tuple[dict[str, Json], str | None]:
    """The answers without the personal ones, and those as text; None where there are none.

    `received` is when the answers came, by the clock on the wall: the days that they are kept
    follow that day. Without it they have no end.
    """
    if '"x-personal"' not in form.text:
        return dict(answers), None
    taking = _Taking(form.settings.retention, None if received is None else received.date())
    rest = taking.members(form.once(root_place), answers, _At())
    return rest, compact(taking.entries) if taking.entries else None


def together(answers: Mapping[str, Json], personal: str | None) -> dict[str, Json]:
    """The whole answers again, as they were before `apart`, but for what has ended."""
    whole: dict[str, Json] = _copied(answers)
    holders: dict[tuple[str, ...], list[_Entry]] = {}
    for entry in _entries(personal):
        holders.setdefault(split(entry.pointer)[:-1], []).append(entry)
    for path, entries in holders.items():
        holder = _at(whole, path)
        if isinstance(holder, dict):
            members = list(_merged(holder, entries))
            holder.clear()
            holder.update(members)
        elif isinstance(holder, list):
            for entry in entries:
                if entry.kept and entry.position < len(holder):
                    holder[entry.position] = entry.value
    return whole


class Withheld(NamedTuple):
    """The pointers of personal answers: those that are kept, and those whose time has ended.

    `told` are those of what is kept with `*` for each name that was typed: what may be recorded.
    """

    covered: tuple[str, ...]
    emptied: tuple[str, ...]
    told: tuple[str, ...]


def withheld(personal: str | None) -> Withheld:
    """Which answers stand apart, without what they are."""
    entries = list(_entries(personal))
    kept = [entry for entry in entries if entry.kept]
    return Withheld(
        tuple(entry.pointer for entry in kept),
        tuple(entry.pointer for entry in entries if not entry.kept),
        tuple(dict.fromkeys(entry.general for entry in kept)),
    )


def ended(personal: str | None, today: date) -> tuple[str | None, tuple[str, ...]]:
    """What stands apart without what has ended before `today`, and the pointers of what has.

    What ended earlier isn't told again, so that doing it twice changes nothing.
    """
    entries = list(_entries(personal))
    over = [entry for entry in entries if entry.ends_on is not None and entry.ends_on < today]
    if not over:
        return personal, ()
    gone = [entry for entry in entries if entry in over or not entry.kept]
    paths = {split(entry.pointer) for entry in gone}
    left = [entry.emptied(paths) if entry in gone else entry.raw for entry in entries]
    return compact(left), tuple(entry.pointer for entry in over)


@frozen(eq=False)
class _Entry:
    raw: list[Json]

    @property
    def pointer(self) -> str:
        pointer: str = self.raw[0]
        return pointer

    @property
    def position(self) -> int:
        position: int = self.raw[1]
        return position

    @property
    def kept(self) -> bool:
        return len(self.raw) > 3

    @property
    def general(self) -> str:
        """The pointer with `*` for each name that was typed."""
        named = len(self.raw) in (3, 5)
        general: str = self.raw[-2 if self.kept else -1] if named else self.pointer
        return general

    @property
    def value(self) -> Json:
        return self.raw[2]

    @property
    def ends_on(self) -> date | None:
        return date.fromisoformat(self.raw[-1]) if self.kept and self.raw[-1] else None

    def emptied(self, gone: Collection[tuple[str, ...]]) -> list[Json]:
        """The entry without its value, and without the names in what is `gone`.

        A name above that is still among the other answers, and keeps their order.
        """
        path, general = split(self.pointer), split(self.general)
        first = next(depth for depth in range(len(path) + 1) if path[:depth] in gone)
        left = join((*path[: first - 1], *general[first - 1 :]))
        return [left, self.position, *([self.general] if left != self.general else ())]


@frozen
class _At:
    """The place of an answer; `general` has `*` for each name that was typed."""

    path: tuple[str, ...] = ()
    general: tuple[str, ...] = ()

    def inside(self, name: str, *, typed: bool = False) -> "_At":
        return _At((*self.path, name), (*self.general, "*" if typed else name))

    def member(self, place: Place, name: str) -> "_At":
        return self.inside(name, typed=not place.declares(name))


def _entries(personal: str | None) -> Iterator[_Entry]:
    return map(_Entry, json.loads(personal) if personal else ())


def _copied(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _copied(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [_copied(inside) for inside in value]
    return value


def _at(value: Json, path: Iterable[str]) -> Json:
    """What stands at a path; None where nothing does, since a container may have ended."""
    for name in path:
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def _merged(rest: Mapping[str, Json], entries: Sequence[_Entry]) -> Iterator[tuple[str, Json]]:
    """The members of an object in the order that they had."""
    others = iter(rest.items())
    taken = {entry.position: entry for entry in entries}
    for position in range(len(rest) + len(entries)):
        entry = taken.pop(position, None)
        if entry is None:
            yield from (member for member in (next(others, None),) if member is not None)
        elif entry.kept:
            yield split(entry.pointer)[-1], entry.value


class _Taking:
    """One pass over answers, which takes the personal ones out."""

    def __init__(self, retention: int | None, day: date | None) -> None:
        self.entries: list[list[Json]] = []
        self._retention = retention
        self._day = day

    def members(self, place: Place, value: Mapping[str, Json], at: _At) -> dict[str, Json]:
        """An object without its personal members; all are, where the object itself is."""
        rest = {}
        for position, (name, inside) in enumerate(value.items()):
            here = at.member(place, name)
            member = place.member(name)
            said = member.personal or (place.personal if not at.path else None)
            if said is None:
                rest[name] = self._others(member, inside, here)
            else:
                self._take(member, inside, here, position, self._days(said))
        return rest

    def _others(self, place: Place, value: Json, at: _At) -> Json:
        if isinstance(value, dict):
            return self.members(place, value, at)
        if isinstance(value, list):
            rest: list[Json] = []
            for index, inside in enumerate(value):
                item = place.item(index)
                here = at.inside(str(index))
                if item.personal is None:
                    rest.append(self._others(item, inside, here))
                else:
                    self._take(item, inside, here, index, self._days(item.personal))
                    rest.append(None)
            return rest
        return value

    def _take(self, place: Place, value: Json, at: _At, position: int, days: int | None) -> None:
        named = () if at.path == at.general else (join(at.general),)
        entry = [join(at.path), position, None, *named, self._ends_on(days)]
        self.entries.append(entry)
        entry[2] = self._shorter(place, value, at, days)

    def _shorter(self, place: Place, value: Json, at: _At, limit: int | None) -> Json:
        """A personal value without what in it is kept for fewer days than itself."""
        if isinstance(value, dict):
            rest = {}
            for position, (name, inside) in enumerate(value.items()):
                member, here = place.member(name), at.member(place, name)
                if not self._taken(member, inside, here, position, limit):
                    rest[name] = self._shorter(member, inside, here, limit)
            return rest
        if isinstance(value, list):
            several: list[Json] = []
            for index, inside in enumerate(value):
                item, here = place.item(index), at.inside(str(index))
                taken = self._taken(item, inside, here, index, limit)
                several.append(None if taken else self._shorter(item, inside, here, limit))
            return several
        return value

    def _taken(self, place: Place, value: Json, at: _At, position: int, limit: int | None) -> bool:
        days = None if place.personal is None else self._days(place.personal)
        shorter = days is not None and (limit is None or days < limit)
        if shorter:
            self._take(place, value, at, position, days)
        return shorter

    def _days(self, said: Personal) -> int | None:
        return self._retention if said.days is None else said.days

    def _ends_on(self, days: int | None) -> str | None:
        if days is None or self._day is None:
            return None
        try:
            return (self._day + timedelta(days=days)).isoformat()
        except OverflowError:
            # beyond the calendar
            return None
