"""SMPTE ST 12-1 timecode: labels, drop-frame counting, conversion between rates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor

_HALF = Fraction(1, 2)
_LABEL = re.compile(r"([0-9]{1,2})[:;]([0-9]{1,2})[:;]([0-9]{1,2})([:;.,])([0-9]{1,5})")


class TimecodeError(ValueError):
    """A label that is no timecode at its rate."""


def nominal_count(rate: Fraction) -> int:
    """Frame numbers per second of label: the rate rounded half up, at least 1 (as FFmpeg's libavutil/timecode.c)."""
    return max(1, floor(rate + _HALF))


def dropped_per_minute(rate: Fraction) -> int:
    """Numbers that drop-frame counting leaves out at the start of a minute; 0 where the rate has no drop-frame.

    ST 12-1 defines 2 at 30/1.001; twice and four times that follow for 59.94 and 119.88.
    """
    nominal = nominal_count(rate)
    # Some files write 2997/100 for 30000/1001.
    ntsc = abs(rate * Fraction(1001, 1000) - nominal) < nominal * Fraction(1, 4000)
    return nominal // 30 * 2 if nominal % 30 == 0 and ntsc else 0


@dataclass(frozen=True)
class Timecode:
    """A frame of the 24-hour day: `frame_number` counts frames from the label 00:00:00:00.

    Raises TimecodeError for a number outside the day, or for drop at a rate that has none.
    """

    frame_number: int
    rate: Fraction
    drop: bool = False

    def __post_init__(self) -> None:
        if self.rate <= 0:
            raise TimecodeError(f"a frame rate is above zero, this one is {self.rate}")
        if self.drop and not dropped_per_minute(self.rate):
            raise TimecodeError(f"there is no drop-frame timecode at {float(self.rate):.6g} frames a second")
        if not 0 <= self.frame_number < self.frames_per_day:
            raise TimecodeError(f"frame {self.frame_number} lies outside the 24-hour day")

    @classmethod
    def parse(cls, text: str, rate: Fraction) -> Timecode:
        """Reads HH:MM:SS:FF; `;`, `.` or `,` before the frames means drop-frame. Raises TimecodeError."""
        match = _LABEL.fullmatch(text.strip())
        if match is None:
            raise TimecodeError(f"{text!r} is not a timecode: HH:MM:SS:FF is")
        hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
        drop = match[4] != ":"
        cls(0, rate, drop)  # refuses the rate before its label is judged
        _check_fields(text, (hours, minutes, seconds, frames), rate, drop)
        total_minutes = hours * 60 + minutes
        label = (total_minutes * 60 + seconds) * nominal_count(rate) + frames
        skipped = dropped_per_minute(rate) * (total_minutes - total_minutes // 10) if drop else 0
        return cls(label - skipped, rate, drop)

    @property
    def frames_per_day(self) -> int:
        dropped = dropped_per_minute(self.rate) * 9 * 6 * 24 if self.drop else 0
        return nominal_count(self.rate) * 86400 - dropped

    @property
    def seconds(self) -> Fraction:
        """Real time from the label 00:00:00:00 to the start of this frame."""
        return self.frame_number / self.rate

    def __add__(self, frames: int) -> Timecode:
        """`frames` later (earlier if negative), past midnight if need be."""
        return Timecode((self.frame_number + frames) % self.frames_per_day, self.rate, self.drop)

    def __str__(self) -> str:
        nominal = nominal_count(self.rate)
        total_seconds, frames = divmod(self._label_number(), nominal)
        minutes, seconds = divmod(total_seconds, 60)
        width = max(2, len(str(nominal - 1)))
        mark = ";" if self.drop else ":"
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{mark}{frames:0{width}}"

    def _label_number(self) -> int:
        """The frame number with the numbers that drop-frame leaves out counted in."""
        if not self.drop:
            return self.frame_number
        dropped, nominal = dropped_per_minute(self.rate), nominal_count(self.rate)
        tens, rest = divmod(self.frame_number, nominal * 600 - dropped * 9)
        # The first minute of each ten is whole, the nine after it lack `dropped` numbers.
        short_minutes = max(0, rest - dropped) // (nominal * 60 - dropped)
        return self.frame_number + dropped * (tens * 9 + short_minutes)


def _check_fields(text: str, fields: tuple[int, int, int, int], rate: Fraction, drop: bool) -> None:
    hours, minutes, seconds, frames = fields
    if hours > 23 or minutes > 59 or seconds > 59:
        raise TimecodeError(f"{text!r} is no time of day")
    if frames >= nominal_count(rate):
        raise TimecodeError(
            f"{text!r} has a frame number {frames}: at {float(rate):.6g} they end at {nominal_count(rate) - 1}"
        )
    if drop and seconds == 0 and minutes % 10 and frames < dropped_per_minute(rate):
        raise TimecodeError(f"{text!r} does not exist: drop-frame skips that number")


def start_of(text: str | None, rate: Fraction) -> Timecode:
    """The timecode of a clip's first frame: zero, as NLEs count, where there is none or none that is one at `rate`."""
    try:
        return Timecode.parse(text or "", rate)
    except TimecodeError:
        return Timecode(0, rate)


def convert(timecode: Timecode, rate: Fraction) -> Timecode:
    """The same moment in the numbering of `rate`, to the nearest frame; past midnight it starts anew.

    Non-drop keeps its label and scales the frame field: labels are what people and NLEs match. Drop-frame follows real
    time and stays drop-frame where the rate has it; elsewhere it becomes non-drop without drifting over the day.
    """
    drop = timecode.drop and dropped_per_minute(rate) > 0
    first = Timecode(0, rate, drop)
    if timecode.drop:
        moment = timecode.seconds * rate
    else:
        moment = Fraction(timecode.frame_number * nominal_count(rate), nominal_count(timecode.rate))
    return first + floor(moment + _HALF)
