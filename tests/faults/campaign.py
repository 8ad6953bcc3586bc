"""Random kills of whole systems and of single processes: `python -m tests.faults.campaign --seed S --kills N`.

While a client hands in clips and cancels some, processes end by SIGKILL at random moments. In the end every clip has
to have come to its one end, and nothing else may be left. Exit code 1 and the violations if not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from server.client import Client, find_server, read_token
from server.errors import RushesError
from tests.faults.oracles import check_all, check_processes, check_usage, check_zombies, usage
from tests.faults.stage import Kit, Stage, settle
from tests.helpers.footage import executable
from tests.helpers.serving import until

OPEN_JOBS = 4
END_SECONDS = 120.0


@dataclass
class Report:
    """Figures of a campaign; `violations` is to be empty."""

    kills: int = 0
    processes: int = 0
    with_ffmpeg: int = 0
    before_ready: int = 0
    accepted: int = 0
    completed: int = 0
    cancelled: int = 0
    interruptions: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def __str__(self) -> str:
        figures = {name: value for name, value in vars(self).items() if name != "violations"}
        return ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in figures.items())


class Submitter:
    """A client that hands in clips one after the other and never gives up on one, however often the server dies."""

    def __init__(self, stage: Stage, seed: str) -> None:
        self._stage, self._dice = stage, random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="submitter")

    def __enter__(self) -> Submitter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        clip = self._stage.add_clip()
        while not self._stop.wait(0.02):
            client = client_of(self._stage)
            if client is not None and self._try(client, clip):
                clip = self._stage.add_clip()
        while not self._try(client_of(self._stage), clip, most=10**6):  # the last one counts too
            time.sleep(0.05)

    def _try(self, client: Client | None, clip: Path, most: int = OPEN_JOBS) -> bool:
        """Whether the clip was accepted."""
        if client is None:
            return False
        try:
            counts = client.stats()["by_status"]
            if sum(counts[status] for status in ("pending", "running", "retrying", "waiting")) >= most:
                self._stop.wait(0.15)
                return False
            (job,) = client.add_clips([str(clip)], idempotency_key=clip.name)["jobs"]
            self._stage.scene.accepted[str(clip)] = job["id"]
            if self._dice.random() < 0.15:
                time.sleep(self._dice.uniform(0, 0.6))
                client.cancel_job(job["id"], "by the campaign")
        except (RushesError, OSError, KeyError):
            return str(clip) in self._stage.scene.accepted
        return True


def client_of(stage: Stage) -> Client | None:
    found = find_server(stage.home)
    return None if found is None else Client(found.url, read_token(stage.home) or "")


def kill_whole_systems(stage: Stage, kills: int, seed: str) -> Report:
    """Starts everything, kills everything at once a moment later, again and again; then lets it come to an end."""
    report = Report()
    with Submitter(stage, seed):
        with stage.warm() as start:
            for _ in range(kills):
                server = start()
                _wait_for_a_moment(stage)
                report.before_ready += find_server(stage.home) is None
                report.with_ffmpeg += stage.encodes()
                report.processes += stage.kill_all(server)
                report.kills += 1
        stage.start()
    _finish(stage, report)
    return report


def _wait_for_a_moment(stage: Stage) -> None:
    """A third of the kills falls into starting and recovering, a third into the time just after, a third meets an
    encoder at work."""
    dice = stage.dice
    ready = dice.choice((lambda: True, lambda: find_server(stage.home) is not None, stage.encodes))
    longest = 0.8 if ready() else 0.4
    for _ in settle(20, every=0.03):
        if ready():
            break
    time.sleep(dice.uniform(0.02, longest))


def kill_single_processes(stage: Stage, kills: int, seed: str) -> Report:
    """One process at a time below one server: the worker, the probe, the launcher, an encoder, what that started."""
    report = Report()
    server = psutil.Process(stage.start().pid)
    until(lambda: _workers(stage), what="no worker came")
    before = usage(server, stage.home)
    with Submitter(stage, seed):
        for _ in range(kills):
            time.sleep(stage.dice.uniform(0.1, 0.9))
            names = stage.dice.choice(VICTIMS)
            report.kills += stage.kill_one(*names)
            report.with_ffmpeg += "ffmpeg" in names
    _finish(stage, report, lambda: check_usage(before, usage(server, stage.home), _SLACK))
    return report


VICTIMS = (("server worker",), ("ffmpeg",), ("ffmpeg", "sleep 0."), ("probe_child",), ("sandbox.py serve",))
# Connections of threads that came meanwhile, and what a program keeps of what it has seen.
_SLACK = {"rss": 12 * 2**20, "fds": 24, "threads": 10}


def _workers(stage: Stage) -> Sequence[object]:
    client = client_of(stage)
    try:
        return [] if client is None else client.workers()["workers"]
    except (RushesError, OSError):
        return []


def _finish(stage: Stage, report: Report, more: Callable[[], object] = list) -> None:
    """Until every job is final and the server has ended by itself."""
    until(lambda: _open_jobs(stage) == 0, END_SECONDS, "the jobs did not come to an end")
    time.sleep(0.2)
    report.violations += list(more())  # type: ignore[call-overload]
    code = stage.end()
    if code != 0:
        report.violations.append(f"the server ended with {code}")
    for _ in settle(5):
        if not stage.processes():
            break
    report.violations += [*check_processes(stage.processes()), *check_zombies(), *check_all(stage.scene)]
    jobs = stage.scene.rows("select status, counts from job where kind = 'proxy'")
    report.accepted += len(stage.scene.accepted)
    report.completed += sum(job["status"] == "completed" for job in jobs)
    report.cancelled += sum(job["status"] == "cancelled" for job in jobs)
    report.interruptions += sum(row["from_status"] == "running" and row["to_status"] == "pending"
                                for row in stage.scene.rows("select * from timeline"))  # fmt: skip


def _open_jobs(stage: Stage) -> int:
    """Jobs not final, those of clips not yet accepted too; a server that died of itself is a finding of its own."""
    assert stage.server is not None
    assert stage.server.poll() is None, (stage.home / "server.err").read_text()[-2000:]
    if not (stage.home / "jobs.db").exists() or len(stage.scene.accepted) < len(stage.scene.originals):
        return 1
    rows = stage.scene.rows("select status from job")
    return sum(row["status"] not in ("completed", "failed", "cancelled") for row in rows)


def run(folder: Path, seed: int, kills: int, singles: int, systems: int = 2, *, real: bool = False) -> Report:
    """`systems` side by side, each with its own home, share the kills. `real`: with the real FFmpeg."""
    kit, total = Kit.make(folder / "kit"), Report()

    def one(number: int) -> Report:
        name = f"{seed}-{number}"
        ffmpeg = executable() if real else None
        whole = Stage(folder / f"whole-{number}", kit, random.Random(name), ffmpeg)
        report = kill_whole_systems(whole, kills // systems, name)
        single = Stage(folder / f"single-{number}", kit, random.Random(name), ffmpeg)
        report.add(kill_single_processes(single, singles // systems, name))
        return report

    with ThreadPoolExecutor(systems) as pool:
        for report in pool.map(one, range(systems)):
            total.add(report)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--kills", type=int, default=10_000, help="whole systems")
    parser.add_argument("--singles", type=int, help="single processes; default: a tenth of the kills")
    parser.add_argument("--systems", type=int, default=2, help="side by side")
    parser.add_argument("--real", action="store_true", help="the real FFmpeg instead of a script")
    asked = parser.parse_args()
    singles = asked.kills // 10 if asked.singles is None else asked.singles
    print(f"seed {asked.seed}, {asked.kills} whole systems, {singles} single processes", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rushes-campaign-") as folder:
        report = run(Path(folder), asked.seed, asked.kills, singles, asked.systems, real=asked.real)
    print(f"{report}; {time.monotonic() - begun:.0f} s, {len(report.violations)} violations")
    print("\n".join(report.violations), end="")
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
