"""Between the rows of jobs.db and the domain's jobs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from server.domain.job import Counts, Job, NewJob, Status, TimelineEntry
from server.store.fields import searchable

_PLAIN = tuple(f.name for f in fields(Job) if f.name not in ("status", "counts"))


def new_job(wish: NewJob, job_id: str, now: datetime) -> Job:
    """The job a wish becomes."""
    return Job(
        id=job_id,
        kind=wish.kind,
        queue=wish.queue,
        status=Status.PENDING,
        clip_id=wish.clip_id,
        source=wish.source,
        preset=wish.preset,
        queued_at=now,
        request=dict(wish.request),
        parent_id=wish.parent_id,
        priority=wish.priority,
        max_attempts=wish.max_attempts,
    )


def job_from(row: Any) -> Job:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Job(status=Status(row.status), counts=Counts(**row.counts), **plain)


def entry_from(row: Any) -> TimelineEntry:
    origin = None if row.from_status is None else Status(row.from_status)
    return TimelineEntry(row.at, origin, Status(row.to_status), row.reason)


def columns_of(job: Job) -> dict[str, Any]:
    """Every column of a new row but the idempotency key."""
    plain = {name: getattr(job, name) for name in _PLAIN}
    stored = storable({"counts": job.counts, "status": job.status})
    return {**plain, **stored, "token": None, "search_text": search_text(job.source, job.error)}


def storable(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Domain values as column values."""
    return {name: _storable(value) for name, value in columns.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, Counts):
        return asdict(value)
    return value.value if isinstance(value, Status) else value


def search_text(source: str, error: Mapping[str, Any] | None) -> str:
    """What `search` looks at: the path as it is shown, and the error."""
    shown = os.fsencode(source).decode("utf-8", "replace")
    said = [str(value) for key, value in (error or {}).items() if key in ("code", "message")]
    return searchable("\n".join([shown, *said]))
