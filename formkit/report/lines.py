"""From a response to the lines of the tables: each answer in its cell, none without one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from formkit.definition.form import Form
from formkit.pointer import join
from formkit.report.cells import Cell, cell, joined, json_cell, shown
from formkit.report.columns import ABOUT, Layout, Spot, Table, option_key
from formkit.store.forms import Published
from formkit.store.personal import apart, personal_questions
from formkit.store.responses import Response
from formkit.store.times import read_moment


@frozen(eq=False)
class Line:
    """One line of a table."""

    table: Table
    cells: list[Cell]


@define(eq=False)
class _Row:
    """A line that is being filled; `rest` is what no column stands for, by its pointer."""

    table: Table
    cells: list[Cell]
    links: tuple[Cell, ...]
    rest: dict[str, Any] = field(factory=dict)

    def line(self) -> Line:
        if self.rest:
            self.cells[-1] = json_cell(self.rest)
        return Line(self.table, self.cells)


def lines(layout: Layout, response: Response) -> Iterator[Line]:
    """The lines of one response: that of its answers first, then its rows, outer ones first.

    `response.answers` are what `Openly.response` gives.
    """
    known = about(response)
    cells: list[Cell] = [None] * len(layout.answers.columns)
    cells[: 1 + len(ABOUT)] = [
        shown(value) if isinstance(value, str) else value for value in known.values()
    ]
    row = _Row(layout.answers, cells, (response.id,))
    inside: list[_Row] = []
    _members(layout.answers.spot, response.answers, row, (), inside)
    yield row.line()
    for each in inside:
        yield each.line()


def about(response: Response) -> dict[str, Any]:
    """What is known of a response beside its answers, as all three formats name it.

    `received` is the time that the clock on the wall showed, to the second.
    """
    return {
        "id": response.id,
        "form": response.slug,
        "version": response.number,
        "received": received(response).isoformat(timespec="seconds"),
        "place": response.place,
        "team": response.team,
        "language": response.language,
        "channel": response.channel,
    }


def received(response: Response) -> Any:
    """When a response came, by the clock on the wall."""
    return read_moment(response.received_at, response.utc_offset)


def _members(
    spot: Spot, answers: Mapping[str, Any], row: _Row, at: tuple[str, ...], inside: list[_Row]
) -> None:
    for key, answer in answers.items():
        member = spot.inside.get(key)
        if member is None:
            row.rest[join((*at, key))] = answer
        elif member.column is not None and not isinstance(answer, dict | list):
            # nearly all are such, and go the short way
            row.cells[member.column] = cell(answer)
        else:
            _answer(member, answer, row, (*at, key), inside)


def _answer(spot: Spot, answer: Any, row: _Row, at: tuple[str, ...], inside: list[_Row]) -> None:
    """Put one answer where its spot says; `at` leads to it from its row."""
    if spot.hidden:
        return
    if type(answer) is dict and (spot.inside or spot.column is None):
        if answer:
            _members(spot, answer, row, at, inside)
        elif at and not spot.often_empty:
            row.rest[join(at)] = answer
    elif spot.column is None:
        row.rest[join(at)] = answer
    elif type(answer) is list and spot.choice and _is_choice(answer):
        row.cells[spot.column] = joined(answer)
        chosen = set(map(option_key, answer)) if spot.options else ()
        for column, option in spot.options:
            row.cells[column] = 1 if option in chosen else 0
    elif type(answer) is list and spot.rows is not None:
        row.cells[spot.column] = len(answer)
        _rows(spot.rows, answer, row, inside)
    else:
        row.cells[spot.column] = cell(answer)


def _is_choice(answer: list[Any]) -> bool:
    return not any(isinstance(each, dict | list) for each in answer)


def _rows(table: Table, answer: list[Any], above: _Row, inside: list[_Row]) -> None:
    blank = [None] * (len(table.columns) - len(table.links))
    for number, item in enumerate(answer, start=1):
        links = (*above.links, number)
        row = _Row(table, [*links, *blank], links)
        inside.append(row)
        _answer(table.spot, item, row, (), inside)


class Openly:
    """Takes out what any version of a form says is personal, also from answers to the others.

    The store keeps apart what is personal in a response's own version. A ward that marks a question
    later, or no longer, means the earlier answers too.
    """

    def __init__(self, versions: Sequence[Published]) -> None:
        marked = {
            published.sha256: frozenset(each.path for each in personal_questions(published.form))
            for published in versions
        }
        self._all = [published.form for published in versions]
        self._others: dict[str, list[Form]] = {
            own: [
                published.form
                for published in versions
                if not marked[published.sha256] <= marked[own]
            ]
            for own in marked
        }

    def response(self, response: Response) -> Response:
        """The response without the answers that any version calls personal."""
        others = self._others.get(response.version_sha256, self._all)
        if not others:
            return response
        answers = response.answers
        for form in others:
            answers, _ = apart(form, answers)
        return evolve(response, answers=answers)
