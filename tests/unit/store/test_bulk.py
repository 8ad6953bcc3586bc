"""Many rows at once, as peewee would write them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import peewee
import pytest

from server.store.bulk import insert_rows
from server.store.database import Database, open_database

NOW = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "jobs.db")
    yield database
    database.close()


def row(**other: Any) -> dict[str, Any]:
    usual = {
        "id": "1",
        "source": "/c/\udcff.mov",
        "size": 5,
        "mtime_ns": 7,
        "content_hash": "",
        "metadata": {"a": None},
    }
    return {**usual, "first_seen_at": NOW, "state": "online", "card": None, **other}


def test_every_type_comes_back_as_it_went_in(database: Database) -> None:
    clip = database.tables.clip
    with database.transaction():
        insert_rows(database.driver, clip, [row(), row(id="2")])
        insert_rows(database.driver, clip, [])
    found = clip.get_by_id("1")
    assert {name: getattr(found, name) for name in row()} == row()
    assert clip.select().count() == 2


def test_a_row_that_is_there_is_refused_or_takes_the_new_values(database: Database) -> None:
    clip = database.tables.clip
    with database.transaction():
        insert_rows(database.driver, clip, [row()])
        insert_rows(database.driver, clip, [row(size=6)], newest_of=["id"])
    assert clip.get_by_id("1").size == 6
    with pytest.raises(peewee.IntegrityError), database.transaction():
        insert_rows(database.driver, clip, [row()])
