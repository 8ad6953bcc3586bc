"""Encoders by their names, and the options each takes.

None of those on graphics hardware was run by us: their options are those of FFmpeg's documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.preset import Codec
from server.domain.steps import Encode
from server.media.graph import Stream

DEVICE = "/dev/dri/renderD128"
BY_CPU = {Codec.PRORES: "prores_aw", Codec.DNXHR: "dnxhd", Codec.H264: "libx264", Codec.HEVC: "libx265"}
CODECS = {"h264": Codec.H264, "hevc": Codec.HEVC}
NAMES = tuple(f"{codec}_{kind}" for kind in ("videotoolbox", "nvenc", "qsv", "amf", "vaapi") for codec in CODECS)


def name_of(step: Encode) -> str:
    """The encoder that makes this proxy, as FFmpeg calls it."""
    return step.encoder or BY_CPU[step.preset.codec]


def device_of(name: str | None) -> Mapping[str, Any]:
    """What has to be said of the card before the first input."""
    return {"vaapi_device": DEVICE} if name is not None and name.endswith("_vaapi") else {}


def for_encoder(video: Stream, name: str | None) -> Stream:
    """The picture as that encoder takes it."""
    if name is None:
        return video
    video = video.filter("format", pix_fmt_of(name))
    return video.filter("hwupload") if device_of(name) else video


def options_of(name: str, quality: int, gop: int) -> dict[str, Any]:
    """Of an encoder of H.264 or HEVC. `quality` is on x264's scale, which cards take as their quantiser. Short closed
    GOPs and no B frames: an NLE lands on any frame at once."""
    by_kind: Mapping[str, Mapping[str, Any]] = {
        "libx264": {"profile:v": "high", "preset": "veryfast", "crf": quality, "x264-params": "log-level=1"},
        "libx265": {"preset": "veryfast", "crf": quality, "x265-params": "log-level=error"},
        "videotoolbox": {"q:v": max(1, 100 - 2 * quality)},
        "nvenc": {"preset": "p4", "rc": "vbr", "cq": quality, "b:v": 0},
        "qsv": {"global_quality": quality},
        "amf": {"rc": "cqp", "qp_i": quality, "qp_p": quality},
        "vaapi": {"qp": quality},
    }
    codec = codec_of(name)
    profile = {} if name in by_kind else {"profile:v": {Codec.H264: "high", Codec.HEVC: "main10"}[codec]}
    tag = {Codec.H264: "avc1", Codec.HEVC: "hvc1"}[codec]
    return {"c:v": name, **profile, "g": gop, "bf": 0, "tag:v": tag, **by_kind[name.rpartition("_")[2]]}


def codec_of(name: str) -> Codec:
    return next(codec for codec, cpu in BY_CPU.items() if cpu == name or codec.value == name[:4])


def pix_fmt_of(name: str) -> str:
    if name in BY_CPU.values():
        return "yuv420p10le" if codec_of(name) is Codec.HEVC else "yuv420p"
    return "p010le" if codec_of(name) is Codec.HEVC else "nv12"
