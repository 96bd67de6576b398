"""A form that is sent: stored once, known again, or shown again as it was typed."""

from attrs import frozen
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from formkit.errors import StoreAwayError, StoreFullError
from formkit.filling.submission import Submission, submit
from formkit.store.forms import Published, version
from formkit.store.receipts import Fill, Receipt, by_fill, keep
from formkit.web import fillid, sent
from formkit.web.asked import form_asked_for
from formkit.web.posted import Posted, read
from formkit.web.security import Refused, answer
from formkit.web.sent import Sent
from formkit.web.visit import query, visit


@frozen
class Known:
    """What the store knows before anything is checked."""

    first: Receipt | None = None
    last: Receipt | None = None
    version: Published | None = None


async def send(request: Request) -> Response:
    """A form that is sent, a button in it that was pressed, or one question to be checked."""
    newest = form_asked_for(request)
    host = visit(request).host
    posted = await read(request, host.settings.pairs_limit)
    asked = query(request.scope, "q")
    if asked is not None:
        return await _check(request, newest, posted, asked)
    cookie = fillid.read(request.cookies.get(fillid.COOKIE))
    given = fillid.known(posted.first("~id"))
    one = Sent(request, newest, posted, cookie, given, given or cookie.new or fillid.make())
    submission: Submission | None = None
    try:
        if one.is_plain:
            submission = await sent.judged(one, newest, one.id)
            if submission.ok:
                return await _store(one, newest, submission)
        known = await _known(one)
    except StoreAwayError as error:
        if one.json:
            raise
        submission = submission or await sent.judged(one, newest, one.id)
        return sent.not_now(one, newest, submission, error)
    each = known.version or newest
    if known.first is not None:
        return await sent.stored(one, each, known.first)
    if known.last is not None and sent.is_same(one, known.last):
        return await sent.conflict(one, each, known.last, sent.SAME)
    return await _fill(one, each, submission)


async def _known(one: Sent) -> Known:
    """What the store knows of this fill; a button stores nothing, so no fill is asked for then."""
    if one.pressed and not one.is_of_old:
        return Known()

    def look(connection: Connection) -> Known:
        first = last = None
        if not one.pressed:
            first = by_fill(connection, one.id)
            if first is None and one.after:
                last = by_fill(connection, one.after)
        own = version(connection, one.wanted) if one.is_of_old else None
        return Known(first, last, own if own and own.slug == one.newest.slug else None)

    return await one.here.host.read(look)


async def _fill(one: Sent, each: Published, submission: Submission | None) -> Response:
    """A fill that nobody has stored: checked, and stored if it can be."""
    submission = submission or await sent.judged(one, each, one.id)
    if one.newest.state != "open":
        return sent.too_late(one, each, submission)
    if not submission.ok:
        return sent.shown_again(one, each, submission)
    return await _store(one, each, submission)


async def _store(one: Sent, each: Published, submission: Submission) -> Response:
    """Stores a fill that is in order; one that is stored already leads to its first receipt."""
    host = one.here.host
    fill = Fill(
        form_id=each.form_id,
        form=each.form,
        fill_id=one.id,
        pairs_sha256=one.posted.pairs_sha256,
        answers=submission.answers,
        language=one.language(submission, each),
        started_at=submission.state.begun,
        received=host.now(),
    )
    try:
        host.limits.room()
        receipt = await host.write(lambda connection: keep(connection, fill))
    except (Refused, StoreFullError, StoreAwayError) as error:
        # what is stored already needs no room
        first = None if isinstance(error, StoreAwayError) else (await _known(one)).first
        if first is None:
            if one.json:
                raise
            return sent.not_now(one, each, submission, error)
        receipt = first
    return await sent.stored(one, each, receipt)


async def _check(request: Request, newest: Published, posted: Posted, asked: str) -> Response:
    """What is said at one question, for htmx to put there."""
    host = visit(request).host
    each = newest
    wanted = posted.first("~form")
    if wanted and wanted != newest.sha256:
        own = await host.read(lambda connection: version(connection, wanted))
        each = own if own and own.slug == newest.slug else newest

    def said() -> str:
        submission = submit(each.form, posted.pairs)
        return host.renderer.render_message(each.form, submission, asked)

    return answer(request, await run_in_threadpool(said), style="none")
