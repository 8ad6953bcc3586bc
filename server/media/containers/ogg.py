"""Ogg (RFC 3533): are all the pages there that the file counts?"""

from __future__ import annotations

import struct
from collections.abc import Callable

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_HEAD = struct.Struct("<4sBBqIIIB")  # mark, version, kind, time, stream, number, checksum, lengths that follow
_MARK = b"OggS"
_BEGINS, _ENDS = 2, 4  # kinds: the first and the last page of a stream
_MOST_PAGES = 200_000


def find_loss(read: Read, size: int) -> str | None:
    """What is missing, in words."""
    at, numbers = 0, dict[int, int]()  # of the streams that have not ended yet
    for _ in range(_MOST_PAGES):
        head = read(at, _HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(_MARK):
            break
        _, _, kind, _, stream, number, _, lengths = _HEAD.unpack(head)
        if not kind & _BEGINS and number != numbers.get(stream, number - 1) + 1:
            return f"page {numbers[stream] + 1} of a track is missing"
        at += _HEAD.size + lengths + sum(read(at + _HEAD.size, lengths))
        if at > size:
            break
        numbers[stream] = number
        if kind & _ENDS:
            del numbers[stream]
    else:
        return None
    if not numbers:
        return None  # what follows the end is nobody's
    return "it ends before its tracks do" if at >= size else "a page of it cannot be read"
