"""What AVCHD camcorders put into each picture: an H.264 "user data unregistered" message called MDPM.

Its layout was never published; this is how ExifTool (Image::ExifTool::H264) reads it: a count, then entries of one
byte of tag and four of value, a date spread over two of them.
"""

from __future__ import annotations

from server.media.containers.bcd import date_of_bcd, timecode_of_bcd
from server.media.containers.label import Label

UUID = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66")
_MARK = b"MDPM"
_TIMECODE, _DATE, _TIME, _MAKE = 0x13, 0x18, 0x19, 0xE0
_MAKERS = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}


def parse_mdpm(message: bytes) -> Label | None:
    """`message` is the payload from its UUID on; None if it is somebody else's."""
    if not message.startswith(UUID + _MARK) or len(message) < 21:
        return None
    start = len(UUID + _MARK) + 1
    entries = {
        message[at]: message[at + 1 : at + 5]
        for at in range(start, start + 5 * message[start - 1], 5)
        if at + 5 <= len(message)
    }
    code, maker = entries.get(_TIMECODE), entries.get(_MAKE, b"")
    return Label(
        timecode=None if code is None else timecode_of_bcd(*code),
        created_at=_date(entries.get(_DATE), entries.get(_TIME)),
        camera=_MAKERS.get(int.from_bytes(maker[:2], "big")),
    )


def _date(date: bytes | None, time: bytes | None) -> str | None:
    """The first byte of `date` holds the time zone in half hours, in a way makers disagree about: left out."""
    if date is None or time is None:
        return None
    return date_of_bcd(date[1], date[2], date[3], time[0], time[1:])
