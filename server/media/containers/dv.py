"""Raw DV (IEC 61834-2, SMPTE 314M): is each frame there, and the last one whole?"""

from __future__ import annotations

from collections.abc import Callable

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_MARK = b"\x1f\x07\x00"  # of the header block with which each frame begins


def find_loss(read: Read, size: int, frame_bytes: int, most_bytes: int) -> str | None:
    """What is missing, in words. Frames are looked at as far as `most_bytes`."""
    if not frame_bytes or not _begins(read, 0):
        return None
    whole = size // frame_bytes
    starts = range(0, min(whole * frame_bytes, most_bytes), frame_bytes)
    lost = sum(not _begins(read, at) for at in starts)
    if lost:
        return f"{lost} of its {whole} frames cannot be read"
    return "its last frame is cut off" if _begins(read, whole * frame_bytes) else None


def _begins(read: Read, at: int) -> bool:
    return read(at, len(_MARK)) == _MARK
