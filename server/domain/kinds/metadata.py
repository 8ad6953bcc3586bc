"""Kind `metadata`: what a clip is, for the catalogue; of one without a picture its waveform too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.extras import Waveform, plan_waveform
from server.domain.job import Job
from server.domain.media import MediaFacts
from server.domain.preset import Preset
from server.domain.steps import Describe, KeepExtras, Listen, Step


def plan(job: Job, facts: MediaFacts, _preset: Preset | None, _output: Mapping[str, Any]) -> tuple[Step, ...]:
    """The original is only looked at."""
    waveform = plan_waveform(facts) if facts.video is None else ()
    listening = [step for one in waveform for step in (Listen(job.source, one, facts.duration), _keep(one))]
    return (Describe(facts), *listening)


def _keep(waveform: Waveform) -> Step:
    return KeepExtras((waveform,), required=True)
