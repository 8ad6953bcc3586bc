"""The newest progress of running jobs, which the ledger has seconds later."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.job import Job, Status
from server.schema import JobJson, job_json


class Progress:
    """The newest progress of each running job, as its worker tells it. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: dict[str, dict[str, Any]] = {}
        self._read: dict[str, dict[str, Any]] = {}  # of workers that tell the ledger alone
        self._fresh: set[str] = set()

    def tell(self, event: Mapping[str, Any]) -> None:
        """A worker's {"job", "status", "progress", "speed", "eta"}."""
        job_id = str(event.get("job"))
        with self._lock:
            if event.get("status") != Status.RUNNING.value:
                self._newest.pop(job_id, None)
                self._fresh.discard(job_id)
                return
            told = {"progress": event.get("progress"), "speed": event.get("speed"), "eta_seconds": event.get("eta")}
            self._newest[job_id] = told
            self._fresh.add(job_id)

    def learn(self, held: Iterable[Job]) -> None:
        """What the ledger says of jobs whose worker does not speak to us: one of its own, or another program's."""
        with self._lock:
            before, self._read = self._read, {}
            for job in held:
                told = {"progress": job.progress, "speed": job.speed, "eta_seconds": job.eta_seconds}
                if job.id not in self._newest and job.progress is not None:
                    self._read[job.id] = told
                    if before.get(job.id) != told:
                        self._fresh.add(job.id)

    def take(self) -> list[dict[str, Any]]:
        """What is new since the last call."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            known = {**self._read, **self._newest}
            return [{"id": job_id, **known[job_id]} for job_id in sorted(fresh & known.keys())]

    def shown(self, job: Job) -> JobJson:
        """The job with its newest progress, which the ledger has seconds later."""
        shown = job_json(job)
        with self._lock:
            told = self._newest.get(job.id) if job.status is Status.RUNNING else None
        if told is not None:
            shown["progress"], shown["speed"] = told["progress"], told["speed"]
            shown["eta_seconds"] = told["eta_seconds"]
        return shown
