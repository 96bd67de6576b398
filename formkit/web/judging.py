"""Where a submission is read and judged: at once, or in a thread where that takes long.

Handing a form to a thread and taking it back is work, too, which most forms aren't worth.
"""

from time import thread_time

from attrs import define, field
from starlette.concurrency import run_in_threadpool

from formkit.definition.form import Form
from formkit.filling.submission import Submission, submit
from formkit.web.posted import Pairs

# What takes less, in seconds of the processor, keeps nobody waiting.
_PROMPT = 0.003
# What has more pairs than any everyday page says nothing of how long it will take.
_FEW = 1_000
# How slowly it is forgotten that a form once took longer.
_FORGET = 0.9


@define(eq=False)
class Judging:
    """Submits pairs to forms, each form where its last submissions say."""

    _took: dict[str, float] = field(init=False, factory=dict)

    async def submit(self, form: Form, pairs: Pairs) -> Submission:
        """What `submit` gives; nobody else waits for longer than a moment."""
        if len(pairs) <= _FEW and self._took.get(form.sha256, _PROMPT) < _PROMPT:
            return self._timed(form, pairs)
        return await run_in_threadpool(self._timed, form, pairs)

    def _timed(self, form: Form, pairs: Pairs) -> Submission:
        began = thread_time()
        submission = submit(form, pairs)
        took = thread_time() - began
        self._took[form.sha256] = max(took, self._took.get(form.sha256, 0.0) * _FORGET)
        return submission
