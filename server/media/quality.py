"""FFmpeg's detectors as branches of one pass, and what they wrote.

Each branch writes its readings to a file whose name is a literal here, in the folder FFmpeg is run in: no path of
anybody ever stands in the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from server.domain.media import AudioTrack, MediaFacts
from server.domain.quality.limits import Limits
from server.domain.quality.picture import PictureSeen, see_picture
from server.domain.quality.readings import CLOCK, Reading, parse_readings
from server.domain.quality.report import report
from server.domain.quality.sound import FLAT_DB, FULL_SCALE_DB, SoundSeen
from server.domain.steps import Examine
from server.media.graph import Graph, Stream
from server.media.graph import Reading as Opening

WIDTH = 640  # enough for every rule, and a fraction of the work
_TICK = f"1/{CLOCK}"
_PICTURE = "quality.picture"
# Of the negative, so that it counts what is at video white (235 of 16-235, where every range is brought to) or above.
_WHITE = 255 - 235 + 1
_BLOCKS_WITHOUT_PICTURE = 50  # a second


def examine_command(step: Examine, opening: Opening) -> list[str]:
    """Arguments of a pass that only looks; the readings go to files in the folder FFmpeg is run in."""
    graph = Graph(step.source, opening)
    add_quality(graph, step.facts, step.limits)
    return graph.arguments()


def add_quality(graph: Graph, facts: MediaFacts, limits: Limits) -> None:
    """The detectors as outputs of nothing. They take the original's own frames, at the times they really have."""
    if facts.video is not None:
        picture = _picture(graph.source[str(facts.video.index)], limits)
        # What comes too close together for the output's clock is dropped there without a word, after it was looked at.
        graph.write(picture, path=None, format="null", fps_mode="vfr")
    for track in facts.audio:
        if can_be_heard(track):
            fps = facts.video.fps if facts.video else None
            graph.write(*_sound(track, graph.source[str(track.index)], fps, limits), path=None, format="null")


def read_quality(facts: MediaFacts, limits: Limits, folder: Path, damage: str | None = None) -> Mapping[str, Any]:
    """The report, from the readings in the folder FFmpeg was run in. Raises OSError where the picture left none."""
    fps = facts.video.fps if facts.video else None
    if facts.video is not None:
        (folder / _PICTURE).stat()
    picture = read_picture(folder) if facts.video else None
    tracks = [read_sound(folder, track, fps) for track in facts.audio if can_be_heard(track)]
    return report(facts, picture, tracks, limits, damage)


def read_picture(folder: Path) -> PictureSeen:
    return see_picture(_readings(folder, _PICTURE))


def read_sound(folder: Path, track: AudioTrack, fps: Fraction | None) -> SoundSeen:
    seen = SoundSeen(track.index)

    def readings(kind: str) -> Iterator[Reading]:
        return _readings(folder, _sound_file(kind, track))

    seen.take_marks(readings("marks"))
    seen.take_peaks(readings("full"), readings("flat"), _block(track, fps) / track.sample_rate)
    seen.take_lengths(readings("lengths"), track.sample_rate)
    seen.take_loudness(readings("loudness"))
    return seen


def can_be_heard(track: AudioTrack) -> bool:
    return track.decodable and track.sample_rate > 0


def _picture(video: Stream, limits: Limits) -> Stream:
    small = video.filter("settb", _TICK).filter("scale", f"min({WIDTH},iw)", -2, flags="area", out_range="tv")
    small = small.filter("format", "yuv420p").filter("scdet", t=100)  # the rule for cuts is ours, it only measures
    small = small.filter("blackdetect", d=0, pic_th=limits.black_share)
    small = small.filter("freezedetect", n=f"{limits.freeze_noise_db:g}dB", d=limits.freeze_seconds)
    white = small.filter("negate", components="y").filter("blackframe", amount=0, threshold=_WHITE)
    return white.filter("metadata", mode="print", file=_PICTURE)


def _sound(track: AudioTrack, stream: Stream, fps: Fraction | None, limits: Limits) -> list[Stream]:
    parts = stream.filter("asettb", _TICK).filter_multi_output("asplit", 4)
    blocks = {"n": _block(track, fps), "p": 0}
    marks = parts[0].filter("asetnsamples", **blocks)
    marks = marks.filter("silencedetect", n=f"{limits.silence_db:g}dB", d=limits.silence_seconds)
    if track.channels == 2:
        marks = marks.filter("aphasemeter", video=0, phasing=1, duration=limits.phase_seconds)
        marks = marks.filter("ametadata", mode="delete", key="lavfi.aphasemeter.phase")
    peaks = _measured(parts[1].filter("asetnsamples", **blocks), "Peak_level+Flat_factor")
    peaks = _printed_above(peaks, _sound_file("flat", track), "Flat_factor", FLAT_DB)
    peaks = _printed_above(peaks, _sound_file("full", track), "Peak_level", FULL_SCALE_DB)
    lengths = _measured(parts[2].filter("asetnsamples", n=track.sample_rate, p=0), "Number_of_samples")
    loudness = parts[3].filter("ebur128", peak="true", metadata=1, framelog="quiet")
    branches = {"marks": marks, "lengths": lengths, "loudness": loudness}
    return [peaks, *(_printed(branch, _sound_file(kind, track)) for kind, branch in branches.items())]


def _measured(blocks: Stream, what: str) -> Stream:
    return blocks.filter("astats", metadata=1, reset=1, measure_perchannel="none", measure_overall=what)


def _printed(branch: Stream, name: str) -> Stream:
    # Every filter has a time base of its own liking; what is written down counts in one.
    return branch.filter("asettb", _TICK).filter("ametadata", mode="print", file=name)


def _printed_above(branch: Stream, name: str, key: str, least: float) -> Stream:
    measured = {"key": f"lavfi.astats.Overall.{key}", "value": least, "function": "greater"}
    return branch.filter("asettb", _TICK).filter("ametadata", mode="print", file=name, **measured)


def _block(track: AudioTrack, fps: Fraction | None) -> int:
    """Samples of half a frame of picture: what begins with a frame is found at that frame."""
    return max(1, round(track.sample_rate / (2 * fps if fps else _BLOCKS_WITHOUT_PICTURE)))


def _sound_file(kind: str, track: AudioTrack) -> str:
    return f"quality.{kind}.{track.index}"


def _readings(folder: Path, name: str) -> Iterator[Reading]:
    """Line by line: a day of sound does not fit in memory. A branch that had nothing to say may have left no file."""
    path = folder / name
    if path.exists():
        with open(path, encoding="ascii", errors="replace") as file:
            yield from parse_readings(file)
