"""Are these the same colours? Decided on block means of both colour differences, of some frames all through the clip.

A proxy keeps them but for noise: as strong as they were (saturation), and of the same hue.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from server.domain.likeness import FRAME_BYTES, WHITE

COLOR_BYTES = 3 * FRAME_BYTES  # luma, Cb, Cr
WIDE_COLORS = 224 / 255  # full range to video levels (ITU-R BT.709, BT.601)
_MIDDLE = (WHITE + 1) // 2
_LEAST = 0.02  # of full scale, root mean square: below is what a nearly grey picture has

Chroma: TypeAlias = "array[int]"


@dataclass(frozen=True)
class Colors:
    """How the proxy's colour differences follow the original's: `saturation` times as strong, and how well that fits
    (`correlation`, 1 where the hue is the same everywhere)."""

    saturation: float
    correlation: float


def colors_of(data: Iterable[bytes]) -> Iterator[Chroma]:
    """Cb and Cr of each frame, from chunks of COLOR_BYTES; a short last chunk is dropped."""
    for chunk in data:
        if len(chunk) == COLOR_BYTES:
            yield array("H", chunk[FRAME_BYTES:])


def compare_colors(original: Iterable[Chroma], proxy: Iterable[Chroma], scales: Sequence[float]) -> Colors | None:
    """Each side times its scale, which brings both to one range. None where neither has colours to speak of."""
    count, xx, yy, xy = 0, 0.0, 0.0, 0.0
    for source, made in zip(original, proxy, strict=False):
        a, b = ([v - _MIDDLE for v in side] for side in (source, made))
        count += len(a)
        xx, yy = xx + sum(v * v for v in a), yy + sum(v * v for v in b)
        xy += sum(x * y for x, y in zip(a, b, strict=True))
    xx, yy, xy = xx * scales[0] ** 2, yy * scales[1] ** 2, xy * scales[0] * scales[1]
    if max(xx, yy) < count * (_LEAST * WHITE) ** 2 or not count:
        return None
    return Colors(sqrt(yy / xx) if xx else 99.0, xy / sqrt(xx * yy) if xx and yy else 0.0)
