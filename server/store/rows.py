"""Between the rows of jobs.db and the domain's jobs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from peewee import SQL

from server.domain.job import Counts, Job, NewJob, Outline, Status, TimelineEntry
from server.store.fields import PathField, UtcField, file_name, searchable

_path = PathField().python_value
_NAMES = tuple(f.name for f in fields(Job))
_PLAIN = tuple(name for name in _NAMES if name not in ("status", "counts"))
_PATHS = ("source", "output")
_TIMES = ("queued_at", "started_at", "completed_at", "retry_at", "acknowledged_at")
_JSON = ("request", "error", "result", "child", "intent", "awaits")
_CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "status": Status,
    "counts": lambda text: Counts(**json.loads(text)),
    "paused": bool,
    "reused": bool,
    **dict.fromkeys(_PATHS, _path),
    **dict.fromkeys(_TIMES, UtcField().python_value),
    **dict.fromkeys(_JSON, json.loads),
}
_PLACES = tuple((_NAMES.index(name), convert) for name, convert in _CONVERTERS.items())

# The columns of `job_from`, as one piece of SQL: with peewee a query's cost is its columns, named one by one.
# The first table of a query is t1; what RETURNING names has no table.
SELECTED = SQL(", ".join(f'"t1"."{name}"' for name in _NAMES))
RETURNED = SQL(", ".join(f'"{name}"' for name in _NAMES))


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


def job_from(row: tuple[Any, ...]) -> Job:
    """`row`: what `SELECTED` or `RETURNED` names, as the driver gives it."""
    values = list(row)
    for place, convert in _PLACES:
        if values[place] is not None:
            values[place] = convert(values[place])
    return Job(*values)


def outline_from(job_id: str, status: str, output: Any) -> Outline:
    return Outline(job_id, Status(status), _path(output))


def entry_from(row: Any) -> TimelineEntry:
    origin = None if row.from_status is None else Status(row.from_status)
    return TimelineEntry(row.at, origin, Status(row.to_status), row.reason)


def columns_of(job: Job) -> dict[str, Any]:
    """Every column of a new row but the idempotency key and the number, which the table gives."""
    plain = {name: getattr(job, name) for name in _PLAIN}
    stored = storable({"counts": job.counts, "status": job.status})
    sought = {"search_text": search_text(job.source, job.error), "name": file_name(os.fsencode(job.source))}
    return {**plain, **stored, **sought, "token": None}


def storable(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Domain values as column values."""
    return {name: _storable(value) for name, value in columns.items()}


def _storable(value: Any) -> Any:
    if isinstance(value, Counts):
        return dict(vars(value))
    return value.value if isinstance(value, Status) else value


def search_text(source: str, error: Mapping[str, Any] | None) -> str:
    """What `search` looks at: the path as it is shown, and the error."""
    shown = os.fsencode(source).decode("utf-8", "replace")
    said = [str(value) for key, value in (error or {}).items() if key in ("code", "message")]
    return searchable("\n".join([shown, *said]))
