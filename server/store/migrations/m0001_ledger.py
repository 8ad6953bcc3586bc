"""Jobs with their timeline and log, and clips."""

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(database: Any) -> None:
    """A frozen copy of the tables as they were first laid; later changes are migrations of their own."""
    job, clip = _table("job", _job_columns(), database), _table("clip", _clip_columns(), database)
    timeline = _table("timeline", _timeline_columns(job), database)
    log = _table("log", {"id": AutoField(), "job": _owner(job), "line": TextField()}, database)
    database.create_tables([job, timeline, log, clip], safe=False)
    # Claiming walks this index in its own order and stops at the first row, however long the queue.
    job.add_index(
        job.queue, job.status, job.paused, job.priority.desc(), job.rank, job.queued_at, job.id, name="job_claim"
    )
    job.add_index(job.status, job.id, name="job_status")
    job.add_index(job.clip_id, job.kind, job.preset, name="job_clip")
    job.add_index(job.kind, job.status, job.completed_at, name="job_kind")
    job.add_index(job.output, name="job_output")
    job.add_index(job.parent_id, name="job_parent")
    job.add_index(job.idempotency_key, unique=True, name="job_idempotency_key")
    clip.add_index(clip.source, name="clip_source")
    for model in (job, clip):
        model._schema.create_indexes()


def _table(name: str, columns: dict[str, Any], database: Any) -> Any:
    meta = type("Meta", (), {"database": database, "table_name": name})
    return type(name, (Model,), {**columns, "Meta": meta})


def _owner(job: Any) -> Any:
    return ForeignKeyField(job, column_name="job_id", on_delete="CASCADE", backref=None)


def _job_columns() -> dict[str, Any]:
    text = ("kind", "queue", "status", "clip_id", "preset", "request", "counts", "search_text")
    optional_text = ("parent_id", "worker", "reason", "error", "result", "child", "intent", "token", "idempotency_key")
    return {
        "id": TextField(primary_key=True),
        "source": BlobField(),
        "output": BlobField(null=True),
        "queued_at": BigIntegerField(),
        **{name: TextField() for name in text},
        **{name: TextField(null=True) for name in optional_text},
        **{name: BigIntegerField(null=True) for name in ("started_at", "completed_at", "retry_at")},
        **{name: DoubleField(null=True) for name in ("progress", "speed", "eta_seconds")},
        **{name: IntegerField() for name in ("priority", "attempt", "max_attempts")},
        **{name: BooleanField() for name in ("paused", "reused")},
        "rank": DoubleField(),
    }


def _timeline_columns(job: Any) -> dict[str, Any]:
    return {
        "id": AutoField(),
        "job": _owner(job),
        "at": BigIntegerField(),
        "from_status": TextField(null=True),
        "to_status": TextField(),
        "reason": TextField(null=True),
    }


def _clip_columns() -> dict[str, Any]:
    return {
        "id": TextField(primary_key=True),
        "source": BlobField(),
        "size": BigIntegerField(),
        "mtime_ns": BigIntegerField(),
        "content_hash": TextField(),
        "metadata": TextField(null=True),
        "first_seen_at": BigIntegerField(),
        "state": TextField(),
    }
