"""From a step to FFmpeg's argument list, built as a graph by ffmpeg-python.

Nothing from outside reaches the graph as text: codec, format, filter and option names are literals here, numbers come
from the plan. Paths never enter it: the graph holds marks, which are replaced in the finished argument list by `file:`
and the path (ffmpeg-python cannot hash a name that is no UTF-8, and a name can then never be taken for syntax).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import ffmpeg

from server.domain.likeness import BLOCKS
from server.domain.media import Scan
from server.domain.preset import Codec, Preset
from server.domain.sound import RATE
from server.domain.steps import Encode, Picture, Snapshot
from server.media.allowed import FORMATS, MAX_ALLOC, PROTOCOLS

Stream: TypeAlias = Any  # ffmpeg-python carries no types
_SOURCE, _TARGET, _FRAMES, _SOUND, _POSTER = "@source", "@target", "@frames", "@sound", "@poster"
POSTER_WIDTH = 640
POSTER_MARKS = ("/image2", "/mjpeg", "[image2")  # in what FFmpeg says of the poster's output


@dataclass(frozen=True)
class Traces:
    """Files that receive what was seen of each frame and each audio track."""

    frames: str
    sound: str


@dataclass(frozen=True)
class Reading:
    """How inputs are opened: the pixel limit, and decoder threads (0 = FFmpeg's own choice)."""

    max_pixels: int
    threads: int = 0


@dataclass(frozen=True)
class Trace:
    """What to look at: `fps` brings frames to a rate first (None: as they are); `sound` holds (stream, bits).

    `to_10_bit` ("tv" or "pc") brings every pixel format to one, so that two files can be compared.
    """

    path: str
    video_index: int
    sound: tuple[tuple[int, int], ...] = ()
    fps: Fraction | None = None
    constant: bool = True
    to_10_bit: str | None = None
    from_rgb: bool = False


def encode_command(step: Encode, target: str, traces: Traces, reading: Reading, poster: str | None = None) -> list[str]:
    """Arguments (without the executable) for one pass: proxy, frame traces, sound hashes, a picture for lists."""
    source = _open(reading)
    shown = _graded(_steady(source[str(step.video_index)], step), step.picture, step.preset)
    parts = shown.filter_multi_output("split", 2 if poster is None else 3)
    outputs = [
        ffmpeg.output(parts[0], *(source[str(s.index)] for s in step.sound), _TARGET, **_proxy_options(step)),
        _frame_trace(parts[1]),
    ]
    if step.sound:
        hashed = [source[str(s.index)] for s in step.sound]
        outputs.append(_sound_trace(hashed, [s.bits for s in step.sound]))
    if poster is not None:
        outputs.append(_poster(parts[2], step))
    return _compiled(outputs, {_SOURCE: step.source, _TARGET: target, _POSTER: poster or "", **_marks(traces)})


def poster_command(step: Snapshot, target: str, reading: Reading) -> list[str]:
    """Arguments that write one frame as a JPEG."""
    video = _open(reading, ss=step.seconds)[str(step.video_index)]
    if step.interlaced:
        video = video.filter("bwdif", mode="send_frame")
    picture = _jpeg(_squared(video.filter("trim", end_frame=1), 1))
    return _compiled([picture], {_SOURCE: step.source, _POSTER: target})


def trace_command(trace: Trace, traces: Traces, reading: Reading) -> list[str]:
    """Arguments that only look at a file: a trace of each frame, a hash of each audio track."""
    source = _open(reading)
    video = source[str(trace.video_index)]
    if trace.fps is not None:
        video = _paced(video, trace.fps, trace.constant)
    if trace.to_10_bit:
        video = video.filter("scale", out_range=trace.to_10_bit, out_color_matrix="bt709") if trace.from_rgb else video
        video = video.filter("format", "yuv422p10le")
    outputs = [_frame_trace(video)]
    if trace.sound:
        streams = [source[str(index)] for index, _ in trace.sound]
        outputs.append(_sound_trace(streams, [bits for _, bits in trace.sound]))
    return _compiled(outputs, {_SOURCE: trace.path, **_marks(traces)})


def listen_command(path: str, stream: int, reading: Reading) -> list[str]:
    """Arguments that write one audio stream as 16-bit PCM of `sound.RATE` to standard output."""
    sound = ffmpeg.output(_open(reading)[str(stream)], "pipe:1", format="s16le", acodec="pcm_s16le", ar=RATE)
    return _compiled([sound], {_SOURCE: path}, progress=False)


def _marks(traces: Traces) -> dict[str, str]:
    return {_FRAMES: traces.frames, _SOUND: traces.sound}


def _open(reading: Reading, **more: Any) -> Stream:
    options = {
        **more,
        "protocol_whitelist": PROTOCOLS,
        "format_whitelist": FORMATS,
        "max_pixels": reading.max_pixels,
        "max_alloc": MAX_ALLOC,
        # A MOV clean aperture is a hint for display; the proxy covers the whole raster, as NLEs link it.
        "apply_cropping": "codec",
    }
    if reading.threads:
        options["threads"] = reading.threads
    return ffmpeg.input(_SOURCE, **options)


def _steady(video: Stream, step: Encode) -> Stream:
    """One frame for each tick of the proxy's rate, deinterlaced where the plan says so."""
    if step.picture.deinterlace:
        video = video.filter("bwdif", mode="send_frame", deint="interlaced")
    return _paced(video, step.fps, step.constant, step.expected_seconds)


def _paced(video: Stream, fps: Fraction, constant: bool, seconds: float | None = None) -> Stream:
    rate = f"{fps.numerator}/{fps.denominator}"
    if constant:
        # Each frame once, in order, whatever small jitter its clock has.
        steady = video.filter("setpts", f"if(isnan(STARTPTS),0,STARTPTS)+N/({rate}*TB)")
        return steady.filter("fps", rate)
    # Less than one frame of the new rate would round to none.
    single = seconds is not None and seconds * fps < 1
    return video.filter("fps", rate, eof_action="pass" if single else "round")


def _graded(video: Stream, picture: Picture, preset: Preset) -> Stream:
    options: dict[str, Any] = {"flags": "bicubic+accurate_rnd", "interl": 1 if picture.keep_fields else 0}
    options["out_range"] = "pc" if picture.full_range else "tv"
    if picture.from_rgb:
        options["out_color_matrix"] = "bt709"
    video = video.filter("scale", picture.width, picture.height, **options)
    video = video.filter("format", _pix_fmt(preset, picture))
    if picture.retag:
        video = video.filter("setparams", **dict(picture.retag))
    if picture.keep_fields:
        video = video.filter("setfield", "tff" if picture.scan is Scan.TFF else "bff")
    return video


def _pix_fmt(preset: Preset, picture: Picture) -> str:
    # x264 marks full range by the pixel format; the others by a tag alone.
    return "yuvj420p" if preset.codec is Codec.H264 and picture.full_range else preset.traits.pix_fmt


def _frame_trace(video: Stream) -> Stream:
    # A plane of its own has no colour; left-over tags of the picture would make swscale refuse it.
    luma = video.filter("extractplanes", "y").filter(
        "setparams", color_primaries="unknown", color_trc="unknown", colorspace="unknown"
    )
    # Where a side shrinks to less than 1/250, swscale takes a detour that silently changes the levels.
    luma = luma.filter("scale", "if(gt(iw,3840),iw/8,iw)", "if(gt(ih,3840),ih/8,ih)", flags="area")
    small = luma.filter("scale", BLOCKS, BLOCKS, flags="area").filter("format", "gray16le")
    return ffmpeg.output(small, _FRAMES, format="rawvideo", vcodec="rawvideo", fps_mode="passthrough")


def _poster(video: Stream, step: Encode) -> Stream:
    """The frame in the middle; of a clip that ends before it, the first."""
    middle = int((step.expected_seconds or 0) * step.fps / 2)
    chosen = video.filter("select", f"eq(n,0)+eq(n,{middle})")
    if step.picture.keep_fields:
        return _jpeg(_squared(chosen.filter("field", "top"), 2))  # both at once would show a comb
    return _jpeg(_squared(chosen, 1))


def _squared(video: Stream, lines: int) -> Stream:
    """Square pixels, even sides. `lines` of the frame stand behind each line of what comes in."""
    width = f"max(2,2*trunc(min({POSTER_WIDTH},iw*sar)/2))"
    height = f"max(2,2*round(ow*{lines}*ih/(iw*sar)/2))"
    # JFIF is full range and BT.601, whatever the clip says.
    sized = video.filter("scale", width, height, flags="bicubic", out_range="pc", out_color_matrix="bt601")
    return sized.filter("setsar", 1).filter("format", "yuvj420p")


def _jpeg(video: Stream) -> Stream:
    # `update`: a later picture takes an earlier one's place, and the name is taken as it is.
    return ffmpeg.output(
        video, _POSTER, format="image2", update=1, vcodec="mjpeg", fps_mode="passthrough", threads=1, **{"q:v": 4}
    )


def _sound_trace(streams: Sequence[Stream], bits: Sequence[int]) -> Stream:
    codecs = {f"codec:a:{i}": f"pcm_s{b}le" for i, b in enumerate(bits)}
    return ffmpeg.output(*streams, _SOUND, format="streamhash", hash="md5", **codecs)


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
            return {"vcodec": "prores_aw", "profile:v": {"proxy": 0, "lt": 1}[preset.profile], **fields}
        case Codec.DNXHR:
            return {"vcodec": "dnxhd", "profile:v": f"dnxhr_{preset.profile}"}
        case Codec.H264:
            # Short closed GOPs and no B frames: an NLE lands on any frame at once.
            return {"vcodec": "libx264", "profile:v": preset.profile, "preset": "veryfast", "crf": preset.quality,
                    "g": gop, "bf": 0, "tag:v": "avc1", "x264-params": "log-level=1"}  # fmt: skip
        case Codec.HEVC:
            return {"vcodec": "libx265", "preset": "veryfast", "crf": preset.quality, "g": gop, "bf": 0,
                    "tag:v": "hvc1", "x265-params": "log-level=error"}  # fmt: skip


def _compiled(outputs: Sequence[Stream], paths: Mapping[str, str], *, progress: bool = True) -> list[str]:
    merged = ffmpeg.merge_outputs(*outputs)
    flags = ["-hide_banner", "-nostdin", "-nostats", "-v", "level+warning", "-y"]
    if progress:
        flags += ["-progress", "pipe:1", "-stats_period", "0.25"]
    arguments = map(str, ffmpeg.compile(merged, cmd="ffmpeg")[1:])
    return [*flags, *(f"file:{paths[a]}" if a in paths else a for a in arguments)]
