"""Personal answers apart from the others, and together again; pure, nothing is stored here.

What stands apart is a JSON text, one entry for each answer, containers before what is inside:
`[pointer, position, value, ends on]`, or `[pointer, position]` once its time has ended. The
position is the answer's index among the members of its object, so that they come together in the
order they had. In a list a `null` keeps the place of what stands apart.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    rest = taking.members(form.once(root_place), answers, ())
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
    """The pointers of personal answers: those that are kept, and those whose time has ended."""

    covered: tuple[str, ...]
    emptied: tuple[str, ...]


def withheld(personal: str | None) -> Withheld:
    """Which answers stand apart, without what they are."""
    entries = list(_entries(personal))
    return Withheld(
        tuple(entry.pointer for entry in entries if entry.kept),
        tuple(entry.pointer for entry in entries if not entry.kept),
    )


def ended(personal: str | None, today: date) -> tuple[str | None, tuple[str, ...]]:
    """What stands apart without what has ended before `today`, and the pointers of what has.

    What ended earlier isn't told again, so that doing it twice changes nothing.
    """
    entries = list(_entries(personal))
    over = [entry for entry in entries if entry.ends_on is not None and entry.ends_on < today]
    if not over:
        return personal, ()
    left = [entry.emptied() if entry in over else entry.raw for entry in entries]
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
        return len(self.raw) > 2

    @property
    def value(self) -> Json:
        return self.raw[2]

    @property
    def ends_on(self) -> date | None:
        return date.fromisoformat(self.raw[3]) if self.kept and self.raw[3] else None

    def emptied(self) -> list[Json]:
        return self.raw[:2]


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

    def members(
        self, place: Place, value: Mapping[str, Json], path: tuple[str, ...]
    ) -> dict[str, Json]:
        """An object without its personal members; all are, where the object itself is."""
        rest = {}
        for position, (name, inside) in enumerate(value.items()):
            at = (*path, name)
            member = place.member(name)
            said = member.personal or (place.personal if not path else None)
            if said is None:
                rest[name] = self._others(member, inside, at)
            else:
                self._take(member, inside, at, position, self._days(said))
        return rest

    def _others(self, place: Place, value: Json, path: tuple[str, ...]) -> Json:
        if isinstance(value, dict):
            return self.members(place, value, path)
        if isinstance(value, list):
            rest: list[Json] = []
            for index, inside in enumerate(value):
                item = place.item(index)
                at = (*path, str(index))
                if item.personal is None:
                    rest.append(self._others(item, inside, at))
                else:
                    self._take(item, inside, at, index, self._days(item.personal))
                    rest.append(None)
            return rest
        return value

    def _take(
        self, place: Place, value: Json, path: tuple[str, ...], position: int, days: int | None
    ) -> None:
        entry = [join(path), position, None, self._ends_on(days)]
        self.entries.append(entry)
        entry[2] = self._shorter(place, value, path, days)

    def _shorter(self, place: Place, value: Json, path: tuple[str, ...], limit: int | None) -> Json:
        """A personal value without what in it is kept for fewer days than itself."""
        if isinstance(value, dict):
            rest = {}
            for position, (name, inside) in enumerate(value.items()):
                if not self._taken(place.member(name), inside, (*path, name), position, limit):
                    rest[name] = self._shorter(place.member(name), inside, (*path, name), limit)
            return rest
        if isinstance(value, list):
            return [
                None
                if self._taken(place.item(index), inside, (*path, str(index)), index, limit)
                else self._shorter(place.item(index), inside, (*path, str(index)), limit)
                for index, inside in enumerate(value)
            ]
        return value

    def _taken(
        self, place: Place, value: Json, path: tuple[str, ...], position: int, limit: int | None
    ) -> bool:
        days = None if place.personal is None else self._days(place.personal)
        shorter = days is not None and (limit is None or days < limit)
        if shorter:
            self._take(place, value, path, position, days)
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
