"""The neck: pairs → fields → what is asked → answers → problems. Every way in goes through here."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from formkit.definition.form import Form
from formkit.errors import Problem
from formkit.filling.codec import Misread, decode
from formkit.filling.conditions import activate
from formkit.filling.encode import encode
from formkit.filling.fields import Field, Json, answers, asked, locate
from formkit.filling.gaps import branches_chosen, gaps
from formkit.filling.judge import judge
from formkit.filling.pairs import MAX_PAIRS, Received, receive
from formkit.filling.rows import open_chosen, press
from formkit.filling.rules import broken_rules, has_rules
from formkit.filling.validation import check as judged
from formkit.pointer import join

# What was typed may mean two numbers, is no JSON, or no branch was chosen for it.
_OPEN = frozenset(("ambiguous", "json", "oneOf", "anyOf"))
# So many names that nobody asked for are told one by one.
_NAMES_TOLD = 10


@frozen(eq=False)
class State:
    """A page as it was typed: opaque to hosts, all that `render` needs to show it again.

    `root` is the tree of fields before pruning; the rest are the page's own marks. `button` is the
    `~do` that was pressed, None for a submission.
    """

    root: Field = field(repr=False)
    language: str | None
    id: str
    begun: str
    version: str
    button: str | None


@frozen
class Submission:
    """What a page brought: the answers without what wasn't asked, the problems, and its state."""

    answers: dict[str, Json] = field(hash=False)
    problems: tuple[Problem, ...]
    state: State = field(eq=False, repr=False)

    @property
    def ok(self) -> bool:
        """Whether it can be stored: no error, and it was sent rather than changed by a button."""
        return self.state.button is None and not any(
            problem.severity == "error" for problem in self.problems
        )


def submit(
    form: Form,
    pairs: Iterable[tuple[str, str]] | Mapping[str, str],
    *,
    base: Mapping[str, Json] | None = None,
) -> Submission:
    """Read form-encoded pairs as answers to a form.

    Pairs may come in any order but that of rows; names that begin with neither `/` nor `~` are the
    host's. `base` are the stored answers of a response that is being edited. Never raises on any
    pairs: what is wrong becomes problems, what was typed is in the submission to be shown again.
    """
    received = receive(pairs.items() if isinstance(pairs, Mapping) else pairs)
    meta = received.meta
    language = meta.get("~lang") or None
    page = bool(meta.get("~form"))
    root, misread = decode(form, received.root, language=language, base=base, page=page)
    button = meta.get("~do") or None
    problems: list[Problem] = []
    if button is not None and not press(root, button):
        problems.append(Problem("", "button", {"value": button}))
    activate(root, judge(form))
    if button is not None and open_chosen(root):
        activate(root, judge(form))
    locate(root)
    found = answers(root)
    if button is None:
        problems.extend(_of_the_page(form, received))
        told = {(problem.pointer, problem.keyword) for problem in problems}
        fields = asked(root)
        rest = _in_order(fields, _all(form, root, fields, found, misread))
        problems.extend(p for p in rest if (p.pointer, p.keyword) not in told)
    state = State(
        root, language, meta.get("~id", ""), meta.get("~at", ""), meta.get("~form", ""), button
    )
    return Submission(found, tuple(problems), state)


def _of_the_page(form: Form, received: Received) -> Iterable[Problem]:
    """What is wrong with the page as a whole, rather than with an answer."""
    version = received.meta.get("~form")
    if version and version != form.sha256:
        yield Problem("", "version", {"version": version[:64]})
    names = [*received.unknown, *received.root.unread()]
    if names:
        yield Problem(
            "",
            "name",
            {"names": tuple(name[:80] for name in names[:_NAMES_TOLD]), "count": len(names)},
        )
    if received.excess:
        yield Problem("", "pairs", {"limit": MAX_PAIRS, "count": received.excess})


def _all(
    form: Form,
    root: Field,
    fields: list[Field],
    found: dict[str, Json],
    misread: list[Misread],
) -> list[Problem]:
    problems = []
    here = {id(item) for item in fields} if misread else frozenset()
    for slip in misread:
        if id(slip.item) in here and slip.item.at is not None:
            at = slip.item.at
            params: dict[str, Any] = dict(slip.params)
            if slip.keyword == "json" and "name" in params:
                at = (*at, params["name"])
            problems.append(Problem(join(at), slip.keyword, params))
    problems.extend(gaps(fields))
    # What means nothing yet isn't missing, and neither that nor what is missing has a type or is
    # another constant: one sentence is enough.
    open_at = {p.pointer for p in problems if p.keyword in _OPEN}
    empty_at = open_at.union(p.pointer for p in problems if p.keyword == "required")
    needless = {"required": open_at, "type": empty_at, "const": empty_at, "enum": empty_at}
    problems.extend(judged(form, found, chosen=branches_chosen(fields)))
    problems = list(
        {
            (p.pointer, p.keyword): p
            for p in reversed(problems)
            if p.pointer not in needless.get(p.keyword, ())
        }.values()
    )[::-1]
    if has_rules(form):
        problems.extend(broken_rules(root, found, judge(form)))
    return problems


def _in_order(fields: Iterable[Field], problems: list[Problem]) -> list[Problem]:
    """The problems in the order of the page; what has no place on it comes first."""
    if len(problems) < 2:
        return problems
    order: dict[str, int] = {}
    for item in fields:
        if item.at is not None:
            order.setdefault(join(item.at), len(order))
    return sorted(problems, key=lambda problem: order.get(problem.pointer, -1))


def check(form: Form, answers: Json, *, formats: bool = True) -> tuple[Problem, ...]:
    """Judge answers that are JSON already, as `submit` judges those of a page; nothing is cleaned.

    `formats=False` takes `format` as an annotation, as the JSON Schema specification does.
    """
    problems = judged(form, answers, formats=formats)
    if not has_rules(form) or not isinstance(answers, dict):
        return problems
    root = encode(form, answers, None)
    locate(root)
    return (*problems, *broken_rules(root, answers, judge(form)))
