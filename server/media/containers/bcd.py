"""Timecode in binary coded decimals, as SMPTE ST 12-1 packs it."""

from __future__ import annotations

DROP = 0x40  # bit 6 of the byte that holds the frames; bit 7 is the colour frame flag (ST 12-1, table 4)


def timecode_of_bcd(frames: int, seconds: int, minutes: int, hours: int) -> str | None:
    """From the four bytes, flags still in them; None where they are no time of day."""
    numbers = [
        _decimal(byte & mask) for byte, mask in ((hours, 0x3F), (minutes, 0x7F), (seconds, 0x7F), (frames, 0x3F))
    ]
    if None in numbers:
        return None
    hh, mm, ss, ff = (int(n or 0) for n in numbers)
    if hh > 23 or mm > 59 or ss > 59:
        return None
    return f"{hh:02d}:{mm:02d}:{ss:02d}{';' if frames & DROP else ':'}{ff:02d}"


def date_of_bcd(century: int, year: int, month: int, day: int, time: bytes) -> str | None:
    """Local time without a zone; `time` holds hours, minutes and seconds."""
    numbers = [_decimal(byte) for byte in (century, year, month, day, *time[:3])]
    if len(numbers) != 7 or None in numbers:
        return None
    cc, yy, mm, dd, hours, minutes, seconds = (int(n or 0) for n in numbers)
    if not (1 <= mm <= 12 and 1 <= dd <= 31 and hours < 24 and minutes < 60 and seconds < 60):
        return None
    return f"{cc:02d}{yy:02d}-{mm:02d}-{dd:02d}T{hours:02d}:{minutes:02d}:{seconds:02d}"


def _decimal(byte: int) -> int | None:
    tens, ones = byte >> 4, byte & 15
    return None if tens > 9 or ones > 9 else 10 * tens + ones
