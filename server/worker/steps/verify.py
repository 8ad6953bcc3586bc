"""Step Verify: the proxy is decoded and proved against what the encode saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from server.domain.conformance import Case, Check, Evidence, Heard, Target, as_dict, broken, judge
from server.domain.likeness import Likeness
from server.domain.links import links_in
from server.domain.looks import recoloured
from server.domain.media import MediaFacts, Scan
from server.domain.naming import display_text
from server.domain.preset import AudioRule
from server.domain.progress import Estimator
from server.domain.steps import Encode, Verify
from server.errors import ConformanceFailed, EncodeError
from server.media.ffmpeg import ended_early
from server.media.traces import Trace, Traces, traces_in
from server.media.verify import Bench, hear, same_stem, see, see_colors, sound_hashes, take_traces
from server.worker.attempt import Attempt
from server.worker.steps.encode import PHASES, give_up_hardware
from server.worker.steps.encode import run as encode_step

Proof: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """A new proxy that is to be proved: its plan, where it lies, what the encode saw of the original (`seen`), and the
    name it is to have."""

    facts: MediaFacts
    encode: Encode
    path: str
    seen: Traces
    name: str


def run(step: Verify, attempt: Attempt) -> None:
    """Fills `result["conformance"]`. Raises ConformanceFailed where a required check is false."""
    if attempt.temporary is None or attempt.traces is None:
        raise EncodeError("There is no proxy to prove.")
    encode, name = step.encode, attempt.target or attempt.temporary
    estimator = Estimator(encode.expected_seconds, PHASES)
    estimator.next_phase()
    checks, proof = prove(Subject(step.facts, encode, attempt.temporary, attempt.traces, name), attempt, estimator)
    attempt.result["conformance"] = proof
    if not proof["conforms"] and attempt.hardware and (encoder := attempt.tools.encoder_for(encode)) is not None:
        give_up_hardware(attempt, encoder, "its proxy would not relink")
        encode_step(encode, attempt)
        run(step, attempt)
    elif not proof["conforms"]:
        raise failed(checks, encode)


def prove(subject: Subject, attempt: Attempt, estimator: Estimator | None = None) -> tuple[tuple[Check, ...], Proof]:
    """Decodes the proxy: every check, and the conformance object."""
    encode, made = subject.encode, attempt.tools.prober.probe(subject.path)
    evidence = _evidence(subject, attempt, made, estimator)
    sound = encode.preset.audio is not AudioRule.NONE
    target = Target(encode.fps, encode.timecode, sound, recoloured(encode.looks))
    checks = judge(Case(subject.facts, made, target, evidence))
    if attempt.damage:
        checks = _forgiven(checks, attempt.damage)
    stem = same_stem(encode.source, subject.name)
    return checks, as_dict(checks, encode.preset.required, links_in(checks, subject.facts, made, stem))


def failed(checks: Iterable[Check], encode: Encode) -> ConformanceFailed:
    wrong = broken(checks, encode.preset.required)
    return ConformanceFailed("The proxy would not relink: " + "; ".join(map(_sentence, wrong)) + ".")


def _evidence(subject: Subject, attempt: Attempt, made: MediaFacts, estimator: Estimator | None) -> Evidence:
    tools, encode = attempt.tools, subject.encode
    if made.video is None:
        raise EncodeError("FFmpeg wrote a proxy without a picture.")
    bench = Bench(tools.ffmpeg, tools.prober, tools.reading, attempt.limits, attempt.watch(estimator))
    sound = tuple((t.index, s.bits) for t, s in zip(made.audio, encode.sound, strict=False))
    traces = traces_in(attempt.folder, "proxy")
    woven = made.video.scan if encode.picture.keep_fields and made.video.scan in (Scan.TFF, Scan.BFF) else None
    outcome = take_traces(bench, Trace(subject.path, made.video.index, sound, fields=woven), traces)
    ended = ended_early(outcome, display_text(Path(encode.source).name))
    if ended is not None:
        raise ended
    if outcome.returncode != 0:
        last = outcome.log[-1] if outcome.log else f"exit status {outcome.returncode}"
        raise EncodeError(f"The new proxy cannot be read back: {last}")
    range_then = "pc" if encode.picture.full_range else "tv"
    ranges = (range_then, made.video.color.range)
    pictures = attempt.watched(partial(see, subject.seen.frames, traces.frames, ranges), "Comparing the pictures")
    same = [a == b for a, b in zip(sound_hashes(subject.seen), sound_hashes(traces), strict=False)]
    fields = _fields(subject, traces, ranges) if woven else None
    colors = see_colors(subject.seen.colors, traces.colors, ranges)
    return Evidence(pictures, _heard(subject, made, bench, same), fields, colors)


def _fields(subject: Subject, traces: Traces, ranges: tuple[str | None, str | None]) -> Likeness:
    """Those of the original were seen as they were recorded, unless that cannot be compared."""
    video = subject.facts.video
    first = ranges[0] if video is None or subject.encode.repainted else video.color.range
    return see(subject.seen.fields, traces.fields, (first, ranges[1]))


def _heard(subject: Subject, made: MediaFacts, bench: Bench, same: list[bool]) -> tuple[Heard, ...]:
    tracks = [t for t in subject.facts.audio if t.decodable]
    pairs = [(subject.encode.source, a, subject.path, b) for a, b in zip(tracks, made.audio, strict=False)]
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
