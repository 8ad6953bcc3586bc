"""What becomes of the files a branch wrote, before they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from server.domain.extras import PLACES, Extra, Waveform
from server.domain.peaks import peaks_of, stretch_of
from server.media.branches import PEAK_RATE


def finish_waveform(extra: Waveform, folder: Path) -> None:
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


FINISHES: Mapping[type[Extra], Callable[[Any, Path], None]] = {Waveform: finish_waveform}


def finish(extra: Extra, folder: Path) -> None:
    """Raises OSError where FFmpeg did not write what it should have."""
    if type(extra) in FINISHES:
        FINISHES[type(extra)](extra, folder)
