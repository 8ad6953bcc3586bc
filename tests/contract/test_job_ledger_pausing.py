"""Pausing, and noticing what others changed: the same tests on the fake and on the real table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from server.domain.job import Counts, Event, Job, Status
from server.errors import IllegalChange, UnknownId
from server.ports import JobLedger
from tests.helpers.fakes import LANE, NOON, HandClock, wish

HOUR = timedelta(hours=1)


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
        assert ledger.pause_many([first.id], True) == {first.id: None}
        assert ledger.get(first.id).paused
        claim = ledger.claim(LANE, "w")
        assert claim is not None
        assert claim.job.id == second.id
        assert ledger.claim(LANE, "w") is None

    def test_a_running_job_may_be_paused(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.pause_many([job.id], True)
        assert [held.paused for held in ledger.held()] == [True]
        ledger.pause_many([job.id], False)
        assert not ledger.get(job.id).paused

    def test_the_end_of_a_job_ends_its_pause(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.pause_many([job.id], True)
        assert not ledger.change(job.id, Event.CANCEL).paused
        assert isinstance(ledger.pause_many([job.id], True)[job.id], IllegalChange)

    def test_an_unknown_job_cannot_be_paused(self, ledger: JobLedger) -> None:
        assert isinstance(ledger.pause_many(["0" * 26], True)["0" * 26], UnknownId)


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


class TestConcurrency:
    def test_nothing_is_said_at_first(self, ledger: JobLedger) -> None:
        ledger.pause_lane(LANE, True)
        assert ledger.concurrencies() == {}

    def test_the_last_word_counts_and_pausing_is_another_matter(self, ledger: JobLedger) -> None:
        for number in (3, 5):
            ledger.set_concurrency(LANE, number)
        ledger.pause_lane(LANE, True)
        ledger.set_concurrency("transfer", 1)
        assert ledger.concurrencies() == {LANE: 5, "transfer": 1}
        assert ledger.paused_lanes() == {LANE}


class TestHours:
    def test_nothing_is_said_at_first(self, ledger: JobLedger) -> None:
        ledger.set_concurrency(LANE, 3)
        assert ledger.lane_hours() == {}

    def test_the_last_word_counts_and_at_any_time_is_a_word(self, ledger: JobLedger) -> None:
        ledger.set_concurrency(LANE, 3)
        for hours in ("19:00-07:00", ""):
            ledger.set_hours(LANE, hours)
        ledger.set_hours("transfer", "01:00-02:00")
        assert ledger.lane_hours() == {LANE: "", "transfer": "01:00-02:00"}
        assert ledger.concurrencies() == {LANE: 3}
        assert ledger.paused_lanes() == set()


class TestWaiting:
    def wait(self, ledger: JobLedger, source: str = "/1", **fields: Any) -> Job:
        ledger.submit([wish(source)])
        claim = ledger.claim(LANE, "w")
        assert claim is not None
        return ledger.change(claim.job.id, Event.WAIT, token=claim.token, reason="no room", **fields)

    def test_who_waits_says_for_what(self, ledger: JobLedger) -> None:
        first = self.wait(ledger, awaits={"space": "2f", "bytes": 5}, retry_at=NOON + HOUR)
        second = self.wait(ledger, "/2", retry_at=NOON + HOUR)
        third = self.wait(ledger, "/3", awaits={"space": "2f", "bytes": 7}, retry_at=NOON + HOUR)
        assert [(job.id, job.awaits) for job in ledger.awaiting()] == [
            (first.id, first.awaits),
            (third.id, third.awaits),
        ]
        assert ledger.get(second.id).awaits is None
        assert ledger.claim(LANE, "w") is None

    @pytest.mark.parametrize("event", [Event.AVAILABLE, Event.RETRY])
    def test_it_goes_on_when_that_is_there(self, ledger: JobLedger, event: Event) -> None:
        job = self.wait(ledger, awaits={"space": "2f", "bytes": 5}, retry_at=NOON + HOUR)
        again = ledger.change(job.id, event, reason="there is room again")
        assert (again.status, again.awaits, again.retry_at, again.counts) == (Status.PENDING, None, None, Counts())
        assert ledger.awaiting() == []
        assert ledger.claim(LANE, "w") is not None

    def test_a_claim_by_time_ends_it_too(self, ledger: JobLedger) -> None:
        self.wait(ledger, awaits={"space": "2f", "bytes": 5}, retry_at=NOON)
        claim = ledger.claim(LANE, "w")
        assert claim is not None
        assert claim.job.awaits is None

    def test_only_who_waits_goes_on(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        with pytest.raises(IllegalChange):
            ledger.change(job.id, Event.AVAILABLE)


class TestClock:
    @pytest.mark.parametrize("event", [Event.WAIT, Event.RETRY_LATER])
    @pytest.mark.parametrize(("seconds", "due"), [(-3 * 3600, True), (0, False), (601, True), (5 * 3600, True)])
    def test_one_that_was_set_makes_nobody_wait_for_hours(
        self, ledger: JobLedger, clock: HandClock, event: Event, seconds: float, due: bool
    ) -> None:
        ledger.submit([wish()])
        claim = ledger.claim(LANE, "w")
        assert claim is not None
        clock.forward(30)
        ledger.change(claim.job.id, event, token=claim.token, retry_at=clock.now() + timedelta(seconds=600))
        clock.forward(seconds)
        assert (ledger.claim(LANE, "w") is not None) is due
