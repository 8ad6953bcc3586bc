"""What the quality check found, as markers in an NLE's timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from server.domain.export.tables import Clip, csv_text
from server.domain.timecode import Timecode

COLUMNS = ("Clip", "Marker", "Timecode In", "Timecode Out", "Start", "End", "Frames", "Color", "Notes")
# Red is what cannot be mended in the cut, yellow what may be, blue is only told.
COLORS: Mapping[str, str] = {
    "damaged": "Red",
    "dropped_frames": "Red",
    "duplicated_frames": "Red",
    "freeze": "Red",
    "clipping_sound": "Red",
    "phase": "Yellow",
    "length_drift": "Yellow",
    "vfr": "Yellow",
    "clipping_picture": "Yellow",
    "black": "Purple",
    "silence": "Purple",
}
SHOT_COLOR = "Blue"


@dataclass(frozen=True)
class Marker:
    """`start` and `end` are timecodes of the clip, `frames` at least 1; `seconds` is where it begins in the clip."""

    name: str
    color: str
    start: Timecode
    frames: int
    seconds: float
    notes: str

    @property
    def end(self) -> Timecode:
        return self.start + self.frames


def markers_of(clip: Clip) -> list[Marker]:
    """Findings, and where each new shot begins, in order. Needs the clip's rate and its quality check."""
    rate, analysis = Fraction(clip["metadata"]["fps"]), clip["analysis"]
    found = [
        _marker(
            one, one["kind"].replace("_", " ").capitalize(), COLORS.get(one["kind"], SHOT_COLOR), one["detail"], rate
        )
        for one in analysis["findings"]
    ]
    for number, shot in enumerate(analysis["shots"][1:], 2):
        cut = {**shot, "timecode_out": shot["timecode_in"], "end": shot["start"]}
        found.append(_marker(cut, f"Shot {number}", SHOT_COLOR, "A new shot begins.", rate))
    return sorted(found, key=lambda marker: (marker.seconds, marker.name))


def _marker(mark: Mapping[str, Any], name: str, color: str, notes: str, rate: Fraction) -> Marker:
    start = Timecode.parse(mark["timecode_in"], rate)
    end = Timecode.parse(mark["timecode_out"], rate)
    frames = (end.frame_number - start.frame_number) % start.frames_per_day
    return Marker(name, color, start, max(1, frames), mark["start"], notes)


def markers_csv(clip: Clip, markers: Sequence[Marker]) -> str:
    name = PurePath(clip["source"]).name
    rows = [
        (name, m.name, str(m.start), str(m.end), m.seconds, round(m.seconds + float(m.frames / m.start.rate), 4),
         m.frames, m.color, m.notes)
        for m in markers
    ]  # fmt: skip
    return csv_text(COLUMNS, rows)


def markers_edl(clip: Clip, markers: Sequence[Marker]) -> str:
    """CMX 3600 as DaVinci Resolve writes and reads it: an event a marker, its colour, name and length in the comment
    below (Resolve's manual, "Importing and Exporting Markers"; File > Import > Timeline Markers from EDL)."""
    drop = any(marker.start.drop for marker in markers)
    lines = [f"TITLE: {_plain(PurePath(clip['source']).stem)}", f"FCM: {'' if drop else 'NON-'}DROP FRAME", ""]
    for number, marker in enumerate(markers, 1):
        moments = f"{marker.start} {marker.start + 1}"
        lines.append(f"{number:03}  001      V     C        {moments} {moments}  ")
        lines.append(
            f"{_plain(marker.notes)} |C:ResolveColor{marker.color} |M:{_plain(marker.name)} |D:{marker.frames}"
        )
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """One line of ASCII without the bar that parts the fields."""
    shown = "".join(char if " " <= char <= "~" and char != "|" else "_" for char in text)
    return " ".join(shown.split())
