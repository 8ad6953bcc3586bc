"""Lists in the orders people ask for are walked along an index, not sorted: of a million jobs that took a second."""

from __future__ import annotations

from typing import Any

# Each is read from its beginning to the end of a page, so it holds the id, which decides between equals.
_ORDERS = {
    "preset": "preset",
    "progress": "progress",
    "speed": "speed",
    "eta": "eta_seconds",
    "attempt": "attempt",
    "worker": "worker",
    "started": "started_at",
    "duration": "completed_at - started_at",
    "priority": "priority",
    "turn": "priority * -1, rank, queued_at",
}


def up(database: Any) -> None:
    for name, key in _ORDERS.items():
        database.execute_sql(f"create index job_by_{name} on job ({key}, id)")
