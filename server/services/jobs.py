"""What people do to jobs and lanes: look, cancel, retry, put first, pause."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any

from server.domain.job import (
    CLAIMABLE,
    FINAL,
    LANES,
    SORTS,
    Event,
    IdPage,
    Job,
    JobPage,
    JobQuery,
    Status,
    TimelineEntry,
)
from server.errors import IllegalChange, RushesError, UnknownId, UsageError
from server.ports import Bell, Clock, JobLedger, WorkerRegistry
from server.schema import time_text
from server.services.ringing import MOST_RINGS, ring_for

_PAGE = 100_000
_PORTION = 250
# SQLite's waiting writers look again every few milliseconds, and nobody lets them in. Where one portion takes long, the
# machine is busy, and they come late.
_LEAST_BREATH, _MOST_BREATH = 0.02, 0.1
_MOST_MOVED = 1000
_MOST_SPANS = 60
_SPANS = (60, 300, 900, 1800, 3600, 6 * 3600, 24 * 3600)  # seconds
_PRIORITIES = range(10)


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

    def __init__(
        self,
        ledger: JobLedger,
        bell: Bell,
        registry: WorkerRegistry,
        clock: Clock,
        stuck_after: timedelta = timedelta(minutes=120),
    ) -> None:
        self._ledger = ledger
        self._bell = bell
        self._registry = registry
        self._clock = clock
        self._stuck_after = stuck_after

    def get(self, job_id: str) -> Job:
        return self._ledger.get(job_id)

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        return self._ledger.timeline(job_id)

    def log(self, job_id: str) -> list[str]:
        return self._ledger.log(job_id)

    def get_many(self, ids: Iterable[str]) -> list[Job]:
        """In their order, without the unknown."""
        return self._ledger.get_many(ids)

    def find(self, query: JobQuery) -> JobPage:
        """Raises UsageError for an order or a place there is not."""
        return self._ledger.find(_checked(query))

    def index(self, query: JobQuery) -> IdPage:
        """Raises UsageError for an order or a place there is not."""
        return self._ledger.index(_checked(query))

    def active(self) -> list[Job]:
        """The jobs a living worker has now, oldest first; those of a dead one wait for recovery."""
        held = self._ledger.held()
        living = {worker for worker in {job.worker for job in held} if worker and self._registry.alive(worker)}
        return [job for job in held if job.worker in living]

    def stuck(self, query: JobQuery) -> JobPage:
        """Held jobs that nobody seems to work on; the query's filters hold here too."""
        oldest = self._clock.now() - self._stuck_after
        held = [job for job in self._ledger.held() if self._is_stuck(job, oldest) and _matches(job, query)]
        return JobPage(tuple(held[: query.limit]), len(held), None)

    def _is_stuck(self, job: Job, oldest: datetime) -> bool:
        gone = job.worker is None or not self._registry.alive(job.worker)
        return gone or (job.started_at is not None and job.started_at < oldest)

    def every_id(self, query: JobQuery) -> list[str]:
        """The ids of all jobs that match, oldest first, read before any of them is changed: changing moves jobs
        between pages."""
        ids: list[str] = []
        query = replace(query, sort="queued_at", limit=_PAGE)
        while True:
            page = self._ledger.index(query)
            ids += page.ids
            if page.next is None:
                return ids
            query = replace(query, cursor=page.next)

    def cancel(self, ids: Iterable[str], reason: str | None = None) -> Changed:
        """A job that waits is cancelled at once; one that runs becomes `cancelling`, which its worker sees."""
        return _in_portions(ids, lambda some: self._ledger.change_many(some, Event.CANCEL, reason))

    def cancel_all(self, reason: str | None = None) -> Changed:
        """Every job that is not final and was not asked to end before."""
        return self.cancel(self.every_id(JobQuery((*sorted(CLAIMABLE), Status.RUNNING))), reason)

    def retry(self, ids: Iterable[str]) -> Changed:
        """Failed and cancelled jobs start over with a fresh budget; those waiting for their next try go now."""
        again = "retried by hand"
        return self._rung(_in_portions(ids, lambda some: self._ledger.change_many(some, Event.RETRY, again)))

    def retry_failed(self) -> Changed:
        return self.retry(self.every_id(JobQuery((Status.FAILED,))))

    def acknowledge(self, ids: Iterable[str]) -> Changed:
        """Somebody has seen that they failed: cleanup may take them out of the list."""
        return _in_portions(ids, lambda some: {job_id: self._refusal(job_id) for job_id in some})

    def _refusal(self, job_id: str) -> RushesError | None:
        try:
            self._ledger.acknowledge(job_id)
        except (UnknownId, IllegalChange) as refusal:
            return refusal
        return None

    def acknowledge_failed(self) -> Changed:
        return self.acknowledge(self.every_id(JobQuery((Status.FAILED,))))

    def place(self, ids: Iterable[str], priority: int | None, rank: float | None = None) -> Changed:
        """0 to 9, 9 first; anything else is a UsageError. Among equals the lower rank goes first; None leaves either
        as it is. Matters until the job is final."""
        if priority is not None:
            check_priority(priority)
        return _in_portions(ids, lambda some: self._ledger.place_many(some, priority, rank))

    def move(self, ids: Iterable[str], anchor: str, behind: bool) -> Changed:
        """Right before the turn of `anchor` or, `behind`, right after it. Raises UnknownId, IllegalChange for an anchor
        that has no place in the queue, UsageError for more than a thousand."""
        wanted = list(dict.fromkeys(ids))
        if len(wanted) > _MOST_MOVED:
            raise UsageError(f"At most {_MOST_MOVED} jobs can be moved at once.", "Give the others a priority.")
        return _told_apart(self._ledger.move_many(wanted, anchor, behind))

    def remove(self, ids: Iterable[str]) -> Changed:
        """What is final leaves the list; what it made stays known, so that nothing is done twice."""
        return _in_portions(ids, self._ledger.remove_many)

    def restore(self, ids: Iterable[str]) -> Changed:
        """Takes back `remove`, within a day."""
        return _in_portions(ids, self._ledger.restore_many)

    def pause(self, ids: Iterable[str]) -> Changed:
        """A job that waits is left alone by workers; one that runs stands still."""
        return _in_portions(ids, lambda some: self._ledger.pause_many(some, True))

    def resume(self, ids: Iterable[str]) -> Changed:
        return self._rung(_in_portions(ids, lambda some: self._ledger.pause_many(some, False)))

    def _rung(self, outcome: Changed) -> Changed:
        ring_for(self._bell, self._ledger.get_many(outcome.changed[:MOST_RINGS]))
        return outcome

    def purge(self, lane: str) -> Changed:
        """Cancels what waits in a lane. Raises UnknownId for a name that is no lane."""
        check_lanes([lane])
        waiting = JobQuery(statuses=tuple(sorted(CLAIMABLE)), queue=lane)
        return self.cancel(self.every_id(waiting), "the lane was purged")

    def workers(self) -> list[dict[str, Any]]:
        """The workers that live, without what only the program itself needs."""
        return [
            {name: _iso_of(value) if name == "started_at" else value for name, value in row.items() if name != "port"}
            for row in self._registry.living()
        ]

    def history(self, hours: int) -> dict[str, Any]:
        """{"seconds", "spans": [{"at", "completed", "failed", "cancelled"}], "failures": {code: number}}: how many
        jobs ended in each span of the last hours; every span is there."""
        seconds = next(size for size in _SPANS if hours * 3600 <= size * _MOST_SPANS)
        now = self._clock.now()
        first = int((now - timedelta(hours=hours)).timestamp()) // seconds * seconds
        spans = {
            at: dict.fromkeys(map(str, sorted(FINAL)), 0) for at in range(first, int(now.timestamp()) + 1, seconds)
        }
        since = datetime.fromtimestamp(first, UTC)
        for at, status, number in self._ledger.ended(since, seconds):
            if status in FINAL and int(at.timestamp()) in spans:
                spans[int(at.timestamp())][status] = number
        told = [{"at": time_text(datetime.fromtimestamp(at, UTC)), **counts} for at, counts in spans.items()]
        return {"seconds": seconds, "spans": told, "failures": dict(self._ledger.failures(since))}

    def stats(self) -> dict[str, Any]:
        """The `stats` object of design section 4."""
        seconds = self._ledger.seconds_by_kind()
        return {
            **self._ledger.counts_by(),
            "mean_seconds": _by_kind(seconds, fmean),
            "p95_seconds": _by_kind(seconds, _p95),
            "at": time_text(self._clock.now()),
        }


def check_priority(priority: int) -> int:
    """Raises UsageError."""
    if priority not in _PRIORITIES:
        raise UsageError(f"Priority {priority} is not between 0 and 9.", "9 goes first; 5 is usual.")
    return priority


def check_lanes(names: Sequence[str]) -> Sequence[str]:
    """Raises UnknownId for a name that is no lane."""
    for name in names:
        if name not in LANES:
            raise UnknownId(f"There is no lane {name!r}; there are {', '.join(LANES)}.", "`rushes stats` counts each.")
    return names


def _checked(query: JobQuery) -> JobQuery:
    if query.order[0] not in SORTS:
        raise UsageError(
            f"Jobs cannot be sorted by {query.sort!r}.",
            f"There are: {', '.join(SORTS)}; a minus before one turns the order round.",
        )
    return query


def _in_portions(ids: Iterable[str], act: Callable[[Sequence[str]], Mapping[str, RushesError | None]]) -> Changed:
    """A transaction each: between two of them workers claim."""
    outcome, every, took = Changed(), list(dict.fromkeys(ids)), 0.0
    for start in range(0, len(every), _PORTION):
        if start:
            time.sleep(min(max(took, _LEAST_BREATH), _MOST_BREATH))
        begun = time.monotonic()
        some = _told_apart(act(every[start : start + _PORTION]))
        took = time.monotonic() - begun
        outcome.changed.extend(some.changed)
        outcome.refused.extend(some.refused)
    return outcome


def _told_apart(faults: Mapping[str, RushesError | None]) -> Changed:
    outcome = Changed()
    for job_id, fault in faults.items():
        if fault is None:
            outcome.changed.append(job_id)
        else:
            outcome.refused.append(Refusal(job_id, fault.code, fault.message))
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
    return time_text(datetime.fromtimestamp(at, UTC)) if isinstance(at, (int, float)) else at
