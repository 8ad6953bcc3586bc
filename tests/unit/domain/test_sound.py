"""Sound compared by outline: loudness and pitch of every 10 ms."""

from __future__ import annotations

import math
import random
import sys
from array import array
from collections.abc import Callable

import pytest

from server.domain.sound import BLOCK_SECONDS, PER_BLOCK, RATE, Outline, compare_sound, outline

SECONDS = 3.0
Wave = Callable[[float], float]


def outlined(*waves: Wave, seconds: float = SECONDS, delay: float = 0.0) -> list[Outline]:
    """Each wave is a channel, from -1 to 1; `delay` seconds of silence go before."""
    times = [n / RATE for n in range(round(seconds * RATE))]
    samples = array("h", [round(30000 * w(t - delay)) if t >= delay else 0 for t in times for w in waves])
    data = samples.tobytes()
    return outline(samples, data[1::2] if sys.byteorder == "little" else data[::2], len(waves))


def tone(hz: float, loud: float = 0.5) -> Wave:
    return lambda t: loud * math.sin(2 * math.pi * hz * t)


def words(hz: float, period: float) -> Wave:
    """A tone that comes and goes like speech."""
    return lambda t: 0.6 * math.sin(2 * math.pi * hz * t) * (math.sin(t * 7 / period) > 0.1)


def noise(seed: int) -> Wave:
    drawn = random.Random(seed)
    return lambda t: drawn.uniform(-0.5, 0.5)


def test_the_same_sound() -> None:
    heard = compare_sound(outlined(words(400, 1.3)), outlined(words(400, 1.3)))
    assert (heard.same, heard.exact, heard.shift) == (True, False, 0.0)


@pytest.mark.parametrize("late", [0.05, 0.2, 0.4])
def test_a_shift_is_measured(late: float) -> None:
    heard = compare_sound(outlined(words(400, 1.3)), outlined(words(400, 1.3), delay=late))
    assert heard.shift == pytest.approx(late, abs=BLOCK_SECONDS)


@pytest.mark.parametrize("pace", [0.996, 1.004])
def test_sound_that_runs_away_is_measured_where_it_is_farthest(pace: float) -> None:
    speech = words(400, 1.3)
    heard = compare_sound(outlined(speech, seconds=12), outlined(lambda t: speech(t * pace), seconds=12))
    assert heard.same is True
    assert abs(heard.shift) == pytest.approx(0.044, abs=1.5 * BLOCK_SECONDS)


def test_a_steady_tone_has_the_shift_of_its_beginning() -> None:
    assert compare_sound(outlined(tone(440)), outlined(tone(440), delay=0.003)).shift == pytest.approx(0.003)


@pytest.mark.parametrize("late", [0.0, 0.004, 0.025])
def test_a_small_shift_is_measured_to_the_sample(late: float) -> None:
    first, second = outlined(noise(1)), outlined(noise(1), delay=late)
    assert compare_sound(first, second).shift == pytest.approx(late, abs=1 / RATE)


def test_a_wave_upside_down_is_told_though_it_is_as_loud_and_as_high() -> None:
    speech = words(400, 1.3)
    heard = compare_sound(outlined(speech, tone(300)), outlined(speech, lambda t: -tone(300)(t)))
    assert (heard.same, heard.upended) == (True, True)
    assert not compare_sound(outlined(speech), outlined(speech)).upended


def test_silence_says_nothing() -> None:
    assert compare_sound(outlined(tone(440, 0)), outlined(tone(440, 0))).same is None


def test_sound_where_there_was_none_is_a_difference() -> None:
    assert compare_sound(outlined(tone(440, 0)), outlined(tone(440))).same is False
    assert compare_sound(outlined(tone(440)), outlined(tone(440, 0))).same is False


@pytest.mark.parametrize(("first", "second"), [(440, 550), (200, 300), (1000, 1200), (60, 120)])
def test_two_steady_tones_are_not_the_same(first: float, second: float) -> None:
    assert compare_sound(outlined(tone(first)), outlined(tone(second))).same is False


@pytest.mark.parametrize("hz", [30, 50, 440, 3000])
def test_a_quieter_copy_is_the_same(hz: float) -> None:
    assert compare_sound(outlined(tone(hz)), outlined(tone(hz, 0.3))).same is True


def test_another_rhythm_is_not_the_same() -> None:
    assert compare_sound(outlined(words(400, 1.3)), outlined(words(400, 0.31))).same is False


def test_one_wrong_channel_is_enough() -> None:
    first = outlined(words(400, 1.3), tone(300))
    assert compare_sound(first, outlined(words(400, 1.3), tone(500))).same is False
    assert compare_sound(first, outlined(words(400, 1.3), tone(300))).same is True


def test_another_number_of_channels() -> None:
    assert compare_sound(outlined(tone(440)), outlined(tone(440), tone(440))).same is False


def test_noise_is_the_same_as_itself() -> None:
    first = outlined(noise(1))
    assert compare_sound(first, outlined(noise(1))).same is True


def test_a_very_short_sound_is_compared_in_place() -> None:
    heard = compare_sound(outlined(tone(440), seconds=0.04), outlined(tone(440), seconds=0.05))
    assert (heard.same, heard.shift) == (True, 0.0)


def test_nothing_at_all() -> None:
    assert compare_sound([], []).same is None
    assert compare_sound(outlined(tone(440), seconds=0), outlined(tone(440), seconds=0)).same is None


def test_an_outline_counts_peaks_and_rises() -> None:
    (seen,) = outlined(tone(100, 1.0), seconds=1.0)
    assert len(seen.peaks) == RATE // PER_BLOCK
    assert set(seen.peaks) == {30000}
    assert sum(seen.rises) == pytest.approx(100, abs=1)
