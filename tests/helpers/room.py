"""A home in the test's own process that does what is asked of it at once: no server, no worker process, no command
line. Steps, FFmpeg and probe are the real ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.bootstrap import App, open_home
from server.config import load_settings
from server.domain.job import Job
from server.worker.executor import Executor
from server.worker.orders import Orders
from tests.helpers.claimer import LANE


class Room:
    """`app` is the program behind it."""

    def __init__(self, app: App) -> None:
        self.app = app
        parts = app._worker_parts(lambda _event: None)
        self._executor = Executor(parts.tools, Orders(parts.ledger), "room", parts.policy_for)

    def ingest(self, clip: Path, **options: Any) -> Job:
        """The clip's proxy job at its end; `options` are those of Ingest.ingest."""
        (job,) = self.app.ingest.ingest([str(clip)], **options).jobs
        while (claim := self.app.ledger.claim(LANE, "room")) is not None:
            self._executor.run(claim)
        return self.app.ledger.get(job.id)

    def made(self, clip: Path, **options: Any) -> Job:
        """The same of a clip that becomes a proxy."""
        job = self.ingest(clip, **options)
        assert job.status == "completed", job.error
        return job


@contextmanager
def room_in(home: Path, **settings: str) -> Iterator[Room]:
    """`settings` as RUSHES_ variables name them, without that beginning."""
    home.mkdir(exist_ok=True)
    with open_home(home, load_settings(home, {f"RUSHES_{name}": value for name, value in settings.items()})) as app:
        try:
            yield Room(app)
        finally:
            app.prober.close()


def proof(job: Job) -> Mapping[str, Mapping[str, Any]]:
    """The checks of its conformance, by name."""
    assert job.result is not None
    return {check["name"]: check for check in job.result["conformance"]["checks"]}
