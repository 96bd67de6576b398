"""Limits: each a setting, and refused in words without a loss."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from starlette.testclient import TestClient

from formkit.web import Host, application
from formkit.web.limits import Limits, network
from formkit.web.security import Refused
from formkit.web.settings import Settings
from tests.looping import run
from tests.web.filling import FORM_TYPE, HERE, body, kept

SENT = {"/house": "Số 5"}


def browser(host: Host, **options: Any) -> TestClient:
    return TestClient(application(host=host), headers=HERE, follow_redirects=False, **options)


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("size", [1_001, 20_000])
def test_a_body_that_is_too_large_is_refused(
    hosting: Callable[..., Host], announced: bool, size: int
) -> None:
    host = hosting(body_limit=1_000)
    content = b"%2Fhouse=" + b"a" * size

    def parts() -> Iterator[bytes]:
        yield from (content[at : at + 500] for at in range(0, len(content), 500))

    with browser(host) as client:
        told = client.post(
            "/f/visit",
            content=content if announced else parts(),
            headers={"content-type": FORM_TYPE},
        )
        assert told.status_code == 413
        assert "<h1>" in told.text
        assert client.post("/f/visit", data=SENT).status_code == 303
    assert len(kept(host)) == 1


def received(*messages: dict[str, Any], delay: float = 0) -> Callable[[], Any]:
    left = list(messages)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(delay)
        return left.pop(0)

    return receive


def test_a_body_that_only_trickles_is_refused() -> None:
    limits = Limits(Settings(body_seconds=1))
    parts = [{"type": "http.request", "body": b"a", "more_body": True}] * 10

    async def read() -> None:
        receive = limits.body({"headers": []}, received(*parts, delay=0.3))
        for _ in parts:
            await receive()

    began = monotonic()
    with pytest.raises(Refused) as refused:
        run(read)
    assert refused.value.status == 408
    # each part came soon enough, and all of them didn't
    assert monotonic() - began < 2.5


def test_what_is_far_too_much_is_not_waited_for() -> None:
    limits = Limits(Settings(body_limit=1_000))
    scope = {"headers": [(b"content-length", b"1000000000")]}

    async def read() -> Refused:
        with pytest.raises(Refused) as refused:
            await limits.body(scope, received())()
        return refused.value

    refused = run(read)
    assert (refused.status, refused.headers) == (413, (("connection", "close"),))


@pytest.mark.parametrize("length", [b"-5", b"x", b"", "١٢".encode()])
def test_a_length_that_is_none_is_as_good_as_absent(length: bytes) -> None:
    limits = Limits(Settings(body_limit=1_000))
    scope = {"headers": [(b"content-length", length)]}
    message = {"type": "http.request", "body": b"", "more_body": False}
    assert run(limits.body(scope, received(message))) == message


def test_too_many_pairs_are_refused(hosting: Callable[..., Host]) -> None:
    host = hosting(pairs_limit=10)
    with browser(host) as client:
        few, many = ([("/house", "5"), *[("x", "y")] * count] for count in (9, 10))
        for pairs, status in ((many, 413), (few, 303)):
            told = client.post("/f/visit", content=body(pairs), headers={"content-type": FORM_TYPE})
            assert told.status_code == status


def test_one_network_may_send_so_many_forms_a_minute(hosting: Callable[..., Host]) -> None:
    host = hosting(rate=3)
    app = application(host=host)
    with TestClient(app, headers=HERE, follow_redirects=False, client=("203.0.113.5", 1)) as near:
        answers = [near.post("/f/visit", data={"/house": str(n)}) for n in range(4)]
        assert [each.status_code for each in answers] == [303, 303, 303, 429]
        assert answers[-1].headers["retry-after"] == "60"
        assert "<h1>" in answers[-1].text
        # reading goes on, and so do others
        assert near.get("/f/visit").status_code == 200
        # a neighbour shares the network, checking a question has a limit of its own
        for client, path, status in (
            (("203.0.113.77", 1), "/f/visit", 429),
            (("203.0.114.5", 1), "/f/visit", 303),
            (("203.0.113.5", 1), "/f/visit?q=/house", 200),
            # `q` in the name of another one is no check
            (("203.0.113.5", 1), "/f/visit?faq=1", 429),
        ):
            other = TestClient(app, headers=HERE, follow_redirects=False, client=client)
            assert other.post(path, data={"/house": f"{client}"}).status_code == status, path
    assert len(kept(host)) == 4


def test_checking_has_a_limit_too(hosting: Callable[..., Host]) -> None:
    with browser(hosting(rate=1), client=("203.0.113.5", 1)) as client:
        told = [client.post("/f/visit?q=/house", data=SENT).status_code for _ in range(21)]
    assert told == [200] * 20 + [429]


def test_a_rate_of_nothing_is_no_limit(hosting: Callable[..., Host]) -> None:
    with browser(hosting(rate=0)) as client:
        assert {client.post("/f/visit", data=SENT).status_code for _ in range(5)} == {303}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("203.0.113.5", "203.0.113.0/24"),
        ("203.0.113.255", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.5", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_neighbours_are_one_network(address: str, found: str) -> None:
    assert network(address) == found


def test_a_full_disk_takes_no_answers_and_loses_none(
    hosting: Callable[..., Host], tmp_path: Path
) -> None:
    host = hosting()
    with browser(host) as client:
        assert client.post("/f/visit", data=SENT).status_code == 303
    host = Host(Settings(data=tmp_path / "data", log="faults", free_disk=10**18))
    try:
        with browser(host) as client:
            told = client.post("/f/visit", data={"/house": "Số 6"})
            assert told.status_code == 507
            assert told.headers["retry-after"]
            # everything as it was typed, to be sent again
            assert 'value="Số 6"' in told.text
            as_json = {"accept": "application/json"}
            assert client.post("/f/visit", data=SENT, headers=as_json).status_code in (200, 507)
            assert client.get("/f/visit").status_code == 200
            assert [each.answers for each in kept(host)] == [{"house": "Số 5"}]
    finally:
        host.close()


def test_the_folder_that_is_looked_at_need_not_be_there(tmp_path: Path) -> None:
    Limits(Settings(data=tmp_path / "a" / "b", free_disk=1)).room()
    with pytest.raises(Refused) as refused:
        Limits(Settings(data=tmp_path / "a" / "b", free_disk=10**18)).room()
    assert refused.value.status == 507
