"""A host for tests of filling in, and a browser without a browser: it keeps cookies."""

import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import formkit
from formkit.store.database import open_database
from formkit.store.forms import publish
from formkit.store.responses import Response, responses
from formkit.web.host import Host, local_now

# Two questions, one of which shows only after a certain answer; rows; two languages.
VISIT: dict[str, Any] = {
    "title": "Thăm nhà",
    "description": "Mỗi nhà một phiếu.",
    "x-form": {
        "vocabulary": 1,
        "languages": ["vi", "en"],
        "minutes": 2,
        "thanks": "Cảm ơn cả nhà.",
        "x-i18n": {"en": {"thanks": "Thank you all."}},
    },
    "x-i18n": {"en": {"title": "Home visit"}},
    "type": "object",
    "required": ["house"],
    "properties": {
        "house": {"title": "Nhà nào?", "type": "string", "maxLength": 40},
        "again": {"title": "Quay lại không?", "type": "boolean"},
        "people": {
            "title": "Những ai?",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string", "title": "Tên"}}},
        },
    },
}
POLL: dict[str, Any] = {
    "title": "Ăn gì",
    "x-form": {"vocabulary": 1, "languages": ["vi"]},
    "type": "object",
    "properties": {"dish": {"title": "Món?", "type": "string"}},
}
SLUGS: Mapping[str, dict[str, Any]] = {"visit": VISIT, "poll": POLL}

HERE = {"sec-fetch-site": "same-origin"}
FORM_TYPE = "application/x-www-form-urlencoded"

Pairs = Mapping[str, str] | Iterable[tuple[str, str]]


def stock(folder: Path, url: str | None = None) -> None:
    """A store in this folder, or in that database, with the forms published."""
    database = open_database(folder, url)
    with database.writing() as connection:
        for slug, document in SLUGS.items():
            publish(connection, slug, formkit.load(dict(document)), at=local_now())
    database.close()


def copy(stocked: Path, folder: Path) -> Path:
    """The same store in another folder: bringing the tables up takes longer than a test."""
    shutil.copytree(stocked, folder, ignore=shutil.ignore_patterns("*.lock"))
    return folder


def body(pairs: Pairs) -> bytes:
    """Pairs as a browser sends them."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return urlencode(list(items)).encode()


def kept(host: Host, slug: str = "visit") -> list[Response]:
    """What is stored, the oldest first."""
    with host.database.reading() as connection:
        return list(responses(connection, slug))


def shown_id(html: str) -> str:
    """The id that the page of a form holds."""
    (found,) = re.findall(r'name="~id" value="([^"]*)"', html)
    return str(found)


def value_of(html: str, name: str) -> str | None:
    """What stands in a text input of a page; None where it isn't or is empty."""
    found = re.search(rf'name="{re.escape(name)}"[^>]*? value="([^"]*)"', html)
    return found[1] if found else None


Clients = Callable[..., Any]
