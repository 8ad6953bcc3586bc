"""Footage made at test time with the FFmpeg that Rushes brings along; every frame carries its own number.

The number is a bar over the top quarter of the stored picture: eight cells, white, six bits (highest first), black.
"""

from __future__ import annotations

import shlex
import struct
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

CELLS = 8
BITS = CELLS - 2
X264 = "-c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv420p -g 12 -bf 0"
PCM = "-c:a pcm_s16le"


@dataclass(frozen=True)
class Take:
    """What is filmed. `tones` gives a mono track each (Hz); `picture` is a filter chain behind the pattern; `sound`
    replaces the tones by one lavfi source; `options` are FFmpeg's, for the output."""

    size: str = "320x180"
    rate: str = "25"
    frames: int = 25
    tones: tuple[int, ...] = (440,)
    picture: str = ""
    sound: str = ""
    video: str = X264
    audio: str = PCM
    options: str = ""


def executable() -> str:
    """The wheel's own file, found without the product's code."""
    folder = Path(imageio_ffmpeg.__file__).parent / "binaries"
    return next(str(path) for path in sorted(folder.glob("ffmpeg-*")))


def run_ffmpeg(*arguments: str | Path) -> None:
    """Raises AssertionError with FFmpeg's words where it fails."""
    command = [executable(), "-hide_banner", "-nostdin", "-v", "error", "-y", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    assert done.returncode == 0, done.stderr[-2000:]


def film(target: Path, take: Take) -> Path:
    """The clip, in the container its name asks for."""
    target.parent.mkdir(parents=True, exist_ok=True)
    pattern = f"testsrc2=size={take.size}:rate={take.rate},{_counter()}"
    inputs = ["-f", "lavfi", "-i", f"{pattern},{take.picture}" if take.picture else pattern]
    seconds = take.frames / _number(take.rate)
    sounds = [take.sound] if take.sound else [f"sine=frequency={hz}:sample_rate=48000" for hz in take.tones]
    for sound in sounds:
        inputs += ["-f", "lavfi", "-t", f"{seconds:.6f}", "-i", sound]
    maps = [word for n in range(len(sounds) + 1) for word in ("-map", str(n))]
    words = [*shlex.split(take.video), *(shlex.split(take.audio) if sounds else []), *shlex.split(take.options)]
    run_ffmpeg(*inputs, *maps, "-frames:v", str(take.frames), *words, f"file:{target}")
    return target


def remux(source: Path, target: Path, options: str = "", before: str = "") -> Path:
    """A copy of the streams under other terms: `before` stands in front of the input."""
    target.parent.mkdir(parents=True, exist_ok=True)
    run_ffmpeg(*shlex.split(before), "-i", f"file:{source}", "-c", "copy", *shlex.split(options), f"file:{target}")
    return target


def add_clean_aperture(clip: Path, width: int, height: int) -> Path:
    """Writes a `clap` box (ISO/IEC 14496-12, 12.1.4) into the first sample entry; `moov` must lie behind `mdat`."""
    box = struct.pack(">I4s8I", 40, b"clap", width, 1, height, 1, 0, 1, 0, 1)
    data = bytearray(clip.read_bytes())
    path, start, end = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"), 0, len(data)
    for kind in path:
        start, end = _grow(data, kind, start, end, len(box))
    entry = start + 8  # version, flags and the number of entries
    size = struct.unpack_from(">I", data, entry)[0]
    struct.pack_into(">I", data, entry, size + len(box))
    # A QuickTime sample entry may end in four zero bytes, behind which nothing is read.
    at = entry + size - (4 if data[entry + size - 4 : entry + size] == b"\0\0\0\0" else 0)
    data[at:at] = box
    clip.write_bytes(bytes(data))
    return clip


def _grow(data: bytearray, kind: bytes, start: int, end: int, by: int) -> tuple[int, int]:
    """Makes the first box of that kind longer; where its content begins and ended."""
    while start < end:
        size, name = struct.unpack_from(">I4s", data, start)
        if name == kind:
            struct.pack_into(">I", data, start, size + by)
            return start + 8, start + size
        start += size
    raise AssertionError(f"no {kind!r} in the clip")


def _number(rate: str) -> float:
    above, _, below = rate.partition("/")
    return float(above) / float(below or 1)


def _counter() -> str:
    """Drawn without anti-aliasing, so that a threshold at half the way tells black from white."""
    cells = [_cell(0, "white"), _cell(CELLS - 1, "black")]
    for bit in range(BITS):
        cell = 1 + bit
        cells.append(_cell(cell, "black"))
        cells.append(_cell(cell, "white") + f":enable='gt(bitand(n,{1 << (BITS - 1 - bit)}),0)'")
    return ",".join(cells)


def _cell(number: int, color: str) -> str:
    return f"drawbox=x=iw*{number}/{CELLS}:y=0:w=iw/{CELLS}+1:h=ih/4:color={color}:t=fill"


def own_content(clip: Path) -> bytes:
    """`clip` as nobody has it: a `free` box (ISO/IEC 14496-12, 8.1.2) behind it, so that no twin's proxy is linked."""
    return clip.read_bytes() + (24).to_bytes(4, "big") + b"free" + uuid.uuid4().bytes
