"""From a step to FFmpeg's argument list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from server.domain.sound import RATE
from server.domain.steps import Encode, Listen, Snapshot
from server.media.branches import POSTER_WIDTH, Feeds, add_branches, write_jpeg, write_peaks
from server.media.encoders import device_of
from server.media.graph import Graph, Reading, Tap
from server.media.output import write_proxy
from server.media.picture import as_proxy_depth, paced, shown, squared, steady, untagged
from server.media.traces import GATHERED, Trace, Traces, write_colors, write_fields, write_frames, write_hashes


@dataclass(frozen=True)
class Results:
    """Where the results of one pass go: the proxy, its traces, and a folder for the extras of the step.

    `also` is the plan of an analysis proxy. Without `proxy` only extras are made.
    """

    folder: Path
    proxy: str | None = None
    traces: Traces | None = None
    also: Encode | None = None


def encode_command(step: Encode, results: Results, reading: Reading) -> list[str]:
    """Arguments (without the executable) for one decode and all that comes of it."""
    graph = Graph(step.source, reading, **device_of(step.encoder))
    frames = Tap(steady(graph.source[str(step.video_index)], step))
    picture = Tap(shown(frames.take(), step))
    if results.proxy is not None:
        write_proxy(graph, picture.take(), step, results.proxy)
    if results.traces is not None:
        write_frames(graph, picture.take(), results.traces)
        write_colors(graph, picture.take(), results.traces)
        if step.picture.keep_fields:
            # As recorded where they can be compared so: faults of our own filters are seen too.
            woven = picture if step.repainted else frames
            write_fields(graph, woven.take(), step.picture.scan, results.traces)
        write_hashes(graph, [(s.index, s.bits) for s in step.sound], results.traces)
    add_branches(Feeds(graph, frames, picture, step, results.folder, results.also))
    return graph.arguments()


def poster_command(step: Snapshot, target: str, reading: Reading) -> list[str]:
    """Arguments that write one frame as a JPEG."""
    graph = Graph(step.source, reading, ss=step.seconds)
    video = graph.source[str(step.video_index)]
    if step.interlaced:
        video = video.filter("bwdif", mode="send_frame")
    write_jpeg(graph, squared(video.filter("trim", end_frame=1), 1, width=POSTER_WIDTH), target)
    return graph.arguments()


def preview_command(step: Encode, seconds: float, target: str, reading: Reading) -> list[str]:
    """Arguments that write one frame of the original as the proxy would show it, as a JPEG."""
    graph = Graph(step.source, reading, ss=seconds)
    video = graph.source[str(step.video_index)].filter("trim", end_frame=1)
    if step.picture.deinterlace or step.picture.keep_fields:
        video = video.filter("bwdif", mode="send_frame")
    write_jpeg(graph, squared(shown(video, step), 1, width=POSTER_WIDTH), target)
    return graph.arguments()


def peaks_command(step: Listen, folder: Path, reading: Reading) -> list[str]:
    """Arguments that only listen, for the peaks of a clip without a picture."""
    graph = Graph(step.source, reading)
    write_peaks(graph, step.waveform, folder)
    return graph.arguments()


def trace_command(trace: Trace, traces: Traces, reading: Reading) -> list[str]:
    """Arguments that only look at a file: a trace of each frame, a hash of each audio track."""
    graph = Graph(trace.path, reading)
    video = untagged(graph.source[str(trace.video_index)])
    if trace.fps is not None:
        video = paced(video, trace.fps, trace.constant)
    if trace.to_10_bit:
        video = video.filter("scale", out_range=trace.to_10_bit, out_color_matrix="bt709") if trace.from_rgb else video
        video = as_proxy_depth(video)
    picture = Tap(video)
    write_frames(graph, picture.take(), traces)
    write_colors(graph, picture.take(), traces)
    if trace.fields is not None:
        write_fields(graph, picture.take(), trace.fields, traces)
    write_hashes(graph, trace.sound, traces)
    return graph.arguments()


def listen_command(path: str, stream: int, reading: Reading) -> list[str]:
    """Arguments that write one audio stream as 16-bit PCM of `sound.RATE` to standard output."""
    graph = Graph(path, reading)
    graph.write(graph.source[str(stream)], path=None, format="s16le", acodec="pcm_s16le", ar=RATE, **GATHERED)
    return graph.arguments(progress=False)
