"""Where each problem is said: at its field, or in the summary where no field can say it."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field, frozen
from markupsafe import Markup

from formkit.definition.form import Form
from formkit.errors import Problem
from formkit.filling.fields import Field
from formkit.filling.messages import message
from formkit.page.words import Speaker, Words
from formkit.pointer import html_id, split


@frozen
class Sentence:
    """One problem in words, for a template."""

    text: Markup
    lang: Markup
    error: bool
    # Whether it is about the key that the field has in a map.
    key: bool = False


@frozen
class Spot:
    """A line of the summary: `href` leads to the field, None where there is none."""

    href: str | None
    title: Words | None
    text: Markup
    lang: Markup
    error: bool


@define
class Located:
    """All problems of a page: by the id() of their fields, and as lines in the page's order."""

    at: dict[int, list[Sentence]] = field(factory=dict)
    fields: dict[int, Field] = field(factory=dict)
    spots: list[Spot] = field(factory=list)


def located(
    form: Form,
    root: Field,
    problems: Iterable[Problem],
    speaker: Speaker,
    prefix: str,
    *,
    placed: bool,
) -> Located:
    """Find the place of each problem.

    `placed`: the fields know their places in the answers (`Field.at`), since rows may have been
    dropped; else the keys of rows are their indexes.
    """
    order: dict[int, int] = {}
    places: dict[tuple[str, ...], Field] = {}
    _gather(root, placed, places, order)
    found = Located()
    spots: list[tuple[int, Spot]] = []
    for problem in dict.fromkeys(problems):
        words = speaker.words(message(form, problem, speaker.language, folders=speaker.folders))
        text, lang, error = words.text, words.lang, problem.severity == "error"
        item = _nearest(places, problem.pointer)
        if item is None:
            spots.append((-1, Spot(None, _titled(root, problem, speaker), text, lang, error)))
            continue
        said = found.at.setdefault(id(item), [])
        key = _is_of_key(problem, item)
        said.append(Sentence(text, lang, error, key))
        found.fields[id(item)] = item
        href = html_id(item.segments, 1, prefix) + "--k" if key else first_input(item, prefix)
        spot = Spot("#" + href, speaker.title(item.node), text, lang, error)
        spots.append((order[id(item)], spot))
    found.spots = [spot for _, spot in sorted(spots, key=lambda pair: pair[0])]
    for said in found.at.values():
        said.sort(key=lambda one: not one.error)
    return found


def _is_of_key(problem: Problem, item: Field) -> bool:
    """Whether a problem of an entry of a map is one of its key."""
    named = problem.keyword == "propertyNames" or problem.params.get("reason") in ("empty", "twice")
    return named and item.called is not None


def _gather(
    item: Field, placed: bool, places: dict[tuple[str, ...], Field], order: dict[int, int]
) -> None:
    place = item.at if placed else item.segments
    order[id(item)] = len(order)
    # Of a constant only an optional one has a box of its own.
    unseen = ("none", "hidden") if item.node.required else ("none",)
    if place is not None and item.node.depth and item.node.widget not in unseen:
        # Of several controls the one that can be answered says what is wrong with its answer.
        shown = places.get(place)
        only = item.node.inner and item.node.kind not in ("object", "rows", "either")
        if shown is None or (only and shown.node.kind == "either"):
            places[place] = item
    for inside in item.active():
        _gather(inside, placed, places, order)


def _nearest(places: Mapping[tuple[str, ...], Field], pointer: str) -> Field | None:
    """The field that a problem is said at: its own, or the list whose control it is part of."""
    try:
        segments = split(pointer)
    except ValueError:
        return None
    found = places.get(segments)
    if found is not None or not segments:
        return found
    above = places.get(segments[:-1])
    return above if above is not None and above.node.kind == "ticks" else None


def _titled(root: Field, problem: Problem, speaker: Speaker) -> Words | None:
    """What a place that isn't on the page is called, where its question has a title."""
    try:
        segments = split(problem.pointer)
    except ValueError:
        return None
    item: Field | None = root
    for segment in segments:
        inside = (*item.children, *item.rows) if item is not None else ()
        item = next((each for each in inside if each.segments[-1:] == (segment,)), None)
    return None if item is None or item is root else speaker.title(item.node)


def first_input(item: Field, prefix: str) -> str:
    """The id that a link to a field leads to."""
    own = html_id(item.segments, item.node.instance, prefix)
    if item.node.kind == "either":
        own += "--any"
    return own + "--q" if item.node.kind in ("object", "either", "map", "chooser") else own


def errors(spots: Sequence[Spot]) -> list[Spot]:
    """The lines that block."""
    return [spot for spot in spots if spot.error]
