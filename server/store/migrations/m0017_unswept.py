"""Jobs that ended and may have left a temporary file are found at once, however many have failed."""

from __future__ import annotations

from typing import Any

_STATEMENTS = (
    """
    create index job_unswept on job (id)
    where status in ('failed', 'cancelled') and instr(intent, '"temporar') > 0
    """,
)


def up(database: Any) -> None:
    for statement in _STATEMENTS:
        database.execute_sql(statement)
