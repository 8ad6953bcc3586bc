"""Which rate a stream has, told from its times alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.domain.rates import STANDARD_RATES, RateVerdict, judge_rate, nominal_rate

NTSC = Fraction(30000, 1001)
FILM = Fraction(24000, 1001)
MATROSKA = Fraction(1, 1000)
MPEG = Fraction(1, 90000)


def ticks(rate: Fraction, clock: Fraction, count: int, rounded: Callable[[Fraction], int] = round) -> list[int]:
    return [rounded(i / rate / clock) for i in range(count)]


@pytest.mark.parametrize(
    ("average", "nominal"),
    [
        (Fraction(30), Fraction(30)),
        (Fraction(2997, 100), NTSC),
        (Fraction(115000, 3853), NTSC),
        (Fraction(2398, 100), FILM),
        (Fraction(20000, 661), Fraction(20000, 661)),
        (Fraction(2775, 188), Fraction(2775, 188)),
        (Fraction(1, 3600), Fraction(1, 3600)),
    ],
)
def test_an_average_is_snapped_within_half_a_percent(average: Fraction, nominal: Fraction) -> None:
    assert nominal_rate(average) == nominal


@pytest.mark.parametrize("average", [Fraction(0), Fraction(-25)])
def test_a_rate_is_above_zero(average: Fraction) -> None:
    with pytest.raises(ValueError, match="above zero"):
        nominal_rate(average)


@given(st.fractions(min_value=Fraction(1, 5000), max_value=1000))
def test_the_nominal_rate_is_never_far_from_the_average(average: Fraction) -> None:
    assert abs(nominal_rate(average) / average - 1) <= Fraction(1, 200) or average < Fraction(1, 10)
    assert nominal_rate(average) > 0


@given(
    rate=st.sampled_from(STANDARD_RATES),
    clock=st.sampled_from([MATROSKA, MPEG, Fraction(1, 600), Fraction(1, 15360)]),
    count=st.integers(60, 900),
    start=st.integers(-(10**6), 10**6),
    rounded=st.sampled_from([round, floor]),
    order=st.randoms(use_true_random=False),
)
def test_a_standard_rate_is_found_through_any_clock_and_order(rate, clock, count, start, rounded, order) -> None:
    assume(count / (1001 * rate * clock) > 2)  # or else x/1.001 and x have the same ticks
    times = [start + tick for tick in ticks(rate, clock, count, rounded)]
    order.shuffle(times)
    assert judge_rate(times, clock, None) == RateVerdict(rate, vfr=False)


@given(
    rate=st.sampled_from(STANDARD_RATES),
    clock=st.sampled_from([MATROSKA, MPEG]),
    count=st.integers(20, 200),
    data=st.data(),
)
def test_a_gap_or_a_doubled_time_is_not_constant(rate, clock, count, data) -> None:
    times = ticks(rate, clock, count)
    at = data.draw(st.integers(1, count - 2))
    assert judge_rate(times[:at] + times[at + 1 :], clock, rate).vfr
    assert judge_rate([*times[:at], times[at], *times[at:]], clock, rate).vfr


@given(rate=st.sampled_from(STANDARD_RATES), count=st.integers(4, 200), data=st.data())
def test_a_gap_shows_where_a_tick_is_a_frame(rate, count, data) -> None:
    at = data.draw(st.integers(1, count - 2))
    assert judge_rate([i for i in range(count) if i != at], 1 / rate, rate).vfr


def test_a_millisecond_clock_of_16_17_17_is_60() -> None:
    assert judge_rate([0, 17, 33, 50, 67, 83, 100], MATROSKA, None) == RateVerdict(Fraction(60), vfr=False)


def test_millisecond_rounding_survives_a_remux() -> None:
    """Matroska's 33, 34, 33 ms in a clock of 1/16000 are 528 and 544 ticks."""
    times = [tick * 16 for tick in ticks(Fraction(30), MATROSKA, 120)]
    assert judge_rate(times, Fraction(1, 16000), Fraction(20000, 661)) == RateVerdict(Fraction(30), vfr=False)


def test_24_and_23_976_are_told_apart_by_drift() -> None:
    assert judge_rate(ticks(FILM, MATROSKA, 100), MATROSKA, None).fps == FILM
    assert judge_rate(ticks(Fraction(24), MATROSKA, 100), MATROSKA, None).fps == 24


@pytest.mark.parametrize("known", [FILM, Fraction(24)])
def test_where_two_rates_fit_equally_the_container_decides(known: Fraction) -> None:
    assert judge_rate([0, 42, 83], MATROSKA, known) == RateVerdict(known, vfr=False)


def test_the_last_frames_length_says_nothing() -> None:
    """Eight frames at 24 whose last one is short give a container average of 24.006; thirty at 29.97 one of 31.004."""
    assert judge_rate(ticks(Fraction(24), MPEG, 8), MPEG, Fraction(720000, 29993)).fps == 24
    assert judge_rate(ticks(NTSC, MPEG, 30), MPEG, Fraction(1350000, 43543)).fps == NTSC


@pytest.mark.parametrize(
    "rate", [Fraction(29), Fraction(15000, 1001), Fraction(45000, 1501), Fraction(1), Fraction(1, 10)]
)
def test_a_constant_rate_nobody_standardised_is_exact(rate: Fraction) -> None:
    assert judge_rate(ticks(rate, MPEG, 600), MPEG, None) == RateVerdict(rate, vfr=False)


def test_an_odd_rate_through_a_coarse_clock_is_the_simplest_that_fits() -> None:
    rate = Fraction(15, 2)
    assert judge_rate(ticks(rate, MATROSKA, 200), MATROSKA, None) == RateVerdict(rate, vfr=False)


@pytest.mark.parametrize(
    ("spelt", "meant"), [(Fraction(2997, 100), NTSC), (Fraction(5994, 100), 2 * NTSC), (Fraction(23976, 1000), FILM)]
)
def test_a_clock_of_a_rate_spelt_in_decimals_is_that_rate(spelt: Fraction, meant: Fraction) -> None:
    assert judge_rate(range(60), 1 / spelt, spelt) == RateVerdict(meant, vfr=False)


def test_packets_that_are_fields_count_as_half_a_frame() -> None:
    fields = ticks(2 * NTSC, MPEG, 62)
    assert judge_rate(fields, MPEG, NTSC) == RateVerdict(NTSC, vfr=False)
    assert judge_rate(fields[:4], MPEG, NTSC).fps == 2 * NTSC  # too few: a long last frame looks the same


def test_a_phone_that_drifts_is_variable_at_its_nominal_rate() -> None:
    times = [0, 3243]
    while len(times) < 300:
        times.append(times[-1] + (3004, 3100, 2900)[len(times) % 3])
    assert judge_rate(times, MPEG, Fraction(2998, 100)) == RateVerdict(NTSC, vfr=True)


def test_screen_recordings_are_variable_at_their_average_not_their_clock() -> None:
    times = [0, 57600, 60000, 118000, 300000, 310000]
    verdict = judge_rate(times, Fraction(1, 57600), Fraction(57600))
    assert verdict == RateVerdict(Fraction(5 * 57600, 310000).limit_denominator(1001), vfr=True)


def test_a_long_last_frame_does_not_slow_a_variable_clip() -> None:
    times = [0, 3000, 6000, 9400, 12000, 15000, 18000]
    assert judge_rate(times, MPEG, Fraction(12)) == RateVerdict(Fraction(30), vfr=True)


@pytest.mark.parametrize("times", [[], [1234]])
def test_without_a_span_of_time_the_container_is_believed(times: list[int]) -> None:
    assert judge_rate(times, MPEG, Fraction(2997, 100)) == RateVerdict(NTSC, vfr=False)
    assert judge_rate(times, MPEG, None) == RateVerdict(Fraction(25), vfr=False)
    assert judge_rate(times, MPEG, Fraction(90000)) == RateVerdict(Fraction(25), vfr=False)


def test_many_frames_at_one_time_are_not_constant() -> None:
    assert judge_rate([7, 7, 7], MPEG, Fraction(24)) == RateVerdict(Fraction(24), vfr=True)


@given(
    times=st.lists(st.integers(-(10**12), 10**12), max_size=50),
    clock=st.sampled_from([MATROSKA, MPEG, Fraction(1, 25), Fraction(1)]),
    known=st.none() | st.fractions(min_value=-10, max_value=10**6, max_denominator=10**6),
)
def test_any_times_give_a_rate_above_zero(times, clock, known) -> None:
    assert judge_rate(times, clock, known).fps > 0
