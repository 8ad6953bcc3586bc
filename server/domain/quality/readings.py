"""What FFmpeg's filter `metadata=mode=print` writes, as values: a frame's line, then a line for each of its keys.

Its format (libavfilter/f_metadata.c): `frame:12   pts:480000  pts_time:0.48`, `lavfi.scd.score=0.013`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

CLOCK = 1_000_000  # ticks a second that the filters are told to count in
_FRAME = re.compile(r"frame:(\d+)\s+pts:(-?\d+)\s+pts_time:\S+")
_KEY = re.compile(r"lavfi\.([A-Za-z0-9_.]+)=(\S+)")


@dataclass(frozen=True)
class Reading:
    """One frame of picture or block of sound: when it begins (s), and what was measured."""

    time: float
    values: Mapping[str, float]


def parse_readings(lines: Iterable[str]) -> Iterator[Reading]:
    """In order; values that are no number (`nan` and `-inf` are) and other lines are passed over."""
    time: float | None = None
    values: dict[str, float] = {}
    for line in lines:
        frame = _FRAME.fullmatch(line.strip())
        if frame is not None:
            if time is not None:
                yield Reading(time, values)
            time, values = int(frame[2]) / CLOCK, {}
        elif time is not None:
            values |= _value(line.strip())
    if time is not None:
        yield Reading(time, values)


def _value(line: str) -> dict[str, float]:
    match = _KEY.fullmatch(line)
    if match is None:
        return {}
    try:
        return {match[1]: float(match[2])}
    except ValueError:
        return {}


@dataclass(frozen=True)
class Span:
    """A stretch of the clip, in seconds. `value` is what was measured in it."""

    start: float
    end: float
    value: float | None = None

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def within(self, other: Span, slack: float) -> bool:
        return other.start - slack <= self.start and self.end <= other.end + slack


class SpanReader:
    """Pairs the start and end marks of a detector; what is still open at the end lasts until there."""

    def __init__(self, start_key: str, end_key: str) -> None:
        self._start_key, self._end_key = start_key, end_key
        self._open: float | None = None
        self._spans: list[Span] = []

    def take(self, values: Mapping[str, float]) -> None:
        """One frame may begin a stretch and end it, or end one and begin the next."""
        start, end = values.get(self._start_key), values.get(self._end_key)
        if start is not None and end is not None and start < end:
            self._open = start
        if end is not None and self._open is not None:
            self._spans.append(Span(self._open, end))
            self._open = None
        if start is not None and (end is None or start >= end):
            self._open = start

    def spans(self, end: float) -> list[Span]:
        return self._spans if self._open is None else [*self._spans, Span(self._open, max(end, self._open))]


def joined(spans: Iterable[Span], gap: float, value: Callable[[list[float]], float] = max) -> list[Span]:
    """Neighbours no further apart than `gap` become one; `value` makes one of theirs. `spans` in order."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span.start - groups[-1][-1].end <= gap:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_together(group, value) for group in groups]


def _together(group: list[Span], value: Callable[[list[float]], float]) -> Span:
    values = [span.value for span in group if span.value is not None]
    return Span(group[0].start, max(span.end for span in group), value(values) if values else None)
