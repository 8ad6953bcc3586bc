"""Kind `thumbnail`: one frame of a clip as its picture in lists, or what a proxy's job could not make besides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from server.domain.extras import PLACES, Poster, plan_extras
from server.domain.job import Job
from server.domain.media import MediaFacts, Scan, VideoTrack
from server.domain.naming import display_text
from server.domain.plan import plan_encode, plan_looks
from server.domain.preset import Preset
from server.domain.steps import KeepExtras, Sketch, Snapshot, Step
from server.domain.timecode import Timecode, TimecodeError
from server.errors import NoVideo, UsageError

_HINT = "Give `at` as a timecode (01:00:10:00), or as seconds from the clip's start (10.5)."


def plan(job: Job, facts: MediaFacts, preset: Preset | None, _output: Mapping[str, Any]) -> tuple[Step, ...]:
    """Without `at` it is the frame in the middle. A follow-up names its `extras`, and its preset is the proxy's.

    Raises NoVideo, UsageError.
    """
    video = facts.video
    if video is None:
        raise NoVideo(f"{display_text(job.source)} holds sound only; there is no picture in it.")
    wanted = job.request.get("extras")
    if wanted and preset is not None:
        return _again(job, facts, video, preset, wanted)
    interlaced = video.scan in (Scan.TFF, Scan.BFF)
    seconds = plan_time(job.request.get("at"), facts)
    return (Snapshot(job.source, video.index, seconds, interlaced), KeepExtras((Poster(0),), required=True))


def _again(job: Job, facts: MediaFacts, video: VideoTrack, preset: Preset, wanted: Sequence[str]) -> tuple[Step, ...]:
    bare = plan_encode(job.source, facts, preset, by_time=True)
    bare = plan_looks(bare, video, job.request.get("lut"), display_text(PurePath(job.source).name))
    known = plan_extras(bare.expected_frames, facts, analysis=True)
    extras = tuple(extra for extra in known if PLACES[type(extra)].name in wanted)
    return (Sketch(replace(bare, extras=extras)), KeepExtras(extras, required=True))


def plan_time(at: Any, facts: MediaFacts) -> float:
    """Seconds after the clip's start. A timecode is the clip's own where it lies in the clip, else the time since its
    start. Raises UsageError."""
    length = facts.duration or (facts.video.duration if facts.video else None)
    if at is None:
        return (length or 0.0) / 2
    seconds = _seconds(str(at), facts, length)
    if seconds < 0 or (length is not None and seconds >= length):
        raise UsageError(f"{at} is not within the clip, which is {length or 0:.2f} s long.", _HINT, code="bad_time")
    return seconds


def _seconds(text: str, facts: MediaFacts, length: float | None) -> float:
    if ":" not in text and ";" not in text:
        try:
            seconds = float(text)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds < float("inf"):
            raise UsageError(f"{text!r} is no time.", _HINT, code="bad_time")
        return seconds
    fps = facts.video.fps if facts.video else None
    if fps is None:
        return 0.0
    try:
        frame = Timecode.parse(text, fps).frame_number
        start = Timecode.parse(facts.timecode, fps).frame_number if facts.timecode else 0
    except TimecodeError as error:
        raise UsageError(f"{text!r} is no timecode of this clip: {error}.", _HINT, code="bad_time") from error
    inside = float((frame - start) / fps)
    return inside if 0 <= inside < (length or float("inf")) else float(frame / fps)
