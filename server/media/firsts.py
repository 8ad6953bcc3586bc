"""The first picture and sound that a clip's decoders give."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import av
from av.container import InputContainer

from server.media.allowed import DECODERS

MOST_FIRST_PACKETS = 600
MOST_REORDERED = 32  # H.264 and H.265 hold back 16 frames at most, which may be fields


class Firsts:
    """What the first decoded picture says of rotation, fields and colour (it outranks the container), and when each
    track really begins: a container may name a start that codec delay or an edit list then moves."""

    def __init__(self, container: InputContainer, video: int) -> None:
        self._video = video
        looked_at = (s.index for s in container.streams if (s.type == "audio" or s.index == video) and _allowed(s))
        self._left = dict.fromkeys(looked_at, MOST_FIRST_PACKETS)
        self._kept: list[Any] | None = [] if video in self._left else None
        container.streams[video].codec_context.thread_count = 1
        self.frame: dict[str, Any] | None = None
        self.starts: dict[str, float] = {}
        self.side_data: list[tuple[str, bytes]] = []

    def take(self, packet: Any) -> None:
        if self._kept is None or packet.stream.index != self._video:
            self._decode(packet)
            return
        self._kept.append(packet)
        if len(self._kept) == 1:
            self._decode_alone(packet)
        if self.frame is None or (packet.pts is not None and packet.pts < self._kept[0].pts):
            self._decode_all(self._kept)
        elif len(self._kept) > MOST_REORDERED:
            self._kept = None  # nothing comes before the first any more
            self._left[self._video] = 0

    def _decode_alone(self, packet: Any) -> None:
        """Nearly always the first packet is what is shown first. Decoding on until the frame comes out in its turn
        takes several times as long."""
        context = packet.stream.codec_context
        with suppress(av.FFmpegError, ValueError):
            frames = [*packet.decode(), *context.decode(None)]
            if frames and packet.pts is not None and frames[0].pts == packet.pts:
                self._found(packet.stream.index, frames[0], float(packet.pts * packet.time_base))
        context.flush_buffers()

    def _decode_all(self, packets: list[Any]) -> None:
        """The first packet was not what is shown first: as a player does it."""
        self._kept, self.frame = None, None
        self._left[self._video] = MOST_FIRST_PACKETS
        for packet in packets:
            self._decode(packet)

    def _decode(self, packet: Any) -> None:
        index = packet.stream.index
        if self._left.get(index, 0) <= 0:
            return
        self._left[index] -= 1
        try:
            frames = packet.decode()
        except (av.FFmpegError, ValueError):
            return  # a track that begins inside a group of pictures
        if frames:
            self._found(index, frames[0], frames[0].time)

    def _found(self, index: int, frame: Any, seconds: float) -> None:
        self._left[index] = 0
        self.starts[str(index)] = seconds
        if index == self._video:
            self.frame = _described(frame)
            self.side_data = _side_data(frame)


def _allowed(stream: Any) -> bool:
    context = stream.codec_context
    return context is not None and context.codec.name in DECODERS


def _side_data(frame: Any) -> list[tuple[str, bytes]]:
    """PyAV 18 gives none where it does not know one of the types (Exif, which FFmpeg 8 added)."""
    try:
        return [(data.type.name, bytes(data)) for data in frame.side_data]
    except ValueError:
        return []


def _described(frame: Any) -> dict[str, Any]:
    matrix = next((data for name, data in _side_data(frame) if name == "DISPLAYMATRIX"), None)
    return {
        "matrix": None if matrix is None else [int.from_bytes(matrix[i : i + 4], sys.byteorder, signed=True)
                                               for i in range(0, 36, 4)],
        "interlaced": bool(frame.interlaced_frame),
        "width": frame.width,
        "height": frame.height,
        "pix_fmt": frame.format.name,
        "color": color_of(frame),
    }  # fmt: skip


def color_of(source: Any) -> dict[str, int]:
    return {
        "primaries": int(source.color_primaries),
        "transfer": int(source.color_trc),
        "matrix": int(source.colorspace),
        "range": int(source.color_range),
    }
