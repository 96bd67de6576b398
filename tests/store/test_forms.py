"""Versions are kept for ever as they were published, each at one address."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from formkit.definition.load import load
from formkit.errors import StoreError
from formkit.store import tables
from formkit.store.database import Database
from formkit.store.forms import publish, published, set_state, version, versions
from tests.store.keeping import NOW, published_visit, visit


def test_a_document_that_differs_is_the_next_version(database: Database) -> None:
    first = published_visit(database)
    again = published_visit(database)
    second = published_visit(database, description="Mới")
    assert (first.slug, first.state, first.number) == ("visit", "open", 1)
    assert first.published_at == "2026-11-24T23:30:00.000000Z"
    assert again == first
    assert (second.number, second.form_id) == (2, first.form_id)
    with database.reading() as connection:
        assert published(connection) == [second]
        assert versions(connection, "visit") == [first, second]
        assert version(connection, first.sha256) == first
        assert version(connection, "0" * 64) is None
        assert versions(connection, "other") == []


def test_a_version_comes_back_word_for_word(database: Database) -> None:
    made = visit(description="Hỏi “ngắn”\ud800 \x00")
    with database.writing() as connection:
        publish(connection, "visit", made, at=NOW)
    with database.reading() as connection:
        (found,) = published(connection)
        body = connection.scalar(select(tables.version.c.body))
    assert found.form == made
    assert found.form.text == made.text == body


def test_forms_come_by_title(database: Database) -> None:
    for slug, title in (("c", "Bảng"), ("b", "an"), ("a", "Bảng"), ("d", "Áo")):
        published_visit(database, slug, title=title, description=slug)
    published_visit(database, "c", title="Zz", description="c")
    with database.reading() as connection:
        assert [each.slug for each in published(connection)] == ["b", "a", "c", "d"]


def test_an_older_version_is_not_published_again(database: Database) -> None:
    published_visit(database)
    published_visit(database, description="Mới")
    with pytest.raises(StoreError, match="This is version 1 of visit, which is at version 2"):
        published_visit(database)
    with database.reading() as connection:
        assert [each.number for each in published(connection)] == [2]


def test_one_document_has_one_address(database: Database) -> None:
    published_visit(database)
    with pytest.raises(StoreError, match="published as visit already"):
        published_visit(database, "household")
    with database.reading() as connection:
        assert [each.slug for each in published(connection)] == ["visit"]
        # the other address isn't taken either
        assert list(connection.scalars(select(tables.form.c.slug))) == ["visit"]


@pytest.mark.parametrize(
    "slug", ["", "Visit", "thăm-hộ", "a--b", "-a", "a-", "a/b", "a b", "../a", "a\n", "a" * 65]
)
def test_an_address_is_plain(database: Database, slug: str) -> None:
    with pytest.raises(StoreError, match="can't be the address of a form"):
        published_visit(database, slug)


def test_a_form_that_needs_more_than_its_text_is_refused(database: Database) -> None:
    dialect = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.vn/dialect",
        "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": True},
    }
    made = load(
        {"$schema": "https://example.vn/dialect", "type": "object", "properties": {"a": {}}},
        resources={"https://example.vn/dialect": dialect},
    )
    with (
        database.writing() as connection,
        pytest.raises(StoreError, match="needs a document that isn't part of it"),
    ):
        publish(connection, "dialect", made, at=NOW)


def test_a_form_stops_and_opens_again(database: Database) -> None:
    published_visit(database)
    for state in ("stopped", "open"):
        with database.writing() as connection:
            set_state(connection, "visit", state)
        with database.reading() as connection:
            assert [each.state for each in published(connection)] == [state]
    with database.writing() as connection:
        set_state(connection, "visit", "stopped")
        # publishing again is no opening
        assert publish(connection, "visit", visit(), at=NOW).state == "stopped"
        with pytest.raises(StoreError, match="There is no form other"):
            set_state(connection, "other", "open")


def test_a_text_that_was_changed_is_told(database: Database) -> None:
    made = visit(description="Sửa")
    with database.writing() as connection:
        publish(connection, "visit", made, at=NOW)
        # as if it had never been read: what was read is remembered
        changed = {**json.loads(made.text), "title": "Khác"}
        values = {"body": json.dumps(changed), "sha256": "1" * 64}
        connection.execute(update(tables.version).values(values))
    with database.reading() as connection, pytest.raises(StoreError, match="text has changed"):
        published(connection)


def test_many_publish_the_same_at_once(opened: Callable[..., Database]) -> None:
    stores = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(published_visit, stores))
    assert len(set(map(str, found))) == 1
    with stores[0].reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.version)) == 1


def test_many_publish_versions_at_once(opened: Callable[..., Database]) -> None:
    stores = [opened() for _ in range(4)]

    def one(number: int) -> Any:
        return published_visit(stores[number], description=str(number))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(one, range(4)))
    assert sorted(each.number for each in found) == [1, 2, 3, 4]


def test_the_ready_forms_can_be_published(database: Database, root: Path) -> None:
    files = sorted(
        set((root / "schemas").glob("*.schema.json")) - {root / "schemas/shared.schema.json"}
    )
    with database.writing() as connection:
        for index, file in enumerate(files):
            form = load(file)
            if form.ours:
                at = NOW + timedelta(seconds=index)
                publish(connection, file.name.removesuffix(".schema.json"), form, at=at)
    with database.reading() as connection:
        assert len(published(connection)) >= 9
