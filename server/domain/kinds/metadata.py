"""Kind `metadata`: what a clip is, for the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.job import Job
from server.domain.media import MediaFacts
from server.domain.preset import Preset
from server.domain.steps import Describe, Step


def plan(_job: Job, facts: MediaFacts, _preset: Preset | None, _output: Mapping[str, Any]) -> tuple[Step, ...]:
    """The original is only looked at."""
    return (Describe(facts),)
