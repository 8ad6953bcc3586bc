"""The doorbell: rung in one place, heard in another, whatever happens to queue.db."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.queue.lanes import LaneBells, LaneConsumer
from server.queue.wakeup import WakeUp
from server.system.locks import WorkerFolder

LANE = "video_processing"


class Room:
    """A home with bells, and a worker that writes down whom it was rung for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.registry = WorkerFolder(home / "workers")
        self.bells = LaneBells(home, self.registry)
        self.heard: queue.Queue[str] = queue.Queue()
        self._open = contextlib.ExitStack()
        self._open.callback(self.bells.close)

    def listen(self, lane: str = LANE, handler: Callable[[str], None] | None = None, threads: int = 1) -> LaneConsumer:
        wakeup = WakeUp([lane])
        self._open.callback(wakeup.close)
        entry = self.registry.register(f"w-{lane}", {"lanes": {lane: threads}, "port": wakeup.port})
        self._open.callback(entry.release)
        consumer = LaneConsumer(self.home, lane, threads, handler or self.heard.put, wakeup)
        consumer.start()
        self._open.callback(consumer.stop)
        return consumer

    def hears(self, *ids: str) -> bool:
        return {self.heard.get(timeout=5) for _ in ids} == set(ids)

    def close(self) -> None:
        self._open.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.close()


def test_a_ring_is_heard_in_its_lane_only(room: Room) -> None:
    room.listen()
    room.bells.ring("transfer", "J1")
    room.bells.ring(LANE, "J2")
    assert room.hears("J2")


def test_what_was_rung_before_anyone_listened_is_heard_later(room: Room) -> None:
    room.bells.ring(LANE, "J1")
    room.bells.ring(LANE, "J2")
    room.listen()
    assert room.hears("J1", "J2")


def test_ringing_twice_for_a_waiting_job_leaves_one_message(room: Room) -> None:
    for _ in range(3):
        room.bells.ring(LANE, "J1")
    room.listen()
    assert room.hears("J1")
    time.sleep(0.1)
    assert room.heard.empty()


def test_an_idle_worker_starts_within_milliseconds(room: Room) -> None:
    started: queue.Queue[float] = queue.Queue()
    room.listen(handler=lambda _: started.put(time.perf_counter()))
    waits = []
    for number in range(5):
        time.sleep(0.15)
        rung = time.perf_counter()
        room.bells.ring(LANE, f"J{number}")
        waits.append(started.get(timeout=5) - rung)
    assert sorted(waits)[2] < 0.3  # without the datagram it would be seconds; usual are 2 ms


def test_an_idle_worker_costs_next_to_nothing(room: Room) -> None:
    room.listen(threads=4)
    time.sleep(0.3)
    before = psutil.Process().cpu_times()
    time.sleep(2)
    after = psutil.Process().cpu_times()
    assert (after.user + after.system) - (before.user + before.system) <= 0.1


def test_a_ring_whose_datagram_was_lost_is_heard_a_little_later(room: Room) -> None:
    room.listen()
    LaneBells(room.home, WorkerFolder(room.home / "nobody")).ring(LANE, "J1")
    assert room.hears("J1")


def test_the_threads_of_a_lane_work_side_by_side(room: Room) -> None:
    together = threading.Barrier(3, timeout=5)
    room.listen(handler=lambda _: room.heard.put(str(together.wait())), threads=3)
    for number in range(3):
        room.bells.ring(LANE, f"J{number}")
    assert room.hears("0", "1", "2")


def test_a_lane_grows_while_it_works(room: Room) -> None:
    together = threading.Barrier(3, timeout=5)
    lane = room.listen(handler=lambda _: room.heard.put(str(together.wait())))
    room.bells.ring(LANE, "J0")
    lane.grow(3)
    lane.grow(2)
    for number in (1, 2):
        room.bells.ring(LANE, f"J{number}")
    assert room.hears("0", "1", "2")
    assert lane.stop(5)


def test_it_runs_beside_any_program(room: Room) -> None:
    """Started off the main thread, it neither fails nor takes the signals."""
    starter = threading.Thread(target=room.listen)
    starter.start()
    starter.join()
    room.bells.ring(LANE, "J1")
    assert room.hears("J1")


def test_stopping_does_not_wait_for_hours(room: Room) -> None:
    busy, done = threading.Event(), threading.Event()

    def encode(_: str) -> None:
        busy.set()
        done.wait(30)

    consumer = room.listen(handler=encode)
    room.bells.ring(LANE, "J1")
    assert busy.wait(5)
    began = time.monotonic()
    assert consumer.stop(0.2) is False
    assert time.monotonic() - began < 1
    done.set()
    assert consumer.stop(5) is True


def test_the_clock_is_heard_at_the_start(room: Room) -> None:
    ticks: queue.Queue[str] = queue.Queue()
    lane = LaneConsumer(room.home, LANE, 1, room.heard.put, tick=lambda: ticks.put("tick"))
    lane.start()
    assert ticks.get(timeout=10) == "tick"
    assert lane.stop(5)


def test_an_idle_lane_stops_at_once(room: Room) -> None:
    consumer = room.listen()
    time.sleep(0.2)
    began = time.monotonic()
    assert consumer.stop() is True
    assert time.monotonic() - began < 4  # a poll takes five seconds


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be deleted, nor has it a mode")
class TestTheFile:
    @pytest.mark.parametrize("endings", [("",), ("", "-journal")])
    def test_may_be_deleted_while_in_use(self, room: Room, endings: tuple[str, ...]) -> None:
        room.listen()
        for number in range(10):
            room.bells.ring(LANE, f"J{number}")
            assert room.hears(f"J{number}")
            for ending in endings:
                (room.home / f"queue.db{ending}").unlink(missing_ok=True)

    def test_may_be_deleted_again_and_again_under_load(self, room: Room) -> None:
        """Rings may get lost then; ringing and listening must both go on. With WAL the process died by SIGBUS."""
        room.listen(threads=2)
        ringing = threading.Event()

        def vandal() -> None:
            while not ringing.is_set():
                (room.home / "queue.db").unlink(missing_ok=True)
                time.sleep(0.005)

        thread = threading.Thread(target=vandal)
        thread.start()
        for number in range(200):
            room.bells.ring(LANE, f"J{number}")
        ringing.set()
        thread.join()
        room.bells.ring(LANE, "last")
        while room.heard.get(timeout=5) != "last":
            pass

    def test_broken_it_is_made_anew(self, room: Room) -> None:
        (room.home / "queue.db").write_bytes(b"this is no database" * 200)
        room.listen()
        room.bells.ring(LANE, "J1")
        assert room.hears("J1")

    def test_what_cannot_be_opened_makes_room(self, room: Room) -> None:
        (room.home / "queue.db" / "theirs").mkdir(parents=True)
        room.listen()
        room.bells.ring(LANE, "J1")
        assert room.hears("J1")
        assert [path.name for path in room.home.glob("queue.db.*.aside/*")] == ["theirs"]

    def test_without_its_table_it_is_mended(self, room: Room) -> None:
        room.bells.ring(LANE, "J1")
        with contextlib.closing(sqlite3.connect(room.home / "queue.db", isolation_level=None)) as other:
            other.execute("drop table task")
        room.bells.ring(LANE, "J2")
        room.listen()
        assert room.hears("J2")

    def test_that_cannot_be_written_is_no_error_of_the_ringer(self, tmp_path: Path) -> None:
        bells = LaneBells(tmp_path / "not there", WorkerFolder(tmp_path))
        bells.ring(LANE, "J1")
        bells.ring("no lane", "J1")

    def test_is_its_owners_alone(self, room: Room) -> None:
        room.bells.ring(LANE, "J1")
        assert stat.S_IMODE((room.home / "queue.db").stat().st_mode) == 0o600
