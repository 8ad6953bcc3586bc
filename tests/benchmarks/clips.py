"""The card of the benchmarks: real camera clips where there is a folder of them, noisy synthetic ones for the rest."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from tests.helpers.footage import run_ffmpeg

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS = 10

# GoPro, phones, 4K portrait, edit list, 5.1 and rotated, VFR, street camera, HDV, XDCAM, DV, MXF, ProRes, anamorphic.
# The first four are also the quick card.
REAL = (
    "hero7.mp4",
    "sample-5s.mp4",
    "hdv-1080i50.mov",
    "sample.mxf",
    "portrait_4k60.mp4",
    "sample_edit_list.mp4",
    "rotate-buck-bunny.mp4",
    "cursed-vfr.mp4",
    "car-detection.mp4",
    "xdcam-ex-1080i60.mov",
    "dv-pal-interlaced.mov",
    "fixture.mxf",
    "apple-prores-422-hq.mov",
    "sar_2x1.mp4",
    "video_1.mp4",
    "sowt-with-video.mov",
)


def media_folder() -> Path | None:
    """Where real footage is, as for the tests; None if nowhere."""
    folder = Path(os.environ.get("RUSHES_TEST_MEDIA", REPOSITORY.parent / "shared" / "media"))
    return folder if folder.is_dir() else None


def make_card(folder: Path, real: int, synthetic: int) -> list[Path]:
    """The clips, each made or copied only if it is not there yet. A real clip that is missing is replaced by a
    synthetic one, so that the card always holds as many."""
    folder.mkdir(parents=True, exist_ok=True)
    media = media_folder()
    found = [media / name for name in REAL[:real] if (media / name).is_file()] if media else []
    clips = [_copied(clip, folder / clip.name) for clip in found]
    missing = real + synthetic - len(clips)
    return [*clips, *(make_synthetic(folder / f"S{n:03}C001.mov", n) for n in range(1, missing + 1))]


def _copied(source: Path, target: Path) -> Path:
    if not target.exists():
        shutil.copyfile(source, target)
    return target


def make_synthetic(target: Path, number: int) -> Path:
    """10 s of 1080p25 H.264 at 30 Mbit/s, two mono and two stereo tracks, start timecode. The noise makes decoding cost
    what a camera's picture does; `number` seeds it."""
    if target.exists():
        return target
    partial = target.with_name(f".{target.name}.part")
    noise = f"noise=alls=12:allf=t:all_seed={number}"
    tagged = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    inputs = ["-f", "lavfi", "-i", f"testsrc2=size=1920x1080:rate=25,format=yuv420p,{noise},{tagged}"]
    for sound in _sounds():
        inputs += ["-f", "lavfi", "-i", sound]
    maps = [word for stream in range(len(_sounds()) + 1) for word in ("-map", str(stream))]
    codec = shlex.split("-c:v libx264 -preset superfast -b:v 30M -maxrate 40M -bufsize 40M -g 25 -bf 2 -c:a pcm_s16le")
    timecode = ["-timecode", f"10:{number:02}:00:00"]
    run_ffmpeg(*inputs, *maps, "-t", str(SECONDS), *codec, *timecode, "-f", "mov", f"file:{partial}")
    partial.rename(target)
    return target


def _sounds() -> tuple[str, ...]:
    mono = tuple(f"sine=frequency={hz}:sample_rate=48000" for hz in (330, 440))
    stereo = tuple(f"aevalsrc=0.2*sin({hz}*2*PI*t)|0.2*sin({hz + 110}*2*PI*t):s=48000" for hz in (550, 770))
    return mono + stereo
