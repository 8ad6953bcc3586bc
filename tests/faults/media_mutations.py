"""Damaged and hostile media, by number: the same seed gives the same file."""

from __future__ import annotations

import random
import shlex
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.footage import run_ffmpeg

_TONE = "-f lavfi -i sine=sample_rate=48000"
_X264 = "-c:v libx264 -preset ultrafast -g 4 -pix_fmt yuv420p"
# Every container of the allow-list that FFmpeg can write, with a codec that cameras put into it.
CLIPS = {
    "h264.mov": f"{_X264} -c:a pcm_s16le -timecode 01:00:00:00 -metadata:s:v:0 reel_name=A001",
    "fragments.mp4": f"{_X264} -c:a aac -movflags frag_keyframe+empty_moov",
    "hevc.mp4": "-c:v libx265 -preset ultrafast -x265-params log-level=none -tag:v hvc1 -c:a aac",
    "prores.mov": "-c:v prores_aw -profile:v 0 -c:a pcm_s24le",
    "mjpeg.avi": "-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le",
    "ffv1.mkv": "-c:v ffv1 -c:a flac",
    "vp9.webm": "-c:v libvpx-vp9 -cpu-used 8 -c:a libopus",
    "mpeg2.mxf": "-c:v mpeg2video -pix_fmt yuv422p -c:a pcm_s16le -timecode 01:00:00:00",
    "dnxhr.mov": "-c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p -s 256x144 -c:a pcm_s16le",
    "h264.ts": f"{_X264} -c:a mp2",
    "mpeg2.mpg": "-c:v mpeg2video -c:a mp2",
    "wmv.wmv": "-c:v wmv2 -c:a wmav2",
    "h264.flv": f"{_X264} -c:a aac -ar 44100",
    "mpeg4.3gp": "-c:v mpeg4 -c:a aac",
    "raw.h264": f"{_X264} -an -f h264",
    "tape.dv": "-c:v dvvideo -s 720x576 -r 25 -pix_fmt yuv420p -c:a pcm_s16le -ac 2",
}


@dataclass(frozen=True)
class Bait:
    """What an escape would reach: written into files where a path or an address could stand."""

    file: str
    url: str


def make_clips(folder: Path) -> list[Path]:
    """One small clip for each container."""
    clips = []
    for name, options in CLIPS.items():
        picture = ["-f", "lavfi", "-i", "testsrc2=size=128x96:rate=25"]
        run_ffmpeg(*picture, *_TONE.split(), "-t", "0.32", *shlex.split(options), folder / name)
        clips.append(folder / name)
    return clips


def mutated(clips: Sequence[Path], seed: int, bait: Bait) -> tuple[str, bytes]:
    """(file name, content) of the damaged clip with that number."""
    chance = random.Random(seed)
    clip = clips[seed % len(clips)]
    data = bytearray(clip.read_bytes())
    for _ in range(chance.choice((1, 1, 2, 4))):
        chance.choice(_MUTATIONS)(data, chance, bait)
    return f"{seed:05d}-{clip.name}", bytes(data)


def _flip_bits(data: bytearray, chance: random.Random, _bait: Bait) -> None:
    for _ in range(chance.choice((1, 8, 64))):
        _set(data, chance.randrange(len(data)), bytes([1 << chance.randrange(8)]), flip=True)


def _flip_in_head(data: bytearray, chance: random.Random, _bait: Bait) -> None:
    for _ in range(chance.choice((1, 4, 16))):
        data[chance.randrange(min(len(data), 2048))] = chance.randrange(256)


def _truncate(data: bytearray, chance: random.Random, _bait: Bait) -> None:
    del data[max(16, chance.randrange(len(data))) :]


def _cut_out(data: bytearray, chance: random.Random, _bait: Bait) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 4, 188, 4096))]
    data += b"\0" * 16


def _repeat(data: bytearray, chance: random.Random, _bait: Bait) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.choice((8, 256, 8192))]


def _size(data: bytearray, chance: random.Random, _bait: Bait) -> None:
    """Sizes and counts of boxes, chunks and tables: too large, nothing, one too many, negative."""
    marks = (b"moov", b"trak", b"stbl", b"stsd", b"stsz", b"stco", b"stts", b"mdat", b"dref", b"elst", b"RIFF", b"LIST",
             b"idx1", b"strf", b"\x1aE\xdf\xa3", b"\x06\x0e+4", b"FLV", b"\x00\x00\x01\xba")  # fmt: skip
    found = [at for mark in marks if (at := data.find(mark)) >= 0]
    at = max(0, chance.choice(found or [chance.randrange(len(data))]) + chance.choice((-4, 4, 8, 12)))
    value = chance.choice((0, 1, 7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, len(data), chance.randrange(1 << 32)))
    _set(data, at, struct.pack(chance.choice((">I", "<I")), value))


def _bait(data: bytearray, chance: random.Random, bait: Bait) -> None:
    """A path or an address where a container may name another file."""
    mark = chance.choice((b"dref", b"url ", b"alis", b"udta", b"moov", b"data", b"LIST"))
    at = data.find(mark)
    text = chance.choice((bait.file, bait.url)).encode()
    entry = chance.choice((text, b"\0\0\0\x01" + struct.pack(">I", 12 + len(text)) + b"url \0\0\0\0" + text))
    _set(data, at + 8 if at >= 0 else chance.randrange(len(data)), entry)


def _set(data: bytearray, at: int, new: bytes, *, flip: bool = False) -> None:
    room = max(0, len(data) - at)
    old = data[at : at + len(new)]
    data[at : at + min(len(new), room)] = bytes(a ^ b for a, b in zip(old, new, strict=False)) if flip else new[:room]


_MUTATIONS: tuple[Callable[[bytearray, random.Random, Bait], None], ...] = (
    _flip_bits, _flip_in_head, _truncate, _cut_out, _repeat, _size, _size, _bait,
)  # fmt: skip
