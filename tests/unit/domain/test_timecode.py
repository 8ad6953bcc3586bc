"""SMPTE ST 12-1 labels: what can be written, counted and converted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.rates import STANDARD_RATES
from server.domain.timecode import Timecode, TimecodeError, convert, dropped_per_minute, nominal_count

NTSC = Fraction(30000, 1001)
DOUBLE_NTSC = Fraction(60000, 1001)
QUAD_NTSC = Fraction(120000, 1001)
FILM = Fraction(24000, 1001)

numberings = [(rate, drop) for rate in STANDARD_RATES for drop in (False, True) if not drop or dropped_per_minute(rate)]


@st.composite
def timecodes(draw: st.DrawFn, drop: bool | None = None) -> Timecode:
    rate, flag = draw(st.sampled_from([n for n in numberings if drop is None or n[1] is drop]))
    last = Timecode(0, rate, flag).frames_per_day - 1
    return Timecode(draw(st.integers(0, last)), rate, flag)


@pytest.mark.parametrize(
    ("text", "rate", "frame_number"),
    [
        ("00:00:00:00", NTSC, 0),
        ("01:00:00:00", NTSC, 108000),
        ("01:00:00;00", NTSC, 107892),
        ("00:01:00;02", NTSC, 1800),
        ("00:10:00;00", NTSC, 17982),
        ("23:59:59;29", NTSC, 2589407),
        ("00:01:00;04", DOUBLE_NTSC, 3600),
        ("23:59:59;59", DOUBLE_NTSC, 5178815),
        ("00:01:00;008", QUAD_NTSC, 7200),
        ("23:58:30:00", Fraction(25), 2157750),
        ("11:12:47:22", NTSC, 1211032),
        ("00:00:01:00", Fraction(25, 2), 13),
    ],
)
def test_labels_count_frames_since_midnight(text: str, rate: Fraction, frame_number: int) -> None:
    timecode = Timecode.parse(text, rate)
    assert timecode.frame_number == frame_number
    assert str(timecode) == text


@pytest.mark.parametrize(
    "text", ["01:00:00;04", "01:00:00.04", "01:00:00,04", "01;00;00;04", "1:00:00;4", " 01:00:00;04 "]
)
def test_every_way_to_write_drop_frame_is_read(text: str) -> None:
    assert str(Timecode.parse(text, NTSC)) == "01:00:00;04"


def test_the_frame_field_is_as_wide_as_the_rate_needs() -> None:
    assert str(Timecode.parse("00:00:00:5", Fraction(10))) == "00:00:00:05"
    assert str(Timecode.parse("00:00:00:5", Fraction(100))) == "00:00:00:05"
    assert str(Timecode.parse("00:00:00:5", Fraction(120))) == "00:00:00:005"


@pytest.mark.parametrize(
    ("text", "rate", "why"),
    [
        ("00:01:00;00", NTSC, "does not exist"),
        ("00:01:00;01", NTSC, "does not exist"),
        ("00:59:00;03", DOUBLE_NTSC, "does not exist"),
        ("00:01:00;007", QUAD_NTSC, "does not exist"),
        ("01:00:00;00", Fraction(25), "no drop-frame"),
        ("01:00:00;00", Fraction(30), "no drop-frame"),
        ("01:00:00;00", FILM, "no drop-frame"),
        ("01:00:00:25", Fraction(25), "end at 24"),
        ("24:00:00:00", Fraction(25), "time of day"),
        ("00:60:00:00", Fraction(25), "time of day"),
        ("00:00:60:00", Fraction(25), "time of day"),
        ("00:00:00", Fraction(25), "not a timecode"),
        ("-1:00:00:00", Fraction(25), "not a timecode"),
        ("٠١:00:00:00", Fraction(25), "not a timecode"),
        ("", Fraction(25), "not a timecode"),
        ("00:00:00:00", Fraction(0), "above zero"),
    ],
)
def test_what_is_no_timecode_is_refused_with_the_reason(text: str, rate: Fraction, why: str) -> None:
    with pytest.raises(TimecodeError, match=why):
        Timecode.parse(text, rate)


@pytest.mark.parametrize("number", [-1, 25 * 86400])
def test_a_frame_outside_the_day_is_refused(number: int) -> None:
    with pytest.raises(TimecodeError, match="24-hour day"):
        Timecode(number, Fraction(25))


def test_drop_frame_exists_at_ntsc_multiples_only_even_if_loosely_written() -> None:
    assert {rate for rate in STANDARD_RATES if dropped_per_minute(rate)} == {
        NTSC,
        DOUBLE_NTSC,
        QUAD_NTSC,
        Fraction(240000, 1001),
        # 90 and 90000/1001 are multiples of 30 too, but only the latter is NTSC, and it is no standard rate.
    }
    assert [dropped_per_minute(rate) for rate in (NTSC, DOUBLE_NTSC, QUAD_NTSC)] == [2, 4, 8]
    assert dropped_per_minute(Fraction(2997, 100)) == 2
    assert dropped_per_minute(Fraction(5994, 100)) == 4


@pytest.mark.parametrize(
    ("rate", "count"),
    [(Fraction(25, 2), 13), (Fraction(722, 100), 7), (FILM, 24), (Fraction(1, 3), 1), (Fraction(3, 2), 2)],
)
def test_odd_rates_number_their_frames_as_ffmpeg_does(rate: Fraction, count: int) -> None:
    assert nominal_count(rate) == count


@pytest.mark.parametrize(("rate", "drop"), numberings)
def test_the_edges_of_minutes_survive_the_round_trip(rate: Fraction, drop: bool) -> None:
    # Only drop-frame makes minutes differ: elsewhere the quarter hours will do.
    for minute in range(0, 1440, 1 if drop else 15):
        skipped = dropped_per_minute(rate) if drop and minute % 10 else 0
        second = Timecode.parse(f"{minute // 60:02}:{minute % 60:02}:01{';' if drop else ':'}00", rate)
        start = second + (skipped - nominal_count(rate))
        assert str(start).endswith(f":00{';' if drop else ':'}{skipped:0{len(str(start)) - 9}}")
        for timecode in (start, start + -1):
            assert Timecode.parse(str(timecode), rate) == timecode


@given(timecodes())
def test_every_frame_of_the_day_has_its_own_label(timecode: Timecode) -> None:
    assert Timecode.parse(str(timecode), timecode.rate) == timecode
    following = timecode + 1
    assert following.frame_number == 0 or str(following) > str(timecode)


@given(timecodes(), st.integers(-(10**9), 10**9))
def test_adding_frames_wraps_at_midnight_and_can_be_undone(timecode: Timecode, frames: int) -> None:
    assert (timecode + frames) + -frames == timecode
    assert timecode + timecode.frames_per_day == timecode


def test_the_frame_after_the_last_is_midnight() -> None:
    assert str(Timecode.parse("23:59:59;29", NTSC) + 1) == "00:00:00;00"


@given(timecodes(drop=True))
def test_drop_frame_labels_keep_to_the_clock(timecode: Timecode) -> None:
    """ST 12-1: the error is at most 2.6 ms per 24 h beyond what builds up within ten minutes."""
    hours, minutes, rest = str(timecode).split(":")
    seconds, frames = rest.split(";")
    clock = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(frames) / nominal_count(timecode.rate)
    assert abs(clock - float(timecode.seconds)) < 0.16


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("11:12:47:22", NTSC, Fraction(10), "11:12:47:07"),
        ("11:12:47:29", NTSC, Fraction(10), "11:12:48:00"),
        ("23:59:59:29", NTSC, Fraction(10), "00:00:00:00"),
        ("01:00:00:00", FILM, NTSC, "01:00:00:00"),
        ("10:20:30:12", Fraction(25), Fraction(50), "10:20:30:24"),
        ("10:20:30:24", Fraction(25), Fraction(24), "10:20:30:23"),
        ("01:00:00;00", NTSC, DOUBLE_NTSC, "01:00:00;00"),
        ("00:01:00;02", NTSC, DOUBLE_NTSC, "00:01:00;04"),
        ("00:00:59;59", DOUBLE_NTSC, NTSC, "00:01:00;02"),
        ("01:00:00;00", NTSC, Fraction(10), "01:00:00:00"),
        ("00:01:00;02", NTSC, Fraction(10), "00:01:00:01"),
        ("23:59:59;29", NTSC, Fraction(10), "23:59:59:09"),
        ("01:00:00;00", NTSC, FILM, "00:59:56:10"),
    ],
)
def test_conversion_between_rates(text: str, source: Fraction, target: Fraction, expected: str) -> None:
    assert str(convert(Timecode.parse(text, source), target)) == expected


@given(timecodes(), st.sampled_from(STANDARD_RATES))
def test_conversion_there_and_back_is_within_a_frame_of_the_coarser_rate(timecode: Timecode, rate: Fraction) -> None:
    there = convert(timecode, rate)
    back = convert(there, timecode.rate)
    if there.drop is not timecode.drop:
        return  # labels against real time: another question
    distance = abs(back.frame_number - timecode.frame_number)
    distance = min(distance, timecode.frames_per_day - distance)
    assert distance <= max(0, -(-nominal_count(timecode.rate) // nominal_count(rate) // 2) + 1)
    if rate == timecode.rate or nominal_count(rate) % nominal_count(timecode.rate) == 0:
        assert distance == 0


@given(timecodes(drop=True), st.sampled_from(STANDARD_RATES))
def test_drop_frame_follows_real_time_all_day(timecode: Timecode, rate: Fraction) -> None:
    converted = convert(timecode, rate)
    assert converted.drop is (dropped_per_minute(rate) > 0)
    difference = abs(converted.seconds - timecode.seconds)
    day = converted.frames_per_day / rate
    assert min(difference, day - difference) <= 1 / (2 * rate) or timecode.seconds > day


@given(timecodes(drop=False), st.sampled_from(STANDARD_RATES))
def test_non_drop_keeps_the_label_to_the_nearest_frame(timecode: Timecode, rate: Fraction) -> None:
    converted = convert(timecode, rate)
    position = Fraction(timecode.frame_number, nominal_count(timecode.rate))
    expected = Fraction(converted.frame_number, nominal_count(rate))
    assert not converted.drop
    assert (position - expected) % 86400 in (0, 86400) or min(
        (position - expected) % 86400, (expected - position) % 86400
    ) <= Fraction(1, 2 * nominal_count(rate))
