"""Files that phones save, and the store that they are taken into."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import formkit
from formkit.store import events, forms
from formkit.store.database import Database
from formkit.store.responses import Response, responses

VISIT: dict[str, Any] = {
    "title": "Thăm nhà",
    "x-form": {"vocabulary": 1, "languages": ["vi", "en"]},
    "type": "object",
    "required": ["house"],
    "properties": {
        "house": {"title": "Nhà nào?", "type": "string", "maxLength": 40},
        "age": {"title": "Tuổi", "type": "integer"},
        "time": {"title": "Mất bao lâu?", "type": "string", "x-recommended": True},
        "name": {"title": "Họ và tên", "type": "string", "x-personal": {"level": "basic"}},
        "people": {
            "title": "Những ai?",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"title": "Tên", "type": "string"}}},
        },
    },
}
FORM = formkit.load(VISIT)
NEXT = formkit.load({**VISIT, "required": ["house", "age"]})
FILE = "formkit-2026-11-30.json"
NAME = "visit (Thăm nhà)"
Run = Callable[..., tuple[int, list[str], list[str]]]
"""Calls the command with arguments: its status, what it printed, and what it said why."""
NOW = datetime(2026, 11, 30, 10).astimezone()


def publish(database: Database, form: formkit.Form, slug: str = "visit") -> None:
    with database.writing() as connection:
        forms.publish(connection, slug, form, at=NOW)


def id_of(number: int) -> str:
    return f"{number:032x}"


def saved(
    number: int = 1, /, *more: tuple[str, str], form: formkit.Form = FORM, **own: Any
) -> dict[str, Any]:
    """A fill as the script of a phone saves it; `own` are keys that differ."""
    pairs = [
        ("~form", form.sha256), ("~id", id_of(number)), ("~lang", "vi"),
        ("~at", "2026-11-30T16:58:00+07:00"), *(more or [("/house", "12/3 Cô Giang")]),
    ]  # fmt: skip
    made = {
        "id": id_of(number),
        "path": "/phieu/f/visit?lang=vi",
        "body": urlencode(pairs),
        "at": "2026-11-30T10:00:00.000Z",
    }
    return {**made, **own}


def write(*fills: Any, name: str = FILE, **own: Any) -> str:
    document = {"formkit": "fills", "vocabulary": 1, "fills": list(fills), **own}
    # as a phone does, characters stand there as they are
    Path(name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return name


def kept(database: Database) -> list[Response]:
    with database.reading() as connection:
        return list(responses(connection, "visit", personal=True))


def recorded(database: Database) -> list[tuple[str, str, tuple[str, ...]]]:
    with database.reading() as connection:
        found = events.events(connection, kind="imported")
        return [(each.subject, each.actor, each.pointers) for each in found]
