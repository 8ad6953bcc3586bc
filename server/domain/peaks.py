"""A waveform small enough to draw at once: the loudest moment of each stretch of sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MOST_PEAKS = 2000
LEAST_SAMPLES = 40
SILENCE = 128  # of unsigned bytes
_LOUDNESS = bytes(min(255, 2 * abs(sample - SILENCE)) for sample in range(256))


def stretch_of(samples: int) -> int:
    """How many samples (of all channels together counted once) stand behind each peak."""
    return max(LEAST_SAMPLES, -(-samples // MOST_PEAKS))


def peaks_of(blocks: Iterable[bytes]) -> Iterator[int]:
    """0 to 255, of unsigned 8-bit samples; each block is a stretch, channels interleaved."""
    for block in blocks:
        if block:
            yield max(block.translate(_LOUDNESS))
