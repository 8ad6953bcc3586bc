"""Takes back what a dead worker held, and rings for whatever waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from server.domain.job import Event, Job, Status
from server.domain.retry import Decision, End, Policy, decide, end_of_signal
from server.errors import IllegalChange, LostClaim, RushesError
from server.ports import Bell, Clock, JobLedger, Remains, WorkerRegistry
from server.services.ringing import ring_lane

_SWEPT = 50  # jobs a round


@dataclass(frozen=True)
class Report:
    """Ids of what was done, and the lanes that were rung."""

    released: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)

    @property
    def takeovers(self) -> int:
        """Jobs that a dead worker held."""
        return len(self.released) + len(self.completed) + len(self.cancelled) + len(self.failed)


@dataclass(frozen=True)
class WorkerDeath:
    """What the program that started a worker saw of its end: the signal's name ("SIGSEGV"), None without one."""

    worker: str
    signal: str | None

    @property
    def from_outside(self) -> bool:
        return self.signal is not None and end_of_signal(self.signal) is End.INTERRUPTED

    @property
    def words(self) -> str:
        return f"worker {self.worker} died" + (f" by {self.signal}" if self.signal else "")


class Recovery:
    """Run at start and every few seconds, by as many programs as like to: every step is fenced by the attempt it
    means, so a job that another took back and started meanwhile is left alone.

    `policy` gives the limits, but for a job's own max_attempts. `follow_up` queues what comes after a finished
    job, `record` keeps a second copy of what it came to.
    """

    def __init__(
        self,
        ledger: JobLedger,
        registry: WorkerRegistry,
        bell: Bell,
        remains: Remains,
        clock: Clock,
        policy: Policy | None = None,
        follow_up: Callable[[Job], object] = lambda _job: None,
        record: Callable[[Job], object] = lambda _job: None,
    ) -> None:
        self._ledger = ledger
        self._registry = registry
        self._bell = bell
        self._remains = remains
        self._clock = clock
        self._policy = policy or Policy()
        self._follow_up = follow_up
        self._record = record

    def run(self, death: WorkerDeath | None = None) -> Report:
        """`death`: how a worker ended, from the one program that can know. A crash is held against all jobs it had:
        nobody can tell which of them did it."""
        report = Report()
        for job in self._orphans():
            self._remains.clear(job)
            self._take_back(job, death if death and death.worker == job.worker else None, report)
        self._remains.sweep(self._ledger.held)
        self._sweep()
        self._ring(report)
        return report

    def _orphans(self) -> list[Job]:
        # First the jobs, then the workers: a worker seen dead now cannot have had a job that was not in the list.
        held = self._ledger.held()
        alive = {worker: self._registry.alive(worker) for worker in {job.worker or "" for job in held}}
        return [job for job in held if not alive[job.worker or ""]]

    def _take_back(self, job: Job, death: WorkerDeath | None, report: Report) -> None:
        try:
            published = self._remains.published(job)
            if published is not None:
                self._complete(job, published, report)
            elif job.status is Status.CANCELLING:
                self._ledger.change(job.id, Event.CANCEL_DONE, attempt=job.attempt, reason=job.reason)
                report.cancelled.append(job.id)
            else:
                self._give_back(job, death or WorkerDeath(job.worker or "", None), report)
        except (LostClaim, IllegalChange):
            return  # it has moved on since we looked; the next round looks again

    def _complete(self, job: Job, published: Mapping[str, Any], report: Report) -> None:
        """A wish to cancel that came in meanwhile came too late: the proxy is there, and the job says so."""
        if job.request.get("upload"):
            self._follow_up(job)
        reason = f"worker {job.worker} died just after the proxy was published"
        done = self._ledger.change(job.id, Event.COMPLETE, attempt=job.attempt, reason=reason, **published)
        with suppress(OSError):
            self._record(done)
        report.completed.append(job.id)

    def _give_back(self, job: Job, death: WorkerDeath, report: Report) -> None:
        policy = replace(self._policy, max_attempts=job.max_attempts)
        end = end_of_signal(death.signal) if death.signal else End.INTERRUPTED
        decision = decide(end, job.counts, policy, random=0.5)
        fields: dict[str, Any] = {"counts": decision.counts}
        if decision.event is not Event.RELEASE:
            fields["error"] = _failure(decision, death).as_dict()
        if decision.delay_seconds is not None:
            fields["retry_at"] = self._clock.now() + timedelta(seconds=decision.delay_seconds)
        reason = f"{death.words}: {decision.reason}"
        self._ledger.change(job.id, decision.event, attempt=job.attempt, reason=reason, **fields)
        (report.failed if decision.event is Event.FAIL else report.released).append(job.id)

    def _sweep(self) -> None:
        """Temporary files that could not be removed when their job ended, or that nobody goes on with any more."""
        for job in self._ledger.unswept(_SWEPT):
            begun_again = any(not one.final for one in self._ledger.get_many([job.id]))
            if not begun_again and self._remains.remove(job):
                self._ledger.swept(job.id)

    def _ring(self, report: Report) -> None:
        for lane in sorted(self._ledger.claimable_lanes()):
            ring_lane(self._ledger, self._bell, lane)
            report.rung.append(lane)


def _failure(decision: Decision, death: WorkerDeath) -> RushesError:
    return RushesError(
        f"The job was interrupted: {death.words}, {decision.reason}.",
        "Find out what ends the worker (`rushes doctor`, logs/worker.log in the home), then retry the job.",
        code=decision.code or "worker_crashed",
    )
