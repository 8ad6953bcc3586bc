"""Excerpts of waves: how late to the sample, and which way up."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from server.domain.sound import RATE
from server.domain.waves import EXCERPT, Fit, Lie, compare_excerpts, compare_waves

Wave = Callable[[float], float]


def noise(seed: int = 1) -> Wave:
    """Up to 1 kHz or so, as voices are."""
    drawn = random.Random(seed)
    parts = [(drawn.uniform(60, 1000), drawn.uniform(0, 7), drawn.uniform(0.2, 1)) for _ in range(30)]
    return lambda t: sum(loud * math.sin(2 * math.pi * hz * t + phase) for hz, phase, loud in parts) / 20


def tone(hz: float) -> Wave:
    return lambda t: 0.5 * math.sin(2 * math.pi * hz * t)


def excerpt(wave: Wave, begin: float = 0.0, loud: float = 1.0) -> list[int]:
    """A quarter of a second from `begin` on; before 0 it is silent."""
    times = [begin + n / RATE for n in range(EXCERPT)]
    return [round(30000 * loud * wave(t)) if t >= 0 else 0 for t in times]


@pytest.mark.parametrize("late", [0, 1, 7, 100, 300, -5, -200])
def test_a_lag_is_told_to_the_sample(late: int) -> None:
    assert compare_excerpts(excerpt(noise(), 1.0), excerpt(noise(), 1.0 - late / RATE)) == Fit(late, False)


@pytest.mark.parametrize("late", [0, 13, 250])
def test_a_steady_tone_tells_its_place_where_it_begins(late: int) -> None:
    later = excerpt(tone(440), -late / RATE)
    assert compare_excerpts(excerpt(tone(440)), later, begins=True) == Fit(late, None if late else False)


def test_a_steady_tone_tells_no_place_elsewhere() -> None:
    fit = compare_excerpts(excerpt(tone(440), 1.0), excerpt(tone(440), 0.98))
    assert fit is not None
    assert fit.lag is None


@pytest.mark.parametrize("wave", [noise(), tone(440), tone(3000)], ids=["voices", "deep", "high"])
@pytest.mark.parametrize("loud", [1.0, 0.3])
def test_a_wave_upside_down(wave: Wave, loud: float) -> None:
    fits = [compare_excerpts(excerpt(wave, 1.0), excerpt(wave, 1.0, sign * loud)) for sign in (1, -1)]
    assert [fit and fit.upended for fit in fits] == [False, True]


def test_another_sound_tells_nothing() -> None:
    assert compare_excerpts(excerpt(noise(1), 1.0), excerpt(noise(2), 1.0)) == Fit(None, None)


def test_too_little_or_nothing_at_all() -> None:
    assert compare_excerpts([1000] * 500, [1000] * 500) is None
    assert compare_waves({}, {}) == Lie(None, 0, False)
    silent = {0: [0] * EXCERPT}
    assert compare_waves(silent, silent) == Lie(None, 0, False)


def test_a_track_that_runs_away() -> None:
    places = range(0, 1000, 100)
    original = {at: excerpt(noise(at), at / 100) for at in places}
    proxy = {at: excerpt(noise(at), at / 100 - at / 1000 * 0.02) for at in places}
    lie = compare_waves(original, proxy)
    assert not lie.upended
    assert lie.drift / RATE == pytest.approx(0.016, abs=0.004)
    assert compare_waves(original, original) == Lie(0, 0, False)
