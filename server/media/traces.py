"""Traces: what was seen of each frame and each audio track of a file, so that two files can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from server.media.graph import Graph, Stream
from server.media.picture import blocks


@dataclass(frozen=True)
class Traces:
    """Files that receive what was seen of each frame and each audio track."""

    frames: str
    sound: str


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


def traces_in(folder: Path, name: str) -> Traces:
    return Traces(str(folder / f"{name}.frames"), str(folder / f"{name}.sound"))


def write_frames(graph: Graph, video: Stream, traces: Traces) -> None:
    options = {"format": "rawvideo", "vcodec": "rawvideo", "fps_mode": "passthrough"}
    graph.write(blocks(video), path=traces.frames, **options)


def write_hashes(graph: Graph, sound: Sequence[tuple[int, int]], traces: Traces) -> None:
    if not sound:
        return
    codecs = {f"codec:a:{number}": f"pcm_s{bits}le" for number, (_, bits) in enumerate(sound)}
    streams = (graph.source[str(index)] for index, _ in sound)
    graph.write(*streams, path=traces.sound, format="streamhash", hash="md5", **codecs)
