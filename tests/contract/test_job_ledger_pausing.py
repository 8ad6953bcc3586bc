"""Pausing, and noticing what others changed: the same tests on the fake and on the real table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.job import Event
from server.errors import IllegalChange, UnknownId
from server.ports import JobLedger
from server.store.database import open_database
from server.store.job_store import JobStore
from tests.helpers.fakes import FakeLedger, HandClock, wish

LANE = "video_processing"


@pytest.fixture(params=["fake", "peewee"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JobLedger]:
    if request.param == "fake":
        yield FakeLedger(HandClock())
        return
    database = open_database(tmp_path / "jobs.db")
    yield JobStore(database, HandClock())
    database.close()


class TestLanes:
    def test_nothing_is_claimed_from_a_paused_lane(self, ledger: JobLedger) -> None:
        ledger.submit([wish()])
        ledger.pause_lane(LANE, True)
        assert ledger.paused_lanes() == {LANE}
        assert ledger.claim(LANE, "w") is None
        assert ledger.claimable_lanes() == set()

    def test_the_other_lanes_go_on(self, ledger: JobLedger) -> None:
        ledger.submit([wish(), wish(queue="transfer")])
        ledger.pause_lane(LANE, True)
        assert ledger.claimable_lanes() == {"transfer"}
        assert ledger.claim("transfer", "w") is not None

    def test_a_lane_goes_on_where_it_stood(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        for paused in (True, True, False, False):
            ledger.pause_lane(LANE, paused)
        claim = ledger.claim(LANE, "w")
        assert claim is not None
        assert claim.job.id == job.id
        assert ledger.paused_lanes() == set()


class TestJobs:
    def test_a_paused_job_lets_others_go_first(self, ledger: JobLedger) -> None:
        first, second = ledger.submit([wish("/1"), wish("/2")])
        assert ledger.set_paused(first.id, True).paused
        claim = ledger.claim(LANE, "w")
        assert claim is not None
        assert claim.job.id == second.id
        assert ledger.claim(LANE, "w") is None

    def test_a_running_job_may_be_paused(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.set_paused(job.id, True)
        assert [held.paused for held in ledger.held()] == [True]
        assert not ledger.set_paused(job.id, False).paused

    def test_the_end_of_a_job_ends_its_pause(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.set_paused(job.id, True)
        assert not ledger.change(job.id, Event.CANCEL).paused
        with pytest.raises(IllegalChange):
            ledger.set_paused(job.id, True)

    def test_an_unknown_job_cannot_be_paused(self, ledger: JobLedger) -> None:
        with pytest.raises(UnknownId):
            ledger.set_paused("0" * 26, True)


class TestChanges:
    def test_the_mark_moves_with_every_entry(self, ledger: JobLedger) -> None:
        assert ledger.change_mark() == 0
        first, second = ledger.submit([wish("/1"), wish("/2")])
        mark = ledger.change_mark()
        assert ledger.changed_since(0, 10) == (mark, [first.id, second.id])
        assert ledger.changed_since(mark, 10) == (mark, [])
        ledger.change(second.id, Event.CANCEL)
        assert ledger.changed_since(mark, 10) == (ledger.change_mark(), [second.id])

    def test_a_job_that_changed_twice_is_named_once(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.change(job.id, Event.CANCEL)
        assert ledger.changed_since(0, 10)[1] == [job.id]

    def test_many_changes_are_told_in_portions(self, ledger: JobLedger) -> None:
        jobs = ledger.submit([wish(f"/{n}") for n in range(5)])
        told, mark = [], 0
        while (portion := ledger.changed_since(mark, 2))[1]:
            mark, ids = portion
            told += ids
        assert told == [job.id for job in jobs]
