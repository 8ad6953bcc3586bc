"""Files and folders become jobs: every regular file below them ends in a job or is left alone for a reason."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from server.domain.clip import is_near
from server.domain.footage import Kind, judge_name, kind_of
from server.domain.job import Job, NewJob, Status
from server.domain.naming import Placement, find_twins, twin_stem
from server.domain.take import Take
from server.errors import SourceError, SourceUnreadable, UsageError
from server.ports import Bell, ClipLedger, Disks, JobLedger, Prober
from server.services.card_marks import CardMarks
from server.services.gather import File, gather
from server.services.jobs import check_priority
from server.services.redo import Redo
from server.services.ringing import queue_up
from server.services.sounds import Sounds
from server.services.uploads import Uploads
from server.services.volumes import VolumeNotes
from server.services.walk import Found, Skipped, sight_clip, walk, whole_path
from server.system.luts import keep_lut
from server.system.takes import TakeFinder

LANE = "video_processing"
KIND = "proxy"
_CLIP_KINDS = frozenset({Kind.VIDEO, Kind.RAW_CAMERA})
Known: TypeAlias = Mapping[str, tuple[int, int]]
_LOST = (Status.FAILED, Status.CANCELLED)
_BATCH_CLIPS = 200
_NOT_MEDIA = "No film or sound that can be read."
_AUDIO_ONLY = "Sound without a picture needs no proxy: link the original."
_STILL = "A still picture, not a clip: pictures numbered in a row are one (2 DPX or EXR, 8 PNG or TIFF, 24 JPEG)."
_OURS = "A proxy of Rushes' own, not footage."


class PresetNames(Protocol):
    """Where an ingest asks whether a preset exists."""

    def get(self, name: str) -> Any:
        """Raises PresetError for a name it does not know."""
        ...


@dataclass(frozen=True)
class IngestRules:
    """What the settings say: the preset when none is named, where proxies go, attempts a job."""

    preset: str = "prores-proxy"
    placement: Placement = field(default_factory=Placement)
    max_attempts: int = 4
    luts: Path | None = None  # where LUTs are kept
    many_files: int = 100  # from here on, clips that are known are not looked into again one by one


@dataclass(frozen=True)
class Ingested:
    """One job for each clip (new, or `reused`), what was left alone, what is to be asked for again, and the jobs that
    catalogue what of it is sound."""

    jobs: list[Job]
    skipped: list[Skipped]
    landing: list[Skipped] = field(default_factory=list)
    sounds: list[Job] = field(default_factory=list)

    @property
    def refused(self) -> list[Skipped]:
        """What the user asked for and could not have, unlike what is rightly left alone."""
        return [item for item in self.skipped if item.reason == "no_access"]


@dataclass(frozen=True)
class Order:
    """One ingest: what the user asked for, checked."""

    preset: str
    to: str | None
    priority: int
    force: bool
    allow_damaged: bool
    upload: bool
    analysis: bool = False
    lut: str | None = None
    key: str | None = None
    also: tuple[str, ...] = ()
    duplicates: str = "link"


class Ingest:
    """Queues a proxy job for every clip below the paths. Safe to call again: what is done or queued is reused."""

    def __init__(
        self,
        ledger: JobLedger,
        clips: ClipLedger,
        prober: Prober,
        bell: Bell,
        presets: PresetNames,
        rules: IngestRules,
        uploads: Uploads | None = None,
        redo: Redo | None = None,
        disks: Disks | None = None,
    ) -> None:
        self._uploads = uploads or Uploads(ledger, bell, lambda: (None, ""))
        self._redo = redo or Redo(ledger, bell)
        self._sounds = Sounds(ledger, clips, prober, bell, rules.max_attempts)
        self._disks = disks
        self._ledger = ledger
        self._clips = clips
        self._marks = CardMarks(clips)
        self._prober = prober
        self._bell = bell
        self._presets = presets
        self._rules = rules

    def ingest(
        self,
        paths: Sequence[str],
        *,
        preset: str | None = None,
        to: str | None = None,
        priority: int = 5,
        force: bool = False,
        allow_damaged: bool = False,
        upload: bool = False,
        analysis: bool = False,
        lut: str | None = None,
        root: str | None = None,
        key: str | None = None,
        also: Sequence[str] = (),
        duplicates: str = "link",
    ) -> Ingested:
        """`root`: the folder a tree made by `to` mirrors, where the paths are some files of it. The same `key` again
        gives the same jobs, also with `force`. `also` as `judge_name` has it, `duplicates` as a watch. Raises
        UsageError (a path that is not there, a bad priority), PresetError, LutError, ConfigError
        (`upload` without a bucket); then nothing was queued."""
        order = replace(
            self._checked_order(preset, to, priority, force, allow_damaged, upload),
            analysis=analysis, lut=self.keep_lut(lut), key=key, also=tuple(also), duplicates=duplicates,
        )  # fmt: skip
        placement = replace(self._rules.placement, to=order.to)
        items = list(walk(paths))
        many = len(items) >= self._rules.many_files
        found = gather(
            items, lambda files: self._why_left_alone(files, placement, order.also, many), patient=root is not None
        )
        jobs = self._jobs_for(found.clips, order, root)
        sounds = self._sounds.catalogue(left.path for left in found.skipped if left.reason == "audio_only")
        return Ingested(jobs, found.skipped, found.landing, sounds)

    def _checked_order(
        self, preset: str | None, to: str | None, priority: int, force: bool, allow_damaged: bool, upload: bool
    ) -> Order:
        if upload:
            self._uploads.check()
        check_priority(priority)
        if to is not None and os.path.lexists(to) and not Path(to).is_dir():
            raise UsageError(f"The place for the proxies is a file: {to}", "Give a folder with `--to`.")
        name = preset or self._rules.preset
        self._presets.get(name)
        return Order(name, None if to is None else whole_path(to), priority, force, allow_damaged, upload)

    def keep_lut(self, lut: str | None) -> str | None:
        """Raises LutError."""
        return None if lut is None or self._rules.luts is None else keep_lut(lut, self._rules.luts)

    def _why_left_alone(
        self, files: Sequence[File], placement: Placement, also: tuple[str, ...], many: bool
    ) -> list[Skipped | None]:
        """None: it is a clip. `many`: those that are known are not looked into again one by one."""
        paths = [found.path for found, _ in files]
        known, ours = known_clips(self._clips, paths) if many else {}, self._ledger.owners_of(paths)
        told = [judge_file(found, take, placement, also, known, ours) for found, take in files]
        unsure = [path for path, left in zip(paths, told, strict=True) if isinstance(left, Kind)]
        seen = iter(self._prober.look_many(unsure))
        return [
            self._looked(path, left, next(seen)) if isinstance(left, Kind) else left
            for path, left in zip(paths, told, strict=True)
        ]

    def _looked(self, path: str, kind: Kind, seen: str | SourceError) -> Skipped | None:
        if seen == "video":
            return None
        if isinstance(seen, SourceError):
            # One that calls itself a clip: its job fails and says why.
            return None if kind is Kind.VIDEO else _unlooked(path, seen)
        if seen == "audio":
            return Skipped(path, "audio_only", _AUDIO_ONLY)
        return Skipped(path, "not_media", _NOT_MEDIA)

    def _jobs_for(self, clips: Sequence[Found], order: Order, root: str | None) -> list[Job]:
        """One submit for all that is new; the order of `clips` is kept."""
        twins = find_twins([clip.path for clip in clips] + _siblings(clips))
        root = root or _common_root(clips)
        places: list[Job | NewJob] = []
        volumes, takes = VolumeNotes(self._disks), TakeFinder()
        for start in range(0, len(clips), _BATCH_CLIPS):
            some = clips[start : start + _BATCH_CLIPS]
            seen = [sight_clip(clip.path, takes).of(clip.path) for clip in some]
            clip_ids = self._clips.remember_many(seen)
            self._marks.mark(clip_ids, seen)
            before = self._ledger.of_clips(clip_ids, KIND)
            for clip, clip_id in zip(some, clip_ids, strict=True):
                request = _request(order, root or clip.root, clip.path in twins) | volumes.of(clip.path, order.to)
                jobs = before.get(clip_id, [])
                places.append(reusable(jobs, order) or self._wish(clip, clip_id, jobs, order, request))
        return self._submitted(places, order)

    def _wish(self, clip: Found, clip_id: str, before: Sequence[Job], order: Order, request: dict[str, Any]) -> NewJob:
        return NewJob(
            kind=KIND,
            queue=LANE,
            source=clip.path,
            preset=order.preset,
            clip_id=clip_id,
            request=request,
            priority=order.priority,
            max_attempts=self._rules.max_attempts,
            idempotency_key=_key(clip_id, before, order),
        )

    def _submitted(self, places: Sequence[Job | NewJob], order: Order) -> list[Job]:
        new = [place for place in places if isinstance(place, NewJob)]
        fresh = iter(queue_up(self._ledger, self._bell, new))
        jobs = [place if isinstance(place, Job) else next(fresh) for place in places]
        for job in jobs:
            if order.upload and self._uploads.wanted(job):
                self._uploads.follow_up(job)
            if order.analysis:
                self._redo.analysis(job)
        return jobs


def known_clips(clips: ClipLedger, paths: Sequence[str]) -> Known:
    """Size and mtime of every clip seen before."""
    rows = (row for row in clips.of_paths(paths) if not _is_sound(row))
    return {str(row["source"]): (int(row["size"]), int(row["mtime_ns"])) for row in rows}


def reusable(before: Sequence[Job], order: Order) -> Job | None:
    """The job that made, or is about to make, just this proxy; `before`: those of the clip, newest first."""
    of_preset = (job for job in before if job.preset == order.preset and job.status not in _LOST)
    job = None if order.force else next(of_preset, None)
    if job is None or job.status is Status.CANCELLING or not _asks_for(job, order):
        return None
    if job.final and not _still_there(job):
        return None
    return replace(job, reused=True)


def _asks_for(job: Job, order: Order) -> bool:
    return (job.request.get("to"), job.request.get("lut")) == (order.to, order.lut)


def _key(clip_id: str, before: Sequence[Job], order: Order) -> str | None:
    """Two ingests at the same moment see the same last job of the clip, so they get one job."""
    if order.key is not None:
        return "\0".join(("asked", order.key, clip_id, order.preset, order.to or "", *filter(None, [order.lut])))
    if order.force:
        return None
    after = before[0].id if before else "-"
    return "\0".join((KIND, clip_id, order.preset, order.to or "", after, *filter(None, [order.lut])))


def _request(order: Order, root: str, twin: bool) -> dict[str, Any]:
    return {
        "root": root,
        "to": order.to,
        "twin": twin,
        "force": order.force,
        "allow_damaged": order.allow_damaged,
        "upload": order.upload,
        "analysis": order.analysis,
        **({} if order.lut is None else {"lut": order.lut}),
        **({} if order.duplicates == "link" else {"duplicates": order.duplicates}),
    }


def _common_root(clips: Sequence[Found]) -> str | None:
    """The folder a tree made by `--to` mirrors: where several were named, the one above them all, so that two
    cards with equal names in them do not meet in one place. None: no such folder (two drives of Windows)."""
    roots = {clip.root for clip in clips}
    try:
        return os.path.commonpath(roots) if roots else None
    except ValueError:
        return None


def judge_file(
    found: Found,
    take: Take | None,
    placement: Placement,
    also: tuple[str, ...],
    known: Known,
    ours: Mapping[str, Job],
) -> Skipped | Kind | None:
    """By all that can be said without looking into the file; a Kind where that does not say whether it is a clip."""
    verdict = judge_name(found.path, found.root, placement, also)
    if verdict is not None:
        return Skipped(found.path, verdict.reason.value, verdict.sentence)
    if is_unchanged(found.path, known.get(found.path)):
        return None  # it was a clip when it was looked into, and is the same file
    if take is not None:
        return None
    if found.path in ours:
        return Skipped(found.path, "own_output", _OURS)
    kind = kind_of(Path(found.path).name)
    if kind is Kind.STILL:
        return Skipped(found.path, "not_media", _STILL)
    return None if kind is Kind.RAW_CAMERA else kind


def _siblings(clips: Iterable[Found]) -> list[str]:
    """Clips beside those that were named one by one: a twin counts even where it was not named."""
    named = {clip.path for clip in clips}
    stems: dict[str, set[str]] = defaultdict(set)
    for clip in clips:
        folder, name = os.path.split(clip.path)
        if folder == clip.root:
            stems[folder].add(twin_stem(name))
    siblings = []
    for folder in sorted(stems):
        for name in _names_in(folder):
            path = os.path.join(folder, name)  # noqa: PTH118  thousands of names, again for each batch
            if twin_stem(name) in stems[folder] and path not in named and _is_clip(path, folder):
                siblings.append(path)
    return siblings


def _is_clip(path: str, root: str) -> bool:
    return kind_of(Path(path).name) in _CLIP_KINDS and judge_name(path, root) is None


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # it may be searched but not listed


def is_unchanged(path: str, known: tuple[int, int] | None) -> bool:
    if known is None:
        return False
    try:
        facts = Path(path).stat()
    except OSError:
        return False
    return facts.st_size == known[0] and is_near(facts.st_mtime_ns, known[1])


def _is_sound(row: Mapping[str, Any]) -> bool:
    metadata = row["metadata"]
    return metadata is not None and metadata.get("video_codec") is None


def _still_there(job: Job) -> bool:
    """Whether the proxy is where the job put it, as large as it was then."""
    if job.output is None:
        return False
    try:
        size = Path(job.output).stat().st_size
    except OSError:
        return False
    told = (job.intent or {}).get("size")
    return size == told if isinstance(told, int) else size > 0


def _unlooked(path: str, error: SourceError) -> Skipped:
    if isinstance(error, SourceUnreadable):
        return Skipped(path, "no_access", f"{error.message} {error.hint}")
    return Skipped(path, "not_media", _NOT_MEDIA)
