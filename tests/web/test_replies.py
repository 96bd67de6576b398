"""What is written brings its result back to whoever waits, in whichever loop that is."""

import asyncio
from contextlib import suppress
from threading import Event

import pytest
from sqlalchemy import Connection, text

from formkit.web import Host
from tests.looping import run


def test_each_gets_its_own_result_or_error(host: Host) -> None:
    def work(number: int) -> int:
        if number % 3 == 0:
            raise ValueError(str(number))
        return number

    async def all_of_them() -> list[int | BaseException]:
        works = [host.write(lambda _, number=number: work(number)) for number in range(40)]
        return await asyncio.gather(*works, return_exceptions=True)

    for _ in range(2):
        # the second time in another loop
        found = run(all_of_them)
        assert [str(each) for each in found] == [str(number) for number in range(40)]
        assert [number for number, each in enumerate(found) if isinstance(each, ValueError)] == [
            *range(0, 40, 3)
        ]


def test_who_goes_away_takes_nothing_back_and_holds_nobody_up(host: Host) -> None:
    held = Event()

    def first(connection: Connection) -> None:
        held.wait(60)
        connection.execute(text("CREATE TABLE stays (n INTEGER)"))

    async def leave() -> int:
        gone = asyncio.ensure_future(host.write(first))
        other = asyncio.ensure_future(host.write(lambda _: 2))
        await asyncio.sleep(0.01)
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        held.set()
        return await asyncio.wait_for(other, 60)

    assert run(leave) == 2
    count = run(lambda: host.read(lambda c: c.execute(text("SELECT count(*) FROM stays")).scalar()))
    assert count == 0


def test_a_loop_that_ended_leaves_others_their_results(host: Host) -> None:
    held = Event()

    async def leave() -> None:
        asyncio.ensure_future(host.write(lambda _: held.wait(60))).add_done_callback(lambda _: None)
        await asyncio.sleep(0.01)

    async def stay() -> int:
        held.set()
        return await asyncio.wait_for(host.write(lambda _: 2), 60)

    run(leave)
    assert run(stay) == 2


@pytest.mark.parametrize("together", [1, 50])
def test_results_come_in_the_order_of_the_works(host: Host, together: int) -> None:
    async def all_of_them() -> list[int]:
        order: list[int] = []

        async def one(number: int) -> None:
            order.append(await host.write(lambda _: number))

        for start in range(0, 50, together):
            await asyncio.gather(*(one(number) for number in range(start, start + together)))
        return order

    assert run(all_of_them) == list(range(50))
