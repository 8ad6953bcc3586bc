"""Does a picture hold two fields of different moments? Asked of the picture itself, by FFmpeg's filter idet."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from server.domain.media import Scan

if TYPE_CHECKING:
    from av.container import InputContainer

MOST_FRAMES = 60
# Every other codec of cameras writes into its own header whether it codes fields.
SAY_NOTHING_OF_FIELDS = frozenset(
    ("rawvideo", "v210", "v308", "v408", "v410", "r210", "r10k", "ffv1", "ffvhuff", "huffyuv", "utvideo", "qtrle",
     "png", "jpeg2000", "mjpeg", "magicyuv")
)  # fmt: skip
WOVEN_HEIGHTS = frozenset((480, 486, 512, 576, 608, 1080))
_KEYS = {"tff": "lavfi.idet.multiple.tff", "bff": "lavfi.idet.multiple.bff",
         "progressive": "lavfi.idet.multiple.progressive"}  # fmt: skip
_LEAST = 10
_CLEARLY = 20  # to one: idet takes sharp lines that move for fields now and then


def count_fields(container: InputContainer, index: int) -> dict[str, int]:
    """How many of the first frames are {"tff", "bff", "progressive"}; those without movement are none of these."""
    import av  # by the child that reads clips alone: it is a sixth of a worker's start

    stream: Any = container.streams[index]
    graph = av.filter.Graph()
    source, idet, sink = graph.add_buffer(template=stream), graph.add("idet"), graph.add("buffersink")
    source.link_to(idet)
    idet.link_to(sink)
    graph.configure()
    told: Mapping[str, str] = {}
    with suppress(av.FFmpegError):  # GXF ends in one
        for frame in islice(container.decode(stream), MOST_FRAMES):
            graph.push(frame)
            with suppress(av.BlockingIOError):
                told = graph.pull().metadata
    return {name: int(float(told.get(key, 0))) for name, key in _KEYS.items()}


def judge_fields(counts: Mapping[str, int] | None) -> Scan | None:
    """TFF or BFF where the frames leave no doubt, else None."""
    if not counts:
        return None
    first, other = sorted(("tff", "bff"), key=lambda name: -counts[name])
    rest = counts[other] + counts["progressive"]
    return Scan(first) if counts[first] >= _LEAST and counts[first] >= _CLEARLY * rest else None
