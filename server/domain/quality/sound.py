"""What is wrong with a sound track: silence, clipping, channels that cancel each other out; and how loud it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf, log10

from server.domain.quality.limits import Limits
from server.domain.quality.readings import Reading, Span, SpanReader, joined

# Flat tops: the peak is at full scale, and stays there (astats' Flat_factor is 20 log of the mean run in samples).
FULL_SCALE_DB, FLAT_DB = -0.1, 12.0
# A lossy codec rounds flat tops off and shoots beyond full scale instead.
OVERSHOOT_DB = 0.05
# EBU R 128 allows -1 dBTP; above 0 a player must clip what no sample shows.
TRUE_PEAK_MOST = 0.0
CLIPS_APART = 0.25  # seconds; nearer ones are one finding
# EBU Tech 3341: below this nothing is counted, and FFmpeg's ebur128 starts there.
ABSOLUTE_GATE_LUFS = -70.0


@dataclass
class SoundSeen:
    """One track. Times in seconds on the picture's clock; loudness as of EBU R 128, range as of EBU Tech 3342."""

    stream: int
    start: float | None = None
    end: float | None = None
    integrated: float | None = None
    range: float | None = None
    true_peak: float | None = None
    over: list[Span] = field(default_factory=list)
    clipped: list[Span] = field(default_factory=list)
    silent: SpanReader = field(default_factory=lambda: SpanReader("silence_start", "silence_end"))
    opposed: SpanReader = field(
        default_factory=lambda: SpanReader("aphasemeter.out_phase_start", "aphasemeter.out_phase_end")
    )
    same: SpanReader = field(default_factory=lambda: SpanReader("aphasemeter.mono_start", "aphasemeter.mono_end"))

    def take_marks(self, readings: Iterable[Reading]) -> None:
        """Of silencedetect and aphasemeter."""
        for reading in readings:
            for reader in (self.silent, self.opposed, self.same):
                reader.take(reading.values)

    def take_peaks(self, full: Iterable[Reading], flat: Iterable[Reading], seconds: float) -> None:
        """Of astats: the blocks of `seconds` whose peak is at full scale, and those whose tops are flat."""
        tops = {reading.time for reading in flat}
        for reading in full:
            level = reading.values.get("astats.Overall.Peak_level", -inf)
            if level > OVERSHOOT_DB or reading.time in tops:
                self.clipped.append(Span(reading.time, reading.time + seconds, level))

    def take_lengths(self, readings: Iterable[Reading], rate: int) -> None:
        """Of astats, for every block."""
        for reading in readings:
            self.start = reading.time if self.start is None else self.start
            self.end = reading.time + reading.values.get("astats.Overall.Number_of_samples", 0.0) / rate

    def take_loudness(self, readings: Iterable[Reading]) -> None:
        """Of ebur128, ten times a second; all but the moments are measured from the start on."""
        peak = 0.0
        for reading in readings:
            values = reading.values
            self.integrated, self.range = values.get("r128.I"), values.get("r128.LRA")
            before, peak = peak, max(peak, values.get("r128.true_peak", 0.0))
            if peak > before and _decibels(peak) > TRUE_PEAK_MOST:
                self.over.append(Span(reading.time, reading.time + 0.1, _decibels(peak)))
        self.true_peak = _decibels(peak) if peak > 0 else None

    def loudness(self) -> dict[str, float | int | bool | None]:
        """Null where there is nothing to measure. `dual_mono`: both channels carry the same throughout."""
        heard = self.integrated is not None and self.integrated > ABSOLUTE_GATE_LUFS
        return {
            "stream": self.stream,
            "integrated_lufs": self.integrated if heard else None,
            "range_lu": self.range if heard else None,
            "true_peak_dbtp": None if self.true_peak is None else round(self.true_peak, 2),
            "dual_mono": heard and self._is_dual_mono(),
        }

    def _is_dual_mono(self) -> bool:
        if self.start is None or self.end is None:
            return False
        same = sum(span.seconds for span in self.same.spans(self.end))
        return same >= 0.99 * (self.end - self.start) > 0


def find_silence(seen: SoundSeen, limits: Limits) -> list[Span]:
    return [span for span in seen.silent.spans(seen.end or 0.0) if span.seconds >= limits.silence_seconds - 1e-4]


def find_opposed(seen: SoundSeen, limits: Limits) -> list[Span]:
    """Silence has no phase."""
    silent = find_silence(seen, limits)
    spans = [span for span in seen.opposed.spans(seen.end or 0.0) if span.seconds >= limits.phase_seconds - 1e-4]
    return [span for span in spans if not any(span.within(quiet, 0.1) for quiet in silent)]


def find_clipped(seen: SoundSeen) -> list[Span]:
    """`value` is the peak in dBFS, or in dBTP where only the signal between the samples is over."""
    if seen.clipped:
        return joined(seen.clipped, CLIPS_APART)
    return [Span(seen.over[0].start, seen.over[-1].end, seen.true_peak)] if seen.over else []


def _decibels(amplitude: float) -> float:
    return 20 * log10(amplitude) if amplitude > 0 else -inf
