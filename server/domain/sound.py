"""Does a lossy audio track still sound like its original, and at the same time? Decided on 10 ms peaks."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from server.domain.conformance import Heard

BLOCK_SECONDS = 0.01
FARTHEST_BLOCKS = 60
_SEARCHED_BLOCKS = 6000
_SILENCE = 30  # of 32768
_ALIKE = 0.85
_LEAST_BLOCKS = 50  # less sound than this cannot be placed
_AS_GOOD = 0.01

Peaks = Sequence[int]


def block_peaks(samples: Sequence[int], channels: int, per_block: int) -> list[list[int]]:
    """Peaks of interleaved 16-bit samples, a list for each channel, a value for each block of `per_block` samples."""
    step = channels * per_block
    return [
        [
            max(max(block), -min(block))
            for start in range(0, len(samples) - step + 1, step)
            for block in (samples[start + channel : start + step : channels],)
        ]
        for channel in range(channels)
    ]


def compare_sound(original: Sequence[Peaks], proxy: Sequence[Peaks]) -> Heard:
    """Channel by channel; the shift (seconds, positive = proxy late) is that of the channel heard best."""
    if len(original) != len(proxy):
        return Heard(same=False, exact=False)
    verdicts = [_compare(a, b) for a, b in zip(original, proxy, strict=True)]
    heard = [v for v in verdicts if v is not None]
    if not heard:
        return Heard(same=None, exact=False)
    worst = min(alike for alike, _ in heard)
    return Heard(same=worst >= _ALIKE, exact=False, shift=max(heard)[1] * BLOCK_SECONDS)


def _compare(original: Peaks, proxy: Peaks) -> tuple[float, int] | None:
    """(likeness 0-1, lag in blocks); None where both are silent."""
    loud = max(max(original, default=0), max(proxy, default=0))
    if loud < _SILENCE:
        return None
    begin = next((i for i, v in enumerate(original) if v >= _SILENCE), 0)
    window = slice(max(0, begin - FARTHEST_BLOCKS), begin + _SEARCHED_BLOCKS)
    lag = _best_lag(original, proxy, window)
    return _likeness(original, proxy, lag, slice(0, len(original))), lag


def _best_lag(original: Peaks, proxy: Peaks, window: slice) -> int:
    """The smallest lag that fits as well as the best one: a steady tone fits everywhere."""
    # Half a second tells no lag of half a second: a quarter of what there is may be out of place at most.
    farthest = min(FARTHEST_BLOCKS, len(original) // 4 if len(original) >= _LEAST_BLOCKS else 0)
    likeness = {k: _likeness(original, proxy, k, window) for k in range(-farthest, farthest + 1)}
    good = max(likeness.values()) - _AS_GOOD
    return min((k for k, value in likeness.items() if value >= good), key=abs)


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
