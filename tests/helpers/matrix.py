"""The shapes of footage, listed: every axis that a camera or recorder varies, and a choice of cells that holds every
pair of values that can meet. The whole product has far more cells than it has new pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from random import Random

from tests.helpers.footage import Take, film, remux
from tests.helpers.traps import SIX

RATES = ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "120000/1001")
TIMECODES = ("none", "non-drop", "drop")
SOUNDS = ("none", "mono", "stereo", "2 mono", "8 mono", "5.1")
TURNS = ("0", "90", "180", "270", "mirrored")
ASPECTS = ("1", "4/3", "16/15")
SCANS = ("progressive", "tff", "bff")
DEPTHS = (8, 10)
CONTAINERS = ("mov", "mp4", "mkv", "mxf", "ts", "avi")

_DROPPING = ("30000/1001", "60000/1001")
_MPEG2 = "-c:v mpeg2video -q:v 2 -g 1"
_X264 = "-c:v libx264 -preset ultrafast -crf 10 -bf 0"
_VIDEO = {
    ("mov", 8): f"{_X264} -pix_fmt yuv420p",
    ("mov", 10): "-c:v prores_ks -profile:v 3 -pix_fmt yuv422p10le",
    ("mp4", 8): f"{_X264} -pix_fmt yuv420p",
    ("mp4", 10): "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1",
    ("mkv", 8): "-c:v ffv1 -pix_fmt yuv422p",
    ("mkv", 10): "-c:v ffv1 -pix_fmt yuv422p10le",
    ("mxf", 8): f"{_MPEG2} -pix_fmt yuv422p",
    ("ts", 8): f"{_X264} -pix_fmt yuv420p",
    ("ts", 10): f"{_X264} -pix_fmt yuv422p10le",
    ("avi", 8): "-c:v huffyuv -pix_fmt yuv422p",
}
_AUDIO = {"mov": "-c:a pcm_s24le", "mp4": "-c:a aac -b:a 192k", "mkv": "-c:a flac", "mxf": "-c:a pcm_s16le",
          "ts": "-c:a aac -b:a 192k", "avi": "-c:a pcm_s16le"}  # fmt: skip
_CHANNELS = {"none": (), "mono": (1,), "stereo": (2,), "2 mono": (1, 1), "8 mono": (1,) * 8, "5.1": (6,)}
_TURNED = {"90": ("transpose=cclock", "-display_rotation 270"), "180": ("hflip,vflip", "-display_rotation 180"),
           "270": ("transpose=clock", "-display_rotation 90"), "mirrored": ("hflip", "-display_hflip")}  # fmt: skip
FRAMES = 24


@dataclass(frozen=True)
class Cell:
    """One shape of footage: a value of each axis."""

    rate: str
    timecode: str
    sound: str
    turn: str
    aspect: str
    scan: str
    depth: int
    container: str

    @property
    def name(self) -> str:
        words = "_".join(str(value) for value in astuple(self)[:-1])
        return words.replace("/", "-").replace(" ", "") + f".{self.container}"

    @property
    def fps(self) -> Fraction:
        return Fraction(self.rate)

    @property
    def channels(self) -> tuple[int, ...]:
        return _CHANNELS[self.sound]

    @property
    def start(self) -> str | None:
        """An MXF file has a timecode track in any case."""
        unsaid = "00:00:00:00" if self.container == "mxf" else None
        return {"none": unsaid, "non-drop": "10:22:47:16", "drop": "10:22:47;16"}[self.timecode]

    @property
    def possible(self) -> bool:
        """Whether such a file exists, and FFmpeg can write it."""
        slow = self.fps <= 30
        mpeg2 = self.container == "mxf" or (self.scan != "progressive" and self.container != "mkv")
        return (
            (self.container, self.depth) in _VIDEO
            and (self.timecode != "drop" or self.rate in _DROPPING)
            and (self.timecode == "none" or self.container in ("mov", "mp4", "mxf"))
            and (self.turn == "0" or (self.container in ("mov", "mp4") and self.aspect == "1"))
            and (self.scan == "progressive" or (slow and self.turn == "0" and self.depth == 8))
            and (self.scan == "progressive" or self.container in ("mov", "ts", "mxf"))
            and not (mpeg2 and self.fps > 60)
            and not (self.container == "mxf" and self.aspect == "16/15")  # MPEG-2 knows three display aspects
            and not (self.container == "mxf" and self.rate == "24000/1001" and self.scan != "progressive")
        )

    def make(self, folder: Path) -> Path:
        take, target = self._take(), folder / self.name
        if self.turn == "0":
            return film(target, take)
        plain = film(folder / f"_{self.name}", take)
        remux(plain, target, "-map 0:v -map 0:a?", before=_TURNED[self.turn][1])
        plain.unlink()
        return target

    def _take(self) -> Take:
        woven = self.scan != "progressive"
        first = {"tff": "top", "bff": "bottom"}.get(self.scan, "")
        steps = [f"tinterlace=interleave_{first},setfield={self.scan}"] if woven else []
        steps += [_TURNED[self.turn][0]] if self.turn != "0" else []
        steps += [f"setsar={self.aspect}"] if self.aspect != "1" else []
        video = f"{_MPEG2} -flags +ildct+ilme -pix_fmt yuv422p" if woven else _VIDEO[self.container, self.depth]
        sounds = {"stereo": "aevalsrc=0.2*sin(440*2*PI*t)|0.2*sin(660*2*PI*t):s=48000:c=stereo", "5.1": SIX}
        start = f"-timecode {self.start}" if self.timecode != "none" else ""
        return Take(
            size="640x360", rate=str(2 * self.fps) if woven else self.rate, frames=2 * FRAMES if woven else FRAMES,
            tones=() if self.sound in sounds else tuple(300 + 100 * n for n in range(len(self.channels))),
            picture=",".join(steps), sound=sounds.get(self.sound, ""), video=video, audio=_AUDIO[self.container],
            options=f"{start} -frames:v {FRAMES}" if woven else start,
        )  # fmt: skip


_AXES = (RATES, TIMECODES, SOUNDS, TURNS, ASPECTS, SCANS, DEPTHS, CONTAINERS)


def all_cells() -> Iterator[Cell]:
    """Every possible one."""
    return (cell for values in product(*_AXES) if (cell := Cell(*values)).possible)  # type: ignore[arg-type]


def _pairs(cell: Cell) -> set[tuple[tuple[str, object], ...]]:
    return set(combinations([(field.name, getattr(cell, field.name)) for field in fields(Cell)], 2))


def chosen_cells(*, looked_at: int = 60) -> list[Cell]:
    """Always the same: few cells that hold every pair of values that any possible cell holds."""
    random, cells = Random(1), list(all_cells())
    missing = set().union(*map(_pairs, cells))
    chosen: list[Cell] = []
    while missing:
        need = random.choice(sorted(missing, key=str))
        fitting = [cell for cell in cells if need in _pairs(cell)]
        best = max(random.sample(fitting, min(looked_at, len(fitting))), key=lambda cell: len(_pairs(cell) & missing))
        chosen.append(best)
        missing -= _pairs(best)
    return chosen
