"""What one POST of a form brought, and how it is answered: a receipt, or the page once more."""

import json
from typing import Any

from attrs import evolve, frozen
from starlette.requests import Request
from starlette.responses import Response

from formkit.errors import StoreFullError
from formkit.filling.messages import sentence
from formkit.filling.submission import Submission
from formkit.language import N_, negotiate
from formkit.store.forms import Published
from formkit.store.receipts import Receipt
from formkit.web import fillid
from formkit.web.asked import language_of, step_of, stopped
from formkit.web.fillid import FillCookie
from formkit.web.notices import wants_json
from formkit.web.pages import Over, Pages, stylesheet_hash
from formkit.web.posted import Posted
from formkit.web.security import Refused, answer, redirect
from formkit.web.visit import Visit, visit

_PRESS = N_("Send as a new form")


@frozen
class Clash:
    """Why a fill isn't stored though nothing is wrong with it: in a word, and for a person."""

    name: str
    heading: str
    sentences: tuple[str, ...]


# A fill that is stored already, with other answers.
OTHER = Clash(
    "other",
    N_("This form was sent already"),
    (
        N_("What was sent first is kept as it was. What stands below is different."),
        N_("If it is for another person or another visit, send it as a new form."),
    ),
)
# A fill without a script that is the same as the one before it.
SAME = Clash(
    "same",
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

    @property
    def pressed(self) -> bool:
        """Whether a button in the form sent it, which only changes the page."""
        return bool(self.posted.first("~do"))

    @property
    def wanted(self) -> str:
        """The version that the page was of; an empty text where it doesn't say."""
        return self.posted.first("~form")

    @property
    def is_of_old(self) -> bool:
        return self.wanted not in ("", self.newest.sha256)

    @property
    def after(self) -> str:
        """The fill that was stored last from a browser without a script: this may be it again."""
        return "" if self.given else self.cookie.last

    @property
    def is_plain(self) -> bool:
        """Whether it can be judged and stored before anything is looked up.

        Almost each is plain, new and in order. Keeping it finds out by itself whether it was kept
        before; only where something is amiss has that to be known first.
        """
        is_open = self.newest.state == "open"
        return is_open and not (self.pressed or self.is_of_old or self.after)

    def language(self, submission: Submission, each: Published) -> str:
        """The language in which the page was shown."""
        form = each.form
        tags = form.languages or (form.language,)
        return negotiate(submission.state.language, tags, form.language)


async def judged(sent: Sent, each: Published, own_id: str) -> Submission:
    """What was sent as a submission, with the id that its page goes on with."""
    submission = await sent.here.host.judging.submit(each.form, sent.posted.pairs)
    return evolve(submission, state=evolve(submission.state, id=own_id))


def is_same(sent: Sent, receipt: Receipt) -> bool:
    """Whether a receipt is for what was sent now; what was erased is never stored again."""
    if receipt.form_id != sent.newest.form_id:
        return False
    if receipt.state == "erased":
        return receipt.fill_id == sent.id
    return receipt.pairs_sha256 == sent.posted.pairs_sha256


async def stored(sent: Sent, each: Published, receipt: Receipt) -> Response:
    """A fill with a receipt: leads there, unless the receipt is for something else."""
    if not is_same(sent, receipt):
        return await conflict(sent, each, receipt, OTHER)
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


async def conflict(sent: Sent, each: Published, receipt: Receipt, clash: Clash) -> Response:
    """A fill that clashes with one that is stored: everything as it was typed, under a new id."""
    # who drew the id, or has it in the cookie, is who sent the first
    own = receipt.fill_id in (sent.cookie.new, sent.cookie.last) or fillid.is_secret(sent.given)
    path = sent.here.path(f"/r/{receipt.receipt}") if own else None
    if sent.json:
        return _json(sent, {"id": sent.id, "conflict": clash.name, "receipt": path}, 409)
    submission = await judged(sent, each, fillid.make())
    over = Over(clash.heading, clash.sentences, _PRESS, path)
    return _over(sent, each, submission, over, 409)


def shown_again(sent: Sent, each: Published, submission: Submission) -> Response:
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
    language = sent.language(submission, each)
    if sent.pressed:
        # the switch of languages sends what is typed there
        language = language_of(sent.request, each, language)
    html = sent.here.host.page(
        each,
        submission,
        language=language,
        prefix=sent.here.prefix,
        step=step_of(sent.request),
    )
    return answer(sent.request, html, 422 if submission.problems else 200)


def too_late(sent: Sent, each: Published, submission: Submission) -> Response:
    """A form that takes no more answers, over what was typed."""
    if sent.json:
        raise Refused(410, N_("This form takes no more answers"))
    language = sent.language(submission, each)
    typed = sent.here.host.renderer.render(
        each.form, submission.answers, language=language, readonly=True
    )
    return stopped(sent.request, each, language, typed)


def not_now(sent: Sent, each: Published, submission: Submission, error: Exception) -> Response:
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
    html = Pages(sent.here.host, sent.here.prefix).again(
        each.form,
        submission,
        over,
        sent.language(submission, each),
        urls=_urls(sent, each),
    )
    return answer(sent.request, html, status, style=stylesheet_hash(), headers=headers)


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
