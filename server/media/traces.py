"""Traces: what was seen of each frame and each audio track of a file, so that two files can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from server.domain.media import Scan
from server.media.graph import Graph, Stream
from server.media.picture import as_proxy_depth, blocks, color_blocks

COLOR_FRAMES = 25  # each of so many is looked at for its colours
FIELD_FRAMES, EACH_FRAMES = 15, 300  # so many of so many frames are taken apart: 2 % of a job's processor time
# Sound comes in frames of some 20 ms, and what each costs on its way through FFmpeg's threads is most of what a track
# costs. Gathered into longer ones its samples stay the same.
GATHERED = {"af": "asetnsamples=n=8192:p=0"}
_RAW = {"format": "rawvideo", "vcodec": "rawvideo", "fps_mode": "passthrough"}


@dataclass(frozen=True)
class Traces:
    """Files that receive what was seen of each frame, of each audio track, of each field, and of colours."""

    frames: str
    sound: str
    fields: str
    colors: str


@dataclass(frozen=True)
class Trace:
    """What to look at: `fps` brings frames to a rate first (None: as they are); `sound` holds (stream, bits).

    `to_10_bit` ("tv" or "pc") brings every pixel format to one, so that two files can be compared. `fields` says in
    which order to take each frame apart, too (None: not at all).
    """

    path: str
    video_index: int
    sound: tuple[tuple[int, int], ...] = ()
    fps: Fraction | None = None
    constant: bool = True
    to_10_bit: str | None = None
    from_rgb: bool = False
    fields: Scan | None = None


def traces_in(folder: Path, name: str) -> Traces:
    return Traces(*(str(folder / f"{name}.{kind}") for kind in ("frames", "sound", "fields", "colors")))


def write_frames(graph: Graph, video: Stream, traces: Traces) -> None:
    """Each frame at once: the file tells how far FFmpeg has come."""
    graph.write(blocks(video), path=traces.frames, **_RAW, flush_packets=1)


def write_colors(graph: Graph, video: Stream, traces: Traces) -> None:
    some = video.filter("select", f"not(mod(n,{COLOR_FRAMES}))")
    graph.write(color_blocks(some), path=traces.colors, **_RAW)


def write_fields(graph: Graph, video: Stream, first: Scan, traces: Traces) -> None:
    """The fields of some frames all through the clip, in the order in which they were seen."""
    some = as_proxy_depth(video.filter("select", f"lt(mod(n,{EACH_FRAMES}),{FIELD_FRAMES})"))
    apart = some.filter("setfield", first.value).filter("separatefields")
    graph.write(blocks(apart), path=traces.fields, **_RAW)


def write_hashes(graph: Graph, sound: Sequence[tuple[int, int]], traces: Traces) -> None:
    if not sound:
        return
    codecs = {f"codec:a:{number}": f"pcm_s{bits}le" for number, (_, bits) in enumerate(sound)}
    streams = (graph.source[str(index)] for index, _ in sound)
    graph.write(*streams, path=traces.sound, format="streamhash", hash="md5", **GATHERED, **codecs)
