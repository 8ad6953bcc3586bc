"""Does a file end where its container says? A necessary sign that a copy is complete, and a cheap one.

ISO base media files (ISO/IEC 14496-12, clause 4.2; QuickTime is its origin) are boxes side by side; RIFF files (AVI,
WAV, OpenDML) are chunks side by side. Both say their sizes in front. MXF files (SMPTE ST 377-1) say in front where
their footer begins, and it is key, length, value up to the end of the file; the footer says how long its index is.
"""

from __future__ import annotations

from collections.abc import Callable

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_MOST_BOXES = 4096  # fragmented recordings have thousands; beyond this the settle time has to do
_FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"uuid"})
_ISO_NAMES = frozenset({"mov", "mp4", "m4v", "qt", "3gp", "3g2", "insv", "lrv", "360", "m4a"})
_HEADER = 16
_PARTITION = bytes.fromhex("060e2b34020501010d01020101")  # and a byte for its kind, one for its state, one of 0
_FOOTER = _PARTITION + b"\x04"


def is_complete(read: Read, size: int, extension: str) -> bool | None:
    """Whether the boxes of a file of `size` bytes fill it exactly and hold its index; None for other containers.

    `extension` (lower case, no dot) tells a film whose beginning has not arrived from another kind of file.
    """
    head = read(0, _HEADER)
    if head[4:8] in _FIRST_BOXES or extension in _ISO_NAMES:
        return _boxes_tile(read, size)
    if head[:4] in (b"RIFF", b"RF64"):
        return _chunks_tile(read, size)
    if head[: len(_PARTITION)] == _PARTITION:
        return _footer_tiles(read, size)
    return None


def _boxes_tile(read: Read, size: int) -> bool | None:
    offset, indexed, filled = 0, False, False
    for _ in range(_MOST_BOXES):
        if offset == size:
            return indexed and filled
        length, kind = _box(read(offset, _HEADER))
        if kind == b"":
            # Behind the index some cameras keep notes that are no boxes; anywhere else the rest has not arrived.
            return None if indexed else False
        if length == 0:
            return None  # reaches to the end of the file, wherever that will be
        if offset + length > size:
            return False
        indexed, filled = indexed or kind == b"moov", filled or kind == b"mdat"
        offset += length
    return None


def _box(header: bytes) -> tuple[int, bytes]:
    """Length and kind of a box; no kind where there is no box. A length of 1: 64 bits of it follow."""
    length, kind = int.from_bytes(header[:4], "big"), header[4:8]
    if len(header) < 8 or not kind.strip(b"\0"):
        return 0, b""
    if length == 1:
        length = int.from_bytes(header[8:16], "big")
        return (length, kind) if length >= 16 else (0, b"")
    return (length, kind) if length == 0 or length >= 8 else (0, b"")


def _chunks_tile(read: Read, size: int) -> bool | None:
    """RF64 (EBU Tech 3306) keeps its size in the chunk `ds64`; more than one RIFF chunk is OpenDML."""
    offset = 0
    for _ in range(_MOST_BOXES):
        if offset >= size:
            return offset <= size + 1  # the padding byte of the last chunk may be missing
        header = read(offset, 28)
        if header[:4] == b"RF64":
            length = int.from_bytes(header[20:28], "little")
        elif header[:4] == b"RIFF":
            length = int.from_bytes(header[4:8], "little")
        else:
            return None if offset else False
        if length in (0, 0xFFFFFFFF):
            return None  # written as a stream: nobody knows its end
        offset += 8 + length + length % 2
    return None


def _footer_tiles(read: Read, size: int) -> bool | None:
    """A writer that has not ended leaves the footer's place as 0, and so may one that streams."""
    start, length = _value(read(0, 25))
    footer = int.from_bytes(read(start + 24, 8), "big") if length >= 32 else 0
    if footer == 0:
        return None
    head = read(footer, _HEADER)
    if head[: len(_FOOTER)] != _FOOTER:
        return False
    offset = footer
    for _ in range(_MOST_BOXES):
        if offset == size:
            return size >= _end_of_footer(read, footer)
        start, length = _value(read(offset, 25))
        if start == 0 or offset + start + length > size:
            return False
        offset += start + length
    return None


def _end_of_footer(read: Read, footer: int) -> int:
    """Behind the partition pack at `footer`: its header metadata and index (HeaderByteCount, IndexByteCount)."""
    start, length = _value(read(footer, 25))
    counts = read(footer + start + 32, 16)
    return footer + start + length + int.from_bytes(counts[:8], "big") + int.from_bytes(counts[8:], "big")


def _value(head: bytes) -> tuple[int, int]:
    """Where the value of a key begins behind its first byte, and how long it is; (0, 0) where there is no key. The
    length is one byte, or 128 + n and n bytes."""
    if head[:4] != _PARTITION[:4] or len(head) < 17:
        return 0, 0
    if head[16] < 0x80:
        return 17, head[16]
    count = head[16] & 0x7F
    return (17 + count, int.from_bytes(head[17 : 17 + count], "big")) if 0 < count <= 8 else (0, 0)
