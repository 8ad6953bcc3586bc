"""Steps Snapshot, Sketch and KeepExtras: pictures and peaks of a clip, made apart from its proxy or kept after it."""

from __future__ import annotations

from server.domain.extras import PLACES, Extra, Poster
from server.domain.naming import display_text
from server.domain.progress import Estimator
from server.domain.steps import KeepExtras, Sketch, Snapshot
from server.errors import EncodeError
from server.media.command import Results, encode_command, poster_command
from server.media.ffmpeg import run_ffmpeg
from server.media.finish import finish
from server.storage.publish import output_error
from server.worker.attempt import Attempt
from server.worker.kept import keep_file, kept_at
from server.worker.steps.encode import also_of, failure_of


def snap(step: Snapshot, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong."""
    tools, target = attempt.tools, attempt.folder / PLACES[Poster].file
    arguments = poster_command(step, str(target), tools.reading)
    outcome = run_ffmpeg(
        tools.ffmpeg, arguments, attempt.limits, attempt.watch(None), attempt.folder, tools.reading.reads
    )
    attempt.log(outcome.log)
    if outcome.returncode != 0:
        raise failure_of(outcome, step.source)
    if not target.exists():
        raise EncodeError(f"{display_text(step.source)} has no picture {step.seconds:.2f} s after its start.")


def sketch(step: Sketch, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong."""
    tools, encode = attempt.tools, step.encode
    arguments = encode_command(encode, Results(attempt.folder, also=also_of(encode, attempt)), tools.reading)
    watch = attempt.watch(Estimator(encode.expected_seconds))
    outcome = run_ffmpeg(tools.ffmpeg, arguments, attempt.limits, watch, attempt.folder, tools.reading.reads)
    attempt.log(outcome.log)
    if outcome.returncode != 0:
        raise failure_of(outcome, encode.source)


def keep(step: KeepExtras, attempt: Attempt) -> None:
    """An extra that cannot be kept is no reason to lose a proxy."""
    missing: list[type[Extra]] = []
    for extra in step.extras:
        place, kept = PLACES[type(extra)], kept_at(attempt.tools.cache, type(extra), attempt.job.clip_id)
        try:
            finish(extra, attempt.folder)
            keep_file(attempt.folder / place.file, kept)
        except OSError as error:
            if step.required:
                raise output_error(error, str(kept)) from error
            attempt.result[place.name] = None
            missing.append(type(extra))
            attempt.log([f"The {place.name.replace('_', ' ')} was not kept: {error.strerror or error}"])
        else:
            attempt.result[place.name] = display_text(str(kept))
    if missing:
        attempt.tools.redo(attempt.job, missing)
