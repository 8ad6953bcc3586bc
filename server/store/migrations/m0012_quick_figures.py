"""What the last jobs took is read from the index alone, not out of rows of kilobytes."""

from __future__ import annotations

from typing import Any

_STATEMENTS = (
    "drop index job_kind",
    "create index job_kind on job (kind, status, completed_at, started_at)",
)


def up(database: Any) -> None:
    for statement in _STATEMENTS:
        database.execute_sql(statement)
