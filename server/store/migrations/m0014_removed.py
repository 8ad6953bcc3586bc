"""Jobs that were taken out of the list and may come back; numbers of changes that are never given twice."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, Model, SqliteDatabase, TextField

# Whoever follows the changes goes by their numbers, and without AUTOINCREMENT SQLite gives those of deleted rows again.
_NUMBERED = (
    """
    create table timeline_anew (
        id integer not null primary key autoincrement, job_id text not null, at integer not null, from_status text,
        to_status text not null, reason text, foreign key (job_id) references job (id) on delete cascade
    )
    """,
    "insert into timeline_anew select id, job_id, at, from_status, to_status, reason from timeline",
    "drop table timeline",
    "alter table timeline_anew rename to timeline",
    "create index timeline_job_id on timeline (job_id)",
)


def up(database: Any) -> None:
    """A frozen copy of the table. PostgreSQL never gives a number twice."""
    meta = type("Meta", (), {"database": database, "table_name": "removed"})
    columns = {
        "id": TextField(primary_key=True),
        "removed_at": BigIntegerField(index=True),
        "idempotency_key": TextField(null=True),
        **{name: TextField() for name in ("job", "timeline", "log")},
    }
    removed: Any = type("removed", (Model,), {**columns, "Meta": meta})
    database.create_tables([removed], safe=False)
    for statement in _NUMBERED if isinstance(database, SqliteDatabase) else ():
        database.execute_sql(statement)
