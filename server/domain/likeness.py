"""Are these the same pictures in the same order? Decided on 16 x 16 block means of luma, one set for each frame.

A frame is misplaced when a neighbour of its original fits it clearly better than the original itself does: this sees
a lost, repeated or shifted frame wherever anything moves, and stays silent where nothing does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from math import sqrt
from operator import sub
from typing import TypeAlias, TypeVar

BLOCKS = 16
FRAME_BYTES = BLOCKS * BLOCKS * 2  # gray16, native order
WHITE = 65535
# Below this mean difference (0.06 % of white) two frames count as alike: encoder noise, a locked-off shot.
NOISE = 40.0
_SAMPLES = 64

Frame: TypeAlias = "array[int]"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Levels:
    """How proxy luma follows the original's: proxy = offset + slope x original, in shares of white.

    `correlation`: how well any such line fits; 1 where every block lies on it, about 0 for another picture. `shift`:
    by how much the proxy is brighter on average.
    """

    slope: float
    offset: float
    correlation: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Likeness:
    """`distance` is the mean difference of matching frames, 0 to 1; `first_misplaced` counts from 0."""

    original_frames: int
    proxy_frames: int
    compared: int
    distance: float
    misplaced: int
    first_misplaced: int | None
    levels: Levels | None


def frames_of(data: Iterable[bytes]) -> Iterator[Frame]:
    """Frames from chunks of FRAME_BYTES each; a short last chunk is dropped."""
    for chunk in data:
        if len(chunk) == FRAME_BYTES:
            yield array("H", chunk)


def legal_to_full(frame: Frame) -> Frame:
    """Video levels (16-235 of 8 bit) stretched to 0-65535, so that both ranges can be compared."""
    low, span = 16 * 257, 219 * 257
    return array("H", [min(WHITE, max(0, (v - low) * WHITE // span)) for v in frame])


def compare_pictures(original: Iterable[Frame], proxy: Iterable[Frame]) -> Likeness:
    """Both streams are read once, side by side."""
    tally = _Tally()
    before: Frame | None = None
    pairs = _with_next(zip_longest(original, proxy))
    for (source, made), following in pairs:
        tally.count(source, made)
        if source is not None and made is not None:
            tally.pair(made, source, before, following[0] if following else None)
        before = source
    return tally.result()


def _with_next(items: Iterable[_T]) -> Iterator[tuple[_T, _T | None]]:
    iterator = iter(items)
    current = next(iterator, None)
    while current is not None:
        following = next(iterator, None)
        yield current, following
        current = following


def _distance(a: Frame, b: Frame) -> float:
    total: int = sum(map(abs, map(sub, a, b)))
    return total / len(a)


class _Tally:
    def __init__(self) -> None:
        self.originals = self.proxies = self.compared = self.misplaced = 0
        self.first: int | None = None
        self.total = 0.0
        self.fit = _Fit()

    def count(self, source: Frame | None, made: Frame | None) -> None:
        self.originals += source is not None
        self.proxies += made is not None

    def pair(self, made: Frame, source: Frame, before: Frame | None, after: Frame | None) -> None:
        own = _distance(made, source)
        if own > NOISE and any(n is not None and 2 * _distance(made, n) + NOISE / 2 < own for n in (before, after)):
            self.misplaced += 1
            self.first = self.compared if self.first is None else self.first
        if self.compared % _SAMPLES == 0:
            self.fit.add(source, made)
        self.total += own
        self.compared += 1

    def result(self) -> Likeness:
        distance = self.total / self.compared / WHITE if self.compared else 1.0
        return Likeness(
            self.originals, self.proxies, self.compared, distance, self.misplaced, self.first, self.fit.levels()
        )


class _Fit:
    """Least squares of proxy luma over original luma."""

    def __init__(self) -> None:
        self.n = self.x = self.y = self.xx = self.xy = self.yy = 0

    def add(self, source: Frame, made: Frame) -> None:
        self.n += len(source)
        self.x += sum(source)
        self.y += sum(made)
        self.xx += sum(v * v for v in source)
        self.yy += sum(v * v for v in made)
        self.xy += sum(a * b for a, b in zip(source, made, strict=True))

    def levels(self) -> Levels | None:
        """None where the picture has too little contrast to tell (a standard deviation under 2 %)."""
        spread = self.n * self.xx - self.x * self.x
        if self.n == 0 or spread < (0.02 * WHITE * self.n) ** 2:
            return None
        together = self.n * self.xy - self.x * self.y
        slope, other = together / spread, self.n * self.yy - self.y * self.y
        correlation = together / (sqrt(spread) * sqrt(other)) if other > 0 else 0.0
        offset, shift = (self.y - slope * self.x) / self.n / WHITE, (self.y - self.x) / self.n / WHITE
        return Levels(slope, offset, correlation, shift)
