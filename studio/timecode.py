"""Frames and timecodes of a clip, as the window counts them. Pure: no Qt here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_FORM = re.compile(r"(\d{1,2})[:.;](\d{1,2})[:.;](\d{1,2})[:.;](\d{1,3})")
_UNKNOWN_RATE = Fraction(25)


@dataclass(frozen=True)
class Ruler:
    """`rate` frames a second, `count` frames from `start`: the number of the first, counted from midnight."""

    rate: Fraction
    count: int
    start: int = 0
    drop: bool = False

    @property
    def seconds(self) -> float:
        return float(self.count / self.rate)

    def frame_at(self, seconds: float) -> int:
        """The frame that is shown then, within the clip."""
        return self.clamp(int(seconds * self.rate + Fraction(1, 1000)))

    def seek_seconds(self, frame: int) -> float:
        """What to ask for to be shown this frame: half a frame before it begins, so that rounding does not matter."""
        return max(0.0, float((Fraction(self.clamp(frame)) - Fraction(1, 2)) / self.rate))

    def clamp(self, frame: int) -> int:
        return min(max(0, frame), max(0, self.count - 1))

    def text(self, frame: int) -> str:
        """SMPTE ST 12-1; drop-frame with a semicolon before the frames."""
        number, base = self.start + frame, round(self.rate)
        if self.drop:
            number = _with_dropped(number, base)
        seconds, frames = divmod(number, base)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}{';' if self.drop else ':'}{frames:02d}"

    def frame_of(self, text: str) -> int | None:
        """The frame of the clip with that timecode; None where the text is none, or outside the clip."""
        number = parse_timecode(text, self.rate, self.drop)
        if number is None or not 0 <= number - self.start < self.count:
            return None
        return number - self.start


def ruler_of(metadata: Mapping[str, Any] | None) -> Ruler:
    """Of a clip's metadata (design section 3); what it lacks is guessed, so that something can be shown."""
    told = metadata or {}
    rate = _rate(told.get("fps"))
    count = told.get("frames") or int(float(told.get("duration") or 0) * rate)
    drop = bool(told.get("drop_frame")) and round(rate) % 30 == 0
    start = parse_timecode(str(told.get("timecode") or ""), rate, drop)
    return Ruler(rate, max(1, int(count)), start or 0, drop)


def parse_timecode(text: str, rate: Fraction, drop: bool) -> int | None:
    """Frames since midnight."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, frames = map(int, found.groups())
    base = round(rate)
    if minutes > 59 or seconds > 59 or frames >= base:
        return None
    whole = (hours * 60 + minutes) * 60 + seconds
    dropped = (base // 15) * (hours * 54 + minutes - minutes // 10) if drop else 0
    return whole * base + frames - dropped


def _with_dropped(number: int, base: int) -> int:
    """The count with the numbers that drop-frame leaves out: two (of 30) a minute, but for every tenth."""
    left_out = base // 15
    ten_minutes = base * 600 - left_out * 9
    tens, rest = divmod(number, ten_minutes)
    minutes = max(0, (rest - left_out) // (base * 60 - left_out))
    return number + left_out * (tens * 9 + minutes)


def _rate(text: Any) -> Fraction:
    try:
        rate = Fraction(str(text))
    except (ValueError, ZeroDivisionError):
        return _UNKNOWN_RATE
    return rate if rate > 0 else _UNKNOWN_RATE
