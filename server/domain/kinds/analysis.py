"""Kind `analysis`: which problems a clip has, before somebody cuts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.job import Job
from server.domain.media import MediaFacts
from server.domain.naming import display_text
from server.domain.preset import Preset
from server.domain.quality.limits import limits_of
from server.domain.steps import Examine, Step
from server.errors import UnsupportedCodec


def plan(job: Job, facts: MediaFacts, _preset: Preset | None, _output: Mapping[str, Any]) -> tuple[Step, ...]:
    """Raises UnsupportedCodec, UsageError."""
    if facts.video is None and not any(track.decodable for track in facts.audio):
        raise UnsupportedCodec(f"{display_text(job.source)} has no track FFmpeg can decode.")
    return (Examine(job.source, facts, limits_of(job.request)),)
