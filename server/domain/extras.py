"""Extras: what comes out of the proxy's decode besides the proxy. A failed one never fails the proxy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from server.domain.media import MediaFacts
from server.domain.quality.limits import Limits

STRIP_PICTURES = 10
EARLY_FRAMES = (0, 25, 125, 625, 3125)
UNKNOWN_FRAMES = 250  # of a clip that does not say how long it is the beginning must do


@dataclass(frozen=True)
class Poster:
    """The frame in the middle as a JPEG; frames on the way there stand in for it until then."""

    frame: int

    @property
    def frames(self) -> tuple[int, ...]:
        return (*(early for early in EARLY_FRAMES if early < self.frame), self.frame)


@dataclass(frozen=True)
class Filmstrip:
    """Frames from all over the clip, side by side in one JPEG."""

    frames: tuple[int, ...]


@dataclass(frozen=True)
class Waveform:
    """Peaks of every audio track; `tracks` holds (stream, channels)."""

    tracks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class AnalysisProxy:
    """A small proxy for computer vision, made by that preset."""

    preset: str = "analysis-480p10"


@dataclass(frozen=True)
class QualityCheck:
    """What an editor should know of the clip, told in the job's result."""

    facts: MediaFacts
    limits: Limits = field(default_factory=Limits)


Extra: TypeAlias = Poster | Filmstrip | Waveform | AnalysisProxy | QualityCheck


@dataclass(frozen=True)
class Place:
    """Where an extra ends: its name in a job's result, its folder in the home's cache (none: it is no file but a value
    of the result), the file's extension.

    The job of kind `redone_by` makes it when the proxy's job could not.
    """

    name: str
    folder: str = ""
    extension: str = ""
    redone_by: str = "thumbnail"

    @property
    def file(self) -> str:
        """Its name in the attempt's folder."""
        return f"{self.name}.{self.extension}"

    def kept_as(self, clip_id: str) -> str:
        """Where that of a clip is, below the cache."""
        return f"{self.folder}/{clip_id}.{self.extension}"


PLACES: Mapping[type[Extra], Place] = {
    Poster: Place("thumbnail", "posters", "jpg"),
    Filmstrip: Place("filmstrip", "filmstrips", "jpg"),
    Waveform: Place("waveform", "waveforms", "json"),
    AnalysisProxy: Place("analysis_proxy", "analysis", "mov"),
    QualityCheck: Place("analysis", redone_by="analysis"),
}
# Made only where `--analysis` was given.
ON_REQUEST: tuple[type[Extra], ...] = (AnalysisProxy, QualityCheck)


def plan_waveform(facts: MediaFacts) -> tuple[Waveform, ...]:
    """None for a clip without sound that can be decoded."""
    heard = tuple((track.index, track.channels) for track in facts.audio if track.decodable)
    return (Waveform(heard),) if heard else ()


def plan_extras(frames: int | None, facts: MediaFacts, *, analysis: bool) -> tuple[Extra, ...]:
    """What comes with every proxy of a clip, here of so many frames, and with `analysis` what was asked for besides."""
    frames = UNKNOWN_FRAMES if frames is None else max(1, frames)
    count = min(STRIP_PICTURES, frames)
    extras: list[Extra] = [
        Poster(frames // 2),
        Filmstrip(tuple((2 * number + 1) * frames // (2 * count) for number in range(count))),
    ]
    extras += plan_waveform(facts)
    if analysis:
        extras += [AnalysisProxy(), QualityCheck(facts)]
    return tuple(extras)
