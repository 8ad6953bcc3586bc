"""Boxes of ISO base media and QuickTime files (ISO/IEC 14496-12, clause 4.2) that FFmpeg's Python does not show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from server.domain.xml_text import MOST_BYTES

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_MOST_BOXES = 4096
_TO_STSD = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
_DOLBY = (b"dvcC", b"dvvC", b"dvwC")  # Dolby Vision Streams within the ISO base media file format, 3.2
_ENTRY_BYTES = 86  # of a visual sample entry with its header, before the boxes in it
_STSD_BYTES = 8  # version, flags, number of entries


def dolby_vision_profile(read: Read, size: int) -> str | None:
    """Such as "8.4" (profile and base layer compatibility) or "5"; None where no track is Dolby Vision."""
    for start, end in _inside(read, 0, size, _TO_STSD):
        for _, entry, stop in _boxes(read, start + _STSD_BYTES, end):
            for kind, at, _ in _boxes(read, entry - 8 + _ENTRY_BYTES, stop):
                if kind in _DOLBY:
                    return _profile(read(at, 5))
    return None


def find_loss(read: Read, size: int) -> str | None:
    """What is missing, in words: an index that is cut off may still name a track or two."""
    at = 0
    for _ in range(_MOST_BOXES):
        head = read(at, 16)
        length = int.from_bytes(head[:4], "big")
        length = int.from_bytes(head[8:16], "big") if length == 1 else length
        if len(head) < 8 or length < 8:
            return None
        at += length
        if at > size:
            return "its index is cut off" if head[4:8] == b"moov" else None
    return None


def holds_film(read: Read, size: int) -> bool:
    """Whether a track of the index calls itself moving pictures (handler `vide`: 14496-12, 12.1.2). False where that
    is not all to be known: pictures of chapters (`chap`) are such a track, too."""
    film = False
    for start, end in _inside(read, 0, size, (b"moov", b"trak")):
        film |= any(read(at + 8, 4) == b"vide" for at, _ in _inside(read, start, end, (b"mdia", b"hdlr")))
        if any(True for _ in _inside(read, start, end, (b"tref", b"chap"))):
            return False
    return film


def xml_document(read: Read, size: int) -> bytes:
    """Of a `meta` box of the file or of its movie (14496-12, 8.11); empty where there is none, or a large one."""
    for path in ((b"meta",), (b"moov", b"meta")):
        for start, end in _inside(read, 0, size, path):
            # QuickTime's `meta` has no version and flags before its boxes.
            inner = start if read(start + 4, 4) == b"hdlr" else start + 4
            for at, stop in _inside(read, inner, end, (b"xml ",)):
                if stop - at <= MOST_BYTES:
                    return read(at + 4, stop - at - 4).rstrip(b"\0")
    return b""


def _profile(record: bytes) -> str | None:
    """Seven bits of profile after two bytes of version; the compatibility is the upper half of the fifth byte."""
    if len(record) < 5:
        return None
    profile, compatible = record[2] >> 1, record[4] >> 4
    return f"{profile}.{compatible}" if compatible else str(profile)


def _inside(read: Read, start: int, end: int, path: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    for kind, body, stop in _boxes(read, start, end):
        if kind == path[0]:
            if len(path) == 1:
                yield body, stop
            else:
                yield from _inside(read, body, stop, path[1:])


def _boxes(read: Read, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, begin of the body, end); stops at what is no box."""
    for _ in range(_MOST_BOXES):
        head = read(start, 16) if start + 8 <= end else b""
        if len(head) < 8:
            return
        size, body = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        stop = start + (size or end - start)
        if stop < body or stop > end:
            return
        yield head[4:8], body, stop
        start = stop
