"""What people can do to jobs, and what they are told when they cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.job import Counts, Event, Job, JobQuery, Status
from server.errors import UnknownId, UsageError
from server.services.jobs import Jobs
from tests.helpers.fakes import FakeBell, FakeLedger, FakeRegistry, HandClock, wish

LANE = "video_processing"


class Desk:
    """Jobs on fakes, and short ways to bring a job into a state."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.ledger = FakeLedger(self.clock)
        self.bell = FakeBell()
        self.registry = FakeRegistry("w")
        self.jobs = Jobs(self.ledger, self.bell, self.registry, self.clock, timedelta(minutes=90))

    def pending(self) -> Job:
        return self.ledger.submit([wish()])[0]

    def running(self, worker: str = "w") -> Job:
        self.pending()
        claim = self.ledger.claim(LANE, worker)
        assert claim
        return claim.job

    def after(self, event: Event, **fields: object) -> Job:
        return self.ledger.change(self.running().id, event, **fields)

    def status(self, job: Job) -> Status:
        return self.ledger.get(job.id).status


@pytest.fixture
def desk() -> Desk:
    return Desk()


class TestCancel:
    def test_a_waiting_job_is_cancelled_at_once_and_says_why(self, desk: Desk) -> None:
        job = desk.pending()
        assert desk.jobs.cancel([job.id], "wrong card").changed == [job.id]
        assert (desk.status(job), desk.ledger.get(job.id).reason) == (Status.CANCELLED, "wrong card")

    def test_a_running_job_is_asked_to_end(self, desk: Desk) -> None:
        job = desk.running()
        assert desk.jobs.cancel([job.id]).changed == [job.id]
        assert desk.status(job) is Status.CANCELLING

    def test_what_cannot_be_is_refused_and_the_rest_goes_on(self, desk: Desk) -> None:
        done, job = desk.after(Event.COMPLETE), desk.pending()
        outcome = desk.jobs.cancel([done.id, "nope", job.id, job.id])
        assert outcome.changed == [job.id]
        assert [(r.id, r.code) for r in outcome.refused] == [(done.id, "illegal_change"), ("nope", "unknown_id")]
        assert all(refusal.message for refusal in outcome.refused)

    def test_all_is_what_is_not_final_and_was_not_asked_before(self, desk: Desk) -> None:
        done = desk.after(Event.COMPLETE)
        asked = desk.after(Event.CANCEL)
        waiting = desk.after(Event.WAIT, retry_at=None, paused=True)
        running, pending = desk.running(), desk.pending()
        outcome = desk.jobs.cancel_all()
        assert (outcome.changed, outcome.refused) == ([waiting.id, running.id, pending.id], [])
        assert (desk.status(done), desk.status(asked)) == (Status.COMPLETED, Status.CANCELLING)

    def test_all_means_more_than_a_page(self, desk: Desk) -> None:
        jobs = desk.ledger.submit([wish(f"/{n}") for n in range(2345)])
        assert desk.jobs.cancel_all().changed == [job.id for job in jobs]


class TestRetry:
    @pytest.mark.parametrize("event", [Event.FAIL, Event.RETRY_LATER, Event.WAIT])
    def test_starts_over_with_a_fresh_budget_and_rings(self, desk: Desk, event: Event) -> None:
        job = desk.after(event, counts=Counts(failures=3), error={"code": "x"})
        assert desk.jobs.retry([job.id]).changed == [job.id]
        again = desk.ledger.get(job.id)
        assert (again.status, again.counts, again.error) == (Status.PENDING, Counts(), None)
        assert desk.bell.rung == [(LANE, job.id)]

    def test_a_job_in_the_queue_is_refused_and_not_rung_for(self, desk: Desk) -> None:
        job = desk.pending()
        assert [refusal.code for refusal in desk.jobs.retry([job.id]).refused] == ["illegal_change"]
        assert desk.bell.rung == []

    def test_failed_means_failed_only(self, desk: Desk) -> None:
        failed = desk.after(Event.FAIL)
        cancelled = desk.pending()
        desk.jobs.cancel([cancelled.id])
        assert desk.jobs.retry_failed().changed == [failed.id]
        assert desk.status(cancelled) is Status.CANCELLED


class TestPriority:
    def test_moves_a_job_to_the_front(self, desk: Desk) -> None:
        _, urgent = desk.pending(), desk.pending()
        assert desk.jobs.place([urgent.id], 9).changed == [urgent.id]
        claim = desk.ledger.claim(LANE, "w")
        assert claim
        assert claim.job.id == urgent.id

    @pytest.mark.parametrize("number", [-1, 10])
    def test_is_a_number_from_0_to_9(self, desk: Desk, number: int) -> None:
        with pytest.raises(UsageError):
            desk.jobs.place([desk.pending().id], number)

    def test_of_a_final_or_unknown_job_is_refused(self, desk: Desk) -> None:
        done = desk.after(Event.COMPLETE)
        assert [r.code for r in desk.jobs.place([done.id], 1).refused] == ["illegal_change"]
        assert [r.code for r in desk.jobs.place(["nope"], 1).refused] == ["unknown_id"]


class TestLook:
    def test_an_unknown_job_is_an_error(self, desk: Desk) -> None:
        for look in (desk.jobs.get, desk.jobs.timeline, desk.jobs.log):
            with pytest.raises(UnknownId):
                look("nope")

    def test_active_is_what_living_workers_hold(self, desk: Desk) -> None:
        desk.pending()
        orphan, held = desk.running("dead"), desk.running("w")
        assert orphan.id != held.id
        assert [job.id for job in desk.jobs.active()] == [held.id]

    def test_find_passes_the_question_on(self, desk: Desk) -> None:
        job = desk.pending()
        assert [found.id for found in desk.jobs.find(JobQuery(search="a001")).jobs] == [job.id]

    def test_stats(self, desk: Desk) -> None:
        for seconds in range(1, 21):
            job = desk.running()
            desk.clock.forward(seconds)
            desk.ledger.change(job.id, Event.COMPLETE)
        stats = desk.jobs.stats()
        assert (stats["mean_seconds"], stats["p95_seconds"]) == ({"proxy": 10.5}, {"proxy": 19.0})
        assert stats["by_status"]["completed"] == 20
        assert stats["at"] == "2026-03-01T12:03:30.000Z"

    def test_stats_of_nothing(self, desk: Desk) -> None:
        stats = desk.jobs.stats()
        assert (stats["mean_seconds"], stats["p95_seconds"], stats["by_kind"]) == ({}, {}, {})


class TestPausing:
    def test_a_job_stands_still_and_goes_on(self, desk: Desk) -> None:
        job = desk.pending()
        assert desk.jobs.pause([job.id]).changed == [job.id]
        assert desk.ledger.claim(LANE, "w") is None
        desk.jobs.resume([job.id])
        assert desk.bell.rung == [(LANE, job.id)]
        assert desk.ledger.claim(LANE, "w") is not None

    def test_a_final_job_is_refused(self, desk: Desk) -> None:
        done = desk.after(Event.COMPLETE)
        assert [item.code for item in desk.jobs.pause([done.id, "nope"]).refused] == ["illegal_change", "unknown_id"]

    def test_what_is_no_lane_is_told(self, desk: Desk) -> None:
        with pytest.raises(UnknownId, match="video_processing"):
            desk.jobs.purge("odd")

    def test_a_purge_cancels_what_waits(self, desk: Desk) -> None:
        held, waiting = desk.running(), desk.pending()
        assert desk.jobs.purge(LANE).changed == [waiting.id]
        assert (desk.status(held), desk.status(waiting)) == (Status.RUNNING, Status.CANCELLED)


def test_stuck_jobs_have_no_worker_or_run_too_long(desk: Desk) -> None:
    gone, late = desk.running("dead"), desk.running("w")
    assert [job.id for job in desk.jobs.stuck(JobQuery()).jobs] == [gone.id]
    desk.clock.forward(90 * 60 + 1)
    fresh = desk.running("w")
    assert [job.id for job in desk.jobs.stuck(JobQuery()).jobs] == [gone.id, late.id]
    assert desk.jobs.stuck(JobQuery(queue="transfer")).total == 0
    assert fresh.id not in {job.id for job in desk.jobs.stuck(JobQuery()).jobs}


def test_rank_moves_a_job_among_equals(desk: Desk) -> None:
    first, second = desk.pending(), desk.pending()
    desk.jobs.place([second.id], None, -1.0)
    claim = desk.ledger.claim(LANE, "w")
    assert claim is not None
    assert claim.job.id == second.id
    assert desk.ledger.get(first.id).priority == second.priority


def test_workers_are_shown_without_their_ports(desk: Desk) -> None:
    assert [set(row) for row in desk.jobs.workers()] == [{"id", "pid", "host", "lanes", "started_at"}]
