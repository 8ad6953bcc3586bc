"""When a clip's frames and samples are, and how many: from the times of its packets, as far as they can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from server.domain.rates import RateVerdict, judge_rate, nominal_rate, spell_out

# Only these say of each track how long it is; elsewhere libavformat lends a track the length of the whole file.
TRACKS_SAY_THEIR_LENGTH = ("mov", "mxf", "avi", "gxf")
# These say when the last of it ends, on the clock of its packets.
FILES_SAY_THEIR_END = ("matroska", "asf", "flv")
# Bare streams of a codec: their times are libavformat's guesses, and wrong where frames are reordered.
WITHOUT_CLOCK = ("mpegvideo", "h264", "hevc")
REORDERED = ("h264", "hevc")  # AVI counts frames in the order in which they are coded
EVEN = "mxf"  # one edit unit a frame (SMPTE ST 377-1): where a time is missing, a frame is
LAST_TIME_IS_A_GUESS = ("gxf",)  # it counts fields, and libavformat takes the last frame for one

_LEAST_FRAMES, _MOST_ODD = 8, 0.1  # of the steps between frames
_KINDS = {"video": "picture", "audio": "sound"}

Findings = Mapping[str, Any]  # of the probe, about a file, one of its streams, or the times of all packets


def is_bare(raw: Findings) -> bool:
    return raw["format"] in WITHOUT_CLOCK


def counts_only(raw: Findings, stream: Findings, verdict: RateVerdict) -> bool:
    """Whether frames have no times but their number."""
    return is_bare(raw) or (raw["format"] == "avi" and stream["codec"] in REORDERED and not verdict.vfr)


def rate_of(stream: Findings, times: Findings, raw: Findings) -> tuple[RateVerdict, int | None]:
    """The rate, and the number of frames where it is known."""
    if is_bare(raw):
        return _counted(stream, times)
    ticks: Sequence[int] = times["ticks"]
    frame: Findings | None = raw.get("frame")
    sure = ticks[:-1] if raw["format"] in LAST_TIME_IS_A_GUESS else ticks
    average = Fraction(*stream["average_rate"]) if stream.get("average_rate") else None
    verdict = judge_rate(sure, Fraction(*stream["time_base"]), average)
    if verdict.vfr and average and stream["duration"] and raw["format"].startswith(EVEN):
        return RateVerdict(nominal_rate(average), vfr=False), round(_length(stream) * average)
    if verdict.vfr and times["whole"] and (rate := _pieced(stream, ticks, raw)) is not None:
        return RateVerdict(rate, vfr=False), len(ticks)
    frames = times["shown"] if times["whole"] else None
    shown = _shown_seconds(stream, times)
    if frames and shown:
        measured = frames / shown
        if verdict.vfr:
            verdict = RateVerdict(nominal_rate(measured), vfr=True)
        # Field-coded streams (AVCHD) hold one packet a field: twice the count.
        elif frame is not None and frame["interlaced"] and abs(measured / verdict.fps - 2) < Fraction(1, 10):
            frames = (frames + 1) // 2
    if verdict.vfr and raw["format"] == "avi":
        verdict = _slotted(stream, ticks, verdict)
    return verdict, frames or stream["frames"] or None


def _slotted(stream: Findings, ticks: Sequence[int], verdict: RateVerdict) -> RateVerdict:
    """An AVI counts pictures at one rate; where some were dropped it has nothing in their places, and players show the
    one before."""
    few_dropped = len(ticks) * 2 > max(ticks) - min(ticks) + 1
    return replace(verdict, fps=spell_out(1 / Fraction(*stream["time_base"]))) if few_dropped else verdict


def _pieced(stream: Findings, ticks: Sequence[int], raw: Findings) -> Fraction | None:
    """The rate of steady pieces that an edit list puts together: libavformat (8, 9) leaves holes between them where
    frames are reordered, though the track, by its own word, is as long as its frames."""
    if not raw["format"].startswith("mov") or len(ticks) < _LEAST_FRAMES:
        return None
    steps = Counter(after - before for before, after in pairwise(sorted(ticks)))
    step, count = steps.most_common(1)[0]
    odd = steps.total() - count
    if step <= 0 or odd > len(ticks) * _MOST_ODD or step * len(ticks) != stream["duration"]:
        return None
    return spell_out(1 / (step * Fraction(*stream["time_base"])))


def _length(stream: Findings) -> Fraction:
    return Fraction(*stream["time_base"]) * int(stream["duration"])


def _counted(stream: Findings, times: Findings) -> tuple[RateVerdict, int | None]:
    """The rate as the codec's header has it, and as many frames as there are packets."""
    average = Fraction(*stream["average_rate"]) if stream.get("average_rate") else None
    return judge_rate((), Fraction(1), average), times["shown"] if times["whole"] else None


def _shown_seconds(stream: Findings, times: Findings) -> Fraction | None:
    """From the first frame's time to the end of the last one, edit lists applied."""
    end = times["ends"].get(str(stream["index"]))
    if end is None or not times["ticks"] or end <= min(times["ticks"]):
        return None
    return Fraction(end - min(times["ticks"])) * Fraction(*stream["time_base"])


def duration_of(stream: Findings, raw: Findings, verdict: RateVerdict, frames: int | None) -> float | None:
    times, stated = raw.get("times") or {"whole": False, "ends": {}}, _seconds(stream, stream["duration"])
    if stated and raw["format"].startswith(TRACKS_SAY_THEIR_LENGTH):
        return stated
    counted = None if frames is None else float(frames / verdict.fps)
    if times["whole"] and not verdict.vfr and counted:
        return counted
    shown = _shown_seconds(stream, times) if times["whole"] else None
    return float(shown) if shown else stated or counted


def sound_duration_of(stream: Findings, times: Findings, raw: Findings) -> float | None:
    stated = _seconds(stream, stream["duration"])
    measured = None if stated and raw["format"].startswith(TRACKS_SAY_THEIR_LENGTH) else _measured(stream, times)
    return measured or stated


def _measured(stream: Findings, times: Findings) -> float | None:
    """From its start to the end of its last packet, where all were seen."""
    end = times["ends"].get(str(stream["index"]))
    if end is None or not times["whole"] or stream["start"] is None or end <= stream["start"]:
        return None
    return _seconds(stream, end - stream["start"])


def start_of(stream: Findings, raw: Findings) -> float | None:
    """When the first frame comes out of the decoder, else what the container says (s)."""
    first: float | None = raw.get("starts", {}).get(str(stream["index"]))
    return _seconds(stream, stream["start"]) if first is None else first


def missing_seconds(raw: Findings, times: Findings) -> float:
    """How much shorter the packets are than the header says: the mark of a file that was cut."""
    if not times["whole"] or not times["ends"]:
        return 0.0
    by_index = {str(s["index"]): s for s in raw["streams"]}
    ends = {index: end for index, end in times["ends"].items() if index in by_index}
    if raw["format"].startswith(TRACKS_SAY_THEIR_LENGTH):
        counts_frames = raw["format"] == "avi"
        return max(0.0, *(_gap(by_index[index], end, counts_frames) for index, end in ends.items()))
    if raw["format"].startswith(FILES_SAY_THEIR_END) and raw["duration"]:
        told: float = raw["duration"] / 1e6
        return max(0.0, told - max(_seconds(by_index[i], end) or 0.0 for i, end in ends.items()))
    return 0.0


def find_unread(raw: Findings, times: Findings) -> str | None:
    """What cannot be pictures or sound, in words: zeros in them, and in an AVI pieces that its index alone knows, as
    zeros hide where they begin."""
    if times.get("holed"):
        return f"{times['holed']} of its frames hold zeros in the place of pictures"
    if raw["format"] != "avi" or not times["whole"]:
        return None
    for stream in raw["streams"]:
        listed, read = (times.get(key, {}).get(str(stream["index"]), 0) for key in ("listed", "read"))
        if stream["type"] in ("video", "audio") and read < listed:
            return f"{listed - read} of {listed} pieces of its {_KINDS[stream['type']]} cannot be read"
    return None


def _gap(stream: Findings, end: int, counts_frames: bool) -> float:
    """`counts_frames`: the header's number of them is a time, too, and outlives an index that is cut off."""
    told = stream["duration"]
    if counts_frames and stream["type"] == "video":
        told = max(told or 0, stream["frames"])
    if told is None:
        return 0.0
    return _seconds(stream, told + (stream["start"] or 0) - end) or 0.0


def _seconds(stream: Findings, ticks: int | None) -> float | None:
    return None if ticks is None or not stream["time_base"] else float(ticks * Fraction(*stream["time_base"]))
