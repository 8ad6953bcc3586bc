"""From an original and a preset to the proxy's picture and sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from server.domain.looks import ToSdr, plan_burn_in, plan_lut, plan_tone
from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack
from server.domain.preset import AudioRule, Codec, Preset
from server.domain.raster import plan_size
from server.domain.steps import Encode, Picture, Sound
from server.domain.timecode import Timecode, TimecodeError, convert

_WORKABLE_MATRICES = (None, "gbr", "bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc")
# ISO/IEC 14496-3, table 1.18, and the layouts that FFmpeg's encoder writes.
_AAC_RATES = frozenset(
    (7350, 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000)
)  # fmt: skip
# None with a low-frequency channel: AAC keeps its deepest tones alone, and recorders call any six microphones 5.1.
_AAC_LAYOUTS = frozenset(
    ("1 channels", "2 channels", "mono", "stereo", "3.0", "3.0(back)", "4.0", "quad", "quad(side)", "5.0", "5.0(side)",
     "6.0", "6.0(front)", "hexagonal", "7.0", "octagonal")
)  # fmt: skip


def plan_encode(source: str, facts: MediaFacts, preset: Preset, *, by_time: bool = False) -> Encode:
    """What to encode. The facts must hold a video track. `by_time` fills holes of a damaged clip, so that sound and
    picture stay together."""
    video = facts.video
    if video is None:
        raise ValueError("a proxy needs a video track")
    fps = preset.fps or video.fps
    return Encode(
        source=source,
        video_index=video.index,
        constant=not video.vfr and preset.fps is None and not by_time,
        fps=fps,
        picture=plan_picture(video, preset),
        sound=plan_sound(facts.audio, preset),
        preset=preset,
        timecode=plan_timecode(facts.timecode, video.fps, fps),
        reel=facts.reel,
        expected_seconds=video.duration or facts.duration,
        counted=video.fps if video.clockless else None,
    )


def plan_looks(encode: Encode, video: VideoTrack, lut: str | None, name: str) -> Encode:
    """`encode` with the looks of its preset; `lut` (a file) stands instead of the preset's. `name` of the clip."""
    preset = encode.preset
    lut = lut or preset.lut
    tones = plan_lut(lut, video.color, video.height) or plan_tone(preset.look, video.color)
    burnt = plan_burn_in(preset.burn_in, preset.watermark, name, encode.timecode, encode.fps)
    if not tones:
        return replace(encode, looks=burnt)
    to_sdr = any(isinstance(look, ToSdr) for look in tones)
    picture = replace(encode.picture, full_range=False, tags=() if to_sdr else encode.picture.tags)
    return replace(encode, looks=(*tones, *burnt), picture=picture)


def plan_picture(video: VideoTrack, preset: Preset) -> Picture:
    """Raster, fields and levels of the proxy."""
    width, height, exact = plan_size(video, preset)
    interlaced = video.scan in (Scan.TFF, Scan.BFF)
    keep = interlaced and preset.traits.keeps_fields and preset.size.divisor is not None and not video.sideways
    return Picture(
        width=width,
        height=height,
        exact=exact,
        scan=video.scan if keep else Scan.PROGRESSIVE,
        keep_fields=keep,
        deinterlace=interlaced and not keep,
        full_range=video.color.range == "pc" and preset.traits.keeps_range and not is_rgb(video.pix_fmt),
        from_rgb=is_rgb(video.pix_fmt),
        tags=plan_tags(video.color, preset),
        unworkable=find_unworkable(video.color),
    )


def plan_tags(color: Color, preset: Preset) -> tuple[tuple[str, str], ...]:
    """The original's colour tags as far as it has any: FFmpeg would take those of the codec, which may know less than
    the container (DNxHR)."""
    named = (("color_primaries", color.primaries), ("color_trc", color.transfer), ("colorspace", color.matrix))
    tags = {name: value or "unknown" for name, value in named if value != "gbr"}
    # The ProRes header (SMPTE RDD 36, table 6) has a number for matrix 6 (SMPTE 170M), none for 5, the same formula.
    if preset.codec is Codec.PRORES and tags.get("colorspace") == "bt470bg" and "unknown" in tags.values():
        tags["colorspace"] = "smpte170m"
    return tuple(tags.items())


def find_unworkable(color: Color) -> tuple[str, ...]:
    """FFmpeg's names of the tags that its scaler refuses to work with, though nothing of them is to change."""
    refused = (
        ("colorspace", color.matrix not in _WORKABLE_MATRICES),
        ("color_trc", color.transfer in ("log100", "log316")),
    )
    return tuple(name for name, is_refused in refused if is_refused)


def plan_sound(tracks: tuple[AudioTrack, ...], preset: Preset) -> tuple[Sound, ...]:
    """Every track that can be decoded, in order, channels and rate untouched: PCM where AAC has no place for them."""
    if preset.audio is AudioRule.NONE:
        return ()
    return tuple(_sound(track, preset.audio) for track in tracks if track.decodable)


def _sound(track: AudioTrack, wanted: AudioRule) -> Sound:
    lossy = wanted is AudioRule.AAC and track.sample_rate in _AAC_RATES and track.layout in _AAC_LAYOUTS
    return Sound(track.index, (wanted if lossy else AudioRule.PCM).value, 24 if track.bits > 16 else 16)


def plan_timecode(text: str | None, source_fps: Fraction, fps: Fraction) -> str | None:
    """The start timecode on the proxy's own frame numbering, drop-frame flag kept where the rate has one."""
    if text is None:
        return None
    try:
        start = Timecode.parse(text, source_fps)
    except TimecodeError:
        return None
    return str(start if fps == source_fps else convert(start, fps))


def is_rgb(pix_fmt: str) -> bool:
    """Whether an FFmpeg pixel format name means RGB planes or components (palettes too)."""
    return pix_fmt.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8", "x2rgb", "x2bgr"))
