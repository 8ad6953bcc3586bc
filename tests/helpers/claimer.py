"""A worker reduced to its ledger work, to be killed: `python -m tests.helpers.claimer HOME WORKER SECONDS_A_JOB`.

Claims and completes until nothing is left, and prints each step: `claim ID`, `done ID`.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from server.domain.job import Event
from server.store.database import open_database
from server.store.job_store import JobStore
from server.system.locks import WorkerFolder

LANE = "video_processing"


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def main(home: Path, worker: str, seconds: float) -> None:
    database = open_database(home / "jobs.db")
    entry = WorkerFolder(home / "workers").register(worker, {"lanes": {LANE: 1}, "port": 0})
    ledger = JobStore(database, WallClock())
    print("ready", flush=True)
    while (claim := ledger.claim(LANE, worker)) is not None:
        print("claim", claim.job.id, flush=True)
        time.sleep(seconds)
        ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, output=f"/out/{worker}")
        print("done", claim.job.id, flush=True)
    entry.release()
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
