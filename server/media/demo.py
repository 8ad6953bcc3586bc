"""Three short clips with sound and start timecode, for a first look at what Rushes does."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from server.errors import EncodeError

SECONDS = 4


@dataclass(frozen=True)
class _Take:
    name: str
    pattern: str
    rate: str
    timecode: str
    tones: tuple[int, ...]


_TAKES = (
    _Take("A001C001_demo.mov", "testsrc2", "25", "10:00:00:00", (440,)),
    _Take("A001C002_demo.mov", "testsrc2", "30000/1001", "10:05:30;02", (330, 660)),
    _Take("B002C001_demo.mov", "smptehdbars", "24000/1001", "18:22:10:12", (1000, 1000)),
)


def make_demo_clips(executable: str, folder: Path) -> list[Path]:
    """Writes the clips that are not there yet: 1080p H.264, one or two mono tracks. Raises EncodeError."""
    folder.mkdir(parents=True, exist_ok=True)
    clips = [folder / take.name for take in _TAKES]
    for take, clip in zip(_TAKES, clips, strict=True):
        if not clip.exists():
            _make(executable, take, clip)
    return clips


def _make(executable: str, take: _Take, clip: Path) -> None:
    partial = clip.with_name(f".{clip.name}.part")
    done = subprocess.run(
        [executable, *_arguments(take, partial)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        partial.unlink(missing_ok=True)
        raise EncodeError(f"The demo clip {clip.name} could not be made: {done.stderr.strip()[-300:]}")
    partial.rename(clip)


def _arguments(take: _Take, target: Path) -> Sequence[str]:
    picture = ffmpeg.input(f"{take.pattern}=size=1920x1080:rate={take.rate}", f="lavfi", t=SECONDS)
    tones = [ffmpeg.input(f"sine=frequency={hz}:sample_rate=48000", f="lavfi", t=SECONDS) for hz in take.tones]
    picture = picture.filter("scale", out_color_matrix="bt709", out_range="tv").filter("format", "yuv420p")
    tags = dict.fromkeys(("color_primaries", "color_trc", "colorspace"), "bt709")
    picture = picture.filter("setparams", **tags)
    output = ffmpeg.output(
        picture, *tones, f"file:{target}", format="mov", vcodec="libx264", preset="ultrafast", pix_fmt="yuv420p",
        acodec="pcm_s16le", timecode=take.timecode, **{"metadata:s:v:0": f"reel_name={take.name[:4]}"},
    )  # fmt: skip
    return ["-hide_banner", "-nostdin", "-v", "error", "-y", *map(str, ffmpeg.compile(output)[1:])]
