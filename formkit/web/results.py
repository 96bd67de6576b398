"""Forms with their counts: all of them, and one with its days, its latest responses, its files."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from attrs import frozen
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from formkit.language import N_
from formkit.page.words import Words
from formkit.store import events
from formkit.store.forms import CHANGES, Published, State, set_state, versions
from formkit.store.latest import latest
from formkit.store.responses import count, days
from formkit.web.answers import lines
from formkit.web.asking import Asked, kinds
from formkit.web.desk import ACTOR, Desk, behind
from formkit.web.naming import day_text, form_title, personal_titles, row_tables, weekday_text
from formkit.web.posted import read
from formkit.web.prepared import Bytes

# How many days the bars may show; the first is what they show without being asked.
SPANS = (14, 30, 90)
_LATEST = 5
_WEEK = 7
# The longest bar leaves room for its number, in percent of the line.
_LONGEST = 80
# What is recorded when a form is stopped, or opened again.


@frozen
class Counted:
    """A form with how many responses came today, in seven days and in all."""

    href: str
    title: Words
    state: State
    today: int
    week: int
    all: int


@frozen
class Bar:
    """A day with its count; `width` is in percent of the line, 0 for none."""

    day: str
    count: int
    width: float


def routes() -> list[Route]:
    return [
        Route("/w", show_forms, methods=["GET"]),
        Route("/w/forms/{slug}", show_form, methods=["GET"]),
        Route("/w/forms/{slug}/state", change_state, methods=["POST"]),
    ]


@behind
async def show_forms(own: Desk) -> Response:
    """Every form with its counts."""
    forms = list(own.host.shelf.values())
    now = own.host.now()

    def found(connection: Connection) -> list[Counted]:
        return [_counted(connection, each, own, now) for each in forms]

    return own.page(
        "forms.html",
        "forms",
        exact=True,
        forms=await own.host.read(found),
        publish=own.command("serve my-form.schema.json"),
    )


def _counted(connection: Connection, each: Published, own: Desk, now: datetime) -> Counted:
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    return Counted(
        own.path(f"/w/forms/{each.slug}"),
        form_title(each.form, own.language),
        each.state,
        count(connection, each.slug, midnight),
        count(connection, each.slug, midnight - timedelta(days=_WEEK - 1)),
        count(connection, each.slug),
    )


def shelved(own: Desk) -> Published | None:
    """The form in the path of the request."""
    return own.host.shelf.get(own.request.path_params["slug"])


def no_form(own: Desk) -> Bytes:
    """What is told where no form is."""
    return own.not_found(N_("There is no form at this address."))


@behind
async def show_form(own: Desk) -> Response:
    """One form: its days, its latest responses, its files, and whether it takes more."""
    each = shelved(own)
    return no_form(own) if each is None else await form_page(own, each, Asked())


async def form_page(
    own: Desk, each: Published, wanted: Asked, *, said: Mapping[str, str] | None = None
) -> Bytes:
    """The page of a form. `wanted` is what its form for a file shows, `said` what is said there."""
    here = own.path(f"/w/forms/{each.slug}")
    span = _span(own.request.query_params.get("days"))
    now = own.host.now()

    def found(connection: Connection) -> dict[str, Any]:
        several = versions(connection, each.slug)
        by_day = days(connection, each.slug, now=now, last=span)
        return {
            "each": _counted(connection, each, own, now),
            "bars": _bars(own, by_day),
            "total": sum(number for _, number in by_day),
            "first_day": day_text(by_day[0][0], own.language),
            "last_day": day_text(by_day[-1][0], own.language),
            "rows": lines(own, latest(connection, each.slug, limit=_LATEST)),
            "personal": personal_titles(several, own.language),
            "kinds": list(kinds(own.say, row_tables(several, own.language))),
        }

    public = f"/f/{each.slug}"
    return own.page(
        "form.html",
        "forms",
        status=422 if said else 200,
        **await own.host.read(found),
        spans=[(days, None if days == span else f"{here}?days={days}") for days in SPANS],
        of_one=True,
        open_form=own.path(public),
        address=f"{own.host.settings.url}{public}" if own.host.settings.url else own.path(public),
        all_answers=own.path(f"/w/answers?form={each.slug}"),
        set_state=f"{here}/state",
        ask=f"{here}/files",
        wanted=wanted,
        said=said or {},
    )


def _span(asked: str | None) -> int:
    return next((days for days in SPANS if str(days) == asked), SPANS[0])


def _bars(own: Desk, by_day: list[tuple[date, int]]) -> list[Bar]:
    """The days, today first: on a phone that is the one that shows."""
    most = max(number for _, number in by_day)
    return [
        Bar(
            weekday_text(day, own.language),
            number,
            round(max(1.0, _LONGEST * number / most), 1) if number else 0,
        )
        for day, number in reversed(by_day)
    ]


@behind
async def change_state(own: Desk) -> Response:
    """Stops a form, or opens it again."""
    each = shelved(own)
    if each is None:
        return no_form(own)
    wanted = (await read(own.request, own.host.settings.pairs_limit)).first("state")
    if wanted in ("open", "stopped"):
        state = cast("State", wanted)
        at = own.host.now()

        def change(connection: Connection) -> None:
            set_state(connection, each.slug, state)
            events.record(connection, CHANGES[state], each.slug, actor=ACTOR, at=at)

        await own.host.write(change)
        await run_in_threadpool(own.host.refresh)
    return own.go(f"/w/forms/{each.slug}#state")
