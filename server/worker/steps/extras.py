"""Steps Snapshot, Sketch, Listen, KeepExtras: pictures and peaks of a clip, apart from its proxy or kept after it."""

from __future__ import annotations

from dataclasses import replace

from server.domain.extras import PLACES, AnalysisProxy, Extra, Poster
from server.domain.naming import display_text
from server.domain.progress import Estimator
from server.domain.steps import KeepExtras, Listen, Sketch, Snapshot
from server.errors import ConformanceFailed, EncodeError
from server.media.branches import SMALL
from server.media.command import Results, encode_command, peaks_command, poster_command
from server.media.finish import finish
from server.media.looks import lay_out
from server.media.traces import traces_in
from server.storage.publish import output_error
from server.worker.attempt import Attempt
from server.worker.kept import keep_file, kept_at
from server.worker.steps.encode import also_of, failure_of
from server.worker.steps.verify import Subject, failed, prove


def snap(step: Snapshot, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong."""
    tools, target = attempt.tools, attempt.folder / PLACES[Poster].file
    _run(poster_command(step, str(target), tools.reading), step.source, None, attempt)
    if not target.exists():
        raise EncodeError(f"{display_text(step.source)} has no picture {step.seconds:.2f} s after its start.")


def listen(step: Listen, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong."""
    _run(peaks_command(step, attempt.folder, attempt.tools.reading), step.source, Estimator(step.seconds), attempt)


def _run(arguments: list[str], source: str, estimator: Estimator | None, attempt: Attempt) -> None:
    outcome = attempt.run_ffmpeg(arguments, attempt.watch(estimator))
    if outcome.returncode != 0:
        raise failure_of(outcome, source)


def sketch(step: Sketch, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong."""
    tools = attempt.tools
    encode = replace(step.encode, looks=lay_out(step.encode.looks, attempt.folder, tools.font))
    arguments = encode_command(encode, Results(attempt.folder, also=also_of(encode.extras, attempt)), tools.reading)
    _run(arguments, encode.source, Estimator(encode.expected_seconds), attempt)


def keep(step: KeepExtras, attempt: Attempt) -> None:
    """An extra that cannot be kept is no reason to lose a proxy."""
    missing: list[type[Extra]] = []
    for extra in step.extras:
        name = PLACES[type(extra)].name
        try:
            if extra not in attempt.made and not step.required:
                raise FileNotFoundError("FFmpeg was run without it")
            attempt.result[name] = _kept(extra, attempt)
        except (OSError, EncodeError, ConformanceFailed) as error:
            if step.required:
                raise (output_error(error, name) if isinstance(error, OSError) else error) from error
            attempt.result[name] = None
            missing.append(type(extra))
            attempt.log([f"The {name.replace('_', ' ')} was not kept: {error}"])
    if missing:
        attempt.tools.redo(attempt.job, missing)


def _kept(extra: Extra, attempt: Attempt) -> object:
    """What the job's result says of it. Raises OSError, EncodeError, ConformanceFailed."""
    place = PLACES[type(extra)]
    if isinstance(extra, AnalysisProxy):
        _prove(extra, attempt)
    value = finish(extra, attempt.folder, attempt.damage)
    if not place.folder:
        return value
    kept = kept_at(attempt.tools.cache, type(extra), attempt.job.clip_id)
    keep_file(attempt.folder / place.file, kept)
    return display_text(str(kept))


def _prove(extra: AnalysisProxy, attempt: Attempt) -> None:
    """Like every proxy's, its proof is in the result."""
    path, plan = attempt.folder / PLACES[AnalysisProxy].file, also_of([extra], attempt)
    path.stat()
    if attempt.facts is None or plan is None:
        return
    checks, proof = prove(Subject(attempt.facts, plan, str(path), traces_in(attempt.folder, SMALL), str(path)), attempt)
    attempt.result["analysis_conformance"] = proof
    if not proof["conforms"]:
        raise failed(checks, plan)
