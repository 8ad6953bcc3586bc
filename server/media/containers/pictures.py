"""Rate and start timecode of a film of single pictures, from the header of its first one."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from fractions import Fraction

from server.domain.rates import STANDARD_RATES, nominal_rate
from server.media.containers.bcd import timecode_of_bcd
from server.media.containers.label import Label

HEADER_BYTES = 64 * 1024
# SMPTE ST 268-1, tables 1 to 5: offsets of the motion picture and television headers' fields.
_DPX = {b"SDPX": ">", b"XPDS": "<"}
_DPX_FILM_RATE, _DPX_TIMECODE, _DPX_TV_RATE, _DPX_BYTES = 1724, 1920, 1940, 2048
_UNDEFINED = 0xFFFFFFFF
_EXR = b"\x76\x2f\x31\x01"
_MOST_ATTRIBUTES = 256
_FASTEST = max(STANDARD_RATES)


def parse_picture(data: bytes) -> Label:
    """`data` is the file's beginning."""
    order = _DPX.get(data[:4])
    if order is not None and len(data) >= _DPX_BYTES:
        return _dpx(data, order)
    return _exr(data) if data[:4] == _EXR else Label()


def _dpx(data: bytes, order: str) -> Label:
    (code,) = struct.unpack_from(f"{order}I", data, _DPX_TIMECODE)
    rates = (struct.unpack_from(f"{order}f", data, at)[0] for at in (_DPX_TV_RATE, _DPX_FILM_RATE))
    rate = next((found for value in rates if (found := _rate(value))), None)
    hours, minutes, seconds, frames = code.to_bytes(4, "big")
    timecode = None if code == _UNDEFINED else timecode_of_bcd(frames, seconds, minutes, hours)
    return Label(timecode=timecode, rate=rate)


def _exr(data: bytes) -> Label:
    """OpenEXR File Layout, Header: name, type, size and value of each attribute; timecode packed as for TV60."""
    found = dict(_attributes(data))
    code, rate = found.get("timeCode", b""), found.get("framesPerSecond", b"")
    timecode = timecode_of_bcd(*code[:4]) if len(code) == 8 else None
    above, below = struct.unpack("<iI", rate) if len(rate) == 8 else (0, 0)
    return Label(timecode=timecode, rate=_rate(above / below) if below else None)


def _attributes(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 8
    for _ in range(_MOST_ATTRIBUTES):
        name, kind = data.find(b"\0", at), data.find(b"\0", data.find(b"\0", at) + 1)
        if name <= at or kind < 0 or kind + 5 > len(data):
            return
        size = int.from_bytes(data[kind + 1 : kind + 5], "little")
        yield data[at:name].decode("latin-1"), data[kind + 5 : kind + 5 + size]
        at = kind + 5 + size


def _rate(value: float) -> tuple[int, int] | None:
    """Headers keep 23.976 and 24000/1001 alike: the standard rate that is meant."""
    if not math.isfinite(value) or not 1 <= value <= _FASTEST:
        return None
    rate = nominal_rate(Fraction(value).limit_denominator(100_000))
    return rate.numerator, rate.denominator
