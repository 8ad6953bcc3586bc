"""Broadcast Wave: the chunks FFmpeg does not read, and what the `bext` fields mean for an editor.

RIFF and RF64 chunks: EBU Tech 3306. `bext` and its time reference: EBU Tech 3285. iXML: the open specification of the
same name (Gallery), which recorders fill with reel, take and the timecode's rate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from server.domain.xml_text import parse_xml
from server.media.containers.label import Label

Read = Callable[[int, int], bytes]  # (offset, count) -> at most count bytes

_MOST_CHUNKS = 256
_MOST_BYTES = 1 << 20
_SPEED = re.compile(r"^sSPEED=0*(\d{2,3}(?:\.\d{1,3})?)(?:-(ND|DF))?", re.MULTILINE)  # Sound Devices, in `bext`
_TAPE = re.compile(r"^s(?:TAPE|REEL)=(.+)$", re.MULTILINE)
_NTSC = {"23.976": (24000, 1001), "23.98": (24000, 1001), "29.97": (30000, 1001), "59.94": (60000, 1001)}


def parse_wave(read: Read, tags: Mapping[str, str]) -> Label:
    """`tags` are FFmpeg's, with the fields of `bext` in them."""
    ixml = next((body for name, body in _chunks(read, (b"iXML",))), b"")
    told = _texts(ixml)
    described = tags.get("comment", "")
    rate, drop = _rate(told, described)
    reference = tags.get("time_reference", "")
    samples = int(reference) if reference.isascii() and reference.isdigit() else None
    tape = _TAPE.search(described)
    return Label(
        rate=rate,
        drop=drop,
        samples=samples,
        reel=told.get("TAPE") or (tape[1].strip() if tape else None),
        created_at=_date(tags),
        camera=tags.get("encoded_by"),
    )


def _chunks(read: Read, wanted: tuple[bytes, ...]) -> Iterator[tuple[bytes, bytes]]:
    """In RF64 the `data` chunk, which may be the last we can see, has its size in `ds64`."""
    offset, long_data = 12, None
    if read(0, 4) not in (b"RIFF", b"RF64", b"BW64"):
        return
    for _ in range(_MOST_CHUNKS):
        head = read(offset, 8)
        if len(head) < 8:
            return
        name, size = head[:4], int.from_bytes(head[4:], "little")
        if name == b"ds64":
            long_data = int.from_bytes(read(offset + 16, 8), "little")
        if name == b"data" and size == 0xFFFFFFFF and long_data is not None:
            size = long_data
        if name in wanted and size <= _MOST_BYTES:
            yield name, read(offset + 8, size)
        offset += 8 + size + size % 2


def _texts(ixml: bytes) -> dict[str, str]:
    root = parse_xml(ixml.rstrip(b"\0 \r\n"))
    if root is None:
        return {}
    return {
        element.tag.upper(): element.text.strip() for element in root.iter() if element.text and element.text.strip()
    }


def _rate(told: Mapping[str, str], described: str) -> tuple[tuple[int, int] | None, bool]:
    """(frames a second of the timecode, whether it drops numbers)"""
    above, slash, below = told.get("TIMECODE_RATE", "").partition("/")
    if slash and above.isdigit() and below.isdigit() and 0 < int(below) <= int(above) <= 240 * int(below):
        return (int(above), int(below)), told.get("TIMECODE_FLAG") == "DF"
    found = _SPEED.search(described)
    if found is None:
        return None, False
    text = found[1].rstrip("0").rstrip(".") if "." in found[1] else found[1]
    whole = (int(text), 1) if text.isdigit() and 0 < int(text) <= 240 else None
    return _NTSC.get(text, whole), found[2] == "DF"


def _date(tags: Mapping[str, str]) -> str | None:
    """FFmpeg calls the two fields `date` and `creation_time`; the separators are free (EBU Tech 3285)."""
    date, time = tags.get("date", ""), tags.get("creation_time", "")
    if re.fullmatch(r"\d{4}\D\d\d\D\d\d", date) is None:
        return None
    day = f"{date[:4]}-{date[5:7]}-{date[8:]}"
    return f"{day}T{time[:2]}:{time[3:5]}:{time[6:]}" if re.fullmatch(r"\d\d\D\d\d\D\d\d", time) else day
