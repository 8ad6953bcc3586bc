"""How long a job may work: a limit for all of it, and for the silence in any phase. Works on any monotonic clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from server.errors import EncodeStalled, TimeLimit

# Who looks many times a second and finds more gone was not running itself: the machine slept, or all was stopped.
_LONGEST_LOOK = 2.0


@dataclass(frozen=True)
class Limits:
    """Seconds: `no_progress` in any phase; of work in all, `soft` asks FFmpeg to end, `hard` kills it. memory in MB,
    0 = none."""

    no_progress: float = 60.0
    soft: float = 3300.0
    hard: float = 3600.0
    memory_mb: int = 0
    niceness: int = 5


@dataclass
class Stopwatch:
    """Seconds one attempt has worked, over all of its phases; not those it stood still or the machine slept."""

    seconds: float = 0.0


class Verdict(Enum):
    """What is to be done with work that was looked at."""

    GO_ON = auto()
    ASK = auto()  # once: it is to end
    KILL = auto()
    SILENT = auto()


class Allowance:
    """One phase of an attempt, to be looked at several times a second."""

    def __init__(self, limits: Limits, spent: Stopwatch, now: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._spent, self._now = limits, spent, now
        self._last = now()
        self._silent = 0.0
        self.paused = False
        self.asked = False

    def pause(self, wanted: bool) -> None:
        self._last, self._silent = self._now(), 0.0
        self.paused = wanted

    def alive(self) -> None:
        """There was a sign of life."""
        self._silent = 0.0

    def look(self) -> Verdict:
        now = self._now()
        gone, self._last = min(now - self._last, _LONGEST_LOOK), now
        if self.paused:
            return Verdict.GO_ON
        self._spent.seconds += gone
        self._silent += gone
        if self._spent.seconds > self._limits.hard:
            return Verdict.KILL
        if self._spent.seconds > self._limits.soft and not self.asked:
            self.asked = True
            return Verdict.ASK
        return Verdict.SILENT if self._silent > self._limits.no_progress else Verdict.GO_ON

    def too_long(self) -> TimeLimit:
        return TimeLimit(f"The job was not done after {self._spent.seconds:.0f} s of work, the limit for this clip.")

    def stalled(self, who: str) -> EncodeStalled:
        return EncodeStalled(f"{who} made no progress for {self._limits.no_progress:.0f} s.")
