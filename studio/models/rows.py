"""One job as the table shows it: every text finished once, so that painting only draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from studio.format import STATUS_FILTERS, status_look
from studio.models.columns import COLUMNS, LIVE, MOVING, NAMES, Facts

NAME, STATUS, PROGRESS, ADDED = map(NAMES.index, ("name", "status", "progress", "added"))
_UNDONE = ("pending", "running", "retrying", "waiting")
MOVABLE = ("pending", "retrying", "waiting")  # in the queue
FINAL = ("completed", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class JobRow:
    """`texts`: one a column. `fraction`: how far the bar reaches, None for no bar. `job` is empty where it has not
    come yet."""

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
    look, facts = status_look(status), _facts(job, now)
    texts = tuple(column.text(facts) for column in COLUMNS)
    return JobRow(str(job["id"]), status, texts, facts.fraction, look.icon, look.tone, job)


def unread_row(job_id: str) -> JobRow:
    """Stands for a job that is being asked for."""
    return JobRow(job_id, "", ("…", *("" for _ in COLUMNS[1:])), None, "", "muted", {})


def with_progress(row: JobRow, update: Mapping[str, Any], now: datetime) -> JobRow:
    """`update`: {"progress", "speed", "eta_seconds"} of a running job."""
    changed = {key: update[key] for key in ("progress", "speed", "eta_seconds") if key in update}
    facts = _facts({**row.job, **changed}, now)
    texts = list(row.texts)
    for column in LIVE:
        texts[column] = COLUMNS[column].text(facts)
    return replace(row, texts=tuple(texts), fraction=facts.fraction, job=facts.job)


def actions_for(statuses: set[str]) -> set[str]:
    """What can be done with jobs in these states (server/domain/job.py, TRANSITIONS)."""
    possible = set()
    if statuses & set(_UNDONE):
        possible |= {"cancel", "pause", "resume", "priority"}
    if statuses & set(MOVABLE):
        possible.add("move")
    if statuses & set(FINAL):
        possible.add("remove")
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


def _facts(job: Mapping[str, Any], now: datetime) -> Facts:
    # Only what moves has a bar: a table full of finished bars hides the one that runs.
    fraction = float(job.get("progress") or 0.0) if job["status"] in MOVING else None
    return Facts(job, (job.get("result") or {}).get("metadata") or {}, now, fraction)
