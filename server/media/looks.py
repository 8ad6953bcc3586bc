"""The filter behind each look: what is done to the proxy's picture once it has its size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from server.domain.looks import Look
from server.media.graph import Stream

LookFilter = Callable[[Stream, Any], Stream]

FILTERS: Mapping[type[Look], LookFilter] = {}


def apply_looks(video: Stream, looks: Sequence[Look]) -> Stream:
    """One after the other, in their order."""
    for look in looks:
        video = FILTERS[type(look)](video, look)
    return video
