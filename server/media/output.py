"""How a proxy is coded and what its container says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from server.domain.preset import Codec
from server.domain.steps import Encode
from server.media.encoders import for_encoder, name_of, options_of
from server.media.graph import Graph, Stream

DEFAULT_QUALITY = 23


def write_proxy(graph: Graph, video: Stream, step: Encode, path: str) -> None:
    """One output: picture, every sound of the plan, timecode, reel."""
    if step.picture.tags:
        video = video.filter("setparams", **dict(step.picture.tags))
    video = for_encoder(video, step.encoder)
    sound = (graph.source[str(s.index)] for s in step.sound)
    graph.write(video, *sound, path=path, **_proxy_options(step))


def _proxy_options(step: Encode) -> dict[str, Any]:
    options: dict[str, Any] = {
        "format": step.preset.container,
        "fps_mode": "passthrough",
        "map_metadata": 0,
        "map_chapters": -1,
        **_video_options(step),
    }
    for number, sound in enumerate(step.sound):
        options |= _sound_options(number, sound.codec, sound.bits)
    if step.timecode is not None:
        options["timecode"] = step.timecode
    else:
        options["write_tmcd"] = 0
    if step.reel is not None:
        options["metadata:s:v:0"] = f"reel_name={step.reel}"
    return options


def _sound_options(number: int, codec: str, bits: int) -> dict[str, Any]:
    if codec == "aac":
        return {f"codec:a:{number}": "aac", f"b:a:{number}": "192k"}
    return {f"codec:a:{number}": f"pcm_s{bits}le"}


def _video_options(step: Encode) -> dict[str, Any]:
    preset, gop = step.preset, max(1, round(step.fps * Fraction(step.preset.gop)))
    match preset.codec:
        case Codec.PRORES:
            fields = {"flags": "+ildct"} if step.picture.keep_fields else {}
            return {"vcodec": "prores_aw", "profile:v": {"proxy": 0, "lt": 1}[preset.profile], **fields, **_colr(step)}
        case Codec.DNXHR:
            return {"vcodec": "dnxhd", "profile:v": f"dnxhr_{preset.profile}", **_colr(step)}
        case _:
            return options_of(name_of(step), DEFAULT_QUALITY if preset.quality is None else preset.quality, gop)


def _colr(step: Encode) -> dict[str, str]:
    """Headers of ProRes and DNxHR know few colours. MOV's `colr` knows all, but FFmpeg writes it unasked only where
    primaries, transfer and matrix are all known."""
    known = any(value != "unknown" for _, value in step.picture.tags)
    return {"movflags": "+write_colr"} if known else {}
