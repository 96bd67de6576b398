"""What becomes of a form that is sent: stored once, known again, or shown again as it was typed."""

import json
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from formkit.errors import StoreAwayError, StoreFullError
from formkit.filling.messages import sentence
from formkit.filling.submission import Submission, submit
from formkit.language import N_, negotiate
from formkit.store.forms import Published, version
from formkit.store.receipts import Fill, Receipt, by_fill, keep
from formkit.web import fillid
from formkit.web.asked import form_asked_for, stopped
from formkit.web.fillid import FillCookie
from formkit.web.notices import wants_json
from formkit.web.pages import Over, Pages, stylesheet_hash
from formkit.web.posted import Posted, read
from formkit.web.security import Refused, answer, redirect
from formkit.web.visit import Visit, query, visit

_PRESS = N_("Send as a new form")
# A fill that is stored already, with other answers.
_OTHER = (
    N_("This form was sent already"),
    (
        N_("What was sent first is kept as it was. What stands below is different."),
        N_("If it is for another person or another visit, send it as a new form."),
    ),
)
# A fill without a script that is the same as the one before it.
_SAME = (
    N_("This is the same as the form sent before"),
    (
        N_("That one is kept. If the button was pressed twice, there is nothing more to do."),
        N_("If it is for another person or another visit, send it as a new form."),
    ),
)


@frozen
class Sent:
    """One POST: what it brings, under which id, and to which version of the form."""

    request: Request
    newest: Published
    posted: Posted
    cookie: FillCookie
    given: str
    id: str

    @property
    def here(self) -> Visit:
        return visit(self.request)

    @property
    def json(self) -> bool:
        return wants_json(self.request)

    def language(self, submission: Submission, each: Published) -> str:
        """The language in which the page was shown."""
        form = each.form
        tags = form.languages or (form.language,)
        return negotiate(submission.state.language, tags, form.language)


@frozen
class Known:
    """What the store knows before anything is checked."""

    first: Receipt | None
    last: Receipt | None
    version: Published | None


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
    sent = Sent(request, newest, posted, cookie, given, given or cookie.new or fillid.make())
    pressed = bool(posted.first("~do"))
    try:
        known = await _known(sent, pressed=pressed)
    except StoreAwayError as error:
        if sent.json:
            raise
        return _not_now(sent, newest, await _read(sent, newest, sent.id), error)
    each = known.version or newest
    if known.first is not None:
        if _same(sent, known.first):
            return _receipt(sent, known.first)
        return await _conflict(sent, each, known.first, *_OTHER)
    if known.last is not None and _same(sent, known.last):
        return await _conflict(sent, each, known.last, *_SAME)
    return await _fill(sent, each)


async def _known(sent: Sent, *, pressed: bool) -> Known:
    """What the store knows of this fill; a button stores nothing, so no fill is asked for then."""
    wanted = sent.posted.first("~form")
    of_old = bool(wanted) and wanted != sent.newest.sha256
    if pressed and not of_old:
        return Known(None, None, None)

    def look(connection: Connection) -> Known:
        first = last = None
        if not pressed:
            first = by_fill(connection, sent.id)
            if first is None and not sent.given and sent.cookie.last:
                last = by_fill(connection, sent.cookie.last)
        own = version(connection, wanted) if of_old else None
        return Known(first, last, own if own and own.slug == sent.newest.slug else None)

    return await sent.here.host.read(look)


async def _fill(sent: Sent, each: Published) -> Response:
    """A fill that nobody has stored: checked, and stored if it can be."""
    submission = await _read(sent, each, sent.id)
    if sent.newest.state != "open":
        return _too_late(sent, each, submission)
    if not submission.ok:
        return _shown_again(sent, each, submission)
    host = sent.here.host
    fill = Fill(
        form_id=each.form_id,
        form=each.form,
        fill_id=sent.id,
        pairs_sha256=sent.posted.pairs_sha256,
        answers=submission.answers,
        language=sent.language(submission, each),
        started_at=submission.state.begun,
        received=host.now(),
    )
    try:
        host.limits.room()
        receipt = await host.write(lambda connection: keep(connection, fill))
    except (Refused, StoreFullError, StoreAwayError) as error:
        if sent.json:
            raise
        return _not_now(sent, each, submission, error)
    if not _same(sent, receipt):
        return await _conflict(sent, each, receipt, *_OTHER)
    return _receipt(sent, receipt)


async def _read(sent: Sent, each: Published, own_id: str) -> Submission:
    """The submission, with the id that its page goes on with."""
    submission = await run_in_threadpool(submit, each.form, sent.posted.pairs)
    return evolve(submission, state=evolve(submission.state, id=own_id))


def _same(sent: Sent, receipt: Receipt) -> bool:
    """Whether a receipt is for what was sent now; what was erased is never stored again."""
    if receipt.form_id != sent.newest.form_id:
        return False
    if receipt.state == "erased":
        return receipt.fill_id == sent.id
    return receipt.pairs_sha256 == sent.posted.pairs_sha256


# ---- the answers


def _receipt(sent: Sent, receipt: Receipt) -> Response:
    path = sent.here.path(f"/r/{receipt.receipt}")
    if not sent.json:
        return redirect(sent.request, path)
    told = {
        "id": sent.id,
        "sha256": sent.posted.sha256,
        "receipt": path,
        "code": receipt.code,
    }
    return _json(sent, told)


async def _conflict(
    sent: Sent, each: Published, receipt: Receipt, heading: str, sentences: tuple[str, ...]
) -> Response:
    """A fill that clashes with one that is stored: everything as it was typed, under a new id."""
    # who drew the id, or has it in the cookie, is who sent the first
    own = receipt.fill_id in (sent.cookie.new, sent.cookie.last) or fillid.is_secret(sent.given)
    path = sent.here.path(f"/r/{receipt.receipt}") if own else None
    if sent.json:
        conflict = "same" if heading == _SAME[0] else "other"
        return _json(sent, {"id": sent.id, "conflict": conflict, "receipt": path}, 409)
    submission = await _read(sent, each, fillid.make())
    return _over(sent, each, submission, Over(heading, sentences, _PRESS, path), 409)


def _shown_again(sent: Sent, each: Published, submission: Submission) -> Response:
    """A page with its problems, or with what a button changed."""
    if sent.json:
        language = sent.language(submission, each)
        problems = [
            {
                "pointer": problem.pointer,
                "keyword": problem.keyword,
                "severity": problem.severity,
                "message": sentence(each.form, problem, language),
            }
            for problem in submission.problems
        ]
        return _json(sent, {"id": sent.id, "problems": problems}, 422)
    html = sent.here.host.renderer.render_page(
        each.form,
        submission,
        language=sent.language(submission, each),
        static=sent.here.host.static(sent.here.prefix),
        urls=_urls(sent, each),
    )
    return answer(sent.request, html, 422 if submission.problems else 200)


def _too_late(sent: Sent, each: Published, submission: Submission) -> Response:
    if sent.json:
        raise Refused(410, N_("This form takes no more answers"))
    language = sent.language(submission, each)
    typed = sent.here.host.renderer.render(
        each.form, submission.answers, language=language, readonly=True
    )
    return stopped(sent.request, each, language, typed)


def _not_now(sent: Sent, each: Published, submission: Submission, error: Exception) -> Response:
    """The store can't take it: the page stays, to be sent again later under the same id."""
    full = isinstance(error, Refused | StoreFullError)
    over = Over(
        N_("The answers can't be stored at this moment"),
        (
            N_("The machine that keeps the answers has no room left. Please tell an officer.")
            if full
            else N_("The machine that keeps the answers can't be reached."),
            N_("Nothing typed is lost. Please keep this page open, and send it again later."),
        ),
        N_("Send the form again"),
    )
    headers = (("retry-after", "300" if full else "30"),)
    return _over(sent, each, submission, over, 507 if full else 503, headers)


def _over(
    sent: Sent,
    each: Published,
    submission: Submission,
    over: Over,
    status: int,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    html = Pages(sent.here.host.renderer, sent.here.prefix).again(
        each.form,
        submission,
        over,
        sent.language(submission, each),
        urls=_urls(sent, each),
    )
    return answer(sent.request, html, status, style=stylesheet_hash(), headers=headers)


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


def _urls(sent: Sent, each: Published) -> dict[str, str]:
    return {"check": sent.here.path(f"/f/{each.slug}")}


def _json(sent: Sent, told: dict[str, Any], status: int = 200) -> Response:
    return answer(
        sent.request,
        json.dumps(told, ensure_ascii=False),
        status,
        style="none",
        media_type="application/json",
    )
