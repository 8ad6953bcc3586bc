"""How many jobs run side by side can be changed while they run."""

from __future__ import annotations

import threading
import time

from server.worker.gate import Gate

WAIT = 5.0


class Crowd:
    """Threads that want in; `inside` says how many are."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.inside = 0
        self.refused = 0
        self._lock = threading.Lock()
        self._leave = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []

    def come(self, number: int) -> None:
        for _ in range(number):
            thread = threading.Thread(target=self._one)
            self._threads.append(thread)
            thread.start()

    def _one(self) -> None:
        entered = self.gate.enter()
        with self._lock:
            self.inside += entered
            self.refused += not entered
        if entered:
            self._leave.acquire()
            with self._lock:
                self.inside -= 1
            self.gate.leave()

    def let_out(self, number: int) -> None:
        for _ in range(number):
            self._leave.release()

    def settles_at(self, inside: int) -> bool:
        """As many are inside after a while, and stay."""
        deadline = time.monotonic() + WAIT
        while self.inside != inside and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(0.05)
        return self.inside == inside

    def go_home(self) -> None:
        self.gate.close()
        self.let_out(len(self._threads))
        for thread in self._threads:
            thread.join(WAIT)
        assert not any(thread.is_alive() for thread in self._threads)


def test_so_many_get_in_and_the_next_when_one_leaves() -> None:
    crowd = Crowd(Gate(2))
    crowd.come(3)
    assert crowd.settles_at(2)
    crowd.let_out(1)
    assert crowd.settles_at(2)
    crowd.let_out(1)
    assert crowd.settles_at(1)
    crowd.go_home()


def test_it_grows_at_once() -> None:
    crowd = Crowd(Gate(1))
    crowd.come(4)
    assert crowd.settles_at(1)
    crowd.gate.resize(3)
    assert crowd.settles_at(3)
    crowd.go_home()


def test_it_shrinks_as_jobs_end_and_cuts_none_short() -> None:
    crowd = Crowd(Gate(3))
    crowd.come(5)
    assert crowd.settles_at(3)
    crowd.gate.resize(1)
    assert crowd.settles_at(3)
    crowd.let_out(2)
    assert crowd.settles_at(1)
    crowd.let_out(1)
    assert crowd.settles_at(1)
    crowd.go_home()


def test_closed_nobody_gets_in_and_nobody_waits() -> None:
    crowd = Crowd(Gate(1))
    crowd.come(3)
    assert crowd.settles_at(1)
    crowd.go_home()
    assert crowd.refused == 2
    assert not crowd.gate.enter()


def test_outside_the_hours_nobody_gets_in_but_who_is_in_stays() -> None:
    open_now = True
    crowd = Crowd(Gate(2, lambda: open_now))
    crowd.come(1)
    assert crowd.settles_at(1)
    open_now = False
    crowd.come(1)
    assert crowd.settles_at(1)
    assert crowd.refused == 1
    crowd.go_home()
