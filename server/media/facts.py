"""From the probe's raw findings to media facts: pure, so that it can be read and tested without a file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack
from server.domain.timecode import Timecode, TimecodeError
from server.media.clock import (
    counts_only,
    duration_of,
    find_unread,
    is_bare,
    missing_seconds,
    rate_of,
    sound_duration_of,
    start_of,
)
from server.media.combing import judge_fields
from server.media.containers.label import Label, label_from
from server.media.tags import (
    UNSAID_RATE,
    camera_of,
    created_at_of,
    labelled_timecode,
    location_of,
    package_of,
    reel_of,
    sound_timecode,
    timecode_of,
)

# ITU-T H.273 code points under FFmpeg's names; 2 and 0 mean "not said".
PRIMARIES = {1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020",
             10: "smpte428", 11: "smpte431", 12: "smpte432"}  # fmt: skip
TRANSFERS = {1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100",
             10: "log316", 11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12",
             16: "smpte2084", 17: "smpte428", 18: "arib-std-b67"}  # fmt: skip
MATRICES = {0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
            10: "bt2020c", 11: "smpte2085", 12: "chroma-derived-nc", 13: "chroma-derived-c", 14: "ictcp", 15: "ipt-c2",
            16: "ycgco-re", 17: "ycgco-ro"}  # fmt: skip
RANGES = {1: "tv", 2: "pc"}
# AVFieldOrder: TT and TB are top field first in time for interleaved frames (QuickTime `fiel` 1 and 9), BB and BT not.
SCANS = {1: Scan.PROGRESSIVE, 2: Scan.TFF, 3: Scan.BFF, 4: Scan.TFF, 5: Scan.BFF}
WITH_ALPHA = ("yuva", "gbrap", "rgba", "bgra", "argb", "abgr", "ya8", "ya16", "yaf", "vuya", "ayuv")
LONGER_THAN_16_BIT = ("pcm_s24", "pcm_s32", "pcm_f32", "pcm_f64", "pcm_u24", "pcm_u32", "pcm_s64", "pcm_bluray")


def build_facts(raw: Mapping[str, Any], decoders: frozenset[str] | None = None) -> MediaFacts:
    """`raw` is what probe_child answers; `decoders` what the FFmpeg at work can read (None: all)."""
    streams = raw["streams"]
    pictures = [s for s in streams if s["type"] == "video" and not s["picture"] and not _empty(s)]
    chosen = next((s for s in pictures if s["codec"]), pictures[0] if pictures else None)
    times = raw.get("times") or {"ticks": [], "whole": False, "ends": {}}
    others = len(pictures) - 1 if pictures else 0
    video = None if chosen is None else _video(chosen, times, raw)
    audio = tuple(_audio(s, times, raw, decoders) for s in streams if s["type"] == "audio")
    label = label_from(raw.get("label") or {})
    said = timecode_of(raw["tags"], streams, chosen)
    timecode = _timecode(said, video)
    return MediaFacts(
        container=raw["format"],
        duration=_length(raw, video),
        size_bytes=raw["size"],
        video=video,
        audio=audio,
        timecode=timecode or _told_timecode(label, video, audio),
        reel=reel_of(raw["tags"], streams) or label.reel,
        created_at=created_at_of(raw["tags"], streams, label.created_at),
        camera=label.camera or camera_of(raw["tags"], streams),
        location=location_of(raw["tags"]),
        package=package_of(raw["tags"], label),
        hdr=_hdr(raw, label, video),
        captured=_captured(label),
        other_video=others,
        missing_seconds=missing_seconds(raw, times),
        lost=raw.get("lost") or find_unread(raw, times) or _picture_lost(streams, video),
        notes=(
            *_notes(chosen, others),
            *_picture_notes(raw, video, label),
            *_sound_notes(label, video),
            *_timecode_notes(said, timecode),
        ),
    )


def _length(raw: Mapping[str, Any], video: VideoTrack | None) -> float | None:
    """As the file says it, where it can."""
    told = None if raw["duration"] is None or is_bare(raw) else raw["duration"] / 1e6
    return told if told is not None or video is None else video.duration


def _picture_lost(streams: Sequence[Mapping[str, Any]], video: VideoTrack | None) -> str | None:
    """Of a file that says how long its picture is and holds nothing that could be one."""
    told = any(s["type"] == "video" and not s["picture"] and _empty(s) and s["duration"] for s in streams)
    return "its picture cannot be read" if told and video is None else None


def _empty(stream: Mapping[str, Any]) -> bool:
    """A track that is declared but holds nothing."""
    return bool(stream["codec"]) and not stream.get("width")


def _timecode(text: str | None, video: VideoTrack | None) -> str | None:
    """At 10 fps and less FFmpeg writes one digit for the frames; everywhere else there are two. None for what is no
    timecode at the clip's rate."""
    if text is None or video is None:
        return text
    try:
        return str(Timecode.parse(text, video.fps))
    except TimecodeError:
        return None


def _told_timecode(label: Label, video: VideoTrack | None, audio: Sequence[AudioTrack]) -> str | None:
    if video is not None:
        return labelled_timecode(label, video.fps)
    return sound_timecode(label, audio[0].sample_rate) if audio else None


def _captured(label: Label) -> dict[str, str | None] | None:
    return {"gamma": label.gamma, "primaries": label.primaries} if label.gamma or label.primaries else None


def _picture_notes(raw: Mapping[str, Any], video: VideoTrack | None, label: Label) -> Iterator[str]:
    if video is not None and label.jump is not None and label.timecode is not None:
        yield f"the timecode jumps within the clip, first at frame {label.jump}: a proxy counts on from the first one"
    if video is not None and label.gamma and "log" in label.gamma.lower():
        yield f"filmed in {label.gamma}: it looks flat until a LUT for it is used"
    if video is not None and video.vfr:
        yield f"the frame rate varies: a proxy has {float(video.fps):g} frames a second throughout"
    if video is not None and judge_fields(raw.get("fields")) is not None:
        yield "the file does not say that its frames hold fields; their pictures show it"
    if video is not None and video.tilted:
        yield f"the file asks for a turn by no right angle: a proxy is turned by the nearest, {video.rotation} degrees"
    if video is not None and video.alpha:
        yield "the picture has transparency (an alpha channel); a proxy has none"


def _timecode_notes(said: str | None, timecode: str | None) -> Iterator[str]:
    if said is not None and timecode is None:
        yield f"the file's timecode {said[:40]!r} is none at its frame rate: it is left out"


def _sound_notes(label: Label, video: VideoTrack | None) -> tuple[str, ...]:
    if video is not None or not label.samples or label.rate is not None:
        return ()
    return (f"the timecode is counted at {UNSAID_RATE} frames a second: the file tells the time, but no rate",)


def _hdr(raw: Mapping[str, Any], label: Label, video: VideoTrack | None) -> dict[str, Any] | None:
    """What a display needs to know to show it as it was graded; None for a picture without any of it."""
    found = dict(raw.get("light") or {})
    if label.dolby_vision:
        found["dolby_vision"] = label.dolby_vision
    transfer = video.color.transfer if video else None
    return {"transfer": transfer, **found} if found or transfer in ("smpte2084", "arib-std-b67") else None


def _notes(chosen: Mapping[str, Any] | None, others: int) -> tuple[str, ...]:
    if chosen is None or not others:
        return ()
    return (f"{others + 1} video tracks: stream {chosen['index']}, the first, is the one used",)


def _video(stream: Mapping[str, Any], times: Mapping[str, Any], raw: Mapping[str, Any]) -> VideoTrack:
    frame: Mapping[str, Any] | None = raw.get("frame")
    verdict, frames = rate_of(stream, times, raw)
    clockless = counts_only(raw, stream, verdict)
    pix_fmt = (frame or stream).get("pix_fmt") or "unknown"
    matrix = (frame or {}).get("matrix")
    rotation, mirrored = display_turn(matrix)
    return VideoTrack(
        index=stream["index"],
        codec=stream["codec"] or "unknown",
        pix_fmt=pix_fmt,
        bit_depth=bit_depth(pix_fmt),
        width=stream.get("width") or 0,
        height=stream.get("height") or 0,
        fps=verdict.fps,
        vfr=verdict.vfr,
        frames=frames,
        duration=duration_of(stream, raw, verdict, frames),
        start=0.0 if clockless else start_of(stream, raw),
        clockless=clockless,
        sar=Fraction(*stream["sar"]) if stream.get("sar") and stream["sar"][0] > 0 else Fraction(1),
        rotation=rotation,
        mirrored=mirrored,
        tilted=is_tilted(matrix),
        scan=judge_fields(raw.get("fields")) or _scan(stream, frame),
        color=_color(stream["codec"], stream.get("color"), None if frame is None else frame["color"]),
        alpha=pix_fmt.startswith(WITH_ALPHA),
    )


def _scan(stream: Mapping[str, Any], frame: Mapping[str, Any] | None) -> Scan:
    flagged = SCANS.get(stream.get("field_order", 0), Scan.UNKNOWN)
    if frame is None:
        return flagged
    if not frame["interlaced"]:
        return Scan.PROGRESSIVE if flagged in (Scan.UNKNOWN, Scan.PROGRESSIVE) else flagged
    return flagged if flagged in (Scan.TFF, Scan.BFF) else Scan.TFF


def _color(codec: str | None, container: Mapping[str, int] | None, frame: Mapping[str, int] | None) -> Color:
    """The stream's own word outranks the container's wherever it says something."""

    # The DNxHR header knows BT.709 and BT.2020 only; what the container says is the whole truth there.
    order = (container, frame) if codec == "dnxhd" else (frame, container)

    def pick(key: str, names: Mapping[int, str]) -> str | None:
        said = [source[key] for source in order if source is not None]
        return next((names[code] for code in said if code in names and not (key == "matrix" and code == 0)), None)

    said = frame or container or {}
    # ProRes writes 0 for "not said", which is RGB in H.273.
    rgb = said.get("matrix") == 0 and codec != "prores"
    matrix = pick("matrix", MATRICES) or ("gbr" if rgb else None)
    return Color(pick("primaries", PRIMARIES), pick("transfer", TRANSFERS), matrix, pick("range", RANGES))


def bit_depth(pix_fmt: str) -> int:
    """Bits a component, from FFmpeg's pixel format name (yuv422p10le, gbrp12be, rgb48le, p010le)."""
    if pix_fmt.startswith(("rgb48", "bgr48", "rgba64", "bgra64", "gray16", "ya16", "argb64", "y216", "p216", "p416")):
        return 16
    if pix_fmt.removesuffix("le").removesuffix("be").endswith(("f16", "f32")):
        return int(pix_fmt.removesuffix("le").removesuffix("be")[-2:])
    for depth in (16, 14, 12, 10, 9):
        if pix_fmt.removesuffix("le").removesuffix("be").endswith(str(depth)):
            return depth
    return 8


def display_turn(matrix: Sequence[int] | None) -> tuple[int, bool]:
    """(clockwise degrees, mirrored) of a QuickTime display matrix (ISO/IEC 14496-12, 8.2.2), nine 32-bit numbers."""
    if matrix is None:
        return 0, False
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    mirrored = a * d - b * c < 0
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return (180 if a < 0 and not mirrored else 0), mirrored
    return (90 if b > 0 else 270), mirrored


def is_tilted(matrix: Sequence[int] | None) -> bool:
    """Whether it turns by another than a right angle: by more than a degree, as FFmpeg sees it."""
    if matrix is None:
        return False
    degrees = math.degrees(math.atan2(matrix[1], matrix[0])) % 90
    return 1 < degrees < 89


def _audio(
    stream: Mapping[str, Any], times: Mapping[str, Any], raw: Mapping[str, Any], decoders: frozenset[str] | None
) -> AudioTrack:
    codec, ends = stream["codec"], times["ends"]
    empty = bool(times["whole"] and ends) and str(stream["index"]) not in ends
    return AudioTrack(
        index=stream["index"],
        codec=codec or "unknown",
        channels=stream.get("channels") or 0,
        layout=stream.get("layout"),
        sample_rate=stream.get("rate") or 0,
        duration=sound_duration_of(stream, times, raw),
        start=start_of(stream, raw),
        bits=24 if _long_samples(codec or "", stream.get("format") or "") else 16,
        empty=empty,
        decodable=not empty and bool(codec and stream.get("channels")) and (decoders is None or codec in decoders),
    )


def _long_samples(codec: str, sample_format: str) -> bool:
    lossless = codec in ("flac", "alac", "wavpack", "tta", "truehd", "mlp")
    return codec.startswith(LONGER_THAN_16_BIT) or (lossless and sample_format.startswith("s32"))
