"""Step Examine: one FFmpeg pass through a clip, and what its detectors found."""

from __future__ import annotations

from server.domain.media import MediaFacts
from server.domain.progress import Estimator
from server.domain.quality.report import report
from server.domain.steps import Examine
from server.media.ffmpeg import run_ffmpeg
from server.media.quality import can_be_heard, examine_command, read_picture, read_sound
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
    attempt.result |= examined(step, attempt, damage)


def examined(step: Examine, attempt: Attempt, damage: str | None) -> dict[str, object]:
    """The report, from the readings in the attempt's folder."""
    facts, folder = step.facts, attempt.folder
    fps = facts.video.fps if facts.video else None
    picture = read_picture(folder) if facts.video else None
    tracks = [read_sound(folder, track, fps) for track in facts.audio if can_be_heard(track)]
    return report(facts, picture, tracks, step.limits, damage)


def _seconds(facts: MediaFacts) -> float | None:
    return (facts.video.duration if facts.video else None) or facts.duration
