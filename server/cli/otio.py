"""Markers as an OpenTimelineIO file; the package is an extra, and loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from server.domain.export.markers import Marker
from server.domain.export.tables import Clip
from server.domain.timecode import start_of
from server.errors import EnvironmentFault


def markers_otio(clip: Clip, markers: Sequence[Marker]) -> str:
    """A timeline of one clip, marked in the clip's own timecode. Raises EnvironmentFault without the package."""
    otio = _package()
    metadata, rate = clip["metadata"], Fraction(clip["metadata"]["fps"])
    frames = metadata.get("frames") or round((metadata.get("duration") or 0) * rate)

    def stretch(start: int, length: int) -> Any:
        time = otio.opentime.RationalTime
        return otio.opentime.TimeRange(time(start, float(rate)), time(length, float(rate)))

    whole = stretch(start_of(metadata.get("timecode"), rate).frame_number, frames)
    name = PurePath(clip["source"]).name
    media = otio.schema.ExternalReference(target_url=clip["source_uri"], available_range=whole)
    shown = otio.schema.Clip(name=name, media_reference=media, source_range=whole)
    for marker in markers:
        shown.markers.append(
            otio.schema.Marker(
                name=marker.name,
                marked_range=stretch(marker.start.frame_number, marker.frames),
                color=marker.color.upper(),
                comment=marker.notes,
            )
        )
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video, children=[shown])
    timeline = otio.schema.Timeline(name=PurePath(clip["source"]).stem, tracks=[track])
    return str(timeline.to_json_string())


def _package() -> Any:
    try:
        import opentimelineio
    except ImportError as error:
        raise EnvironmentFault(
            "OpenTimelineIO is not installed.",
            "Install it with `python -m pip install 'rushes[otio]'`, or choose --format csv or edl.",
            code="extra_missing",
        ) from error
    return opentimelineio
