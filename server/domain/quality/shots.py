"""Where one shot ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence

# Measured on hand-checked cuts (tests/benchmarks/shots.py): all the same from 1.5 to 2; below come false ones, above
# jumps within a take are missed.
AROUND = 3
STANDS_OUT = 1.8


def find_cuts(scores: Sequence[float], changes: Sequence[float], least: float) -> list[int]:
    """Numbers of the frames that begin a shot, from the second shot on.

    `changes` (percent) are how much each frame differs from the one before, `scores` the same less what the picture
    was moving anyway; both from FFmpeg's scdet. A cut scores `least`, and stands out from the frames around it: shake,
    pans and flashes are wild for longer. The second frame has nothing to be compared with.
    """
    return [
        number
        for number, score in enumerate(scores)
        if number > 1 and score >= least and changes[number] >= STANDS_OUT * _around(changes, number)
    ]


def _around(changes: Sequence[float], number: int) -> float:
    """The greatest change near that frame."""
    near = [*changes[max(1, number - AROUND) : number], *changes[number + 1 : number + 1 + AROUND]]
    return max(near, default=0.0)
