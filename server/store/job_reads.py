"""What the job table tells: one job, lists, counts, history. Rows come as the driver gives them, for speed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from peewee import SQL, chunked, fn

from server.domain.job import CLAIMABLE, HELD, LANES, IdPage, Job, JobPage, JobQuery, Outline, Status, TimelineEntry
from server.errors import UnknownId
from server.ports import Clock
from server.store.bulk import among
from server.store.database import Database
from server.store.listing import Listing
from server.store.rows import SELECTED, entry_from, job_from, outline_from
from server.store.rules import SECONDS_SAMPLES

KEYS_A_STATEMENT = 5000
FAILURES_COUNTED = 2000


class JobReads:
    """The reading half of `JobLedger`. Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._job = database.tables.job
        self._tally = database.tables.tally
        self._timeline = database.tables.timeline
        self._log = database.tables.log
        self._lane = database.tables.lane
        self._listing = Listing(database.driver, database.tables)

    def get(self, job_id: str) -> Job:
        for job in self._list(self._job.id == job_id):
            return job
        raise UnknownId(f"There is no job {job_id}.")

    def get_many(self, ids: Iterable[str]) -> list[Job]:
        wanted = list(dict.fromkeys(ids))
        with self._database.reading():
            known = {job.id: job for some in chunked(wanted, KEYS_A_STATEMENT) for job in self._having("id", some)}
        return [known[job_id] for job_id in wanted if job_id in known]

    def _list(self, condition: Any) -> list[Job]:
        with self._database.reading():
            return self._jobs(self._job.select(SELECTED).where(condition).order_by(self._job.id))

    def _having(self, name: str, values: Sequence[Any]) -> list[Job]:
        return self._jobs(self._job.select(SELECTED).where(among(getattr(self._job, name), values)))

    def _jobs(self, rows: Any) -> list[Job]:
        return [job_from(row) for row in self._tuples(rows)]

    def _tuples(self, rows: Any) -> list[tuple[Any, ...]]:
        return list(self._database.driver.execute(rows).fetchall())

    def _row(self, job_id: str) -> Any:
        """What deciding takes."""
        job = self._job
        needed = (job.id, job.status, job.attempt, job.token, job.source, job.rank)
        row = job.select(*needed).where(job.id == job_id).first()
        if row is None:
            raise UnknownId(f"There is no job {job_id}.")
        return row

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        with self._database.reading():
            self._row(job_id)
            rows = self._timeline.select().where(self._timeline.job_id == job_id).order_by(self._timeline.id)
            return [entry_from(row) for row in rows]

    def log(self, job_id: str) -> list[str]:
        with self._database.reading():
            self._row(job_id)
            rows = self._log.select().where(self._log.job_id == job_id).order_by(self._log.id)
            return [row.line for row in rows]

    def find(self, query: JobQuery) -> JobPage:
        with self._database.reading():
            page = self.index(query)
            return JobPage(tuple(self.get_many(page.ids)), page.total, page.next, page.exact)

    def index(self, query: JobQuery) -> IdPage:
        with self._database.reading():
            keys = self._listing.keys(query)
            ids = tuple(key[-1] for key in keys[: query.limit])
            total, exact = self._listing.total(query)
            return IdPage(ids, total, self._listing.next(query, keys), exact)

    def held(self) -> list[Job]:
        return self._list(self._job.status.in_([status.value for status in HELD]))

    def awaiting(self) -> list[Job]:
        return self._list((self._job.status == Status.WAITING.value) & self._job.awaits.is_null(False))

    def of_clips(self, clip_ids: Iterable[str], kind: str | None) -> Mapping[str, list[Job]]:
        found: dict[str, list[Job]] = defaultdict(list)
        with self._database.reading():
            for some in chunked(clip_ids, KEYS_A_STATEMENT):
                rows = self._job.select(SELECTED).where(among(self._job.clip_id, some))
                for job in self._jobs(rows if kind is None else rows.where(self._job.kind == kind)):
                    found[job.clip_id].append(job)
        return {clip: sorted(jobs, key=lambda job: job.id, reverse=True) for clip, jobs in found.items()}

    def outlines_of_clips(self, clip_ids: Iterable[str], kind: str) -> Mapping[str, list[Outline]]:
        job, found = self._job, defaultdict[str, list[Outline]](list)
        with self._database.reading():
            for some in chunked(clip_ids, KEYS_A_STATEMENT):
                rows = job.select(job.clip_id, job.id, job.status, job.output).where(among(job.clip_id, some))
                for clip_id, *outline in self._tuples(rows.where(job.kind == kind).order_by(job.id.desc())):
                    found[clip_id].append(outline_from(*outline))
        return found

    def owner_of(self, output: str) -> Job | None:
        return self.owners_of([output]).get(output)

    def owners_of(self, outputs: Iterable[str]) -> Mapping[str, Job]:
        with self._database.reading():
            some = [job for batch in chunked(outputs, KEYS_A_STATEMENT) for job in self._having("output", batch)]
        published = [job for job in some if job.status is Status.COMPLETED and not job.reused]
        published.sort(key=lambda job: (job.completed_at or job.queued_at, job.id))
        return {job.output: job for job in published if job.output is not None}

    def claimable_lanes(self) -> set[str]:
        with self._database.reading():
            waiting = self._tally.select(self._tally.queue).where(
                self._tally.status.in_([status.value for status in CLAIMABLE]) & (self._tally.jobs > 0)
            )
            lanes = {str(queue) for (queue,) in self._tuples(waiting)} - self._paused()
            return {lane for lane in lanes if self._best_claimable(lane) is not None}

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

    def paused_lanes(self) -> set[str]:
        with self._database.reading():
            return self._paused()

    def _paused(self) -> set[str]:
        return {row.lane for row in self._lane.select().where(self._lane.paused == True)}  # noqa: E712

    def _is_paused(self, queue: str) -> bool:
        return bool(self._lane.select().where((self._lane.lane == queue) & (self._lane.paused == True)).exists())  # noqa: E712

    def concurrencies(self) -> Mapping[str, int]:
        with self._database.reading():
            said = self._lane.select().where(self._lane.concurrency.is_null(False))
            return {row.lane: row.concurrency for row in said}

    def lane_hours(self) -> Mapping[str, str]:
        with self._database.reading():
            return {row.lane: row.hours for row in self._lane.select().where(self._lane.hours.is_null(False))}

    def change_mark(self) -> int:
        with self._database.reading():
            return int(self._timeline.select(fn.MAX(self._timeline.id)).scalar() or 0)

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        entry = self._timeline
        newer = entry.select(entry.id, entry.job_id).where(entry.id > mark).order_by(entry.id).limit(limit)
        with self._database.reading():
            rows = self._tuples(newer)
        return (rows[-1][0] if rows else mark), list(dict.fromkeys(job_id for _, job_id in rows))

    def counts_by(self) -> Mapping[str, Mapping[str, int]]:
        tally = self._tally
        with self._database.reading():
            rows = self._tuples(tally.select(tally.status, tally.kind, tally.queue, tally.jobs).where(tally.jobs > 0))
        counts: tuple[dict[str, int], ...] = (dict.fromkeys(map(str, Status), 0), {}, dict.fromkeys(LANES, 0))
        for *names, jobs in rows:
            for count, name in zip(counts, names, strict=True):
                count[name] = count.get(name, 0) + jobs
        return dict(zip(("by_status", "by_kind", "by_queue"), counts, strict=True))

    def counts_by_lane(self) -> Mapping[str, Mapping[Status, int]]:
        tally, counts = self._tally, defaultdict[str, dict[Status, int]](dict)
        kept = tally.select(tally.queue, tally.status, fn.SUM(tally.jobs)).where(tally.jobs > 0)
        with self._database.reading():
            for queue, status, jobs in self._tuples(kept.group_by(tally.queue, tally.status)):
                counts[queue][Status(status)] = int(jobs)
        return counts

    def seconds_by_kind(self) -> Mapping[str, list[float]]:
        with self._database.reading():
            kinds = sorted({kind for (kind,) in self._tuples(self._tally.select(self._tally.kind))})
            taken = {kind: self._seconds(kind) for kind in kinds}
        return {kind: seconds for kind, seconds in taken.items() if seconds}

    def ended(self, since: datetime, seconds: int) -> list[tuple[datetime, str, int]]:
        job = self._job
        span = SQL("completed_at - completed_at % ? as span", [seconds * 1_000_000])
        rows = job.select(span, job.status, fn.COUNT(job.id)).where(job.completed_at >= since)
        with self._database.reading():
            counted = self._tuples(rows.group_by(SQL("span"), job.status).order_by(SQL("span"), job.status))
        return [(datetime.fromtimestamp(at / 1e6, UTC), str(status), int(number)) for at, status, number in counted]

    def failures(self, since: datetime) -> Mapping[str, int]:
        job = self._job
        failed = (job.status == Status.FAILED.value) & (job.completed_at >= since)
        rows = job.select(job.error).where(failed).order_by(job.completed_at.desc()).limit(FAILURES_COUNTED)
        with self._database.reading():
            errors = self._tuples(rows)
        return Counter(str((json.loads(error) if error else {}).get("code", "unknown")) for (error,) in errors)

    def _seconds(self, kind: str) -> list[float]:
        job = self._job
        ran = (job.kind == kind) & (job.status == Status.COMPLETED.value) & job.started_at.is_null(False)
        rows = job.select(job.started_at, job.completed_at).where(ran)
        last = rows.order_by(job.completed_at.desc()).limit(SECONDS_SAMPLES)
        return [(completed - started) / 1e6 for started, completed in self._tuples(last)]
