"""Every row of the rules of upkeep, by a clock that the test holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.domain.job import Job, Status
from server.domain.upkeep import (
    LaneSeen,
    Memory,
    Rules,
    Verdict,
    busy_lanes,
    is_backup_due,
    is_cleanup_due,
    is_watchdog_due,
    judge,
    last_slot,
    parse_memory,
)
from tests.helpers.fakes import NOON

RULES = Rules()
BERLIN = ZoneInfo("Europe/Berlin")
LANE = "video_processing"
FREE = LaneSeen(alive=True, open=True, idle=True)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def job(status: Status = Status.RUNNING, **fields: object) -> Job:
    plain: dict[str, object] = {"id": "J1", "kind": "proxy", "queue": LANE, "clip_id": "c", "preset": ""}
    return Job(**{**plain, "source": "/a", "status": status, "queued_at": NOON, "attempt": 1, **fields})  # type: ignore[arg-type]


class TestCleanupAtTwo:
    def due(self, now: datetime, last: datetime | None, oldest: datetime | None = NOON - 90 * DAY) -> bool:
        return is_cleanup_due(now, last, oldest, RULES, BERLIN)

    def test_at_two_by_the_clock_on_the_wall(self) -> None:
        two = datetime(2026, 7, 1, 2, tzinfo=BERLIN)
        last = two - timedelta(days=1)
        assert not self.due(two - MINUTE, last)
        assert self.due(two, last)
        assert not self.due(two + MINUTE, two)

    def test_a_night_that_was_slept_through_is_made_up_for_once(self) -> None:
        woken = datetime(2026, 7, 4, 9, 30, tzinfo=BERLIN)
        assert self.due(woken, datetime(2026, 7, 1, 2, tzinfo=BERLIN))
        assert not self.due(woken + MINUTE, woken)

    def test_a_list_without_jobs_or_with_todays_only_needs_none(self) -> None:
        morning = datetime(2026, 7, 4, 9, tzinfo=BERLIN)
        assert not self.due(morning, None, None)
        assert not self.due(morning, None, morning - timedelta(hours=1))
        assert self.due(morning, None, morning - timedelta(hours=8))

    @pytest.mark.parametrize("day", [datetime(2026, 3, 29), datetime(2026, 10, 25)])
    def test_once_a_day_also_when_the_clocks_change(self, day: datetime) -> None:
        """In March there is no 02:00 to 03:00, in October there are two."""
        start = day.replace(hour=0, tzinfo=BERLIN).astimezone(UTC)
        runs, last = 0, start - timedelta(hours=22)
        for minute in range(0, 23 * 60, 10):
            now = start + timedelta(minutes=minute)
            if self.due(now, last):
                runs, last = runs + 1, now
        assert runs == 1

    def test_the_slot_is_never_in_the_future(self) -> None:
        for hour in range(48):
            now = NOON + timedelta(hours=hour)
            slot = last_slot(now, time(2), BERLIN)
            assert now - timedelta(hours=25) < slot <= now
            assert last_slot(now, time(2), None) <= now


class TestWatchdogEveryQuarter:
    @pytest.mark.parametrize(("minutes", "due"), [(0, False), (14.9, False), (15, True), (600, True), (-5, True)])
    def test_a_quarter_of_an_hour_after_the_last(self, minutes: float, due: bool) -> None:
        """Also at once after a clock that was set back."""
        assert is_watchdog_due(NOON + timedelta(minutes=minutes), NOON, NOON - DAY, RULES) is due

    def test_first_when_there_was_a_job_for_so_long(self) -> None:
        assert not is_watchdog_due(NOON, None, None, RULES)
        assert not is_watchdog_due(NOON, None, NOON - 14 * MINUTE, RULES)
        assert is_watchdog_due(NOON, None, NOON - 15 * MINUTE, RULES)


@pytest.mark.parametrize(("hours", "due"), [(None, True), (1, False), (21, False), (22, True), (-2, True)])
def test_a_backup_is_due_once_a_day(hours: float | None, due: bool) -> None:
    last = None if hours is None else NOON - timedelta(hours=hours)
    assert is_backup_due(NOON, last, RULES) is due


class Watch:
    """The watchdog looks every 15 minutes, or as the test says."""

    def __init__(self) -> None:
        self.now = NOON
        self.memory = Memory()

    def look(
        self, held: list[Job] | None = None, waiting: list[Job] | None = None,
        lanes: Mapping[str, LaneSeen] | None = None, after: timedelta = timedelta(0),
    ) -> Verdict:  # fmt: skip
        self.now += after
        verdict = judge(self.now, 0, held or [], waiting or [], lanes or {LANE: FREE}, self.memory, RULES)
        self.memory = parse_memory(verdict.memory.as_dict())
        return verdict

    def looks(self, number: int, **seen: object) -> list[int]:
        """The numbers of the looks that found something stuck, a quarter of an hour apart."""
        return [n for n in range(number) if self.look(after=15 * MINUTE if n else 0 * MINUTE, **seen).stuck]  # type: ignore[arg-type]


class TestRunning:
    def test_without_progress_for_120_minutes_fails(self) -> None:
        assert Watch().looks(9, held=[job(progress=0.4)]) == [8]

    def test_with_progress_never_fails(self) -> None:
        watch = Watch()
        assert not any(watch.look([job(progress=n / 100)], after=15 * MINUTE).stuck for n in range(40))

    def test_a_new_attempt_counts_anew(self) -> None:
        watch = Watch()
        watch.looks(8, held=[job(attempt=1)])
        assert watch.looks(8, held=[job(attempt=2)]) == []

    def test_paused_is_not_stuck(self) -> None:
        assert Watch().looks(40, held=[job(paused=True)]) == []

    def test_one_that_was_asked_to_cancel_and_does_not(self) -> None:
        assert Watch().looks(9, held=[job(Status.CANCELLING)]) == [8]

    def test_a_night_of_sleep_is_no_time(self) -> None:
        watch = Watch()
        watch.look([job()])
        assert not watch.look([job()], after=timedelta(hours=10)).stuck
        assert not watch.look([job()], after=15 * MINUTE).stuck

    @pytest.mark.parametrize("hours", [-8, 5])
    def test_a_clock_that_was_moved_is_no_time(self, hours: int) -> None:
        watch = Watch()
        watch.looks(4, held=[job()])
        assert not watch.look([job()], after=timedelta(hours=hours)).stuck
        assert not watch.look([job()], after=15 * MINUTE).stuck

    def test_a_clock_that_was_set_back_adds_nothing(self) -> None:
        watch = Watch()
        watch.looks(8, held=[job()])
        assert not watch.look([job()], after=timedelta(hours=-8)).stuck

    def test_what_was_found_once_is_not_remembered(self) -> None:
        watch = Watch()
        watch.looks(9, held=[job()])
        assert watch.memory.still == {}


class TestPending:
    WAITS = job(Status.PENDING, attempt=0)

    def test_fails_where_its_lane_was_free_for_120_minutes(self) -> None:
        assert Watch().looks(9, waiting=[self.WAITS]) == [8]

    @pytest.mark.parametrize("but", [{"alive": False}, {"open": False}, {"idle": False}])
    def test_does_not_fail_where_its_lane_could_not_begin_it(self, but: dict[str, bool]) -> None:
        """No worker, closed at this hour, or busy with others."""
        assert Watch().looks(40, waiting=[self.WAITS], lanes={LANE: replace(FREE, **but)}) == []

    def test_does_not_fail_in_a_lane_that_is_paused(self) -> None:
        assert Watch().looks(40, waiting=[self.WAITS], lanes={"transfer": FREE}) == []

    @pytest.mark.parametrize("but", [{"alive": False}, {"open": False}, {"idle": False}])
    def test_counts_anew_after_the_lane_was_not_free_once(self, but: dict[str, bool]) -> None:
        watch = Watch()
        watch.looks(8, waiting=[self.WAITS])
        watch.look(waiting=[self.WAITS], lanes={LANE: replace(FREE, **but)}, after=15 * MINUTE)
        assert watch.looks(8, waiting=[self.WAITS]) == []

    def test_is_rung_for_as_long_as_it_does_not_fail(self) -> None:
        watch = Watch()
        assert watch.look(waiting=[self.WAITS], lanes={LANE: replace(FREE, alive=False)}).ring == (self.WAITS,)
        watch.looks(8, waiting=[self.WAITS])
        last = watch.look(waiting=[self.WAITS], after=15 * MINUTE)
        assert (last.stuck, last.ring) == ((self.WAITS,), ())

    @pytest.mark.parametrize("status", [Status.RETRYING, Status.WAITING])
    def test_one_that_waits_for_its_time_is_left_alone(self, status: Status) -> None:
        watch = Watch()
        assert watch.looks(40, waiting=[job(status)]) == []
        assert watch.look(waiting=[job(status)]).ring == ()

    def test_one_that_is_paused_is_left_alone(self) -> None:
        assert Watch().looks(40, waiting=[replace(self.WAITS, paused=True)]) == []


def test_a_lane_is_busy_where_something_ran_since() -> None:
    submitted, ended, runs = (
        job(Status.PENDING, attempt=0, queue="transfer"),
        job(Status.COMPLETED, queue="cv_analysis"),
        job(),
    )
    assert busy_lanes([submitted, ended], [runs]) == {"cv_analysis", LANE}


@pytest.mark.parametrize("told", [None, {}, {"at": "yesterday"}, {"still": {"J1": 7}}, {"still": 7}, {"mark": "x"}])
def test_a_memory_that_cannot_be_read_is_forgotten(told: Mapping[str, object] | None) -> None:
    assert parse_memory(told) == Memory()
