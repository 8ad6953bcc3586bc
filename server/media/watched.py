"""Work of our own that may be slow or hang (hashing, comparing), under the same watch as FFmpeg."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from server.media.allowance import Allowance, Limits, Verdict
from server.media.ffmpeg import LOOK_SECONDS, Watch

T = TypeVar("T")


class _GivenUp(Exception):
    """Ends the work; nobody waits for its result."""


class _Pulse:
    """Between the work, which beats for each piece, and who watches it."""

    def __init__(self) -> None:
        self.beats = 0
        self._given_up = False
        self._may_run = threading.Event()
        self._may_run.set()

    def beat(self) -> None:
        self.beats += 1
        self._may_run.wait()
        if self._given_up:
            raise _GivenUp

    def hold(self, wanted: bool) -> None:
        (self._may_run.clear if wanted else self._may_run.set)()

    def give_up(self) -> None:
        self._given_up = True
        self._may_run.set()


def watched(work: Callable[[Callable[[], None]], T], limits: Limits, watch: Watch, who: str) -> T:
    """What `work` gives; it gets a function to call for each piece done. It runs in a thread of its own, so that a read
    that hangs on a dead disk does not hold up a wish to cancel: then the thread is left behind, and ends when the read
    does.

    Raises what `watch.stop` gives, EncodeStalled, TimeLimit, and what `work` raises.
    """
    pulse, result = _Pulse(), Future[T]()
    threading.Thread(target=_run, args=(work, pulse, result), name=who, daemon=True).start()
    allowance, seen = Allowance(limits, watch.spent), 0
    try:
        while not wait([result], LOOK_SECONDS).done:
            if pulse.beats != seen:
                seen = pulse.beats
                allowance.alive()
            _heed(pulse, allowance, watch, who)
    finally:
        pulse.give_up()
    return result.result()


def _heed(pulse: _Pulse, allowance: Allowance, watch: Watch, who: str) -> None:
    error = watch.stop()
    if error is not None:
        raise error
    paused = watch.paused()
    if paused != allowance.paused:
        pulse.hold(paused)
        allowance.pause(paused)
    match allowance.look():
        case Verdict.ASK | Verdict.KILL:
            raise allowance.too_long()
        case Verdict.SILENT:
            raise allowance.stalled(who)


def _run(work: Callable[[Callable[[], None]], T], pulse: _Pulse, result: Future[T]) -> None:
    try:
        result.set_result(work(pulse.beat))
    except _GivenUp:
        return
    except Exception as fault:  # noqa: BLE001  raised again by whoever asks for the result
        result.set_exception(fault)
