"""Where exactly does a sound lie on its original, and is it upside down? Decided on excerpts of both waves.

An excerpt that repeats itself, as a steady tone does, fits in many places: it tells its place only where silence goes
before it, at the beginning of its track.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from operator import mul
from statistics import median

EXCERPT = 2000  # samples: a quarter of a second of sound.RATE
REACH = 320  # 40 ms: what lies farther apart, outlines place well enough
_COARSE = 4  # samples taken together for a first look
_QUIET = 8  # of 32768, root mean square
_LOUD = 0.05  # of the loudest excerpt's energy
_FITS = 0.7
_CLEARLY = 0.1  # the other way round fits worse by so much
_SIDEWAYS = 0.95  # a tone this much against its original lies upside down, or half a wave late
_OTHERWISE, _CLEAN = 0.02, 0.002  # where another place fits worse by less, it may lie there
_A_COPY = 0.998
_COMPARED = 6

Wave = Sequence[int]


@dataclass(frozen=True)
class Fit:
    """Of one excerpt: `lag` in samples (positive: late), None where it fits in many places or in none."""

    lag: int | None
    upended: bool | None


@dataclass(frozen=True)
class Lie:
    """Of one channel, in samples: how late it is where it is so most, and by how much more at its end than at its
    beginning. None: its excerpts do not tell."""

    lag: int | None
    drift: int
    upended: bool


def compare_waves(original: Mapping[int, Wave], proxy: Mapping[int, Wave]) -> Lie:
    """Excerpts by where they begin; 0 is the begin of the track."""
    energy = {at: _energy(original[at]) for at in sorted(original.keys() & proxy.keys())}
    least = max(_QUIET**2, _LOUD * max(energy.values(), default=0.0))
    places = [at for at, value in energy.items() if value > least]
    step = max(1, (len(places) - 1) // (_COMPARED - 1))
    fits = [compare_excerpts(original[at], proxy[at], begins=at == 0) for at in places[::step]]
    lags = [fit.lag for fit in fits if fit is not None and fit.lag is not None]
    ways = {fit.upended for fit in fits if fit is not None} - {None}
    if not lags:
        return Lie(None, 0, ways == {True})
    some = max(1, len(lags) // 3)
    begin, end = (round(median(part)) for part in (lags[:some], lags[-some:]))
    return Lie(max(begin, end, key=abs), end - begin, ways == {True})


def _energy(wave: Wave) -> float:
    """Of a sample, on average."""
    total: int = sum(map(mul, wave, wave))
    return total / max(1, len(wave))


def compare_excerpts(original: Wave, proxy: Wave, *, begins: bool = False) -> Fit | None:
    """None where there is too little of them. `begins`: nothing goes before."""
    silence = [0] * REACH if begins else []
    a, b = [*silence, *original], [*silence, *proxy]
    if min(len(a), len(b)) < 4 * REACH:
        return None
    likeness = _likeness(a, b, REACH)
    rough = _likeness(_summed(a), _summed(b), REACH // _COARSE)
    upright, upended = (list(_peaks(rough, likeness, sign)) for sign in (1, -1))
    best, against = (max((value for value, _ in peaks), default=0.0) for peaks in (upright, upended))
    return Fit(_place(upright, best, begins), _way(best, against, likeness(0)))


def _place(peaks: Sequence[tuple[float, int]], best: float, begins: bool) -> int | None:
    if best < _FITS:
        return None
    margin = _CLEAN if begins or best > _A_COPY else _OTHERWISE
    good = [lag for value, lag in peaks if value > best - margin]
    nearest = min(good, key=abs)
    return nearest if begins or all(abs(lag - nearest) < _COARSE for lag in good) else None


def _way(best: float, against: float, in_place: float) -> bool | None:
    if max(best, against) < _FITS:
        return None
    if abs(best - against) > _CLEARLY:
        return against > best
    return in_place < 0 if abs(in_place) > _SIDEWAYS else None


def _summed(wave: Wave) -> list[int]:
    return [sum(wave[at : at + _COARSE]) for at in range(0, len(wave) - _COARSE + 1, _COARSE)]


def _likeness(a: Wave, b: Wave, reach: int) -> Callable[[int], float]:
    """The cosine between the middle of `a` and of `b` so much later, from -1 to 1."""
    count = min(len(a), len(b)) - 2 * reach
    here = a[reach : reach + count]
    size = sum(map(mul, here, here))
    energy = list(accumulate(map(mul, b, b), initial=0))

    def at(lag: int) -> float:
        start = reach + lag
        product = sum(map(mul, here, b[start : start + count]))
        scale = size * (energy[start + count] - energy[start])
        return product / sqrt(scale) if scale > 0 else 0.0

    return at


def _peaks(rough: Callable[[int], float], fine: Callable[[int], float], sign: int) -> Iterator[tuple[float, int]]:
    """(likeness, lag) wherever both fit better than beside it; `sign` -1: one of them upside down."""
    reach = REACH // _COARSE
    seen = [sign * rough(lag) for lag in range(-reach, reach + 1)]
    least = 0.6 * max(seen)
    for at, value in enumerate(seen):
        beside = seen[max(0, at - 1) : at + 2]
        if value > 0 and value >= least and value == max(beside):
            near = _COARSE * (at - reach)
            around = range(max(-REACH, near - _COARSE + 1), min(REACH, near + _COARSE - 1) + 1)
            yield max((sign * fine(lag), lag) for lag in around)
