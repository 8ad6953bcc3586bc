"""One job as the table shows it: every text finished once, so that painting only draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studio.format import (
    STATUS_FILTERS,
    file_name,
    length_text,
    percent_text,
    preset_text,
    speed_text,
    status_look,
    time_text,
)

NAME, STATUS, PROGRESS, SPEED, LEFT, PRESET, LENGTH, ADDED = range(8)
TITLES = ("Name", "Status", "Progress", "Speed", "Time left", "Preset", "Duration", "Added")
RIGHT_COLUMNS = (SPEED, LEFT, LENGTH)
LIVE_COLUMNS = (PROGRESS, LEFT)  # first and last of those that progress alone changes

_MOVING = ("running", "cancelling")


@dataclass(frozen=True, slots=True)
class JobRow:
    """`texts`: one a column. `fraction`: how far the bar reaches, None for no bar."""

    id: str
    status: str
    texts: tuple[str, ...]
    fraction: float | None
    icon: str
    tone: str
    job: Mapping[str, Any]


def build_row(job: Mapping[str, Any], now: datetime) -> JobRow:
    """`job`: the JSON of design section 3. `now`: aware, in the zone times are shown in."""
    status = str(job["status"])
    look = status_look(status)
    fraction = _fraction(job, status)
    moving = status in _MOVING
    texts = (
        file_name(job.get("source")),
        _status_word(job, look.word),
        percent_text(fraction) if fraction is not None and moving else "",
        speed_text(job.get("speed")) if moving else "",
        length_text(job.get("eta_seconds")) if moving else "",
        preset_text(job),
        length_text(length) if (length := _length(job)) is not None else "",
        time_text(job.get("queued_at"), now),
    )
    return JobRow(str(job["id"]), status, texts, fraction, look.icon, look.tone, job)


def with_progress(row: JobRow, update: Mapping[str, Any], now: datetime) -> JobRow:
    """`update`: {"progress", "speed", "eta_seconds"} of a running job."""
    changed = {key: update[key] for key in ("progress", "speed", "eta_seconds") if key in update}
    return build_row({**row.job, **changed}, now)


def actions_for(statuses: set[str]) -> set[str]:
    """What can be done with jobs in these states (server/domain/job.py, TRANSITIONS)."""
    possible = set()
    if statuses & {"pending", "running", "retrying", "waiting"}:
        possible.add("cancel")
    if statuses & {"failed", "cancelled", "retrying", "waiting"}:
        possible.add("retry")
    return possible


def matches(job: Mapping[str, Any], statuses: tuple[str, ...], search: str) -> bool:
    """Whether a job that the event stream brings belongs to what is shown."""
    if statuses and job["status"] not in statuses:
        return False
    words = f"{job.get('source') or ''} {job.get('preset') or ''}".casefold()
    return search.casefold() in words


def filter_counts(by_status: Mapping[str, int]) -> dict[str, int]:
    """Filter name -> jobs, of the ledger's counts by state."""
    return {f.name: sum(by_status.get(s, 0) for s in f.statuses or by_status) for f in STATUS_FILTERS}


def _status_word(job: Mapping[str, Any], word: str) -> str:
    if job.get("paused") and job["status"] in ("pending", "running"):
        return "Paused"
    return "Already done" if job["status"] == "completed" and job.get("reused") else word


def _fraction(job: Mapping[str, Any], status: str) -> float | None:
    """Only what moves has a bar: a table full of finished bars hides the one that runs."""
    return float(job.get("progress") or 0.0) if status in _MOVING else None


def _length(job: Mapping[str, Any]) -> float | None:
    metadata = (job.get("result") or {}).get("metadata") or {}
    length = metadata.get("duration")
    return float(length) if isinstance(length, (int, float)) else None
