"""Extras: what comes out of the proxy's decode besides the proxy. A failed one never fails the proxy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from server.domain.media import AudioTrack

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


Extra: TypeAlias = Poster | Filmstrip | Waveform | AnalysisProxy


@dataclass(frozen=True)
class Place:
    """Where an extra ends: its name in a job's result, its folder in the home's cache, the file's extension.

    The job of kind `redone_by` makes it when the proxy's job could not.
    """

    name: str
    folder: str
    extension: str
    redone_by: str = "thumbnail"

    @property
    def file(self) -> str:
        """Its name in the attempt's folder."""
        return f"{self.name}.{self.extension}"


PLACES: Mapping[type[Extra], Place] = {
    Poster: Place("thumbnail", "posters", "jpg"),
    Filmstrip: Place("filmstrip", "filmstrips", "jpg"),
    Waveform: Place("waveform", "waveforms", "json"),
    AnalysisProxy: Place("analysis_proxy", "analysis", "mov"),
}
# Made only where `--analysis` was given.
ON_REQUEST: tuple[type[Extra], ...] = (AnalysisProxy,)


def plan_extras(frames: int | None, tracks: tuple[AudioTrack, ...], *, analysis: bool) -> tuple[Extra, ...]:
    """What comes with every proxy of a clip of so many frames, and with `analysis` what was asked for besides."""
    frames = UNKNOWN_FRAMES if frames is None else max(1, frames)
    count = min(STRIP_PICTURES, frames)
    extras: list[Extra] = [
        Poster(frames // 2),
        Filmstrip(tuple((2 * number + 1) * frames // (2 * count) for number in range(count))),
    ]
    heard = tuple((track.index, track.channels) for track in tracks if track.decodable)
    if heard:
        extras.append(Waveform(heard))
    if analysis:
        extras.append(AnalysisProxy())
    return tuple(extras)
