"""Figures for Prometheus: what stands in the ledger now, and what this server saw since it started."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from server.domain.exposition import Histogram, Metric, Sample, exposition
from server.domain.job import Job
from server.ports import JobLedger
from server.services.endings import Endings
from server.services.lanes import Lanes


class Figures:
    """`look` for one thread, the rest for any. `now` gives more gauges: name -> (meaning, number)."""

    def __init__(
        self, ledger: JobLedger, lanes: Lanes, now: Callable[[], Mapping[str, tuple[str, float]]] = dict
    ) -> None:
        self._ledger = ledger
        self._lanes = lanes
        self._now = now
        self._endings = Endings(ledger)
        self._lock = threading.Lock()
        self._ended: Counter[tuple[str, str]] = Counter()
        self._seconds: dict[str, Histogram] = {}
        self._uploaded = 0
        self._takeovers = 0

    def look(self) -> None:
        """Counts the jobs that ended since the last look."""
        while True:
            mark, ended = self._endings.next()
            if mark == self._endings.mark:
                return
            self._endings.mark = mark
            with self._lock:
                for job in ended:
                    self._count(job)

    def _count(self, job: Job) -> None:
        self._ended[job.kind, job.status.value] += 1
        if job.started_at is not None and job.completed_at is not None:
            taken = (job.completed_at - job.started_at).total_seconds()
            self._seconds.setdefault(job.kind, Histogram()).add(max(0.0, taken))
        sent: Iterable[Mapping[str, Any]] = (job.result or {}).get("objects") or ()
        self._uploaded += sum(int(one.get("size") or 0) for one in sent)

    def note_takeovers(self, number: int) -> None:
        """So many jobs were taken back from dead workers."""
        with self._lock:
            self._takeovers += number

    def text(self) -> str:
        return exposition([*self._standing(), *self._seen()])

    def _standing(self) -> list[Metric]:
        counts, lanes = self._ledger.counts_by(), self._lanes.all()
        depth = {lane["name"]: float(lane["waiting"]) for lane in lanes}
        running = {lane["name"]: float(lane["running"]) for lane in lanes}
        paused = {lane["name"]: float(lane["paused"]) for lane in lanes}
        more = [Metric(name, words, "gauge", [Sample(value)]) for name, (words, value) in self._now().items()]
        return [
            Metric.counted("rushes_jobs", "Jobs in the list by state.", "status", counts["by_status"]),
            Metric.counted("rushes_jobs_by_kind", "Jobs in the list by kind.", "kind", counts["by_kind"]),
            Metric.counted("rushes_jobs_by_queue", "Jobs in the list by lane.", "queue", counts["by_queue"]),
            Metric.counted("rushes_queue_depth", "Jobs that wait in a lane.", "queue", depth),
            Metric.counted("rushes_queue_running", "Jobs that run in a lane.", "queue", running),
            Metric.counted("rushes_queue_paused", "1 while a lane is paused.", "queue", paused),
            *more,
        ]

    def _seen(self) -> list[Metric]:
        with self._lock:
            ended = [Sample(n, (("kind", kind), ("status", status))) for (kind, status), n in self._ended.items()]
            spans = [one for kind, taken in self._seconds.items() for one in taken.samples((("kind", kind),))]
            uploaded, takeovers = [Sample(self._uploaded)], [Sample(self._takeovers)]
        return [
            Metric("rushes_jobs_ended_total", "Jobs that ended since the server started.", "counter", ended),
            Metric("rushes_job_duration_seconds", "From start to end of a job.", "histogram", spans),
            Metric("rushes_uploaded_bytes_total", "Bytes that uploads put into the bucket.", "counter", uploaded),
            Metric("rushes_takeovers_total", "Jobs taken back from dead workers.", "counter", takeovers),
        ]
