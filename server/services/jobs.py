"""What people do to jobs and lanes: look, cancel, retry, put first, pause."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any

from server.domain.job import CLAIMABLE, LANES, Event, Job, JobPage, JobQuery, Status, TimelineEntry
from server.errors import IllegalChange, UnknownId, UsageError
from server.ports import Bell, Clock, JobLedger, WorkerRegistry

_PAGE = 1000
_PRIORITIES = range(10)
_STUCK_AFTER = timedelta(minutes=120)


@dataclass(frozen=True)
class Refusal:
    """One id that was left as it was, and why."""

    id: str
    code: str
    message: str


@dataclass(frozen=True)
class Changed:
    """What became of a wish about several jobs."""

    changed: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


class Jobs:
    """Reads raise UnknownId; wishes about several jobs are refused one by one instead."""

    def __init__(self, ledger: JobLedger, bell: Bell, registry: WorkerRegistry, clock: Clock) -> None:
        self._ledger = ledger
        self._bell = bell
        self._registry = registry
        self._clock = clock

    def get(self, job_id: str) -> Job:
        return self._ledger.get(job_id)

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        return self._ledger.timeline(job_id)

    def log(self, job_id: str) -> list[str]:
        return self._ledger.log(job_id)

    def find(self, query: JobQuery) -> JobPage:
        return self._ledger.find(query)

    def active(self) -> list[Job]:
        """The jobs a living worker has now, oldest first; those of a dead one wait for recovery."""
        held = self._ledger.held()
        living = {worker for worker in {job.worker for job in held} if worker and self._registry.alive(worker)}
        return [job for job in held if job.worker in living]

    def stuck(self, query: JobQuery) -> JobPage:
        """Held jobs that nobody seems to work on; the query's filters hold here too."""
        oldest = self._clock.now() - _STUCK_AFTER
        held = [job for job in self._ledger.held() if self._is_stuck(job, oldest) and _matches(job, query)]
        return JobPage(tuple(held[: query.limit]), len(held), None)

    def _is_stuck(self, job: Job, oldest: datetime) -> bool:
        gone = job.worker is None or not self._registry.alive(job.worker)
        return gone or (job.started_at is not None and job.started_at < oldest)

    def every_id(self, query: JobQuery) -> list[str]:
        """The ids of all jobs that match, oldest first, read before any of them is changed."""
        return [job.id for job in self._every(replace(query, limit=_PAGE))][::-1]

    def cancel(self, ids: Iterable[str], reason: str | None = None) -> Changed:
        """A job that waits is cancelled at once; one that runs becomes `cancelling`, which its worker sees."""
        return _one_by_one(ids, lambda job_id: self._ledger.change(job_id, Event.CANCEL, reason=reason))

    def cancel_all(self, reason: str | None = None) -> Changed:
        """Every job that is not final and was not asked to end before."""
        return self.cancel(self._ids(*CLAIMABLE, Status.RUNNING), reason)

    def retry(self, ids: Iterable[str]) -> Changed:
        """Failed and cancelled jobs start over with a fresh budget; those waiting for their next try go now."""
        return _one_by_one(ids, self._retry)

    def retry_failed(self) -> Changed:
        return self.retry(self._ids(Status.FAILED))

    def _retry(self, job_id: str) -> None:
        job = self._ledger.change(job_id, Event.RETRY, reason="retried by hand")
        self._bell.ring(job.queue, job.id)

    def set_priority(self, job_id: str, priority: int | None, rank: float | None = None) -> Changed:
        """0 to 9, 9 first; anything else is a UsageError. Among equals the lower rank goes first; None leaves either
        as it is. Matters until the job is final."""
        if priority is not None and priority not in _PRIORITIES:
            raise UsageError(f"A priority is a number from 0 to 9 (9 goes first), not {priority}.")
        return _one_by_one([job_id], lambda one: self._set_priority(one, priority, rank))

    def _set_priority(self, job_id: str, priority: int | None, rank: float | None) -> None:
        job = self._ledger.get(job_id)
        if job.status not in CLAIMABLE and job.status is not Status.RUNNING:
            raise IllegalChange(f"A job that is {job.status} has no place in the queue.")
        self._ledger.set_priority(job_id, job.priority if priority is None else priority, rank)

    def pause(self, ids: Iterable[str]) -> Changed:
        """A job that waits is left alone by workers; one that runs stands still."""
        return _one_by_one(ids, lambda job_id: self._ledger.set_paused(job_id, True))

    def resume(self, ids: Iterable[str]) -> Changed:
        return _one_by_one(ids, self._resume)

    def _resume(self, job_id: str) -> None:
        job = self._ledger.set_paused(job_id, False)
        self._bell.ring(job.queue, job.id)

    def purge(self, lane: str) -> Changed:
        """Cancels what waits in a lane. Raises UnknownId for a name that is no lane."""
        if lane not in LANES:
            raise UnknownId(f"There is no lane {lane!r}; there are {', '.join(LANES)}.", "`rushes stats` counts each.")
        waiting = JobQuery(statuses=tuple(sorted(CLAIMABLE)), queue=lane)
        return self.cancel(self.every_id(waiting), "the lane was purged")

    def workers(self) -> list[dict[str, Any]]:
        """The workers that live, without what only the program itself needs."""
        return [
            {name: _iso_of(value) if name == "started_at" else value for name, value in row.items() if name != "port"}
            for row in self._registry.living()
        ]

    def stats(self) -> dict[str, Any]:
        """The `stats` object of design section 4."""
        seconds = self._ledger.seconds_by_kind()
        return {
            **self._ledger.counts_by(),
            "mean_seconds": _by_kind(seconds, fmean),
            "p95_seconds": _by_kind(seconds, _p95),
            "at": iso_text(self._clock.now()),
        }

    def _ids(self, *statuses: Status) -> list[str]:
        """Changing moves jobs between pages, so all are read before."""
        return self.every_id(JobQuery(statuses=statuses))

    def _every(self, query: JobQuery) -> Iterator[Job]:
        while True:
            page = self._ledger.find(query)
            yield from page.jobs
            if page.next is None:
                return
            query = replace(query, cursor=page.next)


def _one_by_one(ids: Iterable[str], act: Callable[[str], object]) -> Changed:
    outcome = Changed()
    for job_id in dict.fromkeys(ids):
        try:
            act(job_id)
        except (UnknownId, IllegalChange) as refusal:
            outcome.refused.append(Refusal(job_id, refusal.code, refusal.message))
        else:
            outcome.changed.append(job_id)
    return outcome


def _matches(job: Job, query: JobQuery) -> bool:
    asked = ((query.queue, job.queue), (query.kind, job.kind), (query.clip_id, job.clip_id))
    right_status = not query.statuses or job.status in query.statuses
    right_text = (query.search or "").casefold() in job.source.casefold()
    return right_status and right_text and all(wanted in (None, is_) for wanted, is_ in asked)


def _by_kind(seconds: Mapping[str, Sequence[float]], measure: Callable[[Sequence[float]], float]) -> dict[str, float]:
    return {kind: round(measure(taken), 3) for kind, taken in seconds.items() if taken}


def _p95(taken: Sequence[float]) -> float:
    """The nearest rank: a time that occurred."""
    return sorted(taken)[math.ceil(0.95 * len(taken)) - 1]


def _iso_of(at: Any) -> Any:
    """Workers note seconds since 1970."""
    return iso_text(datetime.fromtimestamp(at, UTC)) if isinstance(at, (int, float)) else at


def iso_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
