"""Waiting jobs go on by themselves, in order, and no more of them than there is room for."""

from __future__ import annotations

import pytest

from server.domain.awaited import Need, Room, Volume, need_json, parse_need, size_text
from server.domain.job import Event, Job, Status
from server.services.waiting import Waiting
from tests.helpers.fakes import FakeBell, FakeDisks, FakeLedger, HandClock, wish

LANE = "video_processing"


class House:
    """A disk with as much room as the test says, and jobs that wait."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.ledger, self.bell, self.disks = FakeLedger(self.clock), FakeBell(), FakeDisks(0)
        self.waiting = Waiting(self.ledger, self.bell, self.disks, self.disks.free)

    def wait(self, need: Need | None, **fields: object) -> Job:
        (job,) = self.ledger.submit([wish(**fields)])
        claim = self.ledger.claim(LANE, "w")
        assert claim is not None
        assert claim.job.id == job.id
        later = self.clock.now().replace(year=2030)
        awaits = None if need is None else need_json(need)
        return self.ledger.change(
            job.id, Event.WAIT, token=claim.token, awaits=awaits, retry_at=later, error={"code": "x"}
        )

    def status(self, job: Job) -> Status:
        return self.ledger.get(job.id).status


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize("need", [Room("/out/\udcff", 7), Volume("/mnt/card", "1234-ABCD"), Volume("/mnt/card")])
def test_a_need_is_kept_exactly(need: Need) -> None:
    assert parse_need(need_json(need)) == need


@pytest.mark.parametrize("told", [None, {}, {"moon": {}}, {"room": {"size": 1}}, {"volume": None}])
def test_what_this_version_does_not_know_is_no_need(told: dict[str, object] | None) -> None:
    assert parse_need(told) is None


@pytest.mark.parametrize(
    ("size", "text"), [(-5, "0.0 kB"), (900, "0.9 kB"), (2_500_000, "2.5 MB"), (34 * 10**8, "3.4 GB")]
)
def test_sizes_are_told_as_disks_are_sold(size: int, text: str) -> None:
    assert size_text(size) == text


def test_it_goes_on_when_there_is_room(house: House) -> None:
    job = house.wait(Room("/out", 10))
    house.disks.room = 9
    assert house.waiting.look() == []
    house.disks.room = 10
    assert house.waiting.look() == [job.id]
    again = house.ledger.get(job.id)
    assert (again.status, again.awaits, again.error, again.reason) == (
        Status.PENDING,
        None,
        None,
        "there is room again",
    )
    assert house.bell.rung == [(LANE, job.id)]


def test_no_more_go_on_than_there_is_room_for_and_the_first_in_order_first(house: House) -> None:
    later, urgent, last = (house.wait(Room("/out", 10), priority=number) for number in (5, 9, 1))
    house.disks.room = 25
    assert house.waiting.look() == [urgent.id, later.id]
    assert house.waiting.look() == []  # they have not begun, so their room is not free
    assert house.status(last) is Status.WAITING
    for room in (15, 5):  # what has begun is counted by `Space`, which leaves less
        house.ledger.claim(LANE, "w")
        house.disks.room = room
        assert house.waiting.look() == []
    house.disks.room = 10
    assert house.waiting.look() == [last.id]


def test_a_smaller_one_may_pass_one_that_is_too_large(house: House) -> None:
    house.wait(Room("/out", 100), priority=9)
    small = house.wait(Room("/out", 10))
    house.disks.room = 50
    assert house.waiting.look() == [small.id]


def test_it_goes_on_when_the_volume_is_back(house: House) -> None:
    job = house.wait(Volume("/mnt/card", "A"))
    house.disks.mount("/mnt/card", "B")
    assert house.waiting.look() == []
    house.disks.mount("/mnt/card", "A")
    assert house.waiting.look() == [job.id]
    assert house.ledger.get(job.id).reason == "/mnt/card is back"


def test_what_waits_for_a_time_or_for_something_unknown_is_left_alone(house: House) -> None:
    house.wait(None)
    (job,) = house.ledger.submit([wish()])
    claim = house.ledger.claim(LANE, "w")
    assert claim is not None
    house.ledger.change(job.id, Event.WAIT, token=claim.token, awaits={"moon": {}})
    house.disks.room = 10**12
    assert house.waiting.look() == []


def test_a_paused_one_goes_on_with_the_pause_over(house: House) -> None:
    job = house.wait(Room("/out", 10))
    house.disks.room = 10
    house.ledger.pause_many([job.id], True)
    assert house.waiting.look() == []
    house.ledger.pause_many([job.id], False)
    assert house.waiting.look() == [job.id]


def test_one_that_was_cancelled_in_between_is_left_alone(house: House) -> None:
    job = house.wait(Room("/out", 10))
    awaiting = house.ledger.awaiting()
    house.ledger.change(job.id, Event.CANCEL)
    house.ledger.awaiting = lambda: awaiting  # type: ignore[method-assign]
    house.disks.room = 10
    assert house.waiting.look() == []
    assert house.status(job) is Status.CANCELLED
    assert house.bell.rung == []
