"""The socket that is served from, and the addresses that it is reached by."""

import socket
from typing import Any

import pytest

from formkit.web import server
from formkit.web.settings import Settings, SettingsError
from tests.serving import free_port


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two networks and a bridge to containers."""
    monkeypatch.setattr(server, "_towards_others", lambda: ["172.17.0.1"])
    monkeypatch.setattr(server, "_of_the_name", lambda: ["127.0.1.1", "169.254.3.4"])
    monkeypatch.setattr(server, "_of_the_interfaces", lambda: ["10.1.1.1", "192.168.1.5"])


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, ["http://127.0.0.1:8000/"]),
        ({"host": "::1", "port": 80}, ["http://[::1]/"]),
        (
            {"lan": True},
            [
                "http://192.168.1.5:8000/",
                "http://10.1.1.1:8000/",
                "http://172.17.0.1:8000/",
                "http://127.0.0.1:8000/",
            ],
        ),
        ({"lan": True, "url": "https://a/b"}, ["https://a/b/"]),
        (
            {"host": "0.0.0.0", "port": 443, "tls_cert": "a", "tls_key": "b"},
            [
                "https://192.168.1.5/",
                "https://10.1.1.1/",
                "https://172.17.0.1/",
                "https://127.0.0.1/",
            ],
        ),
    ],
)
@pytest.mark.usefixtures("here")
def test_addresses_are_those_that_can_be_opened(settings: Any, found: list[str]) -> None:
    assert list(server.addresses(Settings(**settings))) == found


def test_this_machine_tells_addresses_that_are_its_own() -> None:
    for address in server.networks_of_this_machine():
        with socket.socket() as listener:
            listener.bind((address, 0))


def test_a_port_may_be_used_again_at_once() -> None:
    settings = Settings(port=free_port())
    with server.listen(settings) as listener:
        assert listener.getsockname() == ("127.0.0.1", settings.port)
        with pytest.raises(SettingsError, match="another program uses port"):
            server.listen(settings)
    server.listen(settings).close()
