"""The speed of the queue: `python -m tests.benchmarks.queue [--rows 1000000] [--idle 60]`.

Submit, lists of a long ledger, bell to start, recovery, idle cost. The peer's figures are those of Celery with Redis on
the same machine: enqueue 616 a second, 0.5 % of a core and 282 MB (with Flower) at rest.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from server.domain.job import JobQuery, Status
from server.store.database import open_database
from server.store.job_store import JobStore
from tests.benchmarks.long_ledger import fill
from tests.helpers.fakes import wish
from tests.helpers.footage import Take, film, own_content
from tests.helpers.program import REPOSITORY
from tests.helpers.serving import environment, serving, until

CELERY_ENQUEUES, CELERY_IDLE, CELERY_MB = 616.0, 0.5, 282.0


class WallClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now().astimezone()


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def say(what: str, figure: str, goal: str) -> None:
    print(f"{what:52} {figure:34} goal {goal}", flush=True)


def submit(home: Path) -> None:
    database = open_database(home / "jobs.db")
    store = JobStore(database, WallClock())
    wishes = [wish(f"/card/A{n:05d}.mov", clip_id=f"c{n}", idempotency_key=f"k{n}") for n in range(10_000)]
    begun, cpu = time.perf_counter(), time.process_time()
    store.submit(wishes)
    rate, spent = 10_000 / (time.perf_counter() - begun), time.process_time() - cpu
    database.close()
    say("submit of 10,000 in one call", f"{rate:.0f}/s, {spent / 10:.2f} ms CPU a job", ">= 500/s")
    say("  Celery's enqueues, times", f"{rate / CELERY_ENQUEUES:.1f}", ">= 1")


def lists(home: Path, rows: int) -> None:
    fill(home, rows)
    database = open_database(home / "jobs.db")
    store = JobStore(database, WallClock())
    asked: dict[str, Callable[[], object]] = {
        "jobs --limit 50": lambda: store.find(JobQuery(limit=50)),
        "jobs --limit 50 --status failed": lambda: store.find(JobQuery((Status.FAILED,), limit=50)),
        "by name": lambda: store.find(JobQuery(limit=50, sort="name")),
        "by time of completion": lambda: store.find(JobQuery(limit=50, sort="-completed_at")),
        "by speed": lambda: store.find(JobQuery(limit=50, sort="-speed")),
        "those done, by preset": lambda: store.find(JobQuery((Status.COMPLETED,), limit=50, sort="preset")),
        "search a001c0": lambda: store.find(JobQuery(search="a001c0", limit=50)),
        "index of 100,000 ids": lambda: store.index(JobQuery(limit=100_000)),
        "counts": store.counts_by,
    }
    for name, ask in asked.items():
        taken = [_ms(ask) for _ in range(7)]
        say(f"{name}, {rows:,} rows", f"p50 {statistics.median(taken):.1f} ms, worst {max(taken):.1f}", "< 50 ms")
    database.close()
    argv = [sys.executable, "-m", "server", "jobs", "--limit", "50", "--json", "--home", str(home)]
    cold = [_ms(lambda: subprocess.run(argv, cwd=REPOSITORY, env=environment(), check=True, capture_output=True))
            for _ in range(3)]  # fmt: skip
    say(f"rushes jobs --limit 50, cold, {rows:,} rows", f"{statistics.median(cold) / 1000:.2f} s", "< 3 s")


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


class _Begun(FileSystemEventHandler):
    """When each proxy was begun: the launcher makes its file just before it becomes FFmpeg."""

    def __init__(self) -> None:
        self.at: list[float] = []

    def on_created(self, event: FileSystemEvent) -> None:
        if os.fsdecode(event.src_path).endswith(".partial"):
            self.at.append(time.time())


def starts(home: Path, rounds: int) -> None:
    """From the answer to a submit until the ledger says that the job was claimed, and until FFmpeg starts, of a worker
    at rest."""
    clips, begun = home.parent / "clips", _Begun()
    (clips / "Proxy").mkdir(parents=True)
    model = film(home.parent / "model.mov", Take(frames=2))
    observer = Observer()
    observer.schedule(begun, str(clips / "Proxy"))
    observer.start()
    claims, runs = [], []
    with serving(home) as served:
        served.worker()
        time.sleep(5.0)  # then it has what it needs
        for number in range(rounds):
            clip = clips / f"A{number:03d}.mov"
            clip.write_bytes(own_content(model))
            time.sleep(0.3)
            begun.at.clear()
            job_id = served.client.add_clips([str(clip)])["jobs"][0]["id"]
            done = until(lambda asked=job_id: _ended(served.client.job(asked)))
            claims.append(1000 * (_at(done["started_at"]) - _at(done["queued_at"])))
            runs.append(1000 * (begun.at[0] - _at(done["queued_at"])))
    observer.stop()
    for what, waits in (("claim", claims), ("FFmpeg's start", runs)):
        say(f"bell to {what} at rest", f"p50 {statistics.median(waits):.0f} ms, p95 {p95(waits):.0f} ms", "30, 100 ms")


def _ended(job: dict[str, Any]) -> dict[str, Any] | None:
    return job if job["status"] in ("completed", "failed") else None


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def recovery(home: Path, rounds: int) -> None:
    clip = film(home.parent / "long" / "A.mov", Take(frames=24 * 600))
    waits = []
    with serving(home) as served:
        job_id = served.client.add_clips([str(clip)])["jobs"][0]["id"]
        for _ in range(rounds):
            until(lambda: served.client.job(job_id)["status"] == "running", what="it did not start")
            attempt = served.client.job(job_id)["attempt"]
            os.kill(served.worker().pid, signal.SIGKILL)
            begun = time.monotonic()
            until(lambda seen=attempt: _again(served.client.job(job_id), seen), what="it was not started again")
            waits.append(time.monotonic() - begun)
        served.client.cancel_job(job_id)
    say(
        "kill -9 of the worker to running again", f"p50 {statistics.median(waits):.2f} s, p95 {p95(waits):.2f} s", "3 s"
    )


def _again(job: dict[str, Any], attempt: int) -> bool:
    return job["status"] == "running" and job["attempt"] > attempt


def rest(home: Path, seconds: float) -> None:
    with serving(home) as served:
        own = [psutil.Process(served.process.pid), served.worker()]
        time.sleep(5)
        for who in ("nobody listening", "a listener"):
            if who == "a listener":
                threading.Thread(target=lambda: list(served.client.events()), daemon=True).start()
                time.sleep(2)
            before = sum(sum(process.cpu_times()[:2]) for process in own)
            time.sleep(seconds)
            spent = sum(sum(process.cpu_times()[:2]) for process in own) - before
            share = 100 * spent / seconds
            say(f"idle, {who}", f"{share:.2f} % ({share / CELERY_IDLE:.2f} x Celery + Flower + Redis)", "< 0.5 %")
        size = sum(process.memory_info().rss for process in own) / 1e6
        say("server + worker, RSS", f"{size:.0f} MB ({size / CELERY_MB:.2f} x)", "< 200 MB")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--idle", type=float, default=60.0)
    asked.add_argument("--rounds", type=int, default=20)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder) / name for name in ("submit", "long", "start", "kill", "rest")]
        for home in homes:
            home.mkdir()
        submit(homes[0])
        lists(homes[1], given.rows)
        starts(homes[2], given.rounds)
        recovery(homes[3], given.rounds)
        rest(homes[4], given.idle)


if __name__ == "__main__":
    main()
