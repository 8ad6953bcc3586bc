"""The result of a quality check: findings with their timecodes, loudness, shots (design, section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from server.domain.media import MediaFacts
from server.domain.quality import picture, sound
from server.domain.quality.limits import Limits
from server.domain.quality.picture import PictureSeen
from server.domain.quality.readings import Span
from server.domain.quality.shots import find_cuts
from server.domain.quality.sound import SoundSeen
from server.domain.timecode import Timecode, start_of


@dataclass(frozen=True)
class Finding:
    """Something an editor should know before cutting."""

    kind: str
    span: Span
    detail: str


@dataclass(frozen=True)
class Ruler:
    """Turns seconds of FFmpeg's clock into those of the clip, and into its timecode; a clip without one counts from
    zero, as NLEs do. An end is the first frame that is not meant any more."""

    zero: float
    rate: Fraction | None
    start: Timecode | None

    @classmethod
    def of(cls, facts: MediaFacts, zero: float) -> Ruler:
        rate = facts.video.fps if facts.video else None
        return cls(zero, rate, None if rate is None else start_of(facts.timecode, rate))

    def frame(self, seconds: float) -> int:
        return round((seconds - self.zero) * float(self.rate or 0))

    def marks(self, span: Span) -> dict[str, Any]:
        """{"start", "end", "timecode_in", "timecode_out"}"""
        return {
            "start": round(max(0.0, span.start - self.zero), 4),
            "end": round(max(0.0, span.end - self.zero), 4),
            "timecode_in": self._timecode(span.start),
            "timecode_out": self._timecode(span.end),
        }

    def _timecode(self, seconds: float) -> str | None:
        return None if self.start is None else str(self.start + max(0, self.frame(seconds)))


def report(
    facts: MediaFacts,
    seen: PictureSeen | None,
    tracks: Sequence[SoundSeen],
    limits: Limits,
    damage: str | None = None,
) -> dict[str, Any]:
    """{"findings", "loudness", "shots"}. `damage` says what FFmpeg could not read."""
    ruler = Ruler.of(facts, _zero(seen, tracks))
    whole = Span(ruler.zero, _end(seen, tracks))
    findings = [*_damage(whole, damage), *_of_picture(facts, seen, limits), *_of_sound(seen, tracks, limits)]
    findings.sort(key=lambda finding: (finding.span.start, finding.span.end, finding.kind))
    return {
        "findings": [_as_dict(finding, ruler) for finding in findings],
        "loudness": _loudness(tracks),
        "shots": [] if seen is None else [ruler.marks(span) for span in shots(seen, limits)],
    }


def shots(seen: PictureSeen, limits: Limits) -> list[Span]:
    """Every shot of the clip, the only one too."""
    if not seen.times:
        return []
    bounds = [0, *find_cuts(seen.scores, seen.changes, limits.shot_score), len(seen.times)]
    times = [*seen.times, seen.end]
    return [Span(times[first], times[after]) for first, after in pairwise(bounds)]


def _zero(seen: PictureSeen | None, tracks: Sequence[SoundSeen]) -> float:
    if seen is not None and seen.times:
        return seen.times[0]
    return min((track.start for track in tracks if track.start is not None), default=0.0)


def _end(seen: PictureSeen | None, tracks: Sequence[SoundSeen]) -> float:
    if seen is not None and seen.times:
        return seen.end
    return max((track.end for track in tracks if track.end is not None), default=0.0)


def _damage(whole: Span, words: str | None) -> list[Finding]:
    return [] if words is None else [Finding("damaged", whole, f"Part of it cannot be read: {words}.")]


def _of_picture(facts: MediaFacts, seen: PictureSeen | None, limits: Limits) -> Iterator[Finding]:
    if seen is None or not seen.times:
        return
    for span in picture.find_black(seen, limits):
        yield Finding("black", span, "The picture is black.")
    for span in picture.find_frozen(seen, limits):
        yield Finding("freeze", span, f"The picture stands still for {span.seconds:.2f} s.")
    for span in picture.find_bright(seen, limits):
        yield Finding("clipping_picture", span, f"Up to {span.value:.0f} % of the picture is white without detail.")
    for span in picture.find_repeated(seen, limits):
        yield Finding("duplicated_frames", span, f"{_frames(span)} shown again in moving footage.")
    yield from _of_rate(facts, seen)


def _of_rate(facts: MediaFacts, seen: PictureSeen) -> Iterator[Finding]:
    missing = picture.find_missing(seen)
    for span in missing:
        yield Finding("dropped_frames", span, f"{_frames(span)} missing.")
    unsteady = facts.video is not None and facts.video.vfr and not missing
    if unsteady or not picture.is_steady(seen):
        slowest, fastest = picture.slowest_and_fastest(seen)
        words = f"The frame rate varies from {slowest:.2f} to {fastest:.2f} frames a second."
        yield Finding("vfr", Span(seen.times[0], seen.end, round(1 / seen.period, 3) if seen.period else None), words)


def _of_sound(seen: PictureSeen | None, tracks: Sequence[SoundSeen], limits: Limits) -> Iterator[Finding]:
    for number, track in enumerate(tracks, 1):
        name = "" if len(tracks) == 1 else f" on track {number}"
        for span in sound.find_silence(track, limits):
            yield Finding("silence", span, f"Nothing is heard{name} for {span.seconds:.2f} s.")
        for span in sound.find_clipped(track):
            yield Finding("clipping_sound", span, f"The sound{name} is clipped, peak {span.value or 0:+.2f} dB.")
        for span in sound.find_opposed(track, limits):
            words = f"Left and right{name} are out of phase and cancel each other out in mono."
            yield Finding("phase", span, words)
        yield from _drift(seen, track, name, limits)


def _drift(seen: PictureSeen | None, track: SoundSeen, name: str, limits: Limits) -> Iterator[Finding]:
    """By length: content that slips within equal lengths is not seen. A frame and a half may be the last block's."""
    if seen is None or len(seen.times) < 2 or track.start is None or track.end is None:
        return
    longer = (track.end - track.start) - (seen.end - seen.times[0])
    if abs(longer) <= max(limits.drift_seconds, 1.5 * seen.period):
        return
    span = Span(min(track.end, seen.end), max(track.end, seen.end), round(longer, 4))
    words = f"The sound{name} is {abs(longer):.3f} s {'longer' if longer > 0 else 'shorter'} than the picture."
    yield Finding("length_drift", span, words)


def _frames(span: Span) -> str:
    count = int(span.value or 0)
    return "One frame is" if count == 1 else f"{count} frames are"


def _as_dict(finding: Finding, ruler: Ruler) -> dict[str, Any]:
    value = finding.span.value
    if value is None:
        value = round(finding.span.seconds, 4)
    return {"kind": finding.kind, **ruler.marks(finding.span), "detail": finding.detail, "value": value}


def _loudness(tracks: Iterable[SoundSeen]) -> dict[str, Any]:
    """Of the first track that is heard, as an NLE takes it for the clip's own; `tracks` has them all."""
    each = [track.loudness() for track in tracks]
    first = next((one for one in each if one["integrated_lufs"] is not None), each[0] if each else None)
    own = {} if first is None else {key: value for key, value in first.items() if key != "stream"}
    return {**own, "tracks": each} if each else {}
