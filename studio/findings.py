"""What the quality check found in a clip, in an editor's words. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.words import mark, tr

# kind -> (words, tone of theme.py)
_LOOKS: Mapping[str, tuple[str, str]] = {
    "black": (mark("Black"), "warn"),
    "freeze": (mark("Frozen picture"), "warn"),
    "clipping_picture": (mark("Overexposed"), "warn"),
    "duplicated_frames": (mark("Repeated frames"), "bad"),
    "dropped_frames": (mark("Missing frames"), "bad"),
    "vfr": (mark("Variable frame rate"), "warn"),
    "silence": (mark("Silence"), "busy"),
    "clipping_sound": (mark("Clipped sound"), "bad"),
    "phase": (mark("Out of phase"), "bad"),
    "length_drift": (mark("Unequal lengths"), "warn"),
    "damaged": (mark("Damaged"), "bad"),
}


@dataclass(frozen=True)
class Finding:
    """`start`, `end` in seconds of the clip."""

    kind: str
    start: float
    end: float
    timecode: str
    detail: str


def findings_of(analysis: Mapping[str, Any] | None) -> Sequence[Finding]:
    """Of a clip's `analysis` (design section 3), in order of time."""
    told = (analysis or {}).get("findings") or []
    found = [
        Finding(
            str(one["kind"]),
            float(one.get("start") or 0),
            float(one.get("end") or 0),
            str(one.get("timecode_in") or ""),
            str(one.get("detail") or ""),
        )
        for one in told
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def finding_title(kind: str) -> str:
    return tr(_LOOKS.get(kind, (kind.replace("_", " ").capitalize(), ""))[0])


def finding_tone(kind: str) -> str:
    return _LOOKS.get(kind, ("", "warn"))[1]


def loudness_line(analysis: Mapping[str, Any] | None) -> str:
    """Programme loudness as EBU R 128 counts it; empty where nothing was heard."""
    told = (analysis or {}).get("loudness") or {}
    level, peak = told.get("integrated_lufs"), told.get("true_peak_dbtp")
    parts = [
        f"{level:.1f} LUFS" if level is not None else "",
        tr("peak {level} dBTP").format(level=f"{peak:.1f}") if peak is not None else "",
    ]
    return "  ·  ".join(part for part in parts if part)
