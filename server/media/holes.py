"""Zeros in place of pictures: what a bad disk or a broken copy leaves, and some decoders show without a word."""

from __future__ import annotations

# Their decoders make something of anything (FFmpeg 9.0 complained of no hole in one clip of three).
SILENT = frozenset(("vp8", "vp9", "av1", "hevc"))
_HOLE = bytes(512)  # no coder of these writes as many for pictures; behind them, a stream may be padded
_BEGIN = bytes(16)


def is_holed(packet: bytes) -> bool:
    """Whether a coded picture begins with zeros or has a long row of them inside."""
    return packet.startswith(_BEGIN) or _HOLE in packet.rstrip(b"\0")
