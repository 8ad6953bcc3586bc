"""Takes back what a dead worker held, and rings for whatever waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from server.domain.job import CLAIMABLE, Event, Job, JobQuery, Status
from server.domain.retry import Decision, End, Policy, decide
from server.errors import IllegalChange, LostClaim, RushesError
from server.ports import Bell, JobLedger, WorkerRegistry

# So many rings a lane and round: more than a lane has threads, and few enough for a queue of any length.
_RINGS = 32


@dataclass(frozen=True)
class Report:
    """Ids of what was done, and the lanes that were rung."""

    released: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)


class Recovery:
    """Run at start and every few seconds, by as many programs as like to: every step is fenced by the attempt it
    means, so a job that another took back and started meanwhile is left alone.

    `kill_child` gets a job's recorded {"pid", "started"} and ends that process if it is still the same one, before
    the job is given back: two encoders never write for one job. `policy` gives the limits, but for a job's own
    max_attempts.
    """

    def __init__(
        self,
        ledger: JobLedger,
        registry: WorkerRegistry,
        bell: Bell,
        kill_child: Callable[[Mapping[str, Any]], object],
        policy: Policy | None = None,
    ) -> None:
        self._ledger = ledger
        self._registry = registry
        self._bell = bell
        self._kill_child = kill_child
        self._policy = policy or Policy()

    def run(self) -> Report:
        report = Report()
        for job in self._orphans():
            if job.child is not None:
                self._kill_child(job.child)
            self._take_back(job, report)
        self._ring(report)
        return report

    def _orphans(self) -> list[Job]:
        # First the jobs, then the workers: a worker seen dead now cannot have had a job that was not in the list.
        held = self._ledger.held()
        alive = {worker: self._registry.alive(worker) for worker in {job.worker or "" for job in held}}
        return [job for job in held if not alive[job.worker or ""]]

    def _take_back(self, job: Job, report: Report) -> None:
        try:
            if job.status is Status.CANCELLING:
                self._ledger.change(job.id, Event.CANCEL_DONE, attempt=job.attempt, reason=job.reason)
                report.cancelled.append(job.id)
            else:
                self._interrupt(job, report)
        except (LostClaim, IllegalChange):
            return  # it has moved on since we looked; the next round looks again

    def _interrupt(self, job: Job, report: Report) -> None:
        policy = replace(self._policy, max_attempts=job.max_attempts)
        decision = decide(End.INTERRUPTED, job.counts, policy, random=0.0)
        released = decision.event is Event.RELEASE
        fields: dict[str, Any] = {} if released else {"error": _failure(decision).as_dict()}
        self._ledger.change(
            job.id,
            decision.event,
            attempt=job.attempt,
            reason=f"worker {job.worker} died: {decision.reason}",
            counts=decision.counts,
            **fields,
        )
        (report.released if released else report.failed).append(job.id)

    def _ring(self, report: Report) -> None:
        for lane in sorted(self._ledger.claimable_lanes()):
            waiting = JobQuery(statuses=tuple(sorted(CLAIMABLE)), queue=lane, limit=_RINGS)
            for job in self._ledger.find(waiting).jobs:
                self._bell.ring(lane, job.id)
            report.rung.append(lane)


def _failure(decision: Decision) -> RushesError:
    return RushesError(
        f"The job was given up: {decision.reason}.",
        "Find out what ends the worker (memory, a restart loop), then retry the job.",
        code=decision.code or "interrupted",
    )
