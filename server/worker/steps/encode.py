"""Step Encode: one FFmpeg process writes the proxy under a temporary name, and the traces of the original."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from server.domain.extras import AnalysisProxy, Extra, Poster
from server.domain.naming import display_text
from server.domain.plan import plan_encode
from server.domain.progress import Estimator
from server.domain.steps import Encode
from server.domain.take import describe_numbers
from server.errors import (
    DiskFull,
    EncodeCrashed,
    EncodeError,
    EncodeStalled,
    Interrupted,
    RushesError,
    SourceDamaged,
    SourceMissing,
    SourceTooLarge,
    UnsupportedCodec,
)
from server.media.command import Results, encode_command
from server.media.encoders import name_of
from server.media.ffmpeg import Outcome, ended_early
from server.media.looks import lay_out
from server.media.traces import Traces, traces_in
from server.media.verify import frame_count, frames_so_far
from server.worker.attempt import Attempt
from server.worker.kept import EarlyPoster, kept_at
from server.worker.losses import removed

# Shares of the time that encoding and proving take; measured on ProRes, the preset where proving costs most.
PHASES = (0.8, 0.2)


def run(step: Encode, attempt: Attempt) -> None:
    """Raises the clear error of whatever went wrong; damage is an error unless the job allows it."""
    if attempt.temporary is None:
        raise EncodeError("There is no place to write the proxy to.")
    step = replace(step, looks=lay_out(step.looks, attempt.folder, attempt.tools.font))
    step = replace(step, encoder=attempt.tools.encoder_for(step) if attempt.hardware else None)
    traces = traces_in(attempt.folder, "original")
    step, outcome = _at_best(_by_experience(step, attempt), attempt, attempt.temporary, traces)
    if outcome.returncode > 0 and step.extras and type(failure_of(outcome, step.source)) is EncodeError:
        attempt.log(["One of the extras may be to blame: once more without them."])
        outcome = _encode(replace(step, extras=()), attempt, attempt.temporary, traces)
    attempt.traces = traces
    if outcome.returncode == 0 and not os.path.lexists(attempt.temporary):
        raise removed(attempt.temporary)
    if outcome.returncode == 0 and not all(_has_bytes(path) for path in (attempt.temporary, traces.frames)):
        raise EncodeError(f"FFmpeg ended well on {_name(step.source)}, yet there is no proxy.")
    damage = _damage(step, attempt, outcome)
    if outcome.returncode != 0:
        raise failure_of(outcome, step.source)
    if damage and not attempt.job.request.get("allow_damaged"):
        raise SourceDamaged(f"{_name(step.source)} is damaged: {damage}.")
    attempt.result["encoder"] = name_of(step)
    attempt.damage = damage
    attempt.result["damaged"] = damage is not None
    attempt.remark = f"the original is damaged: {damage}" if damage else attempt.remark


def _at_best(step: Encode, attempt: Attempt, target: str, traces: Traces) -> tuple[Encode, Outcome]:
    """By the processor, where graphics hardware fails or hangs."""
    if step.encoder is None:
        return step, _encode(step, attempt, target, traces)
    try:
        outcome = _encode(step, attempt, target, traces)
    except EncodeStalled as error:
        why = error.message
    else:
        if outcome.returncode == 0 or not _may_be_the_card(failure_of(outcome, step.source)):
            return step, outcome
        why = tidy(outcome.log[-1]) if outcome.log else "it failed"
    give_up_hardware(attempt, step.encoder, why)
    step = replace(step, encoder=None)
    return step, _encode(step, attempt, target, traces)


def _has_bytes(path: str) -> bool:
    try:
        return os.stat(path).st_size > 0  # noqa: PTH116  surrogate-escaped names
    except FileNotFoundError:
        return False


def _may_be_the_card(error: RushesError) -> bool:
    return not isinstance(error, Interrupted | DiskFull | SourceMissing)


def give_up_hardware(attempt: Attempt, encoder: str, why: str) -> None:
    """Once in a job: from here on the processor does it."""
    attempt.hardware = False
    attempt.remark = f"encoded by the processor, as {encoder} failed: {why}"
    attempt.log([attempt.remark])


def _by_experience(step: Encode, attempt: Attempt) -> Encode:
    """An attempt that crashed may have died of an extra: the proxy is worth more."""
    return replace(step, extras=()) if attempt.job.counts.crashes else step


def _encode(step: Encode, attempt: Attempt, target: str, traces: Traces) -> Outcome:
    tools = attempt.tools
    attempt.made = step.extras
    results = Results(attempt.folder, target, traces, also_of(step.extras, attempt))
    arguments = encode_command(step, results, tools.reading)
    early = EarlyPoster(attempt.folder, kept_at(tools.cache, Poster, attempt.job.clip_id))
    watch = attempt.watch(Estimator(step.expected_seconds, PHASES, step.fps))
    watch = replace(watch, look=early.look, glimpse=lambda: frames_so_far(traces))
    return attempt.run_ffmpeg(arguments, watch)


def also_of(extras: Sequence[Extra], attempt: Attempt) -> Encode | None:
    """The plan of the analysis proxy, where it is one of them."""
    wanted = next((extra for extra in extras if isinstance(extra, AnalysisProxy)), None)
    if wanted is None or attempt.facts is None:
        return None
    return plan_encode(attempt.job.source, attempt.facts, attempt.tools.presets.get(wanted.preset), by_time=True)


def _damage(step: Encode, attempt: Attempt, outcome: Outcome) -> str | None:
    """What of the original could not be used, in words; None if all of it could."""
    facts = attempt.facts
    if outcome.complaints:
        return f"FFmpeg complains {outcome.complaints} times, first: {tidy(outcome.first_complaint)}"
    if facts is None or outcome.returncode != 0:
        return None
    if facts.take is not None and facts.take.missing:
        return f"pictures {describe_numbers(facts.take.missing)} are missing; the one before stays"
    if facts.lost:
        return facts.lost
    if facts.cut:
        return f"its last {facts.missing_seconds:.1f} s are missing"
    if step.constant and facts.video is not None and facts.video.frames is not None and attempt.traces is not None:
        lost = facts.video.frames - frame_count(attempt.traces)
        # A transport stream may begin inside a group of pictures; its first frames cannot be decoded, nothing is lost.
        spare = 30 if facts.container.startswith("mpeg") else 0
        if lost > spare:
            return f"{lost} of its {facts.video.frames} frames could not be decoded"
    return None


def failure_of(outcome: Outcome, source: str) -> RushesError:
    """The clear error of an FFmpeg run that did not end well."""
    ended = ended_early(outcome, _name(source))
    if ended is not None:
        return ended
    if outcome.says("No space left on device") or outcome.says("Disk quota exceeded"):
        return DiskFull("The disk became full while the proxy was written.")
    if not Path(source).exists():
        return SourceMissing(f"{_name(source)} went away while it was read.")
    if outcome.says("exceeds specified max pixel count"):
        return SourceTooLarge(f"{_name(source)} has a picture beyond the limit.")
    if outcome.says("Decoding requested, but no decoder found") or outcome.says("Decoder not found"):
        return UnsupportedCodec(f"{_name(source)} has a track FFmpeg cannot decode.")
    if outcome.says("Cannot allocate memory"):
        return EncodeCrashed(f"FFmpeg needed more memory for {_name(source)} than it may have.")
    if outcome.complaints:
        return SourceDamaged(f"{_name(source)} is damaged: FFmpeg could not read it ({tidy(outcome.first_complaint)}).")
    last = outcome.log[-1] if outcome.log else f"exit status {outcome.returncode}"
    return EncodeError(f"FFmpeg failed on {_name(source)}: {last}")


def tidy(line: str | None) -> str:
    """FFmpeg's line without its addresses and level."""
    return re.sub(r" @ 0x[0-9a-f]+|\[(error|warning|fatal|panic)\] ", "", line or "").rstrip(". ")


def _name(path: str) -> str:
    return display_text(Path(path).name)
