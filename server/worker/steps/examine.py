"""Step Examine: one FFmpeg pass through a clip, and what its detectors found."""

from __future__ import annotations

from server.domain.media import MediaFacts
from server.domain.progress import Estimator
from server.domain.steps import Examine
from server.media.quality import examine_command, read_quality
from server.worker.attempt import Attempt
from server.worker.steps.encode import failure_of, tidy


def run(step: Examine, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong; what can be read of a damaged clip is judged, and that is told."""
    watch = attempt.watch(Estimator(_seconds(step.facts)))
    outcome = attempt.run_ffmpeg(examine_command(step, attempt.tools.reading), watch)
    if outcome.returncode != 0:
        raise failure_of(outcome, step.source)
    damage = tidy(outcome.first_complaint) if outcome.complaints else None
    attempt.result |= read_quality(step.facts, step.limits, attempt.folder, damage)


def _seconds(facts: MediaFacts) -> float | None:
    return (facts.video.duration if facts.video else None) or facts.duration
