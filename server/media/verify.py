"""Relink proof by decoding: traces of both files are compared, nothing is believed from headers alone."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from server.domain.colors import COLOR_BYTES, WIDE_COLORS, Colors, colors_of, compare_colors
from server.domain.conformance import ALL_REQUIRED, Case, Evidence, Heard, Target, as_dict, judge
from server.domain.likeness import FRAME_BYTES, Frame, Likeness, compare_pictures, frames_of, legal_to_full
from server.domain.links import links_in
from server.domain.media import AudioTrack, MediaFacts, Scan
from server.domain.naming import display_text, split_name
from server.domain.plan import is_rgb, plan_timecode
from server.domain.sound import PER_BLOCK, Outline, compare_sound, outline
from server.errors import NoVideo, SourceDamaged
from server.media.command import listen_command, trace_command
from server.media.ffmpeg import Limits, Outcome, Watch, end_group, ended_early, identify_child, run_ffmpeg, start_ffmpeg
from server.media.graph import Reading
from server.media.launch import Program
from server.media.opening import open_take, straightened
from server.media.traces import Trace, Traces, traces_in
from server.media.watched import watched
from server.ports import Prober

_Pair: TypeAlias = tuple[str, AudioTrack, str, AudioTrack]


@dataclass(frozen=True)
class Bench:
    """The tools of one verification."""

    ffmpeg: Program
    prober: Prober
    reading: Reading
    limits: Limits
    watch: Watch = field(default_factory=Watch)


def reading_of(reading: Reading, path: str, facts: MediaFacts, folder: Path) -> Reading:
    """`reading`, and how to open the clip of those facts if it is several files, whose list goes into `folder`, or is
    to be turned otherwise than it asks for."""
    if facts.video is None:
        return reading
    if facts.take is not None:
        path, opened = facts.take.source, open_take(facts.take, facts.video, folder)
    elif facts.video.tilted:
        opened = straightened(path, facts.video)
    else:
        return reading
    return replace(reading, takes={**reading.takes, path: opened})


def take_traces(bench: Bench, trace: Trace, traces: Traces) -> Outcome:
    """Decodes the file once. Raises what the runner raises."""
    return run_ffmpeg(
        bench.ffmpeg,
        trace_command(trace, traces, bench.reading),
        bench.limits,
        bench.watch,
        reads=bench.reading.reads,
    )


def see(
    original: str,
    proxy: str,
    ranges: tuple[str | None, str | None],
    beat: Callable[[], None] = lambda: None,
) -> Likeness:
    """Compares traces of frames, or of fields; `ranges` are the colour ranges ("tv", "pc", None = tv) the luma is in.
    `beat` is called for each."""
    wide = [r == "pc" for r in ranges]
    with open(original, "rb") as a, open(proxy, "rb") as b:
        first = _frames(a, beat, stretch=wide[0] != wide[1] and not wide[0])
        second = _frames(b, beat, stretch=wide[0] != wide[1] and not wide[1])
        return compare_pictures(first, second)


def see_colors(original: str, proxy: str, ranges: tuple[str | None, str | None]) -> Colors | None:
    """Compares traces of colours; None where there is too little of them to tell."""
    wide = [r == "pc" for r in ranges]
    with open(original, "rb") as a, open(proxy, "rb") as b:
        first, second = (colors_of(iter(partial(file.read, COLOR_BYTES), b"")) for file in (a, b))
        return compare_colors(first, second, [WIDE_COLORS if w and wide[0] != wide[1] else 1.0 for w in wide])


def _frames(file: Any, beat: Callable[[], None], *, stretch: bool) -> Iterator[Frame]:
    def read() -> bytes:
        beat()
        data: bytes = file.read(FRAME_BYTES)
        return data

    frames = frames_of(iter(read, b""))
    return map(legal_to_full, frames) if stretch else frames


def frame_count(traces: Traces) -> int:
    return Path(traces.frames).stat().st_size // FRAME_BYTES


def frames_so_far(traces: Traces) -> int | None:
    """While they are written."""
    with contextlib.suppress(FileNotFoundError):
        return frame_count(traces)
    return None


def sound_hashes(traces: Traces) -> list[str]:
    """One MD5 a track, in order."""
    with contextlib.suppress(FileNotFoundError):
        lines = Path(traces.sound).read_text().splitlines()
        return [line.rpartition("=")[2] for line in lines if "=" in line]
    return []


def hear(bench: Bench, pairs: Sequence[_Pair], same: Sequence[bool]) -> tuple[Heard, ...]:
    """`pairs` of (original, its track, proxy, its track); tracks whose hashes are the same need no listening."""
    return tuple(
        Heard(same=True, exact=True) if exact else _listen(bench, pair) for pair, exact in zip(pairs, same, strict=True)
    )


def _listen(bench: Bench, pair: _Pair) -> Heard:
    original, first, proxy, second = pair
    if first.channels != second.channels or first.sample_rate != second.sample_rate:
        return Heard(same=False, exact=False)
    return compare_sound(_outlines(bench, original, first), _outlines(bench, proxy, second))


def _outlines(bench: Bench, path: str, track: AudioTrack) -> list[Outline]:
    """Read block by block: a day of sound does not fit in memory."""
    seen = [Outline([], []) for _ in range(track.channels)]
    command = listen_command(path, track.index, bench.reading)
    with start_ffmpeg(bench.ffmpeg, command, bench.limits, reads=bench.reading.reads, log=False) as child:
        bench.watch.started(identify_child(child))

        def read(beat: Callable[[], None]) -> None:
            while child.stdout is not None and (data := child.stdout.read(1000 * PER_BLOCK * track.channels * 2)):
                beat()
                _extend(seen, data[: len(data) // 2 * 2])

        try:
            watched(read, bench.limits, bench.watch, "FFmpeg")
        finally:
            if child.poll() is None:
                end_group(child)
    ended = ended_early(Outcome(child.wait()), display_text(Path(path).name))
    if ended is not None:
        raise ended  # else half a track would be judged
    return seen


def _extend(seen: list[Outline], data: bytes) -> None:
    samples = array("h", data)
    if sys.byteorder == "big":
        samples.byteswap()
    for known, new in zip(seen, outline(samples, data[1::2], len(seen)), strict=True):
        known.extend(new)


def same_stem(original: str, proxy: str) -> bool:
    return split_name(Path(original).name)[0] == split_name(Path(proxy).name)[0]


def verify_pair(bench: Bench, original: str, proxy: str, required: Sequence[str] = ALL_REQUIRED) -> dict[str, Any]:
    """The conformance object for any two files. Raises SourceError."""
    facts, made = bench.prober.probe(original), bench.prober.probe(proxy)
    if facts.video is None or made.video is None:
        raise NoVideo("Both files need a picture to be compared.")
    with tempfile.TemporaryDirectory(prefix="rushes-verify-") as folder:
        bench = replace(bench, reading=reading_of(bench.reading, original, facts, Path(folder)))
        original = facts.take.source if facts.take else original
        evidence = _evidence(bench, (original, facts), (proxy, made), Path(folder))
    target = Target(facts.video.fps, plan_timecode(facts.timecode, facts.video.fps, facts.video.fps))
    checks = judge(Case(facts, made, target, evidence))
    return as_dict(checks, required, links_in(checks, facts, made, same_stem(original, proxy)))


def _evidence(bench: Bench, original: tuple[str, MediaFacts], proxy: tuple[str, MediaFacts], folder: Path) -> Evidence:
    (path, facts), (made_path, made) = original, proxy
    bits = [24 if t.bits > 16 else 16 for t in facts.audio if t.decodable]
    first, second = traces_in(folder, "original"), traces_in(folder, "proxy")
    woven = all(f.video is not None and f.video.scan in (Scan.TFF, Scan.BFF) for f in (facts, made))
    _look(bench, _trace_of(path, facts, bits, steady=True, woven=woven), first)
    _look(bench, _trace_of(made_path, made, bits, steady=False, woven=woven), second)
    ranges = tuple(f.video.color.range if f.video else None for f in (facts, made))
    pictures = see(first.frames, second.frames, (ranges[0], ranges[1]))
    fields = see(first.fields, second.fields, (ranges[0], ranges[1])) if woven else None
    colors = see_colors(first.colors, second.colors, (ranges[0], ranges[1]))
    hashes, made_hashes = sound_hashes(first), sound_hashes(second)
    tracks = [t for t in facts.audio if t.decodable]
    pairs = [(path, a, made_path, b) for a, b in zip(tracks, made.audio, strict=False)]
    same = [a == b for a, b in zip(hashes, made_hashes, strict=False)]
    return Evidence(pictures, hear(bench, pairs, same), fields, colors)


def _look(bench: Bench, trace: Trace, traces: Traces) -> None:
    outcome = take_traces(bench, trace, traces)
    if outcome.returncode != 0:
        raise SourceDamaged(f"{Path(trace.path).name} cannot be decoded: {outcome.first_complaint or 'FFmpeg failed'}")


def _trace_of(path: str, facts: MediaFacts, bits: Sequence[int], *, steady: bool, woven: bool) -> Trace:
    video = facts.video
    if video is None:
        raise NoVideo(f"{Path(path).name} has no picture.")
    tracks = [t for t in facts.audio if t.decodable]
    sound = tuple((t.index, b) for t, b in zip(tracks, [*bits, *[16] * len(tracks)], strict=False))
    return Trace(
        path, video.index, sound, fps=video.fps if steady else None, constant=not video.vfr,
        to_10_bit=video.color.range or "tv", from_rgb=is_rgb(video.pix_fmt), fields=video.scan if woven else None,
    )  # fmt: skip
