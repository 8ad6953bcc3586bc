"""What was made, for ever: completed jobs that the list has forgotten, so that nothing is done twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from peewee import chunked

from server.domain.job import Counts, Job, Outline, Status
from server.store.bulk import among
from server.store.database import Database
from server.store.fields import plain
from server.store.rows import columns_of

_KEYS_A_STATEMENT = 5000
_TIMES = frozenset({"queued_at", "started_at", "completed_at", "retry_at", "acknowledged_at"})
_NAMES = frozenset(field.name for field in fields(Job))


class Archive:
    """Inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._made = database.tables.made

    def put(self, jobs: Iterable[Job]) -> None:
        rows = [
            {"id": job.id, "clip_id": job.clip_id, "kind": job.kind, "preset": job.preset, "output": job.output,
             "completed_at": job.completed_at, "job": told_of(job)}
            for job in jobs
        ]  # fmt: skip
        if rows:
            self._made.insert_many(rows).on_conflict_ignore().execute()

    def get(self, job_id: str) -> Job | None:
        return self._first(self._made.id == job_id)

    def owners_of(self, outputs: Iterable[str]) -> dict[str, Job]:
        """Of several the newest."""
        owners: dict[str, Job] = {}
        for some in chunked(outputs, _KEYS_A_STATEMENT):
            rows = self._made.select(self._made.job).where(among(self._made.output, some)).order_by(self._made.id)
            owners.update((job.output, job) for job in self._jobs(rows) if job.output is not None)
        return owners

    def of(self, clip_id: str | None) -> list[Job]:
        """Newest first; of all clips for None."""
        rows = self._made.select(self._made.job).order_by(self._made.id.desc())
        return self._jobs(rows if clip_id is None else rows.where(self._made.clip_id == clip_id))

    def of_clips(self, clip_ids: Iterable[str], kind: str | None) -> list[Job]:
        """Newest first."""
        found = []
        for some in chunked(clip_ids, _KEYS_A_STATEMENT):
            rows = self._made.select(self._made.job).where(among(self._made.clip_id, some))
            found += self._jobs(rows if kind is None else rows.where(self._made.kind == kind))
        return sorted(found, key=lambda job: job.id, reverse=True)

    def outlines_of_clips(self, clip_ids: Iterable[str], kind: str) -> Iterator[tuple[str, Outline]]:
        """Newest first, each with its clip."""
        made = self._made
        for some in chunked(clip_ids, _KEYS_A_STATEMENT):
            rows = made.select(made.clip_id, made.id, made.output).where(among(made.clip_id, some), made.kind == kind)
            for clip_id, job_id, output in rows.order_by(made.id.desc()).tuples():
                yield clip_id, Outline(job_id, Status.COMPLETED, output)

    def _jobs(self, rows: Any) -> list[Job]:
        return [job_of(row.job) for row in rows]

    def _first(self, condition: Any) -> Job | None:
        row = self._made.select(self._made.job).where(condition).order_by(self._made.id.desc()).first()
        return None if row is None else job_of(row.job)


def told_of(job: Job) -> dict[str, Any]:
    """A job as JSON can hold it, exact to the byte and the microsecond."""
    told: dict[str, Any] = json.loads(json.dumps(columns_of(job), default=plain))
    return told


def job_of(told: dict[str, Any]) -> Job:
    """What `told_of` gave. One that an older or a newer program wrote may have fewer fields, or more."""
    known = {name: value for name, value in told.items() if name in _NAMES}
    times = {name: datetime.fromisoformat(known[name]) for name in _TIMES & known.keys() if known[name] is not None}
    exact = {"status": Status(known["status"]), "counts": Counts(**known["counts"])}
    return Job(**{**known, **times, **exact})
