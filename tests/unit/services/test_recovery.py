"""What a dead worker held is taken back once, and whatever waits is rung for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from server.domain.job import Counts, Event, Job, Status
from server.domain.retry import Policy
from server.services.recovery import Recovery, Report
from tests.helpers.fakes import FakeBell, FakeLedger, FakeRegistry, HandClock, wish

LANE = "video_processing"
CHILD = {"pid": 4711, "started": "boot:12"}


class Scene:
    """A ledger with one living worker, `w`, and a place where killed children are written down."""

    def __init__(self) -> None:
        self.ledger = FakeLedger(HandClock())
        self.bell = FakeBell()
        self.killed: list[Mapping[str, Any]] = []
        self.recovery = self.another(self.killed.append)

    def another(self, kill: Any) -> Recovery:
        return Recovery(self.ledger, FakeRegistry("w"), self.bell, kill, Policy(max_interruptions=2))

    def held_by(self, worker: str, **noted: object) -> Job:
        self.ledger.submit([wish()])
        claim = self.ledger.claim(LANE, worker)
        assert claim
        if noted:
            self.ledger.note(claim.job.id, claim.token, **noted)
        return self.ledger.get(claim.job.id)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_dead_workers_job_goes_back_to_the_queue_and_is_rung_for(scene: Scene) -> None:
    job = scene.held_by("dead")
    assert scene.recovery.run() == Report(released=[job.id], rung=[LANE])
    back = scene.ledger.get(job.id)
    assert (back.status, back.counts, back.worker) == (Status.PENDING, Counts(interruptions=1), None)
    assert "dead" in (back.reason or "")
    assert scene.bell.rung == [(LANE, job.id)]


def test_its_ffmpeg_is_ended_before_another_can_start(scene: Scene) -> None:
    job = scene.held_by("dead", child=CHILD)
    states: list[Status] = []
    scene.another(lambda child: states.append(scene.ledger.get(job.id).status)).run()
    assert states == [Status.RUNNING]
    scene.held_by("dead", child=CHILD)
    scene.recovery.run()
    assert scene.killed == [CHILD]


def test_a_living_workers_job_is_left_alone(scene: Scene) -> None:
    job = scene.held_by("w", child=CHILD)
    assert scene.recovery.run() == Report()
    assert scene.ledger.get(job.id) == job
    assert scene.killed == []


def test_a_job_that_was_being_cancelled_is_cancelled(scene: Scene) -> None:
    job = scene.held_by("dead")
    scene.ledger.change(job.id, Event.CANCEL, reason="wrong card")
    assert scene.recovery.run() == Report(cancelled=[job.id])
    ended = scene.ledger.get(job.id)
    assert (ended.status, ended.reason) == (Status.CANCELLED, "wrong card")


def test_interruptions_do_not_go_on_for_ever(scene: Scene) -> None:
    (job,) = scene.ledger.submit([wish(max_attempts=1)])
    for _ in range(3):
        scene.ledger.claim(LANE, "dead")
        report = scene.recovery.run()
    assert report.failed == [job.id]
    given_up = scene.ledger.get(job.id)
    assert given_up.error
    assert given_up.error["code"] == "interrupted"
    assert given_up.counts == Counts(interruptions=3)


def test_it_does_nothing_the_second_time(scene: Scene) -> None:
    job = scene.held_by("dead")
    scene.recovery.run()
    told = scene.ledger.timeline(job.id)
    assert scene.recovery.run().released == []
    assert scene.ledger.timeline(job.id) == told


def test_a_job_started_again_meanwhile_is_not_taken_from_its_new_worker(scene: Scene) -> None:
    """Two recoveries look at the same moment; the slower one acts when the job already runs again."""
    job = scene.held_by("dead", child=CHILD)

    def the_other_is_faster(child: Mapping[str, Any]) -> None:
        scene.recovery.run()
        assert scene.ledger.claim(LANE, "w")

    assert scene.another(the_other_is_faster).run().released == []
    running = scene.ledger.get(job.id)
    assert (running.status, running.worker, running.attempt) == (Status.RUNNING, "w", 2)
    assert running.counts.interruptions == 1


def test_every_lane_with_work_is_rung_though_no_worker_died(scene: Scene) -> None:
    waiting = scene.ledger.submit([wish(), wish(queue="transfer"), wish()])
    assert scene.recovery.run().rung == ["transfer", LANE]
    assert sorted(scene.bell.rung) == sorted((job.queue, job.id) for job in waiting)


def test_a_long_queue_is_not_rung_for_job_by_job(scene: Scene) -> None:
    scene.ledger.submit([wish(f"/{n}") for n in range(500)])
    scene.recovery.run()
    assert len(scene.bell.rung) == 32
