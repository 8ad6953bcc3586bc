"""Where one shot ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence


def find_cuts(scores: Sequence[float], least: float) -> list[int]:
    """Numbers of the frames that begin a shot, from the second shot on.

    `scores` are those of FFmpeg's scdet, in percent: by how much a frame differs from the one before, less what the
    picture was moving anyway.
    """
    return [number for number, score in enumerate(scores) if number > 0 and score >= least]
