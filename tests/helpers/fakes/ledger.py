"""The job table in a dict."""

from __future__ import annotations

import itertools
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from server.domain.job import (
    CLAIMABLE,
    FINAL,
    HELD,
    LANES,
    Claim,
    Counts,
    Event,
    IdPage,
    Job,
    JobPage,
    JobQuery,
    NewJob,
    Status,
    TimelineEntry,
    next_status,
)
from server.errors import IllegalChange, LostClaim, RushesError, UnknownId, UsageError
from tests.helpers.fakes.around import NOON, HandClock

NOTABLE = {"progress", "speed", "eta_seconds", "child", "intent", "output"}
CHANGEABLE = NOTABLE | {"paused", "counts", "reused", "retry_at", "error", "result", "awaits"}


class FakeLedger:
    """The job table in a dict, written from the port's docstrings alone."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._jobs: dict[str, Job] = {}
        self._tokens: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._timelines: dict[str, list[TimelineEntry]] = {}
        self._logs: dict[str, list[str]] = {}
        self._paused: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._hours: dict[str, str] = {}
        self._changes: list[str] = []
        self._made: dict[str, Job] = {}
        self._removed: dict[str, tuple[Job, list[TimelineEntry], list[str], datetime]] = {}

    def submit(self, wishes: Sequence[NewJob]) -> list[Job]:
        return [self._submit(wish) for wish in wishes]

    def _submit(self, wish: NewJob) -> Job:
        if wish.idempotency_key in self._keys:
            return self._jobs[self._keys[wish.idempotency_key]]
        fields = {name: value for name, value in vars(wish).items() if name != "idempotency_key"}
        job = Job(id=f"{next(self._numbers):026d}", status=Status.PENDING, queued_at=self._clock.now(), **fields)
        self._jobs[job.id] = job
        if wish.idempotency_key:
            self._keys[wish.idempotency_key] = job.id
        self._timelines[job.id] = [TimelineEntry(job.queued_at, None, Status.PENDING, None)]
        self._logs[job.id] = []
        self._changes.append(job.id)
        return job

    def get(self, job_id: str) -> Job:
        if job_id in self._made:
            return self._made[job_id]
        if job_id not in self._jobs:
            raise UnknownId(f"There is no job {job_id}.")
        return self._jobs[job_id]

    def get_many(self, ids: Iterable[str]) -> list[Job]:
        return [self._jobs[job_id] for job_id in dict.fromkeys(ids) if job_id in self._jobs]

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        self.get(job_id)
        return [] if job_id in self._made else list(self._timelines[job_id])

    def find(self, query: JobQuery) -> JobPage:
        page = self.index(query)
        return JobPage(tuple(self._jobs[job_id] for job_id in page.ids), page.total, page.next)

    def index(self, query: JobQuery) -> IdPage:
        sort, down = query.order
        matching = [job for job in self._jobs.values() if _matches(job, query)]
        keys = sorted(((_sort_key(job, sort), job.id) for job in matching), reverse=down)
        if query.cursor is not None:
            last = _last_of(query)
            keys = [key for key in keys if (key < last if down else key > last)]
        page = keys[: query.limit]
        cursor = json.dumps([query.sort, *page[-1]]) if page and len(keys) > query.limit else None
        return IdPage(tuple(job_id for _, job_id in page), len(matching), cursor)

    def claim(self, queue: str, worker: str) -> Claim | None:
        ready = [job for job in self._jobs.values() if job.queue == queue and self._claimable(job)]
        if not ready or queue in self._paused:
            return None
        best = min(ready, key=lambda job: (-job.priority, job.rank, job.queued_at, job.id))
        token = f"token-{next(self._numbers)}"
        cleared = dict.fromkeys(("progress", "speed", "eta_seconds", "error", "reason", "retry_at", "child", "awaits"))
        job = replace(best, attempt=best.attempt + 1, started_at=self._clock.now(), worker=worker, **cleared)
        self._tokens[job.id] = token
        return Claim(self._enter(job, Status.RUNNING, None), token)

    def _claimable(self, job: Job) -> bool:
        now = self._clock.now()
        due = job.status is Status.PENDING or job.retry_at is None or job.retry_at <= now
        due = due or (job.started_at is not None and job.started_at > now)
        return job.status in CLAIMABLE and due and not job.paused

    def _enter(self, job: Job, to: Status, reason: str | None) -> Job:
        self._timelines[job.id].append(TimelineEntry(self._clock.now(), job.status, to, reason))
        self._changes.append(job.id)
        self._jobs[job.id] = replace(job, status=to, reason=reason)
        return self._jobs[job.id]

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
        if fields.keys() - CHANGEABLE:
            raise TypeError(f"not to be written here: {fields.keys() - CHANGEABLE}")
        job = self.get(job_id)
        if token not in (None, self._tokens.get(job_id)) or attempt not in (None, job.attempt):
            raise LostClaim(f"Job {job_id} belongs to another attempt now.")
        to = None if event is Event.CLAIM else next_status(job.status, event)
        if to is None:
            raise IllegalChange(f"A job that is {job.status} cannot take {event}.")
        return self._enter(replace(job, **{**self._follows(event, to, job_id), **fields}), to, reason)

    def _follows(self, event: Event, to: Status, job_id: str) -> dict[str, Any]:
        if to in HELD:
            return {}
        self._tokens.pop(job_id, None)
        follows: dict[str, Any] = {"child": None, "eta_seconds": None, "retry_at": None, "awaits": None}
        if to in FINAL:
            wait_over = {"error": None} if to is Status.CANCELLED else {}
            return {**follows, **wait_over, "completed_at": self._clock.now(), "paused": False}
        follows["worker"] = None
        if event is Event.AVAILABLE:
            follows["error"] = None
        if event is Event.RETRY:
            names = ("error", "result", "completed_at", "started_at", "progress", "speed", "acknowledged_at")
            follows |= {**dict.fromkeys(names), "counts": Counts()}
        return follows

    def change_many(
        self, ids: Sequence[str], event: Event, reason: str | None = None
    ) -> Mapping[str, RushesError | None]:
        return {job_id: _fault_of(lambda one=job_id: self.change(one, event, reason=reason)) for job_id in ids}

    def place_many(
        self, ids: Sequence[str], priority: int | None, rank: float | None
    ) -> Mapping[str, RushesError | None]:
        return {job_id: _fault_of(lambda one=job_id: self._place(one, priority, rank)) for job_id in ids}

    def _place(self, job_id: str, priority: int | None, rank: float | None) -> None:
        job = self.get(job_id)
        self._check_placed(job)
        place = {"priority": priority, "rank": rank}
        self._jobs[job_id] = replace(job, **{name: said for name, said in place.items() if said is not None})

    def _check_placed(self, job: Job) -> None:
        if job.status not in CLAIMABLE and job.status is not Status.RUNNING:
            raise IllegalChange(f"A job that is {job.status} has no place in the queue.")

    def move_many(self, ids: Sequence[str], anchor: str, behind: bool) -> Mapping[str, RushesError | None]:
        stands = self.get(anchor)
        self._check_placed(stands)
        outcome = {job_id: _fault_of(lambda one=job_id: self._check_placed(self.get(one))) for job_id in ids}
        queue = sorted((j for j in self._jobs.values() if j.status in (*CLAIMABLE, Status.RUNNING)), key=_turn_of)
        moved = [job for job in queue if outcome.get(job.id, stands) is None and job.id != anchor]
        rest = [job for job in queue if job not in moved]
        at = rest.index(stands) + behind
        moved = [replace(job, priority=stands.priority) for job in moved]
        for rank, job in enumerate([*rest[:at], *moved, *rest[at:]]):
            self._jobs[job.id] = replace(job, rank=float(rank))
        return outcome

    def remove_many(self, ids: Sequence[str]) -> Mapping[str, RushesError | None]:
        return {job_id: _fault_of(lambda one=job_id: self._remove(one)) for job_id in ids}

    def _remove(self, job_id: str) -> None:
        job = self._jobs.get(job_id)
        if job is None:
            raise UnknownId(f"There is no job {job_id}.")
        if not job.final:
            raise IllegalChange(f"A job that is {job.status} cannot leave the list.")
        self._removed[job_id] = (job, self._timelines[job_id], self._logs[job_id], self._clock.now())
        self._leave(job)

    def restore_many(self, ids: Sequence[str]) -> Mapping[str, RushesError | None]:
        return {job_id: _fault_of(lambda one=job_id: self._restore(one)) for job_id in ids}

    def _restore(self, job_id: str) -> None:
        if job_id not in self._removed:
            raise UnknownId(f"The job {job_id} was not removed.")
        self._jobs[job_id], self._timelines[job_id], self._logs[job_id], _at = self._removed.pop(job_id)
        self._jobs = dict(sorted(self._jobs.items()))
        self._made.pop(job_id, None)
        self._changes.append(job_id)

    def pause_many(self, ids: Sequence[str], paused: bool) -> Mapping[str, RushesError | None]:
        return {job_id: _fault_of(lambda one=job_id: self._pause(one, paused)) for job_id in ids}

    def _pause(self, job_id: str, paused: bool) -> None:
        job = self.get(job_id)
        if job.final:
            raise IllegalChange(f"A job that is {job.status} cannot be paused or resumed.")
        self._jobs[job_id] = replace(job, paused=paused)

    def note(self, job_id: str, token: str, **fields: Any) -> None:
        if fields.keys() - NOTABLE:
            raise TypeError(f"not to be written here: {fields.keys() - NOTABLE}")
        job = self.get(job_id)
        if self._tokens.get(job_id) != token:
            raise LostClaim(f"Job {job_id} belongs to another attempt now.")
        self._jobs[job_id] = replace(job, **fields)

    def held(self) -> list[Job]:
        return [job for job in self._jobs.values() if job.status in HELD]

    def awaiting(self) -> list[Job]:
        return [job for job in self._jobs.values() if job.status is Status.WAITING and job.awaits is not None]

    def claimable_lanes(self) -> set[str]:
        return {job.queue for job in self._jobs.values() if self._claimable(job)} - self._paused

    def pause_lane(self, queue: str, paused: bool) -> None:
        (self._paused.add if paused else self._paused.discard)(queue)

    def paused_lanes(self) -> set[str]:
        return set(self._paused)

    def set_concurrency(self, queue: str, concurrency: int) -> None:
        self._sizes[queue] = concurrency

    def concurrencies(self) -> Mapping[str, int]:
        return dict(self._sizes)

    def set_hours(self, queue: str, hours: str) -> None:
        self._hours[queue] = hours

    def lane_hours(self) -> Mapping[str, str]:
        return dict(self._hours)

    def change_mark(self) -> int:
        return len(self._changes)

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        newer = self._changes[mark : mark + limit]
        return mark + len(newer), list(dict.fromkeys(newer))

    def of_clips(self, clip_ids: Iterable[str], kind: str | None) -> Mapping[str, list[Job]]:
        wanted = set(clip_ids)
        found: dict[str, list[Job]] = {}
        for job in [*reversed(self._jobs.values()), *reversed(self._made.values())]:
            if job.clip_id in wanted and kind in (None, job.kind):
                found.setdefault(job.clip_id, []).append(job)
        return found

    def owners_of(self, outputs: Iterable[str]) -> Mapping[str, Job]:
        return {output: job for output in outputs if (job := self.owner_of(output)) is not None}

    def owner_of(self, output: str) -> Job | None:
        every = [*self._made.values(), *self._jobs.values()]
        done = [j for j in every if j.status is Status.COMPLETED and not j.reused and j.output == output]
        return max(done, key=lambda job: (job.completed_at or NOON, job.id), default=None)

    def first_at(self) -> datetime | None:
        return min((job.queued_at for job in self._jobs.values()), default=None)

    def acknowledge(self, job_id: str) -> Job:
        job = self.get(job_id)
        if job.status is not Status.FAILED:
            raise IllegalChange(f"A job that is {job.status} has no failure to acknowledge.")
        self._jobs[job_id] = replace(job, acknowledged_at=self._clock.now())
        return self._jobs[job_id]

    def forget(self, before: datetime) -> int:
        runs = [job for job in self._jobs.values() if job.kind in ("cleanup", "watchdog")]
        newest = {job.kind: job.id for job in runs}
        gone = [job for job in self._jobs.values() if self._is_old(job, before, newest)]
        for job in gone:
            self._leave(job)
        kept_since = self._clock.now() - timedelta(days=1)
        self._removed = {key: told for key, told in self._removed.items() if told[-1] >= kept_since}
        return len(gone)

    def _leave(self, job: Job) -> None:
        del self._jobs[job.id]
        if job.status is Status.COMPLETED and job.kind not in ("cleanup", "watchdog"):
            self._made[job.id] = job

    def _is_old(self, job: Job, before: datetime, newest: dict[str, str]) -> bool:
        ended = job.status in (Status.COMPLETED, Status.CANCELLED)
        if ended and newest.get(job.kind, job.id) != job.id:
            return True
        old = job.completed_at is not None and job.completed_at < before
        return old and (ended or (job.status is Status.FAILED and job.acknowledged_at is not None))

    def made(self, clip_id: str | None = None) -> list[Job]:
        return [job for job in reversed(self._made.values()) if clip_id in (None, job.clip_id)]

    def unswept(self, limit: int) -> list[Job]:
        ended = [job for job in self._jobs.values() if job.status in (Status.FAILED, Status.CANCELLED)]
        return [job for job in ended if any(name.startswith("temporar") for name in job.intent or {})][:limit]

    def swept(self, job_id: str) -> None:
        job = self._jobs.get(job_id)
        if job is not None and job.final:
            kept = {name: value for name, value in (job.intent or {}).items() if not name.startswith("temporar")}
            self._jobs[job_id] = replace(job, intent=kept or None)

    def counts_by(self) -> Mapping[str, Mapping[str, int]]:
        counts: dict[str, dict[str, int]] = {
            "by_status": dict.fromkeys(map(str, Status), 0),
            "by_kind": {},
            "by_queue": dict.fromkeys(LANES, 0),
        }
        for job in self._jobs.values():
            for by, name in (("by_status", str(job.status)), ("by_kind", job.kind), ("by_queue", job.queue)):
                counts[by][name] = counts[by].get(name, 0) + 1
        return counts

    def counts_by_lane(self) -> Mapping[str, Mapping[Status, int]]:
        return {lane: Counter(job.status for job in self._jobs.values() if job.queue == lane) for lane in LANES}

    def seconds_by_kind(self) -> Mapping[str, list[float]]:
        done = [job for job in self._jobs.values() if job.status is Status.COMPLETED]
        taken: dict[str, list[float]] = {}
        for job in sorted(done, key=lambda job: job.completed_at or NOON, reverse=True):
            if job.started_at and job.completed_at:
                taken.setdefault(job.kind, []).append((job.completed_at - job.started_at).total_seconds())
        return {kind: seconds[:1000] for kind, seconds in taken.items()}

    def ended(self, since: datetime, seconds: int) -> list[tuple[datetime, str, int]]:
        ends = [(job.completed_at, str(job.status)) for job in self._jobs.values() if job.completed_at]
        spans = Counter(
            (datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC), status)
            for at, status in ends
            if at >= since
        )
        return [(*span, number) for span, number in sorted(spans.items())]

    def failures(self, since: datetime) -> Mapping[str, int]:
        failed = [job for job in self._jobs.values() if job.status is Status.FAILED and job.completed_at]
        return Counter(str((job.error or {}).get("code", "unknown")) for job in failed if job.completed_at >= since)

    def append_log(self, job_id: str, lines: Iterable[str]) -> None:
        self.get(job_id)
        self._logs[job_id] = [*self._logs[job_id], *lines][-500:]

    def log(self, job_id: str) -> list[str]:
        self.get(job_id)
        return [] if job_id in self._made else list(self._logs[job_id])


def _matches(job: Job, query: JobQuery) -> bool:
    said = "\n".join([job.source, *(str((job.error or {}).get(key, "")) for key in ("code", "message"))])
    equal = all(
        getattr(query, name) in (None, getattr(job, name)) for name in ("queue", "kind", "clip_id", "parent_id")
    )
    found = query.search is None or query.search.casefold() in said.casefold()
    young = query.since is None or job.queued_at >= query.since
    return equal and found and young and (not query.statuses or job.status in query.statuses)


def _sort_key(job: Job, sort: str) -> tuple[Any, ...]:
    """Jobs without the value come before the others."""
    if sort == "queued_at":
        return ()
    if sort == "turn":
        return (*_turn_of(job)[:2], job.queued_at.timestamp())
    if sort == "name":
        return (os.fsencode(job.source).rsplit(b"/", 1)[-1].decode("utf-8", "replace").casefold(),)
    ran = job.completed_at is not None and job.started_at is not None
    values = {"duration_seconds": (job.completed_at - job.started_at).total_seconds() if ran else None}
    value = values[sort] if sort in values else getattr(job, sort)
    if value is None:
        return (0, 0)
    return (1, value.timestamp() if isinstance(value, datetime) else value)


def _turn_of(job: Job) -> tuple[Any, ...]:
    return (-job.priority, job.rank, job.queued_at, job.id)


def _last_of(query: JobQuery) -> tuple[Any, str]:
    try:
        sort, key, job_id = json.loads(query.cursor or "")
    except (ValueError, TypeError):
        sort = None
    if sort != query.sort:
        raise UsageError(f"{query.cursor!r} is no place to go on from.")
    return tuple(key), job_id


def _fault_of(act: Callable[[], object]) -> RushesError | None:
    try:
        act()
    except (UnknownId, IllegalChange) as fault:
        return fault
    return None
