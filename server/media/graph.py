"""One FFmpeg process in the making: what it opens, what it writes, and the argument list it becomes.

Nothing from outside reaches a graph as text: codec, format, filter and option names are literals of this package,
numbers come from the plan. Paths never enter it: the graph holds marks, which are replaced in the finished argument
list by `file:` and the path (ffmpeg-python cannot hash a name that is no UTF-8, and a name can then never be taken for
syntax). FFmpeg runs in the attempt's folder, so a filter that writes a file of its own names it by a literal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

import ffmpeg

from server.media.allowed import CODECS, MAX_ALLOC
from server.media.opening import STREAMS_A_FILE, Input, single

Stream: TypeAlias = Any  # ffmpeg-python carries no types

_LIGHT = {
    "transferin": "linear", "transfer": "bt709", "primariesin": "bt709", "primaries": "bt709",
    "matrixin": "gbr", "matrix": "gbr",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """How inputs are opened: the pixel limit, decoder threads (0 = FFmpeg's own choice), and the paths that stand for a
    whole take, or are opened in another way of their own."""

    max_pixels: int
    threads: int = 0
    takes: Mapping[str, tuple[Input, ...]] = field(default_factory=dict)

    @property
    def reads(self) -> tuple[str, ...]:
        """Files and folders that FFmpeg must reach for the takes, beside what its arguments name."""
        return tuple(path for inputs in self.takes.values() for one in inputs for path in one.reads)


class Sources:
    """The streams of a clip by number; those of its further files follow in steps of STREAMS_A_FILE."""

    def __init__(self, files: list[tuple[Stream, bool]]) -> None:
        """Each with whether its pictures hold linear light."""
        self._files = files

    def __getitem__(self, number: str) -> Stream:
        file, stream = divmod(int(number), STREAMS_A_FILE)
        opened, linear = self._files[file]
        return opened[str(stream)].filter("zscale", **_LIGHT) if linear else opened[str(stream)]


class Graph:
    """One clip, any number of outputs. `source["1"]` is the clip's stream 1, as often as one likes."""

    def __init__(self, path: str, reading: Reading, **options: Any) -> None:
        self._paths: dict[str, str] = {}
        self._outputs: list[Stream] = []
        inputs = reading.takes.get(path) or single(path)
        self.source = Sources(
            [(ffmpeg.input(self._mark(o.url), **o.options, **_opening(reading), **options), o.linear) for o in inputs]
        )

    def write(self, *streams: Stream, path: str | None, **options: Any) -> None:
        """One more output, in the order of the calls; None is standard output."""
        target = "pipe:1" if path is None else self._mark(f"file:{path}")
        self._outputs.append(ffmpeg.output(*streams, target, **options))

    def arguments(self, *, progress: bool = True) -> list[str]:
        """Everything after the executable; `progress` goes to standard output."""
        flags = ["-hide_banner", "-nostdin", "-nostats", "-v", "level+warning", "-y"]
        if progress:
            flags += ["-progress", "pipe:1", "-stats_period", "0.25"]
        words = map(str, ffmpeg.compile(ffmpeg.merge_outputs(*self._outputs), cmd="ffmpeg")[1:])
        return [*flags, *(self._paths.get(word, word) for word in words)]

    def _mark(self, url: str) -> str:
        mark = f"@{len(self._paths)}"
        self._paths[mark] = url
        return mark


class Tap:
    """A picture that several branches take; each `take` is a copy of its own, and one that is never used costs
    nothing."""

    def __init__(self, video: Stream) -> None:
        self._split = video.filter_multi_output("split")
        self._numbers = count()

    def take(self) -> Stream:
        return self._split[next(self._numbers)]


def _opening(reading: Reading) -> dict[str, Any]:
    options: dict[str, Any] = {
        "codec_whitelist": CODECS,
        "max_pixels": reading.max_pixels,
        "max_alloc": MAX_ALLOC,
        # A MOV clean aperture is a hint for display; the proxy covers the whole raster, as NLEs link it.
        "apply_cropping": "codec",
    }
    if reading.threads:
        options["threads"] = reading.threads
    return options
