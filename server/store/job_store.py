"""The job table: `JobLedger` on peewee."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import IntegrityError, chunked, fn

from server.domain.job import (
    CLAIMABLE,
    FINAL,
    HELD,
    LANES,
    Claim,
    Event,
    Job,
    JobPage,
    JobQuery,
    NewJob,
    Status,
    TimelineEntry,
)
from server.errors import IllegalChange, LostClaim, UnknownId
from server.ports import Clock
from server.store.database import Database
from server.store.fields import searchable
from server.store.ids import mint_ids
from server.store.rows import columns_of, entry_from, job_from, new_job, search_text, storable
from server.store.rules import (
    CHANGEABLE,
    LOG_LINES,
    NOTABLE,
    SECONDS_SAMPLES,
    changed_columns,
    check_fields,
    claimed_columns,
    target_status,
)

_ROWS_A_STATEMENT = 500  # times 34 columns stays below SQLite's 32,766 parameters
_KEYS_A_STATEMENT = 5000
_FINAL = frozenset(status.value for status in FINAL)


class JobStore:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._job = database.tables.job
        self._timeline = database.tables.timeline
        self._log = database.tables.log
        self._lane = database.tables.lane

    def submit(self, wishes: Sequence[NewJob]) -> list[Job]:
        try:
            return self._submit(wishes)
        except IntegrityError:
            # On PostgreSQL another program may win the race for an idempotency key; then its job is ours too.
            return self._submit(wishes)

    def _submit(self, wishes: Sequence[NewJob]) -> list[Job]:
        with self._database.transaction():
            known = self._known_keys({wish.idempotency_key for wish in wishes if wish.idempotency_key})
            now = self._clock.now()
            ids = mint_ids(len(wishes), int(now.timestamp() * 1000), self._newest_id())
            jobs: list[Job] = []
            rows: list[dict[str, Any]] = []
            for wish, job_id in zip(wishes, ids, strict=True):
                job = known.get(wish.idempotency_key or "")
                if job is None:
                    job = new_job(wish, job_id, now)
                    rows.append({**columns_of(job), "idempotency_key": wish.idempotency_key})
                    if wish.idempotency_key:
                        known[wish.idempotency_key] = job
                jobs.append(job)
            self._insert(rows)
        return jobs

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        for batch in chunked(rows, _ROWS_A_STATEMENT):
            self._job.insert_many(batch).execute()
            entries = [
                {"job_id": row["id"], "at": row["queued_at"], "from_status": None, "to_status": row["status"]}
                for row in batch
            ]
            self._timeline.insert_many(entries).execute()

    def _known_keys(self, keys: set[str]) -> dict[str, Job]:
        known = {}
        for batch in chunked(sorted(keys), _KEYS_A_STATEMENT):
            for row in self._job.select().where(self._job.idempotency_key.in_(batch)):
                known[row.idempotency_key] = job_from(row)
        return known

    def _newest_id(self) -> str | None:
        newest: str | None = self._job.select(fn.MAX(self._job.id)).scalar()
        return newest

    def get(self, job_id: str) -> Job:
        with self._database.reading():
            return job_from(self._row(job_id))

    def _row(self, job_id: str) -> Any:
        row = self._job.get_or_none(self._job.id == job_id)
        if row is None:
            raise UnknownId(f"There is no job {job_id}.")
        return row

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        with self._database.reading():
            self._row(job_id)
            rows = self._timeline.select().where(self._timeline.job_id == job_id).order_by(self._timeline.id)
            return [entry_from(row) for row in rows]

    def find(self, query: JobQuery) -> JobPage:
        with self._database.reading():
            matching = self._matching(query)
            total = matching.count()
            if query.cursor is not None:
                matching = matching.where(self._job.id < query.cursor)
            rows = list(matching.order_by(self._job.id.desc()).limit(query.limit + 1))
        jobs = tuple(job_from(row) for row in rows[: query.limit])
        return JobPage(jobs, total, jobs[-1].id if jobs and len(rows) > query.limit else None)

    def _matching(self, query: JobQuery) -> Any:
        job, rows = self._job, self._job.select()
        if query.statuses:
            rows = rows.where(job.status.in_([status.value for status in query.statuses]))
        for name in ("queue", "kind", "clip_id", "parent_id"):
            wanted = getattr(query, name)
            if wanted is not None:
                rows = rows.where(getattr(job, name) == wanted)
        if query.search:
            rows = rows.where(job.search_text.contains(searchable(query.search)))
        return rows

    def claim(self, queue: str, worker: str) -> Claim | None:
        with self._database.transaction():
            while not self._is_paused(queue) and (best := self._best_claimable(queue)) is not None:
                token = secrets.token_hex(16)
                now = self._clock.now()
                columns = {**claimed_columns(now, worker, token), "attempt": self._job.attempt + 1}
                row = self._update(best, storable(columns))
                if row is not None:  # else another worker was faster (PostgreSQL only): look again
                    self._enter(row.id, Status(best.status), Status.RUNNING, None)
                    return Claim(job_from(row), token)
        return None

    def _best_claimable(self, queue: str) -> Any:
        """The first of each claimable status by index order, then the best of those: no sort however long the queue."""
        firsts = [row for status in sorted(CLAIMABLE) if (row := self._due(queue, status).first()) is not None]
        return min(firsts, key=lambda r: (-r.priority, r.rank, r.queued_at, r.id), default=None)

    def _due(self, queue: str, status: Status) -> Any:
        job = self._job
        # Only what deciding takes: with peewee a query's cost is its columns.
        needed = (job.id, job.status, job.attempt, job.priority, job.rank, job.queued_at)
        rows = job.select(*needed).where((job.queue == queue) & (job.status == status.value) & (job.paused == False))  # noqa: E712
        if status is not Status.PENDING:
            now = self._clock.now()
            # Started later than now: the clock was set back since, and `retry_at` means nothing any more.
            rows = rows.where(job.retry_at.is_null() | (job.retry_at <= now) | (job.started_at > now))
        return rows.order_by(job.priority.desc(), job.rank, job.queued_at, job.id)

    def _update(self, seen: Any, columns: Mapping[str, Any]) -> Any:
        """Compare-and-set on what was seen: the new row, or None if the job has changed meanwhile."""
        same = (self._job.id == seen.id) & (self._job.status == seen.status) & (self._job.attempt == seen.attempt)
        rows = list(self._job.update(**columns).where(same).returning(self._job).execute())
        return rows[0] if rows else None

    def _enter(self, job_id: str, origin: Status, to: Status, reason: str | None) -> None:
        at = self._clock.now()
        self._timeline.insert(
            job_id=job_id, at=at, from_status=origin.value, to_status=to.value, reason=reason
        ).execute()

    def change(
        self,
        job_id: str,
        event: Event,
        *,
        token: str | None = None,
        attempt: int | None = None,
        reason: str | None = None,
        **fields: Any,
    ) -> Job:
        check_fields(fields, CHANGEABLE)
        with self._database.transaction():
            while True:
                seen = self._row(job_id)
                _check_fence(seen, token, attempt)
                to = target_status(Status(seen.status), event)
                columns = {**changed_columns(event, to, self._clock.now(), reason), **fields}
                row = self._update(seen, self._with_search(seen, storable(columns)))
                if row is not None:
                    self._enter(job_id, Status(seen.status), to, reason)
                    return job_from(row)

    def _with_search(self, seen: Any, columns: dict[str, Any]) -> dict[str, Any]:
        if "error" in columns:
            columns["search_text"] = search_text(seen.source, columns["error"])
        return columns

    def note(self, job_id: str, token: str, **fields: Any) -> None:
        check_fields(fields, NOTABLE)
        with self._database.transaction():
            _check_fence(self._row(job_id), token, None)
            mine = (self._job.id == job_id) & (self._job.token == token)
            if fields and not self._job.update(**fields).where(mine).execute():
                raise LostClaim(f"Job {job_id} belongs to another attempt now.")

    def held(self) -> list[Job]:
        return self._list(self._job.status.in_([status.value for status in HELD]))

    def awaiting(self) -> list[Job]:
        return self._list((self._job.status == Status.WAITING.value) & self._job.awaits.is_null(False))

    def _list(self, condition: Any) -> list[Job]:
        with self._database.reading():
            return [job_from(row) for row in self._job.select().where(condition).order_by(self._job.id)]

    def claimable_lanes(self) -> set[str]:
        with self._database.reading():
            lanes = {row.queue for row in self._job.select(self._job.queue).distinct()}
            return {lane for lane in lanes - self._paused() if self._best_claimable(lane) is not None}

    def set_priority(self, job_id: str, priority: int, rank: float | None = None) -> Job:
        with self._database.transaction():
            row = self._row(job_id)
            row.priority, row.rank = priority, row.rank if rank is None else rank
            row.save(only=["priority", "rank"])
            return job_from(row)

    def set_paused(self, job_id: str, paused: bool) -> Job:
        with self._database.transaction():
            row = self._row(job_id)
            if row.status in _FINAL:
                raise IllegalChange(f"A job that is {row.status} cannot be paused or resumed.")
            row.paused = paused
            row.save(only=["paused"])
            return job_from(row)

    def pause_lane(self, queue: str, paused: bool) -> None:
        with self._database.transaction():
            self._lane.insert(lane=queue, paused=paused).on_conflict(
                conflict_target=[self._lane.lane], update={self._lane.paused: paused}
            ).execute()

    def set_concurrency(self, queue: str, concurrency: int) -> None:
        with self._database.transaction():
            self._lane.insert(lane=queue, paused=False, concurrency=concurrency).on_conflict(
                conflict_target=[self._lane.lane], update={self._lane.concurrency: concurrency}
            ).execute()

    def concurrencies(self) -> Mapping[str, int]:
        with self._database.reading():
            said = self._lane.select().where(self._lane.concurrency.is_null(False))
            return {row.lane: row.concurrency for row in said}

    def paused_lanes(self) -> set[str]:
        with self._database.reading():
            return self._paused()

    def _paused(self) -> set[str]:
        return {row.lane for row in self._lane.select().where(self._lane.paused == True)}  # noqa: E712

    def _is_paused(self, queue: str) -> bool:
        return bool(self._lane.select().where((self._lane.lane == queue) & (self._lane.paused == True)).exists())  # noqa: E712

    def change_mark(self) -> int:
        with self._database.reading():
            return int(self._timeline.select(fn.MAX(self._timeline.id)).scalar() or 0)

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        entry = self._timeline
        newer = entry.select(entry.id, entry.job_id).where(entry.id > mark).order_by(entry.id).limit(limit)
        with self._database.reading():
            rows = list(newer.tuples())
        return (rows[-1][0] if rows else mark), list(dict.fromkeys(job_id for _, job_id in rows))

    def find_done(self, clip_id: str, kind: str, preset: str) -> Job | None:
        job = self._job
        lost = [Status.FAILED.value, Status.CANCELLED.value]
        same = (job.clip_id == clip_id) & (job.kind == kind) & (job.preset == preset) & job.status.not_in(lost)
        return self._newest(same, job.id)

    def owner_of(self, output: str) -> Job | None:
        job = self._job
        published = (job.output == output) & (job.status == Status.COMPLETED.value) & (job.reused == False)  # noqa: E712
        return self._newest(published, job.completed_at)

    def _newest(self, condition: Any, by: Any) -> Job | None:
        with self._database.reading():
            row = self._job.select().where(condition).order_by(by.desc(), self._job.id.desc()).first()
            return None if row is None else job_from(row)

    def counts_by(self) -> Mapping[str, Mapping[str, int]]:
        with self._database.reading():
            return {
                "by_status": {**dict.fromkeys(map(str, Status), 0), **self._count(self._job.status)},
                "by_kind": self._count(self._job.kind),
                "by_queue": {**dict.fromkeys(LANES, 0), **self._count(self._job.queue)},
            }

    def _count(self, column: Any) -> dict[str, int]:
        return dict(self._job.select(column, fn.COUNT(self._job.id)).group_by(column).tuples())

    def seconds_by_kind(self) -> Mapping[str, list[float]]:
        with self._database.reading():
            kinds = [row.kind for row in self._job.select(self._job.kind).distinct()]
            taken = {kind: self._seconds(kind) for kind in kinds}
        return {kind: seconds for kind, seconds in taken.items() if seconds}

    def _seconds(self, kind: str) -> list[float]:
        job = self._job
        ran = (job.kind == kind) & (job.status == Status.COMPLETED.value) & job.started_at.is_null(False)
        rows = job.select(job.started_at, job.completed_at).where(ran)
        last = rows.order_by(job.completed_at.desc()).limit(SECONDS_SAMPLES)
        return [(row.completed_at - row.started_at).total_seconds() for row in last]

    def append_log(self, job_id: str, lines: Iterable[str]) -> None:
        kept = list(lines)[-LOG_LINES:]
        log = self._log
        with self._database.transaction():
            self._row(job_id)
            if kept:
                log.insert_many([{"job_id": job_id, "line": line} for line in kept]).execute()
            mine = log.select(log.id).where(log.job_id == job_id).order_by(log.id.desc())
            last_out = mine.offset(LOG_LINES).limit(1).scalar()
            if last_out is not None:
                log.delete().where((log.job_id == job_id) & (log.id <= last_out)).execute()

    def log(self, job_id: str) -> list[str]:
        with self._database.reading():
            self._row(job_id)
            rows = self._log.select().where(self._log.job_id == job_id).order_by(self._log.id)
            return [row.line for row in rows]


def _check_fence(row: Any, token: str | None, attempt: int | None) -> None:
    if token is not None and row.token != token:
        raise LostClaim(f"Job {row.id} belongs to another attempt now.")
    if attempt is not None and row.attempt != attempt:
        raise LostClaim(f"Job {row.id} has been started again meanwhile.")
