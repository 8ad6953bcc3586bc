"""What a dead worker held is taken back once, and whatever waits is rung for."""

from __future__ import annotations

import pytest

from server.domain.job import Counts, Event, Job, Status
from server.domain.retry import Policy
from server.services.recovery import Recovery, Report, WorkerDeath
from server.services.ringing import MOST_RINGS
from tests.helpers.fakes import FakeBell, FakeLedger, FakeRegistry, FakeRemains, HandClock, wish

LANE = "video_processing"
CHILD = {"pid": 4711, "started": "boot:12"}


class Scene:
    """A ledger with one living worker, `w`, and a place where killed children are written down."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.ledger = FakeLedger(self.clock)
        self.bell = FakeBell()
        self.remains = FakeRemains()
        self.followed: list[Job] = []
        self.recovery = self.another(self.remains)

    def another(self, remains: FakeRemains) -> Recovery:
        policy = Policy(max_interruptions=2, delay=300)
        registry = FakeRegistry("w")
        return Recovery(self.ledger, registry, self.bell, remains, self.clock, policy, self.followed.append)

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
    scene.remains.at_clear = lambda job: states.append(scene.ledger.get(job.id).status)
    scene.recovery.run()
    assert states == [Status.RUNNING]
    assert scene.ledger.get(job.id).status is Status.PENDING


def test_a_living_workers_job_is_left_alone(scene: Scene) -> None:
    job = scene.held_by("w", child=CHILD)
    assert scene.recovery.run() == Report()
    assert scene.ledger.get(job.id) == job
    assert scene.remains.cleared == []


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

    slower = FakeRemains()

    def the_other_is_faster(_job: Job) -> None:
        scene.recovery.run()
        assert scene.ledger.claim(LANE, "w")

    slower.at_clear = the_other_is_faster
    assert scene.another(slower).run().released == []
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
    assert len(scene.bell.rung) == MOST_RINGS


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_published_proxy_whose_commit_was_lost_is_done(cancelled: bool, scene: Scene) -> None:
    job = scene.held_by("dead")
    scene.remains.left[job.id] = {"output": "/card/Proxy/A001.mov", "result": {"sha256": "abc"}, "progress": 1.0}
    if cancelled:
        scene.ledger.change(job.id, Event.CANCEL, reason="too late")
    assert scene.recovery.run() == Report(completed=[job.id])
    done = scene.ledger.get(job.id)
    assert (done.status, done.output, done.result) == (Status.COMPLETED, "/card/Proxy/A001.mov", {"sha256": "abc"})
    assert scene.followed == []


def test_what_comes_after_it_is_not_forgotten(scene: Scene) -> None:
    scene.ledger.submit([wish(request={"upload": True})])
    claim = scene.ledger.claim(LANE, "dead")
    assert claim
    scene.remains.left[claim.job.id] = {"output": "/out.mov", "result": {}, "progress": 1.0}
    scene.recovery.run()
    assert [job.id for job in scene.followed] == [claim.job.id]


def test_a_worker_that_crashes_twice_over_a_job_puts_it_away(scene: Scene) -> None:
    job = scene.held_by("dead")
    died = WorkerDeath("dead", "SIGSEGV")
    assert scene.recovery.run(died) == Report(released=[job.id])
    later = scene.ledger.get(job.id)
    assert (later.status, later.counts) == (Status.RETRYING, Counts(failures=1, crashes=1))
    assert later.retry_at is not None
    scene.clock.forward(300)
    scene.ledger.claim(LANE, "dead")
    assert scene.recovery.run(died) == Report(failed=[job.id])
    ended = scene.ledger.get(job.id)
    assert ended.error
    assert (ended.error["code"], ended.counts.crashes) == ("quarantined", 2)
    assert "SIGSEGV" in ended.error["message"]


@pytest.mark.parametrize("death", [WorkerDeath("dead", "SIGKILL"), WorkerDeath("dead", None),
                                   WorkerDeath("another", "SIGSEGV")])  # fmt: skip
def test_only_a_crash_of_its_own_worker_is_held_against_a_job(death: WorkerDeath, scene: Scene) -> None:
    job = scene.held_by("dead")
    scene.recovery.run(death)
    assert scene.ledger.get(job.id).counts == Counts(interruptions=1)
    assert scene.ledger.get(job.id).status is Status.PENDING


def test_temporary_files_that_could_not_be_removed_are_removed_when_they_can(scene: Scene) -> None:
    job = scene.held_by("w")
    scene.ledger.change(job.id, Event.FAIL, intent={"temporary": "2f78"})
    scene.remains.stuck.add(job.id)  # its folder is read-only just now
    scene.recovery.run()
    scene.recovery.run()
    scene.remains.stuck.clear()
    scene.recovery.run()
    scene.recovery.run()
    assert scene.remains.removed == 3 * [job.id]
    assert scene.ledger.get(job.id).intent is None
