"""What people can do to lanes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from server.domain.hours import parse_hours
from server.domain.job import LANES
from server.domain.lanes import LaneRule
from server.errors import UnknownId, UsageError
from server.services.jobs import Changed
from server.services.lanes import MOST_SIDE_BY_SIDE, Lanes
from tests.helpers.fakes import FakeBell, FakeLedger, HandClock, wish

LANE = "video_processing"


class Desk:
    """Lanes on fakes; video works from 19:00 to 7:00 in UTC where `at_night`. The clock stands at noon."""

    def __init__(self, at_night: bool = False, zone: ZoneInfo | None = None) -> None:
        self.clock = HandClock()
        self.ledger = FakeLedger(self.clock)
        self.bell = FakeBell()
        rules = dict.fromkeys(LANES, LaneRule(2))
        rules[LANE] = LaneRule(2, parse_hours("19:00-07:00") if at_night else None)
        self.lanes = Lanes(self.ledger, self.bell, self.clock, rules, zone or UTC)

    def told(self, name: str = LANE) -> dict[str, object]:
        return next(lane for lane in self.lanes.all() if lane["name"] == name)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_all_lanes_are_told_of(desk: Desk) -> None:
    desk.ledger.submit([wish("/1"), wish("/2")])
    desk.ledger.claim(LANE, "w")
    assert tuple(lane["name"] for lane in desk.lanes.all()) == LANES
    assert desk.told() == {"name": LANE, "paused": False, "waiting": 1, "running": 1, "concurrency": 2,
                           "hours": None, "open": True, "opens_at": None}  # fmt: skip


def test_a_lane_that_goes_on_is_rung(desk: Desk) -> None:
    (job,) = desk.ledger.submit([wish()])
    assert desk.lanes.pause([LANE]).changed == [LANE]
    assert desk.told()["paused"]
    assert not desk.told("transfer")["paused"]
    desk.lanes.resume()
    assert desk.bell.rung == [(LANE, job.id)]
    assert not any(lane["paused"] for lane in desk.lanes.all())


def test_a_lane_that_grows_is_rung(desk: Desk) -> None:
    (job,) = desk.ledger.submit([wish()])
    assert desk.lanes.set_concurrency(LANE, 5).changed == [LANE]
    assert desk.lanes.sizes() == {**dict.fromkeys(LANES, 2), LANE: 5}
    assert desk.bell.rung == [(LANE, job.id)]
    assert desk.told()["concurrency"] == 5


@pytest.mark.parametrize("number", [0, -1, MOST_SIDE_BY_SIDE + 1])
def test_a_number_beyond_reason_is_refused(desk: Desk, number: int) -> None:
    with pytest.raises(UsageError, match=str(number)):
        desk.lanes.set_concurrency(LANE, number)
    assert desk.lanes.sizes()[LANE] == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda lanes: lanes.pause([LANE, "odd"]),
        lambda lanes: lanes.resume([LANE, "odd"]),
        lambda lanes: lanes.set_concurrency("odd", 3),
        lambda lanes: lanes.set_hours("odd", ""),
    ],
)
def test_what_is_no_lane_is_told_and_nothing_is_done(desk: Desk, act: Callable[[Lanes], Changed]) -> None:
    with pytest.raises(UnknownId, match="video_processing"):
        act(desk.lanes)
    assert desk.ledger.paused_lanes() == set()
    assert desk.ledger.concurrencies() == desk.ledger.lane_hours() == {}


class TestHours:
    def test_outside_them_it_says_when_it_opens(self) -> None:
        desk = Desk(at_night=True)
        told = desk.told()
        assert (told["hours"], told["open"], told["opens_at"]) == ("19:00-07:00", False, "2026-03-01T19:00:00.000Z")
        assert not desk.lanes.is_open(LANE)
        assert desk.lanes.is_open("transfer")

    def test_they_are_those_of_the_zone(self) -> None:
        assert Desk(at_night=True, zone=ZoneInfo("Asia/Tokyo")).lanes.is_open(LANE)  # noon in UTC is 21:00 there

    def test_when_they_come_it_is_open(self) -> None:
        desk = Desk(at_night=True)
        desk.clock.forward(7 * 3600)
        assert (desk.told()["open"], desk.told()["opens_at"]) == (True, None)

    def test_what_people_say_goes_before_the_settings(self) -> None:
        desk = Desk(at_night=True)
        (job,) = desk.ledger.submit([wish()])
        desk.lanes.set_hours("transfer", "1:00 - 2:00")
        assert (desk.told("transfer")["hours"], desk.lanes.is_open("transfer")) == ("01:00-02:00", False)
        assert desk.lanes.set_hours(LANE, "").changed == [LANE]
        assert (desk.told()["hours"], desk.told()["opens_at"], desk.lanes.is_open(LANE)) == (None, None, True)
        assert desk.bell.rung == [(LANE, job.id)]

    @pytest.mark.parametrize("text", ["night", "19:00", "19:00-19:00", "25:00-01:00"])
    def test_what_are_no_hours_is_refused(self, desk: Desk, text: str) -> None:
        with pytest.raises(UsageError, match="hours"):
            desk.lanes.set_hours(LANE, text)
        assert desk.told()["hours"] is None
