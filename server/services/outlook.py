"""What an ingest would do, told before it does anything: how many clips, how large, how long, what not and why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.domain.footage import Kind
from server.domain.forecast import forecast_bytes
from server.domain.job import Job, JobQuery, Status
from server.domain.media import MediaFacts
from server.domain.naming import Placement
from server.domain.plan import plan_encode
from server.domain.preset import Preset
from server.errors import RushesError, SourceError
from server.ports import ClipLedger, Disks, JobLedger, Prober
from server.services.gather import File, gather
from server.services.ingest import KIND, Order, is_unchanged, judge_file, reusable
from server.services.walk import Found, Skipped, walk, whole_path

_SAMPLES = 3  # clips that are probed to say how long and how large all of them are
_LOOKS = 100  # files whose names say nothing that are looked into
_HISTORY = 40
_PORTION = 500
_UNLOOKED = "Its name does not say whether it is a clip; it is looked into when the work begins."
_NO_CLIP = "No film or sound that can be read, or sound alone."


@dataclass
class LeftAlone:
    """One reason, how often, and the first such file."""

    reason: str
    message: str
    example: str
    count: int = 0


@dataclass
class Outlook:
    """`new` clips would be queued; `done` and `queued` ones are known already. `size_bytes`: of the new originals.
    `seconds` of work and `proxy_bytes` are estimates, None where there is nothing to go by. `free_bytes`: on the disk
    the proxies go to."""

    new: int = 0
    done: int = 0
    queued: int = 0
    size_bytes: int = 0
    seconds: float | None = None
    proxy_bytes: int | None = None
    free_bytes: int | None = None
    left_alone: list[LeftAlone] = field(default_factory=list)


class Outlooks:
    """Writes nothing, and reads of the clips no more than their sizes and a few headers."""

    def __init__(
        self,
        ledger: JobLedger,
        clips: ClipLedger,
        prober: Prober,
        disks: Disks,
        preset_of: Callable[[str], Preset],
        usual: str,
        placement: Placement,
    ) -> None:
        self._ledger, self._clips, self._prober, self._disks = ledger, clips, prober, disks
        self._preset_of, self._usual, self._placement = preset_of, usual, placement

    def of(
        self, paths: Sequence[str], preset: str | None = None, to: str | None = None, force: bool = False
    ) -> Outlook:
        """Raises UsageError (a path that is not there), PresetError."""
        chosen = self._preset_of(preset or self._usual)
        order = Order(preset or self._usual, None if to is None else whole_path(to), 5, force, False, False)
        looks = _Looks(self._prober, self._clips, self._ledger, self._placement)
        found = gather(walk(paths), looks.left_alone, patient=False)
        seen = Outlook(left_alone=summed(found.skipped))
        new = self._new_ones(found.clips, order, seen)
        sizes = {path: _size(path) for path in new}
        seen.new, seen.size_bytes = len(new), sum(sizes.values())
        if new:
            seen.free_bytes = self._disks.free(order.to or str(Path(new[0]).parent))
            self._estimate(seen, sizes, chosen)
        return seen

    def _new_ones(self, clips: Sequence[Found], order: Order, seen: Outlook) -> list[str]:
        """Those that are known already are counted."""
        new = []
        for start in range(0, len(clips), _PORTION):
            some = clips[start : start + _PORTION]
            before = self._jobs_of([clip.path for clip in some])
            for clip in some:
                job = reusable(before.get(clip.path, []), order)
                if job is None:
                    new.append(clip.path)
                elif job.status is Status.COMPLETED:
                    seen.done += 1
                else:
                    seen.queued += 1
        return new

    def _jobs_of(self, paths: Sequence[str]) -> dict[str, list[Job]]:
        """Of clips that are what they were when they were last seen."""
        rows = [row for row in self._clips.of_paths(paths) if is_unchanged(str(row["source"]), _identity(row))]
        jobs = self._ledger.of_clips([str(row["id"]) for row in rows], KIND)
        return {str(row["source"]): list(jobs.get(str(row["id"]), [])) for row in rows}

    def _estimate(self, seen: Outlook, sizes: Mapping[str, int], preset: Preset) -> None:
        """By a few clips: first, middle and last of all, as a card may hold more than one format."""
        paths = list(sizes)
        samples = {paths[len(paths) * part // (_SAMPLES - 1) - bool(part)] for part in range(_SAMPLES)}
        facts = [(sizes[path], told) for path in samples if (told := self._probed(path)) is not None]
        read = sum(size for size, _ in facts)
        if not read:
            return
        share = seen.size_bytes / read
        seen.proxy_bytes = round(sum(_proxy_bytes(told, preset) for _, told in facts) * share)
        cost = self._seconds_a_second(preset)
        if cost is not None:
            seen.seconds = round(sum(told.duration or 0.0 for _, told in facts) * share * cost, 1)

    def _probed(self, path: str) -> MediaFacts | None:
        try:
            facts = self._prober.probe(path)
        except SourceError:
            return None
        return facts if facts.video is not None and facts.duration else None

    def _seconds_a_second(self, preset: Preset) -> float | None:
        """What a second of footage took lately."""
        query = JobQuery((Status.COMPLETED,), kind=KIND, limit=_HISTORY)
        done = [job for job in self._ledger.find(query).jobs if job.preset == preset.name]
        work = [(_took(job), _length(job)) for job in done if _took(job) and _length(job)]
        length = sum(seconds for _, seconds in work)
        return sum(seconds for seconds, _ in work) / length if length else None


class _Looks:
    """Judges files as an ingest does, but catalogues nothing and looks into few."""

    def __init__(self, prober: Prober, clips: ClipLedger, ledger: JobLedger, placement: Placement) -> None:
        self._prober, self._clips, self._ledger, self._placement = prober, clips, ledger, placement
        self._left = _LOOKS

    def left_alone(self, files: Sequence[File]) -> Iterable[Skipped | None]:
        paths = [found.path for found, _ in files]
        known = {str(row["source"]): _identity(row) for row in self._clips.of_paths(paths)}
        ours = self._ledger.owners_of(paths)
        return [
            self._unsure(found.path, told) if isinstance(told, Kind) else told
            for found, take in files
            for told in [judge_file(found, take, self._placement, (), known, ours)]
        ]

    def _unsure(self, path: str, kind: Kind) -> Skipped | None:
        """One that calls itself a clip counts as one: if it is none, its job says so."""
        if kind is Kind.VIDEO:
            return None
        if self._left <= 0:
            return Skipped(path, "unsure", _UNLOOKED)
        self._left -= 1
        seen = self._prober.look_many([path])[0]
        if isinstance(seen, SourceError):
            return Skipped(path, "not_media", _NO_CLIP)
        return None if seen == "video" else Skipped(path, "not_media", _NO_CLIP)


def summed(skipped: Iterable[Skipped]) -> list[LeftAlone]:
    """By reason, the most frequent first."""
    found: dict[str, LeftAlone] = {}
    for item in skipped:
        found.setdefault(item.reason, LeftAlone(item.reason, item.message, item.path)).count += 1
    return sorted(found.values(), key=lambda one: -one.count)


def _identity(row: Mapping[str, Any]) -> tuple[int, int]:
    return int(row["size"]), int(row["mtime_ns"])


def _proxy_bytes(facts: MediaFacts, preset: Preset) -> int:
    try:
        return forecast_bytes(plan_encode("", facts, preset), facts)
    except RushesError:  # a picture no proxy of this preset can be made of
        return 0


def _took(job: Job) -> float:
    return (job.completed_at - job.started_at).total_seconds() if job.completed_at and job.started_at else 0.0


def _length(job: Job) -> float:
    length = ((job.result or {}).get("metadata") or {}).get("duration")
    return float(length) if isinstance(length, (int, float)) else 0.0


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116  of thousands
    except OSError:
        return 0
