"""Does a lossy audio track still sound like its original, and at the same time?

Decided on blocks of 10 ms: how loud each is (its peak), and how high (how often the wave rises through zero). Loudness
alone cannot tell two steady sounds apart. Excerpts of the wave itself (waves.py) say the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from server.domain.conformance import Heard
from server.domain.waves import EXCERPT, REACH, Wave, compare_waves

RATE = 8000  # both sides are listened to at this rate: lossy codecs cut off above, not below 4 kHz
PER_BLOCK = 80
BLOCK_SECONDS = PER_BLOCK / RATE
FARTHEST_BLOCKS = 60
_SEARCHED_BLOCKS = 6000
_SILENCE = 30  # of 32768
_ALIKE = 0.85
_ENDS = 4  # the beginning and the end of a track are a quarter of it each, or a minute
_LEAST_BLOCKS = 50  # less sound than this cannot be placed
_AS_GOOD = 0.01

_LONG = 10  # blocks in which pitch is counted
_ROUNDING = 2  # rises, where the edges of both windows cut the wave differently
_OTHER_PITCH = 0.12
_LOUD = 0.1  # of the loudest block; pitch is compared where there is something to hear
_SIGNS = bytes(b >> 7 for b in range(256))
_EXCERPT_BLOCKS = EXCERPT // PER_BLOCK
_MOST_EXCERPTS = 64

Peaks = Sequence[int]


@dataclass
class Outline:
    """One channel in blocks of PER_BLOCK samples, and excerpts of its wave by their first blocks: all of a short
    track, ever fewer of a long one."""

    peaks: list[int]
    rises: list[int]
    excerpts: dict[int, Wave] = field(default_factory=dict)
    every: int = _EXCERPT_BLOCKS

    def extend(self, more: Outline) -> None:
        """`more` begins where an excerpt does."""
        begin = len(self.peaks)
        self.peaks.extend(more.peaks)
        self.rises.extend(more.rises)
        self.excerpts |= {begin + at: wave for at, wave in more.excerpts.items() if (begin + at) % self.every == 0}
        while len(self.excerpts) > _MOST_EXCERPTS:
            self.every *= 2
            self.excerpts = {at: wave for at, wave in self.excerpts.items() if at % self.every == 0}


def outline(samples: Sequence[int], high_bytes: bytes, channels: int) -> list[Outline]:
    """Of interleaved 16-bit samples, a channel each. `high_bytes` are their upper halves, which hold the sign."""
    return [_outline(samples[c::channels], high_bytes[c::channels].translate(_SIGNS)) for c in range(channels)]


def _outline(samples: Sequence[int], signs: bytes) -> Outline:
    starts = range(0, len(samples) - PER_BLOCK + 1, PER_BLOCK)
    blocks = [samples[start : start + PER_BLOCK] for start in starts]
    return Outline(
        [max(max(block), -min(block)) for block in blocks],
        [signs[max(0, start - 1) : start + PER_BLOCK].count(b"\1\0") for start in starts],
        {start // PER_BLOCK: samples[start : start + EXCERPT] for start in range(0, len(samples), EXCERPT)},
    )


@dataclass(frozen=True)
class _Verdict:
    """Of one channel: likeness 0-1, the lag (s) where the two are farthest apart, by how much it grows, and whether
    the wave is upside down."""

    alike: float
    lag: float
    drift: float = 0.0
    upended: bool = False


def compare_sound(original: Sequence[Outline], proxy: Sequence[Outline]) -> Heard:
    """Channel by channel; the shift (seconds, positive = proxy late) is that of the channel heard best."""
    if len(original) != len(proxy):
        return Heard(same=False, exact=False)
    verdicts = [_compare(a, b) for a, b in zip(original, proxy, strict=True)]
    heard = [v for v in verdicts if v is not None]
    if not heard:
        return Heard(same=None, exact=False)
    best = max(heard, key=lambda v: (v.alike, v.lag))
    same = min(v.alike for v in heard) >= _ALIKE
    drift = max((v.drift for v in heard), key=abs)
    return Heard(same, exact=False, shift=best.lag, drift=drift, upended=any(v.upended for v in heard))


def _compare(original: Outline, proxy: Outline) -> _Verdict | None:
    """None where both are silent."""
    first, second = original.peaks, proxy.peaks
    loud = max(max(first, default=0), max(second, default=0))
    if loud < _SILENCE:
        return None
    begin = next((i for i, v in enumerate(first) if v >= _SILENCE), 0)
    lag = _best_lag(first, second, slice(max(0, begin - FARTHEST_BLOCKS), begin + _SEARCHED_BLOCKS))
    alike = _likeness(first, second, lag, slice(0, len(first)))
    if _pitch_gap(original, proxy, lag, loud) > _OTHER_PITCH:
        alike = 0.0
    return _placed(alike, max(lag, _last_lag(first, second, lag), key=abs), original, proxy)


def _placed(alike: float, lag: int, original: Outline, proxy: Outline) -> _Verdict:
    """To the sample, where the blocks are not far apart and the waves can tell."""
    if abs(lag) * PER_BLOCK > REACH:
        return _Verdict(alike, lag * BLOCK_SECONDS)
    lie = compare_waves(original.excerpts, proxy.excerpts)
    seconds = lag * BLOCK_SECONDS if lie.lag is None else lie.lag / RATE
    return _Verdict(alike, seconds, lie.drift / RATE, lie.upended)


def _last_lag(original: Peaks, proxy: Peaks, lag: int) -> int:
    """At the end of the last sound: another than at the beginning where the two run at different speeds."""
    end = next((i for i in range(len(original), 0, -1) if original[i - 1] >= _SILENCE), 0)
    stretch = min(_SEARCHED_BLOCKS, end // _ENDS)
    if stretch < _LEAST_BLOCKS:
        return lag
    return _best_lag(original, proxy, slice(end - stretch, end + FARTHEST_BLOCKS), lag)


def _pitch_gap(original: Outline, proxy: Outline, lag: int, loud: int) -> float:
    """How far the counts of rises are apart where both are loud: 0 the same, 1 nothing in common."""
    apart = total = 0
    stop = min(len(original.peaks), len(proxy.peaks) - lag)
    for start in range(max(0, -lag), stop - _LONG + 1, _LONG):
        here, there = slice(start, start + _LONG), slice(start + lag, start + lag + _LONG)
        if min(*original.peaks[here], *proxy.peaks[there]) >= _LOUD * loud:
            a, b = sum(original.rises[here]), sum(proxy.rises[there])
            apart += max(0, abs(a - b) - _ROUNDING)
            total += max(a, b)
    return apart / total if total else 0.0


def _best_lag(original: Peaks, proxy: Peaks, window: slice, expected: int = 0) -> int:
    """The lag nearest to the expected one that fits as well as the best: a steady tone fits everywhere."""
    # Half a second tells no lag of half a second: a quarter of what there is may be out of place at most.
    farthest = min(FARTHEST_BLOCKS, len(original) // 4 if len(original) >= _LEAST_BLOCKS else 0)
    likeness = {k: _likeness(original, proxy, k, window) for k in range(-farthest, farthest + 1)}
    good = max(likeness.values()) - _AS_GOOD
    return min((k for k, value in likeness.items() if value >= good), key=lambda k: abs(k - expected))


def _likeness(original: Peaks, proxy: Peaks, lag: int, window: slice) -> float:
    """Cosine of the two envelopes, the proxy read `lag` blocks later."""
    start = max(window.start, -lag, 0)
    stop = min(window.stop, len(original), len(proxy) - lag)
    if stop <= start:
        return 0.0
    a, b = original[start:stop], proxy[start + lag : stop + lag]
    product = sum(x * y for x, y in zip(a, b, strict=True))
    size = sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return product / size if size else 0.0
