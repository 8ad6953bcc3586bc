"""What the program does for itself, by the clock or when asked: forgets old jobs, ends stuck ones, backs up, sweeps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from typing import Any

from server.domain.job import Event, Job, JobQuery, NewJob, Status
from server.domain.upkeep import (
    CLEANUP,
    LANE,
    STUCK,
    WATCHDOG,
    LaneSeen,
    Rules,
    Task,
    busy_lanes,
    is_backup_due,
    is_cleanup_due,
    is_watchdog_due,
    judge,
    parse_memory,
)
from server.errors import IllegalChange, LostClaim, RushesError, UnknownId
from server.ports import Bell, Clock, Housekeeping, JobLedger, WorkerRegistry
from server.services.ringing import queue_up, ring_for

_CHANGES = 2000  # more since the last look than this, and every lane counts as busy
_FIRST_OF_A_LANE = 32
_LOG = logging.getLogger(__name__)
_HINT = "`rushes job ID` shows how far it came; `rushes retry ID` starts it again."


class Upkeep:
    """`is_open`: whether new jobs of a lane may begin at this time of day. `kill_child` ends the FFmpeg of a job."""

    def __init__(
        self,
        ledger: JobLedger,
        registry: WorkerRegistry,
        bell: Bell,
        house: Housekeeping,
        clock: Clock,
        kill_child: Callable[[Mapping[str, Any]], object],
        rules: Rules | None = None,
        is_open: Callable[[str], bool] = bool,
        zone: tzinfo | None = None,
        home: str = "/",
    ) -> None:
        self._ledger, self._registry, self._bell, self._house, self._clock = ledger, registry, bell, house, clock
        self._kill_child, self._is_open, self._zone, self._home = kill_child, is_open, zone, home
        self._rules = rules or Rules()

    def tick(self) -> list[Job]:
        """Queues what is due; asked every minute, by any number of workers. A run missed while the machine slept, or
        while nothing ran, is made up for once."""
        now, oldest = self._clock.now(), self._ledger.first_at()
        due = []
        last = self._last(CLEANUP)
        if is_cleanup_due(now, last.queued_at if last else None, oldest, self._rules, self._zone):
            due.append(self._wish(CLEANUP, last))
        last = self._last(WATCHDOG)
        if is_watchdog_due(now, last.queued_at if last else None, oldest, self._rules):
            due.append(self._wish(WATCHDOG, last))
        return queue_up(self._ledger, self._bell, due)

    def _last(self, kind: str) -> Job | None:
        return next(iter(self._ledger.find(JobQuery(kind=kind, limit=1)).jobs), None)

    def _wish(self, kind: str, last: Job | None) -> NewJob:
        key = "\0".join((kind, last.id if last else "-"))  # of two workers that notice at once, one is first
        return NewJob(kind, LANE, self._home, "", "", priority=0, idempotency_key=key)

    def run(self, task: Task) -> dict[str, Any]:
        """One task; {what it did: how many}. Raises DiskFull, HomeUnusable."""
        tasks: Mapping[Task, Callable[[], dict[str, Any]]] = {
            Task.FORGET: self.forget,
            Task.SWEEP: lambda: {"swept": self._house.sweep()},
            Task.CATALOGUE: lambda: {"catalogued": self._house.refresh_catalogue()},
            Task.BACKUP: self._back_up,
            Task.CHECKPOINT: self._checkpoint,
            Task.STUCK: self.check_stuck,
        }
        return tasks[task]()

    def forget(self) -> dict[str, Any]:
        """Takes old jobs out of the list. What they made stays known for ever, so that nothing is done twice."""
        before = self._clock.now() - self._rules.keep
        return {"forgotten": self._ledger.forget(before)}

    def _back_up(self) -> dict[str, Any]:
        now = self._clock.now()
        if not is_backup_due(now, self._house.newest_backup_at(), self._rules):
            return {"backup": None}
        return {"backup": self._house.back_up(now, self._rules.backups)}

    def _checkpoint(self) -> dict[str, Any]:
        self._house.checkpoint()
        return {"checkpoint": True}

    def check_stuck(self) -> dict[str, Any]:
        """Ends what nobody works on and rings for what waits; {"stuck", "rung"} are ids."""
        memory = parse_memory(self._house.remembered())
        held = self._ledger.held()
        mark = self._ledger.change_mark()
        changed = self._ledger.changed_since(memory.mark, _CHANGES)[1] if memory.at else []
        lanes = self._lanes(held, changed)
        verdict = judge(self._clock.now(), mark, held, self._waiting(lanes), lanes, memory, self._rules)
        self._house.remember(verdict.memory.as_dict())
        ended = [job.id for job in verdict.stuck if self._end(job)]
        ring_for(self._bell, verdict.ring)
        return {"stuck": ended, "rung": [job.id for job in verdict.ring]}

    def _lanes(self, held: list[Job], changed: list[str]) -> dict[str, LaneSeen]:
        served = {lane for worker in self._registry.living() for lane in worker.get("lanes", {})}
        waiting = self._ledger.claimable_lanes()  # not those that are paused
        busy = busy_lanes(self._ledger.get_many(changed), held) if len(changed) < _CHANGES else waiting
        return {lane: LaneSeen(lane in served, self._is_open(lane), lane not in busy) for lane in waiting}

    def _waiting(self, lanes: Iterable[str]) -> list[Job]:
        queries = [JobQuery((Status.PENDING,), queue=lane, limit=_FIRST_OF_A_LANE) for lane in sorted(lanes)]
        return [job for query in queries for job in self._ledger.find(query).jobs]

    def _end(self, job: Job) -> bool:
        minutes = self._rules.stuck_after.total_seconds() / 60
        why = f"no progress for {minutes:.0f} minutes"
        if job.status is Status.PENDING:
            why = f"it waited for {minutes:.0f} minutes in a lane that was free, and nobody began it"
        try:
            if job.status is Status.CANCELLING:
                self._ledger.change(job.id, Event.CANCEL_DONE, attempt=job.attempt, reason=job.reason)
            else:
                error = RushesError(f"The job was given up: {why}.", _HINT, code=STUCK).as_dict()
                self._ledger.change(job.id, Event.FAIL, attempt=job.attempt, reason=why, error=error)
        except (LostClaim, IllegalChange, UnknownId):
            return False  # it has moved on since we looked
        _LOG.warning("job %s: %s", job.id, why, extra={"job": job.id})
        if job.child is not None:
            self._kill_child(job.child)
        return True
