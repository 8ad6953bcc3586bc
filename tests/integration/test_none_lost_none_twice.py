"""Real processes on one ledger, killed with -9: every job is done, and done once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.job import Event, JobQuery, Status
from server.domain.retry import Policy
from server.services.recovery import Recovery
from server.storage.remains import Remains
from server.store.database import open_database
from server.store.job_store import JobStore
from server.system.locks import WorkerFolder
from server.system.processes import identify, is_same
from tests.helpers.claimer import LANE, WallClock
from tests.helpers.fakes import FakeBell, wish


class Yard:
    """A home, and worker processes on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = open_database(home / "jobs.db")
        self.ledger = JobStore(self.database, WallClock())
        self.registry = WorkerFolder(home / "workers")
        remains = Remains(home / "cache" / "jobs")
        self.recovery = Recovery(self.ledger, self.registry, FakeBell(), remains, WallClock(), Policy())
        self._processes: list[subprocess.Popen[str]] = []

    def start(self, worker: str, seconds: float = 0.0) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.helpers.claimer", str(self.home), worker, str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._processes.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    def kill(self, process: subprocess.Popen[str]) -> list[str]:
        process.kill()
        return process.communicate()[0].splitlines()

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.database.close()


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    yard = Yard(tmp_path)
    yield yard
    yard.close()


def test_no_job_is_lost_or_done_twice_however_often_workers_are_killed(yard: Yard) -> None:
    jobs = yard.ledger.submit([wish(f"/{n}") for n in range(60)])
    said: list[str] = []
    dice = random.Random()
    for number in range(8):
        process = yard.start(f"w{number}", seconds=0.01)
        time.sleep(dice.uniform(0, 0.12))
        said += yard.kill(process)
        yard.recovery.run()
        assert yard.ledger.held() == []
    last = yard.start("last")
    said += last.communicate(timeout=60)[0].splitlines()
    for job in jobs:
        ended = yard.ledger.get(job.id)
        assert ended.status is Status.COMPLETED
        assert ended.attempt == 1 + ended.counts.interruptions
        assert sum(entry.to_status is Status.COMPLETED for entry in yard.ledger.timeline(job.id)) == 1
        assert said.count(f"done {job.id}") <= 1


def test_two_processes_never_claim_one_job(yard: Yard) -> None:
    jobs = yard.ledger.submit([wish(f"/{n}") for n in range(200)])
    racers = [yard.start(f"racer{number}", seconds=0.003) for number in range(2)]
    claims = [line for racer in racers for line in racer.communicate(timeout=60)[0].splitlines() if "claim" in line]
    assert sorted(claims) == sorted(f"claim {job.id}" for job in jobs)
    assert yard.ledger.find(JobQuery(statuses=(Status.COMPLETED,))).total == 200


def test_two_recoveries_at_once_give_a_job_back_once(yard: Yard) -> None:
    yard.ledger.submit([wish(f"/{n}") for n in range(5)])
    for _ in range(5):
        yard.ledger.claim(LANE, "dead")
    reports = [yard.recovery.run(), yard.recovery.run()]
    assert [len(report.released) for report in reports] == [5, 0]
    assert {job.counts.interruptions for job in yard.ledger.find(JobQuery()).jobs} == {1}


def test_an_orphan_of_a_dead_worker_is_ended_before_its_job_goes_on(yard: Yard) -> None:
    yard.ledger.submit([wish()])
    claim = yard.ledger.claim(LANE, "dead")
    assert claim
    orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    child = identify(orphan.pid)
    assert child
    yard.ledger.note(claim.job.id, claim.token, child=child)
    assert yard.recovery.run().released == [claim.job.id]
    assert not is_same(child)
    orphan.wait()


def test_a_cancelled_jobs_worker_dies_and_the_job_ends(yard: Yard) -> None:
    (job,) = yard.ledger.submit([wish()])
    worker = yard.start("w", seconds=60)
    assert worker.stdout
    assert worker.stdout.readline() == f"claim {job.id}\n"
    yard.ledger.change(job.id, Event.CANCEL)
    assert yard.recovery.run().cancelled == []
    yard.kill(worker)
    assert yard.recovery.run().cancelled == [job.id]
    assert yard.ledger.get(job.id).status is Status.CANCELLED
