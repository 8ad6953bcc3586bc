"""Work of our own is under the watch that FFmpeg is under, also where it hangs in a read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from server.errors import Cancelled, EncodeStalled, RushesError, TimeLimit
from server.media.ffmpeg import Limits, Watch
from server.media.watched import watched

Beat = Callable[[], None]


class Slow:
    """Work in pieces of 20 ms; `hang` after so many pieces, like a read of a disk that is gone."""

    def __init__(self, pieces: int, hang: int | None = None) -> None:
        self.pieces, self.hang = pieces, hang
        self.done = 0
        self.ended, self.released = threading.Event(), threading.Event()

    def __call__(self, beat: Beat) -> str:
        try:
            for number in range(self.pieces):
                if number == self.hang:
                    self.released.wait(20)
                time.sleep(0.02)
                self.done += 1
                beat()
            return "whole"
        finally:
            self.ended.set()


def run(work: Slow, limits: Limits | None = None, **watch: Callable[[], object]) -> str:
    try:
        return watched(work, limits or Limits(), Watch(**watch), "Reading the proxy back")  # type: ignore[arg-type]
    finally:
        work.released.set()
        assert work.ended.wait(5)


def test_its_result_is_given() -> None:
    assert run(Slow(3)) == "whole"


def test_what_it_raises_is_raised() -> None:
    def fails(_beat: Beat) -> None:
        raise OSError(5, "I/O error")

    with pytest.raises(OSError, match="I/O"):
        watched(fails, Limits(), Watch(), "Reading")


def test_slow_and_steady_is_no_hang() -> None:
    assert run(Slow(40), Limits(no_progress=0.4)) == "whole"


def test_a_hang_is_told_and_not_waited_for() -> None:
    with pytest.raises(EncodeStalled, match="Reading the proxy back made no progress"):
        run(Slow(5, hang=2), Limits(no_progress=0.3))


def test_the_limit_of_the_job_holds() -> None:
    with pytest.raises(TimeLimit):
        run(Slow(500), Limits(soft=0.3))


@pytest.mark.parametrize("hang", [None, 2])
def test_a_wish_to_cancel_is_heard_at_once(hang: int | None) -> None:
    work = Slow(500, hang)
    asked: list[float] = []

    def stop() -> RushesError | None:
        if work.done < 2:
            return None
        asked.append(time.monotonic())
        return Cancelled("not wanted")

    with pytest.raises(Cancelled):
        watched(work, Limits(), Watch(stop=stop), "Reading")
    assert time.monotonic() - asked[0] < 1
    work.released.set()
    assert work.ended.wait(5)
    assert work.done < 100


def test_paused_it_stands_still_and_no_clock_runs() -> None:
    work, began, seen = Slow(20), time.monotonic(), set[int]()

    def paused() -> bool:
        gone = time.monotonic() - began
        if 0.4 < gone < 1.2:
            seen.add(work.done)
        return 0.1 < gone < 1.4

    assert run(work, Limits(no_progress=0.5, soft=1.0), paused=paused) == "whole"
    assert len(seen) == 1


def test_cancel_reaches_what_is_paused() -> None:
    work, began = Slow(500), time.monotonic()
    with pytest.raises(Cancelled):
        run(work, paused=lambda: True, stop=lambda: Cancelled("no") if time.monotonic() - began > 0.4 else None)
