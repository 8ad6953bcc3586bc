"""One attempt at one job: what the steps share while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from server.domain.extras import Extra
from server.domain.job import Claim, Job
from server.domain.media import MediaFacts
from server.domain.preset import Preset
from server.domain.progress import Estimate, Estimator, Sample
from server.domain.steps import Encode, Step
from server.domain.upkeep import Task
from server.errors import RushesError
from server.media.allowance import Limits, Stopwatch
from server.media.ffmpeg import Outcome, Watch, run_ffmpeg
from server.media.graph import Reading
from server.media.launch import Program
from server.media.traces import Traces
from server.media.watched import watched
from server.ports import JobLedger, ObjectStore, Prober
from server.storage.offload.receipts import Receipts

LEDGER_SECONDS = 5.0
PUSH_SECONDS = 0.25
T = TypeVar("T")


class PresetShelf(Protocol):
    def get(self, name: str) -> Preset: ...


class Needs(Protocol):
    """What a job needs of the machine (server/worker/resources.py)."""

    def check_volumes(self, job: Job) -> None: ...
    def explained(self, job: Job, error: RushesError) -> RushesError: ...
    def room_for(self, attempt: Attempt, steps: Sequence[Step]) -> AbstractContextManager[None]: ...
    def check_all(self, job: Job) -> None: ...
    def rooms_for(
        self, job: Job, sizes: Mapping[str, int], written: Callable[[], int]
    ) -> AbstractContextManager[None]: ...


def _tend_nothing(_task: Task) -> Mapping[str, Any]:
    return {}


def _by_processor(_step: Encode) -> None:
    return None


def _no_twins(_job: Job) -> tuple[Job, ...]:
    return ()


@dataclass(frozen=True)
class Tools:
    """What a worker works with. `output` is the settings' table of that name; limits by the clip's length (s);
    `cache` is where extras are kept; `font` that of burnt-in text, if one is set.

    `open_store` gets the bucket's name; `follow_up` queues what comes after a proxy job, `redo` extras it could not
    make; `record` keeps what was done beside the job list; `tend` does one task of upkeep; `twins` gives the
    proxy jobs of clips with the same content.
    """

    ledger: JobLedger
    prober: Prober
    presets: PresetShelf
    ffmpeg: Program
    scratch: Path
    reading: Reading
    limits_for: Callable[[float | None], Limits]
    output: Mapping[str, Any]
    tell: Callable[[Mapping[str, Any]], None]
    set_metadata: Callable[[str, Mapping[str, Any]], None]
    cache: Path
    open_store: Callable[[str], ObjectStore]
    follow_up: Callable[[Job], object]
    redo: Callable[[Job, Iterable[type[Extra]]], object]
    resources: Needs
    receipts: Receipts
    font: str | None = None
    encoder_for: Callable[[Encode], str | None] = _by_processor
    record: Callable[[Job], object] = bool
    twins: Callable[[Job], Iterable[Job]] = _no_twins
    tend: Callable[[Task], Mapping[str, Any]] = _tend_nothing


@dataclass
class Attempt:
    """Fields fill up as steps run; `result` becomes the job's."""

    tools: Tools
    claim: Claim
    stop: Callable[[], RushesError | None]
    paused: Callable[[], bool]
    folder: Path
    facts: MediaFacts | None = None
    target: str | None = None
    temporary: str | None = None
    traces: Traces | None = None
    made: tuple[Extra, ...] = ()  # the extras that FFmpeg's last run was to make
    damage: str | None = None
    hardware: bool = True  # whether graphics hardware may still be tried
    remark: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    spent: Stopwatch = field(default_factory=Stopwatch)
    _pushed: float = 0.0
    _noted: float = field(default_factory=time.monotonic)

    @property
    def job(self) -> Job:
        return self.claim.job

    def note(self, **fields: Any) -> None:
        """Writes to the held row; raises LostClaim when it is not ours any more."""
        self.tools.ledger.note(self.job.id, self.claim.token, **fields)

    def check(self) -> None:
        """Raises what the attempt is to end with, if anything."""
        error = self.stop()
        if error is not None:
            raise error

    def log(self, lines: list[str]) -> None:
        if lines:
            self.tools.ledger.append_log(self.job.id, lines)

    def watch(self, estimator: Estimator | None) -> Watch:
        """What FFmpeg's runner needs, with progress going to whoever looks."""

        def progressed(sample: Sample) -> None:
            if estimator is not None:
                self.progress(estimator, sample)

        return Watch(lambda child: self.note(child=dict(child)), progressed, self.stop, self.paused, self.spent)

    @property
    def limits(self) -> Limits:
        """The same for every phase: they are limits of the job."""
        facts = self.facts
        video = facts.video.duration if facts and facts.video else None
        return self.tools.limits_for(max(video or 0.0, facts.duration or 0.0) if facts else None)

    def run_ffmpeg(self, arguments: Sequence[str], watch: Watch) -> Outcome:
        """One run in the attempt's folder; its log is the job's. Raises as the runner does (server/media/ffmpeg.py)."""
        tools = self.tools
        outcome = run_ffmpeg(tools.ffmpeg, arguments, self.limits, watch, self.folder, tools.reading.reads)
        self.log(outcome.log)
        return outcome

    def watched(self, work: Callable[[Callable[[], None]], T], who: str) -> T:
        """Work of our own under the limits and wishes that FFmpeg is under."""
        return watched(work, self.limits, self.watch(None), who)

    def progress(self, estimator: Estimator, sample: Sample) -> None:
        seconds = estimator.position(sample)
        if seconds is not None:
            self.advance(lambda now: estimator.update(now, seconds))

    def advance(self, estimate: Callable[[float], Estimate], *, realtime: bool = True) -> None:
        """Tells how far the job is, not too often; `estimate` gets a monotonic time. Only media have a speed."""
        now = time.monotonic()
        if now - self._pushed < PUSH_SECONDS:
            return
        self._pushed = now
        seen = estimate(now)
        fields = {"progress": seen.progress, "speed": seen.speed if realtime else None}
        self.tools.tell({"job": self.job.id, "status": "running", **fields, "eta": seen.eta_seconds})
        if now - self._noted >= LEDGER_SECONDS:
            self._noted = now
            self.note(**fields, eta_seconds=seen.eta_seconds)
