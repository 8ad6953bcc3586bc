"""Step Verify: the proxy is decoded and proved against what the encode saw."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from server.domain.conformance import Case, Check, Evidence, Heard, Target, as_dict, judge
from server.domain.links import links_in
from server.domain.looks import recoloured
from server.domain.media import MediaFacts
from server.domain.naming import display_text
from server.domain.preset import AudioRule
from server.domain.progress import Estimator
from server.domain.steps import Verify
from server.errors import ConformanceFailed, EncodeError
from server.media.command import Trace
from server.media.ffmpeg import ended_early
from server.media.verify import Bench, hear, same_stem, see, sound_hashes, take_traces, traces_in
from server.worker.attempt import Attempt
from server.worker.steps.encode import PHASES, give_up_hardware
from server.worker.steps.encode import run as encode_step


def run(step: Verify, attempt: Attempt) -> None:
    """Fills `result["conformance"]`. Raises ConformanceFailed where a required check is false."""
    if attempt.temporary is None or attempt.traces is None:
        raise EncodeError("There is no proxy to prove.")
    made = attempt.tools.prober.probe(attempt.temporary)
    evidence = _evidence(step, attempt, made)
    encode = step.encode
    sound = encode.preset.audio is not AudioRule.NONE
    target = Target(encode.fps, encode.timecode, sound, recoloured(encode.looks))
    checks = judge(Case(step.facts, made, target, evidence))
    if attempt.damage:
        checks = _forgiven(checks, attempt.damage)
    stem = same_stem(step.source, attempt.target or attempt.temporary)
    proof = as_dict(checks, encode.preset.required, links_in(checks, step.facts, made, stem))
    attempt.result["conformance"] = proof
    if not proof["conforms"] and attempt.hardware and (encoder := attempt.tools.encoder_for(encode)) is not None:
        give_up_hardware(attempt, encoder, "its proxy would not relink")
        encode_step(encode, attempt)
        run(step, attempt)
        return
    if not proof["conforms"]:
        wrong = [c for c in checks if c.ok is False and c.name in encode.preset.required]
        raise ConformanceFailed("The proxy would not relink: " + "; ".join(_sentence(c) for c in wrong) + ".")


def _evidence(step: Verify, attempt: Attempt, made: MediaFacts) -> Evidence:
    tools, encode = attempt.tools, step.encode
    if made.video is None or attempt.temporary is None or attempt.traces is None:
        raise EncodeError("FFmpeg wrote a proxy without a picture.")
    estimator = Estimator(encode.expected_seconds, PHASES)
    estimator.next_phase()
    bench = Bench(tools.ffmpeg, tools.prober, tools.reading, attempt.limits, attempt.watch(estimator))
    sound = tuple((t.index, s.bits) for t, s in zip(made.audio, encode.sound, strict=False))
    traces = traces_in(attempt.folder, "proxy")
    outcome = take_traces(bench, Trace(attempt.temporary, made.video.index, sound), traces)
    ended = ended_early(outcome, display_text(Path(step.source).name))
    if ended is not None:
        raise ended
    if outcome.returncode != 0:
        last = outcome.log[-1] if outcome.log else f"exit status {outcome.returncode}"
        raise EncodeError(f"The new proxy cannot be read back: {last}")
    range_then = "pc" if encode.picture.full_range else "tv"
    ranges = (range_then, made.video.color.range)
    pictures = attempt.watched(partial(see, attempt.traces, traces, ranges), "Comparing the pictures")
    same = [a == b for a, b in zip(sound_hashes(attempt.traces), sound_hashes(traces), strict=False)]
    return Evidence(pictures, _heard(step, attempt, made, bench, same))


def _heard(step: Verify, attempt: Attempt, made: MediaFacts, bench: Bench, same: list[bool]) -> tuple[Heard, ...]:
    tracks = [t for t in step.facts.audio if t.decodable]
    path = attempt.temporary or ""
    pairs = [(step.source, a, path, b) for a, b in zip(tracks, made.audio, strict=False)]
    return hear(bench, pairs[: len(same)], same)


def _forgiven(checks: tuple[Check, ...], damage: str) -> tuple[Check, ...]:
    """A damaged original says itself how long it should have been; the proxy holds what is left of it."""
    return tuple(
        Check(c.name, None, c.original, c.proxy, f"the original is damaged: {damage}")
        if c.name in ("duration", "audio_length", "sync") and c.ok is False
        else c
        for c in checks
    )


def _sentence(check: Check) -> str:
    return f"{check.name.replace('_', ' ')} ({check.original} in the original, {check.proxy} in the proxy)"
