"""One watched folder: what was seen in it, what was decided, what still waits. Not for more than one thread."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import PurePath
from typing import Any, Protocol, TypeAlias

from server.domain.footage import Reason, judge_name
from server.domain.hours import opens_at, parse_hours
from server.domain.job import Job
from server.domain.naming import Placement
from server.domain.settle import (
    Answer,
    Look,
    Quiet,
    SettleRules,
    Wait,
    is_changed,
    judge,
    observe,
    worth_asking,
)
from server.domain.units import units_of
from server.domain.watch import Decision, Entry, Hints, Sighting, Watch, is_wanted
from server.errors import ConfigError, LutError, PresetError, UnknownId, UsageError
from server.ports import Clock, WatchLedger
from server.services.gather import LANDING
from server.services.ingest import Ingested

_FIRST_INGEST, _LARGEST_INGEST = 50, 1000  # files; of a large card the first jobs start while the rest is queued
_HOLD_SECONDS = 30.0
_ASKED_FOR = ("preset", "to", "priority", "upload", "analysis", "lut", "also", "duplicates")  # of an ingest
_EXCLUDED = "excluded"
_NOT_WANTED = "The folder's rules (include, exclude) leave it out."
_OTHERS = "other_watch"
_INNER = "A watched folder inside this one takes it."
_CLOSED = "working_hours"
_PAUSED = "paused"
_STANDS_STILL = "It is whole; the watched folder is paused, and takes it when it goes on."
_PAUSE_SECONDS = 3600.0  # a folder that goes on is looked through anew
_GO_WITH_A_COPY = (Reason.SIDECAR, Reason.CAMERA_PROXY)
_OPEN = (Wait.SETTLING, Wait.BEING_WRITTEN, Wait.INCOMPLETE)
_CARD_LANDING = "It is whole; its card is copied when nothing more of it has come for the settle time."
_COPYING = "It came while its card was being copied; the card is copied again, what is there already is only compared."
_COPIED = "It was whole, and its card is copied; proxies are made of the copy."
_BY_RULES = frozenset({_EXCLUDED, _OTHERS, *(reason.value for reason in Reason)})
_OWN_FILES = "One of Rushes' own files."
_QUEUED = "It was whole, and a job was queued for it."
_REUSED = "It was whole, and its job was there before."


class Eyes(Protocol):
    """The file system as far as watching needs it."""

    def identity(self, folder: str) -> tuple[object, ...] | None:
        """By what it is known again; None while the folder is not there or cannot be read."""
        ...

    def is_network(self, folder: str) -> bool: ...

    def mount_of(self, folder: str) -> str | None:
        """Where the disk it is on is mounted; None for the system's own."""
        ...

    def is_mounted(self, mount: str) -> bool: ...

    def scan(self, folder: str, *, deep: bool) -> Iterator[Entry]: ...

    def look(self, path: str) -> Look | None:
        """None for what is gone or no regular file."""
        ...

    def ask(self, path: str, *, about_writers: bool) -> Answer: ...


class Ingesting(Protocol):
    """Makes jobs of files."""

    def ingest(
        self,
        paths: Sequence[str],
        *,
        preset: str | None,
        to: str | None,
        priority: int,
        upload: bool,
        analysis: bool,
        lut: str | None,
        root: str | None,
        also: Sequence[str],
        duplicates: str,
    ) -> Ingested: ...


Offload: TypeAlias = Callable[[str, Watch], Job | None]


@dataclass(frozen=True)
class Tools:
    """What every lookout of a home shares. `cancel` gets ids of jobs and the reason; `home` is our own folder;
    `zone` is that of working hours, None: this machine's. `offload` copies a card (its folder, the watch), and gives
    None while an earlier copy of it is under way."""

    watch_ledger: WatchLedger
    ingest: Ingesting
    eyes: Eyes
    clock: Clock
    placement: Placement
    cancel: Callable[[Sequence[str], str], object]
    home: str | None = None
    zone: tzinfo | None = None
    offload: Offload = lambda *_: None
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Looked:
    """After a look: `again_at` is when the next file is due, in the time given to `look`; None: nothing waits. `kept`:
    whole files were left where they are."""

    away: bool = False
    kept: bool = False
    again_at: float | None = None
    queued: int = 0


@dataclass(slots=True)
class _Known:
    """A file that was decided upon."""

    look: Look
    reason: str
    job_id: str | None


@dataclass(slots=True)
class _Waiting:
    """A file that is not taken yet; one without a reason is whole, one that is `held` could not be queued.
    `job_id`: the job of what it was before it changed."""

    quiet: Quiet
    due: float
    reason: str
    job_id: str | None
    held: bool = False


@dataclass
class _Memory:
    known: dict[str, _Known] = field(default_factory=dict)
    waiting: dict[str, _Waiting] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)  # path -> job of a file that waited when we ended


class Lookout:
    """Looks at one watched folder and queues what is whole, each file once."""

    def __init__(self, watch: Watch, tools: Tools) -> None:
        self._watch = watch
        self._tools = tools
        self._placement = Placement(tools.placement.folder, tools.placement.suffix, watch.to)
        self._news: list[Sighting] = []
        self._memory = _Memory()
        self._shift = 0.0
        self._home = tools.home if tools.home is not None and _overlap(tools.home, watch.path) else None
        self._also = (*watch.also, *(_GO_WITH_A_COPY if watch.copy_to else ()))
        self._hours = None if watch.hours is None else parse_hours(watch.hours)
        for row in tools.watch_ledger.sightings(watch.id):
            self._remember(row)
        # Other hosts can write there without this one knowing, so nobody can be asked: the settle time decides.
        self._local = not tools.eyes.is_network(watch.path)
        self._rules = SettleRules(watch.settle_seconds) if self._local else SettleRules(watch.settle_seconds, None)

    def _remember(self, row: Sighting) -> None:
        if row.decision is Decision.LEFT_ALONE and row.reason in _BY_RULES:
            return  # the folder's rules may be others now
        if row.decision is not Decision.WAITING:
            self._memory.known[row.path] = _Known(row.look, row.reason, row.job_id)
        elif row.job_id is not None:
            self._memory.earlier[row.path] = row.job_id

    def look(self, now: float, hints: Hints, may_take: Callable[[], bool]) -> Looked:
        """One look at `now`, in seconds of a monotonic clock. Unless it may be taken, what is whole is kept for the
        next."""
        self._shift = now - self._tools.monotonic()
        try:
            for entry in self._entries(hints):
                self._meet(entry)
            self._look_at_due()
            self._save()  # before files are taken: that may last, and people ask meanwhile
            whole = self._whole()
            kept = bool(whole) and not may_take()
            queued = 0 if kept else (self._copy if self._watch.copy_to else self._take)(whole)
        finally:
            self._save()
        due = [one.due for one in self._memory.waiting.values()]
        return Looked(kept=kept, again_at=min(due, default=None), queued=queued)

    def _whole(self) -> list[str]:
        """What is whole, if this is the time of day for it."""
        whole = [path for path, one in self._memory.waiting.items() if one.reason == ""]
        if whole and not self._still_asked_for():
            return []
        if self._watch.paused:
            self._hold(whole, _PAUSED, _STANDS_STILL, _PAUSE_SECONDS)
            return []
        wall = self._tools.clock.now()
        opens = opens_at(self._hours, wall, self._tools.zone) if whole else None
        if opens is None:
            return whole
        at = opens.astimezone(self._tools.zone)
        message = f"It is whole; by the folder's hours ({self._hours}) it is taken from {at:%H:%M} on."
        self._hold(whole, _CLOSED, message, (opens - wall).total_seconds())
        return []

    def _still_asked_for(self) -> bool:
        """Another program may have ended the watch, or changed its rules, a moment ago: who heard so relies on it."""
        try:
            kept = self._tools.watch_ledger.get(self._watch.id)
        except UnknownId:
            return False
        return replace(self._watch, inner=()).same_rules(kept)

    def _now(self) -> float:
        """A look through a large tree takes a while: a change counts from when it was seen, not from its start."""
        return self._tools.monotonic() + self._shift

    def _entries(self, hints: Hints) -> Iterator[Entry]:
        eyes = self._tools.eyes
        if not self._watch.subfolders:
            if hints.full or self._watch.path in hints.folders | hints.trees:
                yield from eyes.scan(self._watch.path, deep=False)
            return
        if hints.full:
            yield from eyes.scan(self._watch.path, deep=True)
            return
        for tree in hints.trees:
            yield from eyes.scan(tree, deep=True)
        for folder in hints.folders - hints.trees:
            yield from eyes.scan(folder, deep=False)

    def _meet(self, entry: Entry) -> None:
        """A file in a scan: known as it is, left alone by name, or one that has to be whole first."""
        known = self._memory.known.get(entry.path)
        if known is not None and not is_changed(known.look, entry.look):
            return
        waiting = self._memory.waiting.get(entry.path)
        if waiting is not None and waiting.held and self._now() < waiting.due and waiting.quiet.look == entry.look:
            return
        left = entry.odd or self._why_left_alone(entry.path)
        if left is None:
            self._wait(entry.path, entry.look)
        elif known is None or known.reason != left[0]:
            self._decide(entry.path, entry.look, Decision.LEFT_ALONE, *left)

    def _why_left_alone(self, path: str) -> tuple[str, str] | None:
        root = self._watch.path
        if self._home is not None and PurePath(path).is_relative_to(self._home):
            return Reason.OWN_OUTPUT.value, _OWN_FILES  # each decision about our database would change it
        if any(PurePath(path).is_relative_to(inner) for inner in self._watch.inner):
            return _OTHERS, _INNER
        verdict = judge_name(path, root, self._placement, self._also)
        if verdict is not None:
            return verdict.reason.value, verdict.sentence
        return None if self._is_wanted(path) else (_EXCLUDED, _NOT_WANTED)

    def _is_wanted(self, path: str) -> bool:
        include, exclude = self._watch.include, self._watch.exclude
        if not include and not exclude:
            return True
        return is_wanted(PurePath(os.path.relpath(path, self._watch.path)).as_posix(), include, exclude)

    def _look_at_due(self) -> None:
        now = self._now()
        for path in [path for path, one in self._memory.waiting.items() if one.due <= now and one.reason]:
            look = self._tools.eyes.look(path)
            if look is None:
                del self._memory.waiting[path]  # moved on or away; a scan finds it again
            else:
                self._wait(path, look)

    def _wait(self, path: str, look: Look) -> None:
        """A file not yet taken was seen: is it whole now? Then its reason to wait is empty."""
        now = self._now()
        before = self._memory.waiting.get(path)
        quiet = observe(before.quiet if before else None, look, now)
        verdict = judge(quiet, now, self._rules, self._answer(path, quiet, now))
        reason = verdict.wait.value if verdict.wait else ""
        job_id = before.job_id if before else self._forget(path)
        self._memory.waiting[path] = _Waiting(quiet, verdict.again_at, reason, job_id)
        if verdict.wait and (before is None or before.reason != reason):
            self._tell(path, look, Decision.WAITING, reason, verdict.wait.sentence, job_id)

    def _answer(self, path: str, quiet: Quiet, now: float) -> Answer:
        if not worth_asking(quiet, now, self._rules):
            return Answer()
        return self._tools.eyes.ask(path, about_writers=self._local)

    def _forget(self, path: str) -> str | None:
        """The job of what the file was until now."""
        known = self._memory.known.pop(path, None)
        return known.job_id if known else self._memory.earlier.pop(path, None)

    def _take(self, whole: Sequence[str]) -> int:
        """Queues whole files; how many there were."""
        start, size = 0, _FIRST_INGEST
        while start < len(whole):
            unchanged = [path for path in whole[start : start + size] if self._is_still(path)]
            if unchanged:
                self._ingest(unchanged)
            self._save()
            start, size = start + size, min(2 * size, _LARGEST_INGEST)
        return len(whole)

    def _is_still(self, path: str) -> bool:
        """Whether a whole file is as it was: those before it may have taken a while."""
        look = self._tools.eyes.look(path)
        if look is None:
            del self._memory.waiting[path]
        elif look != self._memory.waiting[path].quiet.look:
            self._wait(path, look)
        else:
            return True
        return False

    def _ingest(self, paths: Sequence[str]) -> None:
        watch = self._watch
        try:
            wish: dict[str, Any] = {name: getattr(watch, name) for name in _ASKED_FOR}
            taken = self._tools.ingest.ingest(paths, **wish, root=watch.path)
        except (PresetError, LutError, ConfigError) as error:
            self._hold(paths, error.code, error.message)
        except UsageError as error:
            if len(paths) == 1:  # it went away in this moment
                self._hold(paths, error.code, error.message)
                return
            for path in paths:
                self._ingest([path])
        else:
            self._settle_all(taken)
            for one in taken.landing:
                self._hold([one.path], one.reason, one.message)
            landing = {one.path for one in taken.landing}
            left = [path for path in paths if path in self._memory.waiting and path not in landing]
            self._hold(left, "gone", "It was not there when it was to be queued.")

    def _settle_all(self, taken: Ingested) -> None:
        """What the ingest made of the files. The look that made them whole is kept: if a file changed since, the next
        look sees it."""
        replaced = []
        for job in taken.jobs:
            one = self._memory.waiting.pop(job.source, None)
            if one is None:
                continue
            if one.job_id not in (None, job.id):
                replaced.append(str(one.job_id))
            reason, message = ("reused", _REUSED) if job.reused else ("queued", _QUEUED)
            self._decide(job.source, one.quiet.look, Decision.QUEUED, reason, message, job.id)
        for left in taken.skipped:
            if left.path in self._memory.waiting:
                one = self._memory.waiting.pop(left.path)
                self._decide(left.path, one.quiet.look, Decision.LEFT_ALONE, left.reason, left.message)
        if replaced:
            self._tools.cancel(replaced, "The file has changed since; another job does it as it is now.")

    def _copy(self, whole: Sequence[str]) -> int:
        """Card by card, each once nothing of it has changed for the settle time."""
        waiting, units = self._memory.waiting, defaultdict[str, list[str]](list)
        for path, unit in units_of(waiting, self._watch.path, is_disk=self._watch.mount == self._watch.path).items():
            units[unit].append(path)
        ready = set(whole)
        for unit, paths in units.items():
            if ready.isdisjoint(paths):
                continue
            try:
                self._offload(unit, paths)
            except UsageError as error:
                self._hold(paths, error.code, error.message)
            self._save()
        return len(whole)

    def _offload(self, unit: str, paths: Sequence[str]) -> None:
        waiting = self._memory.waiting
        still = [path for path in paths if self._is_still(path) and waiting[path].reason not in _OPEN]
        since = max((waiting[path].quiet.since for path in still), default=0.0)
        rest = since + self._rules.settle - self._now()
        if len(still) < len(paths) or rest > 0:
            self._hold(still, LANDING, _CARD_LANDING, rest if rest > 0 else max(1.0, self._rules.settle))
        elif (job := self._tools.offload(unit, self._watch)) is None:
            self._hold(still, "copying", _COPYING)
        else:
            for path in still:
                self._decide(path, waiting[path].quiet.look, Decision.QUEUED, "copied", _COPIED, job.id)

    def _hold(self, paths: Iterable[str], code: str, message: str, seconds: float = _HOLD_SECONDS) -> None:
        """These could not be queued; they are tried again."""
        for path in paths:
            one = self._memory.waiting[path]
            one.due, one.reason, one.held = self._now() + seconds, code, True
            self._tell(path, one.quiet.look, Decision.WAITING, code, message, one.job_id)

    def _decide(
        self, path: str, look: Look, decision: Decision, reason: str, message: str, job_id: str | None = None
    ) -> None:
        self._memory.waiting.pop(path, None)
        self._memory.known[path] = _Known(look, reason, job_id)
        self._tell(path, look, decision, reason, message, job_id)

    def _tell(self, path: str, look: Look, decision: Decision, reason: str, message: str, job_id: str | None) -> None:
        at: datetime = self._tools.clock.now()
        self._news.append(Sighting(self._watch.id, path, look, decision, reason, message, at, job_id))

    def _save(self) -> None:
        news, self._news = self._news, []
        try:
            self._tools.watch_ledger.record(news)
        except BaseException:
            self._news = news  # to be told with the next look
            raise


def _overlap(one: str, other: str) -> bool:
    return PurePath(one).is_relative_to(other) or PurePath(other).is_relative_to(one)
