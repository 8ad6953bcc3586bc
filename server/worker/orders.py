"""What the people in charge want of the jobs this worker runs: cancel, pause, stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from server.domain.job import Status
from server.errors import Cancelled, Interrupted, LostClaim, RushesError
from server.ports import JobLedger


class Orders:
    """Looks at the ledger for all running jobs in one query; steps ask here, not there. After `most_jobs` the worker
    begins no more and makes room for a fresh one."""

    def __init__(self, ledger: JobLedger, most_jobs: int | None = None) -> None:
        self._ledger = ledger
        self._most_jobs = most_jobs
        self._begun = 0
        self._stopping = threading.Event()
        self._mine: set[str] = set()
        self._cancelled: dict[str, str] = {}
        self._paused: set[str] = set()
        self._lost: set[str] = set()
        self._lock = threading.Lock()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def retiring(self) -> bool:
        return self._most_jobs is not None and self._begun >= self._most_jobs

    @property
    def busy(self) -> bool:
        return bool(self._mine)

    def stop(self) -> None:
        """Every attempt ends as interrupted; its job goes back to the queue."""
        self._stopping.set()

    def stops_within(self, seconds: float) -> bool:
        """Waits that long, unless the worker is asked to stop."""
        return self._stopping.wait(seconds)

    @contextmanager
    def holding(self, job_id: str) -> Iterator[None]:
        with self._lock:
            self._mine.add(job_id)
            self._begun += 1
        try:
            yield
        finally:
            with self._lock:
                self._mine.discard(job_id)
                self._cancelled.pop(job_id, None)
                self._lost.discard(job_id)

    def look(self) -> None:
        """Reads the wishes for the jobs at hand."""
        with self._lock:
            mine = set(self._mine)
        if not mine:
            return
        held = {job.id: job for job in self._ledger.held()}
        with self._lock:
            self._paused = {i for i in mine if i in held and held[i].paused}
            for job_id in mine & self._mine:
                job = held.get(job_id)
                if job is None:
                    self._lost.add(job_id)
                elif job.status is Status.CANCELLING:
                    self._cancelled[job_id] = job.reason or "cancelled"

    def questions(self, job_id: str) -> tuple[Callable[[], RushesError | None], Callable[[], bool]]:
        """(what to end the attempt with, whether to stand still)"""

        def stop() -> RushesError | None:
            if job_id in self._cancelled:
                return Cancelled(self._cancelled[job_id])
            if self.stopping:
                return Interrupted("The worker was asked to stop.")
            return LostClaim("The job is not held any more.") if job_id in self._lost else None

        return stop, lambda: job_id in self._paused
