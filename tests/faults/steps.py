"""The moments of delivery, each in a process that can be killed at any system call: `python -m tests.faults.steps`.

A line of JSON on standard input, [step, folder], forks a process that says its pid, waits for a byte in the
folder's pipe, takes the step and ends. What was imported and opened before is not part of a step.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from server.domain.job import Claim, Event, Job, JobQuery
from server.domain.naming import temporary_path
from server.domain.retry import Policy
from server.domain.steps import Publish
from server.errors import DiskFull, RushesError
from server.media.ffmpeg import Limits
from server.queue.lanes import LaneBells
from server.services.recovery import Recovery
from server.storage import publish as storage
from server.storage.publish import FULL, TEMPORARY, choose_target, hex_of, published_before
from server.storage.remains import Remains, scratch_name
from server.store.database import Database, open_database
from server.store.job_store import JobStore
from server.system.locks import WorkerFolder
from server.worker.attempt import Attempt
from server.worker.steps import publish
from tests.helpers.claimer import LANE, WallClock
from tests.helpers.fakes import wish
from tests.helpers.program import REPOSITORY

CLIPS = 3
GATE, ACK = "gate", "accepted"
DONE, FULL_DISK, REFUSED, BUG = 0, 3, 4, 5  # exit codes
PROXY = b"a whole proxy " * 500


class Desk:
    """One home with footage, and what a worker does there without an FFmpeg."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.home, self.footage = folder / "home", folder / "footage"
        self.registry = WorkerFolder(self.home / "workers")
        self.ledger = JobStore(database, WallClock())
        self.scratch = self.home / "cache" / "jobs"
        self.bells = LaneBells(self.home, self.registry)

    def submit(self) -> list[Job]:
        """Three clips, each wish with the key a client would give again."""
        clips = [self.footage / f"A{number}.mov" for number in range(CLIPS)]
        jobs = self.ledger.submit([wish(str(clip), clip_id=clip.name, idempotency_key=clip.name) for clip in clips])
        for job in jobs:
            self.bells.ring(job.queue, job.id)
        return jobs

    def recover(self) -> None:
        Recovery(self.ledger, self.registry, self.bells, Remains(self.scratch), WallClock(), Policy()).run()

    def claim(self, worker: str = "w1") -> Claim | None:
        claim = self.ledger.claim(LANE, worker)
        if claim is not None:
            self.ledger.note(claim.job.id, claim.token, child={"pid": 2**22 + 1, "started": "then"})
        return claim

    def begin(self, claim: Claim) -> Attempt:
        """As far as the encoder has come to its end."""
        target = Path(choose_target(str(self.footage / "Proxy" / Path(claim.job.source).name), None))
        temporary = temporary_path(str(target), claim.job.id, claim.job.attempt)
        folder = self.scratch / scratch_name(claim.job)
        folder.mkdir(parents=True)
        tools = cast("Any", SimpleNamespace(ledger=self.ledger, limits_for=lambda _seconds: Limits()))
        attempt = Attempt(tools, claim, lambda: None, lambda: False, folder)
        attempt.note(intent={TEMPORARY: hex_of(temporary)})
        Path(temporary).write_bytes(PROXY)
        attempt.target, attempt.temporary = str(target), temporary
        return attempt

    def publish(self, attempt: Attempt) -> None:
        publish.run(Publish(str(attempt.target), None), attempt)

    def complete(self, claim: Claim, output: str | None, result: Mapping[str, Any]) -> None:
        self.ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, output=output, result=dict(result))

    def work(self, worker: str = "w1") -> None:
        """Everything that waits, to its end."""
        while (claim := self.claim(worker)) is not None:
            before = published_before(claim.job.intent)
            if before is None:
                attempt = self.begin(claim)
                self.publish(attempt)
                attempt.folder.rmdir()
                before = str(attempt.target), attempt.result
            self.complete(claim, *before)

    def held(self) -> Claim:
        """The claim of a worker that died; its token is in the table alone."""
        (job,) = self.ledger.held()
        token = self.ledger._job.get_by_id(job.id).token
        return Claim(job, token)


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    database = open_database(folder / "home" / "jobs.db")
    made = Desk(folder, database)
    try:
        yield made
    finally:
        made.bells.close()
        database.close()


def _take_up(desk: Desk) -> None:
    desk.registry.register("w1", {"lanes": {LANE: 1}, "port": 0})
    assert desk.claim()


def _publish(desk: Desk) -> None:
    claim = desk.held()
    attempt = desk.begin(claim)
    desk.publish(attempt)
    attempt.folder.rmdir()
    desk.complete(claim, attempt.target, attempt.result)


def _submit_one_by_one(desk: Desk) -> None:
    """Each is acknowledged as a server would, with one write."""
    for number in range(CLIPS):
        clip = desk.footage / f"A{number}.mov"
        desk.ledger.submit([wish(str(clip), clip_id=clip.name, idempotency_key=clip.name)])
        os.write(2, f"{ACK} {clip.name}\n".encode())


def _publish_and_say_so(desk: Desk) -> None:
    _publish(desk)
    os.write(2, f"{ACK} A0.mov\n".encode())


def _unsynced(step: Callable[[Desk], object]) -> Callable[[Desk], object]:
    """What the program would be if it had forgotten to sync: tests of power loss have to notice."""

    def carelessly(desk: Desk) -> None:
        desk.ledger._database.driver.execute_sql("pragma synchronous=off")
        storage.sync_file = lambda _path: None  # type: ignore[assignment]
        step(desk)

    return carelessly


STEPS: dict[str, Callable[[Desk], object]] = {
    "submit": Desk.submit,
    "claim": _take_up,
    "publish": _publish,
    "recover": Desk.recover,
    "submit one by one": _submit_one_by_one,
    "publish and say so": _publish_and_say_so,
    "submit without syncs": _unsynced(_submit_one_by_one),
    "publish without syncs": _unsynced(_publish_and_say_so),
}


class Forks:
    """The process that forks the steps."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.steps"], cwd=REPOSITORY, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def fork(self, step: str, folder: Path) -> int:
        """The pid of a process at the gate."""
        os.mkfifo(folder / GATE)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([step, str(folder)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        step, folder = json.loads(line)
        if os.fork() == 0:
            _take(STEPS[step], Path(folder))


def _take(step: Callable[[Desk], object], folder: Path) -> None:
    """Never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with desk(folder) as made:
        made.ledger.find(JobQuery(limit=1))  # the connection is open, the file has been looked at
        gate = os.open(folder / GATE, os.O_RDWR)
        print(os.getpid(), flush=True)
        os.read(gate, 1)
        os._exit(_code_of(step, made))  # a worker does not say goodbye either


def _code_of(step: Callable[[Desk], object], made: Desk) -> int:
    try:
        step(made)
    except DiskFull:
        return FULL_DISK
    except RushesError:
        return REFUSED
    except OSError as fault:  # of what an executor would turn into DiskFull
        return FULL_DISK if fault.errno in FULL else BUG
    return DONE


if __name__ == "__main__":
    main()
