"""A judge of proxies that shares no code with the product: decodes every frame, reads the MOV's boxes itself.

Nothing here imports from `server`. Pictures and sound are decoded by PyAV; timecode, drop-frame flag and reel come
from the bytes of the `tmcd` track (QuickTime File Format, Timecode Media).
"""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import VideoReformatter

THUMB = 32  # thumbnails of THUMB x THUMB luma means
CELLS = 8
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


@dataclass(frozen=True)
class Shown:
    """One frame as a viewer sees it. `luma` is full-range, THUMB x THUMB; `time` in seconds."""

    time: float
    luma: bytes
    top: bytes = b""
    bottom: bytes = b""


@dataclass(frozen=True)
class Track:
    """One sound track. `samples` are interleaved 32-bit numbers; `time` is that of the first one, in seconds."""

    channels: int
    rate: int
    time: float
    samples: array[int] = field(repr=False)

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.channels / self.rate


@dataclass(frozen=True)
class Film:
    """A file, decoded. `size` is as shown, rotation applied; `aspect` the display aspect."""

    frames: list[Shown] = field(repr=False)
    sound: list[Track]
    size: tuple[int, int]
    aspect: Fraction
    color: tuple[int, int, int, int]  # primaries, transfer, matrix, range: ITU-T H.273; range 1 tv, 2 pc
    interlaced: bool
    top_first: bool
    codec: str
    tick: float = 0.0  # how long one frame is by the container's rate (s)

    @property
    def seconds(self) -> float:
        """From the first frame's begin to the end of the last."""
        last = self.frames[-1].time - self.frames[-2].time if len(self.frames) > 1 else self.tick
        return self.frames[-1].time - self.frames[0].time + last

    @property
    def rate(self) -> float:
        """Frames a second, 0 for fewer than two."""
        if len(self.frames) < 2:
            return 0.0
        return (len(self.frames) - 1) / (self.frames[-1].time - self.frames[0].time)

    @property
    def steady(self) -> bool:
        """Every frame within 2 ms of its place."""
        if len(self.frames) < 2:
            return True
        first, rate = self.frames[0].time, self.rate
        return all(abs(f.time - first - i / rate) < 0.002 for i, f in enumerate(self.frames))


def watch(path: Path, *, fields: bool = False, first_field: bool = False) -> Film:
    """Decodes all of it. `fields` looks at the lines of each field too; `first_field` at no others of woven frames, as
    one who makes a frame of each pair would show them."""
    with av.open(f"file:{path}") as container:
        video = next(s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic)
        video.thread_type = "AUTO"
        sar = Fraction(video.sample_aspect_ratio or 1)  # later frames may bring another
        first: Any = None
        shown, scaler = [], VideoReformatter()  # one for all frames: it keeps what it worked out for their size
        tick = float(1 / video.average_rate) if video.average_rate else 0.0
        half = _Half()
        for frame in container.decode(video):
            first = first or frame
            if first_field and first.interlaced_frame:
                frame = half.of(frame, _top_first(path, first))
            shown.append(_shown(frame, math.nan if frame.time is None else frame.time, fields, scaler))
    assert first is not None, f"{path.name}: no frame"
    shown = _timed(shown, tick)
    turn = _turn(first)
    width, height = (first.height, first.width) if turn in (90, 270) else (first.width, first.height)
    aspect = Fraction(width, height) * (1 / sar if turn in (90, 270) else sar)
    color = _color(path, first)
    tracks = [listen(path, number) for number in range(sound_tracks(path))]
    return Film(
        shown, tracks, (width, height), aspect, color, bool(first.interlaced_frame),
        _top_first(path, first), video.codec_context.codec.canonical_name, tick,
    )  # fmt: skip


def _timed(frames: list[Shown], tick: float) -> list[Shown]:
    """Those without a time (negative ones in Matroska, all of raw streams) stand where the next that has one says."""
    known = next(((n, frame.time) for n, frame in enumerate(frames) if not math.isnan(frame.time)), (0, 0.0))
    return [
        replace(frame, time=known[1] + (n - known[0]) * tick) if math.isnan(frame.time) else frame
        for n, frame in enumerate(frames)
    ]


class _Half:
    """One field of each frame."""

    def __init__(self) -> None:
        self._graph: Any = None

    def of(self, frame: Any, top: bool) -> Any:
        if self._graph is None:
            self._graph = av.filter.Graph()
            source = self._graph.add_buffer(width=frame.width, height=frame.height, format=frame.format,
                                            time_base=frame.time_base)  # fmt: skip
            field, sink = self._graph.add("field", "top" if top else "bottom"), self._graph.add("buffersink")
            source.link_to(field)
            field.link_to(sink)
            self._graph.configure()
        self._graph.push(frame)
        return self._graph.pull()


def _shown(frame: Any, time: float, fields: bool, scaler: Any) -> Shown:
    small = _gray(frame, THUMB, THUMB, scaler)
    luma = _turned(_rows(small, THUMB), _turn(frame), _is_mirrored(frame))
    if not fields:
        return Shown(float(time), luma)
    gray = _gray(frame, frame.width, frame.height, VideoReformatter())
    lines, stride = bytes(gray.planes[0]), gray.planes[0].line_size
    top, bottom = (
        [lines[y * stride : y * stride + frame.width] for y in range(start, frame.height, 2)] for start in (0, 1)
    )
    return Shown(float(time), luma, _bar(top), _bar(bottom))


def _gray(frame: Any, width: int, height: int, scaler: Any) -> Any:
    """Full-range luma as it is stored: naming one matrix for both sides keeps swscale from mixing colours into it.
    In two steps where a side shrinks much: beyond about 1/250 swscale changes the levels."""
    if frame.width > 64 * width or frame.height > 64 * height:
        frame = _gray(frame, min(frame.width, 16 * width), min(frame.height, 16 * height), scaler)
        return frame.reformat(width, height, "gray", interpolation="AREA")
    return scaler.reformat(
        frame, width, height, "gray", src_colorspace="ITU709", dst_colorspace="ITU709", interpolation="AREA",
        src_color_range=_range(frame),
    )  # fmt: skip


def _range(frame: Any) -> int:
    return 2 if int(frame.color_range) == 2 or frame.format.name.startswith("yuvj") else 1


def _bar(lines: Sequence[bytes]) -> bytes:
    """The middle of each cell of the frame counter, from one line in its middle."""
    line = lines[len(lines) // 8]
    return bytes(line[len(line) * (2 * cell + 1) // (2 * CELLS)] for cell in range(CELLS))


def _rows(gray: Any, width: int) -> list[bytes]:
    plane = gray.planes[0]
    data, stride = bytes(plane), plane.line_size
    return [data[y * stride : y * stride + width] for y in range(gray.height)]


def _matrix(frame: Any) -> tuple[int, ...] | None:
    data = next((bytes(d) for d in frame.side_data if d.type.name == "DISPLAYMATRIX"), None)
    return None if data is None else struct.unpack("=9i", data)


def _is_mirrored(frame: Any) -> bool:
    m = _matrix(frame)
    return m is not None and m[0] * m[4] - m[1] * m[3] < 0


def _turn(frame: Any) -> int:
    """Clockwise degrees; a mirrored picture is flipped left to right first."""
    m = _matrix(frame)
    if m is None:
        return 0
    a, b, d = (-m[0] if _is_mirrored(frame) else m[0]), (-m[1] if _is_mirrored(frame) else m[1]), m[4]
    if abs(m[0]) > abs(m[1]):
        return 0 if a > 0 and d > 0 else 180
    return 90 if b > 0 else 270


def _turned(rows: list[bytes], degrees: int, mirrored: bool) -> bytes:
    """Rows of the picture as shown, in one piece."""
    if mirrored:
        rows = [row[::-1] for row in rows]
    for _ in range(degrees // 90):
        rows = [bytes(column) for column in zip(*rows[::-1], strict=True)]
    return b"".join(rows)


def _color(path: Path, frame: Any) -> tuple[int, int, int, int]:
    """The container's word, where it has one, else the first frame's."""
    with av.open(f"file:{path}") as container:
        video = next(s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic)
        said = video.codec_context
        names = (("color_primaries", 2), ("color_trc", 2), ("colorspace", 2), ("color_range", 0))
        found = [
            int(getattr(said, n)) if int(getattr(said, n)) != unsaid else int(getattr(frame, n)) for n, unsaid in names
        ]
    return found[0], found[1], found[2], found[3]


def _top_first(path: Path, frame: Any) -> bool:
    """From the QuickTime `fiel` box where there is one: 1 and 9 begin with the top field; else the frame's word."""
    if path.suffix == ".mov":
        data = path.read_bytes()
        at = data.find(b"\0\0\0\x0afiel")
        if at >= 0:
            return data[at + 9] in (1, 9)
    return bool(getattr(frame, "top_field_first", False))


def sound_tracks(path: Path) -> int:
    with av.open(f"file:{path}") as container:
        return len([s for s in container.streams.audio if s.codec_context is not None])


def listen(path: Path, number: int) -> Track:
    """One whole sound track, as 32-bit samples."""
    with av.open(f"file:{path}") as container:
        stream = container.streams.audio[number]
        rate, channels = stream.codec_context.sample_rate, stream.codec_context.layout.nb_channels
        resampler = av.AudioResampler(format="s32", layout=stream.codec_context.layout, rate=rate)
        samples, time = array("i"), None
        for frame in container.decode(stream):
            time = float(frame.time or 0.0) if time is None else time
            for part in resampler.resample(frame):
                samples.frombytes(bytes(part.planes[0])[: part.samples * channels * 4])
        for part in resampler.resample(None):
            samples.frombytes(bytes(part.planes[0])[: part.samples * channels * 4])
    return Track(channels, rate, time or 0.0, samples)


# Frame counters


def number_of(cells: bytes) -> int | None:
    """The number in eight cells; None where the ends are not white and black."""
    white, black = cells[0], cells[-1]
    if white - black < 100:
        return None
    half = (white + black) / 2
    return int("".join("1" if cell > half else "0" for cell in cells[1:-1]), 2)


def numbers(film: Film) -> list[int | None]:
    """The counter of each frame, read where the top of an upright picture is."""
    row = THUMB // 8
    places = [row * THUMB + THUMB * (2 * cell + 1) // (2 * CELLS) for cell in range(CELLS)]
    return [number_of(bytes(f.luma[p] for p in places)) for f in film.frames]


# Timecode


def timecode_of(path: Path) -> tuple[str, str | None] | None:
    """(start timecode, reel) of a MOV's `tmcd` track; `;` says drop frame."""
    data = path.read_bytes()
    for start, end in _boxes(data, 0, len(data), (b"moov", b"trak", b"mdia", b"minf", b"stbl")):
        entry = next(_boxes(data, start, end, (b"stsd",)))[0] + 8
        if data[entry + 4 : entry + 8] != b"tmcd":
            continue
        size, flags, scale, length = (struct.unpack_from(">I", data, entry + at)[0] for at in (0, 20, 24, 28))
        reel = next((_name(data, a) for a, _ in _boxes(data, entry + 34, entry + size, (b"name",))), None)
        offset = _first_offset(data, start, end)
        frame = struct.unpack_from(">I", data, offset)[0]
        assert scale, length
        return smpte(frame, data[entry + 32], drop=bool(flags & 1)), reel
    return None


def _name(data: bytes, start: int) -> str:
    (length,) = struct.unpack_from(">H", data, start)
    return data[start + 4 : start + 4 + length].decode()


def _first_offset(data: bytes, start: int, end: int) -> int:
    for kind, width in ((b"stco", ">I"), (b"co64", ">Q")):
        for body, _ in _boxes(data, start, end, (kind,)):
            return int(struct.unpack_from(width, data, body + 8)[0])
    raise AssertionError("a timecode track without a sample")


def _boxes(data: bytes, start: int, end: int, path: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        size = size or end - start
        if size < head:
            return
        if kind == path[0]:
            inner = (start + head, start + size)
            if len(path) == 1:
                yield inner
            else:
                yield from _boxes(data, *inner, path[1:])
        start += size


def smpte(frame: int, fps: int, *, drop: bool) -> str:
    """SMPTE ST 12-1: drop-frame leaves out the first 2 (4) numbers of each minute that is no multiple of ten."""
    if drop:
        skipped = fps // 15
        minute, ten = fps * 60 - skipped, fps * 600 - 9 * skipped
        tens, rest = divmod(frame, ten)
        frame += 9 * skipped * tens + (skipped * ((rest - skipped) // minute) if rest >= skipped else 0)
    seconds, frames = divmod(frame, fps)
    mark = ";" if drop else ":"
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frames:02d}"
