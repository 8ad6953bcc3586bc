"""The raster of a proxy: which whole fraction of the original's, and what the codec has room for."""

from __future__ import annotations

from fractions import Fraction

from server.domain.media import VideoTrack
from server.domain.preset import Preset

FULL_SIZE_BELOW = 720
MOST_LINES = 1080
# Below this many lines a rounded half serves the editor better than a smaller exact fraction.
LEAST_EXACT_LINES = 540

Size = tuple[int, int]
Sides = tuple[Fraction, Fraction]


def plan_size(video: VideoTrack, preset: Preset) -> tuple[int, int, bool]:
    """(width, height, exact) after rotation; both even and within what the codec can hold. Exact: a whole fraction of
    the original. Where sides are rounded or cut off, FFmpeg's scaler keeps the display aspect by the pixels' shape."""
    shown, least, most = video.shown, preset.traits.least, preset.traits.most
    if not _fits(shown, 1, least):
        planned = _enlarged(shown, least)
    elif preset.size.lines is not None:
        planned = _by_lines(shown, preset.size.lines)
    else:
        planned = _by_divisor(shown, video.height, preset.size.divisor or 1, least, most)
    width, height = (min(max(_even(side), a), b) for side, a, b in zip(planned, least, most, strict=True))
    return width, height, _is_fraction(shown, (width, height))


def _by_divisor(shown: Size, lines: int, start: int, least: Size, most: Size) -> Sides:
    first = start if lines >= FULL_SIZE_BELOW else 1
    while first > 1 and not _fits(shown, first, least):
        first -= 1
    while _too_large(shown, lines, first, most) and _fits(shown, first + 1, least):
        first += 1
    divisor = first
    while divisor == first or (first > 1 and lines >= LEAST_EXACT_LINES * divisor and _fits(shown, divisor, least)):
        if all(side % (2 * divisor) == 0 for side in shown):
            return Fraction(shown[0], divisor), Fraction(shown[1], divisor)
        divisor += 1
    return Fraction(shown[0], first), Fraction(shown[1], first)


def _too_large(shown: Size, lines: int, divisor: int, most: Size) -> bool:
    return (divisor > 1 and lines > MOST_LINES * divisor) or any(
        side > limit * divisor for side, limit in zip(shown, most, strict=True)
    )


def _fits(shown: Size, divisor: int, least: Size) -> bool:
    return all(side >= limit * divisor for side, limit in zip(shown, least, strict=True))


def _by_lines(shown: Size, lines: int) -> Sides:
    width, height = shown
    lines = min(lines, height)
    return Fraction(width * lines, height), Fraction(lines)


def _enlarged(shown: Size, least: Size) -> Sides:
    factor = max(-(-limit // side) for side, limit in zip(shown, least, strict=True))
    return Fraction(shown[0] * factor), Fraction(shown[1] * factor)


def _is_fraction(shown: Size, size: Size) -> bool:
    (width, height), (out_width, out_height) = shown, size
    return width % out_width == 0 == height % out_height and width // out_width == height // out_height


def _even(value: Fraction) -> int:
    return max(2, 2 * round(value / 2))
