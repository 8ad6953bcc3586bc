"""Working hours of a lane: between which times of day new jobs begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

_TEXT = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")
_MINUTES_LOOKED_AHEAD = 49 * 60  # the longest day has 25 hours, and a clock set forward may skip a whole opening


@dataclass(frozen=True)
class Hours:
    """Open from `start` until just before `end`, by the clock on the wall; over midnight where `end` is the earlier."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def hold_at(self, wall: time) -> bool:
        if self.start < self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


def parse_hours(text: str) -> Hours:
    """ "19:00-07:00". Raises ValueError for anything else, also for hours that begin as they end."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not like 19:00-07:00")
    first, second = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if first == second:
        raise ValueError(f"{text!r} begins as it ends")
    return Hours(first, second)


def is_open(hours: Hours | None, now: datetime, zone: tzinfo | None) -> bool:
    """`now` is aware; `zone` None is that of this machine."""
    return hours is None or hours.hold_at(now.astimezone(zone).time())


def opens_at(hours: Hours | None, now: datetime, zone: tzinfo | None) -> datetime | None:
    """The minute at which closed hours open; None where they are open. Looked for minute by minute: whatever a change
    of the clocks skips or repeats, the answer is when `is_open` will say so."""
    if hours is None or is_open(hours, now, zone):
        return None
    minute = now.replace(second=0, microsecond=0)
    ahead = (minute + timedelta(minutes=count) for count in range(1, _MINUTES_LOOKED_AHEAD))
    return next((at for at in ahead if is_open(hours, at, zone)), None)
