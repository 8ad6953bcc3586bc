"""Working hours: over midnight, and through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.hours import Hours, is_open, opens_at, parse_hours

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT, DAY = parse_hours("19:00-07:00"), parse_hours("9:30 - 17:00")


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "wall", "opened"),
    [
        (NIGHT, "18:59:59", False),
        (NIGHT, "19:00:00", True),
        (NIGHT, "00:00:00", True),
        (NIGHT, "06:59:59", True),
        (NIGHT, "07:00:00", False),
        (DAY, "09:29:59", False),
        (DAY, "09:30:00", True),
        (DAY, "16:59:59", True),
        (DAY, "17:00:00", False),
        (DAY, "00:00:00", False),
    ],
)
def test_they_open_with_the_first_minute_and_close_before_the_last(hours: Hours, wall: str, opened: bool) -> None:
    assert hours.hold_at(time.fromisoformat(wall)) is opened


@pytest.mark.parametrize(
    "text", ["", "19:00", "19-7", "19:00-24:00", "25:00-07:00", "19:60-07:00", "07:00-07:00", "a:b-c:d", "19:00-07:00!"]
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not like|begins as it ends"):
        parse_hours(text)


def test_they_are_written_as_they_are_read() -> None:
    assert (str(NIGHT), str(DAY)) == ("19:00-07:00", "09:30-17:00")
    assert parse_hours(str(DAY)) == DAY


def test_without_hours_a_lane_is_always_open() -> None:
    now = berlin("2026-06-01T12:00")
    assert is_open(None, now, BERLIN)
    assert opens_at(None, now, BERLIN) is None


def test_they_open_in_the_evening_of_the_zone() -> None:
    noon = berlin("2026-06-01T12:00:30")
    assert not is_open(NIGHT, noon, BERLIN)
    assert opens_at(NIGHT, noon, BERLIN) == berlin("2026-06-01T19:00")
    assert opens_at(DAY, berlin("2026-06-01T20:00"), BERLIN) == berlin("2026-06-02T09:30")


def test_an_opening_that_a_clock_set_forward_skips_comes_with_the_next_minute() -> None:
    """On 29 March 2026, 2:00 in Berlin is 3:00."""
    early = parse_hours("02:30-05:00")
    before = berlin("2026-03-29T01:50")
    assert opens_at(early, before, BERLIN) == berlin("2026-03-29T03:00")
    assert is_open(early, berlin("2026-03-29T03:00"), BERLIN)


def test_hours_that_a_clock_set_forward_skips_whole_come_the_day_after() -> None:
    lost = parse_hours("02:10-02:50")
    assert opens_at(lost, berlin("2026-03-29T01:50"), BERLIN) == berlin("2026-03-30T02:10")


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    """On 25 October 2026, 3:00 in Berlin is 2:00 again."""
    twice = parse_hours("02:00-02:30")
    assert is_open(twice, berlin("2026-10-25T02:15"), BERLIN)
    assert not is_open(twice, berlin("2026-10-25T02:45"), BERLIN)
    assert is_open(twice, berlin("2026-10-25T02:15", fold=1), BERLIN)
    assert opens_at(twice, berlin("2026-10-25T02:45"), BERLIN) == berlin("2026-10-25T02:00", fold=1)


@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    start=st.integers(0, 24 * 60 - 1),
    length=st.integers(1, 24 * 60 - 1),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
)
def test_when_they_open_they_are_open_and_were_not_before(minutes: int, start: int, length: int, zone: str) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    now, there = first + timedelta(minutes=minutes), ZoneInfo(zone)
    moments = [(first + timedelta(minutes=count)).time() for count in (start, start + length)]
    hours = Hours(moments[0], moments[1])
    opens = opens_at(hours, now, there)
    if opens is None:
        assert is_open(hours, now, there)
        return
    assert not is_open(hours, now, there)
    assert is_open(hours, opens, there)
    assert not is_open(hours, opens - timedelta(minutes=1), there)
