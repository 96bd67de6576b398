"""Fills for tests of the store; as a program, one that keeps them until it is killed.

`python -m tests.store.keeping FOLDER URL SEED COUNT` keeps COUNT fills in an order of its own and
prints `fill receipt` for each once it is acknowledged.
"""

import random
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

from formkit.definition.form import Form
from formkit.definition.load import load
from formkit.store.database import Database, open_database
from formkit.store.forms import Published, publish
from formkit.store.receipts import Fill, Receipt, keep
from formkit.store.writer import Writer

NOW = datetime(2026, 11, 25, 6, 30, tzinfo=timezone(timedelta(hours=7)))

VISIT: dict[str, Any] = {
    "title": "Thăm hộ",
    "type": "object",
    "x-form": {"vocabulary": 1, "kind": "checklist", "languages": ["vi"], "retention": 60},
    "properties": {
        "ward": {"title": "Phường", "type": "string", "x-from": "place"},
        "team": {"title": "Đội", "type": "string", "x-from": "team"},
        "name": {"title": "Họ và tên", "type": "string", "x-personal": {"level": "basic"}},
        "house": {"title": "Mã hộ", "type": "string", "x-role": "subject"},
        "done": {"title": "Đã xong", "type": "boolean"},
        "people": {
            "title": "Người trong nhà",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "health": {
                        "title": "Sức khỏe",
                        "type": "string",
                        "x-personal": {"level": "sensitive", "days": 7},
                    },
                    "age": {"title": "Tuổi", "type": "integer"},
                },
            },
        },
        "who": {"title": "Ai điền?", "enum": ["self", "staff"], "x-role": "filled-by"},
        "helper": {"title": "Người giúp", "type": "string", "x-from": "helper-kind"},
        "from": {"title": "Từ đâu?", "type": "string", "x-from": "channel"},
    },
}
ANSWERS: dict[str, Any] = {
    "ward": "26740",
    "team": "Đội 1",
    "name": "Nguyễn Thị Ánh",
    "house": "H-071",
    "done": True,
    "people": [{"health": "yếu", "age": 81}, {"age": 12}],
    "who": "staff",
    "helper": "youth",
    "from": "qr",
}


def visit(**more: Any) -> Form:
    """The form of a visit; `more` changes its root, for another version."""
    return load({**VISIT, **more})


def published_visit(database: Database, slug: str = "visit", **more: Any) -> Published:
    with database.writing() as connection:
        return publish(connection, slug, visit(**more), at=NOW)


def fill(to: Published, fill_id: str, answers: Mapping[str, Any] = ANSWERS, **more: Any) -> Fill:
    values = {"pairs_sha256": "0" * 64, "language": "vi", "started_at": None, "received": NOW}
    return Fill(to.form_id, to.form, fill_id, answers=answers, **{**values, **more})


def main(folder: str, url: str, seed: str, count: str) -> None:
    database = open_database(Path(folder), url or None, serving=True)
    to = published_visit(database)
    writer = Writer(database)
    wanted = [f"fill-{number:012}" for number in range(int(count))]
    random.Random(seed).shuffle(wanted)
    few = threading.Semaphore(16)

    def acknowledged(fill_id: str, future: "Future[Receipt]") -> None:
        few.release()
        print(fill_id, future.result().receipt, flush=True)

    for fill_id in wanted:
        few.acquire()
        future = writer.put(partial(keep, fill=fill(to, fill_id)))
        future.add_done_callback(partial(acknowledged, fill_id))
    writer.close()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
