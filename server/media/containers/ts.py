"""MPEG transport streams (ISO/IEC 13818-1): is the last packet whole?"""

from __future__ import annotations

from collections.abc import Callable

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_SYNC = b"\x47"
_KINDS = ((188, 0), (192, 4))  # (bytes of a packet, where its sync byte stands): the second with arrival times (M2TS)


def find_loss(read: Read, size: int) -> str | None:
    """What is missing, in words."""
    for length, at in _KINDS:
        if all(read(number * length + at, 1) == _SYNC for number in range(3)):
            return "its end is cut off" if read(size - size % length + at, 1) == _SYNC else None
    return None
