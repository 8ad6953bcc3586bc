"""What becomes of the files a branch wrote, before they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from server.domain.extras import PLACES, Extra, QualityCheck, Waveform
from server.domain.peaks import peaks_of, stretch_of
from server.media.branches import PEAK_RATE
from server.media.quality import read_quality


def finish_waveform(extra: Waveform, folder: Path, _damage: str | None) -> None:
    """{"seconds": length, "tracks": [{"channels", "peaks": [0-255, …]}]}, each track over the whole of its length."""
    tracks = [_track(folder / f"waveform-{stream}.u8", channels) for stream, channels in extra.tracks]
    seconds = max((track.pop("seconds") for track in tracks), default=0.0)
    document = {"seconds": round(seconds, 3), "tracks": tracks}
    (folder / PLACES[Waveform].file).write_text(json.dumps(document, separators=(",", ":")))


def _track(path: Path, channels: int) -> dict[str, Any]:
    samples = path.stat().st_size // channels
    with open(path, "rb") as file:
        peaks = list(peaks_of(iter(partial(file.read, stretch_of(samples) * channels), b"")))
    return {"channels": channels, "seconds": samples / PEAK_RATE, "peaks": peaks}


def finish_check(extra: QualityCheck, folder: Path, damage: str | None) -> Mapping[str, Any]:
    return read_quality(extra.facts, extra.limits, folder, damage)


FINISHES: Mapping[type[Extra], Callable[[Any, Path, str | None], Mapping[str, Any] | None]] = {
    Waveform: finish_waveform,
    QualityCheck: finish_check,
}


def finish(extra: Extra, folder: Path, damage: str | None = None) -> Mapping[str, Any] | None:
    """The value of an extra that is no file. `damage` says what of the clip could not be read. Raises OSError where
    FFmpeg did not write what it should have."""
    return FINISHES[type(extra)](extra, folder, damage) if type(extra) in FINISHES else None
