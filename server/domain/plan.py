"""From an original and a preset to the proxy's picture and sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from server.domain.looks import ToSdr, plan_burn_in, plan_lut, plan_tone
from server.domain.media import AudioTrack, Color, MediaFacts, Scan, VideoTrack
from server.domain.preset import AudioRule, Codec, Preset
from server.domain.steps import Encode, Picture, Sound
from server.domain.timecode import Timecode, TimecodeError, convert

FULL_SIZE_BELOW = 720
MOST_LINES = 1080
# Below this many lines a rounded half serves the editor better than a smaller exact fraction.
LEAST_EXACT_LINES = 540
_GOES_WITH = {  # matrix: primaries, transfer
    "bt709": ("bt709", "bt709"),
    "smpte170m": ("smpte170m", "smpte170m"),
    "bt470bg": ("bt470bg", "smpte170m"),
    "bt2020nc": ("bt2020", "bt2020-10"),
}


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
    picture = replace(encode.picture, full_range=False, retag=() if to_sdr else encode.picture.retag)
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
        retag=plan_tags(video.color, preset),
    )


def plan_tags(color: Color, preset: Preset) -> tuple[tuple[str, str], ...]:
    """Colour tags to set because the codec's header cannot say the original's.

    MOV's `colr` says it where primaries, transfer and matrix are all known; FFmpeg writes it in no other case. Then the
    ProRes header (SMPTE RDD 36, table 6) must do, which has a number for matrix 6 (SMPTE 170M) but none for 5, the same
    formula; and DNxHR's knows BT.709 and BT.2020 only, so there the gaps are filled by what goes with the matrix.
    """
    if color.primaries and color.transfer:
        return ()
    if preset.codec is Codec.PRORES and color.matrix == "bt470bg":
        return (("colorspace", "smpte170m"),)
    if preset.codec is Codec.DNXHR and color.matrix in _GOES_WITH:
        primaries, transfer = _GOES_WITH[color.matrix]
        return ("color_primaries", color.primaries or primaries), ("color_trc", color.transfer or transfer)
    return ()


def plan_size(video: VideoTrack, preset: Preset) -> tuple[int, int, bool]:
    """(width, height, exact) after rotation; both even, never under the codec's least picture."""
    shown_width, shown_height = video.shown
    if preset.size.lines is not None:
        return _by_lines(shown_width, shown_height, preset.size.lines, preset.traits.least)
    start = preset.size.divisor or 1
    if video.height < FULL_SIZE_BELOW:
        start = 1
    while start > 1 and not _fits(shown_width, shown_height, start, preset.traits.least):
        start -= 1
    return _by_divisor(shown_width, shown_height, video.height, start, preset.traits.least)


def _by_divisor(width: int, height: int, lines: int, start: int, least: tuple[int, int]) -> tuple[int, int, bool]:
    first = start
    while lines > MOST_LINES * first and first > 1 and _fits(width, height, first + 1, least):
        first += 1
    divisor = first
    while divisor == first or (lines >= LEAST_EXACT_LINES * divisor and _fits(width, height, divisor, least)):
        if divisor == 1 and not _fits(width, height, 1, least):
            return _enlarged(width, height, least)
        if width % (2 * divisor) == 0 and height % (2 * divisor) == 0:
            return width // divisor, height // divisor, True
        divisor += 1
        if first == 1:
            break
    return _even(Fraction(width, first)), _even(Fraction(height, first)), False


def _by_lines(width: int, height: int, lines: int, least: tuple[int, int]) -> tuple[int, int, bool]:
    lines = max(min(lines, height), min(least[1], height))
    out_width, out_height = _even(Fraction(width * lines, height)), _even(Fraction(lines))
    exact = width % out_width == 0 and height % out_height == 0 and width // out_width == height // out_height
    return out_width, out_height, exact


def _enlarged(width: int, height: int, least: tuple[int, int]) -> tuple[int, int, bool]:
    factor = 2
    while width * factor < least[0] or height * factor < least[1]:
        factor += 1
    return _even(Fraction(width * factor)), _even(Fraction(height * factor)), False


def _fits(width: int, height: int, divisor: int, least: tuple[int, int]) -> bool:
    return width >= least[0] * divisor and height >= least[1] * divisor


def _even(value: Fraction) -> int:
    return max(2, 2 * round(value / 2))


def plan_sound(tracks: tuple[AudioTrack, ...], preset: Preset) -> tuple[Sound, ...]:
    """Every track that can be decoded, in order, channels and rate untouched."""
    if preset.audio is AudioRule.NONE:
        return ()
    return tuple(
        Sound(track.index, preset.audio.value, 24 if track.bits > 16 else 16) for track in tracks if track.decodable
    )


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
