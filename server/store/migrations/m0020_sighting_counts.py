"""How many files of a watched folder stand where is counted from the index alone, not out of every row."""

from __future__ import annotations

from typing import Any

_STATEMENTS = ("create index sighting_decision on sighting (watch_id, decision)",)


def up(database: Any) -> None:
    for statement in _STATEMENTS:
        database.execute_sql(statement)
