"""Frame rates: which ones exist, and which one a stream's times show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd

STANDARD_RATES: tuple[Fraction, ...] = (
    Fraction(10),
    Fraction(12),
    Fraction(25, 2),
    Fraction(15),
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48000, 1001),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
    Fraction(90),
    Fraction(96),
    Fraction(100),
    Fraction(120000, 1001),
    Fraction(120),
    Fraction(200),
    Fraction(240000, 1001),
    Fraction(240),
)

# One picture has no rate; 25 is what FFmpeg's image demuxers assume.
UNKNOWN_RATE = Fraction(25)

_SNAP = Fraction(1, 200)  # design section 3: within 0.5 %
_SPELLING = Fraction(1, 100_000)  # 2997/100 and 23.976 are how AVI and editors write 30000/1001 and 24000/1001
_MILLISECOND = Fraction(1, 1000)
_FIELD_PROOF = 8  # periods; in fewer, a long last frame may halve the container's average
_FASTEST = 1000  # containers name their clock (57600, 90000) as a rate where they know none


@dataclass(frozen=True)
class RateVerdict:
    """Frames per second: exact where the stream is constant, else the nominal rate of its average."""

    fps: Fraction
    vfr: bool


def nominal_rate(average: Fraction) -> Fraction:
    """The nearest standard rate within 0.5 %, else the average itself in a denominator up to 1001.

    Raises ValueError unless `average` is positive.
    """
    if average <= 0:
        raise ValueError(f"a frame rate is above zero, this one is {average}")
    nearest = min(STANDARD_RATES, key=lambda rate: abs(rate - average))
    if abs(nearest - average) <= average * _SNAP:
        return nearest
    return average.limit_denominator(1001) or average


def judge_rate(times: Sequence[int], time_base: Fraction, container_average: Fraction | None) -> RateVerdict:
    """Judges one stream by the times of its packets (ticks of `time_base` seconds, any order).

    Constant: every time within one tick, plus 1 ms where it fits a standard rate (clocks such as Matroska's count in
    milliseconds, and their rounding survives a remux), of start + i * period. A gap or a doubled time is not constant.
    `container_average` decides only where the times do not: no span of time, two rates that fit equally well, or
    packets that are fields (the container's average is exactly half). Leave out packets that an edit list discards.
    """
    known = container_average if container_average and 0 < container_average <= _FASTEST else None
    ordered = sorted(times)
    if len(ordered) < 2 or ordered[0] == ordered[-1]:
        return RateVerdict(nominal_rate(known) if known else UNKNOWN_RATE, vfr=len(ordered) > 1)
    stream = _Stream(ordered, time_base, known)
    steady = stream.steady_rate()
    if steady is not None:
        return RateVerdict(spell_out(steady / 2 if stream.counts_fields(steady) else steady), vfr=False)
    return RateVerdict(nominal_rate(stream.average()), vfr=True)


def spell_out(rate: Fraction) -> Fraction:
    """The standard rate that it writes in fewer digits, else itself."""
    return next((known for known in STANDARD_RATES if abs(known - rate) <= rate * _SPELLING), rate)


@dataclass(frozen=True)
class _Fit:
    """A rate the times agree with. `spread`: ticks between the earliest and the latest deviation from it."""

    rate: Fraction
    spread: Fraction


@dataclass(frozen=True)
class _Stream:
    ordered: Sequence[int]
    time_base: Fraction
    known: Fraction | None

    @property
    def periods(self) -> int:
        return len(self.ordered) - 1

    @property
    def span(self) -> int:
        """Ticks from the first to the last time."""
        return self.ordered[-1] - self.ordered[0]

    def measured(self) -> Fraction:
        return self.periods / (self.span * self.time_base)

    def average(self) -> Fraction:
        """The container's average, which knows how long the last frame lasts, where it speaks of these frames."""
        measured = self.measured()
        if self.known and abs(self.known / measured - 1) <= Fraction(1, self.periods):
            return self.known
        return measured

    def counts_fields(self, steady: Fraction) -> bool:
        """Field-coded AVCHD and XDCAM: a packet holds one field, and the container counts frames."""
        return self.known is not None and self.periods >= _FIELD_PROOF and steady == 2 * nominal_rate(self.known)

    def steady_rate(self) -> Fraction | None:
        jitter = 2 * (1 + _MILLISECOND / self.time_base)
        fits = self._fits(STANDARD_RATES, jitter) or self._fits(self._odd_rates(), Fraction(2))
        if not fits:
            return None
        granule = min(gcd(*(time - self.ordered[0] for time in self.ordered)), floor(_MILLISECOND / self.time_base))
        return min(fits, key=lambda fit: self._doubt(fit, max(granule, 1))).rate

    def _doubt(self, fit: _Fit, granule: int) -> tuple[bool, Fraction, Fraction, Fraction]:
        """Orders fits: an exact one, then those the clock's rounding explains, nearest to the container's word."""
        far = abs(fit.rate - self.known) if self.known else Fraction(0)
        return fit.spread != 0, max(fit.spread, Fraction(granule)), far, fit.spread

    def _fits(self, rates: Sequence[Fraction], limit: Fraction) -> list[_Fit]:
        return [fit for rate in rates if (fit := self._fit(rate, limit)) is not None]

    def _fit(self, rate: Fraction, limit: Fraction) -> _Fit | None:
        period = 1 / (rate * self.time_base)
        if abs(self.span - self.periods * period) > limit:
            return None
        # A clock coarser than half a frame cannot tell rounding from a gap: there only whole ticks are a rate.
        if period < 2 and period.denominator != 1:
            return None
        spread = self._spread(period)
        rounding = Fraction(period.denominator - 1, period.denominator)
        # Beyond the rounding of an exact clock, half a frame would be a frame out of its place.
        explained = spread <= rounding or 2 * spread < period
        return _Fit(rate, spread) if explained and spread <= limit else None

    def _spread(self, period: Fraction) -> Fraction:
        up, down = period.numerator, period.denominator
        deviations = [time * down - i * up for i, time in enumerate(self.ordered)]
        return Fraction(max(deviations) - min(deviations), down)

    def _odd_rates(self) -> list[Fraction]:
        """Rates nobody standardised that could be meant: whole, NTSC-like, the container's, as measured."""
        measured = self.measured()
        whole, ntsc = round(measured), Fraction(round(measured * Fraction(1001, 1000)) * 1000, 1001)
        named = (Fraction(whole), ntsc, self.known, measured, *self._simplest())
        return [rate for rate in dict.fromkeys(named) if rate]

    def _simplest(self) -> Iterator[Fraction]:
        """The simplest rate that one tick of rounding allows."""
        if self.span > 1:
            yield _simplest_between(*(self.periods / ((self.span + d) * self.time_base) for d in (1, -1)))


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of smallest denominator in [low, high], both above zero (Stern-Brocot)."""
    whole = floor(low)
    if whole == low:
        return Fraction(whole)
    if whole + 1 <= high:
        return Fraction(whole + 1)
    return whole + 1 / _simplest_between(1 / (high - whole), 1 / (low - whole))
