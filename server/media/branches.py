"""Branches: what else grows from the proxy's decode, in the same FFmpeg process.

A new extra is a value in domain/extras.py and a line in BRANCHES: a function that takes what it needs from the feeds
and writes files into their folder. Outputs named here are what FFmpeg makes; media/finish.py makes the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.extras import PLACES, AnalysisProxy, Extra, Filmstrip, Poster, QualityCheck, Waveform
from server.domain.steps import Encode
from server.media.graph import Graph, Stream, Tap
from server.media.output import write_proxy
from server.media.picture import chosen, paced, shown, squared
from server.media.quality import add_quality
from server.media.traces import GATHERED, traces_in, write_colors, write_frames

POSTER_WIDTH = 640
STRIP_HEIGHT = 90
PEAK_RATE = 8000
SMALL = "small"  # traces of what the analysis proxy is made of


@dataclass(frozen=True)
class Feeds:
    """What one decode offers. `steady`: each frame once, whole raster, as the camera recorded it; `shown`: the
    proxy's picture, looks and all. Sound is taken from `graph.source`. Files go to `folder`, where FFmpeg runs.

    `also` is the plan of the analysis proxy, where one is made.
    """

    graph: Graph
    steady: Tap
    shown: Tap
    step: Encode
    folder: Path
    also: Encode | None = None

    def file(self, extra: Extra) -> str:
        return str(self.folder / PLACES[type(extra)].file)


def add_poster(feeds: Feeds, extra: Poster) -> None:
    """A later picture takes an earlier one's place: the last before its middle in a clip that ends before it."""
    picture, lines = chosen(feeds.shown.take(), extra.frames, fields=feeds.step.picture.keep_fields)
    write_jpeg(feeds.graph, squared(picture, lines, width=POSTER_WIDTH), feeds.file(extra))


def add_filmstrip(feeds: Feeds, extra: Filmstrip) -> None:
    picture, lines = chosen(feeds.shown.take(), extra.frames, fields=feeds.step.picture.keep_fields)
    cells = squared(picture, lines, height=STRIP_HEIGHT)
    write_jpeg(feeds.graph, cells.filter("tile", f"{len(extra.frames)}x1"), feeds.file(extra))


def add_waveform(feeds: Feeds, extra: Waveform) -> None:
    write_peaks(feeds.graph, extra, feeds.folder)


def add_analysis_proxy(feeds: Feeds, extra: AnalysisProxy) -> None:
    if feeds.also is None:
        raise ValueError("an analysis proxy needs its plan")
    also = feeds.also
    picture = Tap(shown(paced(feeds.steady.take(), also.fps, False, also.expected_seconds), also))
    write_proxy(feeds.graph, picture.take(), also, feeds.file(extra))
    traces = traces_in(feeds.folder, SMALL)
    write_frames(feeds.graph, picture.take(), traces)
    write_colors(feeds.graph, picture.take(), traces)


def add_quality_check(feeds: Feeds, extra: QualityCheck) -> None:
    add_quality(feeds.graph, extra.facts, extra.limits)


BRANCHES: Mapping[type[Extra], Callable[[Feeds, Any], None]] = {
    Poster: add_poster,
    Filmstrip: add_filmstrip,
    Waveform: add_waveform,
    AnalysisProxy: add_analysis_proxy,
    QualityCheck: add_quality_check,
}


def add_branches(feeds: Feeds) -> None:
    for extra in feeds.step.extras:
        BRANCHES[type(extra)](feeds, extra)


def write_peaks(graph: Graph, extra: Waveform, folder: Path) -> None:
    """Each track as bytes round 128, from which finish.py takes the peaks."""
    for stream, _channels in extra.tracks:
        path = str(folder / f"waveform-{stream}.u8")
        graph.write(graph.source[str(stream)], path=path, format="u8", acodec="pcm_u8", ar=PEAK_RATE, **GATHERED)


def write_jpeg(graph: Graph, video: Stream, path: str) -> None:
    # `update`: the name is taken as it is.
    options = {"format": "image2", "update": 1, "vcodec": "mjpeg", "threads": 1, "q:v": 4}
    graph.write(video, path=path, fps_mode="passthrough", **options)
