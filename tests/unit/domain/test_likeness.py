"""Pictures compared by their block means: what is out of place is found, what cannot be told raises no alarm."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.likeness import BLOCKS, WHITE, Frame, compare_pictures, frames_of, legal_to_full

CELLS = BLOCKS * BLOCKS
COUNT = 70


def moving(count: int = COUNT, seed: int = 1) -> list[Frame]:
    """A bright bar that goes round over a fixed texture."""
    texture = random.Random(seed)
    ground = [texture.randrange(8000, 30000) for _ in range(CELLS)]
    return [
        array("H", [60000 if (i % BLOCKS - n) % BLOCKS < 3 else v for i, v in enumerate(ground)]) for n in range(count)
    ]


def noisy(frames: list[Frame], by: int, seed: int = 2) -> list[Frame]:
    noise = random.Random(seed)
    return [array("H", [min(WHITE, max(0, v + noise.randrange(-by, by + 1))) for v in f]) for f in frames]


def scaled(frames: list[Frame], slope: float, offset: float) -> list[Frame]:
    return [array("H", [min(WHITE, max(0, round(v * slope + offset * WHITE))) for v in f]) for f in frames]


def test_the_same_pictures() -> None:
    seen = compare_pictures(moving(), moving())
    assert (seen.original_frames, seen.proxy_frames, seen.compared, seen.misplaced) == (COUNT, COUNT, COUNT, 0)
    assert seen.distance == 0
    assert seen.levels is not None
    assert seen.levels.slope == pytest.approx(1)
    assert seen.levels.correlation == pytest.approx(1)


def test_coding_noise_is_no_difference() -> None:
    seen = compare_pictures(moving(), noisy(moving(), 300))
    assert seen.misplaced == 0
    assert seen.distance < 0.005


@given(st.integers(1, COUNT - 2))
def test_a_lost_frame_is_found_where_it_is_lost(at: int) -> None:
    frames = moving()
    seen = compare_pictures(frames, frames[:at] + frames[at + 1 :] + [frames[-1]])
    assert seen.first_misplaced == at


@given(st.integers(1, COUNT - 1))
def test_a_repeated_frame_is_found(at: int) -> None:
    frames = moving()
    made = [*frames[:at], frames[at - 1], *frames[at + 1 :]]
    seen = compare_pictures(frames, made)
    assert (seen.misplaced, seen.first_misplaced) == (1, at)


@pytest.mark.parametrize("by", [1, -1])
def test_a_shift_by_one_is_found_at_once(by: int) -> None:
    frames = moving(COUNT + 1)
    first, second = (frames[:-1], frames[1:]) if by > 0 else (frames[1:], frames[:-1])
    seen = compare_pictures(first, second)
    # The frame at the one end has no neighbour to be compared with.
    assert seen.misplaced >= COUNT - 1


def test_frames_missing_at_the_end_are_counted() -> None:
    seen = compare_pictures(moving(), moving()[: COUNT // 2])
    assert (seen.original_frames, seen.proxy_frames, seen.misplaced) == (COUNT, COUNT // 2, 0)


def test_a_locked_off_shot_raises_no_alarm() -> None:
    still = [moving(1)[0]] * COUNT
    assert compare_pictures(still, noisy(still, 60)).misplaced == 0


def test_grain_that_the_codec_smoothed_raises_no_alarm() -> None:
    still = [moving(1)[0]] * COUNT
    assert compare_pictures(noisy(still, 400, 3), noisy(still, 200, 4)).misplaced == 0


def test_one_frame_can_be_compared() -> None:
    seen = compare_pictures(moving(1), moving(1))
    assert (seen.compared, seen.misplaced) == (1, 0)


def test_nothing_to_compare() -> None:
    seen = compare_pictures([], [])
    assert (seen.compared, seen.distance, seen.levels) == (0, 1.0, None)


@pytest.mark.parametrize(("slope", "offset"), [(219 / 255, 16 / 255), (0.9, 0.0), (1.0, 0.05)])
def test_changed_levels_are_measured(slope: float, offset: float) -> None:
    levels = compare_pictures(moving(), scaled(moving(), slope, offset)).levels
    assert levels is not None
    assert levels.slope == pytest.approx(slope, abs=0.01)
    assert levels.offset == pytest.approx(offset, abs=0.01)
    assert levels.correlation > 0.99


def test_other_pictures_do_not_correlate() -> None:
    levels = compare_pictures(moving(seed=1), [array("H", f[::-1]) for f in moving(seed=9)]).levels
    assert levels is not None
    assert levels.correlation < 0.7


def test_a_flat_picture_tells_nothing_of_levels() -> None:
    gray = [array("H", [30000] * CELLS)] * 3
    assert compare_pictures(gray, gray).levels is None


def test_legal_levels_are_stretched() -> None:
    assert list(legal_to_full(array("H", [0, 16 * 257, 235 * 257, WHITE]))) == [0, 0, WHITE, WHITE]


def test_a_torn_last_frame_is_dropped() -> None:
    assert len(list(frames_of([bytes(CELLS * 2), b"torn"]))) == 1
