"""Follows jobs until they are final, and sees to it that a worker works on them meanwhile."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol

from server.cli.output import count_text
from server.domain.job import Job, Status
from server.errors import EnvironmentFault, Interrupted
from server.ports import WorkerRegistry
from server.services.recovery import WorkerDeath

TICK_SECONDS = 0.25
POLL_SECONDS = 0.5
LIVING_SECONDS = 2.0
SWEEP_JOBS = 100  # jobs asked for at each sweep beside those a worker holds
SWEEP_SECONDS = 3.0  # our own worker tells of each end; the sweep finds what others did to waiting jobs
MOST_STARTS, STARTS_SECONDS = 5, 30.0


class WorkerChild(Protocol):
    """A worker process of our own, which ends with us."""

    def start(self) -> None: ...

    def events(self) -> Iterator[Mapping[str, Any]]:
        """{"job", "status", "progress", "speed", "eta"} until the process ends."""
        ...

    def death(self) -> WorkerDeath | None: ...

    def stop(self) -> None:
        """Ends it cleanly: its jobs go back to the queue."""
        ...


class Ledger(Protocol):
    """The jobs as they stand: the home's own table, or what a server tells of it."""

    def held(self) -> list[Job]: ...
    def get(self, job_id: str) -> Job: ...


class Keeper(Protocol):
    """Somebody who does the jobs, and tells of it. `ours`: a worker that ends with us."""

    @property
    def ours(self) -> bool: ...

    def ensure(self) -> None: ...
    def events(self, timeout: float) -> list[Mapping[str, Any]]: ...
    def stop(self) -> None: ...


class View(Protocol):
    """What is shown while we wait."""

    def progressed(self, job: Job, event: Mapping[str, Any]) -> None: ...

    def waits(self, job: Job) -> None:
        """It goes on by itself later: at its next attempt, or when the disk is back."""
        ...

    def finished(self, job: Job) -> None: ...

    def joined(self, number: int) -> None:
        """So many more jobs are waited for."""
        ...


class WorkerKeeper:
    """Starts our own worker unless another lives on this home, and again when either has died."""

    def __init__(
        self,
        registry: WorkerRegistry,
        recover: Callable[[WorkerDeath | None], object],
        make_child: Callable[[], WorkerChild],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._registry = registry
        self._recover = recover
        self._make_child = make_child
        self._now = now
        self._child: WorkerChild | None = None
        self._reader: threading.Thread | None = None
        self._events: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        self._starts: deque[float] = deque()
        self._looked: float | None = None

    def ensure(self) -> None:
        """Raises EnvironmentFault where a worker ends again and again."""
        if self._reader is not None and self._reader.is_alive():
            return
        if self._looked is not None and self._now() - self._looked < LIVING_SECONDS:
            return
        self._looked = self._now()
        self._recover(self._child.death() if self._child else None)  # takes back what a dead worker held
        if not self._registry.living():
            self._start()

    def events(self, timeout: float) -> list[Mapping[str, Any]]:
        """What our worker told since the last call; waits up to `timeout` seconds for the first."""
        try:
            told = [self._events.get(timeout=timeout)]
        except queue.Empty:
            return []
        while not self._events.empty():
            told.append(self._events.get())
        return told

    @property
    def ours(self) -> bool:
        return self._child is not None

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()

    def _start(self) -> None:
        self._check_starts()
        self.stop()
        self._child = self._make_child()
        self._child.start()
        self._reader = threading.Thread(target=self._read, args=(self._child,), daemon=True, name="worker-events")
        self._reader.start()

    def _read(self, child: WorkerChild) -> None:
        for event in child.events():
            self._events.put(event)

    def _check_starts(self) -> None:
        now = self._now()
        while self._starts and now - self._starts[0] > STARTS_SECONDS:
            self._starts.popleft()
        if len(self._starts) >= MOST_STARTS:
            raise EnvironmentFault(
                f"The worker was started {MOST_STARTS} times and ended each time.",
                "`rushes doctor` checks this machine; logs/worker.log in the home says why it ended.",
                code="worker_failed",
            )
        self._starts.append(now)


class Follower:
    """Reads the ledger, which is the truth, and the events of our worker, which are quicker."""

    def __init__(self, ledger: Ledger, keeper: Keeper, view: View, tick_seconds: float = TICK_SECONDS) -> None:
        self._tick_seconds = tick_seconds
        self._ledger = ledger
        self._keeper = keeper
        self._view = view
        self._open: dict[str, Job] = {}
        self._held: set[str] = set()
        self._sweep_at = 0.0
        self.children: list[Job] = []  # in their final state once `follow` is back

    def follow(self, jobs: Sequence[Job], children_of: Callable[[Job], Sequence[Job]] = lambda _job: ()) -> list[Job]:
        """The same jobs in their final state. On Ctrl-C stops our worker and raises Interrupted.

        `children_of` is asked of each job that is final; what it gives is waited for too, see `children`.
        """
        last = {job.id: job for job in jobs}
        self._open = {job.id: job for job in jobs if not job.final}
        self.children = []
        for job in self._open.values():
            self._show_wait(job)
        for job in jobs:
            self._join(job, children_of, last)
        with self._worker():
            for job in self._until_final():
                last[job.id] = job
                self._join(job, children_of, last)
        self.children = [last[child.id] for child in self.children]
        return [last[job.id] for job in jobs]

    def _join(self, job: Job, children_of: Callable[[Job], Sequence[Job]], last: dict[str, Job]) -> None:
        if not job.final:
            return
        new = [child for child in children_of(job) if child.id not in last]
        last.update((child.id, child) for child in new)
        self.children += new
        self._open.update((child.id, child) for child in new if not child.final)
        if new:
            self._view.joined(sum(not child.final for child in new))

    @contextmanager
    def _worker(self) -> Iterator[None]:
        try:
            yield
        except KeyboardInterrupt:
            raise Interrupted(*self._parting()) from None
        finally:
            self._keeper.stop()

    def _parting(self) -> tuple[str, str]:
        left = count_text(len(self._open), "job is", "jobs are") + " not done yet"
        if not self._keeper.ours:
            return f"Stopped looking; {left}. Their worker goes on.", (
                "`rushes jobs --follow` looks again; `rushes cancel --all` ends them."
            )
        return f"Stopped; {left}. What is left stays in the queue.", (
            "Give the same command again to go on, or `rushes worker`; `rushes cancel --all` gives them up."
        )

    def _until_final(self) -> Iterator[Job]:
        polled = 0.0
        while self._open:
            self._keeper.ensure()
            hinted = [job_id for event in self._keeper.events(self._tick_seconds) if (job_id := self._shown(event))]
            if hinted or time.monotonic() - polled >= POLL_SECONDS:
                polled = time.monotonic()
                yield from self._polled(hinted)

    def _shown(self, event: Mapping[str, Any]) -> str | None:
        """The job the event says has ended, else None."""
        job = self._open.get(str(event.get("job")))
        if job is None:
            return None
        if event.get("status") != Status.RUNNING.value:
            return job.id
        self._view.progressed(job, event)
        return None

    def _polled(self, hinted: Iterable[str]) -> Iterator[Job]:
        held = {job.id: job for job in self._ledger.held() if job.id in self._open}
        asked = {*(self._held - held.keys()), *hinted, *self._swept()} & self._open.keys()
        self._held = set(held)
        fresh = [*held.values(), *(self._ledger.get(job_id) for job_id in sorted(asked - held.keys()))]
        for job in fresh:
            before = self._open.pop(job.id)
            if job.final:
                self._view.finished(job)
                yield job
                continue
            self._open[job.id] = job  # at the end of the line, so that each poll sweeps others
            self._show_change(before, job)

    def _swept(self) -> Iterable[str]:
        now = time.monotonic()
        if self._keeper.ours and now - self._sweep_at < SWEEP_SECONDS:
            return ()
        self._sweep_at = now
        return islice(self._open, SWEEP_JOBS)

    def _show_change(self, before: Job, job: Job) -> None:
        if before.status is not job.status:
            self._show_wait(job)
        if job.status is Status.RUNNING and not self._keeper.ours:
            self._view.progressed(job, _as_event(job))

    def _show_wait(self, job: Job) -> None:
        if job.status in (Status.WAITING, Status.RETRYING):
            self._view.waits(job)


def _as_event(job: Job) -> dict[str, Any]:
    return {
        "job": job.id,
        "status": job.status.value,
        "progress": job.progress,
        "speed": job.speed,
        "eta": job.eta_seconds,
    }
