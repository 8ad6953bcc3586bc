"""Colours compared by block means of both colour differences."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable

import pytest

from server.domain.colors import COLOR_BYTES, WIDE_COLORS, Colors, compare_colors
from server.domain.colors import colors_of as read
from server.domain.likeness import FRAME_BYTES, WHITE

MIDDLE, HALF = (WHITE + 1) // 2, FRAME_BYTES // 2
AS_THEY_ARE = (1.0, 1.0)


def frames(strength: float = 0.2, change: Callable[[int, int], tuple[int, int]] = lambda u, v: (u, v)) -> list[bytes]:
    """Three frames of blocks of random colours; `change` is done to each as distances from grey."""
    drawn = random.Random(1)
    made = []
    for _ in range(3):
        pairs = [[round(drawn.uniform(-1, 1) * strength * WHITE) for _ in "uv"] for _ in range(HALF)]
        u, v = zip(*(change(a, b) for a, b in pairs), strict=True)
        made.append(bytes(FRAME_BYTES) + array("H", [MIDDLE + x for x in (*u, *v)]).tobytes())
    return made


def compared(original: list[bytes], proxy: list[bytes], scales: tuple[float, float] = AS_THEY_ARE) -> Colors | None:
    return compare_colors(read(original), read(proxy), scales)


def test_the_same_colours() -> None:
    assert compared(frames(), frames()) == Colors(pytest.approx(1), pytest.approx(1))


@pytest.mark.parametrize(
    ("change", "saturation", "correlation"),
    [
        (lambda u, v: (u // 2, v // 2), 0.5, 1),
        (lambda u, v: (0, 0), 0, 0),
        (lambda u, v: (v, u), 1, 0),
        (lambda u, v: (-u, -v), 1, -1),
        (lambda u, v: (-v, u), 1, 0),
    ],
    ids=["half as strong", "grey", "exchanged", "negative", "turned"],
)
def test_other_colours(change: Callable[[int, int], tuple[int, int]], saturation: float, correlation: float) -> None:
    seen = compared(frames(), frames(change=change))
    assert seen is not None
    assert (seen.saturation, seen.correlation) == (
        pytest.approx(saturation, abs=0.01),
        pytest.approx(correlation, abs=0.1),
    )


def test_a_grey_picture_tells_nothing_and_one_that_got_colours_is_another() -> None:
    assert compared(frames(0.001), frames(0.002)) is None
    assert compared([], []) is None
    seen = compared(frames(0), frames(0.2))
    assert seen is not None
    assert seen.saturation > 2


def test_both_ranges_are_brought_to_one() -> None:
    legal = frames(change=lambda u, v: (round(u * WIDE_COLORS), round(v * WIDE_COLORS)))
    seen = compared(frames(), legal, (WIDE_COLORS, 1.0))
    assert seen is not None
    assert seen.saturation == pytest.approx(1, abs=0.001)


def test_a_torn_frame_is_dropped() -> None:
    assert len(list(read([bytes(COLOR_BYTES), b"torn"]))) == 1
