"""Filters that bring a decoded picture to what a result needs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from server.domain.likeness import BLOCKS
from server.domain.media import Scan
from server.domain.preset import Codec, Preset
from server.domain.steps import Encode, Picture
from server.media.graph import Stream
from server.media.looks import apply_looks


def steady(video: Stream, step: Encode) -> Stream:
    """One frame for each tick of the proxy's rate, deinterlaced where the plan says so."""
    if step.counted is not None:
        video = video.filter("settb", f"{step.counted.denominator}/{step.counted.numerator}").filter("setpts", "N")
    if step.picture.unworkable:
        video = video.filter("setparams", **dict.fromkeys(step.picture.unworkable, "unknown"))
    if step.picture.deinterlace:
        video = video.filter("bwdif", mode="send_frame", deint="interlaced")
    return paced(video, step.fps, step.constant, step.expected_seconds)


def paced(video: Stream, fps: Fraction, constant: bool, seconds: float | None = None) -> Stream:
    """Frames at `fps`: each once where the clip's own rate is constant, else by time."""
    rate = f"{fps.numerator}/{fps.denominator}"
    if constant:
        # Each frame once, in order, whatever small jitter its clock has. Counted by another clock: the clip's own may
        # tick once a frame at nearly this rate, and times would be cut to the tick before.
        ticking = video.filter("settb", f"{fps.denominator}/{fps.numerator}")
        return ticking.filter("setpts", "if(isnan(STARTPTS),0,STARTPTS)+N").filter("fps", rate)
    # Less than one frame of the new rate would round to none.
    single = seconds is not None and seconds * fps < 1
    return video.filter("fps", rate, eof_action="pass" if single else "round")


def shown(video: Stream, step: Encode) -> Stream:
    """The proxy's picture: its raster, its looks, its pixel format and levels."""
    picture = step.picture
    options: dict[str, Any] = {"flags": "bicubic+accurate_rnd", "interl": 1 if picture.keep_fields else 0}
    options["out_range"] = "pc" if picture.full_range else "tv"
    if picture.from_rgb:
        options["out_color_matrix"] = "bt709"
    video = video.filter("scale", picture.width, picture.height, **options)
    video = apply_looks(video, step.looks)
    video = video.filter("format", _pix_fmt(step.preset, picture))
    if picture.keep_fields:
        video = video.filter("setfield", "tff" if picture.scan is Scan.TFF else "bff")
    return video


def as_proxy_depth(video: Stream) -> Stream:
    """The same levels whatever depth they were coded in: 8 bits scale to 16 otherwise than 10 do."""
    return video.filter("format", "yuv422p10le")


def _pix_fmt(preset: Preset, picture: Picture) -> str:
    # x264 marks full range by the pixel format; the others by a tag alone.
    return "yuvj420p" if preset.codec is Codec.H264 and picture.full_range else preset.traits.pix_fmt


def untagged(video: Stream) -> Stream:
    """For comparing numbers: some tags make swscale refuse its work."""
    return video.filter("setparams", color_primaries="unknown", color_trc="unknown", colorspace="unknown")


def blocks(video: Stream) -> Stream:
    """Block means of luma, as likeness.py compares them."""
    return _means(video.filter("extractplanes", "y")).filter("format", "gray16le")


def color_blocks(video: Stream) -> Stream:
    """Block means of luma and both colour differences, as colors.py compares these."""
    return _means(video).filter("format", "yuv444p16le")


def _means(video: Stream) -> Stream:
    # Where a side shrinks to less than 1/250, swscale takes a detour that silently changes the levels.
    wide, high = "if(gt(iw,3840),iw/8,iw)", "if(gt(ih,3840),ih/8,ih)"
    return untagged(video).filter("scale", wide, high, flags="area").filter("scale", BLOCKS, BLOCKS, flags="area")


def chosen(video: Stream, frames: tuple[int, ...], *, fields: bool) -> tuple[Stream, int]:
    """(those frames, how many lines of the frame stand behind each of theirs): of fields the first, as both at once
    would show a comb."""
    picked = video.filter("select", "+".join(f"eq(n,{number})" for number in frames))
    return (picked.filter("field", "top"), 2) if fields else (picked, 1)


def squared(video: Stream, lines: int, *, width: int | None = None, height: int | None = None) -> Stream:
    """JPEG's picture in square pixels, even sides: at most `width` wide, or just `height` high."""
    if height is None:
        wide = f"max(2,2*trunc(min({width},iw*sar)/2))"
        high = f"max(2,2*round(ow*{lines}*ih/(iw*sar)/2))"
    else:
        wide, high = f"max(2,2*round({height}*iw*sar/({lines}*ih)/2))", str(height)
    # JFIF is full range and BT.601, whatever the clip says.
    sized = video.filter("scale", wide, high, flags="bicubic", out_range="pc", out_color_matrix="bt601")
    return sized.filter("setsar", 1).filter("format", "yuvj420p")
