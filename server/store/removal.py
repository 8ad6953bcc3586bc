"""Jobs that somebody took out of the list: kept for a day, so that they can be brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from server.domain.job import Job
from server.store.archive import job_of, told_of
from server.store.bulk import insert_rows
from server.store.database import Database
from server.store.rows import columns_of


class Removal:
    """Inside the caller's transaction; of some hundreds of jobs at once."""

    def __init__(self, database: Database) -> None:
        tables, self._driver = database.tables, database.driver
        self._job, self._timeline, self._log = tables.job, tables.timeline, tables.log
        self._removed, self._made = tables.removed, tables.made

    def keep(self, jobs: Sequence[Job], at: datetime) -> None:
        """With timeline and log, which go with a job that leaves the list."""
        if not jobs:
            return
        ids = [job.id for job in jobs]
        timelines: dict[str, list[Mapping[str, Any]]] = {job_id: [] for job_id in ids}
        logs: dict[str, list[str]] = {job_id: [] for job_id in ids}
        for row in self._timeline.select().where(self._timeline.job_id.in_(ids)).order_by(self._timeline.id):
            entry = {"from_status": row.from_status, "to_status": row.to_status, "reason": row.reason}
            timelines[row.job_id].append({"at": row.at.isoformat(), **entry})
        for row in self._log.select().where(self._log.job_id.in_(ids)).order_by(self._log.id):
            logs[row.job_id].append(row.line)
        keys = {row.id: row.idempotency_key for row in self._keys_of(self._job.id.in_(ids))}
        rows = [
            {"id": job.id, "removed_at": at, "job": told_of(job), "idempotency_key": keys[job.id],
             "timeline": timelines[job.id], "log": logs[job.id]}
            for job in jobs
        ]  # fmt: skip
        insert_rows(self._driver, self._removed, rows)

    def bring_back(self, ids: Sequence[str]) -> set[str]:
        """Which of them were there to be brought back."""
        rows = list(self._removed.select().where(self._removed.id.in_(list(ids))))
        if not rows:
            return set()
        taken = self._taken_keys(row.idempotency_key for row in rows)
        jobs = [
            {**columns_of(job_of(row.job)),
             "idempotency_key": None if row.idempotency_key in taken else row.idempotency_key}
            for row in rows
        ]  # fmt: skip
        insert_rows(self._driver, self._job, jobs)
        entries = [{"job_id": row.id, **_dated(entry)} for row in rows for entry in row.timeline]
        insert_rows(self._driver, self._timeline, entries)
        insert_rows(self._driver, self._log, [{"job_id": row.id, "line": line} for row in rows for line in row.log])
        back = {row.id for row in rows}
        for table in (self._made, self._removed):
            table.delete().where(table.id.in_(list(back))).execute()
        return back

    def sweep(self, before: datetime) -> None:
        self._removed.delete().where(self._removed.removed_at < before).execute()

    def _taken_keys(self, keys: Iterable[str | None]) -> set[str]:
        """A wish may have been given anew meanwhile: then its key belongs to the new job."""
        wanted = [key for key in keys if key is not None]
        return {row.idempotency_key for row in self._keys_of(self._job.idempotency_key.in_(wanted))}

    def _keys_of(self, condition: Any) -> Any:
        return self._job.select(self._job.id, self._job.idempotency_key).where(condition)


def _dated(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "at": datetime.fromisoformat(entry["at"])}
