"""A job: one piece of work on one clip; its states and the only ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

LANES = ("video_processing", "cv_analysis", "transfer", "maintenance")


class Status(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    RETRYING = "retrying"
    WAITING = "waiting"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED})
CLAIMABLE = frozenset({Status.PENDING, Status.RETRYING, Status.WAITING})
HELD = frozenset({Status.RUNNING, Status.CANCELLING})  # a worker has it


class Event(StrEnum):
    """What can happen to a job."""

    CLAIM = "claim"
    COMPLETE = "complete"
    FAIL = "fail"
    RETRY_LATER = "retry_later"  # a transient failure of the work; next attempt at retry_at
    WAIT = "wait"  # a resource is away
    AVAILABLE = "available"  # the resource is back
    RELEASE = "release"  # interrupted from outside: back to the queue
    CANCEL = "cancel"  # asked for
    CANCEL_DONE = "cancel_done"  # reached
    RETRY = "retry"  # by hand, from a final state


TRANSITIONS: Mapping[tuple[Status, Event], Status] = {
    **{(s, Event.CLAIM): Status.RUNNING for s in CLAIMABLE},
    **{(s, Event.CANCEL): Status.CANCELLED for s in CLAIMABLE},
    (Status.RUNNING, Event.COMPLETE): Status.COMPLETED,
    (Status.RUNNING, Event.FAIL): Status.FAILED,
    (Status.RUNNING, Event.RETRY_LATER): Status.RETRYING,
    (Status.RUNNING, Event.WAIT): Status.WAITING,
    (Status.RUNNING, Event.RELEASE): Status.PENDING,
    (Status.WAITING, Event.AVAILABLE): Status.PENDING,
    (Status.RUNNING, Event.CANCEL): Status.CANCELLING,
    # The proxy was published before the wish to cancel was seen: it stays, and the job says so.
    (Status.CANCELLING, Event.COMPLETE): Status.COMPLETED,
    (Status.CANCELLING, Event.CANCEL_DONE): Status.CANCELLED,
    (Status.PENDING, Event.FAIL): Status.FAILED,  # nobody would begin it (server/domain/upkeep.py)
    (Status.FAILED, Event.RETRY): Status.PENDING,
    (Status.CANCELLED, Event.RETRY): Status.PENDING,
    (Status.RETRYING, Event.RETRY): Status.PENDING,
    (Status.WAITING, Event.RETRY): Status.PENDING,
}


def next_status(status: Status, event: Event) -> Status | None:
    """The state `event` leads to, or None where the table has no such way."""
    return TRANSITIONS.get((status, event))


@dataclass(frozen=True)
class TimelineEntry:
    at: datetime
    from_status: Status | None
    to_status: Status
    reason: str | None


@dataclass(frozen=True)
class Counts:
    """How a job's starts ended; only `failures` uses up `max_attempts` (design, Attempts)."""

    failures: int = 0
    crashes: int = 0
    interruptions: int = 0


@dataclass(frozen=True)
class NewJob:
    """A wish for a job. `source` is an absolute path (surrogateescape for odd bytes)."""

    kind: str
    queue: str
    source: str
    preset: str
    clip_id: str
    request: Mapping[str, Any] = field(default_factory=dict)
    parent_id: str | None = None
    priority: int = 5
    max_attempts: int = 4
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Job:
    """One row of the ledger. Times are aware UTC; paths are absolute, surrogateescaped."""

    id: str
    kind: str
    queue: str
    status: Status
    clip_id: str
    source: str
    preset: str
    queued_at: datetime
    request: Mapping[str, Any] = field(default_factory=dict)
    parent_id: str | None = None
    output: str | None = None
    priority: int = 5
    rank: float = 0.0
    paused: bool = False
    attempt: int = 0
    max_attempts: int = 4
    counts: Counts = Counts()
    reused: bool = False
    progress: float | None = None
    speed: float | None = None
    eta_seconds: float | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    retry_at: datetime | None = None
    worker: str | None = None
    reason: str | None = None
    error: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None
    child: Mapping[str, Any] | None = None  # {"pid", "started"} of the FFmpeg that runs for it
    acknowledged_at: datetime | None = None  # somebody has seen that it failed
    intent: Mapping[str, Any] | None = None  # what is about to be published, written before the rename
    awaits: Mapping[str, Any] | None = None  # what a waiting job waits for (server/domain/awaited.py)

    @property
    def final(self) -> bool:
        return self.status in FINAL


@dataclass(frozen=True)
class Outline:
    """The little that lists of very many clips need of a job."""

    id: str
    status: Status
    output: str | None

    @property
    def final(self) -> bool:
        return self.status in FINAL


@dataclass(frozen=True)
class Claim:
    """A job this worker owns, and the token that fences every later write of the attempt."""

    job: Job
    token: str


# By what jobs can be put in order; "queued_at" is the order in which they were submitted, "turn" the one in which those
# that wait are taken: by priority downwards, rank, time.
SORTS = (
    "queued_at", "name", "status", "kind", "queue", "preset", "priority", "progress", "speed", "eta_seconds",
    "attempt", "worker", "started_at", "completed_at", "retry_at", "duration_seconds", "turn",
)  # fmt: skip


@dataclass(frozen=True)
class JobQuery:
    """Everything that is given must fit. `sort`: one of SORTS, downwards with a minus before it; jobs without the
    value come first upwards, last downwards. `cursor`: what the page before gave as `next`. `since`: queued then or
    later, to the millisecond."""

    statuses: tuple[Status, ...] = ()
    queue: str | None = None
    kind: str | None = None
    clip_id: str | None = None
    search: str | None = None
    parent_id: str | None = None
    limit: int = 100
    cursor: str | None = None
    sort: str = "-queued_at"
    since: datetime | None = None

    @property
    def order(self) -> tuple[str, bool]:
        """(one of SORTS, whether downwards)"""
        return self.sort.removeprefix("-"), self.sort.startswith("-")


@dataclass(frozen=True)
class JobPage:
    """`exact` False: there are more than `total`, nobody counted how many."""

    jobs: tuple[Job, ...]
    total: int
    next: str | None
    exact: bool = True


@dataclass(frozen=True)
class IdPage:
    """As JobPage, the ids alone."""

    ids: tuple[str, ...]
    total: int
    next: str | None
    exact: bool = True
