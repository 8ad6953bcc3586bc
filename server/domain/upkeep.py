"""When upkeep is due, and which jobs it calls stuck; pure, by whatever clock it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from server.domain.job import HELD, Job, Status

CLEANUP, WATCHDOG = "cleanup", "watchdog"
LANE = "maintenance"
STUCK = "stuck"


class Task(StrEnum):
    """What upkeep does; a job of it is a few of these."""

    FORGET = "forget"  # jobs that ended long ago
    SWEEP = "sweep"  # temporary files that killed programs left
    CATALOGUE = "catalogue"  # the searchable catalogue follows the clips
    BACKUP = "backup"  # of the job list, where the last one is old enough
    CHECKPOINT = "checkpoint"  # the write-ahead log goes back into the file
    STUCK = "stuck"  # jobs that nobody works on, whatever their row says


# The backup comes first: what is forgotten is in it once more.
CLEANUP_TASKS = (Task.BACKUP, Task.FORGET, Task.SWEEP, Task.CATALOGUE, Task.CHECKPOINT)


@dataclass(frozen=True)
class Rules:
    """Design, section 6. `cleanup_at` is a time of day in the zone of the schedule."""

    keep: timedelta = timedelta(days=30)
    cleanup_at: time = time(2)
    watch_every: timedelta = timedelta(minutes=15)
    stuck_after: timedelta = timedelta(minutes=120)
    backup_every: timedelta = timedelta(hours=24)
    backups: int = 3


def last_slot(now: datetime, at: time, zone: tzinfo | None) -> datetime:
    """The latest moment, not after `now`, at which the day's run was to begin; `zone` None is the machine's own."""
    local = now.astimezone(zone)
    for days in (0, 1):
        day = local.date() - timedelta(days=days)
        slot = datetime.combine(day, at, zone)
        slot = slot.astimezone() if zone is None else slot
        if slot <= now:
            return slot
    return slot


def is_cleanup_due(
    now: datetime, last: datetime | None, oldest: datetime | None, rules: Rules, zone: tzinfo | None
) -> bool:
    """Once a day, and at once where the time was slept through. `oldest`: the first job of the list; a list without
    one, or all of it younger than the day's time, needs no cleanup."""
    slot = last_slot(now, rules.cleanup_at, zone)
    return oldest is not None and oldest < slot and (last is None or last < slot)


def is_watchdog_due(now: datetime, last: datetime | None, oldest: datetime | None, rules: Rules) -> bool:
    """Every so often while there are jobs. After a clock that was set back, at once."""
    since = last or oldest
    return since is not None and not since <= now < since + rules.watch_every


def is_backup_due(now: datetime, last: datetime | None, rules: Rules) -> bool:
    # A little early, so that a daily run that began a second sooner than the last one does not skip a day.
    return last is None or not last <= now < last + rules.backup_every * 0.9


@dataclass(frozen=True)
class LaneSeen:
    """One lane at this look: whether a worker serves it, new jobs may begin, and whether it did anything since the
    last look."""

    alive: bool
    open: bool
    idle: bool

    @property
    def should_begin(self) -> bool:
        return self.alive and self.open and self.idle


@dataclass(frozen=True)
class Memory:
    """What the watchdog keeps between two looks: {job id: (what it looked like, for how long)}, and the ledger's mark.

    Time counts only where somebody looked at both its ends: sleep, downtime and a clock that was moved make no job old.
    """

    at: datetime | None = None
    mark: int = 0
    still: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        at = None if self.at is None else self.at.isoformat()
        return {"at": at, "mark": self.mark, "still": {job: list(seen) for job, seen in self.still.items()}}


def parse_memory(told: Mapping[str, Any] | None) -> Memory:
    """An unusable one is forgotten: the watchdog begins to count anew."""
    try:
        told = told or {}
        still = {str(job): (str(look), float(seconds)) for job, (look, seconds) in told.get("still", {}).items()}
        at = told.get("at")
        return Memory(None if at is None else datetime.fromisoformat(at), int(told.get("mark", 0)), still)
    except (ValueError, TypeError, AttributeError):
        return Memory()


@dataclass(frozen=True)
class Verdict:
    """`stuck`: running without progress, or waiting in a lane that should have begun it. `ring`: waiting for a bell
    that may have been lost."""

    stuck: tuple[Job, ...]
    ring: tuple[Job, ...]
    memory: Memory


def judge(
    now: datetime, mark: int, held: Iterable[Job], waiting: Iterable[Job], lanes: Mapping[str, LaneSeen],
    memory: Memory, rules: Rules,
) -> Verdict:  # fmt: skip
    """`held`: the jobs workers have; `waiting`: pending jobs that may be claimed, the first of each lane."""
    seen = _seconds_since(now, memory, rules)
    waiting = [job for job in waiting if job.status is Status.PENDING and not job.paused]
    watched = [job for job in held if job.status in HELD and not job.paused]
    watched += [job for job in waiting if job.queue in lanes and lanes[job.queue].should_begin]
    still = {job.id: _stood_still(job, seen, memory) for job in watched}
    limit = rules.stuck_after.total_seconds()
    stuck = tuple(job for job in watched if still[job.id][1] >= limit)
    gone = {job.id for job in stuck}
    kept = {job_id: found for job_id, found in still.items() if job_id not in gone}
    ring = tuple(job for job in waiting if job.id not in gone)
    return Verdict(stuck, ring, Memory(now, mark, kept))


def _seconds_since(now: datetime, memory: Memory, rules: Rules) -> float:
    """How long somebody looked on, at most two rounds."""
    if memory.at is None:
        return 0.0
    most = 2 * rules.watch_every.total_seconds()
    return min(max(0.0, (now - memory.at).total_seconds()), most)


def _stood_still(job: Job, seconds: float, memory: Memory) -> tuple[str, float]:
    look = f"{job.status} {job.attempt} {job.progress}"
    before, so_far = memory.still.get(job.id, ("", 0.0))
    return look, so_far + seconds if before == look else 0.0


def busy_lanes(changed: Sequence[Job], held: Iterable[Job]) -> set[str]:
    """Lanes in which something runs, or began or ended; a job that was only submitted does not count."""
    return {job.queue for job in held} | {job.queue for job in changed if job.attempt > 0}
