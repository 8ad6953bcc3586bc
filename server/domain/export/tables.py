"""The catalogue as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TypeAlias

Clip: TypeAlias = Mapping[str, Any]
# A spreadsheet would take what begins so for a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def _of_metadata(key: str) -> Callable[[Clip], Any]:
    return lambda clip: (clip.get("metadata") or {}).get(key)


COLUMNS: Mapping[str, Callable[[Clip], Any]] = {
    "Name": lambda clip: PurePath(clip["source"]).name,
    "Path": lambda clip: clip["source"],
    "State": lambda clip: clip["state"],
    "Camera": _of_metadata("camera"),
    "Reel": _of_metadata("reel"),
    "Timecode": _of_metadata("timecode"),
    "Duration": _of_metadata("duration"),
    "Frames": _of_metadata("frames"),
    "FPS": _of_metadata("fps"),
    "Width": _of_metadata("width"),
    "Height": _of_metadata("height"),
    "Codec": _of_metadata("video_codec"),
    "Container": _of_metadata("container"),
    "Audio": lambda clip: ", ".join(_sound(track) for track in (clip.get("metadata") or {}).get("audio") or ()),
    "Size": _of_metadata("size_bytes"),
    "Created": _of_metadata("created_at"),
    "First Seen": lambda clip: clip["first_seen_at"],
    "Proxies": lambda clip: ", ".join(f"{proxy['preset']}: {proxy['path']}" for proxy in clip["proxies"]),
    "Findings": lambda clip: ", ".join(found_in(clip)),
}


def found_in(clip: Clip) -> list[str]:
    """The kinds of what its quality check found."""
    return sorted({one["kind"] for one in (clip["analysis"] or {}).get("findings", ())})


def _sound(track: Mapping[str, Any]) -> str:
    return f"{track['channels']} ch {track['sample_rate']} Hz {track['codec']}"


def catalogue_csv(clips: Iterable[Clip]) -> str:
    return csv_text(tuple(COLUMNS), ([column(clip) for column in COLUMNS.values()] for clip in clips))


def catalogue_json(clips: Iterable[Clip]) -> str:
    return json.dumps({"clips": list(clips)}, indent=2, ensure_ascii=False) + "\n"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """RFC 4180. Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
