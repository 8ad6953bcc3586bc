"""What Rushes itself costs a job: claim to publish, less the time its FFmpeg runs took.

The jobs are carried out in this process, by the executor of the worker; the start of its FFmpeg is one that keeps time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from server.bootstrap import App
from server.domain.job import Job, Status
from server.media.launch import Process, Program
from server.worker.executor import Executor
from server.worker.orders import Orders

_LANE = "video_processing"


@dataclass(frozen=True)
class Cost:
    """Of one job, in milliseconds; `runs` is how often it started FFmpeg."""

    name: str
    total: float
    ffmpeg: float
    own: float
    runs: int


class _Timed:
    """A process, and when it was seen to have ended; for the rest, whatever it is."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._begun = time.monotonic()
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._process, name)

    def poll(self) -> int | None:
        return self._seen(self._process.poll())

    def wait(self, timeout: float | None = None) -> int:
        return self._seen(self._process.wait(timeout)) or 0

    def __enter__(self) -> _Timed:
        return self

    def __exit__(self, *fault: object) -> None:
        self._process.__exit__(*fault)
        self._seen(0)

    def _seen(self, code: int | None) -> int | None:
        if code is not None and not self.seconds:
            self.seconds = time.monotonic() - self._begun
        return code


class _Hand:
    """One thread's worth of a worker."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._runs: list[_Timed] = []
        self.costs: list[Cost] = []
        parts = app._worker_parts(lambda _event: None)
        tools = replace(parts.tools, ffmpeg=Program(app.ffmpeg.path, self._start))
        self._executor = Executor(tools, Orders(parts.ledger), "own-cost", parts.policy_for)

    def work(self) -> None:
        with self._app.database.session():
            while (claim := self._app.ledger.claim(_LANE, "own-cost")) is not None:
                self._runs.clear()
                self._executor.run(claim)
                self._note(self._app.ledger.get(claim.job.id))

    def _start(self, words: Sequence[str], folder: Path | None, log: bool) -> Any:
        self._runs.append(_Timed(self._app.launcher.start(words, folder, log)))
        return self._runs[-1]

    def _note(self, job: Job) -> None:
        if job.status is Status.COMPLETED and job.started_at and job.completed_at:
            total = 1000 * (job.completed_at - job.started_at).total_seconds()
            inside = 1000 * sum(run.seconds for run in self._runs)  # a job starts them one after the other
            self.costs.append(Cost(Path(job.source).name, total, inside, total - inside, len(self._runs)))


def costs_of(app: App, card: Path, preset: str, side_by_side: int) -> list[Cost]:
    """Makes the proxies of the card, so many at once; what each job that was completed has cost."""
    app.ingest.ingest([str(card)], preset=preset)
    hands = [_Hand(app) for _ in range(side_by_side)]
    threads = [threading.Thread(target=hand.work) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [cost for hand in hands for cost in hand.costs]
