"""The worker's keeper: there is always one, and one that ends at once is not started in a whirl."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from server.services.recovery import WorkerDeath
from server.worker import keeper
from server.worker.keeper import WORRYING_ENDS, WorkerKeeper

DEATH = WorkerDeath("w1", "SIGSEGV")


class Child:
    """Tells one thing, then ends, or works until it is stopped."""

    def __init__(self, *, lives: bool, death: WorkerDeath, retires: bool = False) -> None:
        self._lives, self._death, self._retires = lives, death, retires
        self._stopped = threading.Event()
        self.stops = 0

    def start(self) -> None: ...

    def events(self) -> Iterator[Mapping[str, Any]]:
        yield {"job": "1"}
        if self._retires:
            yield {"retiring": True}
        if self._lives:
            self._stopped.wait(10)
        if self._retires:
            yield {"job": "last"}

    def stop(self) -> None:
        self.stops += 1
        self._stopped.set()

    def death(self) -> WorkerDeath | None:
        return self._death


class Nursery:
    """Makes children as the test says: True lives, False ends, None cannot be made, "retires" makes room."""

    def __init__(self, *fates: bool | str | None, death: WorkerDeath = DEATH) -> None:
        self._death = death
        self._fates = list(fates)
        self.children: list[Child] = []
        self.told: list[Mapping[str, Any]] = []
        self.recovered: list[WorkerDeath | None] = []
        self.last = threading.Event()
        self.keeper = WorkerKeeper(self._make, self.told.append, self._recover)

    def _make(self) -> Child:
        fate = self._fates.pop(0)
        if fate is None:
            raise OSError("no more processes")
        child = Child(lives=bool(fate), death=self._death, retires=fate == "retires")
        self.children.append(child)
        if not self._fates:
            self.last.set()
        return child

    def _recover(self, death: WorkerDeath | None) -> None:
        self.recovered.append(death)

    def run(self) -> None:
        self.keeper.start()
        assert self.last.wait(10)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "FIRST_PAUSE_SECONDS", 0.001)


def test_a_worker_that_lives_is_left_alone() -> None:
    nursery = Nursery(True)
    nursery.run()
    nursery.keeper.stop()
    assert (len(nursery.children), nursery.recovered) == (1, [])
    assert nursery.told == [{"job": "1"}]
    assert nursery.keeper.fault is None


def test_one_that_ends_is_replaced_once_its_jobs_are_taken_back(caplog: pytest.LogCaptureFixture) -> None:
    nursery = Nursery(False, True)
    nursery.run()
    nursery.keeper.stop()
    assert (len(nursery.children), nursery.recovered) == (2, [DEATH])
    assert "another is started" in caplog.text


def test_one_that_cannot_be_started_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    nursery = Nursery(None, True)
    nursery.run()
    nursery.keeper.stop()
    assert len(nursery.children) == 1
    assert "tried again" in caplog.text


def test_worry_is_told(caplog: pytest.LogCaptureFixture) -> None:
    nursery = Nursery(*[False] * WORRYING_ENDS, True)
    nursery.run()
    assert "worker.log" in (nursery.keeper.fault or "")
    nursery.keeper.stop()


def test_pauses_grow_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "FIRST_PAUSE_SECONDS", 0.25)
    one = Nursery(True).keeper
    pauses = []
    for ends in (0, 1, 2, 3, 4, 20, 2000):
        one._early_ends = ends
        pauses.append(one._pause())
    assert pauses == [0.0, 0.0, 0.25, 0.5, 1.0, 30.0, 30.0]


def test_stopping_before_anything_was_started_is_quiet() -> None:
    Nursery(True).keeper.stop()


def test_one_that_retires_goes_on_beside_its_successor() -> None:
    nursery = Nursery("retires", True)
    nursery.run()
    old, new = nursery.children
    assert (old.stops, new.stops) == (0, 0)
    assert nursery.keeper.fault is None
    old.stop()  # its last job has ended
    deadline = time.monotonic() + 10
    while not nursery.recovered and time.monotonic() < deadline:
        time.sleep(0.01)
    assert nursery.told.count({"job": "last"}) == 1
    assert nursery.recovered == [DEATH]
    nursery.keeper.stop()
    assert new.stops


def test_stopping_ends_those_that_retire_too() -> None:
    nursery = Nursery("retires", "retires", True)
    nursery.run()
    nursery.keeper.stop()
    assert all(child.stops for child in nursery.children)
    assert nursery.recovered == []


def test_workers_that_somebody_kills_are_no_worry(caplog: pytest.LogCaptureFixture) -> None:
    nursery = Nursery(*[False] * WORRYING_ENDS, True, death=WorkerDeath("w1", "SIGKILL"))
    nursery.run()
    assert nursery.keeper.fault is None
    nursery.keeper.stop()
