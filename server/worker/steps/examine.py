"""Step Examine: one FFmpeg pass through a clip, and what its detectors found."""

from __future__ import annotations

from server.domain.media import MediaFacts
from server.domain.progress import Estimator
from server.domain.steps import Examine
from server.media.ffmpeg import run_ffmpeg
from server.media.quality import examine_command, read_quality
from server.worker.attempt import Attempt
from server.worker.steps.encode import failure_of, tidy


def run(step: Examine, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong; what can be read of a damaged clip is judged, and that is told."""
    tools, seconds = attempt.tools, _seconds(step.facts)
    arguments = examine_command(step, tools.reading)
    watch = attempt.watch(Estimator(seconds))
    outcome = run_ffmpeg(tools.ffmpeg, arguments, attempt.limits, watch, attempt.folder, tools.reading.reads)
    attempt.log(outcome.log)
    if outcome.returncode != 0:
        raise failure_of(outcome, step.source)
    damage = tidy(outcome.first_complaint) if outcome.complaints else None
    attempt.result |= read_quality(step.facts, step.limits, attempt.folder, damage)


def _seconds(facts: MediaFacts) -> float | None:
    return (facts.video.duration if facts.video else None) or facts.duration
