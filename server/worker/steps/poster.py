"""Steps Snapshot and KeepPoster: one frame becomes the clip's picture in lists."""

from __future__ import annotations

import os
from pathlib import Path

from server.domain.naming import display_text
from server.domain.steps import KeepPoster, Snapshot
from server.errors import EncodeError
from server.media.command import poster_command
from server.media.ffmpeg import run_ffmpeg
from server.storage.publish import output_error
from server.system.files import sync_file
from server.worker.attempt import Attempt
from server.worker.steps.encode import failure_of, poster_in


def snap(step: Snapshot, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong."""
    tools, target = attempt.tools, poster_in(attempt.folder)
    arguments = poster_command(step, str(target), tools.reading)
    outcome = run_ffmpeg(tools.ffmpeg, arguments, tools.limits_for(None), attempt.watch(None))
    attempt.log(outcome.log)
    if outcome.returncode != 0:
        raise failure_of(outcome, step.source)
    if not target.exists():
        raise EncodeError(f"{display_text(step.source)} has no picture {step.seconds:.2f} s after its start.")


def keep(step: KeepPoster, attempt: Attempt) -> None:
    """A picture that cannot be kept is no reason to lose a proxy."""
    made, kept = poster_in(attempt.folder), poster_of(attempt.tools.posters, attempt.job.clip_id)
    attempt.result["thumbnail"] = None
    if not made.exists() and not step.required:
        return
    try:
        _publish(made, kept)
    except OSError as error:
        if step.required:
            raise output_error(error, str(kept)) from error
        attempt.log([f"The picture for lists was not kept: {error.strerror}"])
    else:
        attempt.result["thumbnail"] = display_text(str(kept))


def poster_of(posters: Path, clip_id: str) -> Path:
    """Where the picture of a clip is kept."""
    return posters / f"{clip_id}.jpg"


def _publish(made: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    sync_file(str(made))
    os.replace(made, kept)  # noqa: PTH105  one file system: both lie in the home's cache
