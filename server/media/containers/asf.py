"""ASF, as of .wmv: are all packets there, and all pieces of each frame?

Advanced Systems Format Specification, revision 01.20.03: sections 3.2 (file properties), 5.1 (data) and 5.2 (packets).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_DATA = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")
_DATA_HEAD = 50
_MARK = 0x82  # error correction of two bytes: what every writer puts before a packet
_BROADCAST = 1  # flag: numbers in the header mean nothing
_MOST_PACKETS, _MOST_OBJECTS, _MOST_BYTES = 100_000, 200, 1 << 17
_TYPES = {1: "<B", 2: "<H", 3: "<I"}  # of numbers whose length a packet chooses; 0: it is not there


def find_loss(read: Read, size: int) -> str | None:
    """What is missing, in words."""
    head = read(0, 24)
    if len(head) < 24 or not head.startswith(_HEADER):
        return None
    data = int.from_bytes(head[16:], "little")
    told = _properties(read, data)
    if told is None or read(data, 16) != _DATA:
        return None
    flags, length = told
    begin, counted = data + _DATA_HEAD, int.from_bytes(read(data + 40, 8), "little")
    there = max(0, size - begin) // length
    if counted > there and not flags & _BROADCAST:
        return f"{counted - there} of its {counted} packets are missing"
    if there == 0 or read(begin, 1) != bytes([_MARK]):
        return None
    count = min(counted or there, there, _MOST_PACKETS)
    return _gaps(read(begin + number * length, length) for number in range(count))


def _properties(read: Read, end: int) -> tuple[int, int] | None:
    """(flags, bytes of a packet)"""
    at = 30
    for _ in range(_MOST_OBJECTS):
        head = read(at, 104)
        if at >= end or len(head) < 24:
            return None
        if head.startswith(_PROPERTIES) and len(head) == 104:
            flags, length = struct.unpack_from("<II", head, 88)
            return (flags, length) if 0 < length <= _MOST_BYTES else None
        at += max(24, int.from_bytes(head[16:24], "little"))
    return None


def _gaps(packets: Iterator[bytes]) -> str | None:
    lost, broken, open_frames = 0, 0, dict[int, tuple[int, int]]()
    for packet in packets:
        try:
            pieces = list(_pieces(packet)) if packet[0] == _MARK else None
        except (IndexError, struct.error):
            pieces = None
        lost += pieces is None
        for stream, offset, length, whole in pieces or ():
            end, wanted = open_frames.get(stream, (0, 0))
            broken += end < wanted if offset == 0 else offset != end
            open_frames[stream] = (offset + length, whole)
    if lost:
        return f"{lost} of its packets cannot be read"
    return f"pieces of {broken} frames are missing" if broken else None


def _pieces(packet: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(stream, offset in its frame, length, length of the frame); what holds several small frames is left out.
    Raises IndexError and struct.error where it is no packet."""
    reader = _Reader(packet, 3)
    flags, kinds = reader.number(1), reader.number(1)
    length, _, padding = (reader.number(flags >> shift & 3) for shift in (5, 1, 3))
    reader.at += 6  # send time, duration
    many = reader.number(1) if flags & 1 else 1
    for _ in range(many & 0x3F):
        stream = reader.number(1) & 0x7F
        _, offset, about = (reader.number(kinds >> shift & 3) for shift in (4, 2, 0))
        whole = struct.unpack_from("<I", packet, reader.at)[0] if about >= 8 else 0
        reader.at += about
        rest = (length or len(packet)) - padding - reader.at
        count = reader.number(many >> 6) if flags & 1 else rest
        reader.at += count
        if about >= 8:
            yield stream, offset, count, whole


class _Reader:
    def __init__(self, packet: bytes, at: int) -> None:
        self._packet, self.at = packet, at

    def number(self, kind: int) -> int:
        """Of that type; none is 0."""
        if kind == 0:
            return 0
        form = _TYPES[kind]
        value: int = struct.unpack_from(form, self._packet, self.at)[0]
        self.at += struct.calcsize(form)
        return value
