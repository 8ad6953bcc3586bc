"""What is set for a lane, and how much work suits a machine."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.hours import Hours

# Measured peaks of one FFmpeg: 110-310 MB for 1080p, 325-530 MB for 4K; a worker with its traces is beside it.
_MB_AN_ENCODE = 700
_MB_FOR_OTHERS = 2000  # the system and an NLE that is open
_MOST_ENCODES = 8


@dataclass(frozen=True)
class LaneRule:
    """How many jobs of a lane run side by side, and between which hours new ones begin (None: always)."""

    concurrency: int = 1
    hours: Hours | None = None


def encodes_for(cores: int, memory_mb: int | None) -> int:
    """How many encodes side by side suit a machine: one a core while memory lasts. `memory_mb` None: not known.

    Measured on 2 cores: two to four processes with FFmpeg's own choice of threads do 1.4 to 1.6 times the work of one,
    because short clips spend much of their time starting up and in parts that no second thread helps with.
    """
    by_memory = _MOST_ENCODES if memory_mb is None else (memory_mb - _MB_FOR_OTHERS) // _MB_AN_ENCODE
    return max(1, min(cores, by_memory, _MOST_ENCODES))
