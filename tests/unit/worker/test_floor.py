"""A worker follows what is said of its lanes, but where it was told a number of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from server.worker import floor
from server.worker.floor import Floor, LanePlan
from server.worker.gate import Gate


class FakeLane:
    """Remembers how many threads it has."""

    def __init__(self, name: str, threads: int, handler: Callable[[str], None]) -> None:
        self.name, self.threads, self.ring = name, threads, handler
        self.stopped = False

    def start(self) -> None: ...

    def grow(self, concurrency: int) -> None:
        self.threads = max(self.threads, concurrency)

    def check(self) -> None: ...

    def stop(self, seconds: float = 5.0) -> bool:
        self.stopped = True
        return self.name != "transfer"


class House:
    """A floor of two lanes, the second with a number of its own."""

    def __init__(self) -> None:
        self.said: dict[str, int] = {"video": 2, "transfer": 2}
        self.told: list[Mapping[str, int]] = []
        self.lanes: dict[str, FakeLane] = {}
        self.drained: list[tuple[str, Gate]] = []
        plan = LanePlan({"video": 2, "transfer": 4}, frozenset({"transfer"}))
        self.floor = Floor(plan, lambda: self.said, lambda name: name == "video", self.told.append)
        self.floor.open(self._make, lambda name, gate: self.drained.append((name, gate)))

    def _make(self, name: str, threads: int, handler: Callable[[str], None]) -> FakeLane:
        self.lanes[name] = FakeLane(name, threads, handler)
        return self.lanes[name]


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(floor, "LOOK_SECONDS", 0.0)
    return House()


def test_more_means_more_threads_and_permits(house: House) -> None:
    house.said = {"video": 5, "transfer": 1, "elsewhere": 3}
    house.floor.look()
    house.floor.look()
    assert house.floor.sizes == {"video": 5, "transfer": 4}
    assert house.lanes["video"].threads == 5
    assert house.told == [{"video": 5, "transfer": 4}]


def test_less_means_fewer_permits(house: House) -> None:
    house.said = {"video": 1}
    house.floor.look()
    assert (house.floor.sizes["video"], house.lanes["video"].threads) == (1, 2)


def test_looking_often_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor, "LOOK_SECONDS", 1000.0)
    house = House()
    house.said = {"video": 5}
    house.floor.look()
    assert house.floor.sizes["video"] == 2


def test_a_ring_works_through_its_own_lane_while_that_is_open(house: House) -> None:
    house.lanes["video"].ring("J1")
    house.lanes["transfer"].ring("J2")
    assert [(name, gate.enter()) for name, gate in house.drained] == [("video", True), ("transfer", False)]


def test_at_the_end_nobody_gets_in_and_every_lane_is_asked(house: House) -> None:
    house.lanes["video"].ring("J1")
    assert house.floor.stop(0.1) is False
    assert all(lane.stopped for lane in house.lanes.values())
    assert not house.drained[0][1].enter()
