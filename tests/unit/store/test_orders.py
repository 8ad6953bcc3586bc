"""Lists in any order are walked along an index: at a million jobs nothing can be sorted for each page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import SORTS, JobQuery, Status
from server.store.database import Database, open_database
from server.store.job_store import JobStore
from tests.helpers.fakes import HandClock, wish

SORTED_WHOLE = {"kind", "queue", "retry_at"}  # no table offers these as an order, and an index of each costs a submit


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "jobs.db")
    yield database
    database.close()


@pytest.mark.parametrize("sort", [one for name in SORTS if name not in SORTED_WHOLE for one in (name, f"-{name}")])
def test_no_page_is_sorted(database: Database, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = JobStore(database, HandClock())
    store.submit([wish(f"/card/{number}.mov") for number in range(5)])
    asked: list[tuple[str, Any]] = []
    execute = database.driver.execute_sql

    def noted(sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(sql, params)

    monkeypatch.setattr(database.driver, "execute_sql", noted)
    for statuses in ((), (Status.PENDING,)):
        query = JobQuery(statuses, sort=sort, limit=2)
        store.find(replace(query, cursor=store.find(query).next))
    lists = [(sql, params) for sql, params in asked if 'FROM "job"' in sql and "ORDER BY" in sql]
    assert len(lists) >= 4
    for sql, params in lists:
        plan = [str(row[3]) for row in execute(f"explain query plan {sql}", params)]
        assert not any("TEMP B-TREE" in step for step in plan), (sql, plan)
