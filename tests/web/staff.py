"""Staff for tests: a form with personal questions, responses to it, and somebody who came in."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from starlette.testclient import TestClient

import formkit
from formkit.store.forms import Published, publish
from formkit.store.people import make_sign_in
from formkit.store.receipts import Fill, Receipt, keep
from formkit.web.host import Host

CARE: dict[str, Any] = {
    "title": "Chăm sóc",
    "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
    "x-i18n": {"en": {"title": "Care"}},
    "type": "object",
    "required": ["kind"],
    "properties": {
        "ward": {
            "title": "Phường",
            "x-from": "place",
            "oneOf": [{"const": "26740", "title": "SG"}],
        },
        "kind": {"title": "Việc gì?", "type": "string"},
        "phone": {
            "title": "Số nào?",
            "type": "string",
            "x-personal": {"level": "basic", "days": 30},
        },
        "people": {
            "title": "Những ai?",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {
                        "title": "Tên",
                        "type": "string",
                        "x-personal": {"level": "basic", "days": 30},
                    },
                    "task": {"title": "Giúp gì", "type": "string"},
                },
            },
        },
    },
}
SECRET = ("0912 345 678", "Nguyễn Thị Bí Mật")
ANSWERS: dict[str, Any] = {
    "ward": "26740",
    "kind": "Cài ứng dụng",
    "phone": SECRET[0],
    "people": [{"name": SECRET[1], "task": "Đăng ký"}],
}


def publish_care(host: Host, **changes: Any) -> Published:
    """The form with personal questions, published; `changes` make another version of it."""
    with host.database.writing() as connection:
        each = publish(connection, "care", formkit.load({**CARE, **changes}), at=host.now())
    host.refresh()
    return each


def sent(
    host: Host,
    each: Published,
    answers: Mapping[str, Any] = ANSWERS,
    *,
    at: datetime | None = None,
    trial: bool = False,
) -> Receipt:
    """A response to a form."""
    at = at or host.now()
    with host.database.writing() as connection:
        fill = Fill(
            each.form_id, each.form, token_hex(16), "0" * 64, answers, "vi", None, at, trial=trial
        )
        return keep(connection, fill)


def link(host: Host, *, minutes: int = 60) -> str:
    """The path of a fresh link for the owner."""
    with host.database.writing() as connection:
        return f"/w/enter/{make_sign_in(connection, host.now(), minutes=minutes)}"


def come_in(client: TestClient, host: Host) -> None:
    """Sign in: the cookie stays with the client."""
    assert client.post(link(host)).status_code == 303
