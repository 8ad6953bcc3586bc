"""What is wrong with a picture: black, frozen, repeated and missing frames, white without detail, an unsteady rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor
from statistics import median

from server.domain.quality.limits import Limits
from server.domain.quality.readings import Reading, Span, SpanReader, joined

# A repeated frame differs by next to nothing (scdet counts percent), while its neighbours move at least ten times more.
STILL, MOVING_TIMES, MOVING_LEAST = 0.02, 10.0, 0.3
# Repeats no further apart have one cause (24 frames brought to 30): said once, not frame by frame.
REPEATS_APART = 1.0
# Fewer equal frames are repeats, however long each stays.
FREEZE_FRAMES = 3
# A rate is steady where nine of ten frames come within a quarter of their period.
STEADY_SHARE, STEADY_SLACK = 0.9, 0.25


@dataclass
class PictureSeen:
    """All frames in order: `times` (s), `changes` and `scores` (percent, scdet), `bright` (percent of the picture)."""

    times: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    bright: list[float] = field(default_factory=list)
    black: SpanReader = field(default_factory=lambda: SpanReader("black_start", "black_end"))
    frozen: SpanReader = field(
        default_factory=lambda: SpanReader("freezedetect.freeze_start", "freezedetect.freeze_end")
    )

    @property
    def period(self) -> float:
        """Seconds from a frame to the next: the middle one, which gaps do not move. 0 for a single frame."""
        return median(self.periods) if len(self.times) > 1 else 0.0

    @property
    def end(self) -> float:
        return self.times[-1] + self.period if self.times else 0.0

    @property
    def periods(self) -> list[float]:
        return [after - before for before, after in pairwise(self.times)]


def see_picture(readings: Iterable[Reading]) -> PictureSeen:
    """Collects the readings of the picture's filters."""
    seen = PictureSeen()
    for reading in readings:
        values = reading.values
        seen.times.append(reading.time)
        seen.changes.append(values.get("scd.mafd", 0.0))
        seen.scores.append(values.get("scd.score", 0.0))
        seen.bright.append(values.get("blackframe.pblack", 0.0))  # of the negative
        seen.black.take(values)
        seen.frozen.take(values)
    return seen


def find_black(seen: PictureSeen, limits: Limits) -> list[Span]:
    return _long(seen.black.spans(seen.end), limits.black_seconds)


def find_frozen(seen: PictureSeen, limits: Limits) -> list[Span]:
    """Black is still too; it is not told twice."""
    period = seen.period
    black = joined(find_black(seen, limits), period)
    frozen = _long(seen.frozen.spans(seen.end), max(limits.freeze_seconds, FREEZE_FRAMES * period))
    return [span for span in frozen if not any(span.within(dark, 2 * period) for dark in black)]


def find_bright(seen: PictureSeen, limits: Limits) -> list[Span]:
    """Clipped luma; `value` is the greatest share of the picture, in percent."""
    frames = zip(seen.times, [*seen.times[1:], seen.end], seen.bright, strict=True)
    white = [Span(start, end, share) for start, end, share in frames if share >= limits.bright_percent]
    return _long(joined(white, 2 * seen.period), limits.bright_seconds)


def find_repeated(seen: PictureSeen, limits: Limits) -> list[Span]:
    """Frames shown twice in moving footage; `value` is how many. Longer standstills are freezes, or black."""
    told = [*find_black(seen, limits), *find_frozen(seen, limits)]
    period, ends = seen.period, [*seen.times[1:], seen.end]
    spans = [Span(seen.times[first], ends[last], last - first + 1) for first, last in _repeats(seen.changes)]
    spans = [span for span in spans if not any(span.within(other, period) for other in told)]
    return joined(spans, REPEATS_APART, sum)


def _repeats(changes: Sequence[float]) -> Iterator[tuple[int, int]]:
    """(first, last) of each run of frames equal to the one before, between frames that move."""
    first: int | None = None
    for number in range(1, len(changes)):
        if changes[number] <= STILL:
            first = number if first is None else first
        elif first is not None:
            moving = min(changes[first - 1], changes[number]) if first > 1 else changes[number]
            if moving >= max(MOVING_LEAST, MOVING_TIMES * max(changes[first:number])):
                yield first, number - 1
            first = None


def is_steady(seen: PictureSeen) -> bool:
    """Whether frames come at a rate, but for gaps here and there."""
    periods, period = seen.periods, seen.period
    near = sum(abs(one - period) <= STEADY_SLACK * period for one in periods)
    return near >= STEADY_SHARE * len(periods)


def find_missing(seen: PictureSeen) -> list[Span]:
    """Gaps in a steady rate; `value` is how many frames would fit in."""
    period = seen.period
    if not is_steady(seen) or period <= 0:
        return []
    found = []
    for before, after in pairwise(seen.times):
        missing = floor((after - before) / period + STEADY_SLACK) - 1
        if missing > 0:
            found.append(Span(before + period, after, missing))
    return found


def slowest_and_fastest(seen: PictureSeen) -> tuple[float, float]:
    """Frames a second."""
    periods = [seconds for seconds in seen.periods if seconds > 0]
    return (1 / max(periods), 1 / min(periods)) if periods else (0.0, 0.0)


def _long(spans: Iterable[Span], seconds: float) -> list[Span]:
    # Times are rounded to the microsecond on the way.
    return [span for span in spans if span.seconds >= seconds - 1e-4]
