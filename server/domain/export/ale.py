"""Avid Log Exchange: a text file that bins of Media Composer, Resolve and others read clips from.

Three parts, tab-delimited: Heading, Column, Data (Avid, "Avid Log Specifications"). An End is the first frame that is
not meant any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from server.domain.export.tables import Clip, found_in
from server.domain.timecode import Timecode, start_of

COLUMNS = ("Name", "Tape", "Start", "End", "Duration", "Tracks", "FPS", "Source File", "Source Path", "Camera",
           "Video", "Image Size", "Findings")  # fmt: skip
_HEIGHTS = {1080: "1080", 720: "720", 576: "PAL", 486: "NTSC", 480: "NTSC"}


def catalogue_ale(clips: Iterable[Clip]) -> str:
    """Clips without a picture have no frames to count and are left out. One rate stands for the file, the most
    frequent; each line has its own."""
    shown = [clip for clip in clips if (clip.get("metadata") or {}).get("fps")]
    rows = [_row(clip) for clip in shown]
    heights = Counter(clip["metadata"]["height"] for clip in shown)
    rates = Counter(row[COLUMNS.index("FPS")] for row in rows)
    heading = {
        "FIELD_DELIM": "TABS",
        "VIDEO_FORMAT": _HEIGHTS.get(_most(heights, 1080), "CUSTOM"),
        "AUDIO_FORMAT": "48khz",
        "FPS": _most(rates, "25"),
    }
    lines = [
        "Heading",
        *(f"{key}\t{value}" for key, value in heading.items()),
        "",
        "Column",
        _line(COLUMNS),
        "",
        "Data",
    ]
    return "\n".join([*lines, *map(_line, rows), ""])


def rates_in(clips: Iterable[Clip]) -> set[str]:
    return {metadata["fps"] for clip in clips if (metadata := clip.get("metadata") or {}).get("fps")}


def _most(counted: Counter[Any], otherwise: Any) -> Any:
    return counted.most_common(1)[0][0] if counted else otherwise


def _row(clip: Clip) -> list[str]:
    metadata = clip["metadata"]
    rate = Fraction(metadata["fps"])
    start = start_of(metadata.get("timecode"), rate)
    frames = metadata.get("frames") or round((metadata.get("duration") or 0) * rate)
    path = PurePath(clip["source"])
    return [
        path.name,
        metadata.get("reel") or path.stem,
        str(start),
        str(start + frames),
        str(Timecode(frames % start.frames_per_day, rate, start.drop)),
        _tracks(metadata),
        rate_text(rate),
        path.name,
        clip["source"],
        metadata.get("camera") or "",
        metadata.get("video_codec") or "",
        f"{metadata['width']}x{metadata['height']}",
        " ".join(found_in(clip)),
    ]


def _tracks(metadata: Mapping[str, Any]) -> str:
    channels = sum(track["channels"] for track in metadata.get("audio") or ())
    return "V" + "".join(f"A{number}" for number in range(1, channels + 1))


def rate_text(rate: Fraction) -> str:
    """`25`, `23.976`, `29.97`: as NLEs write rates."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def _line(cells: Sequence[str]) -> str:
    return "\t".join(" ".join(cell.split()) if set("\t\r\n") & set(cell) else cell for cell in cells)
