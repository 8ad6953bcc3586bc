"""Frames and timecodes of the window, held against the server's own arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.timecode import Timecode
from studio.timecode import Ruler, parse_timecode, ruler_of

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60000, 1001)]


@given(rate=st.sampled_from(RATES), frame=st.integers(0, 5_000_000), start=st.integers(0, 2_000_000))
def test_timecodes_are_those_of_the_server(rate: Fraction, frame: int, start: int) -> None:
    drop = rate.denominator == 1001 and round(rate) % 30 == 0
    first = ("00:00:00;00" if drop else "00:00:00:00") if start == 0 else None
    theirs = Timecode.parse(first or ("00:00:00;00" if drop else "00:00:00:00"), rate) + (start + frame)
    day = round(rate) * 86400 - (round(rate) // 15 * 1296 if drop else 0)
    if start + frame < day:
        assert Ruler(rate, frame + 1, start, drop).text(frame) == str(theirs)
        assert parse_timecode(str(theirs), rate, drop) == start + frame


@given(rate=st.sampled_from(RATES), frame=st.integers(0, 400_000))
def test_a_frame_is_asked_for_so_that_a_hundredth_of_a_second_does_not_matter(rate: Fraction, frame: int) -> None:
    ruler = Ruler(rate, 500_000)
    asked = round(ruler.seek_seconds(frame) * 100) / 100
    assert frame - 1 < asked * rate <= frame or frame == 0 == asked


def test_what_a_clip_does_not_say_is_guessed() -> None:
    assert ruler_of(None) == Ruler(Fraction(25), 1)
    assert ruler_of({"fps": "0/0", "duration": 2.0}) == Ruler(Fraction(25), 50)
    told = {"fps": "30000/1001", "frames": 10, "timecode": "01:00:00;00", "drop_frame": True}
    assert ruler_of(told) == Ruler(Fraction(30000, 1001), 10, 107892, True)


@pytest.mark.parametrize("text", ["", "1", "00:60:00:00", "00:00:60:00", "00:00:00:25", "aa:bb:cc:dd"])
def test_what_is_no_timecode_is_none(text: str) -> None:
    assert Ruler(Fraction(25), 100).frame_of(text) is None
