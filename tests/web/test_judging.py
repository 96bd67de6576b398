"""Where submissions are judged: what is quick at once, what takes long beside everything else."""

import threading
from collections.abc import Iterator
from time import thread_time

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

import formkit
from formkit import Form
from formkit.web.judging import Judging
from formkit.widgets import Widget, _registered, register


class Slow:
    """A widget that takes as long as it is told, and knows in which threads it was asked."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.threads: list[int] = []

    def read(self, text: str, language: str | None) -> str:
        self.threads.append(threading.get_ident())
        began = thread_time()
        while thread_time() - began < self.seconds:
            pass
        return text


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    register(Widget("slow", made.read, lambda value, language: str(value)))
    yield made
    del _registered["slow"]


@pytest.fixture
def form(slow: Slow) -> Form:
    question = {"title": "Nhà", "type": "string", "x-widget": "slow"}
    return formkit.load({"title": "Thăm", "type": "object", "properties": {"house": question}})


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as made:
        yield made


def test_a_form_that_takes_long_is_judged_beside_the_loop(
    form: Form, slow: Slow, portal: BlockingPortal
) -> None:
    judging = Judging()
    loop = portal.call(threading.get_ident)

    def sends(count: int) -> list[bool]:
        """For each of so many submissions whether the loop itself judged it."""
        slow.threads.clear()
        for number in range(count):
            told = portal.call(judging.submit, form, [("/house", str(number))])
            assert told.answers == {"house": str(number)}
        return [each == loop for each in slow.threads]

    # nobody knows yet how long it takes; building its judge does
    assert not sends(1)[0]
    assert sends(100)[-1]
    slow.seconds = 0.02
    # the first of them tells
    assert sends(3) == [True, False, False]
    slow.seconds = 0.0
    assert sends(100)[-1]


def test_very_many_pairs_are_judged_beside_the_loop(
    form: Form, slow: Slow, portal: BlockingPortal
) -> None:
    judging = Judging()
    for _ in range(100):
        portal.call(judging.submit, form, [("/house", "1")])
    slow.threads.clear()
    portal.call(judging.submit, form, [("/house", "1"), *[("theirs", "")] * 1_000])
    portal.call(judging.submit, form, [("/house", "1")])
    loop = portal.call(threading.get_ident)
    assert [each == loop for each in slow.threads] == [False, True]


def test_each_form_has_a_pace_of_its_own(form: Form, slow: Slow, portal: BlockingPortal) -> None:
    judging = Judging()
    other = formkit.load({"title": "Khác", "type": "object", "properties": {"a": {"type": "null"}}})
    slow.seconds = 0.02
    for _ in range(100):
        portal.call(judging.submit, other, [])
    portal.call(judging.submit, form, [("/house", "1")])
    portal.call(judging.submit, form, [("/house", "1")])
    assert portal.call(threading.get_ident) not in slow.threads
