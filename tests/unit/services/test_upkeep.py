"""Upkeep: what the clock makes it do, and what it does to jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

import pytest

from server.domain.job import Event, Job, JobQuery, Status
from server.domain.upkeep import Rules, Task
from server.services.upkeep import Upkeep
from tests.helpers.fakes import FakeBell, FakeHouse, FakeLedger, FakeRegistry, HandClock, wish

LANE = "video_processing"
CHILD = {"pid": 4711, "started": "boot:12"}
QUARTER = 15 * 60


class Home:
    """A home with one worker, `w`, that serves every lane."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.ledger, self.bell, self.house = FakeLedger(self.clock), FakeBell(), FakeHouse()
        self.killed: list[Mapping[str, Any]] = []
        self.closed: set[str] = set()
        self.upkeep = self.another()

    def another(self) -> Upkeep:
        return Upkeep(
            self.ledger, _Serving("w"), self.bell, self.house, self.clock, self.killed.append, Rules(),
            lambda lane: lane not in self.closed, UTC, "/home",
        )  # fmt: skip

    def running(self) -> Job:
        self.ledger.submit([wish()])
        claim = self.ledger.claim(LANE, "w")
        assert claim
        self.ledger.note(claim.job.id, claim.token, child=CHILD)
        return claim.job

    def looks(self, number: int) -> list[Any]:
        """What each look found stuck."""
        found = []
        for _ in range(number):
            found.append(self.upkeep.check_stuck()["stuck"])
            self.clock.forward(QUARTER)
        return found

    def kinds(self) -> list[str]:
        return [job.kind for job in self.ledger.find(JobQuery()).jobs]


class _Serving(FakeRegistry):
    def living(self) -> list[Mapping[str, Any]]:
        return [{**worker, "lanes": {LANE: 1, "maintenance": 1}} for worker in super().living()]


@pytest.fixture
def home() -> Home:
    return Home()


class TestTick:
    def test_a_new_home_is_left_in_peace(self, home: Home) -> None:
        assert home.upkeep.tick() == []
        home.ledger.submit([wish()])
        home.clock.forward(QUARTER - 1)
        assert home.upkeep.tick() == []

    def test_what_is_due_becomes_a_job_of_the_maintenance_lane_and_is_rung_for(self, home: Home) -> None:
        home.ledger.submit([wish()])
        home.clock.forward(24 * 3600)
        cleanup, watchdog = home.upkeep.tick()
        assert (cleanup.kind, watchdog.kind) == ("cleanup", "watchdog")
        assert {(job.queue, job.priority, job.source) for job in (cleanup, watchdog)} == {("maintenance", 0, "/home")}
        assert home.bell.rung == [("maintenance", cleanup.id), ("maintenance", watchdog.id)]

    def test_each_is_queued_once_however_often_and_by_whomever_it_is_asked(self, home: Home) -> None:
        home.ledger.submit([wish()])
        home.clock.forward(24 * 3600)
        for _ in range(3):
            home.upkeep.tick()
            home.another().tick()
        assert sorted(home.kinds()) == ["cleanup", "proxy", "watchdog"]

    def test_nights_that_were_slept_through_are_made_up_for_once(self, home: Home) -> None:
        home.ledger.submit([wish()])
        home.clock.forward(24 * 3600)
        home.upkeep.tick()
        home.clock.forward(9 * 24 * 3600)
        assert [job.kind for job in home.upkeep.tick()] == ["cleanup", "watchdog"]
        assert home.upkeep.tick() == []


class TestTasks:
    def test_each_says_what_it_did(self, home: Home) -> None:
        home.running()
        done: dict[str, Any] = {}
        for task in Task:
            done |= home.upkeep.run(task)
        backup = f"/backups/{home.clock.now().isoformat()}"
        assert done == {
            "forgotten": 0, "swept": 3, "catalogued": 7, "backup": backup, "checkpoint": True, "stuck": [], "rung": [],
        }  # fmt: skip
        assert home.house.sweeps == 1

    def test_a_backup_is_made_once_a_day(self, home: Home) -> None:
        for _ in range(8):
            home.upkeep.run(Task.BACKUP)
            home.clock.forward(12 * 3600)
        assert len(home.house.backups) == 3
        assert home.house.backups[1] - home.house.backups[0] == timedelta(days=1)

    def test_jobs_of_a_month_ago_are_forgotten_and_what_they_made_is_known(self, home: Home) -> None:
        job = home.running()
        done = home.ledger.change(job.id, Event.COMPLETE, output="/Proxy/A.mov")
        home.clock.forward(31 * 24 * 3600)
        assert home.upkeep.forget() == {"forgotten": 1}
        assert home.ledger.owner_of("/Proxy/A.mov") == done


class TestStuck:
    def test_a_running_job_fails_with_its_ffmpeg(self, home: Home) -> None:
        job = home.running()
        assert home.looks(9) == [*[[]] * 8, [job.id]]
        failed = home.ledger.get(job.id)
        assert failed.error
        assert (failed.status, failed.error["code"]) == (Status.FAILED, "stuck")
        assert "120 minutes" in failed.error["message"]
        assert home.killed == [CHILD]

    def test_one_that_does_not_heed_its_cancelling_is_cancelled(self, home: Home) -> None:
        job = home.running()
        home.ledger.change(job.id, Event.CANCEL, reason="wrong card")
        assert home.looks(9)[-1] == [job.id]
        assert home.ledger.get(job.id).status is Status.CANCELLED

    def test_a_pending_job_of_a_free_lane_fails_and_until_then_is_rung_for(self, home: Home) -> None:
        (job,) = home.ledger.submit([wish()])
        assert home.looks(9) == [*[[]] * 8, [job.id]]
        assert home.bell.rung == [(LANE, job.id)] * 8

    def test_not_where_the_lane_is_paused_or_closed(self, home: Home) -> None:
        home.ledger.submit([wish(), wish(queue="maintenance")])
        home.ledger.pause_lane(LANE, True)
        home.closed.add("maintenance")
        assert home.looks(20) == [[]] * 20

    def test_not_where_the_lane_works_on_others(self, home: Home) -> None:
        home.ledger.submit([wish(priority=0)])
        for _ in range(20):
            job = home.running()
            home.ledger.change(job.id, Event.COMPLETE)
            assert home.looks(1) == [[]]

    def test_a_job_that_moved_on_meanwhile_is_left_alone(self, home: Home) -> None:
        job = home.running()
        home.looks(8)
        held = home.ledger.held()
        home.ledger.change(job.id, Event.RELEASE)
        home.ledger.claim(LANE, "w")
        home.ledger.held = lambda: held  # type: ignore[method-assign]
        assert home.looks(1) == [[]]
        assert home.ledger.get(job.id).status is Status.RUNNING
        assert home.killed == []
