"""How far a job is: FFmpeg's `-progress` output, and an estimate of the time left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, isfinite

_SHORTEST_SECONDS = 1e-6  # two looks closer than this say nothing of speed
_SMOOTHING_SECONDS = 10.0  # an old speed counts 1/e after this long
_CEILING = 0.99  # 1 is said by the job's completion alone


@dataclass(frozen=True)
class Sample:
    """One block of `-progress` output; None where FFmpeg had nothing to say (N/A, or a time before zero).

    out_time_us in microseconds, total_size in bytes, speed x realtime since FFmpeg's start.
    """

    frame: int | None
    out_time_us: int | None
    total_size: int | None
    speed: float | None
    ended: bool


class ProgressParser:
    """Collects `key=value` lines into samples; lines it does not know are passed over."""

    def __init__(self) -> None:
        self._block: dict[str, str] = {}

    def feed(self, line: str) -> Sample | None:
        """The block's sample, given back on its last line (`progress=continue` or `progress=end`)."""
        key, equals, value = line.partition("=")
        key, value = key.strip(), value.strip()
        if not equals:
            return None
        if key != "progress":
            self._block[key] = value
            return None
        block, self._block = self._block, {}
        return _sample(block, ended=value == "end")


def _sample(block: dict[str, str], *, ended: bool) -> Sample:
    return Sample(
        frame=_count(block.get("frame", "")),
        # `out_time_ms` is in microseconds as well, whatever its name says.
        out_time_us=_count(block.get("out_time_us", "")),
        total_size=_count(block.get("total_size", "")),
        speed=_factor(block.get("speed", "")),
        ended=ended,
    )


def _count(text: str) -> int | None:
    # Before the first frame FFmpeg writes N/A or, older, the smallest 64-bit number.
    return int(text) if text.isascii() and text.isdigit() else None


def _factor(text: str) -> float | None:
    try:
        value = float(text.removesuffix("x"))
    except ValueError:
        return None
    return value if isfinite(value) and value >= 0 else None


@dataclass(frozen=True)
class Estimate:
    """progress of the whole job (0 to 0.99), speed x realtime, seconds left; None where it cannot be known."""

    progress: float | None
    speed: float | None
    eta_seconds: float | None


class Estimator:
    """Turns the position in the clip into an estimate for the whole job.

    `expected_seconds` is the clip's length, None or 0 if unknown. `phases` are the shares of time of the passes over
    it (encode, verify), in order; `fps` is the rate of the frames that are counted. `now` is any monotonic clock in
    seconds.
    """

    def __init__(
        self, expected_seconds: float | None, phases: Sequence[float] = (1.0,), fps: Fraction | None = None
    ) -> None:
        self._expected = expected_seconds or 0.0
        self._fps = fps
        total = sum(phases)
        self._shares = [share / total for share in phases]
        self._phase = 0
        self._best = 0.0
        self._last: tuple[float, float] | None = None
        self._rate: float | None = None

    def next_phase(self) -> None:
        """The next pass starts at the clip's beginning, with a speed of its own."""
        self._phase = min(self._phase + 1, len(self._shares) - 1)
        self._last = self._rate = None

    def forget_pause(self) -> None:
        """The time until the next update does not count against the speed."""
        self._last = None

    def position(self, sample: Sample) -> float | None:
        """Seconds into the clip; by the count of frames where no time is told."""
        if sample.out_time_us is not None:
            return sample.out_time_us / 1e6
        return None if sample.frame is None or self._fps is None else float(sample.frame / self._fps)

    def update(self, now: float, out_seconds: float) -> Estimate:
        self._measure(now, out_seconds)
        if self._expected <= 0:
            return Estimate(None, self._rate, None)
        share = self._shares[self._phase]
        done = sum(self._shares[: self._phase]) + share * min(1.0, max(0.0, out_seconds / self._expected))
        self._best = max(self._best, done)
        return Estimate(min(self._best, _CEILING), self._rate, self._seconds_left(share))

    def _measure(self, now: float, out_seconds: float) -> None:
        """Smooths d(out)/d(wall): FFmpeg's own speed is an average since its start and lags behind."""
        if self._last is None:
            self._last = (now, out_seconds)
            return
        wall = now - self._last[0]
        if wall < _SHORTEST_SECONDS:
            return
        rate = max(0.0, out_seconds - self._last[1]) / wall
        weight = 1.0 if self._rate is None else 1 - exp(-wall / _SMOOTHING_SECONDS)
        self._rate = rate if self._rate is None else self._rate + weight * (rate - self._rate)
        self._last = (now, max(self._last[1], out_seconds))

    def _seconds_left(self, share: float) -> float | None:
        """At this phase's pace through the whole: the shares say how the phases compare."""
        pace = (self._rate or 0.0) * share / self._expected
        left = max(0.0, 1 - self._best)
        if pace <= 0:
            return None
        seconds = left / pace
        return seconds if isfinite(seconds) else None
